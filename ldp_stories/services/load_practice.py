"""Read the invented stories of a practice programme; `practice_items.py` turns them into entities.

Files: `resources/practice/<name>/records.json` (people, stories, the declined meeting, meetings without a story), `waiting.json` (more
stories, which no coordinator has gone through) and `extras.json` (blind samples, moments, change records, two versions of one field, a
withdrawal, leaks for masking). Shapes: `practice_stories.py`. Everything in them is invented. The quotes of passages must stand exactly
once in their words; what does not fit is refused by name.
"""

from dataclasses import dataclass
from pathlib import Path

from ldp_stories.domain.consent import all_keys
from ldp_stories.domain.people import tidy_code
from ldp_stories.services.load_pack_content import (
    StarterContent,
    load_content,
    read_content,
    refuse_unless,
)
from ldp_stories.services.practice_stories import (
    PracticeExtras,
    PracticeFile,
    PracticePassage,
    PracticePerson,
    PracticeRecord,
)

_RECORDS = "records.json"


@dataclass(frozen=True, slots=True)
class Practice:
    """A practice programme: its pack content, its stories, those that wait for a coordinator, and its extras."""

    content: StarterContent
    stories: PracticeFile
    waiting: PracticeFile
    extras: PracticeExtras

    def people(self) -> tuple[PracticePerson, ...]:
        """Everybody who is met."""
        return (*self.stories.participants, *self.waiting.participants)

    def records(self) -> tuple[PracticeRecord, ...]:
        """Every story, interview and observation; those that wait stand last."""
        return (*self.stories.records, *self.waiting.records)


def load_practice(resources: Path, name: str = "larkside") -> Practice:
    """Read a practice programme. UserError NOT_A_PACK (file=, why=) when a file is missing or anything in it does not fit."""
    content = load_content(resources, name)
    folders = [resources / "practice" / name]
    practice = Practice(
        content,
        read_content("records", PracticeFile, folders),
        read_content("waiting", PracticeFile, folders),
        read_content("extras", PracticeExtras, folders),
    )
    _check_people(practice)
    for record in practice.records():
        _check_record(practice, record)
    _check_extras(practice)
    return practice


def _check_people(practice: Practice) -> None:
    codes = [p.code for p in practice.people()]
    refuse_unless(len(set(codes)) == len(codes), _RECORDS, "a code stands twice")
    for code in codes:
        refuse_unless(tidy_code(code) == code, _RECORDS, f"the code {code} has a slip in it")
    known, places = set(codes), {p.key for p in practice.content.places.places}
    for person in practice.people():
        refuse_unless(
            person.home_place in places | {None},
            _RECORDS,
            f"{person.code} lives in a place that is not there",
        )
    for record in practice.records():
        named = {
            *record.participants,
            *(c.participant for c in record.consents),
            *(s for m in record.media for s in m.shows),
        }
        refuse_unless(named <= known, _RECORDS, f"story {record.no} names a person who is not there")


def _check_record(practice: Practice, record: PracticeRecord) -> None:
    where = f"story {record.no}"
    members = {m.code for m in practice.content.members.members}
    tags = {t.code for g in practice.content.tags.groups for t in g.tags}
    day = record.told_at[:10]
    for key in [record.encounter.place, *record.about_places]:
        place = next((p for p in practice.content.places.places if p.key == key), None)
        refuse_unless(
            key is None or place is not None, _RECORDS, f"{where} names the place {key}, which is not there"
        )
        if place is not None:
            valid = (place.valid_from or day) <= day <= (place.valid_to or day)
            refuse_unless(valid, _RECORDS, f"{where} was told when {place.name} was not a place")
    refuse_unless(record.researcher in members, _RECORDS, f"{where} names a member who is not there")
    sources = {layer.made_from for layer in record.words()} - {None}
    refuse_unless(
        sources <= set(range(len(record.words()))),
        _RECORDS,
        f"{where}: words made from words that are not there",
    )
    answers = {a for c in record.consents for a in (*c.yes, *c.no)}
    refuse_unless(
        answers <= set(all_keys()), _RECORDS, f"{where} has an answer to a question that is not there"
    )
    for passage in record.passages:
        _check_passage(record, passage, tags)


def _check_passage(record: PracticeRecord, passage: PracticePassage, tags: set[str]) -> None:
    where, layers = f"story {record.no}", record.words()
    refuse_unless(
        passage.layer < len(layers), _RECORDS, f"{where}: a passage stands in words that are not there"
    )
    found = layers[passage.layer].text.count(passage.quote)
    refuse_unless(found == 1, _RECORDS, f"{where}: a passage stands {found} times in the words")
    named = {t.tag for t in passage.tags} | {
        t.decision.to for t in passage.tags if t.decision and t.decision.to
    }
    refuse_unless(named <= tags, _RECORDS, f"{where} uses a tag that is not there")
    if passage.from_s is not None and passage.to_s is not None:
        inside = 0 <= passage.from_s < passage.to_s <= (record.media[0].seconds if record.media else 0)
        refuse_unless(inside, _RECORDS, f"{where}: a passage is outside the sound")


def _check_extras(practice: Practice) -> None:
    passages = {(r.no, i) for r in practice.stories.records for i in range(len(r.passages))}
    for sample in practice.extras.blind_samples:
        units = {(u.record, u.passage) for u in sample.units}
        refuse_unless(
            units <= passages, "extras.json", f"the sample for {sample.tag} names a passage that is not there"
        )
    records = {r.no: r for r in practice.stories.records}
    for leak in practice.extras.leaks:
        found = leak.record in records and leak.quote in records[leak.record].words()[leak.layer].text
        refuse_unless(found, "extras.json", f"the leak in story {leak.record} is not in its words")
