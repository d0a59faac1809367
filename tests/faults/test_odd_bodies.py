"""A trusted device that has gone wrong signs bodies of any shape: they come in or are left out, and every list can still be drawn."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from ldp_stories.bundles.lines import encode_revision
from ldp_stories.crypto.identities import DeviceKeys
from ldp_stories.domain.consent import all_keys
from ldp_stories.domain.ids import new_id
from ldp_stories.domain.kinds import KINDS
from ldp_stories.domain.revisions import Change, Revision, commitment, new_revision
from ldp_stories.services.accept_bundle import Accepted
from ldp_stories.services.check import check
from ldp_stories.services.find import search
from ldp_stories.services.home import Home
from ldp_stories.services.import_bundle import take_in
from ldp_stories.services.my_stories import home_summary, my_stories
from ldp_stories.services.pack_bundle import pack
from ldp_stories.services.queue_work import queue
from ldp_stories.services.read_record import open_record
from ldp_stories.services.recipients import recipient_named
from ldp_stories.services.set_up_programme import make_recovery
from ldp_stories.store import ledger
from tests.bundles.corpus import for_home, texts
from tests.bundles.forge import lines
from tests.bundles.samples import ANNA, ANNA_ID, LABEL
from tests.faults.hostile_child import make_home
from tests.services.live_pack import fill_everything
from tests.services.released import release_read

ODD: tuple[Any, ...] = (
    None,
    7,
    -1.5,
    True,
    "",
    "x",
    "\x00\u202e",
    [],
    [1, None, {}],
    {},
    {"a": {"b": []}},
    "9" * 5000,
)
BODIES = (
    b"{}",
    b'{"set":7}',
    b'{"set":[],"add":7,"del":"x"}',
    b'{"add":{"renditions":7}}',
    b'{"add":{"renditions":{"x":7}}}',
    b'{"add":{"renditions":{"x":{"rendition":7,"bytes":"many","type":[]}}}}',
    b'{"add":{"participants":{"x":[]}}}',
    b'{"del":{"participants":{"x":[{}]}}}',
    b'{"del":{"participants":{"x":[7,null,["y"]]}}}',
    b'{"del":{"participants":{"x":7}}}',
    b'{"set":{"":1}}',
    b'{"set":{"answer:":{"a":1}}}',
    b'{"set":{"title":{"$":"x"}},"more":[1]}',
)


class Numbers:
    """The numbers of one device's lines."""

    def __init__(self) -> None:
        self.next = 0

    def line(self, kind: str, change: Change, ent: str = "") -> Revision:
        self.next += 1
        return new_revision(kind, ent or new_id(), change, subj=[], par=[], dev=f"{ANNA_ID}.3.w", seq=self.next, at_label=LABEL)  # fmt: skip


PERSON, CONSENT, MEETING, STORY, EVALUATOR = (new_id() for _ in range(5))
WHOLE: dict[str, dict[str, Any]] = {
    "participant": {"code": "LT-4HN7-KQY", "teller_kind": "resident"},
    "consent": {"participant": PERSON, "encounter": MEETING, "status": "given", **{f"answer:{k}": "yes" for k in all_keys()}},
    "encounter": {"at": "2026-05-14T10:00", "participants": [PERSON]},
    "record": {"title": "Bulbs", "encounter": MEETING, "participants": [PERSON], "status": "ready", "language": "en"},
}  # fmt: skip
IDS = {"participant": PERSON, "consent": CONSENT, "encounter": MEETING, "record": STORY}


def whole_story(numbers: Numbers) -> list[Revision]:
    """A story that may be read, for the odd things to hang from."""
    return [numbers.line(kind, Change(sets), IDS[kind]) for kind, sets in WHOLE.items()]


