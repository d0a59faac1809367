"""Our own words are looked at with the pack's pairs; nobody else's words ever are."""

from pathlib import Path

import pytest

import ldp_stories
from ldp_stories.domain.plain_english import Kind
from ldp_stories.services.check_plain import look_at_words, plain_pairs
from ldp_stories.services.home import Home
from tests.architecture import tree

PRODUCT = Path(ldp_stories.__file__).parent
HELP = PRODUCT.parent / "resources" / "help"
MAY = {
    "services/check_plain.py",
    "ui/record/plain_line.py",
    "ui/evaluator/report_chapter.py",
    "ui/evaluator/report_builder.py",
    "ui/coordinator/feedback.py",
}
"""Where our own words are written. No module in which a teller's words are read or typed is among them."""


def users_of(module: str) -> set[str]:
    """The files of the program that import a module; only a file with its name in it is read closely."""
    last = module.rpartition(".")[2]
    return {
        path.relative_to(PRODUCT).as_posix()
        for path in tree.product_files()
        if last in tree.text(path) and any(f"{name}.".startswith(f"{module}.") for name in tree.imports(path))
    }


def test_the_pairs_come_from_the_pack(home: Home) -> None:
    pairs = plain_pairs(home)
    assert len(pairs) == 45
    assert pairs["stakeholders"] == "people involved"
    with home.main.write() as con:
        sets = {"list": "word_pair", "key": "onboarding", "label": "first days"}
        home.put(con, "list_item", "ours", sets=sets)
    (one,) = look_at_words(home, "The onboarding went well.").advice
    assert (one.kind, one.words, one.instead) == (Kind.WORD, "onboarding", "first days")


def test_a_text_is_measured_and_advised_on_in_one_go(home: Home) -> None:
    found = look_at_words(home, "We engage stakeholders to facilitate outcomes. " * 8)
    assert found.measures.age > 9
    assert {a.instead for a in found.advice} >= {"people involved", "what changed"}


def test_looking_writes_nothing(home: Home) -> None:
    heard: list[frozenset[str]] = []
    end = home.on_change(heard.append)
    look_at_words(home, "Stakeholders.")
    end()
    assert heard == []


@pytest.mark.parametrize("checker", ["ldp_stories.domain.plain_english", "ldp_stories.services.check_plain"])
def test_the_checker_is_known_only_where_our_own_words_are_written(checker: str) -> None:
    users = users_of(checker)
    assert users
    assert users <= MAY


def test_nothing_checks_the_spelling_of_anybody() -> None:
    for checker in ("spylls", "enchant", "hunspell", "aspell", "language_tool_python"):
        assert users_of(checker) == set()


def test_users_of_a_module_are_found() -> None:
    assert "services/check_plain.py" in users_of("ldp_stories.domain.plain_english")
    assert "services/check_plain.py" not in users_of("ldp_stories.domain.plain")


@pytest.mark.parametrize("page", sorted(HELP.glob("*.md")), ids=lambda p: p.stem)
def test_a_page_of_the_manual_follows_its_own_advice(home: Home, page: Path) -> None:
    found = look_at_words(home, page.read_text(encoding="utf-8"))
    assert [a.words for a in found.advice if a.kind is Kind.WORD] == []
    assert found.measures.age <= 13
