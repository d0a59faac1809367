"""Names typed anywhere reach no evaluator: canaries in every free-text field of every kind, bundles and homes searched byte by byte."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from ldp_stories.domain.free_text import PLAIN, is_plain
from ldp_stories.domain.ids import new_id
from ldp_stories.domain.kinds import KINDS
from ldp_stories.domain.records import LayerKind
from ldp_stories.domain.review import Choice, Why
from ldp_stories.domain.tags import Sure
from ldp_stories.services import edit_record, fill_parts, publish, review_tags
from ldp_stories.services.find import codebook, search
from ldp_stories.services.home import Home
from ldp_stories.services.mask_words import count_copies, mask, undo_mask
from ldp_stories.services.plan_bundle import plan
from ldp_stories.services.queue_work import reasons_for
from ldp_stories.services.release_words import Unread, unread_words
from ldp_stories.services.story import read_story
from ldp_stories.services.withhold_words import E_WORDS, masked_since, seen
from ldp_stories.store import ledger, sent
from ldp_stories.store.belonging import things_of
from tests.journeys.unsealed import found_in, inside
from tests.services.cast import Cast, bring_in, cast, send, tell
from tests.services.house import change
from tests.services.released import release_read

NAME = "Zebulonia"
OTHER = "Quillfeather"
WORDS = f"{NAME} kept the key. They draw the curtains and it is only women. {OTHER} brought bulbs. The door was green."
numbers = itertools.count(1)
HANGING = ("note", "suggestion", "comment", "passage", "media")


def names() -> tuple[str, str, str]:
    """Two names that no other test has, and words with both."""
    name, other = f"Zebulonia{next(numbers)}", f"Quillfeather{next(numbers)}"
    return name, other, WORDS.replace(NAME, name).replace(OTHER, other)


def free_fields(kind: str) -> list[str]:
    """Every field of a kind in which somebody may write, and one that nobody has thought of yet."""
    names = [n.strip("[]") for n, _ in KINDS[kind].fields if not n.startswith("[")]
    return [n for n in names if "*" not in n and not is_plain(kind, n)] + ["a_field_of_tomorrow"]


def canary(kind: str, field: str) -> str:
    return f"Qanary{next(numbers):03}{kind}{field.replace('_', '')}"


@dataclass
class Planted:
    """The canaries by thing and field, and the things by kind."""

    words: dict[tuple[str, str], str]
    things: dict[str, str]


def plant(home: Home, record: str, name: str = NAME) -> Planted:
    """A canary beside a name in every free-text field of everything that hangs from a story, as its researcher or coordinator writes it."""
    with home.main.read() as con:
        story = read_story(con, record)
        around = {
            ledger.entity(con, e).kind: e  # type: ignore[union-attr]
            for e in (record, story.record.encounter, *story.record.participants)
        }
    things = {**around, **{kind: new_id() for kind in HANGING}}
    words: dict[tuple[str, str], str] = {}
    with home.main.write() as con:
        for kind, ent in things.items():
            sets: dict[str, object] = {"record": record} if kind in HANGING else {}
            for field in free_fields(kind):
                words[kind, field] = canary(kind, field)
                sets[field] = f"{name} {words[kind, field]}"
            home.put(con, kind, ent, sets=sets, subj=story.record.participants)
    return Planted(words, things)


def plant_decision(home: Home, record: str, planted: Planted, name: str = NAME) -> None:
    """The same in a decision, which only a coordinator writes."""
    ent = planted.things["decision"] = new_id()
    sets: dict[str, object] = {
        "record": record,
        "suggestion": planted.things["suggestion"],
        "decision": "accept",
    }
    for field in free_fields("decision"):
        planted.words["decision", field] = canary("decision", field)
        sets[field] = f"{name} {planted.words['decision', field]}"
    with home.main.write() as con:
        home.put(con, "decision", ent, sets=sets)


def kept(home: Home) -> bytes:
    """Everything in a notebook that can be read once it is open: every table of its main store, index and all."""
    found = []
    with home.main.read() as con:
        names = con.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'").scalars().all()
        for name in names:
            if name.startswith(("sqlite_", "local_sent")):
                continue
            for row in con.exec_driver_sql(f'SELECT * FROM "{name}"').all():
                found += [v if isinstance(v, bytes) else str(v).encode() for v in row]
    return b"\n".join(found)


@pytest.fixture(scope="module")
def three(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cast]:
    with cast(tmp_path_factory.mktemp("words")) as made:
        yield made


def to_joan(three: Cast, *stories: str) -> None:
    send(three.amina, "coordinators", three.stick)
    bring_in(three.joan, three.stick)
    assert stories


def to_priya(three: Cast) -> bytes:
    """What Joan sends the evaluators, opened; it is brought in too."""
    with three.priya.main.read():
        paths = send(three.joan, "evaluators", three.stick).paths
    found = b"".join(inside(path, three.priya) for path in paths)
    bring_in(three.priya, three.stick)
    return found


@pytest.fixture(scope="module")
def masked_round(three: Cast) -> tuple[str, Planted, bytes]:
    """A story with a name in every field, masked and released."""
    record = tell(three.amina, words=WORDS)
    planted = plant(three.amina, record)
    to_joan(three, record)
    plant_decision(three.joan, record, planted)
    mask(three.joan, record, NAME, "[a neighbour]")
    release_read(three.joan, record)
    return record, planted, to_priya(three)


def test_the_name_is_in_no_bundle_for_evaluators_and_in_no_notebook_of_theirs(
    three: Cast, masked_round: tuple[str, Planted, bytes]
) -> None:
    _, planted, sent_out = masked_round
    assert found_in(sent_out, [NAME]) == []
    assert found_in(kept(three.priya), [NAME]) == []
    assert found_in(kept(three.joan), [NAME]) == [NAME]  # the search would see it
    assert len(planted.words) > 30


def test_what_was_released_arrives_with_the_masked_words_in_every_field(
    three: Cast, masked_round: tuple[str, Planted, bytes]
) -> None:
    _, planted, sent_out = masked_round
    never = planted.words["encounter", "wellbeing"]
    wanted = [w for w in planted.words.values() if w != never]
    assert found_in(sent_out, wanted) == sorted(wanted)
    assert found_in(kept(three.priya), wanted) == sorted(wanted)
    assert found_in(sent_out + kept(three.priya), [never]) == []


def test_evaluators_read_the_masked_words_where_the_others_stand(
    three: Cast, masked_round: tuple[str, Planted, bytes]
) -> None:
    record, planted, _ = masked_round
    theirs, ours = edit_record.open_record(three.priya, record), edit_record.open_record(three.joan, record)
    assert theirs.record.title == f"[a neighbour] {planted.words['record', 'title']}"
    assert ours.record.title == f"{NAME} {planted.words['record', 'title']}"
    assert [c.text for c in theirs.comments] == [f"[a neighbour] {planted.words['comment', 'text']}"]
    reasons = [r.suggestion.reason for r in theirs.readings]
    assert reasons == [f"[a neighbour] {planted.words['suggestion', 'reason']}"]
    assert [d.reason for r in theirs.readings for d in r.history] == [
        f"[a neighbour] {planted.words['decision', 'reason']}"
    ]


def test_a_search_finds_the_masked_words_and_never_the_name(
    three: Cast, masked_round: tuple[str, Planted, bytes]
) -> None:
    assert search(three.priya, "curtains").rows
    assert search(three.priya, NAME).rows == ()
    assert search(three.joan, NAME).rows


def test_everything_that_was_sent_is_not_owed_again(
    three: Cast, masked_round: tuple[str, Planted, bytes]
) -> None:
    send(three.priya, "coordinators", three.stick)
    bring_in(three.joan, three.stick)
    assert plan(three.joan, "evaluators").revisions == ()


@pytest.fixture(scope="module")
def later(three: Cast, masked_round: tuple[str, Planted, bytes]) -> tuple[str, Planted, bytes, bytes]:
    """Words written into every field after the release, packed before and after a coordinator reads again."""
    record = masked_round[0]
    planted = plant(three.amina, record, OTHER)
    to_joan(three, record)
    plant_decision(three.joan, record, planted, OTHER)
    before = to_priya(three) if not plan(three.joan, "evaluators").empty else b""
    before += kept(three.priya)
    mask(three.joan, record, OTHER, "[somebody else]")
    still = to_priya(three) + kept(three.priya)
    release_read(three.joan, record)
    return record, planted, before + still, to_priya(three) + kept(three.priya)


def test_words_written_after_a_release_wait_until_they_are_read(
    later: tuple[str, Planted, bytes, bytes],
) -> None:
    _, planted, before, after = later
    never = planted.words["encounter", "wellbeing"]
    assert found_in(before, planted.words.values()) == []
    wanted = sorted(set(planted.words.values()) - {never})
    assert found_in(after, planted.words.values()) == wanted
    assert found_in(after, [NAME, OTHER]) == []


def test_a_tag_given_later_goes_on_at_once_and_its_reason_waits(three: Cast) -> None:
    name, _, _ = names()
    why = canary("suggestion", "reason")
    record = tell(three.amina, words="The door was green.")
    to_joan(three, record)
    release_read(three.joan, record)
    to_priya(three)
    tag = codebook(three.amina)[0]
    edit_record.suggest_tag(three.amina, record, passage=None, tag=tag.id, sure=Sure.SURE, reason=why)
    to_joan(three, record)
    (waiting,) = unread_now(three.joan, record)
    assert (waiting.kind, waiting.field, waiting.now, waiting.before) == ("suggestion", "reason", why, "")
    assert found_in(to_priya(three), [why]) == []
    (theirs,) = edit_record.open_record(three.priya, record).readings
    assert (theirs.suggestion.tag, theirs.suggestion.reason) == (tag.id, "")
    review_tags.decide(three.joan, theirs.suggestion.id, Choice.NOT_THIS_TAG, reason=f"not {name}")
    assert found_in(to_priya(three), [name]) == []
    (theirs,) = edit_record.open_record(three.priya, record).readings
    assert [(d.choice, d.reason) for d in theirs.history] == [(Choice.NOT_THIS_TAG, "")]
    mask(three.joan, record, name, "[her]")
    release_read(three.joan, record)
    assert found_in(to_priya(three), [name]) == []
    (theirs,) = edit_record.open_record(three.priya, record).readings
    assert (theirs.suggestion.reason, theirs.history[0].reason) == (why, "not [her]")
    assert edit_record.open_record(three.joan, record).readings[0].history[0].reason == f"not {name}"


def unread_now(home: Home, record: str) -> tuple[Unread, ...]:
    with home.main.read() as con:
        return unread_words(con, record)


def test_the_queue_says_that_words_changed_and_a_second_reading_settles_it(three: Cast) -> None:
    record = tell(three.amina)
    to_joan(three, record)
    release_read(three.joan, record)
    assert Why.CHANGED not in [r.why for r in reasons_for(three.joan, record)]
    edit_record.set_fields(three.amina, record, title="The new key")
    to_joan(three, record)
    found = {r.why: r for r in reasons_for(three.joan, record)}
    assert found[Why.CHANGED].what == ("title",)
    (changed,) = unread_now(three.joan, record)
    assert (changed.now, changed.before) == ("The new key", "Tea and bulbs")
    release_read(three.joan, record)
    assert Why.CHANGED not in [r.why for r in reasons_for(three.joan, record)]


def second_thought(three: Cast) -> tuple[str, str, str, str]:
    """A name masked only after Priya has the story, marked a passage of her own and took a quote: (record, her passage, name, words)."""
    name, _, words = names()
    record = tell(three.amina, words=words)
    with three.amina.main.read() as con:
        layer = read_story(con, record).words
    assert layer is not None
    start = words.index("They draw")
    edit_record.add_passage(
        three.amina, record, layer=layer.id, start=start, end=start + 44, media=None, from_ms=None, to_ms=None
    )
    to_joan(three, record)
    release_read(three.joan, record)
    to_priya(three)
    view = edit_record.open_record(three.priya, record)
    at = view.layers[0].text.index("They draw")
    own = edit_record.add_passage(
        three.priya,
        record,
        layer=view.layers[0].id,
        start=at,
        end=at + 20,
        media=None,
        from_ms=None,
        to_ms=None,
    )
    theirs = next(p for p in view.passages if p.copy_of)
    publish.add_quote(three.priya, theirs.id, "Doors")
    return record, own, name, words


def test_a_second_thought_about_a_name_takes_it_off_the_laptops_that_have_it(three: Cast) -> None:
    record, own, name, words = second_thought(three)
    assert found_in(kept(three.priya), [name]) == [name]
    mask(three.joan, record, name, "[a neighbour]")
    assert found_in(to_priya(three), [name]) == []
    assert found_in(kept(three.priya), [name]) == []
    view = edit_record.open_record(three.priya, record)
    assert [x.kind for x in view.layers] == [LayerKind.MASKED]
    assert view.layers[0].text == words.replace(name, "[a neighbour]")
    mine = next(p for p in view.passages if p.id == own)
    assert mine.text is not None
    assert view.layers[0].text[mine.text.start : mine.text.end] == mine.text.quote == "They draw the curtai"
    (quoted,) = [q for q in publish.quotes(three.priya) if q.record == record]
    assert (quoted.gap, quoted.text) == ("", words[words.index("They draw") :][:44])
    assert masked_since(three.priya, record) != ""
    seen(three.priya, record)
    assert masked_since(three.priya, record) == ""


def test_a_bundle_of_somebody_who_checked_nothing_changes_nothing_at_the_door(
    three: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The rule holds again at import: an older program, or a slip, packs every line whole."""
    name, other, _ = names()
    record = tell(three.amina, words=f"{name} again", title=f"{name} and the key")
    to_joan(three, record)
    mask(three.joan, record, name, "[a neighbour]")
    release_read(three.joan, record)
    change(three.joan, "record", record, note=f"unread {other}")
    monkeypatch.setattr(fill_parts, "for_evaluators", lambda _con, lines: lines)
    sent_out = to_priya(three)
    assert found_in(sent_out, [name, other]) == [other, name]
    assert found_in(kept(three.priya), [name, other]) == []
    assert edit_record.open_record(three.priya, record).record.title == "[a neighbour] and the key"
    with three.priya.main.read() as con:
        receipt = sent.receipts(con)[-1]
    assert {code for _, code in receipt.refused} == {E_WORDS}


