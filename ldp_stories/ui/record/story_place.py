"""Which story a screen is about, and where it opens in it: one value that a lock can keep, because it says nothing of anybody's words."""

from __future__ import annotations

from ldp_stories.domain.passages import WordsAt


def at_words(record: str, found: WordsAt) -> tuple[str, None, str, str]:
    """A story, to be opened where some words stand."""
    return record, None, found.layer, f"{found.start}:{found.end}"


def asked(what: object) -> tuple[str, str, WordsAt | None]:
    """(record id, passage id or "", words) of a record id, of (record id, passage id), or of what `at_words` made."""
    if not isinstance(what, tuple):
        return str(what), "", None
    record, passage, *words = what
    if len(words) < 2:
        return str(record), str(passage or ""), None
    start, _, end = str(words[1]).partition(":")
    return str(record), "", WordsAt(str(words[0]), int(start), int(end))
