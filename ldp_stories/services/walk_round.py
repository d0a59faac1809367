"""The whole way round on the practice programme, as three people would: from a resident's words to an evaluator's screen, and back (AT-1).

Joan founds the programme, Amina records and sends, Joan reviews and passes on, Priya finds and may quote but not publish, and the thanks
and reasons come back to Amina. One folder is the USB stick. Everything is real: stores, keys, bundles, recorder file, gates.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from ldp_stories.domain.consent import PUBLISH, Answer, Channel, Method, Scope, answer_key
from ldp_stories.domain.report import QUESTIONS
from ldp_stories.domain.review import Choice
from ldp_stories.domain.roles import Role
from ldp_stories.domain.tags import Sure
from ldp_stories.errors import Refused, UserError
from ldp_stories.services import edit_record, hear_back, publish, record_encounter, review_tags
from ldp_stories.services.admit_people import admit, joiners
from ldp_stories.services.find import Purpose, codebook, search
from ldp_stories.services.find_place import place_named
from ldp_stories.services.home import Home, Machine
from ldp_stories.services.import_bundle import inbox, take_in
from ldp_stories.services.pack_bundle import pack
from ldp_stories.services.progress import Progress, no_progress
from ldp_stories.services.recipients import recipient_named
from ldp_stories.services.release_record import release
from ldp_stories.services.set_up_programme import found_programme, save_pack
from ldp_stories.services.start_home import join_programme, take_pack
from ldp_stories.services.trace_quote import chain

WORDS: Final = (
    "When we came in the spring I knew nobody. She came to the door with the bulbs and I thought, what is she selling. She came three "
    "times. The third time I said, you had better come in for tea.\n\n"
    "She told me about the class at the old library. They draw the curtains and it is only women. I went the one time, to be polite, and "
    "I came home and I slept. I can walk in on my own now.\n\n"
    "My daughter reads me the letters. The school knows she does. Nobody at the office asks. I said to her, you are ten, you should be "
    "out on the bike and not reading about the rent.\n\n"
    "At home there is the one room and the boys are in it, so where would I put a mat. The bulbs came up in the yard by the bins. Four of "
    "them. I told her she could bring the rest."
)
QUOTE: Final = "They draw the curtains and it is only women."
TITLE: Final = "Tea and bulbs"
REASON: Final = "she chose a women-only session"
THANKS: Final = (
    "Thank you for the class with the curtains. Because of it the Thursday session now starts after school."
)
ANSWERS: Final[Mapping[Scope, Answer]] = {
    Scope.TAKE_PART: Answer.YES,
    Scope.SENSITIVE: Answer.YES,
    Scope.AUDIO: Answer.YES,
    Scope.TRANSCRIPT: Answer.YES,
    Scope.SHARE_TEAM: Answer.YES,
    Scope.SHARE_MEDIA_TEAM: Answer.YES,
    Scope.QUOTE_ANON: Answer.YES,
    Scope.RECONTACT: Answer.YES,
    Scope.PUBLISH_CLIP: Answer.NO,
}


@dataclass(frozen=True, slots=True)
class Round:
    """What the round left: the homes by role, the story, the files that travelled, and the sentences of what happened."""

    homes: Mapping[str, Path]
    stick: Path
    record: str
    passage: str
    bundles: tuple[Path, ...]
    report: Path
    clip_refused: str
    heard: tuple[str, ...]
    said: tuple[str, ...] = field(default=())


class _Telling:
    """Collects the sentences of the round and passes progress on."""

    def __init__(self, progress: Progress) -> None:
        self.progress, self.said = progress, list[str]()

    def say(self, words: str) -> None:
        """One sentence of what has just happened."""
        self.said.append(words)
        self.progress.report(len(self.said), 12, words)


def walk_round(folder: Path, machine: Machine, sound: Path, progress: Progress = no_progress) -> Round:
    """Do the whole round under `folder` (new homes, stick, report). `sound` is the file that stands for the conversation."""
    stick = folder / "stick"
    stick.mkdir(parents=True, exist_ok=True)
    tell = _Telling(progress)
    joan = found_programme(
        folder / "joan",
        _own(machine, folder, "joan"),
        content="larkside",
        name="Joan",
        programme_name="Larkside Together",
        passphrase=None,
        practice=True,
    )
    opened = [joan]
    try:
        pack_file = save_pack(joan, stick).path
        tell.say("Joan founded the practice programme Larkside Together and saved its file.")
        people = {"amina": Role.RESEARCHER, "priya": Role.EVALUATOR}
        homes = {
            name: join_programme(
                folder / name,
                pack_file,
                _own(machine, folder, name),
                name=name.capitalize(),
                passphrase=None,
                role=role,
                words=None,
            )
            for name, role in people.items()
        }
        opened += homes.values()
        return _stories(joan, homes["amina"], homes["priya"], stick, folder, sound, tell)
    finally:
        for home in opened:
            home.close()


def _own(machine: Machine, folder: Path, name: str) -> Machine:
    """A laptop of their own for each person."""
    return replace(machine, state_folder=folder / "laptops" / name, machine_id=f"{machine.machine_id}-{name}")


def _stories(
    joan: Home, amina: Home, priya: Home, stick: Path, folder: Path, sound: Path, tell: _Telling
) -> Round:
    record = keep_story(amina, sound)
    tell.say("Amina asked for consent, recorded a conversation and wrote the words after.")
    sent = [_send(amina, "coordinators", stick)]
    tell.say("Amina packed the story onto the stick for Joan.")
    _join_all(joan, priya, stick, sent)
    tell.say("Joan compared the six words, let Amina and Priya in, and took the story in.")
    review(joan, record)
    tell.say("Joan accepted D1, changed A8 to B7 and said why, thanked Amina and released the story.")
    sent.append(_send(joan, "evaluators", stick))
    sent.append(_send(joan, amina.member, stick))
    _bring_in(priya, stick)
    passage = search(priya, "women", purpose=Purpose.QUOTE).rows[0].passage or ""
    where = chain(priya, record, passage)
    tell.say(f"Priya found the passage; it comes from {where.teller_codes[0]}, {where.place}.")
    publish.add_quote(priya, passage, "A space that suits us")
    refused = _try_clip(priya, passage, folder)
    tell.say(f"Priya put it in the quote bank. A clip was refused: {refused}")
    report = publish.small_report(priya, _made(folder / "report"), looked_at=QUESTIONS)
    publish.quote_page(priya, folder / "report", looked_at=QUESTIONS)
    _bring_in(amina, stick)
    begin_another(amina)
    heard = tuple(f"{h.kind}: {h.text or h.reason}" for h in hear_back.hearing_back(amina))
    tell.say("Amina's notebook shows what came back: the receipt, the thanks and the reasons.")
    homes = {"coordinator": joan.folder, "researcher": amina.folder, "evaluator": priya.folder}
    bundles = tuple(path for packed in sent for path in packed)
    return Round(homes, stick, record, passage, bundles, report, refused, heard, tuple(tell.said))


def _made(folder: Path) -> Path:
    folder.mkdir(exist_ok=True)
    return folder


def begin_another(home: Home) -> None:
    """A second conversation, left open at its third question, as at a café table when the door opens."""
    talk = record_encounter.begin(home).id
    record_encounter.set_facts(
        home,
        talk,
        place=place_named(home, "Millbrook ward").id,
        setting="community café",
        age_band="25-39",
        said_first=True,
    )
    for scope in (Scope.TAKE_PART, Scope.SENSITIVE):
        record_encounter.answer(home, talk, (scope.value,), Answer.YES)
    record_encounter.add_note(home, talk, "Her friend joined halfway", None)


def keep_story(home: Home, sound: Path) -> str:
    """Amina's part: where and who, consent one by one, the recording, the words after, a passage with two tags, ready. The record's id."""
    talk = record_encounter.begin(home).id
    record_encounter.set_facts(
        home,
        talk,
        place=place_named(home, "Millbrook ward").id,
        setting="community café",
        private_enough="partly",
        relation="know by sight",
        route="café/Share Shack",
        age_band="40-59",
        said_first=True,
    )
    for scope, answer in ANSWERS.items():
        keys = tuple(answer_key(scope, c) for c in Channel) if scope in PUBLISH else (scope.value,)
        record_encounter.answer(home, talk, keys, answer)
    record_encounter.set_method(home, talk, Method.RECORDED)
    take = record_encounter.add_part_from_file(home, talk, sound)
    record_encounter.mark_moment(home, talk, min(190_000, take.ms), "the class with the curtains drawn")
    record = record_encounter.finish(home, talk)
    edit_record.keep_draft(home, record, "words", WORDS)
    edit_record.keep_draft(home, record, "title", TITLE)
    edit_record.write_drafts(home, record)
    view = edit_record.open_record(home, record)
    start = WORDS.index(QUOTE)
    passage = edit_record.add_passage(
        home,
        record,
        layer=view.layers[0].id,
        start=start,
        end=start + len(QUOTE),
        media=view.media[0].id,
        from_ms=min(190_000, take.ms // 2),
        to_ms=min(222_000, take.ms),
        moved_me=True,
    )
    tags = {tag.code: tag.id for tag in codebook(home)}
    edit_record.suggest_tag(
        home,
        record,
        passage=passage,
        tag=tags["D1"],
        sure=Sure.SURE,
        reason="Came three times before she sat down",
    )
    edit_record.suggest_tag(
        home,
        record,
        passage=passage,
        tag=tags["A8"],
        sure=Sure.THINK_SO,
        reason="She needs the curtains drawn",
    )
    edit_record.mark_ready(home, record)
    return record


def review(home: Home, record: str) -> None:
    """Joan's part: accept D1, change A8 to B7 with the reason, thank, release."""
    tags = {tag.code: tag.id for tag in codebook(home)}
    by_tag = {r.suggestion.tag: r.suggestion.id for r in review_tags.readings(home, record)}
    review_tags.decide(home, by_tag[tags["D1"]], Choice.ACCEPT)
    review_tags.decide(home, by_tag[tags["A8"]], Choice.CHANGE, reason=REASON, to_tag=tags["B7"])
    review_tags.thank(home, record, "", THANKS)
    release(home, record, read_title_and_notes=True)