def test_undoing_a_mask_before_the_release_leaves_nothing_of_it(three: Cast) -> None:
    name, _, words = names()
    record = tell(three.amina, words=words, title=f"{name} and the key")
    to_joan(three, record)
    assert count_copies(three.joan, record, name) == 2
    done = mask(three.joan, record, name, "[a neighbour]")
    assert (done.copies, done.also_in) == (1, ("title",))
    assert undo_mask(three.joan, record)
    release_read(three.joan, record)
    assert found_in(to_priya(three), [name]) == [name]


def test_a_name_in_the_title_alone_is_masked_too_and_can_be_undone(three: Cast) -> None:
    name, _, _ = names()
    record = tell(three.amina, words="Nobody is named.", title=f"{name} and the key")
    to_joan(three, record)
    done = mask(three.joan, record, name, "[her]")
    assert (done.copies, done.layer, done.also_in) == (0, None, ("title",))
    assert undo_mask(three.joan, record)
    mask(three.joan, record, name, "[her]")
    release_read(three.joan, record)
    assert found_in(to_priya(three), [name]) == []
    assert edit_record.open_record(three.priya, record).record.title == "[her] and the key"


def test_the_masks_of_a_story_hold_no_name_themselves(three: Cast) -> None:
    with three.joan.main.read() as con:
        masks = [r.body or b"" for r in ledger.revisions(con) if r.kind == "masking"]
    assert len(masks) > 3
    assert found_in(b"\n".join(masks), [NAME, OTHER]) == []


