"""AT-4, with real windows: two people change one story without knowing of each other; nothing is lost, a no counts at once, a person chooses."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from ldp_stories.domain.consent import Answer
from ldp_stories.domain.revisions import Revision
from ldp_stories.services import edit_record, publish, review_tags
from ldp_stories.services.edit_record import open_record
from ldp_stories.services.find import codebook
from ldp_stories.services.home import Home
from ldp_stories.services.mask_words import mask
from ldp_stories.services.settle_versions import unsettled
from ldp_stories.store import ledger
from tests.journeys.people import Person, person
from tests.services.cast import Cast, bring_in, cast, send, tell
from tests.services.house import open_house
from tests.services.released import release_read
from tests.services.test_withdraw import empty

pytestmark = pytest.mark.qt_log_ignore("pipewire", "PulseAudio", "audio device", extend=True)

WORDS = "They draw the curtains and it is only women. Mrs Patel from number nine knows she does."
SENTENCE = " We planted the bulbs in March."
QUOTE = "it is only women"
NAME = "Mrs Patel"
AMINAS, JOANS = "Tea and bulbs", "Planting together"


@dataclass
class Stage:
    """Joan and Priya in front of windows; Amina's story is with both of the others, and then changed by two people."""

    made: Cast
    joan: Person
    priya: Person
    record: str


@pytest.fixture
def stage(qtbot: QtBot, tmp_path: Path) -> Iterator[Stage]:
    with cast(tmp_path) as made, ExitStack() as windows:
        record = tell(made.amina, title="Base", words=WORDS)
        layer = open_record(made.amina, record).layers[0]
        start = WORDS.index(QUOTE)
        edit_record.add_passage(made.amina, record, layer=layer.id, start=start, end=start + len(QUOTE))
        carry(made, made.amina, "coordinators", made.joan)
        mask(made.joan, record, "number nine", "[a house]")
        release_read(made.joan, record)
        carry(made, made.joan, "evaluators", made.priya)
        quoted = next(p for p in open_record(made.priya, record).passages if p.text)
        publish.add_quote(made.priya, quoted.id, "Women together")
        two_change_it(made, record)
        people = []
        for name, home in (("c1", made.joan), ("e1", made.priya)):
            one = windows.enter_context(person(qtbot, home.machine, tmp_path / name, made.stick))
            one.window.open_desk(home)
            one.rest()
            people.append(one)
        joan, priya = people
        yield Stage(made, joan, priya, record)


def carry(made: Cast, sender: Home, to: str, receiver: Home) -> None:
    """One bundle from one laptop to another."""
    send(sender, to, made.stick)
    bring_in(receiver, made.stick)
    empty(made.stick)


def two_change_it(made: Cast, record: str) -> None:
    """Amina: title, a sentence, and a no to being quoted. Joan: title, a name masked, a tag. Neither knows of the other."""
    edit_record.set_fields(made.amina, record, title=AMINAS)
    edit_record.keep_draft(made.amina, record, "words", WORDS + SENTENCE)
    edit_record.write_drafts(made.amina, record)
    edit_record.changed_mind(made.amina, record, "quote_anon", Answer.NO)
    edit_record.changed_mind(made.amina, record, "quote_named", Answer.NO)
    edit_record.set_fields(made.joan, record, title=JOANS)
    mask(made.joan, record, NAME, "[a neighbour]")
    tag = next(t.id for t in codebook(made.joan) if t.code == "F2")
    passage = next(p for p in open_record(made.joan, record).passages if p.copy_of is None)
    review_tags.suggest(made.joan, record, passage.id, tag, "they did it together")


def hashes(home: Home) -> dict[str, str | None]:
    """The hash of every entity of the work stream."""
    with home.main.read() as con:
        ents = con.exec_driver_sql("SELECT DISTINCT ent FROM revision").scalars().all()
        return {ent: ledger.entity_hash(con, ent) for ent in ents}


def lines(home: Home) -> list[Revision]:
    with home.main.read() as con:
        return [r for r in ledger.revisions(con) if r.stream == "w"]


