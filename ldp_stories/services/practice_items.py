"""Turn the invented stories of a practice programme into entities of the work stream, in the order they are written.

One `WorkItem` for each entity: participants, then story by story its encounter, consents, record, layers, media, notes, passages,
suggestions, decisions and comments, then meetings without a story, the declined one, and the contact cards of the identity store.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from ldp_stories.domain.passages import anchor
from ldp_stories.services.load_pack_content import entity_id
from ldp_stories.services.load_practice import Practice
from ldp_stories.services.pack_content import plain
from ldp_stories.services.pack_words import fill_words
from ldp_stories.services.practice_stories import (
    PracticeConsent,
    PracticeHello,
    PracticeMeeting,
    PracticePassage,
    PracticeRecord,
    PracticeTag,
)

Hanging = tuple[str, str, dict[str, Any], str]
"""What hangs from a story: kind, key within the story, fields, and the code of who wrote it."""

_MEETING = (
    "kind", "setting", "private_enough", "who_else", "relation", "route", "introduced_by", "offered", "promises", "also_raised", "outcome",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class WorkItem:
    """One entity of the invented work: `by` is the code of the member who wrote it, `at` its label, `subj` the people it is about.

    `stream` is w, or i for the identity store; `record` is the story's number, None for what belongs to none.
    """

    kind: str
    ent: str
    sets: Mapping[str, Any]
    subj: tuple[str, ...]
    by: str
    at: str
    stream: str = "w"
    record: int | None = None


def practice_items(
    practice: Practice, ids: Callable[[str, str], str] = entity_id, *, reviewed: bool = True
) -> tuple[WorkItem, ...]:
    """Every entity in writing order. `ids` makes an id from kind and key; `reviewed=False` leaves out decisions, comments and release."""
    return tuple(_Writer(practice, ids, reviewed).everything())


def _later(at: str) -> str:
    """A coordinator answers some days after the story was told."""
    return (datetime.fromisoformat(at) + timedelta(days=6)).strftime("%Y-%m-%dT%H:%M:%SZ")


def _place(key: str | None) -> str | None:
    return entity_id("place", key) if key else None


class _Writer:
    """Turns the files into entities; one method for each thing that hangs from a story."""

    def __init__(self, practice: Practice, ids: Callable[[str, str], str], reviewed: bool) -> None:
        self.practice, self.ids, self.reviewed = practice, ids, reviewed
        self.people = {p.code: p for p in practice.people()}
        controller = {"controller": str(practice.content.programme.get("controller_name", ""))}
        self.questions = {
            s: fill_words(q.question, controller) for q in practice.content.consent.items for s in q.scopes
        }

    def everything(self) -> Iterator[WorkItem]:
        first: dict[str, tuple[str, str]] = {}
        for record in self.practice.records():
            for code in [*record.participants, *(s for m in record.media for s in m.shows)]:
                first.setdefault(code, (record.researcher, record.told_at))
        for hello in self.practice.stories.meetings:
            for code in hello.participants:
                first.setdefault(code, (hello.researcher, hello.at))
        for code, person in self.people.items():
            sets = plain(person)
            sets["home_place"] = _place(person.home_place)
            ent = self.ids("participant", code)
            yield WorkItem("participant", ent, sets, (ent,), *first[code])
        for record in self.practice.records():
            yield from self.record(record)
        for index, hello in enumerate(self.practice.stories.meetings):
            yield from self.hello(f"hello/{index}", hello)
        for gone in self.practice.stories.declined:
            sets = {"at": gone.at, "setting": gone.setting, "route": gone.route, "outcome": "declined"}
            yield WorkItem(
                "encounter", self.ids("encounter", str(gone.no)), sets, (), "", f"{gone.at}T00:00:00Z"
            )
        yield from self.contact_cards()

    def people_of(self, codes: Iterable[str]) -> tuple[str, ...]:
        return tuple(self.ids("participant", c) for c in codes)

    def record(self, r: PracticeRecord) -> Iterator[WorkItem]:
        subj, by, at = self.people_of(r.participants), r.researcher, r.told_at
        encounter, ent = self.ids("encounter", str(r.no)), self.ids("record", str(r.no))
        sets = self.encounter(r.encounter, by, at, subj)
        yield WorkItem("encounter", encounter, {**sets, "language": r.language}, subj, by, at, record=r.no)
        for consent in r.consents:
            yield self.consent(consent, f"{r.no}/{consent.participant}", encounter, by, at)
        yield WorkItem("record", ent, self.record_fields(r, encounter, subj), subj, by, at, record=r.no)
        made = [*self.layers(r), *self.media(r), *self.notes(r, encounter), *self.passages(r)]
        for kind, key, fields, writer in made:
            whole = {"record": ent, **fields}
            when = at if writer == by else _later(at)
            yield WorkItem(kind, self.ids(kind, f"{r.no}/{key}"), whole, subj, writer, when, record=r.no)

    def record_fields(self, r: PracticeRecord, encounter: str, subj: tuple[str, ...]) -> dict[str, Any]:
        viewpoint = self.people[r.participants[0]].teller_kind if r.participants else "researcher"
        sets: dict[str, Any] = {
            "encounter": encounter, "participants": list(subj), "kind": r.kind, "title": r.title, "language": r.language,
            "viewpoint": viewpoint, "about_places": [_place(p) for p in r.about_places],
            "about_when": {"value": r.told_at[:10], "precision": "day"},
            "level": r.level, "direction": r.direction, "status": "ready", "sensitivity": r.sensitivity,
            "checked_back": r.checked_back, "note": r.checked_back_note or r.group_note,
        }  # fmt: skip
        locked = next((m.locked for m in r.media if m.locked), "")
        more = {
            "photo_locked": locked,
            "how_told": r.how_told,
            "pair": r.pair,
            "pair_side": r.pair_side,
            "prompt_set": r.prompt_set,
        }
        sets |= {k: v for k, v in more.items() if v} | r.details
        asked: tuple[str, ...] = next(
            (s.items for s in self.practice.content.prompts.sets if s.key == sets.get("guide")), ()
        )
        if skipped := sets.pop("skipped", []):
            sets["prompts_skipped"] = [asked[n - 1] for n in skipped]
        if self.reviewed and r.released_by:
            sets |= {"released": True, "released_by": entity_id("member", r.released_by)}
        return sets

    def encounter(self, m: PracticeMeeting, by: str, at: str, subj: tuple[str, ...]) -> dict[str, Any]:
        sets = {name: value for name, value in plain(m).items() if name in _MEETING}
        return {
            **sets,
            "at": at,
            "place": _place(m.place),
            "researcher": entity_id("member", by),
            "participants": list(subj),
        }

    def consent(self, c: PracticeConsent, key: str, encounter: str, by: str, at: str) -> WorkItem:
        """Answers become one field each, with the wording that was read out beside them."""
        person = self.ids("participant", c.participant)
        aged_16 = self.people[c.participant].age_band == "16-17"
        answers = {f"answer:{s}": "yes" for s in c.yes} | {f"answer:{s}": "no" for s in c.no}
        scopes = {s.split(":")[0] for s in [*c.yes, *c.no]}
        sets: dict[str, Any] = {
            "participant": person, "encounter": encounter, "form_version": self.practice.content.consent.version,
            "language": c.language, "wording": {s: self.questions[s] for s in self.questions if s in scopes}, "method": c.method,
            "route": c.route or ("16-17 own" if aged_16 else "adult"), "adult_relation": c.adult_relation,
            "child_assent": c.child_assent, "attribution": c.attribution, "explained_cut_off": True,
            "review_by": c.review_by or f"{int(at[:4]) + 2}{at[4:10]}", "status": "given",
            "taken_by": entity_id("member", by), "at": at,
        }  # fmt: skip
        return WorkItem("consent", self.ids("consent", key), sets | answers, (person,), by, at)

    def layers(self, r: PracticeRecord) -> Iterator[Hanging]:
        for index, layer in enumerate(r.words()):
            made = self.ids("layer", f"{r.no}/{layer.made_from}") if layer.made_from is not None else None
            yield "layer", str(index), {**plain(layer), "made_from": made}, r.researcher

    def media(self, r: PracticeRecord) -> Iterator[Hanging]:
        for index, m in enumerate(r.media):
            sets: dict[str, Any] = {
                "origin": m.origin, "kind": m.kind, "duration_ms": m.seconds * 1000, "position": m.position,
                "gap_before_ms": m.gap_before_seconds * 1000,
            }  # fmt: skip
            yield "media", str(index), sets, r.researcher

    def notes(self, r: PracticeRecord, encounter: str) -> Iterator[Hanging]:
        for index, n in enumerate(r.notes):
            sets = {"encounter": encounter, "at_ms": n.at * 1000, "text": n.text, "marked": n.marked}
            yield "note", str(index), sets, r.researcher

    def passages(self, r: PracticeRecord) -> Iterator[Hanging]:
        for index, p in enumerate(r.passages):
            yield "passage", str(index), self.passage(r, p), r.researcher
            for number, tag in enumerate(p.tags):
                yield from self.suggestion(
                    r, f"{index}/{number}", self.ids("passage", f"{r.no}/{index}"), tag
                )
        for index, c in enumerate(r.comments if self.reviewed else ()):
            at = self.ids("passage", f"{r.no}/{c.passage}") if c.passage is not None else None
            sets = {"passage": at, "kind": c.kind, "text": c.text, "by": entity_id("member", c.by)}
            yield "comment", str(index), {**sets, "reply_to": None}, c.by

    def suggestion(self, r: PracticeRecord, key: str, passage: str, t: PracticeTag) -> Iterator[Hanging]:
        """The tag a researcher saw and, when reviewed, what a coordinator decided on it."""
        by = entity_id("member", r.researcher)
        tag = {
            "passage": passage,
            "tag": entity_id("tag", t.tag),
            "by": by,
            "sure": t.sure,
            "reason": t.reason,
        }
        yield "suggestion", key, {**tag, "words": t.words}, r.researcher
        if t.decision and self.reviewed:
            d, suggestion = t.decision, self.ids("suggestion", f"{r.no}/{key}")
            to = entity_id("tag", d.to) if d.to else None
            sets: dict[str, Any] = {"suggestion": suggestion, "decision": d.decision, "to_tag": to}
            sets |= {"reason": d.reason, "by": entity_id("member", d.by), "blind": False, "supersedes": []}
            yield "decision", key, sets, d.by

    def passage(self, r: PracticeRecord, p: PracticePassage) -> dict[str, Any]:
        """Both anchors: offsets in code points, and milliseconds of the first recording."""
        text, layer = r.words()[p.layer].text, self.ids("layer", f"{r.no}/{p.layer}")
        start = text.index(p.quote)
        a = anchor(layer, text, start, start + len(p.quote))
        sets: dict[str, Any] = {
            "layer": a.layer,
            "quote": a.quote,
            "before": a.before,
            "after": a.after,
            "start": a.start,
            "end": a.end,
        }
        if p.from_s is not None and p.to_s is not None:
            sets |= {
                "media": self.ids("media", f"{r.no}/0"),
                "from_ms": p.from_s * 1000,
                "to_ms": p.to_s * 1000,
            }
        return {**sets, "note": p.note, "moved_me": p.moved_me}

    def hello(self, key: str, h: PracticeHello) -> Iterator[WorkItem]:
        ent, subj = self.ids("encounter", key), self.people_of(h.participants)
        yield WorkItem(
            "encounter", ent, self.encounter(h, h.researcher, h.at, subj), subj, h.researcher, h.at
        )
        for c in h.consents:
            yield self.consent(c, f"{key}/{c.participant}", ent, h.researcher, h.at)

    def contact_cards(self) -> Iterator[WorkItem]:
        records = {r.no: r for r in self.practice.records()}
        for card in self.practice.extras.contact_cards:
            r = records[card.record]
            person = self.ids("participant", r.participants[card.participant])
            sets = {
                "participant": person,
                "name": card.name,
                "phone": card.phone,
                "address": "",
                "safe_to_contact": card.safe_to_contact,
            }
            ent = self.ids("contact_card", r.participants[card.participant])
            yield WorkItem("contact_card", ent, sets, (person,), r.researcher, r.told_at, "i", r.no)
