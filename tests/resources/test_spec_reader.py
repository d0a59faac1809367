"""The specification is enough: a reader written from it alone opens what the program packs, and sees the same stories."""

from __future__ import annotations

import itertools
import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from ldp_stories.domain.consent import Scope
from ldp_stories.domain.revisions import Change, EntityView, Revision, new_revision, view_entity
from ldp_stories.services import mask_words
from ldp_stories.services.edit_record import keep_closed, set_fields
from ldp_stories.services.find_person import find_person
from ldp_stories.services.home import Home
from ldp_stories.services.keep_keys import export_key
from ldp_stories.services.permission import asker, consents_of
from ldp_stories.services.trash import throw_away
from ldp_stories.services.withdraw import stop_uses, take_everything
from ldp_stories.store import ledger, people, records
from tests.resources import spec_reader as spec
from tests.services.cast import WORDS, Cast, a_sound, bring_in, cast, send, tell
from tests.services.homes import pack_of

pytestmark = pytest.mark.skipif(
    not (shutil.which("age") and shutil.which("ssh-keygen")), reason="needs age and ssh-keygen"
)


@pytest.fixture
def made(tmp_path: Path) -> Iterator[Cast]:
    with cast(tmp_path) as people:
        yield people


class Rescue:
    """Somebody with Joan's key and the programme file, and no program."""

    def __init__(self, made: Cast) -> None:
        self.made = made
        self.key = export_key(made.joan, made.folder / "team.key")
        self.programme = spec.pack(pack_of(made.joan, made.folder))
        self.signers = made.folder / "allowed_signers"
        self.signers.write_text(self.programme.signers, encoding="utf-8")

    def read(self) -> list[spec.Bag]:
        """Every bundle on the stick."""
        files = sorted(self.made.stick.glob("*.tar.age"))
        assert files
        return [spec.sealed(path, self.key, self.signers) for path in files]


def same(home: Home, known: dict[str, spec.Thing]) -> int:
    """Every thing is for the second reader what it is for the program; how many there were."""
    count = 0
    with home.main.read() as con:
        for ent, thing in known.items():
            view = ledger.entity(con, ent)
            assert view is not None
            alike(view, thing)
            count += 1
    return count


