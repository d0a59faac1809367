"""JSON from outside, read without trust: the odd and the huge are refused before anything is made of them (BUNDLE.md 7).

Refused: duplicate keys, NaN and Infinity, lone surrogates, bytes that are no UTF-8, whole numbers beyond 2^53, more than 16 levels, more
than 10,000 keys. What our own writer made is recognised by writing it again: equal bytes can hold none of these, and that is fast.
"""

import json
import re
from typing import Any, Final

import msgspec

from ldp_stories.errors import UserError

MAX_DEPTH: Final = 16
MAX_KEYS: Final = 10_000
MAX_INT: Final = 1 << 53
_STRING: Final = re.compile(rb'"(?:[^"\\]|\\.)*"', re.DOTALL)
_LONG_AFTER_COLON, _LONG_AFTER_COMMA, _LONG_IN_LIST = (
    re.compile(before + rb"[-0-9][0-9]{15}").search for before in (b":", b",", rb"\[")
)
"""One for each sign before a number: a pattern that begins with one sign is looked for many times as fast as one that begins with several."""
_NUMBER_LIMIT: Final = 400
_decode: Final = msgspec.json.Decoder().decode
_encode_sorted: Final = msgspec.json.Encoder(order="sorted").encode


def check_json(data: bytes) -> None:
    """Check one JSON value; UserError BAD_JSON. Fast when it stands as our writer makes it (sorted keys, no spaces)."""
    small = data[:1] == b"{" and data.count(b"{") + data.count(b"[") <= MAX_DEPTH
    if small and data.count(b":") <= MAX_KEYS and not _has_long_numbers(data):
        try:
            if _encode_sorted(_decode(data)) == data:
                return
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
            raise UserError("BAD_JSON") from error
    load_json(data)


def _has_long_numbers(data: bytes) -> bool:
    return bool(_LONG_AFTER_COLON(data) or _LONG_AFTER_COMMA(data) or _LONG_IN_LIST(data))


def load_json(data: bytes) -> Any:
    """The value in `data`, every rule checked; UserError BAD_JSON."""
    _check_shape(data)
    try:
        text = data.decode("utf-8")
        value = json.loads(
            text, object_pairs_hook=_object, parse_int=_int, parse_float=_float, parse_constant=_refuse
        )
        # A lone surrogate can only come from an escape; it has no UTF-8 form.
        json.dumps(value, ensure_ascii=False).encode("utf-8")
    except (ValueError, RecursionError) as error:
        raise UserError("BAD_JSON") from error
    return value


def _check_shape(data: bytes) -> None:
    """Depth and number of keys, counted outside strings, before a parser builds anything."""
    bare = _STRING.sub(b"", data)
    if bare.count(b":") > MAX_KEYS:
        raise UserError("BAD_JSON")
    depth = 0
    for byte in re.sub(rb"[^\[\]{}]", b"", bare):
        depth += 1 if byte in b"[{" else -1
        if depth > MAX_DEPTH or depth < 0:
            raise UserError("BAD_JSON")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) != len(pairs):
        raise ValueError("a key stands twice")
    return value


def _int(text: str) -> int:
    if len(text) > 17 or abs(number := int(text)) > MAX_INT:
        raise ValueError("a number too large")
    return number


def _float(text: str) -> float:
    number = float(text) if len(text) < _NUMBER_LIMIT else float("inf")
    if number in (float("inf"), float("-inf")):
        raise ValueError("a number too large")
    return number


def _refuse(text: str) -> Any:
    raise ValueError(text)
