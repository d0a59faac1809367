"""Lines: exact bytes both ways, odd JSON refused, unknown fields carried on, and fast enough."""

import json
import time
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ldp_stories.bundles.lines import (
    MAX_LINE,
    decode_order,
    decode_receipt,
    decode_request,
    decode_revision,
    encode_order,
    encode_receipt,
    encode_request,
    encode_revision,
    line_id,
)
from ldp_stories.domain.ids import new_id
from ldp_stories.domain.revisions import Change, Revision, blanked, is_whole, new_revision
from ldp_stories.errors import UserError
from tests.bundles.samples import LABEL, order, receipt, request, revision

GOOD = revision(413)
LINE = encode_revision(GOOD)
JSON_VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


def altered(**changes: Any) -> bytes:
    """The good line with some top-level values changed (None takes a field away)."""
    value = {**json.loads(LINE), **changes}
    return json.dumps(
        {k: v for k, v in value.items() if v is not None}, ensure_ascii=False, separators=(",", ":")
    ).encode()


def test_a_revision_comes_back_as_it_was() -> None:
    assert decode_revision(LINE) == GOOD
    assert is_whole(decode_revision(LINE))


def test_a_line_has_the_fields_of_the_specification_in_their_order() -> None:
    names = ["t", "id", "kind", "ent", "subj", "par", "dev", "seq", "commit", "salt", "body", "at_label"]
    assert list(json.loads(LINE)) == names


@given(st.dictionaries(st.text(), JSON_VALUES, max_size=5))
def test_any_body_survives_byte_for_byte(fields: dict[str, Any]) -> None:
    made = new_revision(
        "record", new_id(), Change(fields), subj=[], par=[], dev=GOOD.dev, seq=1, at_label=LABEL
    )
    line = encode_revision(made)
    assert decode_revision(line) == made
    assert encode_revision(decode_revision(line)) == line


@pytest.mark.parametrize(
    "body",
    [
        b'{"set": {"a": 1}}',
        b'{"b":1,"a":2}',
        b"{ }",
        b'{"a":"\\u00e9"}',
        b'{"a":1.0e5}',
        b'{"a":"\\ud83d\\ude00"}',
    ],
)
def test_a_body_written_in_another_style_is_kept_exactly(body: bytes) -> None:
    line = encode_revision(replace(GOOD, body=body))
    assert decode_revision(line).body == body
    assert body in encode_revision(decode_revision(line))


def test_an_erased_revision_has_no_salt_no_body_no_label() -> None:
    gone = blanked(GOOD, new_id())
    value = json.loads(encode_revision(gone))
    assert {"salt", "body", "at_label"}.isdisjoint(value)
    assert decode_revision(encode_revision(gone)) == gone


def test_fields_of_a_newer_version_are_carried_on() -> None:
    body = GOOD.body or b""
    line = LINE[:-1] + b',"mood":{"b": 1,"a":[ ]},"x":"\\u00e9"}'
    read = decode_revision(line)
    assert read.extra == b'{"mood":{"b": 1,"a":[ ]},"x":"\\u00e9"}'
    assert encode_revision(read) == line
    assert read.body == body


def test_fields_of_a_newer_version_may_stand_anywhere() -> None:
    line = b'{"new":[1, 2],' + LINE[1:]
    read = decode_revision(line)
    assert replace(read, extra=None) == GOOD
    assert decode_revision(encode_revision(read)) == read


def test_spaces_and_another_order_do_not_matter() -> None:
    value = json.loads(LINE)
    shuffled = json.dumps(dict(reversed(value.items())), separators=(", ", ": ")).encode()
    assert replace(decode_revision(shuffled), body=GOOD.body) == GOOD


ODD_JSON = {
    "a key twice at the top": LINE[:-1] + b',"seq":414}',
    "a key twice in the body": LINE.replace(b'"body":{', b'"body":{"x":1,"x":2,'),
    "a key twice deep in the body": LINE.replace(b'"body":{', b'"body":{"x":[{"y":1,"y":1}],'),
    "a key twice by an escape": LINE.replace(b'"body":{', b'"body":{"a":1,"\\u0061":2,'),
    "not a number": LINE.replace(b'"body":{', b'"body":{"x":NaN,'),
    "infinity": LINE.replace(b'"body":{', b'"body":{"x":-Infinity,'),
    "a number that becomes infinite": LINE.replace(b'"body":{', b'"body":{"x":1e999,'),
    "a lone surrogate": LINE.replace(b'"body":{', b'"body":{"x":"\\ud800",'),
    "surrogates the wrong way round": LINE.replace(b'"body":{', b'"body":{"x":"\\udc00\\ud800",'),
    "a surrogate in a key": LINE.replace(b'"body":{', b'"body":{"\\udfff":1,'),
    "a surrogate as bytes": LINE.replace(b'"body":{', b'"body":{"x":"\xed\xa0\x80",'),
    "bytes that are no UTF-8": LINE.replace(b'"body":{', b'"body":{"x":"\xff",'),
    "an overlong slash": LINE.replace(b'"body":{', b'"body":{"x":"\xc0\xaf",'),
    "a number beyond 2^53": LINE.replace(b'"body":{', b'"body":{"x":9007199254740993,'),
    "a number far below": LINE.replace(b'"body":{', b'"body":{"x":-9007199254740993,'),
    "a number of 4,000 digits": LINE.replace(b'"body":{', b'"body":{"x":' + b"9" * 4000 + b","),
    "17 levels": LINE.replace(b'"body":{', b'"body":{"x":' + b"[" * 16 + b"]" * 16 + b","),
    "100,000 levels": LINE.replace(b'"body":{', b'"body":{"x":' + b"[" * 100_000 + b"]" * 100_000 + b","),
    "10,001 keys": LINE.replace(
        b'"body":{', b'"body":{' + b",".join(b'"k%d":1' % i for i in range(10_001)) + b","
    ),
    "a comma too many": LINE.replace(b'"body":{', b'"body":{"x":[1,],'),
    "a comment": LINE.replace(b'"body":{', b'"body":{/* hello */'),
    "a leading zero": LINE.replace(b'"body":{', b'"body":{"x":01,'),
    "a control character in a string": LINE.replace(b'"body":{', b'"body":{"x":"\x01",'),
    "single quotes": LINE.replace(b'"', b"'"),
    "cut short": LINE[:-1],
    "two values": LINE + LINE,
    "a byte order mark": b"\xef\xbb\xbf" + LINE,
    "nothing": b"",
}