def test_nothing_is_lost_both_versions_are_shown_with_names_and_a_person_chooses(stage: Stage) -> None:
    carry(stage.made, stage.made.amina, "coordinators", stage.joan.home)
    the_tag_the_sentence_and_the_mask_all_stand(stage)
    each_passage_is_on_its_own_words_or_says_that_it_needs_placing(stage)
    joan = stage.joan
    view = open_record(joan.home, stage.record)
    assert view.record.conflicts == ("title",)
    joan.bring_to_front()
    joan.go("settle")
    for said in (AMINAS, JOANS, "Amina", "Joan", "The title"):
        joan.sees(said)
    (one,) = unsettled(joan.home)
    chosen = next(v for v in one.versions if v.value == AMINAS)
    joan.space(joan.screen.buttons[one.entity, one.field, chosen.rev])
    joan.sees("Nothing to settle.")
    after = open_record(joan.home, stage.record)
    assert after.record.title == AMINAS
    assert after.record.conflicts == ()
    with joan.home.main.read() as con:
        told = [r for r in ledger.revisions(con, ents=[stage.record]) if r.body and JOANS.encode() in r.body]
    assert len(told) == 1


def the_tag_the_sentence_and_the_mask_all_stand(stage: Stage) -> None:
    view = open_record(stage.joan.home, stage.record)
    tags = {t.id: t.code for t in codebook(stage.joan.home)}
    assert "F2" in {tags.get(r.suggestion.tag or "") for r in view.readings}
    by_kind = {layer.kind.value: layer.text for layer in view.layers}
    assert by_kind["verbatim"] == WORDS + SENTENCE
    assert NAME not in by_kind["masked"]
    assert "[a neighbour]" in by_kind["masked"]


def each_passage_is_on_its_own_words_or_says_that_it_needs_placing(stage: Stage) -> None:
    view = open_record(stage.joan.home, stage.record)
    texts = {layer.id: layer.text for layer in view.layers}
    looked_at = 0
    for passage in view.passages:
        if passage.text is None or passage.text.layer not in texts:
            continue
        looked_at += 1
        there = texts[passage.text.layer][passage.text.start : passage.text.end]
        assert there == passage.text.quote or passage.id in view.needs_placing
    assert looked_at >= 2


def test_a_no_to_being_quoted_counts_before_anybody_settles_the_rest(stage: Stage) -> None:
    priya = stage.priya
    priya.bring_to_front()
    priya.go("quotes")
    priya.sees(QUOTE)
    carry(stage.made, stage.made.amina, "coordinators", stage.joan.home)
    assert unsettled(stage.joan.home) != ()
    carry(stage.made, stage.joan.home, "evaluators", priya.home)
    priya.until(lambda: QUOTE not in priya.words, "the quote to leave the bank")
    priya.sees("Taken out")
    priya.sees("They did not agree.")
    (row,) = publish.quotes(priya.home)
    assert (row.gap, row.text) == ("no", "")


def test_either_order_of_arrival_gives_one_result(stage: Stage, tmp_path: Path) -> None:
    """Theo gets Joan's lines first, another Theo Amina's; Joan and Amina exchange theirs: all of them see the same."""
    of_joan, of_amina = lines(stage.joan.home), lines(stage.made.amina)
    found = []
    for at, order in enumerate(((of_joan, of_amina), (of_amina, of_joan), (of_amina[::-1], of_joan[::-1]))):
        theo = open_house(tmp_path / str(at), "theo")
        try:
            for some in order:
                with theo.main.write() as con:
                    ledger.insert(con, some, bundle="b")
            found.append({e: h for e, h in hashes(theo).items() if e in {r.ent for r in of_joan + of_amina}})
        finally:
            theo.close()
    assert found[0] == found[1] == found[2]
    carry(stage.made, stage.made.amina, "coordinators", stage.joan.home)
    mine = hashes(stage.joan.home)
    assert {e: h for e, h in mine.items() if e in found[0]} == found[0]
    assert stage.record in found[0]
