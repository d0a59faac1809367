"""Nothing leaves that must not: canaries planted wherever something stays, and every file that leaves searched, sealed and unsealed."""

import itertools
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from ldp_stories.domain.consent import Answer
from ldp_stories.domain.report import QUESTIONS
from ldp_stories.services import act_on_worry, edit_record, publish, review_tags
from ldp_stories.services.find import codebook, search
from ldp_stories.services.home import Home
from ldp_stories.services.mask_words import mask
from ldp_stories.services.open_home import identity
from ldp_stories.services.pack_bundle import Packed
from ldp_stories.services.story import read_story
from ldp_stories.store import desk, ledger, tables
from tests.journeys.unsealed import found_in, inside, readable_words, ways_of
from tests.services.cast import Cast, a_sound, bring_in, cast, send, tell
from tests.services.homes import pack_of
from tests.services.released import release_read

WORDS = "Zebulonia kept the key. They draw the curtains and it is only women. The door was green."
NAME = "Zebulonia"
THEME = "A space that suits us"
LOCAL = sorted(
    t.name for m in (tables.ledger, tables.nouns) for t in m.sorted_tables if t.name.startswith("local_")
)
numbers = itertools.count(1)


def canary(where: str) -> str:
    """A word that stands nowhere else."""
    return f"Qanary{next(numbers):03}{where.replace('_', '').replace(' ', '')}"


def plant_local(home: Home) -> list[str]:
    """A row of canaries in every local table of the main store."""
    planted: list[str] = []
    for name in LOCAL:
        table = tables.ledger.tables.get(name)
        table = tables.nouns.tables[name] if table is None else table
        word = canary(name)
        values: dict[str, object] = {}
        for column in table.columns:
            kind = column.type.python_type
            if kind is int:
                values[column.name] = 900_000 + len(planted)
            else:
                values[column.name] = word.encode() if kind is bytes else word
        if name == "local_fact":
            values["value"] = f'"{word}"'
        if name == "local_gap":
            values["theme"] = THEME  # the heading under which readers are told that words were taken back
        with home.main.write() as con:
            con.execute(table.insert().values(values))
        planted.append(word)
    return planted


def plant_desk(home: Home, record: str) -> list[str]:
    """Something half-typed, and something else on the desk."""
    typed, other = canary("typed"), canary("desk")
    edit_record.keep_draft(home, record, "note", typed)
    with home.desk.write() as con:
        desk.save(con, other, {"value": other})
    return [typed, other]


def plant_identity(home: Home, participant: str) -> list[str]:
    """Who the teller is, in the identity store."""
    card = {n: canary(n) for n in ("name", "phone", "address", "safe_to_contact")}
    with identity(home) as store, store.write() as con:
        sets = {"participant": participant, **card}
        ledger.put(
            con, home.author, "contact_card", canary("id"), sets=sets, subj=[participant], stream="i", at_label=home.label()
        )  # fmt: skip
    return list(card.values())


@dataclass
class Leaving:
    """What a whole round let out: sealed files with who can open them, plain files, and the words that must be in none."""

    sealed: list[tuple[Path, bytes]]
    plain: list[Path]
    secret: list[str]
    not_for_evaluators: list[str]
    to_evaluators: list[bytes]
    three: Cast
    record: str


def opened(packed: Packed, home: Home, sealed: list[tuple[Path, bytes]]) -> list[bytes]:
    """What is inside what was packed."""
    found = [(path, inside(path, home)) for path in packed.paths]
    sealed.extend(found)
    return [data for _, data in found]


@pytest.fixture(scope="module")
def leaving(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Leaving]:
    folder = tmp_path_factory.mktemp("round")
    with cast(folder) as three:
        yield whole_round(three)


