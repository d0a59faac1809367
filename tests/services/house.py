"""Three real homes of one invented programme, sealed stores and all, and ways to put stories in and pass them on."""

import hashlib
import shutil
import uuid
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from ldp_stories.crypto.identities import DeviceKeys
from ldp_stories.crypto.slots import KdfCost, new_key, practice_slot, unwrap_practice
from ldp_stories.domain.audience import Addressee, audience
from ldp_stories.domain.consent import Scope, all_keys
from ldp_stories.domain.ids import new_id
from ldp_stories.domain.media import PIECE_BYTES
from ldp_stories.domain.orders import Order, OrderKind, OrderReason
from ldp_stories.domain.revisions import Change, new_revision
from ldp_stories.domain.roles import Role
from ldp_stories.media.encode import flac_from_pieces
from ldp_stories.services.founding import Founding
from ldp_stories.services.home import Home, Machine
from ldp_stories.store import facts, homes, ledger, media, sent
from ldp_stories.store.dossiers import dossiers
from ldp_stories.store.ledger import Author
from ldp_stories.store.vault import new_item_key
from tests.services.templates import may_copy, template

RESOURCES = Path(__file__).parents[2] / "resources"
NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
PLACES = {"millbrook": "Millbrook", "cafe": "Corner café", "fordbridge": "Fordbridge"}
TAGS = {"D1": "Trusted person", "A8": "Home and space", "B7": "A space that suits us"}
STORY = (
    "When we came in the spring I knew nobody. Mrs Patel came to the door with the bulbs. "
    "They draw the curtains and it is only women. I can walk in on my own now. Mrs Patel knows she does."
)
WOMEN = "They draw the curtains and it is only women."
BULBS = "Mrs Patel came to the door with the bulbs."


def name_id(name: str) -> str:
    """The same id for the same name in every home of a test."""
    return str(uuid.uuid5(uuid.NAMESPACE_DNS, f"{name}.larkside.example"))


def machine(folder: Path, now: datetime = NOW) -> Machine:
    """A laptop of its own for a test."""
    ident = hashlib.sha256(str(folder).encode()).hexdigest()[:32]
    return Machine(folder / "state", ident, KdfCost.test(), lambda: now, RESOURCES.joinpath, (), live=False)


PEOPLE = {
    "amina": ("R-07", "", Role.RESEARCHER),
    "joan": ("C-01", "Joan", Role.COORDINATOR),
    "theo": ("C-02", "Theo", Role.COORDINATOR),
    "priya": ("E-01", "Priya", Role.EVALUATOR),
}


def open_house(folder: Path, who: str, *, now: datetime = NOW) -> Home:
    """A new home of one of PEOPLE, with the programme in it."""
    key = ("house", who)
    if (folder / who).exists() or not may_copy(key):
        return _new_house(folder, who, now)
    place = template(key, lambda empty: _new_house(empty, who, NOW).close())
    here = homes.HomeFolder(folder / who)
    shutil.copytree(place / who, here.path)
    root_key = unwrap_practice(homes.read_slots(here)["practice"])
    return _opened(here, folder, who, now, homes.open_stores(here, root_key), root_key)


def opened_again(home: Home) -> Home:
    """One of these homes after a window closed it: a closed one keeps no key."""
    root_key = unwrap_practice(homes.read_slots(home.place)["practice"])
    return Home(home.place, home.machine, homes.open_stores(home.place, root_key), home.author, root_key)


def _new_house(folder: Path, who: str, now: datetime) -> Home:
    root_key = new_key()
    slots = {"practice": practice_slot(root_key)}
    here = homes.create_home(folder / who, slots=slots, reserve_bytes=0)
    stores = homes.open_stores(here, root_key, create=True)
    with stores.main.write() as con:
        facts.save(con, "member", name_id(who))
        facts.save(con, "practice", True)
        facts.save(con, "keys", DeviceKeys.new().to_json())
        _programme(con)
    return _opened(here, folder, who, now, stores, root_key)


def _opened(
    here: homes.HomeFolder, folder: Path, who: str, now: datetime, stores: homes.Stores, root_key: bytes
) -> Home:
    return Home(here, machine(folder / who, now), stores, Author(name_id(f"{who} laptop"), 1), root_key)


def _programme(con: Any) -> None:
    """The same lines in every home, as one pack would bring them."""
    ledger.insert(con, _programme_lines(), bundle=None)