def odd_lines(numbers: Numbers) -> Iterator[Revision]:
    """Every field of every kind of work with every odd value, and bodies that are no body."""
    for kind in KINDS.values():
        if kind.stream != "w":
            continue
        around = WHOLE["record"] if kind.name == "record" else {"record": STORY}
        for name, _ in kind.fields:
            field = name.replace("*", "audio").strip("[]")
            for value in ODD:
                yield numbers.line(kind.name, Change({**around, field: value}))
            yield numbers.line(kind.name, Change(around, {field: {"x": {}, "": 7}}))
        for body in BODIES:
            made = numbers.line(kind.name, Change({}))
            salt = made.salt or ""
            yield replace(made, body=body, commit=commitment(salt, body))
    for size in (1, 65, 200):
        ent = new_id()  # as many heads as lines: nobody has seen the others
        for n in range(size):
            yield numbers.line("record", Change({**WHOLE["record"], "title": f"head {n}"}), ent)


def add_evaluator(home: Home) -> None:
    """Somebody to send to, in a programme that is ready."""
    make_recovery(home)
    fill_everything(home)
    keys, term = DeviceKeys.new(), {"role": "evaluator", "start": "2026-01-01", "extra": ["clearance"]}
    device = {
        "member": EVALUATOR,
        "status": "active",
        "sign_key": keys.sign_public,
        "age_recipient": keys.recipient,
    }
    with home.main.write() as con:
        home.put(con, "member", EVALUATOR, sets={"code": "E-01", "work_name": "Priya", "roles": [term]})
        home.put(con, "device", new_id(), sets=device)


@pytest.fixture(scope="module")
def fed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Home, Accepted, list[Revision]]]:
    """A home that took the odd lines in."""
    folder = tmp_path_factory.mktemp("odd")
    home = make_home(folder)
    add_evaluator(home)
    numbers = Numbers()
    odd = [*whole_story(numbers), *odd_lines(numbers)]
    forge = texts(revisions=lines(*map(encode_revision, odd)), orders=b"", receipts=b"")
    path = folder / "in.tar.age"
    path.write_bytes(for_home(forge, home.programme().id, (home.keys.recipient, ANNA.recipient)).make())
    yield home, take_in(home, path), odd
    home.close()


Fed = tuple[Home, Accepted, list[Revision]]


def test_odd_bodies_come_in_whole_or_are_named(fed: Fed) -> None:
    _, taken, odd = fed
    assert len(odd) > 3000
    assert taken.new + len(taken.refused) == len(odd)
    assert {code for _, code in taken.refused} <= {"E_ROLE", "E_CONSENT", "E_STREAM", "E_HEADS", "E_COMMIT"}


def test_a_thing_with_more_than_64_heads_stays_outside_and_the_rest_comes_in(fed: Fed) -> None:
    home, taken, odd = fed
    crowd = {r.ent for r in odd if b"head 64" in (r.body or b"")}
    assert len(crowd) == 2
    assert {ident for ident, code in taken.refused if code == "E_HEADS"} == {
        r.id for r in odd if r.ent in crowd
    }
    with home.main.read() as con:
        assert list(ledger.revisions(con, ents=crowd)) == []
        (one,) = {r.ent for r in odd if b"head 0" in (r.body or b"")} - crowd
        assert len(list(ledger.revisions(con, ents=[one]))) == 1


def test_the_lists_are_still_drawn(fed: Fed) -> None:
    home = fed[0]
    rows = my_stories(home, limit=200).rows
    assert len(rows) > 50
    assert home_summary(home)
    assert search(home, "9999").rows is not None
    assert search(home, "").rows is not None
    queue(home)
    for row in rows:
        assert open_record(home, row.id).record.id == row.id


def test_the_notebook_proves_whole_and_its_rows_can_be_made_again(fed: Fed) -> None:
    report = check(fed[0], rebuild=True)
    assert [(line.what, line.trouble) for line in report.lines if not line.ok] == []


def test_it_can_still_send(fed: Fed, tmp_path: Path) -> None:
    release_read(fed[0], STORY)
    packed = pack(fed[0], "evaluators", tmp_path, first_word=recipient_named(fed[0], "evaluators").words[0])
    assert packed.paths


def test_every_odd_value_is_json() -> None:
    assert json.loads(json.dumps(ODD)) == list(ODD)
