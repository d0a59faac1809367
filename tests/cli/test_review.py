"""`review`, `quote` and `receipts`: deciding, quoting only as far as people agreed, and what came of what was sent."""

import re
from pathlib import Path

import pytest

from ldp_stories.domain.ids import new_id
from ldp_stories.services.edit_record import set_fields
from ldp_stories.services.mask_words import mask
from ldp_stories.services.story import read_story
from tests.cli.terminal import ALL_LOOKED_AT, Terminal, agreed, codes

QUOTE = "They draw the curtains and it is only women."


def keep(
    terminal: Terminal, who: str, words: Path, *more: object, no: tuple[str, ...] = ("publish_clip",)
) -> dict[str, str]:
    """A ready story with one passage and two tags."""
    kept: dict[str, str] = terminal.ask(
        who, "record", "--place", "Millbrook ward", "--answers", agreed(*no), "--text", words, "--title", "Tea", "--passage", f"/{QUOTE}/",
        "--tag", "D1:sure:three times", "--tag", "A8:think so", "--ready", *more,
    )  # fmt: skip
    return kept


@pytest.fixture
def story(desk: Terminal, words: Path) -> str:
    """Amina, who holds all roles in her practice home, has kept a story."""
    return keep(desk, "amina", words)["story"]


def test_the_queue_says_what_waits_and_why(desk: Terminal, story: str) -> None:
    (row,) = desk.ask("amina", "review")
    assert (row["record"], row["title"]) == (story, "Tea")
    assert desk.say("amina", "review").startswith(f"{story}  Tea  because of ")


def test_an_empty_queue_says_nothing(desk: Terminal) -> None:
    assert desk.say("amina", "review") == ""
    assert desk.ask("amina", "review") == []


def test_a_story_shows_its_tags_and_what_was_decided(desk: Terminal, story: str) -> None:
    said = desk.say("amina", "review", "--story", story)
    assert said.count("not decided") == 2
    assert "three times" in said


def test_accepting_a_tag_is_the_usual_decision(desk: Terminal, story: str) -> None:
    rows = desk.ask("amina", "review", "--story", story, "--tag", "D1")
    assert [[d["choice"] for d in row["history"]] for row in rows] == [["accept"], []]


def test_changing_a_tag_needs_the_other_tag_and_a_reason(desk: Terminal, story: str) -> None:
    change = ("review", "--story", story, "--tag", "A8", "--decision", "change")
    assert desk.refused("amina", *change, "--reason", "women only").code == "TAG_NEEDED"
    assert desk.refused("amina", *change, "--to-tag", "B7").code == "REASON_NEEDED"
    rows = desk.ask("amina", *change, "--to-tag", "B7", "--reason", "women only")
    (made,) = rows[1]["history"]
    assert (made["choice"], made["reason"]) == ("change", "women only")


def test_a_question_needs_its_words(desk: Terminal, story: str) -> None:
    ask = ("review", "--story", story, "--tag", "D1", "--decision", "ask")
    assert desk.refused("amina", *ask).code == "QUESTION_NEEDED"
    rows = desk.ask("amina", *ask, "--reason", "Who is she?")
    assert [(d["choice"], d["reason"]) for d in rows[0]["history"]] == [("ask", "Who is she?")]


def test_accepting_all_leaves_nothing_to_decide(desk: Terminal, story: str) -> None:
    rows = desk.ask("amina", "review", "--story", story, "--accept-all")
    assert [row["history"][-1]["choice"] for row in rows] == ["accept", "accept"]


def test_releasing_takes_the_story_out_of_the_queue(desk: Terminal, story: str) -> None:
    desk.ask("amina", "review", "--story", story, "--accept-all", "--release")
    assert desk.ask("amina", "review") == []


def test_thanks_go_back_with_the_story(three: Terminal, words: Path) -> None:
    story = keep(three, "amina", words)["story"]
    three.ask("joan", "import", *three.send("amina", "coordinators"))
    three.ask("joan", "review", "--story", story, "--thank", "The session starts after school now.")
    (path,) = three.send("joan", "Amina")
    three.ask("amina", "import", path)
    from ldp_stories.services.hear_back import hearing_back

    home = three.opened("amina")
    heard = hearing_back(home)
    home.close()
    assert "The session starts after school now." in [h.text for h in heard]


