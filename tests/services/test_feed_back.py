""" "You said, we did": made by the coordinator, heard by the researchers whose stories are behind it, by slip and poster (US-C10)."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from ldp_stories.domain.audience import Addressee, audience
from ldp_stories.domain.feedback import Feedback
from ldp_stories.domain.review import Choice
from ldp_stories.domain.roles import Role
from ldp_stories.errors import Refused, UserError
from ldp_stories.services import feed_back
from ldp_stories.services.hear_back import hearing_back, reply_to_decision
from ldp_stories.services.home import Home
from ldp_stories.services.review_tags import decide
from ldp_stories.store import comments
from ldp_stories.store.dossiers import dossiers
from tests.services.cast import Cast, bring_in, cast, send
from tests.services.cast import tell as told_by
from tests.services.homes import code_of
from tests.services.house import BULBS, WOMEN, Told, erase, houses, name_id, pass_on, tell

ENTRY = Feedback("", (), (), "The lamps by the school are out", True, "The council mended them", "2026-10-02")


@pytest.fixture
def two(tmp_path: Path) -> Iterator[tuple[Home, Home, Told]]:
    with houses(tmp_path, "amina", "joan") as (amina, joan):
        story = tell(amina, tags={WOMEN: "D1", BULBS: "A8"})
        pass_on(amina, joan)
        yield amina, joan, story


def about(*stories: Told, **more: object) -> Feedback:
    return replace(ENTRY, records=tuple(s.record for s in stories), **more)  # type: ignore[arg-type]


def test_an_entry_says_what_was_heard_and_what_became_of_it(two: tuple[Home, Home, Told]) -> None:
    _, joan, story = two
    ident = feed_back.keep(joan, about(story))
    (entry,) = feed_back.entries(joan)
    assert (entry.feedback.id, entry.feedback.sent, entry.feedback.told_by) == (ident, False, joan.member)
    assert [(h.title, h.researcher) for h in entry.stories] == [("Tea and bulbs", "R-07")]
    assert entry.researchers == ("R-07",)
    assert [h.record for h in feed_back.stories_to_link(joan)] == [story.record]


@pytest.mark.parametrize("empty", [{"heard": "  "}, {"did": ""}])
def test_an_entry_without_one_half_is_not_kept(two: tuple[Home, Home, Told], empty: dict[str, str]) -> None:
    _, joan, story = two
    with pytest.raises(Refused) as caught:
        feed_back.keep(joan, about(story, **empty))
    assert code_of(caught) == "FEEDBACK_EMPTY"
    assert feed_back.entries(joan) == ()


def test_only_a_coordinator_feeds_back(two: tuple[Home, Home, Told]) -> None:
    amina, _, story = two
    with pytest.raises(Refused) as caught:
        feed_back.keep(amina, about(story))
    assert code_of(caught) == "NOT_YOUR_ROLE"


def test_a_draft_goes_to_nobody_and_a_sent_one_to_those_concerned(two: tuple[Home, Home, Told]) -> None:
    amina, joan, story = two
    ident = feed_back.keep(joan, about(story))

    def goes(device: str) -> bool:
        with joan.main.read() as con:
            reach = audience(
                dossiers(con, None, joan.today()), Addressee(Role.RESEARCHER, frozenset({device}))
            )
        return ident in reach.entities

    assert not goes(amina.author.device)
    feed_back.send_back(joan, replace(feed_back.entries(joan)[0].feedback))
    assert goes(amina.author.device)
    assert not goes("another laptop")


def test_a_researcher_hears_what_was_done_and_what_was_not(two: tuple[Home, Home, Told]) -> None:
    amina, joan, story = two
    feed_back.send_back(joan, about(story, back_to="Tell her at the herb bed"))
    feed_back.send_back(joan, about(story, heard="A crossing", done=False, did="The road is not ours"))
    feed_back.keep(joan, about(story, heard="Still a draft"))
    pass_on(joan, amina, n=2)
    heard = {h.kind: h for h in hearing_back(amina)}
    assert (heard["did"].quote, heard["did"].text) == (
        "The lamps by the school are out",
        "The council mended them",
    )
    assert (heard["did"].by, heard["did"].reason) == ("Joan", "Tell her at the herb bed")
    assert (heard["did not"].quote, heard["did not"].text) == ("A crossing", "The road is not ours")
    assert "Still a draft" not in [h.quote for h in hearing_back(amina)]


def test_slips_name_the_researchers_own_stories_and_the_poster_names_nobody(
    two: tuple[Home, Home, Told], tmp_path: Path
) -> None:
    _, joan, story = two
    feed_back.send_back(joan, about(story))
    feed_back.send_back(joan, about(story, heard="A <b>crossing</b>", done=False, did="Not ours"))
    (slip,) = feed_back.slips(joan)
    assert slip.researcher == "R-07"
    page = feed_back.slip_html(joan, slip)
    assert "Tea and bulbs" in page
    assert "We did not, because:" in page
    poster = feed_back.poster_html(joan)
    assert "A &lt;b&gt;crossing&lt;/b&gt;" in poster
    assert "What we could not do, and why" in poster
    for secret in ("Tea and bulbs", "R-07", "LT-4HN7-KQY", "Joan"):
        assert secret not in poster
    made = feed_back.write_slips(joan, tmp_path / "out")
    assert [p.name for p in made] == ["you-said-we-did-1.html", "you-said-we-did-poster.html"]
    assert made[1].read_text(encoding="utf-8") == poster


def test_a_story_that_was_taken_back_leaves_a_gap_that_is_counted(two: tuple[Home, Home, Told]) -> None:
    _, joan, story = two
    feed_back.send_back(joan, about(story))
    erase(joan, story)
    found = feed_back.entries(joan)
    assert [e.gone for e in found] in ([1], [])
    assert feed_back.slips(joan) == ()


def test_nothing_recorded_yet_is_said_on_the_poster(two: tuple[Home, Home, Told]) -> None:
    assert "Nothing recorded yet." in feed_back.poster_html(two[1])


def test_a_researcher_writes_back_once_about_a_tag_and_both_readings_stay(
    two: tuple[Home, Home, Told],
) -> None:
    amina, joan, story = two
    made = decide(joan, story.suggestions["D1"], Choice.DIFFER, reason="the room", to_tag=name_id("B7"))
    pass_on(joan, amina, n=2)
    (heard,) = [h for h in hearing_back(amina) if h.decision]
    assert (heard.decision, heard.replied) == (made.id, "")
    reply_to_decision(amina, made.id, " She named him twice. ")
    (again,) = [h for h in hearing_back(amina) if h.decision]
    assert again.replied == "She named him twice."
    with pytest.raises(Refused) as caught:
        reply_to_decision(amina, made.id, "And once more.")
    assert code_of(caught) == "REPLIED_ALREADY"
    with pytest.raises(Refused) as caught:
        reply_to_decision(amina, made.id, "  ")
    assert code_of(caught) == "QUESTION_NEEDED"
    with pytest.raises(UserError) as missing:
        reply_to_decision(amina, "no such decision", "Hm.")
    assert code_of(missing) == "NO_SUCH_COMMENT"
    pass_on(amina, joan, n=3)
    with joan.main.read() as con:
        (said,) = comments.of_record(con, story.record)
    assert (said.text, said.reply_to, said.by) == ("She named him twice.", made.id, amina.member)


def test_it_travels_on_a_real_stick_to_the_researcher_and_not_to_another(tmp_path: Path) -> None:
    with cast(tmp_path) as crew:
        record = told_by(crew.amina)
        send(crew.amina, "coordinators", crew.stick)
        bring_in(crew.joan, crew.stick)
        feed_back.send_back(crew.joan, replace(ENTRY, records=(record,)))
        _back(crew)
        assert [h.text for h in hearing_back(crew.amina) if h.kind == "did"] == ["The council mended them"]


def _back(crew: Cast) -> None:
    send(crew.joan, crew.amina.member, crew.stick)
    bring_in(crew.amina, crew.stick)


@pytest.mark.parametrize(
    ("answers", "may_tell"),
    [
        ({"recontact": "yes", "recontact:hear": "yes"}, ""),
        ({"recontact": "yes", "recontact:check": "yes"}, "not_asked"),
        ({"recontact": "yes", "recontact:hear": "no"}, "no"),
        ({"recontact": "no"}, "no"),
    ],
)
def test_each_story_says_whether_its_tellers_may_be_told(
    two: tuple[Home, Home, Told], answers: dict[str, str], may_tell: str
) -> None:
    amina, joan, _ = two
    story = tell(amina, code="LT-7Q2K-9TD", title="The bins", answers={"take_part": "yes"} | answers)
    pass_on(amina, joan)
    feed_back.send_back(joan, about(story))
    (entry,) = feed_back.entries(joan)
    assert [(h.title, h.may_tell) for h in entry.stories] == [("The bins", may_tell)]
    assert {h.record: h.may_tell for h in feed_back.stories_to_link(joan)}[story.record] == may_tell
    ((_, (behind,)),) = feed_back.slips(joan)[0].entries
    assert behind.may_tell == may_tell


def test_what_nobody_told_has_nobody_to_tell(two: tuple[Home, Home, Told]) -> None:
    amina, joan, _ = two
    seen = tell(amina, code="LT-7Q2K-9TD", title="Seen", participants=[])
    pass_on(amina, joan)
    feed_back.send_back(joan, about(seen))
    (entry,) = feed_back.entries(joan)
    assert [h.may_tell for h in entry.stories] == [feed_back.NOBODY]
