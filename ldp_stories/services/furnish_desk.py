"""A practice desk as it looks when it has been used for a while: for the demonstration and its pictures.

The invented stories of Larkside Together, with quotes, a report, a matrix, own marks and what became of what people said. Everything
is written through the same services as a person's own work.
"""

from pathlib import Path
from typing import Final

from ldp_stories.domain.consent import Answer
from ldp_stories.domain.feedback import Feedback
from ldp_stories.domain.report import ReportType
from ldp_stories.domain.rounds import How, Unit
from ldp_stories.errors import Refused
from ldp_stories.services import edit_record, record_encounter
from ldp_stories.services.ask_consent import keys_of, questions
from ldp_stories.services.code_own import code, make_tag
from ldp_stories.services.feed_back import send_back, stories_to_link
from ldp_stories.services.fill_matrix import fill_cell, make_matrix
from ldp_stories.services.find import Found, Purpose, codebook, search
from ldp_stories.services.find_place import place_named
from ldp_stories.services.home import Home, Machine
from ldp_stories.services.open_round import Plan, open_round, possible_coders
from ldp_stories.services.practise import practice_home
from ldp_stories.services.publish import add_quote
from ldp_stories.services.write_report import add_passage, begin_report

_QUOTES: Final = 5
_BECAME: Final = (
    ("Nobody wrote the bus times down.", "A card with the times hangs at the stop, in large letters.", True),
    ("The hall should open after school.", "It opens at four now, with somebody at the door.", True),
    ("A crossing at the school gate.", "The road belongs to the county. They answer in autumn.", False),
)
_NEXT_TITLE: Final = "The bench by the baths"
_NEXT_WORDS: Final = (
    "I sit there every morning when I have walked the dog. You would not believe who stops. The lad from the flats asked me what the dog "
    "is called and now he holds the lead.\n\nThey took the old bench out in March. I wrote to them. I said, it is not a bench, it is where "
    "people talk to me."
)


def furnished_home(folder: Path, machine: Machine, *, name: str) -> Home:
    """The practice programme with three roles, its stories, and some work done on them. Errors as `practice_home`."""
    home = practice_home(folder, machine, name=name)
    try:
        furnish(home)
    except BaseException:
        home.close()
        raise
    return home


def furnish(home: Home) -> None:
    """Put quotes in the bank, a report, a matrix, own marks and "you said, we did" onto a practice desk."""
    found = [
        row for row in search(home, "", purpose=Purpose.QUOTE, limit=60).rows if row.passage and row.tags
    ]
    _quotes_and_report(home, found)
    _matrix(home, found)
    _own_marks(home, found)
    _round(home)
    behind = [heard.record for heard in stories_to_link(home)]
    for number, (heard, did, done) in enumerate(_BECAME):
        stories = tuple(behind[number * 2 : number * 2 + 2])
        send_back(home, Feedback("", stories, (), heard, done, did))


def _quotes_and_report(home: Home, found: list[Found]) -> None:
    report = begin_report(home, ReportType.AUDIO, "What people told us")
    kept = 0
    for row in found:
        if kept == _QUOTES or row.passage is None:
            break
        try:
            add_quote(home, row.passage, " ".join(row.tags[0]))
            add_passage(home, report, 0, row.passage)
        except Refused:  # two quotes of that person already, or not for quoting
            continue
        kept += 1


def _matrix(home: Home, found: list[Found]) -> None:
    records = list(dict.fromkeys(row.record for row in found))[:6]
    tags = list(dict.fromkeys(tag for row in found for tag, _ in row.tags))[:3]
    if not records or not tags:
        return
    matrix = make_matrix(home, "What makes a place ours", records, tags)
    columns = {tag.code: tag.id for tag in codebook(home)}
    for row in found:
        if row.record in records and row.tags[0][0] in tags and row.passage:
            words = " ".join(row.snippet.split())
            fill_cell(
                home, matrix, row.record, columns[row.tags[0][0]], f"In their words: {words}", (row.passage,)
            )


def _own_marks(home: Home, found: list[Found]) -> None:
    tag = make_tag(home, "Being known by name", "Somebody knows them, or they know somebody, by name.")
    for record in dict.fromkeys(row.record for row in found[:4]):
        view = edit_record.open_record(home, record)
        layer = view.words
        if layer is not None and len(layer.text) > 40:
            end = layer.text.find(" ", 40)
            code(home, record, tag, layer=layer.id, start=0, end=end if end > 0 else 40)


def _round(home: Home) -> None:
    others = [c.member for c in possible_coders(home) if c.member != home.member]
    if others:
        coders = (home.member, others[0])
        open_round(
            home, Plan("Do we read trust alike?", ("D1", "A8"), coders, Unit.STORY, How.BY_PLACE, 12, 7)
        )


def next_story(home: Home) -> str:
    """A researcher's next story, told in words only and ready to send; its record id."""
    talk = record_encounter.begin(home).id
    place = place_named(home, "Millbrook ward").id
    record_encounter.set_facts(
        home, talk, place=place, setting="park or green space", private_enough="partly", relation="stranger",
        age_band="60-74", said_first=True,
    )  # fmt: skip
    for question in questions(home, talk):
        record_encounter.answer(home, talk, keys_of(question), Answer.YES)
    record = record_encounter.finish(home, talk)
    for field, words in (("words", _NEXT_WORDS), ("title", _NEXT_TITLE)):
        edit_record.keep_draft(home, record, field, words)
    edit_record.mark_ready(home, record)
    return record
