"""A document as plain text, for whoever has nothing else: UTF-8, lines as they are, tables with bars."""

from collections.abc import Iterable, Iterator

from ldp_stories.reports.document import NOTHING, Block, Document, Picture, Quote, Table, Words, checked
from ldp_stories.reports.wording import gap, month


def document_text(document: Document) -> str:
    """The text."""
    checked(document)
    lines = [
        *(["PRACTICE. NOTHING REAL.", ""] if document.practice else []),
        document.title,
        document.programme,
    ]
    lines += [f"Made in {month(document.made_on)}.", *([document.lead] if document.lead else [])]
    for section in document.sections:
        lines += ["", section.heading.upper() if section.heading.isascii() else section.heading, ""]
        lines += [line for block in section.blocks for line in _block(block)] or [NOTHING]
    return "\n".join([*lines, "", *document.foot]) + "\n"


def _block(block: Block) -> Iterator[str]:
    if isinstance(block, Words):
        yield from (block.text, "")
    elif isinstance(block, Quote):
        yield from _quote(block)
    elif isinstance(block, Picture):
        yield from (block.alt, "")
    else:
        yield from _table(block)


def _quote(quote: Quote) -> Iterator[str]:
    if quote.gap:
        yield from (f"    ({gap(quote.gap)})", "")
        return
    yield from (f"    {line}" for line in quote.text.splitlines() or [""])
    yield f"    - {credit(quote)}"
    if quote.clip:
        yield f"    Sound: {quote.clip}"
    yield ""


def credit(quote: Quote) -> str:
    """Who, where and when: `A resident, Millbrook, May 2026. Better.`"""
    who = ", ".join(part for part in (quote.attribution, quote.place, month(quote.told_on)) if part)
    return f"{who}. {quote.direction.capitalize()}." if quote.direction else f"{who}."


def _table(table: Table) -> Iterator[str]:
    rows = [table.head, *table.rows]
    widths = [max(len(row[i]) for row in rows) for i in range(len(table.head))]
    yield table.title
    for row in rows:
        yield " | ".join(_padded(row, widths)).rstrip()
    yield ""


def _padded(row: Iterable[str], widths: Iterable[int]) -> Iterator[str]:
    return (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