def whole_round(three: Cast) -> Leaving:
    """Amina tells, some of it for nobody; Joan reviews and passes on; Priya makes her pages; everybody answers."""
    amina, joan, priya, folder = three.amina, three.joan, three.priya, three.folder
    sealed: list[tuple[Path, bytes]] = []
    file_name, old_title, old_reason, old_words = (
        canary("file"),
        canary("title"),
        canary("reason"),
        canary("words"),
    )
    sound = a_sound(folder).rename(folder / f"{file_name}.wav")
    record = tell(amina, sound=sound, ready=False, title=old_title, words=f"{old_words} {WORDS}")
    edit_record.keep_draft(amina, record, "title", "Curtains")
    edit_record.keep_draft(amina, record, "words", WORDS)
    edit_record.write_drafts(amina, record)
    passage, suggestion = mark(amina, record, old_reason)
    edit_record.mark_ready(amina, record)
    stays = [stay(amina, kind) for kind in ("draft", "closed", "withdrawn", "not ready")]
    with amina.main.read() as con:
        teller = read_story(con, record).record.participants[0]
    secret = [file_name, *itertools.chain.from_iterable(stays)]
    secret += plant_desk(amina, record) + plant_identity(amina, teller) + plant_identity(joan, teller)
    log = canary("log")
    act_on_worry.told_someone(amina, who=log, way=log, reference=log)
    secret.append(log)
    for home in (amina, joan, priya):
        secret += plant_local(home)
    opened(send(amina, "coordinators", three.stick), joan, sealed)
    bring_in(joan, three.stick)
    review_tags.thank(joan, record, "", "Thank you for this.")
    mask(joan, record, NAME, "[a neighbour]")
    release_read(joan, record)
    out = opened(send(joan, "evaluators", three.stick), priya, sealed)
    opened(send(joan, amina.member, three.stick), amina, sealed)
    bring_in(priya, three.stick)
    bring_in(amina, three.stick)
    found = search(priya, "curtains").rows[0].passage
    assert found is not None
    publish.add_quote(priya, found, THEME)
    pages = folder / "pages"
    pages.mkdir()
    plain = [
        publish.quote_page(priya, pages, looked_at=QUESTIONS),
        publish.small_report(priya, pages, looked_at=QUESTIONS),
        pack_of(joan, folder),
    ]
    opened(send(priya, "coordinators", three.stick), joan, sealed)
    assert passage
    assert suggestion
    words = [NAME, old_title, old_reason, old_words]
    return Leaving(sealed, plain, secret, words, out, three, record)


def mark(home: Home, record: str, reason: str) -> tuple[str, str]:
    """A passage with a tag, whose first reason was written over."""
    view = edit_record.open_record(home, record)
    layer = view.layers[0]
    quote = "They draw the curtains and it is only women."
    start = layer.text.index(quote)
    passage = edit_record.add_passage(home, record, layer=layer.id, start=start, end=start + len(quote))
    tag = next(t.id for t in codebook(home) if t.code == "D1")
    edit_record.suggest_tag(home, record, passage=passage, tag=tag, reason=reason)
    view = edit_record.open_record(home, record)
    suggestion = view.readings[0].suggestion.id
    with home.main.write() as con:
        home.put(con, "suggestion", suggestion, sets={"reason": "she said so"}, subj=view.record.participants)
    return passage, suggestion


def stay(home: Home, kind: str) -> tuple[str, str]:
    """A story that goes to nobody, with a canary in its title and one in its words; the two."""
    title, words = canary(f"{kind}title"), canary(f"{kind}words")
    record = tell(home, title=title, words=words, ready=kind != "draft")
    if kind == "closed":
        edit_record.keep_closed(home, record)
    elif kind == "withdrawn":
        edit_record.changed_mind(home, record, "take_part", Answer.NO)
    elif kind == "not ready":
        edit_record.mark_draft(home, record)
    return title, words


def test_every_local_table_holds_a_canary(leaving: Leaving) -> None:
    for home in (leaving.three.amina, leaving.three.joan, leaving.three.priya):
        with home.main.read() as con:
            for name in LOCAL:
                rows = con.exec_driver_sql(f'SELECT * FROM "{name}"').all()
                assert "Qanary" in repr(rows), name


def test_there_is_something_to_search(leaving: Leaving) -> None:
    """The words that may travel are found, so that not finding the others means something."""
    assert len(leaving.sealed) == 4
    assert found_in(leaving.sealed[0][1], ["Zebulonia", "Curtains"]) == ["Curtains", "Zebulonia"]
    assert all(b"ldp-bundle.json" in data for _, data in leaving.sealed)
    assert found_in(leaving.to_evaluators[0], ["neighbour", "Curtains"]) == ["Curtains", "neighbour"]


def test_no_canary_is_in_any_bundle_once_it_is_opened(leaving: Leaving) -> None:
    assert [found_in(data, leaving.secret) for _, data in leaving.sealed] == [[]] * 4


def test_a_sealed_file_shows_nothing_at_all(leaving: Leaving) -> None:
    words = [
        *leaving.secret,
        *leaving.not_for_evaluators,
        "curtains",
        "Larkside",
        "Millbrook",
        "ldp-bundle",
        "Amina",
    ]
    for path, _ in leaving.sealed:
        assert found_in(path.read_bytes() + path.name.encode(), words) == []