@pytest.mark.parametrize(
    "words_after",
    [("--tag", "Z99"), ("--tag", "C1"), ("--tag", "A8", "--decision", "change", "--to-tag", "Z99")],
)
def test_a_tag_that_is_not_there_is_wrong_usage(
    desk: Terminal, story: str, words_after: tuple[str, ...]
) -> None:
    desk.wrong("amina", "review", "--story", story, *words_after)
    assert desk.say("amina", "review", "--story", story).count("not decided") == 2


def test_a_story_that_is_not_here_is_a_sentence(desk: Terminal) -> None:
    assert desk.refused("amina", "review", "--story", "nowhere").code == "NO_SUCH_STORY"


def test_a_researcher_does_not_decide(three: Terminal, words: Path) -> None:
    story = keep(three, "amina", words)["story"]
    assert three.refused("amina", "review", "--story", story, "--tag", "D1").code == "NOT_YOUR_ROLE"
    assert three.refused("amina", "review", "--story", story, "--release").code == "NOT_YOUR_ROLE"


@pytest.fixture
def passage(desk: Terminal, words: Path) -> str:
    """A passage that was released and may be quoted without a name, and not published as a clip."""
    kept = keep(desk, "amina", words)
    desk.ask("amina", "review", "--story", kept["story"], "--accept-all", "--release")
    (row,) = desk.ask("amina", "find", "curtains", "--for", "quote")["found"]
    return str(row["passage"])


def test_a_passage_goes_into_the_quote_bank_under_its_theme(desk: Terminal, passage: str) -> None:
    answer = desk.ask("amina", "quote", "--add", passage, "--theme", "A space that suits us")
    (row,) = answer["quotes"]
    assert (row["text"], row["theme"], row["gap"]) == (QUOTE, "A space that suits us", "")
    assert desk.say("amina", "quote").startswith(f"A space that suits us: {QUOTE} (Millbrook, ")


def test_the_page_and_the_report_are_written_whole_without_the_code(desk: Terminal, passage: str) -> None:
    code = desk.ask("amina", "find", "curtains", "--trace")["trace"][0]["teller_codes"][0]
    desk.ask("amina", "quote", "--add", passage)
    folder = desk.folder / "reports"
    written = [
        Path(p)
        for p in desk.ask("amina", "quote", "--page", folder, "--report", folder, *ALL_LOOKED_AT)["written"]
    ]
    assert len(written) == 2
    for path in written:
        page = path.read_text(encoding="utf-8")
        assert page.rstrip().endswith("</html>")
        assert QUOTE in page
        assert code not in page


def test_a_clip_is_refused_with_the_words_of_the_promise(desk: Terminal, passage: str) -> None:
    folder = desk.folder / "clips"
    refused = desk.refused("amina", "quote", "--clip", passage, "--folder", folder, *ALL_LOOKED_AT)
    assert refused.code == "NO_PERMISSION_TO_PUBLISH"
    assert "no permission to publish" in refused.err
    assert not folder.exists()


def test_a_clip_needs_a_folder(desk: Terminal, passage: str) -> None:
    assert "--folder is needed" in desk.wrong("amina", "quote", "--clip", passage)


def test_a_clip_is_cut_for_the_channel_they_agreed_to(desk: Terminal, words: Path, sound: Path) -> None:
    kept = desk.ask(
        "amina", "record", "--place", "Millbrook ward", "--sound", sound,
        "--answers", agreed("publish_clip") + ",copyright=yes,publish_clip:report=yes",
        "--text", words, "--passage", f"00:01-00:02 /{QUOTE}/",
    )  # fmt: skip
    folder = desk.folder / "clips"
    refused = desk.refused(
        "amina",
        "quote",
        "--clip",
        kept["passage"],
        "--channel",
        "website",
        "--folder",
        folder,
        *ALL_LOOKED_AT,
    )
    assert refused.code == "NO_PERMISSION_TO_PUBLISH"
    (path,) = desk.ask(
        "amina", "quote", "--clip", kept["passage"], "--channel", "report", "--folder", folder, *ALL_LOOKED_AT
    )["written"]
    assert Path(path).read_bytes()[:4] == b"fLaC"
    assert kept["code"] not in path


def test_a_quote_without_permission_is_refused(desk: Terminal, words: Path) -> None:
    kept = keep(desk, "amina", words, no=("quote_anon", "publish_clip"))
    refused = desk.refused("amina", "quote", "--add", kept["passage"])
    assert refused.code == "NO_PERMISSION"
    assert desk.ask("amina", "quote")["quotes"] == []


