"""Mark the bits that matter and suggest tags for them: a suggestion until a coordinator decides (domain/3-model.md 3.8, 3.10)."""

from typing import Any, Final

from ldp_stories.domain.ids import new_id
from ldp_stories.domain.masking import masked_apart
from ldp_stories.domain.passages import anchor
from ldp_stories.domain.records import Record
from ldp_stories.domain.tags import Sure
from ldp_stories.errors import Refused, UserError
from ldp_stories.services.home import Connection, Home
from ldp_stories.store import layers, media, passages, records, review, tags

_CHANGEABLE: Final = frozenset({"note", "moved_me", "from_ms", "to_ms"})


def _record(con: Connection, id: str) -> Record:
    found = records.record(con, id)
    if found is None:
        raise UserError("NO_SUCH_STORY")
    return found


def add_passage(
    home: Home,
    record: str,
    *,
    layer: str | None = None,
    start: int | None = None,
    end: int | None = None,
    media: str | None = None,
    from_ms: int | None = None,
    to_ms: int | None = None,
    note: str = "",
    moved_me: bool = False,
) -> str:
    """Mark a passage in text (code points of a layer), in sound (milliseconds of a medium), or both; its id.

    ValueError when neither span is given or one is empty or outside. UserError NO_SUCH_STORY.
    """
    ident = new_id()
    with home.main.write() as con:
        about = _record(con, record)
        sets: dict[str, Any] = {
            "record": record,
            "note": note,
            "moved_me": moved_me,
        }
        spans = text_span(con, layer, start, end) | sound_span(con, media, from_ms, to_ms)
        if not spans:
            raise ValueError("a passage stands in text or in sound")
        home.put(con, "passage", ident, sets=sets | spans, subj=about.participants)
    return ident


def text_span(con: Connection, layer: str | None, start: int | None, end: int | None) -> dict[str, Any]:
    """The fields of a span of words; {} when none is given. ValueError for one outside its layer; UserError MASKED_APART."""
    if layer is None or start is None or end is None:
        return {}
    found = layers.layer(con, layer)
    if found is None:
        raise ValueError("no such layer")
    if layer in {x.id for x in masked_apart(layers.of_record(con, found.record))}:
        raise UserError("MASKED_APART")
    at = anchor(layer, found.text, start, end)
    return {
        "layer": layer,
        "start": start,
        "end": end,
        "quote": at.quote,
        "before": at.before,
        "after": at.after,
    }


def sound_span(con: Connection, medium: str | None, from_ms: int | None, to_ms: int | None) -> dict[str, Any]:
    """The fields of a span of sound; {} when none is given. ValueError for one outside its sound."""
    if medium is None or from_ms is None or to_ms is None:
        return {}
    found = media.media(con, medium)
    if found is None or not 0 <= from_ms < to_ms <= found.duration_ms:
        raise ValueError("a passage lies inside its sound")
    return {"media": medium, "from_ms": from_ms, "to_ms": to_ms}


def change_passage(home: Home, passage: str, **fields: object) -> None:
    """Change note, moved_me, from_ms or to_ms of a passage; another name raises ValueError. UserError NO_SUCH_PASSAGE."""
    if not fields.keys() <= _CHANGEABLE:
        raise ValueError(f"cannot change {sorted(fields.keys() - _CHANGEABLE)}")
    with home.main.write() as con:
        found = passages.passage(con, passage)
        if found is None:
            raise UserError("NO_SUCH_PASSAGE")
        home.put(con, "passage", passage, sets=fields, subj=_record(con, found.record).participants)


def remove_passage(home: Home, passage: str) -> tuple[str, ...]:
    """Hide a passage that was marked by mistake, with the suggestions on it that nobody has decided: their ids. UserError NO_SUCH_PASSAGE."""
    gone = []
    with home.main.write() as con:
        found = passages.passage(con, passage)
        if found is None:
            raise UserError("NO_SUCH_PASSAGE")
        about = _record(con, found.record).participants
        for reading in review.readings(con, found.record):
            if reading.suggestion.passage == passage and not reading.history:
                home.hide(con, "suggestion", reading.suggestion.id, subj=about)
                gone.append(reading.suggestion.id)
        home.hide(con, "passage", passage, subj=about)
    return tuple(gone)


def suggest_tag(
    home: Home,
    record: str,
    *,
    passage: str | None = None,
    tag: str | None = None,
    sure: Sure = Sure.SURE,
    reason: str = "",
    words: str = "",
) -> str:
    """Suggest a tag (by its id, or its code such as D1) or, when none fits, own `words`; the suggestion's id.

    ValueError without tag and words. UserError NO_SUCH_TAG, NO_SUCH_STORY.
    """
    if tag is None and not words:
        raise ValueError("a suggestion names a tag or says it in own words")
    ident = new_id()
    with home.main.write() as con:
        about = _record(con, record)
        known = None if tag is None else tags.tag(con, tag) or tags.by_code(con, tag)
        if tag is not None and known is None:
            raise UserError("NO_SUCH_TAG", tag=tag)
        sets = {
            "record": record,
            "passage": passage,
            "tag": known.id if known else None,
            "by": home.member,
            "sure": sure.value,
            "reason": reason,
            "words": words,
        }
        home.put(con, "suggestion", ident, sets=sets, subj=about.participants)
    return ident


def take_back_suggestion(home: Home, suggestion: str) -> None:
    """Take back one's own suggestion. Refused DECIDED_ALREADY once a coordinator has decided; UserError NO_SUCH_SUGGESTION."""
    with home.main.write() as con:
        reading = review.reading(con, suggestion)
        if reading is None:
            raise UserError("NO_SUCH_SUGGESTION")
        if reading.history:
            raise Refused("DECIDED_ALREADY")
        about = _record(con, reading.suggestion.record).participants
        home.hide(con, "suggestion", suggestion, subj=about)
