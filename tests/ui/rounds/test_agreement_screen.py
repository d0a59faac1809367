"""Agreement on screen: rounds and one's share, a sentence per tag, where people differ with both reasons; no marks for anybody."""

from __future__ import annotations

import pytest

from ldp_stories.domain.ids import new_id
from ldp_stories.domain.passages import anchor
from ldp_stories.domain.rounds import How, Unit
from ldp_stories.services.code_blind import answer, my_rounds
from ldp_stories.services.code_own import code, make_tag
from ldp_stories.services.home import Home
from ldp_stories.services.open_round import close_round
from ldp_stories.services.read_record import open_record
from ldp_stories.ui.record import agreement_open as module
from ldp_stories.ui.record.agreement_screen import MARKS, AgreementScreen
from ldp_stories.ui.widgets.choices import Option
from tests.services.homes import Clock
from tests.ui.helpers import button, cut, walk_names, words_on
from tests.ui.on_screen import CURTAINS, Desk
from tests.ui.rounds.conftest import THEO, a_round, stories, theo_says


def agreement(desk: Desk, what: object = None, **look: object) -> AgreementScreen:
    screen = AgreementScreen(desk.context, what)
    desk.show(screen, **look)  # type: ignore[arg-type]
    return screen


def both_answered(home: Home, count: int = 3) -> str:
    """A round that is over: Priya said yes to all, Theo to none."""
    stories(home, count)
    made = a_round(home)
    for number in range(count):
        for tag in made.tags:
            answer(home, made.id, number, tag, "yes", "she says so")
        theo_says(home, made, number, "no", "only in passing")
    close_round(home, made.id)
    return made.id


def test_without_rounds_it_says_what_will_be_here(desk: Desk) -> None:
    screen = agreement(desk)
    assert "No rounds yet" in words_on(screen)
    assert button(screen, "Open a round").isEnabled()


def test_an_open_round_shows_its_people_its_sample_and_ones_share_and_no_answer(
    desk: Desk, home: Home
) -> None:
    stories(home, 2)
    made = a_round(home, deadline="2026-05-20")
    theo_says(home, made, 0, "yes", "a secret reason")
    text = words_on(agreement(desk))
    for words in ("Trust", "Open until 20 May 2026", "You have done 0 of 2", "Priya, Theo"):
        assert words in text
    assert "2 stories, drawn by chance (draw 1)" in text
    assert "D1 Trusted person" in text
    assert "a secret reason" not in text
    assert "The same answer" not in text


def test_coding_ones_share_is_one_press_away(desk: Desk, home: Home) -> None:
    stories(home, 1)
    made = a_round(home)
    screen = agreement(desk)
    button(screen, "Code your share").click()
    assert desk.went == [("blind", made.id)]
    assert "You have done 0 of 1" in button(screen, "Code your share").accessibleName()


def test_closing_a_round_compares_it_at_once(desk: Desk, home: Home) -> None:
    stories(home, 1)
    made = a_round(home, tags=("D1",))
    answer(home, made.id, 0, made.tags[0], "yes")
    theo_says(home, made, 0, "no")
    screen = agreement(desk)
    button(screen, "Close the round").click()
    screen.refresh(frozenset({"coding_round"}))
    desk.settle()
    desk.until(lambda: "Too few to say" in words_on(screen))
    assert desk.told == ["The round is over. Send, so that everybody sees the answers."]


def test_a_small_round_says_so_with_counts_and_without_values(desk: Desk, home: Home) -> None:
    screen = agreement(desk, both_answered(home))
    desk.until(lambda: "Too few to say. The same answer on 0 of 3." in words_on(screen))
    text = words_on(screen)
    assert "Both yes 0, only Priya 3, only Theo 0, both no 0." in text
    assert "This is a small sample: 3 of at least 20. Talk about the differences." in text
    assert "kappa" not in text.casefold()


def test_the_differences_show_words_and_both_reasons(desk: Desk, home: Home) -> None:
    ident = both_answered(home)
    screen = agreement(desk, ident)
    desk.until(lambda: screen.card.differ)
    first = next(iter(screen.card.differ.values()))
    assert first.text() == "Show where we differ (3)"
    first.click()
    text = words_on(screen)
    assert "Yes. she says so" in text
    assert "No. only in passing" in text
    assert CURTAINS in text
    button(screen, "Open the story Story 0").click()
    assert desk.went[-1][0] == "record"
    first.click()
    assert "only in passing" not in words_on(screen)