def alike(view: EntityView, thing: spec.Thing) -> None:
    assert (view.kind, view.began_by, view.hidden) == (thing.kind, thing.began_by, thing.hidden)
    assert set(view.fields) == thing.fields()
    for name in view.fields:
        texts = {
            json.dumps(c.value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
            for c in view.fields[name]
        }
        assert sorted(texts) == thing.versions(name)
        assert view.get(name) == thing.value(name)
    assert {name for name, found in view.sets.items() if found} == thing.sets()
    for name in thing.sets():
        assert dict(view.elements(name)) == thing.elements(name)


def test_a_sending_is_opened_checked_and_understood_from_the_page_alone(made: Cast, tmp_path: Path) -> None:
    record = tell(made.amina, sound=a_sound(tmp_path), title="Tea and bulbs", no=("publish_clip:report",))
    send(made.amina, "coordinators", made.stick)
    rescue = Rescue(made)
    bags = rescue.read()
    bring_in(made.joan, made.stick)
    known = spec.things(bags)
    assert same(made.joan, known) > 5
    story = known[record]
    assert (story.kind, story.value("title")) == ("record", "Tea and bulbs")
    texts = [t.value("text") for t in known.values() if t.kind == "layer" and t.value("record") == record]
    assert WORDS in texts
    (sound,) = [t for t in known.values() if t.kind == "media"]
    master = next(sha for sha, r in sound.elements("renditions").items() if r["rendition"] == "master")
    assert any(b.media.get(master, b"")[:4] == b"fLaC" for b in bags)
    assert rescue.programme.envelope["kind"] == "pack"
    members = {t.value("work_name") for t in spec.things([rescue.programme]).values() if t.kind == "member"}
    assert {"Joan", "Amina", "Priya"} <= members


def test_the_same_gates_are_open_for_the_second_reader(made: Cast) -> None:
    record = tell(made.amina, no=("quote_named", "archive"))
    send(made.amina, "coordinators", made.stick)
    known = spec.things(Rescue(made).read())
    with made.amina.main.read() as con:
        found = records.record(con, record)
        assert found is not None
        given = consents_of(con, found)
    ask = asker(made.amina)
    said = {
        s: spec.may_use(record, s.value, known)
        for s in Scope
        if s.value not in ("publish_clip", "publish_text")
    }
    plain = {s: ask.gate(found, given, s).open for s in said if f"answer:{s.value}" in _answered(known)}
    assert {s: said[s] for s in plain} == plain
    assert set(plain.values()) == {True, False}


def _answered(known: dict[str, spec.Thing]) -> set[str]:
    return {name for t in known.values() if t.kind == "consent" for name in t.fields()}


def test_two_versions_stand_side_by_side_and_a_choice_settles_them(made: Cast) -> None:
    record = tell(made.amina, title="Before")
    send(made.amina, "coordinators", made.stick)
    bring_in(made.joan, made.stick)
    for home, title in ((made.amina, "Tea and bulbs"), (made.joan, "Planting together")):
        with home.main.write() as con:
            home.put(con, "record", record, sets={"title": title})
    send(made.amina, "coordinators", made.stick)
    bring_in(made.joan, made.stick)
    send(made.joan, made.amina.member, made.stick)
    rescue = Rescue(made)
    known = spec.things(rescue.read())
    assert known[record].versions("title") == ['"Planting together"', '"Tea and bulbs"']
    assert known[record].value("title") == "Planting together"
    same(made.joan, known)
    with made.joan.main.write() as con:
        made.joan.put(con, "record", record, sets={"title": "Tea and bulbs"})
    send(made.joan, made.amina.member, made.stick)
    assert spec.things(rescue.read())[record].versions("title") == ['"Tea and bulbs"']


def test_what_was_taken_back_stays_away_from_the_second_reader_too(made: Cast) -> None:
    """An old stick beside a newer bundle with the order: nothing of the words is used."""
    record = tell(made.amina)
    send(made.amina, "coordinators", made.stick)
    bring_in(made.joan, made.stick)
    rescue = Rescue(made)
    assert spec.may_use(record, "share_team", spec.things(rescue.read()))
    with made.joan.main.read() as con:
        found = records.record(con, record)
        assert found is not None
        person = people.participant(con, found.participants[0])
    assert person is not None
    (whom,) = find_person(made.joan, person.code)
    stop_uses(made.joan, whom, ["quote_anon"])
    send(made.joan, made.amina.member, made.stick)
    bags = rescue.read()
    orders = [o for b in bags for o in b.lines["orders"]]
    known = spec.things(bags)
    assert not spec.may_use(record, "quote_anon", known, orders)
    assert spec.may_use(record, "share_team", known, orders)
    take_everything(made.joan, whom, person.code, {})
    send(made.joan, made.amina.member, made.stick)
    known = spec.things(rescue.read())
    assert known[record].fields() == set()
    assert not any(WORDS in str(t.value("text")) for t in known.values() if t.kind == "layer")
    assert not spec.may_use(record, "share_team", known)


def test_masked_words_are_read_alike(made: Cast) -> None:
    record = tell(made.amina)
    send(made.amina, "coordinators", made.stick)
    bring_in(made.joan, made.stick)
    mask_words.mask(made.joan, record, "Mrs Patel", "[a neighbour]")
    send(made.joan, made.amina.member, made.stick)
    known = spec.things(Rescue(made).read())
    same(made.joan, known)
    masked = [t.value("text") for t in known.values() if t.kind == "layer" and t.value("kind") == "masked"]
    assert all("Mrs Patel" not in text for text in masked)
    assert any("[a neighbour]" in text for text in masked)


@pytest.mark.parametrize("place", [0.2, 0.5, 0.9])
def test_a_changed_byte_is_noticed(made: Cast, place: float) -> None:
    tell(made.amina)
    send(made.amina, "coordinators", made.stick)
    rescue = Rescue(made)
    (path,) = made.stick.glob("*.tar.age")
    data = bytearray(path.read_bytes())
    data[int(len(data) * place)] ^= 1
    path.write_bytes(data)
    with pytest.raises(spec.NotBySpecError):
        rescue.read()


def _line(ident: str, par: tuple[str, ...], dev: str, change: Change, seq: int) -> Revision:
    made = new_revision("record", "e", change, subj=(), par=par, dev=f"{dev}.1.w", seq=seq, at_label="")
    return replace(made, id=ident)


_CHANGES: tuple[Change, ...] = (
    Change({"title": "a", "sensitivity": "normal"}, {"tags": {"x": 2}}),
    Change({"title": "b", "sensitivity": "closed"}, {"tags": {"x": 1, "y": 0}}),
    Change({"hidden": True}, {}, {"tags": {"x": ("r1",)}}),
    Change({"title": "b", "read": ["l1"]}, {}, {"tags": {"x": ("r0",)}}),
)


def _plain(line: Revision) -> dict[str, Any]:
    body = json.loads(line.body) if line.body is not None else None
    known: dict[str, Any] = {n: getattr(line, n) for n in ("id", "kind", "ent", "dev", "seq")}
    known |= {"subj": list(line.subj), "par": list(line.par)}
    return known if body is None else known | {"body": body}


def test_every_small_history_is_understood_alike() -> None:
    """Four lines with every way in which later ones may have seen earlier ones: 64 histories."""
    names = ["r0", "r1", "r2", "r3"]
    pairs = [(a, b) for b in range(4) for a in range(b)]
    for chosen in itertools.product([False, True], repeat=len(pairs)):
        parents: dict[int, list[str]] = {i: [] for i in range(4)}
        for (a, b), there in zip(pairs, chosen, strict=True):
            if there:
                parents[b].append(names[a])
        lines = [
            _line(names[i], tuple(parents[i]), f"d{i % 2}", change, i) for i, change in enumerate(_CHANGES)
        ]
        alike(view_entity(lines), spec.Thing([_plain(line) for line in reversed(lines)]))


def test_a_story_closed_after_it_was_sent_is_closed_for_the_second_reader(made: Cast) -> None:
    """The closing line comes with the answers alone (a no must arrive); a story in the trash with the lines never had, without their words."""
    shut, away = tell(made.amina, title="Shut"), tell(made.amina, title="Away")
    send(made.amina, "coordinators", made.stick)
    bring_in(made.joan, made.stick)
    keep_closed(made.amina, shut)
    set_fields(made.amina, away, title="Another name for it")
    throw_away(made.amina, away)
    send(made.amina, "coordinators", made.stick)
    bring_in(made.joan, made.stick)
    bags = Rescue(made).read()
    known = spec.things(bags)
    assert same(made.joan, known) > 5
    assert not spec.may_use(shut, Scope.QUOTE_ANON.value, known)
    assert (known[shut].value("sensitivity"), known[away].hidden) == ("closed", True)
    told = max(bags, key=lambda b: b.envelope["thread"]["n"]).lines["revisions"]
    assert {json.dumps(v.get("body")) for v in told if v["kind"] != "consent"} == {
        "null", '{"set": {"hidden": true}}', '{"set": {"sensitivity": "closed"}}'
    }  # fmt: skip
    assert {v.get("erased_by") for v in told} == {None, "withheld"}
    assert all("Another" not in text for b in bags for text in b.raw)
