"""Every trouble a person can meet has one sentence, each sentence is used, and its facts are given where it is raised."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from string import Formatter

import pytest

from ldp_stories import errors
from tests.architecture import tree

KINDS = {
    name
    for name, value in vars(errors).items()
    if isinstance(value, type) and issubclass(value, errors.UserError)
}
BANNED = re.compile(
    r"\b(?:invalid|errors?|exception|failed|failure|import|imported|backups?|withdrawn|code \d+)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Raised:
    """One place where a trouble is made: its code and the names of its facts (None: not told one by one)."""

    place: str
    code: str
    facts: frozenset[str] | None


def raised_in(module: ast.Module, place: str) -> Iterator[Raised]:
    """The calls of UserError and its kinds whose code is written out."""
    for node in ast.walk(module):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        code = node.args[0]
        if called in KINDS and isinstance(code, ast.Constant) and isinstance(code.value, str):
            names = [keyword.arg for keyword in node.keywords]
            facts = None if None in names else frozenset(name for name in names if name)
            yield Raised(f"{place}:{node.lineno}", code.value, facts)


def all_raised() -> list[Raised]:
    return [one for path in tree.product_files() for one in raised_in(tree.syntax(path), tree.name(path))]


def facts_of(sentence: str) -> set[str]:
    """The names of the facts in a sentence."""
    return {field.partition(".")[0] for _, field, _, _ in Formatter().parse(sentence) if field}


def test_every_code_that_is_raised_has_a_sentence() -> None:
    assert [f"{one.place} {one.code}" for one in all_raised() if one.code not in errors.SENTENCES] == []


def test_every_sentence_is_used() -> None:
    elsewhere = [path for path in tree.product_files() if path.name != "errors.py"]
    written = {
        node.value
        for path in elsewhere
        for node in ast.walk(tree.syntax(path))
        if isinstance(node, ast.Constant)
    }
    assert [code for code in errors.SENTENCES if code not in written] == []


def test_the_facts_of_a_sentence_are_given_where_it_is_raised() -> None:
    lacking = [
        f"{one.place} {one.code}: {sorted(facts_of(errors.SENTENCES[one.code]) - one.facts)}"
        for one in all_raised()
        if one.code in errors.SENTENCES
        and one.facts is not None
        and facts_of(errors.SENTENCES[one.code]) - one.facts
    ]
    assert lacking == []


@pytest.mark.parametrize("code", errors.SENTENCES)
def test_a_sentence_is_calm_short_and_says_what_to_do(code: str) -> None:
    sentence = errors.SENTENCES[code]
    assert not BANNED.search(sentence)
    assert sentence.endswith(".")
    assert "!" not in sentence
    assert len(re.findall(r"[.?](?:\s|$)", sentence)) >= 2, "what happened, what is safe, what to do next"
    assert len(sentence.split()) <= 40
    assert max(len(part.split()) for part in re.split(r"[.?]\s", sentence)) <= 20


@pytest.mark.parametrize("code", errors.SENTENCES)
def test_a_code_is_in_capitals(code: str) -> None:
    assert re.fullmatch(r"[A-Z][A-Z0-9_]+", code)


def test_a_raised_code_and_its_facts_are_found() -> None:
    module = ast.parse(
        "raise errors.UserError('NO_ROOM', folder=f)\nraise Refused('NO_PERMISSION', **facts)\nUserError(code)"
    )
    assert list(raised_in(module, "x")) == [
        Raised("x:1", "NO_ROOM", frozenset({"folder"})),
        Raised("x:2", "NO_PERMISSION", None),
    ]
