"""What a newer version of the program wrote goes through an older one unharmed: kinds, fields and spelling, byte for byte, there and back."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from ldp_stories.domain.ids import new_id
from ldp_stories.domain.revisions import Change, Revision, commitment, new_revision
from ldp_stories.domain.roles import Role
from ldp_stories.services.check import check
from ldp_stories.services.home import Home
from ldp_stories.services.my_stories import my_stories
from ldp_stories.services.read_record import open_record
from ldp_stories.store import ledger, ledger_import
from tests.services.cast import Cast, bring_in, cast, let_in, send, tell
from tests.services.homes import pack_of
from tests.services.released import release_read


@pytest.fixture
def made(tmp_path: Path) -> Iterator[Cast]:
    with cast(tmp_path) as people:
        yield people


def post(made: Cast, start: Home, to: str, end: Home) -> None:
    """One sends, the other brings it in, and the stick is empty again."""
    send(start, to, made.stick)
    bring_in(end, made.stick)
    for path in made.stick.iterdir():
        path.unlink()


def write(home: Home, kind: str, ent: str, body: bytes) -> Revision:
    """One line as a newer version would write it: its own spelling, fields that nobody here knows."""
    dev = home.author.dev()
    with home.main.write() as con:
        known = [r.id for r in ledger.revisions(con, ents=[ent])]
        seq = ledger_import.stream_number(con, dev).last + 1
        made = new_revision(
            kind, ent, Change(), subj=(), par=known[-1:], dev=dev, seq=seq, at_label=home.label()
        )
        line = replace(made, body=body, commit=commitment(made.salt or "", body), extra=b'{"weight":[1.0,2]}')
        ledger.insert(con, [line])
    return line


def line(home: Home, ident: str) -> Revision | None:
    with home.main.read() as con:
        return next(iter(ledger.revisions(con, [ident])), None)


def test_a_field_nobody_knows_reaches_every_laptop_as_it_was_spelt(made: Cast) -> None:
    record = tell(made.amina)
    odd = write(made.amina, "record", record, b'{ "set" : {"smell":{"of":"tea","n":1.50}} }')
    theo = made.join("Theo", Role.COORDINATOR, pack_of(made.joan, made.folder))
    let_in(made, theo)
    post(made, made.amina, "coordinators", made.joan)
    release_read(made.joan, record)
    post(made, made.joan, "coordinators", theo)
    post(made, made.joan, "evaluators", made.priya)
    for home in (made.joan, theo):
        assert line(home, odd.id) == odd
    there = line(made.priya, odd.id)
    assert there is not None
    assert there.body in (odd.body, None), (
        "passed on as it was, or held back whole: a coordinator has not read what it says"
    )
    for home in (made.joan, theo, made.priya):
        assert open_record(home, record).record.title == "Tea and bulbs"
        assert [(x.what, x.trouble) for x in check(home, rebuild=True).lines if not x.ok] == []
    theo.close()


def test_a_kind_nobody_knows_is_kept_and_passed_on(made: Cast) -> None:
    record = tell(made.amina)
    odd = write(
        made.amina,
        "weather",
        new_id(),
        b'{"set":{"record":"%s","sky":["grey", 1.50, null]}}' % record.encode(),
    )
    theo = made.join("Theo", Role.COORDINATOR, pack_of(made.joan, made.folder))
    let_in(made, theo)
    post(made, made.amina, "coordinators", made.joan)
    assert line(made.joan, odd.id) == odd
    post(made, made.joan, "coordinators", theo)
    assert line(theo, odd.id) == odd
    assert len(my_stories(theo).rows) == 1
    theo.close()
