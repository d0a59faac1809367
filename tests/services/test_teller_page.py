"""The page for the teller: what was done, what could not be reached, whom to ask; none of their words and no code."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from ldp_stories.services.find_person import find_person
from ldp_stories.services.home import Home
from ldp_stories.services.keep_copies import copies_elsewhere, forget_copy_elsewhere, make_copy
from ldp_stories.services.log_output import log_output, set_copies
from ldp_stories.services.teller_page import teller_html, teller_page
from ldp_stories.services.withdraw import stop_uses, take_everything
from tests.resources.reading import reading_age
from tests.services.house import change, houses, name_id, tell

CODE = "LT-4HN7-KQY"
WORD = "Zwiebelkuchen"


@pytest.fixture
def joan(tmp_path: Path) -> Iterator[Home]:
    with houses(tmp_path, "joan") as (joan,):
        yield joan


def words(html: str) -> str:
    """What can be read on a page."""
    body = html.split("<body>")[1]
    return " ".join(re.sub(r"<[^>]+>", " ", body).split())


def taken(home: Home) -> tuple[str, ...]:
    return take_everything(home, find_person(home, CODE)[0], CODE, {}).orders


def test_it_says_what_is_gone_and_when_and_how_far_it_has_come(joan: Home) -> None:
    tell(joan)
    said = words(teller_html(joan, taken(joan)))
    assert "What is gone" in said
    assert "on or before 22 November 2026" in said
    assert "1 of 4 laptops" in said
    assert "Until then they may still have it" in said
    assert "deletes the older safe copies on it too" in said
    assert "30 days" not in said, "nobody can promise when a laptop is opened next"


def test_it_promises_nothing_about_an_older_copy_on_a_stick(joan: Home, tmp_path: Path) -> None:
    tell(joan)
    make_copy(joan, tmp_path)
    orders = taken(joan)
    said = words(teller_html(joan, orders))
    assert "We know of 1 older safe copy on a stick or another disk." in said
    assert "Your words can be in it until it is destroyed." in said
    (where, _), *_ = copies_elsewhere(joan)
    assert where not in said
    forget_copy_elsewhere(joan, where)
    assert "We know of no older one on a stick." in words(teller_html(joan, orders))


def test_it_holds_no_word_no_code_and_no_name_of_a_laptop(joan: Home) -> None:
    told = tell(joan, f"{WORD} on the table", marked=(), title="The cake")
    html = teller_html(joan, taken(joan))
    for secret in (WORD, CODE, "The cake", told.participant, told.record, "laptop label", "Joan"):
        assert secret not in html


def test_it_names_what_is_out_already_with_its_copies(joan: Home, tmp_path: Path) -> None:
    told = tell(joan)
    ident = log_output(joan, "small report", tmp_path / "r.html", (), subj=[told.participant])
    set_copies(joan, ident, 12)
    said = words(teller_html(joan, taken(joan)))
    assert "Small report, November 2026: 12 copies given out." in said
    assert "cannot get these back" in said


def test_one_copy_is_one_copy_and_none_is_not_counted(joan: Home, tmp_path: Path) -> None:
    told = tell(joan)
    first = log_output(joan, "clip", tmp_path / "c.flac", (), subj=[told.participant])
    set_copies(joan, first, 1)
    log_output(joan, "report", tmp_path / "r.html", (), subj=[told.participant])
    said = words(teller_html(joan, taken(joan)))
    assert "1 copy given out" in said
    assert "0 copies" not in said


def test_with_nothing_out_it_says_so(joan: Home) -> None:
    tell(joan)
    assert "Nothing that we know of had gone out" in words(teller_html(joan, taken(joan)))


def test_unfinished_work_is_said_to_show_a_gap(joan: Home, tmp_path: Path) -> None:
    told = tell(joan)
    log_output(joan, "report", tmp_path / "r.html", (), subj=[told.participant], draft=True)
    assert "a gap shows where they were" in words(teller_html(joan, taken(joan)))


def test_a_stopped_use_is_not_called_gone(joan: Home) -> None:
    tell(joan)
    done = stop_uses(joan, find_person(joan, CODE)[0], ["quote_anon"])
    said = words(teller_html(joan, done.orders))
    assert "What stops" in said
    assert "What is gone" not in said
    assert "Nothing was deleted" in said


def test_it_says_whom_to_ask_and_how_to_complain(joan: Home) -> None:
    tell(joan)
    change(
        joan,
        "programme",
        name_id("programme"),
        privacy_contact="Ask Theo on 01234",
        complaint_route="Write to the office <now>",
    )
    html = teller_html(joan, taken(joan))
    assert "Ask Theo on 01234" in html
    assert "Write to the office &lt;now&gt;" in html


def test_it_needs_nothing_from_anywhere(joan: Home) -> None:
    tell(joan)
    html = teller_html(joan, taken(joan))
    assert "default-src 'none'" in html
    assert "http" not in html.replace("http-equiv", "")
    assert "@media print" in html


def test_it_is_easy_to_read(joan: Home) -> None:
    tell(joan)
    assert reading_age(words(teller_html(joan, taken(joan)))) <= 10


def test_practice_says_that_it_is_practice(joan: Home) -> None:
    tell(joan)
    assert "Practice. Nothing real." in teller_html(joan, taken(joan))


def test_it_is_written_into_a_folder_under_a_free_name(joan: Home, tmp_path: Path) -> None:
    tell(joan)
    ids = taken(joan)
    first, second = teller_page(joan, ids, tmp_path), teller_page(joan, ids, tmp_path)
    assert (first.name, second.name) == ("what-we-did.html", "what-we-did-2.html")
    assert first.read_text(encoding="utf-8") == second.read_text(encoding="utf-8")
