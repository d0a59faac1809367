"""The quote bank page: self-contained, readable in any script, with gaps to be seen and no words in them."""

import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from ldp_stories.reports.quote_bank import (
    QuoteBank,
    QuoteLine,
    Theme,
    bank_document,
    bank_sheet,
    quote_bank_html,
)

TEMPLATE = Path(__file__).parents[2] / "resources/reports/quote_bank.html.j2"
WOMEN = QuoteLine(
    "They draw the curtains and it is only women.", "en", "A resident", "Millbrook", "2026-05-14", "better"
)
URDU = QuoteLine("وہ تین بار آئی۔", "ur", "A resident", "Millbrook", "2026-05-02")
GONE = QuoteLine("", "en", "", "", "", gap="withdrawn")


class Page(HTMLParser):
    """What a browser would find: tags with attributes, text, and every address."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words += data

    def named(self, tag: str) -> list[dict[str, str | None]]:
        return [attrs for name, attrs in self.tags if name == tag]


def bank(*lines: QuoteLine, practice: bool = False, theme: str = "Trust") -> QuoteBank:
    return QuoteBank("Larkside Together", practice, "2026-11-22", (Theme(theme, lines),))


def page(*lines: QuoteLine, practice: bool = False, theme: str = "Trust") -> Page:
    return Page(quote_bank_html(bank(*lines, practice=practice, theme=theme), TEMPLATE))


def test_a_quote_stands_with_a_coarse_place_and_the_month_only() -> None:
    found = page(WOMEN).words
    assert WOMEN.text in found
    assert "A resident, Millbrook, May 2026. Better." in found
    assert "14" not in found
    assert "2026-05" not in found


def test_the_page_says_its_language_direction_and_letters() -> None:
    found = page(WOMEN)
    assert found.named("html") == [{"lang": "en-GB", "dir": "ltr"}]
    assert {"charset": "utf-8"} in found.named("meta")


def test_a_quote_in_urdu_runs_from_the_right() -> None:
    assert page(URDU).named("blockquote") == [{"lang": "ur", "dir": "rtl"}]


def test_a_quote_with_no_language_says_so() -> None:
    assert page(QuoteLine("Hm", "", "A resident", "", "")).named("blockquote") == [
        {"lang": "und", "dir": "ltr"}
    ]


def test_the_page_needs_nothing_else_and_calls_nobody() -> None:
    html = quote_bank_html(bank(WOMEN), TEMPLATE)
    assert not re.search(r"https?:|src=|href=|@import|url\(|<script|<link", html)
    assert "default-src 'none'" in html


def test_words_are_shown_and_never_run() -> None:
    nasty = QuoteLine('<script>alert(1)</script> & "so"', "en", "<b>x</b>", "<i>", "2026-05-14")
    found = page(nasty, theme="<h1>")
    assert not found.named("script")
    assert not found.named("b")
    assert nasty.text in found.words


def test_a_gap_is_seen_with_its_reason_and_counted() -> None:
    found = page(WOMEN, GONE).words
    assert "Removed because the person took their words back." in found
    assert "1 quote, 1 hidden by consent." in found


def test_a_gap_that_still_has_words_is_never_written() -> None:
    with pytest.raises(ValueError, match="no words"):
        quote_bank_html(bank(QuoteLine("secret", "en", "", "", "", gap="no")), TEMPLATE)


def test_practice_says_so_and_a_live_bank_does_not() -> None:
    assert "Practice. Nothing real." in page(WOMEN, practice=True).words
    assert "Practice" not in page(WOMEN).words


def test_an_empty_bank_says_that_nothing_is_recorded() -> None:
    empty = QuoteBank("Larkside Together", False, "2026-11-22", ())
    assert "Nothing recorded yet." in Page(quote_bank_html(empty, TEMPLATE)).words
    assert "Nothing recorded yet." in page().words


def test_a_quote_without_a_theme_stands_under_its_own_heading() -> None:
    assert "No theme yet" in page(WOMEN, theme="").words


def test_headings_go_down_step_by_step_and_sections_are_named() -> None:
    found = page(WOMEN)
    assert [tag for tag, _ in found.tags if tag in {"h1", "h2", "h3"}] == ["h1", "h2"]
    ids = {attrs.get("id") for _, attrs in found.tags}
    assert all(section["aria-labelledby"] in ids for section in found.named("section"))


def test_each_form_says_which_codebook_the_themes_are_named_by() -> None:
    line = "Tags are named as in the codebook of 22 November 2026 (version 3fa1)."
    named = replace(bank(WOMEN), book=line)
    assert line in Page(quote_bank_html(named, TEMPLATE)).words
    assert bank_document(named).foot[-1] == line
    sheet = bank_sheet(named)
    assert sheet.head[-1] == "Codebook"
    assert [row[-1] for row in sheet.rows] == [line]
    assert "codebook" not in page(WOMEN).words
