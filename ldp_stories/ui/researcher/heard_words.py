"""What came back, in words: thanks, questions, and what became of a tag and why."""

from __future__ import annotations

from ldp_stories.services.edit_record import Heard
from ldp_stories.ui.record.record_words import shown_day
from ldp_stories.ui.record.take_back_done import left_words
from ldp_stories.ui.text import apart, tr


def heard_words(heard: Heard) -> str:
    """One thing that came back, as a sentence."""
    if heard.kind in ("question", "thanks", "answer", "note"):
        return f"“{heard.text}”"
    if heard.kind in ("did", "did not"):
        said = tr("You said: {heard}", heard=heard.quote)
        done = tr("We did: {did}") if heard.kind == "did" else tr("We did not, because: {did}")
        return f"{said}\n{done.replace('{did}', heard.text)}"
    if heard.kind == "wish left":
        return left_words(heard.by)
    if heard.kind == "accepted":
        return tr("{name} sees {tag} there too.", name=heard.by, tag=heard.tag_from)
    if heard.kind == "changed":
        return tr(
            "{name} reads it as {to}, where you said {tag}.",
            name=heard.by,
            to=heard.tag_to,
            tag=heard.tag_from,
        )
    if heard.kind == "differ" and heard.tag_to:
        return tr(
            "You see {tag} there, {name} sees {to}. Both are kept.",
            tag=heard.tag_from,
            name=heard.by,
            to=heard.tag_to,
        )
    if heard.kind == "differ":
        return tr("You and {name} see {tag} differently. Both are kept.", name=heard.by, tag=heard.tag_from)
    return tr("{name} would leave {tag} out here.", name=heard.by, tag=heard.tag_from)


def heard_line(heard: Heard) -> str:
    """ "Joan, 10 May, about Tea and bulbs"."""
    parts = [apart(heard.by), shown_day(heard.on)]
    if heard.title:
        parts.append(tr("about “{title}”", title=heard.title))
    return ", ".join(p for p in parts if p)


def heard_icon(heard: Heard) -> str:
    """The picture beside it."""
    return {
        "question": "chat-circle-dots",
        "thanks": "heart",
        "answer": "chats-circle",
        "note": "note",
        "accepted": "check-circle",
        "changed": "swap",
        "differ": "git-fork",
        "did": "megaphone-simple",
        "did not": "megaphone-simple",
        "wish left": "warning-circle",
    }.get(heard.kind, "tag")
