"""From JSON to columns and back: values of the wrong type become the harmless default."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ldp_stories.domain.consent import Answer
from ldp_stories.domain.revisions import Change, EntityView, new_revision, view_entity
from ldp_stories.store import rows
from tests.store.stores import AT, Laptop


def seen(**sets: Any) -> EntityView:
    return view_entity([Laptop().write("record", "r", sets, adds={"tags": {"b": 1, "a": {"x": 2}}})])


@pytest.mark.parametrize(
    ("value", "text"), [("x", "x"), ("", ""), (None, ""), (7, ""), (["x"], ""), ({"x": 1}, ""), (True, "")]
)
def test_only_text_is_text(value: object, text: str) -> None:
    assert rows.text(seen(f=value), "f") == text
    assert rows.text_or_none(seen(f=value), "f") == (text or None)


@pytest.mark.parametrize(
    ("value", "number"),
    [
        (7, 7),
        (-1, -1),
        (0, 0),
        (True, None),
        ("7", None),
        (7.0, None),
        (2**53, None),
        (None, None),
        ([7], None),
    ],
)
def test_only_whole_numbers_that_every_program_can_read_are_numbers(
    value: object, number: int | None
) -> None:
    assert rows.whole_or_none(seen(f=value), "f") == number
    assert rows.whole(seen(f=value), "f", 9) == (9 if number is None else number)


@pytest.mark.parametrize(("value", "flag"), [(True, 1), (False, 0), (1, 0), ("true", 0), (None, 0)])
def test_only_true_is_yes(value: object, flag: int) -> None:
    assert rows.flag(seen(f=value), "f") == flag


def test_what_is_absent_has_its_default() -> None:
    view = seen()
    assert (
        rows.text(view, "f"),
        rows.whole(view, "f", 3),
        rows.flag(view, "f"),
        rows.items(view, "f"),
        rows.label(view, "f"),
    ) == ("", 3, 0, [], "")


@pytest.mark.parametrize(
    ("value", "items"),
    [(["x", "y"], ["x", "y"]), (["x", 7, None], ["x"]), ("x", []), ({"x": 1}, []), (None, [])],
)
def test_lists_hold_text_only(value: object, items: list[str]) -> None:
    assert rows.items(seen(f=value), "f") == items


def test_a_list_may_be_a_value_a_set_or_both() -> None:
    assert rows.items(seen(), "tags") == ["a", "b"]
    assert rows.items(seen(tags=["b", "c"]), "tags") == ["b", "c", "a"]


def test_the_other_fields_are_kept_as_they_are_with_the_sets() -> None:
    view = seen(title="t", mood={"x": [1, None, "ü"]})
    assert rows.loaded(rows.rest(view, "title")) == {
        "mood": {"x": [1, None, "ü"]},
        "tags": {"a": {"x": 2}, "b": 1},
    }
    assert rows.all_fields(view, frozenset({"mood", "tags"})) == {"title": "t"}


def test_the_label_is_that_of_the_write() -> None:
    assert rows.label(seen(title="t"), "title") == AT


@pytest.mark.parametrize(
    ("value", "answer"),
    [
        ("yes", Answer.YES),
        ("no", Answer.NO),
        ("perhaps", Answer.NO),
        (None, Answer.NO),
        (7, Answer.NO),
        ([], Answer.NO),
    ],
)
def test_an_unknown_value_becomes_the_default(value: Any, answer: Answer) -> None:
    assert rows.pick(Answer, value, Answer.NO) is answer
    assert rows.pick_or_none(Answer, value) is (answer if value in ("yes", "no") else None)


@pytest.mark.parametrize(
    ("value", "strings"),
    [
        (["a", "b"], ("a", "b")),
        (("a", 1), ("a",)),
        ({"b": 1, "a": 2}, ("a", "b")),
        ("ab", ()),
        (None, ()),
        (7, ()),
    ],
)
def test_strings_of_a_list_or_a_set(value: object, strings: tuple[str, ...]) -> None:
    assert rows.strings(value) == strings


@pytest.mark.parametrize("column", ["[]", "7", "null", '"x"'])
def test_a_fields_column_that_is_no_object_is_empty(column: str) -> None:
    assert rows.loaded(column) == {}


@pytest.mark.parametrize("column", ["{}", "7", "null"])
def test_a_list_column_that_is_no_list_is_empty(column: str) -> None:
    assert rows.listed(column) == []


def test_a_field_of_a_dict_is_text_or_its_default() -> None:
    values = {"a": "x", "b": 7}
    assert (rows.string(values, "a"), rows.string(values, "b"), rows.string(values, "c", "d")) == (
        "x",
        "",
        "d",
    )


def at_once(*said: dict[str, Any]) -> EntityView:
    """A record that several laptops wrote without knowing of each other."""
    lines = [
        new_revision("record", "e", Change(one), subj=(), par=(), dev=f"d{n}.1.w", seq=1, at_label=AT)
        for n, one in enumerate(said)
    ]
    return view_entity(lines)


_SAID: list[Any] = [None, "", "x", "y", 7, False, ["x"]]


@given(
    st.lists(
        st.dictionaries(st.sampled_from(["title", "shared:title", "note"]), st.sampled_from(_SAID)),
        min_size=1,
        max_size=3,
    )
)
def test_a_text_and_the_other_fields_are_what_the_view_says(said: list[dict[str, Any]]) -> None:
    view = at_once(*said)
    shown = view.get("title") or view.get("shared:title")
    assert rows.text(view, "title") == (shown if isinstance(shown, str) else "")
    others = rows.all_fields(view, frozenset({"note"}))
    wanted: dict[str, Any] = {"title": view.get("title")} if "title" in view.fields else {}
    if "shared:title" in view.fields:
        wanted["title"] = wanted.get("title") or view.get("shared:title")
    assert others == wanted
    assert "note" not in others
