"""The quick way to read lines of our own writer: it takes nothing that the strict way would refuse, and gives exactly the same."""

import json
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ldp_stories.bundles import lines
from ldp_stories.bundles.json_guard import check_json
from ldp_stories.bundles.lines import decode_revision, encode_revision
from ldp_stories.bundles.own_lines import read_change, read_own
from ldp_stories.domain.ids import new_id
from ldp_stories.domain.revisions import Change, blanked, make_body, new_revision, parse_body
from ldp_stories.errors import UserError
from tests.bundles.samples import revision

GOOD: Final = revision(413)
LINE: Final = encode_revision(GOOD)


def strictly(line: bytes) -> object:
    """What the strict way makes of a line: the revision, or the code of the refusal."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lines, "read_own", lambda _line, *, proved: None)
        return _read(line)


def _read(line: bytes) -> object:
    try:
        return decode_revision(line)
    except UserError as error:
        return error.code


def test_a_line_of_our_own_is_taken_the_quick_way() -> None:
    assert read_own(LINE, proved=False) == GOOD
    assert read_own(LINE, proved=True) == GOOD
    assert strictly(LINE) == GOOD


def test_lines_about_several_people_with_parents_are_taken_too() -> None:
    many = new_revision(
        "decision",
        new_id(),
        Change({"decision": "accept"}),
        subj=[new_id() for _ in range(3)],
        par=[new_id(), new_id()],
        dev=f"{new_id()}.12.w",
        seq=7,
        at_label="",
    )
    line = encode_revision(many)
    assert read_own(line, proved=False) == many == strictly(line)


def test_an_erased_line_is_left_to_the_strict_way() -> None:
    gone = encode_revision(blanked(GOOD, new_id()))
    assert read_own(gone, proved=False) is None
    assert read_own(gone, proved=True) is None
    assert decode_revision(gone) == blanked(GOOD, str(blanked_by(gone)))


def blanked_by(line: bytes) -> Any:
    """The order named in an erased line."""
    return json.loads(line)["erased_by"]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda line: line[:-1] + b',"later":1}',
        lambda line: line[:-1] + b',"id":"' + new_id().encode() + b'"}',
        lambda line: line.replace(b'"t":"rev"', b'"t":"order"'),
        lambda line: line.replace(b'"kind":"', b'"kind":"X'),
        lambda line: line.replace(b'"seq":413', b'"seq":0'),
        lambda line: line.replace(b'"seq":413', b'"seq":9007199254740993'),
        lambda line: line.replace(b'"seq":413', b'"seq": 413'),
        lambda line: line.replace(b'"body":{', b'"body":[{').replace(b'},"at_label"', b'}],"at_label"'),
        lambda line: line.replace(b'"at_label":"', b'"at_label":"' + b"9" * 65),
        lambda line: line.replace(b'"at_label":"', b'"at_label":"\\u0001'),
        lambda line: line.replace(b'"at_label":"', b'"at_label":"\\u00e9'),
        lambda line: line.replace(b'"at_label":"', '"at_label":"\u00e9'.encode()),
        lambda line: line.replace(b'"at_label":"', b'"at_label":"\x7f'),
        lambda line: line + b" ",
        lambda line: line[:-1],
        lambda line: line[:200],
        lambda line: line.replace(b'"par":[', b'"par":["x",'),
        lambda line: line.replace(b'"par":[', b'"par":[1,'),
        lambda line: line.replace(b'"body":{', b'"body":{"set":1,'),
        lambda line: line.replace(b'"body":{', b'"body":{"set":{"n":1e999},'),
        lambda line: line.replace(b'"body":{', b'"body":{"a":"\\ud800",'),
    ],
)
def test_a_spoilt_line_ends_as_it_ends_the_strict_way(spoil: Any) -> None:
    line = spoil(LINE)
    assert line != LINE
    assert _read(line) == strictly(line)


@given(st.data())
def test_whatever_is_done_to_a_line_both_ways_agree(data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(LINE) - 1))
    until = data.draw(st.integers(at, min(len(LINE), at + 3)))
    put = data.draw(st.binary(max_size=3) | st.sampled_from([b'"', b"}", b"{", b",", b"\\", b"0", b"]"]))
    line = LINE[:at] + put + LINE[until:]
    assert _read(line) == strictly(line)


NAMES: Final = st.text(min_size=1, max_size=4)
VALUES: Final = st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=6)


@given(
    st.dictionaries(NAMES, VALUES, max_size=4),
    st.dictionaries(NAMES, st.dictionaries(NAMES, VALUES, max_size=2), max_size=2),
    st.dictionaries(NAMES, st.dictionaries(NAMES, st.lists(st.text(max_size=3)).map(tuple)), max_size=2),
)
def test_a_body_says_the_same_either_way(sets: Any, adds: Any, dels: Any) -> None:
    body = make_body(Change(sets, adds, dels))
    check_json(body)
    assert read_change(body) == parse_body(body)


@pytest.mark.parametrize(
    "body",
    [b"{}", b'{"set":1}', b'{"set":null,"add":[]}', b'{"add":{"a":1}}', b'{"later":{"x":1}}', b'{"set":{"a":1.5}}',
     b'{"set":{"a":{"b":[1,2,{"c":null}]}}}', b'{"add":{"a":{"b":{"c":1}},"d":[]}}', b'{"set":{"a":"\\"del\\":"}}'],
)  # fmt: skip
def test_an_odd_body_says_the_same_either_way(body: bytes) -> None:
    assert read_change(body) == parse_body(body)


@pytest.mark.parametrize("spaced", [False, True])
@pytest.mark.parametrize("more", [{}, {"newer": {"b": 1, "a": "Würzburg"}}])
def test_a_proved_line_says_the_same_both_ways_in_whatever_form_it_stands(
    spaced: bool, more: dict[str, Any]
) -> None:
    fields = {**json.loads(LINE), **more}
    line = json.dumps(fields, separators=(", ", ": ") if spaced else (",", ":"), ensure_ascii=False).encode()
    quick = decode_revision(line, proved=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lines, "read_own", lambda _line, *, proved: None)
        assert decode_revision(line, proved=True) == quick
    assert (quick.extra is None) == (not more)
    assert quick.id == GOOD.id


@pytest.mark.parametrize("before", [b":", b",", b"["])
@pytest.mark.parametrize("number", [b"9007199254740993", b"-9007199254740993", b"123456789012345678"])
def test_a_number_too_large_is_refused_wherever_it_stands(before: bytes, number: bytes) -> None:
    body = {b":": b'{"a":%s}', b",": b'{"a":[1,%s]}', b"[": b'{"a":[%s]}'}[before] % number
    with pytest.raises(UserError) as error:
        check_json(body)
    assert error.value.code == "BAD_JSON"
    check_json(body.replace(number, b"1"))
