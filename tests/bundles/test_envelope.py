"""The envelope: strict types, nothing lost on the way, newer fields passed over, newer needs refused."""

import json
from typing import Any

import pytest

from ldp_stories.bundles.envelope import (
    Counts,
    Envelope,
    Kind,
    Part,
    Previous,
    Sender,
    SliceTable,
    Statement,
    Thread,
    decode_envelope,
    encode_envelope,
)
from ldp_stories.bundles.names import new_bundle_id
from ldp_stories.bundles.readme import readme
from ldp_stories.errors import UserError
from tests.bundles.samples import ANNA, ANNA_ID, LABEL, PROJECT, TEAM

SHA = "ab" * 32
FULL = Envelope(
    bundle_id=new_bundle_id(),
    project=PROJECT,
    sender=Sender(ANNA_ID, 3, ANNA.fingerprint, ANNA.recipient),
    kind=Kind.RECORDS,
    practice=False,
    to=(TEAM.recipient, ANNA.recipient),
    part=Part(new_bundle_id(), 1, 3),
    counts=Counts(4, 86, 2, 12, 734003200, 1),
    thread=Thread("coordinators", 17, Previous(new_bundle_id(), SHA)),
    carries={f"{ANNA_ID}.3.w": (413, 498)},
    media_elsewhere=(SHA,),
    slices={SHA: SliceTable("mp4", 5200000000, (SHA, "cd" * 32))},
    statement=Statement(12, 31, 410, {"draft": 3}),
    offers=("media-pending",),
    app="0.9.1",
    made_at_label=LABEL,
)
PLAIN = json.loads(encode_envelope(FULL))


def changed(path: str, value: Any) -> bytes:
    """The full envelope as JSON with the value at a dotted path replaced."""
    copy = json.loads(json.dumps(PLAIN))
    *parents, last = path.split("/")
    inner = copy
    for name in parents:
        inner = inner[name]
    inner[last] = value
    return json.dumps(copy).encode()


def test_an_envelope_comes_back_as_it_was() -> None:
    assert decode_envelope(encode_envelope(FULL)) == FULL


def test_it_has_the_names_of_the_specification() -> None:
    assert PLAIN["format"] == "ldp-bundle/1"
    assert PLAIN["thread"]["prev"].keys() == {"bundle_id", "tagmanifest_sha256"}
    assert PLAIN["carries"] == {f"{ANNA_ID}.3.w": [413, 498]}
    assert PLAIN["slices"][SHA].keys() == {"ext", "bytes", "pieces"}


def test_what_is_not_there_is_left_out() -> None:
    small = Envelope(
        bundle_id=FULL.bundle_id,
        project="f" * 64,
        sender=Sender(ANNA_ID, 1, ANNA.fingerprint),
        kind=Kind.PACK,
        practice=True,
        to=(),
        part=FULL.part,
        counts=Counts(),
    )
    value = json.loads(encode_envelope(small))
    assert {"thread", "statement"}.isdisjoint(value)
    assert "recipient" not in value["sender"]
    assert decode_envelope(encode_envelope(small)) == small


def test_a_field_of_a_newer_version_is_passed_over() -> None:
    assert decode_envelope(changed("mood", {"x": [1, 2]})) == FULL
    assert decode_envelope(changed("sender/colour", "red")) == FULL


WRONG: list[tuple[str, Any]] = [
    ("bundle_id", "i" * 26),
    ("bundle_id", 5),
    ("project", "x"),
    ("sender", []),
    ("sender/device", "x"),
    ("sender/epoch", "3"),
    ("sender/epoch", -1),
    ("sender/epoch", True),
    ("sender/key", "MD5:x"),
    ("sender/recipient", "age1x"),
    ("kind", ""),
    ("practice", None),
    ("to", "age1"),
    ("to", [5]),
    ("to", ["ssh-ed25519 AAAA"]),
    ("part/index", 4),
    ("part/of", 0),
    ("part/group", ""),
    ("thread/n", 0),
    ("thread/to", "x" * 65),
    ("thread/to", "a\u202eb"),
    ("thread/prev/tagmanifest_sha256", "00"),
    ("carries", {"x": [1, 2]}),
    ("carries", {f"{ANNA_ID}.3.w": [5, 4]}),
    ("carries", {f"{ANNA_ID}.3.w": [1, 2, 3]}),
    ("counts/orders", -1),
    ("counts/media", 1.5),
    ("media_elsewhere", ["x"]),
    ("slices", {"x": {}}),
    (f"slices/{SHA}/ext", "exe"),
    (f"slices/{SHA}/bytes", 0),
    (f"slices/{SHA}/pieces", [SHA]),
    ("statement/people", "12"),
    ("offers", "x"),
    ("requires", 5),
    ("app", "x\n"),
]


@pytest.mark.parametrize(("path", "value"), WRONG)
def test_a_wrong_value_is_refused(path: str, value: Any) -> None:
    with pytest.raises(UserError) as caught:
        decode_envelope(changed(path, value))
    assert caught.value.code in {"BAD_ENVELOPE", "NEEDS_NEWER"}
    assert (caught.value.code == "NEEDS_NEWER") == (path == "requires")


@pytest.mark.parametrize(
    "name", ["bundle_id", "project", "sender", "kind", "practice", "to", "part", "counts"]
)
def test_a_missing_field_is_refused(name: str) -> None:
    value = {key: inner for key, inner in PLAIN.items() if key != name}
    with pytest.raises(UserError) as caught:
        decode_envelope(json.dumps(value).encode())
    assert caught.value.code == "BAD_ENVELOPE"


def test_the_readme_says_whom_to_call_in_one_line() -> None:
    text = readme(FULL, "Nadia\n01632 960001").decode("ascii")
    assert "please call: Nadia 01632 960001\n" in text
    assert FULL.bundle_id in text
    assert "the person who gave it to you" in readme(FULL, " ").decode()
