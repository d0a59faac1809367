"""The door of an evaluator's notebook: it keeps released words only, lets go of older ones, and never touches anybody else's notebook."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from ldp_stories.domain.audience import Addressee, audience
from ldp_stories.domain.ids import new_id
from ldp_stories.domain.revisions import Change, Revision, new_revision
from ldp_stories.domain.roles import Extra, Role
from ldp_stories.services.edit_record import open_record
from ldp_stories.services.home import Home
from ldp_stories.services.mask_words import mask
from ldp_stories.services.withhold_words import (
    E_WORDS,
    Came,
    for_evaluators,
    holds_protected,
    keeps_released_words_only,
    masked_since,
    seen,
    with_words,
    withhold_unread,
)
from ldp_stories.store import ledger
from ldp_stories.store.dossiers import dossiers
from tests.services.house import STORY, WOMEN, Told, change, houses, name_id, tell
from tests.services.released import release_read


@pytest.fixture
def two(tmp_path: Path) -> Iterator[tuple[Home, Home]]:
    with houses(tmp_path, "joan", "priya") as (joan, priya):
        yield joan, priya


def everything(home: Home) -> list[Revision]:
    with home.main.read() as con:
        return [r for r in ledger.revisions(con) if r.stream == "w" and r.kind != "masking"]


def bring(home: Home, lines: Sequence[Revision]) -> tuple[tuple[tuple[str, str], ...], tuple[str, ...]]:
    """Lines come in as a bundle would bring them, and the door is asked."""
    with home.main.write() as con:
        ledger.insert(con, lines, bundle=new_id())
        return withhold_unread(home, con, Came().add(lines))


def allowed(home: Home) -> list[Revision]:
    """What a bundle for evaluators would hold."""
    with home.main.read() as con:
        reach = audience(dossiers(con, None, home.today()), Addressee(Role.EVALUATOR)).entities
        return for_evaluators(con, [r for r in everything(home) if r.ent in reach])


def bodies(home: Home) -> bytes:
    return b"\n".join(r.body or b"" for r in everything(home))


def released(home: Home) -> Told:
    told = tell(home, tags={WOMEN: "A8"}, title="Mrs Patel and the bulbs")
    release_read(home, told.record)
    return told


def test_only_the_notebook_of_an_evaluator_and_nothing_else_is_kept_so(two: tuple[Home, Home]) -> None:
    joan, priya = two
    assert keeps_released_words_only(priya)
    assert not keeps_released_words_only(joan)


def also(home: Home, *more: Role, extra: tuple[str, ...] = ()) -> None:
    """The person of a notebook has more roles than that of an evaluator."""
    roles = [Role.EVALUATOR, *more]
    terms = [{"role": r.value, "start": "2026-01-01", "extra": list(extra)} for r in roles]
    founder = f"{name_id('founder')}.1.p"
    with home.main.write() as con:
        known = ledger.entity(con, home.member)
        assert known is not None
        line = new_revision(
            "member",
            home.member,
            Change({"roles": terms}),
            subj=(),
            par=known.heads,
            dev=founder,
            seq=500,
            at_label="",
        )
        ledger.insert(con, [line])
    assert home.roles() == frozenset(roles)


@pytest.mark.parametrize(
    ("more", "kept"),
    [
        ((), True),
        ((Role.RESEARCHER,), True),
        ((Role.COORDINATOR,), False),
        ((Role.RESEARCHER, Role.COORDINATOR), False),
    ],
)
def test_an_evaluator_is_kept_to_released_words_whatever_else_they_are_but_a_coordinator(
    two: tuple[Home, Home], more: tuple[Role, ...], kept: bool
) -> None:
    _, priya = two
    if more:
        also(priya, *more)
    assert keeps_released_words_only(priya) is kept
    assert holds_protected(priya) is not kept


def test_clearance_lets_words_as_they_were_said_stay_in_any_of_these_notebooks(
    two: tuple[Home, Home],
) -> None:
    _, priya = two
    also(priya, Role.RESEARCHER, extra=(Extra.CLEARANCE.value,))
    assert keeps_released_words_only(priya)
    assert holds_protected(priya)


def test_an_evaluator_who_is_a_researcher_too_gets_no_unread_words_of_others_and_keeps_all_of_their_own(
    two: tuple[Home, Home],
) -> None:
    joan, priya = two
    also(priya, Role.RESEARCHER)
    own = tell(priya, title="My own")
    told = tell(joan, title="Mrs Patel and the bulbs")
    with joan.main.write() as con:
        ledger.insert(con, everything(priya), bundle=new_id())
        joan.put(
            con,
            "comment",
            new_id(),
            sets={"record": own.record, "kind": "question", "text": "Was Mrs Shah there?", "by": joan.member},
        )
    refused, changed = bring(priya, everything(joan))
    assert {code for _, code in refused} == {E_WORDS}
    assert changed == ()
    assert STORY.encode() in bodies(priya)  # her own story, word for word
    assert b"Was Mrs Shah there?" in bodies(priya)
    assert b"Mrs Patel and the bulbs" not in bodies(priya)
    assert open_record(priya, own.record).record.title == "My own"
    with priya.main.read() as con:
        foreign = [r for r in ledger.revisions(con, ents=[told.words]) if r.body is not None]
    assert foreign == []


def test_what_was_released_is_kept(two: tuple[Home, Home]) -> None:
    joan, priya = two
    told = released(joan)
    assert bring(priya, allowed(joan)) == ((), ())
    view = open_record(priya, told.record)
    assert (view.record.title, view.readings[0].suggestion.reason) == (
        "Mrs Patel and the bulbs",
        "she says so",
    )


def test_words_that_nobody_read_are_let_go_and_named(two: tuple[Home, Home]) -> None:
    joan, priya = two
    told = tell(joan, tags={WOMEN: "A8"})
    refused, changed = bring(priya, everything(joan))
    assert {code for _, code in refused} == {E_WORDS}
    assert changed == ()
    assert b"Patel" not in bodies(priya)
    assert b"she says so" not in bodies(priya)
    assert told.record in {r.ent for r in everything(priya)}


def test_on_a_coordinators_notebook_nothing_is_let_go(tmp_path: Path) -> None:
    with houses(tmp_path, "joan", "theo") as (joan, theo):
        tell(joan)
        before = bodies(joan)
        assert bring(theo, everything(joan)) == ((), ())
        assert bodies(theo) == before


def test_words_masked_later_leave_the_notebook_and_the_story_says_so(two: tuple[Home, Home]) -> None:
    joan, priya = two
    told = released(joan)
    bring(priya, allowed(joan))
    assert b"Mrs Patel" in bodies(priya)
    mask(joan, told.record, "Mrs Patel", "[headteacher]")
    refused, changed = bring(priya, allowed(joan))
    assert (refused, changed) == ((), (told.record,))
    assert b"Mrs Patel" not in bodies(priya)
    assert open_record(priya, told.record).layers[0].text == STORY.replace("Mrs Patel", "[headteacher]")
    assert masked_since(priya, told.record) == priya.label()
    seen(priya, told.record)
    assert masked_since(priya, told.record) == ""


def test_a_title_changed_and_read_again_takes_the_old_one_off(two: tuple[Home, Home]) -> None:
    joan, priya = two
    told = released(joan)
    bring(priya, allowed(joan))
    change(joan, "record", told.record, title="Bulbs")
    release_read(joan, told.record)
    bring(priya, allowed(joan))
    assert b"Mrs Patel and the bulbs" not in bodies(priya)
    assert open_record(priya, told.record).record.title == "Bulbs"


def test_parts_may_come_in_any_order(two: tuple[Home, Home]) -> None:
    """Words that come before the reading are let go; with the reading they are sent again and stay."""
    joan, priya = two
    told = released(joan)
    lines = allowed(joan)
    reading = [r for r in lines if r.kind == "record" and b'"read"' in (r.body or b"")]
    rest = [r for r in lines if r not in reading]
    refused, _ = bring(priya, rest)
    assert refused
    assert bring(priya, reading) == ((), ())
    refused, _ = bring(priya, rest)
    assert refused == ()
    assert open_record(priya, told.record).record.title == "Mrs Patel and the bulbs"


def test_ones_own_words_stay(two: tuple[Home, Home]) -> None:
    joan, priya = two
    told = released(joan)
    bring(priya, allowed(joan))
    with priya.main.write() as con:
        priya.put(con, "comment", new_id(), sets={"record": told.record, "kind": "note", "text": "my own"})
    mask(joan, told.record, "Mrs Patel", "[headteacher]")
    bring(priya, allowed(joan))
    assert [c.text for c in open_record(priya, told.record).comments] == ["my own"]


def own_passage(priya: Home, told: Told, quote: str) -> str:
    layer = open_record(priya, told.record).layers[0]
    at, ident = layer.text.index(quote), new_id()
    sets = {
        "record": told.record,
        "layer": layer.id,
        "start": at,
        "end": at + len(quote),
        "quote": quote,
        "before": layer.text[max(0, at - 9) : at],
        "after": layer.text[at + len(quote) :][:9],
        "note": "keep",
    }
    with priya.main.write() as con:
        priya.put(con, "passage", ident, sets=sets)
    return ident


def test_ones_own_passage_moves_with_the_words_and_shows_the_mask(two: tuple[Home, Home]) -> None:
    joan, priya = two
    told = released(joan)
    bring(priya, allowed(joan))
    quote = "Mrs Patel came to the door"
    own = own_passage(priya, told, quote)
    mask(joan, told.record, "Mrs Patel", "[headteacher]")
    bring(priya, allowed(joan))
    passage = next(p for p in open_record(priya, told.record).passages if p.id == own)
    assert passage.text is not None
    assert (passage.text.quote, passage.note) == ("[headteacher] came to the door", "keep")
    assert b"Patel" not in bodies(priya)


def test_ones_own_passage_that_cuts_through_a_mask_needs_placing_and_is_never_shifted(
    two: tuple[Home, Home],
) -> None:
    joan, priya = two
    told = released(joan)
    bring(priya, allowed(joan))
    own = own_passage(priya, told, "Patel came to the door")
    mask(joan, told.record, "Mrs Patel", "[headteacher]")
    bring(priya, allowed(joan))
    passage = next(p for p in open_record(priya, told.record).passages if p.id == own)
    assert passage.text is None
    assert b"Patel" not in bodies(priya)
    with priya.main.read() as con:
        view = ledger.entity(con, own)
    assert view is not None
    assert view.get("needs_placing") is True


def test_two_masks_in_a_row_carry_it_over_both_copies(two: tuple[Home, Home]) -> None:
    joan, priya = two
    told = released(joan)
    bring(priya, allowed(joan))
    own = own_passage(priya, told, WOMEN)
    mask(joan, told.record, "Mrs Patel", "[headteacher]")
    mask(joan, told.record, "curtains", "[something]")
    bring(priya, allowed(joan))
    passage = next(p for p in open_record(priya, told.record).passages if p.id == own)
    assert passage.text is not None
    assert passage.text.quote == WOMEN.replace("curtains", "[something]")


def test_the_things_in_which_lines_bring_words_are_known(two: tuple[Home, Home]) -> None:
    joan, _ = two
    told = tell(joan, marked=())
    found = with_words(everything(joan))
    assert {told.record, told.words} <= found
    assert told.encounter not in found
    assert with_words([]) == frozenset()


def test_words_as_they_were_said_are_not_kept_without_clearance(two: tuple[Home, Home]) -> None:
    """Whatever a bundle brings: the verbatim words and quotes from them are for those with clearance."""
    joan, priya = two
    told = released(joan)
    with joan.main.read() as con:
        lines = for_evaluators(con, everything(joan))
    refused, _ = bring(priya, lines)
    protected = {r.id for r in lines if r.ent in (told.words, *told.passages.values()) and r.body}
    assert {ident for ident, _ in refused} == protected
    with priya.main.read() as con:
        left = list(ledger.revisions(con, ents=[told.words, *told.passages.values()]))
    assert [r.body for r in left] == [None] * len(left)
    assert open_record(priya, told.record).layers[0].text == STORY
