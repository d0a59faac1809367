"""The small report: numbers of people that point at nobody, and the consent line."""

from dataclasses import replace
from pathlib import Path

import pytest

from ldp_stories.reports.quote_bank import QuoteLine, Theme
from ldp_stories.reports.small_report import SmallReport, small_report_html

TEMPLATE = Path(__file__).parents[2] / "resources/reports/small_report.html.j2"
REPORT = SmallReport(
    programme="Larkside Together",
    practice=False,
    made_on="2026-11-22",
    first="2026-03-02",
    last="2026-05-14",
    themes=(
        Theme("Trust", (QuoteLine("She came three times.", "en", "A resident", "Millbrook", "2026-05-14"),)),
    ),
    captured=(("interviews", 12), ("stories", 12), ("observations", 5)),
    heard=(("Millbrook", 12), ("Fordbridge", 3), ("Holly Head", 0)),
)


def test_a_place_with_three_people_says_few() -> None:
    html = small_report_html(REPORT, TEMPLATE)
    assert '<th scope="row">Millbrook</th><td>12</td>' in html
    assert '<th scope="row">Fordbridge</th><td>few</td>' in html
    assert '<th scope="row">Holly Head</th><td>none</td>' in html


def test_it_says_how_it_was_captured_and_when() -> None:
    html = small_report_html(REPORT, TEMPLATE)
    assert "12 interviews, 12 stories, 5 observations." in html
    assert "Stories told from March 2026 to May 2026." in html


def test_empty_parts_say_that_nothing_is_recorded_and_are_never_filled() -> None:
    empty = replace(REPORT, themes=(), captured=(), heard=(), first="", last="")
    html = small_report_html(empty, TEMPLATE)
    assert html.count("Nothing recorded yet.") == 3
    assert "Stories told" not in html


@pytest.mark.parametrize(
    ("gaps", "sentence"), [(0, ""), (1, "1 quote is left out"), (2, "2 quotes are left out")]
)
def test_what_is_left_out_is_said(gaps: int, sentence: str) -> None:
    lines = (QuoteLine("", "en", "", "", "", gap="not_asked"),) * gaps
    html = small_report_html(replace(REPORT, themes=(Theme("Trust", lines),)), TEMPLATE)
    assert sentence in html
    assert ("left out, with" in html) is bool(gaps)
    assert html.count("was not asked about being quoted") == gaps


def test_a_gap_that_still_has_words_is_never_written() -> None:
    bad = replace(REPORT, themes=(Theme("", (QuoteLine("secret", "en", "", "", "", gap="no"),)),))
    with pytest.raises(ValueError, match="no words"):
        small_report_html(bad, TEMPLATE)


def test_a_contact_for_taking_down_is_named_when_the_pack_has_one() -> None:
    assert "come down: help@larkside.example" in small_report_html(
        replace(REPORT, contact="help@larkside.example"), TEMPLATE
    )
    assert "come down" not in small_report_html(REPORT, TEMPLATE)
