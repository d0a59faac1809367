"""The start of an impact assessment: data flows, risks and measures, and what is left for the programme to decide."""

import pytest

from tests.resources.conftest import RESOURCES


@pytest.fixture(scope="module")
def text() -> str:
    return (RESOURCES / "starter" / "dpia.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "heading", ["What is kept, and where it goes", "What could go wrong", "Questions to answer"]
)
def test_it_has_flows_risks_and_questions(text: str, heading: str) -> None:
    assert f"## {heading}" in text


def test_it_leaves_the_decision_to_the_programme(text: str) -> None:
    assert "Your programme decides, with its own adviser." in text


def test_it_never_calls_coded_data_anonymous(text: str) -> None:
    assert "anonym" not in text.lower()


def test_every_risk_has_a_measure_and_something_left_to_do(text: str) -> None:
    rows = [line for line in text.split("## What could go wrong")[1].splitlines() if line.startswith("| ")]
    assert len(rows) >= 8
    for row in rows:
        cells = [c.strip() for c in row.strip("|").split("|")]
        assert len(cells) == 3
        assert all(cells)