def test_evaluators_never_get_the_list_of_masks(three: Cast) -> None:
    with three.priya.main.read() as con:
        assert "masking" not in {r.kind for r in ledger.revisions(con)}


def test_every_kind_that_hangs_from_a_story_is_under_the_rule(three: Cast) -> None:
    with three.joan.main.read() as con:
        found = {
            view.kind
            for r in ledger.revisions(con)
            if r.kind == "record"
            for e in things_of(con, r.ent)
            if (view := ledger.entity(con, e)) is not None
        }
    assert found - {"masking"} <= set(PLAIN)


def test_words_changed_under_a_mask_are_masked_anew_and_passages_are_never_shifted(three: Cast) -> None:
    """AT-4: what evaluators get next is the changed words with every mask in its place; a mask without a place hides what changed there."""
    name, other, _ = names()
    words = f"{name} kept the key. The door was green. Then {other} left."
    record = tell(three.amina, words=words)
    with three.amina.main.read() as con:
        layer = read_story(con, record).words
    assert layer is not None
    start = words.index("The door")
    edit_record.add_passage(
        three.amina, record, layer=layer.id, start=start, end=start + 19, media=None, from_ms=None, to_ms=None
    )
    to_joan(three, record)
    for word in (name, other):
        mask(three.joan, record, word, "[a neighbour]")
    release_read(three.joan, record)
    to_priya(three)
    changed = f"Well, {words.replace(other, other + 'ton')} It was late."
    edit_record.keep_draft(three.amina, record, "words", changed)
    edit_record.write_drafts(three.amina, record)
    to_joan(three, record)
    before = edit_record.open_record(three.priya, record).layers[0].text
    assert before == "[a neighbour] kept the key. The door was green. Then [a neighbour] left."
    assert found_in(to_priya(three), [name, other, "It was late"]) == []
    done = release_read(three.joan, record)
    assert done.lost == (other,)
    assert found_in(to_priya(three), [name, other]) == []
    view = edit_record.open_record(three.priya, record)
    assert view.layers[0].text == f"Well, {before} It was late."
    (passage,) = view.passages
    assert passage.text is not None
    assert (
        passage.text.quote
        == view.layers[0].text[passage.text.start : passage.text.end]
        == "The door was green."
    )
    assert view.needs_placing == frozenset()