@pytest.mark.parametrize("name", ODD_JSON)
def test_odd_json_is_refused(name: str) -> None:
    with pytest.raises(UserError) as caught:
        decode_revision(ODD_JSON[name])
    assert caught.value.code == "BAD_JSON"


BAD_LINES = {
    "another type": altered(t="order"),
    "an id that is none": altered(id="1"),
    "an id in capitals": altered(id=GOOD.id.upper()),
    "an id with a newline": altered(id=GOOD.id + "\n"),
    "an id as a number": altered(id=5),
    "no id": altered(id=None),
    "a kind with a space": altered(kind="a b"),
    "an endless kind": altered(kind="k" * 65),
    "1,001 parents": altered(par=[GOOD.id] * 1001),
    "a parent that is none": altered(par=["x"]),
    "a device without stream": altered(dev=GOOD.dev[:-2]),
    "an unknown stream": altered(dev=GOOD.dev[:-1] + "x"),
    "an epoch of zero": altered(dev=GOOD.dev.replace(".3.", ".0.")),
    "a sequence of zero": altered(seq=0),
    "a negative sequence": altered(seq=-1),
    "a sequence with a fraction": altered(seq=1.5),
    "a sequence as text": altered(seq="1"),
    "a short commitment": altered(commit="00"),
    "a short salt": altered(salt="00"),
    "a salt without body": altered(body=None),
    "a body without salt": altered(salt=None),
    "no body and not erased": altered(body=None, salt=None),
    "a body and erased": altered(erased_by=GOOD.id),
    "a body that is a list": altered(body=[]),
    "a body that is text": altered(body="x"),
    "an endless label": altered(at_label="2" * 65),
    "a list": b"[]",
    "too long": altered(body={"set": {"a": "x" * MAX_LINE}}),
}


@pytest.mark.parametrize("name", BAD_LINES)
def test_a_line_that_breaks_a_rule_is_refused(name: str) -> None:
    with pytest.raises(UserError) as caught:
        decode_revision(BAD_LINES[name])
    assert caught.value.code == "BAD_LINE"


@given(st.binary(max_size=200))
def test_no_bytes_whatever_end_in_anything_but_a_refusal(data: bytes) -> None:
    for decode in (decode_revision, decode_order, decode_receipt, decode_request):
        with pytest.raises(UserError):
            decode(data)


@given(st.integers(0, len(LINE) - 1), st.integers(0, 255))
def test_a_changed_byte_is_refused_or_breaks_the_commitment_or_shows(at: int, value: int) -> None:
    changed = LINE[:at] + bytes([value]) + LINE[at + 1 :]
    try:
        read: Revision | None = decode_revision(changed)
    except UserError:
        read = None
    assert read is None or changed == LINE or read != GOOD or not is_whole(read)


def test_orders_receipts_and_requests_come_back_as_they_were() -> None:
    for _ in range(5):
        one, two, three = order(), receipt(), request()
        assert decode_order(encode_order(one)) == one
        assert decode_order(encode_order(replace(one, subject=None))).subject is None
        assert decode_receipt(encode_receipt(two)) == two
        assert decode_request(encode_request(three)) == three


@pytest.mark.parametrize("name", ["kind", "reason", "subject", "targets", "scopes", "by", "seq", "sig"])
def test_an_order_without_one_of_its_fields_is_refused(name: str) -> None:
    value = json.loads(encode_order(order()))
    del value[name]
    with pytest.raises(UserError) as caught:
        decode_order(json.dumps(value).encode())
    assert caught.value.code == "BAD_LINE"


@pytest.mark.parametrize(
    "name",
    ["bundle", "tagmanifest", "by", "result", "held", "waiting", "had", "new", "refused", "orders_done"],
)
def test_a_receipt_with_a_wrong_value_is_refused(name: str) -> None:
    value = {**json.loads(encode_receipt(receipt())), name: {"x": 1}}
    with pytest.raises(UserError) as caught:
        decode_receipt(json.dumps(value).encode())
    assert caught.value.code == "BAD_LINE"


def test_a_line_can_be_named_even_when_it_cannot_be_read() -> None:
    assert line_id(b'{"id":"abc","what":1}') == "abc"
    assert line_id(b"[]") == line_id(b'{"id":5}') == line_id(b'{"id":"\xc3\xa9"}') == ""


def test_reading_lines_costs_no_more_than_a_few_times_plain_json() -> None:
    lines = [encode_revision(revision(i)) for i in range(1, 3001)]
    plain = min(_seconds(json.loads, lines) for _ in range(5))
    ours = min(_seconds(decode_revision, lines) for _ in range(5))
    assert ours < 6 * plain


def _seconds(function: Any, lines: list[bytes]) -> float:
    start = time.process_time()
    for line in lines:
        function(line)
    return time.process_time() - start