def _send(home: Home, to: str, stick: Path) -> tuple[Path, ...]:
    first_word = recipient_named(home, to).words[0]
    return pack(home, to, stick, first_word=first_word).paths


def _join_all(joan: Home, priya: Home, stick: Path, sent: list[tuple[Path, ...]]) -> None:
    """Priya asks to join too; Joan compares the words of both and admits them, which brings in what they sent."""
    sent.append(_send(priya, "coordinators", stick))
    _bring_in(joan, stick)
    for one in joiners(joan):
        admit(joan, one.bundle, role=one.role)


def _bring_in(home: Home, stick: Path) -> None:
    """Take in whatever on the stick is for this home; the rest stays as it is."""
    for path in inbox(stick):
        if path.suffix == ".ldp-pack":
            take_pack(home, path)
    for path in inbox(stick):
        if path.suffix != ".ldp-pack":
            _take_one(home, path)


def _take_one(home: Home, path: Path) -> None:
    try:
        take_in(home, path)
    except UserError as error:
        if error.code not in ("NOT_FOR_US", "UNKNOWN_SIGNER"):
            raise


def _try_clip(home: Home, passage: str, folder: Path) -> str:
    try:
        publish.export_clip(home, passage, Channel.REPORT, folder, looked_at=QUESTIONS)
    except Refused as refused:
        return str(refused)
    raise AssertionError("a clip left without a yes")
