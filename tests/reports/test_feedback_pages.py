"""Slips and poster: whole pages that need nothing else, escape everything, and name nobody who was not typed."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from ldp_stories.domain.feedback import Feedback
from ldp_stories.reports.page import render

TEMPLATES = Path(__file__).parents[2] / "resources" / "reports"


@dataclass
class Story:
    title: str
    may_tell: str = ""


@dataclass
class Slip:
    researcher: str
    entries: tuple[tuple[Feedback, tuple[Story, ...]], ...]


def entry(
    heard: str = "The lamps are out", did: str = "Mended", *, done: bool = True, **more: str
) -> Feedback:
    return Feedback("1", ("r",), (), heard, done, did, **more)  # type: ignore[arg-type]


def slip(
    *entries: Feedback, titles: tuple[str, ...] = ("Tea",), practice: bool = False, may_tell: str = ""
) -> str:
    made = Slip("R-07", tuple((e, tuple(Story(t, may_tell) for t in titles)) for e in entries))
    return render(
        TEMPLATES / "feedback_slip.html.j2",
        slip=made,
        programme="Larkside Together",
        practice=practice,
        made_on="2026-05-10",
    )


def poster(
    done: tuple[Feedback, ...] = (),
    not_done: tuple[Feedback, ...] = (),
    *,
    contact: str = "",
    practice: bool = False,
) -> str:
    return render(
        TEMPLATES / "feedback_poster.html.j2",
        done=done,
        not_done=not_done,
        programme="Larkside Together",
        practice=practice,
        made_on="2026-05-10",
        contact=contact,
    )


@pytest.mark.parametrize("page", [slip(entry()), poster((entry(),))])
def test_a_page_is_whole_and_calls_nobody(page: str) -> None:
    assert page.startswith("<!DOCTYPE html>")
    assert "default-src 'none'" in page
    for call in ("http://", "https://", "src=", "@import", "url(", "<script"):
        assert call not in page
    assert '<html lang="en-GB"' in page
    assert "May 2026" in page


@pytest.mark.parametrize(
    "hostile", ["<script>alert(1)</script>", '"><img src=x>', "{{ 7 * 7 }}", "&lt;b&gt;"]
)
def test_everything_typed_is_escaped(hostile: str) -> None:
    for page in (
        slip(entry(hostile, hostile, back_to=hostile), titles=(hostile,)),
        poster((entry(hostile, hostile),), (entry(hostile, hostile, done=False),), contact=hostile),
    ):
        assert "<script" not in page
        assert "<img" not in page
        assert "49" not in page


@pytest.mark.parametrize(
    ("done", "words"), [(True, "<strong>We did:</strong>"), (False, "<strong>We did not, because:</strong>")]
)
def test_a_slip_says_whether_it_was_done(done: bool, words: str) -> None:
    page = slip(entry(done=done))
    assert words in page
    assert "For R-07." in page


@pytest.mark.parametrize(
    ("titles", "words"),
    [(("Tea",), "Your story behind it: Tea"), (("Tea", "Bulbs"), "Your stories behind it: Tea, Bulbs")],
)
def test_a_slip_names_the_stories_behind_it(titles: tuple[str, ...], words: str) -> None:
    assert words in slip(entry(), titles=titles)


def test_how_to_tell_the_tellers_stands_only_where_it_was_said() -> None:
    assert "How to tell them: At the herb bed" in slip(entry(back_to="At the herb bed"))
    assert "How to tell them" not in slip(entry())


def test_the_poster_keeps_what_was_not_done_apart() -> None:
    page = poster((entry(),), (entry("A crossing", "Not our road", done=False),))
    assert page.index("Mended") < page.index("What we could not do, and why") < page.index("Not our road")
    assert "What we could not do" not in poster((entry(),))


def test_a_contact_stands_at_the_foot_where_there_is_one() -> None:
    assert "Tell us what you think: hello@larkside.example" in poster(
        (entry(),), contact="hello@larkside.example"
    )
    assert "Tell us what you think" not in poster((entry(),))


@pytest.mark.parametrize("practice", [True, False])
def test_practice_says_so_on_both(practice: bool) -> None:
    for page in (slip(entry(), practice=practice), poster((entry(),), practice=practice)):
        assert ("Practice. Nothing real." in page) is practice


@pytest.mark.parametrize(
    ("may_tell", "words"),
    [
        ("", "Tea: they said yes to hearing what happened."),
        ("not_asked", "Tea: nobody asked whether they may be contacted for this. Tell them when you meet."),
        ("said_no", "Tea: they may not be contacted for this."),
        ("nobody", "Tea: nobody told it, so there is nobody to tell."),
    ],
)
def test_a_slip_says_of_each_story_whether_its_tellers_may_be_told(may_tell: str, words: str) -> None:
    page = " ".join(slip(entry(), may_tell=may_tell).split())
    assert words in page
    assert "Please tell the people who may be told." in page
