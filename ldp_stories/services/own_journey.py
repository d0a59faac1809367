"""A researcher's own journey: what they were trained in, practised, did and learnt, by day. It is theirs and never travels.

In a practice notebook each conversation that comes to its end leaves its result here: what was asked, recorded, marked and tagged.
"""

from dataclasses import dataclass
from typing import Any, Final

from ldp_stories.domain.consent import Answer, Scope
from ldp_stories.domain.ids import new_id
from ldp_stories.errors import Refused
from ldp_stories.services.home import Home
from ldp_stories.services.read_record import RecordView, open_record
from ldp_stories.services.typed_day import typed_day
from ldp_stories.store import desk

KINDS: Final = ("training", "practice", "did", "learnt")
_STEP: Final = "own:journey:"


@dataclass(frozen=True, slots=True)
class Step:
    """One step: its day (ISO), its kind, and the words. `result` holds the numbers of a practice conversation, None for a written step."""

    id: str
    on: str
    kind: str
    words: str
    result: "Practised | None" = None


@dataclass(frozen=True, slots=True)
class Practised:
    """What came of a practice conversation: questions asked of how many, minutes of sound, moments and passages marked, tags, words written."""

    asked: int
    questions: int
    sound_ms: int
    marked: int
    tags: int
    words: int


def add_step(home: Home, kind: str, words: str, on: str = "") -> Step:
    """Add a step; today unless another day is given. Refused STEP_EMPTY, NOT_A_DAY; ValueError for another kind."""
    if kind not in KINDS:
        raise ValueError(f"a step is one of {', '.join(KINDS)}")
    if not words.strip():
        raise Refused("STEP_EMPTY")
    made = Step(new_id(), typed_day(home, on), kind, words.strip())
    _keep(home, made)
    return made


def steps(home: Home) -> tuple[Step, ...]:
    """Every step, the newest first."""
    with home.desk.read() as con:
        found = [_step(key.removeprefix(_STEP), value) for key, value in desk.rows(con, _STEP)]
    return tuple(sorted(found, key=lambda s: (s.on, s.id), reverse=True))


def remove_step(home: Home, ident: str) -> Step | None:
    """Take a step away; it comes back with `put_back`."""
    known = next((s for s in steps(home) if s.id == ident), None)
    with home.desk.write() as con:
        desk.drop(con, _STEP + ident)
    return known


def put_back(home: Home, step: Step) -> None:
    """Undo a removal."""
    _keep(home, step)


def note_practice(home: Home, record: str) -> Step | None:
    """Keep the result of a practice conversation, once for each story; None in a notebook that is not for practice."""
    if not home.practice:
        return None
    result = _result(open_record(home, record))
    kept = next((s for s in steps(home) if s.id == record), None)
    step = Step(record, kept.on if kept else home.today().isoformat(), "practice", "", result)
    if step != kept:
        _keep(home, step)
    return step


def _result(view: RecordView) -> Practised:
    asked = [
        _question(key) for c in view.consents for key, a in c.answers.items() if a is not Answer.NOT_ASKED
    ]
    return Practised(
        asked=len(set(asked)),
        questions=len({_question(key) for c in view.consents for key in c.answers}),
        sound_ms=sum(m.duration_ms or 0 for m in view.media),
        marked=sum(1 for n in view.notes if n.marked) + len(view.passages),
        tags=len(view.readings),
        words=sum(len(layer.text.split()) for layer in view.layers),
    )


def _question(key: str) -> str:
    """The question an answer belongs to: that of the clip is asked for each place, and for the photo with it, but it is one question."""
    scope = key.partition(":")[0]
    return Scope.PUBLISH_CLIP.value if scope == Scope.PUBLISH_PHOTO.value else scope


def _keep(home: Home, step: Step) -> None:
    result = step.result
    value = {"on": step.on, "kind": step.kind, "words": step.words}
    numbers = None
    if result is not None:
        numbers = [
            result.asked,
            result.questions,
            result.sound_ms,
            result.marked,
            result.tags,
            result.words,
        ]
    about = (step.id,) if result is not None else ()
    with home.desk.write() as con:
        desk.save(con, _STEP + step.id, {**value, "result": numbers}, about=about)


def _step(ident: str, value: dict[str, Any]) -> Step:
    numbers = value.get("result")
    result = Practised(*(int(n) for n in numbers)) if numbers else None
    return Step(ident, str(value["on"]), str(value["kind"]), str(value["words"]), result)