@cache
def _programme_lines() -> tuple[Any, ...]:
    founding = Founding("Larkside Together", "ssh-ed25519 AAAA", "00" * 16)
    founder = Author(name_id("founder"), 1)

    def put(kind: str, ent: str, **sets: Any) -> None:
        made = new_revision(
            kind,
            ent,
            Change(sets),
            subj=(),
            par=(),
            dev=founder.dev("p"),
            seq=next(numbers),
            at_label="2026-01-01T00:00:00Z",
        )
        lines.append(made)

    lines: list[Any] = []
    numbers = iter(range(1, 1000))
    statement = {"name": founding.name, "key": founding.key, "random": founding.random}
    put(
        "programme",
        name_id("programme"),
        name="Larkside Together",
        practice=True,
        code_prefix="LT",
        founding=statement,
        version=1,
    )
    for who, (code, name, role) in PEOPLE.items():
        terms: list[dict[str, Any]] = [{"role": role.value, "start": "2026-01-01", "extra": []}]
        put("member", name_id(who), code=code, work_name=name, organisation="", roles=terms)
        put("device", name_id(f"{who} laptop"), member=name_id(who), label=f"{who} laptop", status="active")
    for key, name in PLACES.items():
        parents = [{"place": name_id("millbrook"), "relation": "in"}] if key == "cafe" else []
        put("place", name_id(key), key=key, name=name, type="venue" if parents else "ward", parents=parents)
    for at, (code, name) in enumerate(TAGS.items()):
        put("tag", name_id(code), code=code, name=name, group=code[0], group_name="", meaning="", position=at)
    return tuple(lines)


YES = dict.fromkeys(all_keys(), "yes")


@dataclass
class Told:
    """The ids of one story."""

    record: str
    participant: str
    consent: str
    encounter: str
    words: str
    passages: dict[str, str] = field(default_factory=dict)
    suggestions: dict[str, str] = field(default_factory=dict)
    media: str = ""


def tell(
    home: Home,
    text: str = STORY,
    *,
    answers: Mapping[str, str] = YES,
    marked: Iterable[str] = (WOMEN, BULBS),
    tags: Mapping[str, str] | None = None,
    code: str = "LT-4HN7-KQY",
    person: str | None = None,
    sound: bool = False,
    at: str = "2026-05-14T10:00",
    **record: Any,
) -> Told:
    """Write a whole story as its researcher: person, consent, meeting, words, passages, tags (passage words -> tag code), sound.

    `masked`: with a masked copy of its words, in which nothing is hidden.
    """
    told = Told(new_id(), person or new_id(), new_id(), new_id(), new_id())
    subj = (told.participant,)
    place, masked = record.pop("place", name_id("cafe")), record.pop("masked", False)
    consent = {f"answer:{k}": v for k, v in answers.items()} | record.pop("consent", {})
    teller = {"code": code, "teller_kind": "resident", "age_band": "40-59"} | record.pop("teller", {})
    meeting = {
        "at": at,
        "place": place,
        "relation": "by sight",
        "researcher": home.member,
        "participants": [*subj],
    }
    facts_ = {
        "title": "Tea and bulbs",
        "kind": "story",
        "language": "en",
        "status": "ready",
        "participants": [*subj],
    } | record
    with home.main.write() as con:

        def put(noun: str, ent: str, **sets: Any) -> None:
            home.put(con, noun, ent, sets=sets, subj=subj)

        if person is None:
            put("participant", told.participant, **teller)
        given = {"participant": told.participant, "encounter": told.encounter, "status": "given"}
        put("consent", told.consent, **(given | consent))
        put("encounter", told.encounter, **meeting)
        put("record", told.record, encounter=told.encounter, **facts_)
        words = {"record": told.record, "language": facts_["language"], "text": text}
        put("layer", told.words, kind="verbatim", **words)
        if masked:
            put("layer", new_id(), kind="masked", made_from=told.words, **words)
    if sound:
        told.media = add_sound(home, told)
    for quote in marked:
        told.passages[quote] = mark(home, told, text, quote)
    for quote, tag in (tags or {}).items():
        told.suggestions[tag] = suggest(home, told, quote, tag)
    return told


def mark(home: Home, told: Told, text: str, quote: str) -> str:
    """Mark a passage in the words (and in the sound, when there is any)."""
    start = text.index(quote)
    ident = new_id()
    sets: dict[str, Any] = {
        "record": told.record,
        "layer": told.words,
        "start": start,
        "end": start + len(quote),
        "quote": quote,
    }
    sets |= {
        "before": text[max(0, start - 24) : start],
        "after": text[start + len(quote) :][:24],
        "note": "it moved me",
    }
    if told.media:
        sets |= {"media": told.media, "from_ms": 300, "to_ms": 700}
    with home.main.write() as con:
        home.put(con, "passage", ident, sets=sets, subj=(told.participant,))
    return ident


