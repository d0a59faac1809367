"""A corpus of hostile bundles: every row of the hostile-input rules, each file wrong in one place, with the code it must be refused with.

Most are made by rule (each tag file missing, twice, empty, cut ...), so that a new file or field is covered as soon as it is named.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from ldp_stories.bundles.lines import encode_order, encode_receipt, encode_request, encode_revision
from ldp_stories.bundles.names import TAG_FILES
from tests.bundles.forge import PICTURE_PATH, Forge, good_payload, lines
from tests.bundles.samples import order, receipt, request, revision
from tests.bundles.test_hostile import HARMFUL, extra, in_header, sender
from tests.crypto.test_age_header import INTRO, MAC, REFUSED, SCRYPT

Case = tuple[Forge, str]
Json = dict[str, Any]
LINE = encode_revision(revision(1))
TAGS = (*TAG_FILES, "tagmanifest-sha256.txt", "tagmanifest-sha256.txt.sig")
NAMES_OF_DEVICES = ("con", "NUL", "aux.txt", "COM1", "lpt1.jsonl")


def texts(**changes: bytes) -> Forge:
    """A whole bundle with other lines in it; everything is counted, listed and signed as it should be."""
    payload = {**good_payload(), **{f"data/{name}.jsonl": data for name, data in changes.items()}}
    picture = payload.pop(PICTURE_PATH)
    return Forge(payload={**payload, PICTURE_PATH: picture})


def _edited(line: bytes, **values: Any) -> bytes:
    return json.dumps({**json.loads(line), **values}, separators=(",", ":")).encode()


def _without(line: bytes, name: str) -> bytes:
    value = json.loads(line)
    del value[name]
    return json.dumps(value, separators=(",", ":")).encode()


def seals() -> Iterator[tuple[str, Case]]:
    """The age header: what the format forbids, in front of any payload."""
    passphrase = INTRO + SCRYPT + MAC + bytes(64)
    yield "seal: a passphrase", (Forge(sealed=lambda _: passphrase), "SEALED_WITH_PASSPHRASE")
    for name, (data, code) in REFUSED.items():
        if name != "no newline at the end":
            yield f"seal: {name}", (Forge(sealed=lambda _, d=data: d + bytes(64)), code)  # type: ignore[misc]


def tag_files() -> Iterator[tuple[str, Case]]:
    """Each tag file missing, twice, with other bytes at its ends, or of another size in the tar."""
    for name in TAGS:
        lost = Forge(members=lambda m, n=name: [x for x in m if not x[0].endswith("/" + n)])  # type: ignore[misc]
        yield f"{name} missing", (lost, "BAD_BAG")
        twice = Forge(members=lambda m, n=name: [x for y in m for x in ([y, y] if y[0].endswith("/" + n) else [y])])  # type: ignore[misc]  # fmt: skip
        yield f"{name} twice", (twice, "NOT_LISTED" if name.endswith(".sig") else "BAD_BAG")
        for what, spoil in _SPOILT.items():
            change = lambda files, n=name, s=spoil: {**files, n: s(files[n])}  # noqa: E731
            signed = name in ("tagmanifest-sha256.txt", "tagmanifest-sha256.txt.sig")
            if name.endswith(".sig") and what in ("with a newline more", "with carriage returns"):
                continue  # the armour of a signature may end in white space
            yield f"{name} {what}", (Forge(after_signing=change), "BAD_SIGNATURE" if signed else "DAMAGED")


_SPOILT: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda _: b"",
    "cut in half": lambda d: d[: len(d) // 2],
    "with a byte order mark": lambda d: b"\xef\xbb\xbf" + d,
    "with a newline more": lambda d: d + b"\n",
    "with a zero byte": lambda d: d + b"\0",
}


def tars() -> Iterator[tuple[str, Case]]:
    """Each field of a tar header with something else in it, under a right checksum."""
    fields = {"mode": 100, "owner": 108, "group": 116, "time": 136, "link name": 157, "user": 265, "group name": 297,
              "device major": 329, "device minor": 337, "the end": 500}  # fmt: skip
    for what, at in fields.items():
        for value in (b"7", b"\xff"):
            yield (
                f"tar: {what} {value!r}",
                (Forge(block=in_header(at, value)), "BAD_TAR"),
            )
    for kind in b"4567AKMNVX":
        yield f"tar: a member of type {chr(kind)}", (Forge(block=in_header(156, bytes([kind]))), "BAD_TAR")
    for cut in (1, 100, 512, 600, 1024, 5000):
        yield f"tar: {cut} bytes only", (Forge(tar=lambda t, c=cut: t[:c]), "CUT_SHORT")  # type: ignore[misc]


def paths() -> Iterator[tuple[str, Case]]:
    """Names that would mean something to one system or another."""
    bad = ["TOP/./data/orders.jsonl", "TOP//data/orders.jsonl", "TOP/data/", "./TOP/data/orders.jsonl", "~/x", "TOP/data/orders.jsonl ",
           "TOP/data/orders.jsonl.", "TOP/data/media/../orders.jsonl", "\\\\host\\share\\x", "TOP/data/%2e%2e/x", "TOP/data/a\nb",
           "TOP/data/$(x)", "TOP/data/-rf", "data/orders.jsonl", "TOP/data/slots/x.age",
           "TOP/data/media/ab/" + "ab" * 32, "TOP/data/media/ab/" + "ab" * 32 + ".jpg.exe"]  # fmt: skip
    for name in (*bad, *(f"TOP/data/{n}" for n in NAMES_OF_DEVICES)):
        yield f"path: {name!r}", (Forge(members=extra(name, at=7)), "BAD_PATH")


def envelopes() -> Iterator[tuple[str, Case]]:
    """Each field of the envelope with a value of another kind."""
    odd: tuple[Any, ...] = (7, "x", [], None, {"a": 1})
    lists: dict[str, Any] = {
        "carries": {"x": [1, 2]},
        "media_elsewhere": ["x"],
        "slices": {"x": 1},
        "statement": {"people": -1},
    }
    for name in ("bundle_id", "project", "sender", "kind", "practice", "to", "part", "counts", "thread"):
        for value in odd:
            if (name, value) in (("thread", None), ("counts", {"a": 1})):
                continue  # left out, or with a field of a newer version: that is allowed
            yield f"envelope: {name} = {value!r}", (_enveloped(**{name: value}), "BAD_ENVELOPE")
    for name in ("device", "epoch", "key", "recipient"):
        yield f"envelope: sender {name}", (Forge(envelope=sender(**{name: ["x"]})), "BAD_ENVELOPE")
    for name, value in lists.items():
        yield f"envelope: {name}", (_enveloped(**{name: value}), "BAD_ENVELOPE")


def _enveloped(**values: Any) -> Forge:
    return Forge(envelope=lambda e: {**e, **values})


def odd_json() -> Iterator[tuple[str, Case]]:
    """Lines that a decoder may read in more than one way, or not stop reading."""
    odd = {
        "no JSON": b"{",
        "an empty line": b"",
        "NaN": LINE.replace(b'"seq":1', b'"seq":NaN'),
        "infinity": LINE.replace(b'"seq":1', b'"seq":-Infinity'),
        "a key twice": b'{"t":"rev",' + LINE[1:],
        "a lone surrogate": LINE.replace(b'"at_label":"', b'"at_label":"\\ud800'),
        "no UTF-8": LINE.replace(b'"at_label":"', b'"at_label":"\xff'),
        "a number beyond 2^53": LINE[:-1] + b',"more":9007199254740993}',
        "a float too large": LINE[:-1] + b',"more":1e999}',
        "17 deep": LINE[:-1] + b',"more":' + b"[" * 17 + b"]" * 17 + b"}",
        "10,001 keys": LINE[:-1] + b',"more":{' + b",".join(b'"%d":0' % n for n in range(10_001)) + b"}}",
        "a thousand brackets": b"[" * 1000,
        "something after it": LINE + b" {}",
    }
    for name, line in odd.items():
        yield f"json: {name}", (texts(revisions=lines(line)), "BAD_JSON")
    yield "json: a line over a mebibyte", (texts(revisions=lines(b" " * (1 << 20) + LINE)), "BAD_LINE")


def bad_lines() -> Iterator[tuple[str, Case]]:
    """Each field of each kind of line with a value of another kind, or missing."""
    one = {"revisions": LINE, "orders": encode_order(order()), "receipts": encode_receipt(receipt())}
    one["requests"] = encode_request(request())
    for name, line in one.items():
        for field in json.loads(line):
            if (name, field) == ("revisions", "at_label"):
                continue  # it may be missing
            spoilt = lines(_edited(line, **{field: -1}))
            if (name, field) != ("revisions", "body"):
                yield f"{name}: {field} is a number", (texts(**{name: spoilt}), "BAD_LINE")
            yield f"{name}: {field} missing", (texts(**{name: lines(_without(line, field))}), "BAD_LINE")
    many = ["0" * 8 + f"-0000-0000-0000-{n:012}" for n in range(1001)]
    yield "revisions: 1,001 parents", (texts(revisions=lines(_edited(LINE, par=many))), "BAD_LINE")
    yield "revisions: a float as number", (texts(revisions=lines(_edited(LINE, seq=1.5))), "BAD_LINE")
    yield (
        "revisions: body and erased",
        (texts(revisions=lines(_edited(LINE, erased_by="withheld"))), "BAD_LINE"),
    )
    yield "revisions: a list as body", (texts(revisions=lines(_edited(LINE, body=[]))), "BAD_LINE")
    fewer = Forge(envelope=lambda e: {**e, "counts": {**e["counts"], "revisions": 1}})
    more = Forge(envelope=lambda e: {**e, "counts": {**e["counts"], "revisions": 9}})
    yield "revisions: more than announced", (fewer, "BAD_LINE")
    yield "revisions: fewer than announced", (more, "BAD_LINE")


def corpus() -> dict[str, Case]:
    """Every hostile file by name."""
    made = dict(HARMFUL)
    for source in (seals, tag_files, tars, paths, envelopes, odd_json, bad_lines):
        made.update(source())
    return made


def for_home(forge: Forge, project: str, recipients: tuple[str, ...]) -> Forge:
    """The same fault in a bundle that is otherwise for a certain home."""
    bend = forge.envelope
    return replace(forge, envelope=lambda e: bend({**e, "project": project}), recipients=recipients)
