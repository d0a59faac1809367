"""The guard before every JSON decoder: the fast way and the slow way agree, and nothing odd passes either."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ldp_stories.bundles import json_guard
from ldp_stories.bundles.json_guard import check_json, load_json
from ldp_stories.errors import UserError


def refused(data: bytes) -> bool:
    """Whether the guard lets it not pass."""
    try:
        check_json(data)
    except UserError:
        return True
    return False


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=15,
)


@given(VALUES)
def test_every_sound_value_passes_both_ways(value: Any) -> None:
    for data in (
        json.dumps(value).encode(),
        json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode(),
    ):
        check_json(data)
        assert load_json(data) == value


@given(st.text('[]{}":,0123456789.eE-+tfn\\u \x00d8a', max_size=40))
def test_what_passes_the_fast_way_passes_the_slow_way(text: str) -> None:
    data = text.encode()
    try:
        check_json(data)
    except UserError:
        return
    load_json(data)


def test_what_our_writer_makes_takes_the_fast_way(monkeypatch: pytest.MonkeyPatch) -> None:
    def slow(_data: bytes) -> None:
        raise AssertionError("the slow way was taken")

    monkeypatch.setattr(json_guard, "load_json", slow)
    check_json('{"add":{"tags":{"a":true}},"set":{"n":12,"title":"Ein schöner Ort \U0001f33b"}}'.encode())


@pytest.mark.parametrize("depth", [15, 16])
def test_16_levels_are_allowed(depth: int) -> None:
    assert not refused(b"[" * depth + b"]" * depth)
    assert refused(b"[" * depth + b"]" * (depth - 1))


@pytest.mark.parametrize(
    "data", [b"[" * 17 + b"]" * 17, b'{"a":' * 17 + b"1" + b"}" * 17, b"[" * 1_000_000, b"]" * 50]
)
def test_more_levels_are_refused_without_being_built(data: bytes) -> None:
    with pytest.raises(UserError, check=lambda e: e.code == "BAD_JSON"):
        check_json(data)


def test_brackets_in_text_are_no_levels() -> None:
    assert not refused(json.dumps({"a": "[" * 500 + '"' + "{" * 500}).encode())


def test_10_000_keys_are_allowed_and_no_more() -> None:
    check_json(json.dumps({str(i): i for i in range(10_000)}).encode())
    with pytest.raises(UserError):
        check_json(json.dumps({str(i): i for i in range(10_001)}).encode())


@pytest.mark.parametrize("number", [2**53, -(2**53), 0, 1234567890123456])
def test_whole_numbers_up_to_2_53_are_allowed(number: int) -> None:
    assert load_json(str(number).encode()) == number
    check_json(b'{"a":%d}' % number)


@pytest.mark.parametrize(
    "text",
    ["9007199254740993", "-9007199254740993", "1" * 30, "1" * 5000, "1e400", "-1e400", "0." + "1" * 500],
)
def test_numbers_that_do_not_keep_their_value_are_refused(text: str) -> None:
    for data in (text, f"[{text}]", f'{{"a":{text}}}', f'{{"a":[1,{text}]}}'):
        with pytest.raises(UserError, check=lambda e: e.code == "BAD_JSON"):
            check_json(data.encode())


@pytest.mark.parametrize(
    "data", [b'{"a":1,"a":1}', b'[{"a":{"b":1,"b":2}}]', b'{"a":1,"\\u0061":1}', b'{"":1,"":1}']
)
def test_a_key_twice_is_refused_at_every_level(data: bytes) -> None:
    with pytest.raises(UserError, check=lambda e: e.code == "BAD_JSON"):
        check_json(data)


@pytest.mark.parametrize(
    "data",
    [
        b"NaN",
        b"[Infinity]",
        b'["\\ud800"]',
        b'["\\udc00\\ud800"]',
        b'["\xed\xa0\x80"]',
        b"['a']",
        b"",
        b"\xef\xbb\xbf{}",
    ],
)
def test_what_is_no_plain_json_is_refused(data: bytes) -> None:
    with pytest.raises(UserError, check=lambda e: e.code == "BAD_JSON"):
        check_json(data)
