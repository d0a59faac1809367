"""`list` and `find`: what is here, and what may be analysed, quoted, published or deposited."""

from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.terminal import Terminal, agreed, codes
from tests.services.released import release_read


def test_the_list_is_newest_first_and_has_a_limit(practice: Terminal) -> None:
    every = practice.ask("amina", "list")
    days = codes(every, "told_on")
    assert days == sorted(days, reverse=True)
    assert practice.ask("amina", "list", "--limit", "3") == every[:3]


def test_the_list_for_a_person_has_one_line_a_story(practice: Terminal) -> None:
    every = practice.ask("amina", "list")
    lines = practice.say("amina", "list").splitlines()
    assert len(lines) == len(every)
    assert all(row["id"] in line and row["title"] in line for row, line in zip(every, lines, strict=True))


def test_words_are_found_without_case_and_from_two_letters(practice: Terminal) -> None:
    assert practice.ask("amina", "find", "CURTAINS")["found"]
    assert practice.ask("amina", "find", "cu")["found"]


def test_nothing_is_found_of_what_nobody_said(practice: Terminal) -> None:
    answer = practice.ask("amina", "find", "xylophone")
    assert (answer["found"], answer["hidden"]["total"]) == ([], 0)
    assert practice.say("amina", "find", "xylophone") == "Nothing was found that may be used for this.\n"


def test_a_hit_says_title_day_place_and_tags(practice: Terminal) -> None:
    (row, *_) = practice.ask("amina", "find", "curtains")["found"]
    line = practice.say("amina", "find", "curtains").splitlines()[0]
    assert row["title"] in line
    assert row["told_on"] in line


def test_one_letter_is_told_to_be_two(practice: Terminal) -> None:
    assert "Type two letters or more." in practice.say("amina", "find", "z")


def test_what_may_not_be_quoted_or_published_is_hidden_and_counted(practice: Terminal) -> None:
    shown = {
        purpose: practice.ask("amina", "find", "the", "--for", purpose)
        for purpose in ("analyse", "quote", "publish")
    }
    numbers = {purpose: (len(a["found"]), a["hidden"]["total"]) for purpose, a in shown.items()}
    assert numbers["analyse"][0] > numbers["publish"][0]
    assert numbers["publish"][1] > numbers["analyse"][1]
    assert numbers["quote"][0] >= numbers["publish"][0]
    assert f"{numbers['publish'][1]} more stories are hidden by what people agreed to." in practice.say(
        "amina", "find", "the", "--for", "publish"
    )


def test_a_story_that_may_not_be_quoted_is_not_in_the_answer_to_quoting(desk: Terminal, words: Path) -> None:
    place = ("--place", "Millbrook ward", "--text", words)
    desk.ask("amina", "record", *place, "--answers", agreed("quote_anon"))
    yes = desk.ask("amina", "record", *place, "--answers", agreed(), "--ready")["story"]
    answer = desk.ask("amina", "find", "curtains", "--for", "quote")
    assert (answer["found"], answer["hidden"]["total"]) == ([], 2), "nobody has masked it yet"
    with closing(desk.opened("amina")) as home:
        release_read(home, yes)
    answer = desk.ask("amina", "find", "curtains", "--for", "quote")
    assert codes(answer["found"], "record") == [yes]
    assert answer["hidden"]["total"] == 1
    assert len(desk.ask("amina", "find", "curtains")["found"]) == 2


def test_the_trace_says_where_a_hit_comes_from(desk: Terminal, words: Path) -> None:
    code = desk.ask(
        "amina",
        "record",
        "--place",
        "Millbrook ward",
        "--answers",
        agreed(),
        "--text",
        words,
        "--title",
        "Tea",
    )["code"]
    (trace,) = desk.ask("amina", "find", "curtains", "--trace")["trace"]
    assert trace["teller_codes"] == [code]
    assert (trace["place"], trace["researcher"]) == ("Millbrook", "C-01")
    lines = desk.say("amina", "find", "curtains", "--trace").splitlines()
    at = next(n for n, line in enumerate(lines) if "told by" in line)
    assert lines[at].startswith(f"    told by {code}, resident: ")
    assert ", Millbrook, 20" in lines[at]
    assert lines[at + 1] == "    researcher C-01, made here"
    assert lines[at + 2] == "    reviewed: not yet"
    assert lines[at + 3] == "    consent: the same then and now"


@pytest.mark.parametrize("words", [(), ("curtains", "--for", "fun"), ("curtains", "--limit", "many")])
def test_a_search_that_cannot_be_understood_is_wrong_usage(
    practice: Terminal, words: tuple[str, ...]
) -> None:
    practice.wrong("amina", "find", *words)


def test_a_folder_without_a_notebook_is_a_sentence(terminal: Terminal) -> None:
    refused = terminal.refused("nobody", "list")
    assert refused.code == "NO_HOME"
    assert str(terminal.home("nobody")) in refused.err
