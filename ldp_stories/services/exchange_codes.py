"""The codebook in the words of an exchange file: groups that are never used themselves, with their tags under them."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from ldp_stories.domain.coding import OwnTag, in_tree
from ldp_stories.domain.tags import Tag
from ldp_stories.reports.refi.model import Code
from ldp_stories.services.exchange_ids import derived, guid_of

OWN_TAGS: Final = derived("codebook group", "own tags")
"""The group that holds the tags evaluators made for themselves."""
_FACTS = (("Use it for", "use_for"), ("Not for", "not_for"), ("For example", "example"), ("From", "source"))


def codes_of(book: Iterable[Tag]) -> tuple[Code, ...]:
    """The codes by group, in codebook order; a tag that is no longer in use says so in its description."""
    groups: dict[str, list[Tag]] = {}
    for tag in book:
        groups.setdefault(tag.group, []).append(tag)
    return tuple(
        Code(
            group_code(letter),
            " ".join(
                part for part in (letter, next((t.group_name for t in tags if t.group_name), "")) if part
            )
            or "Tags",
            codable=False,
            children=_under(None, tags),
        )
        for letter, tags in groups.items()
    )


def group_code(letter: str) -> str:
    """The identifier of a group of the codebook."""
    return derived("codebook group", letter)


def _under(parent: str | None, tags: list[Tag], above: frozenset[str] = frozenset()) -> tuple[Code, ...]:
    """The tags under one, each with its own; a parent in another group, or one that is no more, counts as none."""
    known = {t.id for t in tags}
    here = [t for t in tags if (t.parent if t.parent in known else None) == parent and t.id not in above]
    return tuple(replace(code_of(t), children=_under(t.id, tags, above | {t.id})) for t in here)


def own_codes(tags: Iterable[OwnTag]) -> tuple[Code, ...]:
    """Evaluators' own tags as a group with their tree under it; nothing for none."""
    rows = in_tree(tags)
    below: dict[str | None, list[OwnTag]] = {}
    stack: list[str] = []
    for tag, depth in rows:
        del stack[depth:]
        below.setdefault(stack[-1] if stack else None, []).append(tag)
        stack.append(tag.id)

    def codes(parent: str | None) -> tuple[Code, ...]:
        return tuple(
            Code(guid_of(t.id), t.name, t.meaning, children=codes(t.id)) for t in below.get(parent, ())
        )

    if not rows:
        return ()
    return (Code(OWN_TAGS, "Own tags", codable=False, children=codes(None)),)


def code_of(tag: Tag) -> Code:
    """One tag; its meaning and how to use it make the description."""
    lines = [tag.meaning, *(f"{words}: {getattr(tag, name)}" for words, name in _FACTS if getattr(tag, name))]
    if tag.status.value not in {"active", "proposed"}:
        lines.append(f"No longer in use ({tag.status.value}).")
    name = " ".join(part for part in (tag.code, tag.name) if part)
    return Code(guid_of(tag.id), name, "\n".join(line for line in lines if line))