def test_a_tag_that_nobody_used_has_words_and_no_number(desk: Desk, home: Home) -> None:
    stories(home, 2)
    made = a_round(home, tags=("D1",))
    for number in range(2):
        answer(home, made.id, number, made.tags[0], "no")
        theo_says(home, made, number, "no")
    close_round(home, made.id)
    screen = agreement(desk, made.id)
    desk.until(lambda: "Not used: nobody said yes" in words_on(screen))
    assert not screen.card.differ


def test_answers_that_have_not_come_are_named(desk: Desk, home: Home) -> None:
    stories(home, 1)
    made = a_round(home, tags=("D1",))
    answer(home, made.id, 0, made.tags[0], "yes")
    close_round(home, made.id)
    screen = agreement(desk, made.id)
    desk.until(lambda: "The answers of Theo have not come yet." in words_on(screen))
    assert "Nothing to compare yet: nobody read the same." in words_on(screen)


def test_the_last_day_ends_a_round_by_itself(desk: Desk, home: Home, clock: Clock) -> None:
    stories(home, 1)
    made = a_round(home, tags=("D1",), deadline=home.today().isoformat())
    clock.forward(days=1)
    screen = agreement(desk, made.id)
    desk.until(lambda: "Nothing to compare yet" in words_on(screen))
    assert "Over" in words_on(screen)


def fill(
    screen: AgreementScreen, home: Home, *, coders: tuple[str, ...] = ("", THEO), code: str = "D1"
) -> None:
    page = screen.opening
    page.name.set_text("Do we read trust alike?")
    key = next(o.key for o in page.tags._options if o.label.startswith(f"{code} "))
    page.tags.pick(key)
    page.coders.set_value([c or home.member for c in coders])


def test_opening_a_round_from_its_page(desk: Desk, home: Home) -> None:
    stories(home, 3)
    screen = agreement(desk)
    screen.new.click()
    desk.until(lambda: "3 stories can be drawn from." in words_on(screen))
    fill(screen, home)
    screen.opening.count.set_text("2")
    screen.opening.seed.set_text("7")
    screen.opening.deadline.set_value(screen.opening.deadline._options[2].key)
    button(screen, "Open the round").click()
    desk.until(lambda: my_rounds(home))
    desk.settle()
    (one,) = my_rounds(home)
    assert (len(one.round.items), one.round.seed, one.round.how) == (2, 7, How.RANDOM)
    assert one.round.deadline == "2026-05-24"
    assert desk.told == ["The round is open. It goes to the others when you send."]
    assert screen.pages.currentWidget() is screen.main
    desk.until(lambda: "Do we read trust alike?" in words_on(screen))


def test_passages_and_chosen_stories_can_be_the_sample(desk: Desk, home: Home) -> None:
    told = stories(home, 3)
    screen = agreement(desk)
    screen.new.click()
    desk.settle()
    fill(screen, home)
    page = screen.opening
    page.unit.set_value([Unit.PASSAGE.value])
    page.how.set_value([How.CHOSEN.value])
    page._fit()
    assert page.stories_field.isVisible()
    assert not page.size_part.isVisible()
    page.stories.pick(told[0][0])
    button(screen, "Open the round").click()
    desk.until(lambda: my_rounds(home))
    assert my_rounds(home)[0].round.items == (told[0],)