def test_no_canary_is_in_a_programme_file_or_a_page_for_readers(leaving: Leaving) -> None:
    for path in leaving.plain:
        assert found_in(path.read_bytes() + path.name.encode(), leaving.secret) == []


def test_a_page_for_readers_holds_no_code_no_name_and_no_words_that_were_masked(leaving: Leaving) -> None:
    with leaving.three.amina.main.read() as con:
        people = con.exec_driver_sql("SELECT code FROM participant").scalars().all()
    assert people
    for path in leaving.plain[:2]:
        assert found_in(path.read_bytes(), [*people, *leaving.not_for_evaluators, "Amina", "R-01"]) == []


def test_an_evaluator_never_receives_a_word_as_it_was_said_nor_one_that_was_written_over(
    leaving: Leaving,
) -> None:
    for data in leaving.to_evaluators:
        assert found_in(data, leaving.not_for_evaluators) == []


def test_an_evaluators_store_has_none_of_them_either(leaving: Leaving) -> None:
    with leaving.three.priya.main.read() as con:
        names = con.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'").scalars().all()
        for name in names:
            rows = repr(con.exec_driver_sql(f'SELECT * FROM "{name}"').all()).encode()
            assert found_in(rows, leaving.not_for_evaluators) == [], name


def test_older_words_come_as_skeletons_and_everybody_sees_the_same_story(leaving: Leaving) -> None:
    joan, priya = leaving.three.joan, leaving.three.priya
    with joan.main.read() as con, priya.main.read() as theirs:
        assert ledger.entity_hash(con, leaving.record) == ledger.entity_hash(theirs, leaving.record)
        skeletons = [r for r in ledger.revisions(theirs) if r.body is None]
    assert skeletons
    assert {r.erased_by for r in skeletons} == {ledger.WITHHELD}


def test_the_stick_holds_nothing_readable(leaving: Leaving) -> None:
    sealed = [p for p in leaving.three.stick.iterdir() if p.suffix == ".age"]
    assert sealed
    assert readable_words([*leaving.secret, NAME], leaving.three.stick) == []


@pytest.mark.parametrize("order", [(0, 1, 2, 3), (3, 2, 1, 0)])
def test_in_whatever_order_they_were_made_only_the_ready_story_leaves(
    tmp_path: Path, order: tuple[int, ...]
) -> None:
    kinds = ("draft", "closed", "withdrawn", "not ready")
    with cast(tmp_path) as three:
        words: list[str] = []
        for at in order:
            words += stay(three.amina, kinds[at])
            if at == 1:
                tell(three.amina, title="Only this", words="Only these words.")
        packed = send(three.amina, "coordinators", three.stick)
        (data,) = opened(packed, three.joan, [])
        assert packed.stories == 1
        assert found_in(data, words) == []
        assert found_in(data, ["Only this"]) == ["Only this"]


def test_a_story_closed_after_it_was_sent_is_not_in_the_next_bundle(tmp_path: Path) -> None:
    with cast(tmp_path) as three:
        record = tell(three.amina, title="Sent once")
        send(three.amina, "coordinators", three.stick)
        edit_record.keep_closed(three.amina, record)
        late = canary("late")
        edit_record.set_fields(three.amina, record, note=late)
        tell(three.amina, title="Another one")
        (data,) = opened(send(three.amina, "coordinators", three.stick), three.joan, [])
        assert found_in(data, [late, "Sent once"]) == []
        assert found_in(data, ["Another one"]) == ["Another one"]


def test_the_search_for_a_word_would_find_it_in_each_of_its_ways() -> None:
    for way in ways_of("Qanary001x"):
        assert found_in(b"\x00" + way + b"\x00", ["Qanary001x"]) == ["Qanary001x"]


def test_what_is_searched_is_what_a_plain_store_would_show(tmp_path: Path) -> None:
    """The same search over a store that is not sealed finds the word: a search that never finds anything proves nothing."""
    with sqlite3.connect(tmp_path / "plain.db") as con:
        con.execute("CREATE TABLE story(words TEXT)")
        con.execute("INSERT INTO story VALUES ('Qanary002x in the open')")
    con.close()
    assert readable_words(["Qanary002x"], tmp_path) == [("plain.db", "Qanary002x")]