def test_a_passage_that_is_not_here_is_a_sentence(desk: Terminal) -> None:
    assert desk.refused("amina", "quote", "--add", "nowhere").code == "NO_SUCH_PASSAGE"


def test_receipts_come_back_and_count_who_has_a_copy(three: Terminal, words: Path) -> None:
    keep(three, "amina", words)
    (sent,) = three.send("amina", "coordinators")
    before = three.ask("amina", "receipts")["copies"]
    assert (before["received"], before["total"]) == (0, 1)
    three.ask("joan", "import", sent)
    three.clock.forward(days=1)
    (back,) = three.send("joan", "Amina")
    three.ask("amina", "import", back)
    after = three.ask("amina", "receipts")
    assert (after["copies"]["received"], after["copies"]["by"]) == (1, "Joan")
    assert codes(after["receipts"], "by")[-1] == "Joan"
    said = three.say("amina", "receipts").splitlines()
    assert said[-1] == "1 of 1 stories are received."
    assert said[-2].startswith("2026-05-11  Joan: accepted")


def test_without_anything_sent_there_are_no_receipts(desk: Terminal) -> None:
    assert desk.ask("amina", "receipts")["receipts"] == []
    assert desk.say("amina", "receipts") == "0 of 0 stories are received.\n"


def test_a_passage_that_lost_its_place_is_listed_and_placed_on_words(desk: Terminal, story: str) -> None:
    home = desk.opened("amina")
    mask(home, story, "women. I", "[they]")
    home.close()
    said = desk.say("amina", "review", "--story", story)
    found = re.search(r"(\S+)  needs placing: it is not sent", said)
    assert found
    place = ("review", "--story", story, "--place", found[1])
    assert desk.refused("amina", *place, "--on", "not there").code == "WORDS_NOT_ONCE"
    assert "needs placing" not in desk.say("amina", *place, "--on", "They draw the curtains")


def test_words_hidden_apart_are_told_and_put_together(desk: Terminal, story: str) -> None:
    home = desk.opened("amina")
    mask(home, story, "curtains", "[cloth]")
    with home.main.write() as con:
        words = read_story(con, story).words
        assert words is not None
        sets = {"record": story, "kind": "masked", "language": words.language, "made_from": words.id}
        home.put(con, "layer", new_id(), sets={**sets, "text": words.text.replace("women", "[they]")})
    home.close()
    assert "Words were hidden apart by" in desk.say("amina", "review", "--story", story)
    assert "hidden apart" not in desk.say("amina", "review", "--story", story, "--join")
    assert desk.refused("amina", "review", "--story", story, "--join").code == "ALREADY_SETTLED"


def test_a_name_is_listed_with_why_until_it_is_hidden_or_left_as_it_is(desk: Terminal, story: str) -> None:
    home = desk.opened("amina")
    set_fields(home, story, title="Tea with Mrs Okonkwo", note="Ring 01632 960 001.")
    home.close()
    about = ("review", "--story", story)
    said = desk.say("amina", *about)
    assert "“Mrs Okonkwo” may name somebody (title and name)" in said
    assert "“01632 960 001” may name somebody (phone number)" in said
    assert desk.refused("amina", *about, "--hide", "Mrs Okonkwo").code == "MASK_EMPTY"
    assert "Mrs Okonkwo" not in desk.say("amina", *about, "--hide", "Mrs Okonkwo", "--put", "[neighbour]")
    assert "may name somebody" not in desk.say("amina", *about, "--leave", "01632 960 001")
    assert "name found" not in desk.say("amina", "review")


def test_nothing_is_released_before_each_name_was_decided_about(desk: Terminal, story: str) -> None:
    home = desk.opened("amina")
    set_fields(home, story, title="Tea with Mrs Okonkwo", note="Ring 01632 960 001.")
    home.close()
    about = ("review", "--story", story, "--accept-all", "--release")
    refused = desk.refused("amina", *about)
    assert refused.code == "RELEASE_NAMES"
    assert "“Mrs Okonkwo”, “01632 960 001”" in str(refused)
    assert [row["record"] for row in desk.ask("amina", "review")] == [story], "it waits still"
    refused = desk.refused("amina", *about, "--hide", "Mrs Okonkwo", "--put", "[neighbour]")
    assert "Okonkwo" not in str(refused)
    desk.ask("amina", *about, "--leave", "01632 960 001")
    assert desk.ask("amina", "review") == []