def test_a_story_that_is_not_among_the_newest_is_found_by_its_words(
    desk: Desk, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_OFFERED", 1)
    (old, _), _newest = stories(home, 2)
    screen = agreement(desk)
    screen.show_opening()
    page = screen.opening
    assert len(page.stories.list._options) == 1
    shown: list[Option] = []
    assert page.stories.list.further is not None
    page.stories.list.further("Story 0", shown.extend)
    desk.until(lambda: bool(shown))
    assert [(o.key, o.label) for o in shown] == [(old, "Story 0")]
    page.stories.pick(old)
    assert page.stories.value() == [old]


@pytest.mark.parametrize(
    ("coders", "words"),
    [(("",), "A round needs two people who code."), ((), "A round needs two people who code.")],
)
def test_what_is_missing_is_said_beside_the_button(
    desk: Desk, home: Home, coders: tuple[str, ...], words: str
) -> None:
    stories(home, 1)
    screen = agreement(desk)
    screen.new.click()
    fill(screen, home, coders=coders)
    button(screen, "Open the round").click()
    desk.until(lambda: words in words_on(screen))
    assert my_rounds(home) == ()


def test_going_back_opens_nothing(desk: Desk, home: Home) -> None:
    screen = agreement(desk)
    screen.new.click()
    fill(screen, home)
    button(screen, "Back to the rounds").click()
    assert my_rounds(home) == ()
    assert screen.pages.currentWidget() is screen.main


@pytest.mark.parametrize("look", [{"scale": 2.0}, {"rtl": True}, {"size": (1024, 600)}])
def test_it_is_whole_in_every_look(desk: Desk, home: Home, look: dict[str, object]) -> None:
    screen = agreement(desk, both_answered(home, 2), **look)
    desk.until(lambda: screen.card.differ)
    for one in screen.card.differ.values():
        one.click()
    desk.until(lambda: not cut(screen))
    walk_names(screen)
    screen.show_opening()
    desk.settle()
    desk.until(lambda: not cut(screen))
    walk_names(screen)


def test_every_value_opens_all_that_stands_behind_it(desk: Desk, home: Home) -> None:
    stories(home, 2)
    made = a_round(home, tags=("D1",))
    for number in range(2):
        answer(home, made.id, number, made.tags[0], "yes", "a neighbour")
        theo_says(home, made, number, "yes", "the same")
    close_round(home, made.id)
    screen = agreement(desk, made.id)
    desk.until(lambda: screen.card.every)
    assert not screen.card.differ
    (button_,) = screen.card.every.values()
    assert button_.text() == "Show all (2)"
    button_.click()
    assert words_on(screen).count("Yes. a neighbour") == 2
    assert button_.accessibleDescription() == "open"
    button_.click()
    assert "a neighbour" not in words_on(screen)
    assert button_.accessibleDescription() == "closed"


def marked_by_both(home: Home) -> str:
    """One story on which Priya and Theo marked other words with the same tag."""
    record, _ = stories(home, 1)[0]
    layer = open_record(home, record).layers[0]
    tag = make_tag(home, "Only women")
    code(home, record, tag, layer=layer.id, start=0, end=8, memo="the door")
    at = anchor(layer.id, layer.text, 0, 20)
    sets = {"record": record, "tag": tag, "by": THEO, "memo": "more of it", "layer": layer.id, "start": 0}
    with home.main.write() as con:
        ends = {"end": 20, "quote": at.quote, "before": at.before, "after": at.after}
        home.put(con, "coding", new_id(), sets=sets | ends)
    return record


def test_own_marks_stand_beside_the_rounds_with_their_alpha_or_why_not(desk: Desk, home: Home) -> None:
    record = marked_by_both(home)
    screen = agreement(desk)
    desk.until(lambda: screen.spans.folds)
    text = words_on(screen)
    assert "Only women" in text
    assert "The same words on 0 of 1. Marks: Priya 1, Theo 1." in text
    assert "Too few to say: 2 of at least 20 marks." in text
    assert not screen.card.isVisible()
    button(screen, "Show where we differ (1), Only women").click()
    text = words_on(screen)
    assert "the door" in text
    assert "more of it" in text
    button(screen, "Open the story Story 0").click()
    assert desk.went == [("record", record)]


def test_a_round_and_the_own_marks_take_turns(desk: Desk, home: Home) -> None:
    marked_by_both(home)
    made = a_round(home, tags=("D1",))
    screen = agreement(desk, made.id)
    desk.settle()
    assert screen.card.isVisible()
    assert not screen.spans.isVisible()
    screen.cards[MARKS].click()
    desk.until(lambda: screen.spans.folds)
    assert screen.spans.isVisible()
    assert not screen.card.isVisible()


@pytest.mark.parametrize("look", [{"scale": 2.0}, {"rtl": True}])
def test_own_marks_are_whole_in_every_look(desk: Desk, home: Home, look: dict[str, object]) -> None:
    marked_by_both(home)
    screen = agreement(desk, MARKS, **look)
    desk.until(lambda: screen.spans.folds)
    for fold in screen.spans.folds.values():
        fold.buttons[-1].click()
    desk.until(lambda: cut(screen) == [])
    assert "" not in walk_names(screen)
