"""The codebook in the words of an exchange file: groups that are never used themselves, with their tags under them."""

from collections.abc import Iterable

from ldp_stories.domain.tags import Tag
from ldp_stories.reports.refi.model import Code
from ldp_stories.services.exchange_ids import derived, guid_of

_FACTS = (("Use it for", "use_for"), ("Not for", "not_for"), ("For example", "example"), ("From", "source"))


def codes_of(book: Iterable[Tag]) -> tuple[Code, ...]:
    """The codes by group, in codebook order; a tag that is no longer in use says so in its description."""
    groups: dict[str, list[Tag]] = {}
    for tag in book:
        groups.setdefault(tag.group, []).append(tag)
    return tuple(
        Code(
            derived("codebook group", letter),
            " ".join(
                part for part in (letter, next((t.group_name for t in tags if t.group_name), "")) if part
            )
            or "Tags",
            codable=False,
            children=tuple(code_of(tag) for tag in tags),
        )
        for letter, tags in groups.items()
    )


def code_of(tag: Tag) -> Code:
    """One tag; its meaning and how to use it make the description."""
    lines = [tag.meaning, *(f"{words}: {getattr(tag, name)}" for words, name in _FACTS if getattr(tag, name))]
    if tag.status.value not in {"active", "proposed"}:
        lines.append(f"No longer in use ({tag.status.value}).")
    name = " ".join(part for part in (tag.code, tag.name) if part)
    return Code(guid_of(tag.id), name, "\n".join(line for line in lines if line))