def suggest(home: Home, told: Told, quote: str, tag: str, reason: str = "she says so") -> str:
    """Suggest a tag for a passage."""
    ident = new_id()
    passage = told.passages.get(quote)
    sets = {
        "record": told.record,
        "passage": passage,
        "tag": name_id(tag),
        "by": home.member,
        "reason": reason,
        "sure": "sure",
    }
    with home.main.write() as con:
        home.put(con, "suggestion", ident, sets=sets, subj=(told.participant,))
    return ident


SOUND = b"".join(bytes([i % 120, i % 3]) * (PIECE_BYTES // 2) for i in range(10))
"""One second of sound, every tenth of it different."""


def add_sound(home: Home, told: Told, sound: bytes = SOUND) -> str:
    """Put one second of sound (or another sound) in the vault as a FLAC master."""
    ident, item, key = new_id(), new_id(), new_item_key()
    with home.vault.create_file(item, key) as file:
        ms = flac_from_pieces([sound], file)
        size = file.size
        file.seal()
    with home.vault.open(item, key) as reader:
        sha = hashlib.sha256(reader.read(0, size)).hexdigest()
    rendition = {sha: {"rendition": "master", "bytes": size, "type": "flac"}}
    sets = {
        "record": told.record,
        "kind": "audio",
        "origin": "recorded here",
        "duration_ms": ms,
        "position": 0,
    }
    with home.main.write() as con:
        home.put(con, "media", ident, sets=sets, adds={"renditions": rendition}, subj=(told.participant,))
        media.keep_key(con, item, key, media=ident, sha256=sha, size=size)
    return ident


def pass_on(start: Home, to: Home, *, n: int = 1) -> None:
    """Everything of the work stream goes from one home to another, as a bundle would bring it."""
    with start.main.read() as con:
        lines = [r for r in ledger.revisions(con) if r.stream == "w"]
    _bring(start, to, lines, n)


def send_to_evaluator(start: Home, to: Home, *, clearance: bool = False) -> None:
    """What the rules let an evaluator have goes there, and nothing else."""
    with start.main.read() as con:
        reach = audience(
            dossiers(con, None, start.today()), Addressee(Role.EVALUATOR, frozenset(), clearance)
        )
        lines = [r for r in ledger.revisions(con, ents=reach.entities) if r.stream == "w"]
    _bring(start, to, lines, 1)


def _bring(start: Home, to: Home, lines: list[Any], n: int) -> None:
    bundle = new_id()
    with to.main.write() as con:
        ledger.insert(con, lines, bundle=bundle)
        arrived = sent.Received(
            bundle,
            start.author.device,
            1,
            "coordinators",
            n,
            "",
            "00",
            "records",
            "g",
            1,
            1,
            "2026-11-22T09:00:00Z",
        )
        sent.record_received(con, arrived)


def change(home: Home, kind: str, ent: str, **sets: Any) -> None:
    """Write one more revision of something."""
    with home.main.write() as con:
        home.put(con, kind, ent, sets=sets)


def answer(home: Home, told: Told, **answers: str) -> None:
    """The person changes their mind: scopes with their new answers."""
    change(home, "consent", told.consent, **{f"answer:{k.replace('__', ':')}": v for k, v in answers.items()})


def narrow(home: Home, told: Told, *scopes: Scope) -> None:
    """An order that closes scopes for a person."""
    order = Order(
        new_id(),
        OrderKind.NARROW,
        OrderReason.WITHDRAWAL,
        told.participant,
        (),
        tuple(s.value for s in scopes),
        home.author.device,
        1,
        "",
    )
    with home.main.write() as con:
        ledger.apply_orders(con, [order])


def erase(home: Home, told: Told) -> None:
    """An order that takes everything of a person out."""
    order = Order(
        new_id(),
        OrderKind.ERASE,
        OrderReason.WITHDRAWAL,
        told.participant,
        (told.record,),
        (),
        home.author.device,
        1,
        "",
    )
    with home.main.write() as con:
        ledger.apply_orders(con, [order])


@contextmanager
def houses(folder: Path, *who: str, now: datetime = NOW) -> Iterator[tuple[Home, ...]]:
    """Open some homes and close them again."""
    opened = tuple(open_house(folder, name, now=now) for name in who)
    try:
        yield opened
    finally:
        for home in opened:
            home.close()
