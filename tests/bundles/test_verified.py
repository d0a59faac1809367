"""Reading the lines of a proved bundle: bad ones refuse it whole, odd ones are left out and named."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from ldp_stories.bundles import verified
from ldp_stories.bundles.lines import decode_revision, encode_order, encode_revision
from ldp_stories.bundles.staging import CheckOnly, Nowhere, SpoolStaging
from ldp_stories.bundles.verified import VerifiedBundle
from ldp_stories.domain.revisions import Revision
from ldp_stories.errors import UserError
from tests.bundles.forge import Forge, good_payload, lines
from tests.bundles.samples import Kept, order, read, revision


def bundle_with(folder: Path, **texts: bytes) -> VerifiedBundle:
    payload = good_payload()
    payload.update({f"data/{name}.jsonl": data for name, data in texts.items()})
    (folder / "in.tar.age").write_bytes(Forge(payload=payload).make())
    return read(folder / "in.tar.age", Kept(folder))


ONE = encode_revision(revision(1))
BAD = {
    "odd json": (lines(ONE, ONE.replace(b'"body":{', b'"body":{"x":NaN,')), "BAD_JSON"),
    "a broken rule": (lines(ONE, ONE.replace(b'"seq":1', b'"seq":0')), "BAD_LINE"),
    "an order among revisions": (lines(ONE, encode_order(order())), "BAD_LINE"),
    "an empty line": (lines(ONE, b""), "BAD_JSON"),
    "no newline at the end": (lines(ONE) + ONE, "BAD_LINE"),
    "a line over a mebibyte": (lines(ONE, b"[" + b" " * (1 << 20) + b"]"), "BAD_LINE"),
}


@pytest.mark.parametrize("name", BAD)
def test_one_bad_line_refuses_the_whole_bundle(tmp_path: Path, name: str) -> None:
    data, code = BAD[name]
    bundle = bundle_with(tmp_path, revisions=data)
    with pytest.raises(UserError) as caught:
        list(bundle.revisions())
    assert caught.value.code == code
    bundle.discard()
    assert isinstance(bundle.staging, Kept)
    assert bundle.staging.discarded


def test_a_body_that_was_not_committed_to_is_left_out_and_named(tmp_path: Path) -> None:
    good, bad = revision(1), revision(2)
    changed = replace(bad, body=(bad.body or b"").replace(b"bench", b"stove"))
    bundle = bundle_with(tmp_path, revisions=lines(encode_revision(good), encode_revision(changed)))
    for _ in range(2):
        assert list(bundle.revisions()) == [good]
        assert bundle.refused == [(bad.id, "E_COMMIT")]


def test_of_two_lines_with_one_id_only_the_one_that_does_not_match_is_left_out_each_time(
    tmp_path: Path,
) -> None:
    good = revision(1)
    changed = replace(good, body=(good.body or b"").replace(b"bench", b"stove"))
    bundle = bundle_with(tmp_path, revisions=lines(encode_revision(changed), encode_revision(good)))
    for _ in range(3):
        assert list(bundle.revisions()) == [good]
        assert bundle.refused == [(good.id, "E_COMMIT")]


def test_bodies_are_looked_through_and_hashed_the_first_time_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[bytes] = []
    monkeypatch.setattr("ldp_stories.bundles.lines.check_json", looked.append)
    ones = [revision(n) for n in range(1, 4)]
    bundle = bundle_with(tmp_path, revisions=lines(*map(encode_revision, ones)))
    part = bundle.revisions()
    assert next(part) == ones[0]
    part.close()  # type: ignore[attr-defined]
    assert list(bundle.revisions()) == ones
    assert len(looked) == 1 + 3  # what was begun and left is begun again
    assert list(bundle.revisions()) == ones
    assert len(looked) == 1 + 3


def test_an_order_of_a_newer_version_is_left_out_and_named(tmp_path: Path) -> None:
    known, newer = order(), order()
    value = {**json.loads(encode_order(newer)), "urgency": 5}
    bundle = bundle_with(tmp_path, orders=lines(encode_order(known), json.dumps(value).encode()))
    assert list(bundle.orders()) == [known]
    assert bundle.refused == [(newer.id, "E_NEWER")]


@pytest.mark.parametrize(("announced", "count"), [(1, 2), (3, 2), (0, 2)])
def test_the_number_of_lines_must_be_the_announced_one(tmp_path: Path, announced: int, count: int) -> None:
    forge = Forge(envelope=lambda e: {**e, "counts": {**e["counts"], "revisions": announced}})
    (tmp_path / "in.tar.age").write_bytes(forge.make())
    bundle = read(tmp_path / "in.tar.age", Kept(tmp_path))
    with pytest.raises(UserError, check=lambda e: e.code == "BAD_LINE"):
        list(bundle.revisions())
    assert count == bundle.envelope.counts.revisions or announced != count


def test_no_line_is_read_before_the_bundle_is_proved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read_lines: list[bytes] = []
    monkeypatch.setattr("ldp_stories.bundles.verified.decode_revision", read_lines.append)
    data = Forge(payload={**good_payload(), "data/revisions.jsonl": b"NaN\n"}).make()
    (tmp_path / "in.tar.age").write_bytes(data[:-20])
    with pytest.raises(UserError):
        read(tmp_path / "in.tar.age", Kept(tmp_path))
    assert read_lines == []


def test_a_closed_bundle_has_no_text_left(tmp_path: Path) -> None:
    bundle = bundle_with(tmp_path)
    bundle.close()
    with pytest.raises(UserError, check=lambda e: e.code == "BAD_LINE"):
        list(bundle.revisions())


def test_a_media_sink_that_fails_stops_the_import_and_is_told(tmp_path: Path) -> None:
    class Full(Kept):
        def media(self, sha256: str, size: int, ext: str) -> "Failing":
            return Failing(self, sha256)

    class Failing:
        def __init__(self, staging: Kept, sha256: str) -> None:
            self.staging = staging
            self.sha256 = sha256

        def write(self, data: bytes, /) -> object:
            raise UserError("NO_ROOM")

        def close(self) -> None:
            raise AssertionError("a failed file was kept")

        def abort(self) -> None:
            self.staging.aborted.append(self.sha256)

    (tmp_path / "in.tar.age").write_bytes(Forge().make())
    staging = Full(tmp_path)
    with pytest.raises(UserError, check=lambda e: e.code == "NO_ROOM"):
        read(tmp_path / "in.tar.age", staging)
    assert len(staging.aborted) == 1
    assert staging.discarded


def test_room_is_asked_for_before_payload_is_read(tmp_path: Path) -> None:
    class NoRoom(Kept):
        def room(self, needed: int) -> None:
            raise UserError("NO_ROOM", needed=needed)

        def text(self, path: str, size: int) -> Nowhere:
            raise AssertionError("payload was read")

    (tmp_path / "in.tar.age").write_bytes(Forge().make())
    with pytest.raises(UserError) as caught:
        read(tmp_path / "in.tar.age", NoRoom(tmp_path))
    assert caught.value.facts["needed"] == sum(map(len, good_payload().values()))


def test_a_staging_that_only_checks_keeps_nothing(tmp_path: Path) -> None:
    staging = CheckOnly()
    staging.room(1 << 60)
    sink = staging.text("data/orders.jsonl", 5)
    assert sink.write(b"hello") == 5
    assert list(sink.lines(10)) == []
    media = staging.media("ab" * 32, 5, "jpg")
    assert media.write(b"hello") == 5
    media.abort()
    staging.discard()


def test_a_spool_staging_asks_for_room_and_forgets(tmp_path: Path) -> None:
    staging = SpoolStaging(tmp_path)
    text = staging.text("data/orders.jsonl", 3)
    text.write(b"a\nb\n")
    assert list(text.lines(10)) == [b"a", b"b"]
    with pytest.raises(UserError, check=lambda e: e.code == "NO_ROOM_THERE"):
        staging.room(1 << 60)
    staging.discard()
    assert list(text.lines(10)) == []


def test_some_kinds_are_read_without_reading_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    records, notes = [revision(n) for n in (1, 3)], [replace(revision(n), kind="note") for n in (2, 4)]
    spaced = replace(revision(5), kind="note")
    loose = encode_revision(spaced).replace(b'"t":"rev",', b'"t": "rev",')
    every = [*(encode_revision(r) for pair in zip(records, notes, strict=True) for r in pair), loose]
    bundle = bundle_with(tmp_path, revisions=lines(*every))
    with pytest.raises(RuntimeError):
        next(bundle.revisions_of(frozenset({"note"})))
    bundle.prove()
    read: list[bytes] = []

    def decode(line: bytes, *, proved: bool) -> Revision:
        read.append(line)
        return decode_revision(line, proved=proved)

    monkeypatch.setattr(verified, "decode_revision", decode)
    assert [r.seq for r in bundle.revisions_of(frozenset({"note"}))] == [2, 4, 5]
    assert read == [every[1], every[3], loose]
    read.clear()
    assert [r.seq for r in bundle.revisions_of(frozenset({"record"}))] == [1, 3]
    assert read == [every[0], every[2], loose]
    read.clear()
    assert [r.seq for r in bundle.revisions_of(frozenset({"record"}), others=True)] == [2, 4, 5]
    assert read == [every[1], every[3], loose]
    assert [r.seq for r in bundle.revisions_of(frozenset({"note"}), others=True)] == [1, 3]
    assert [r.seq for r in bundle.revisions_of(frozenset(), others=True)] == [1, 2, 3, 4, 5]
    read.clear()
    assert list(bundle.revisions_of(frozenset({"consent"}))) == []
    assert list(bundle.revisions_of(frozenset({"note", "record"}), others=True)) == []
    assert read == []


def test_a_line_that_does_not_match_is_not_among_those_of_its_kind(tmp_path: Path) -> None:
    good, bad = revision(1), revision(2)
    changed = replace(bad, body=(bad.body or b"").replace(b"bench", b"stove"))
    bundle = bundle_with(tmp_path, revisions=lines(encode_revision(changed), encode_revision(good)))
    bundle.prove()
    assert list(bundle.revisions_of(frozenset({"record"}))) == [good]


def test_which_parents_come_after_their_children_is_known_once_all_was_read(tmp_path: Path) -> None:
    parent, other = revision(1), revision(3)
    child = replace(revision(2), par=(parent.id, other.id))
    data = lines(*(encode_revision(r) for r in (other, child, parent)))
    bundle = bundle_with(tmp_path, revisions=data)
    assert bundle.late == frozenset()
    bundle.prove()
    assert bundle.late == {parent.id}
    bundle.prove()
    assert len(list(bundle.revisions())) == 3
    assert bundle.late == {parent.id}
