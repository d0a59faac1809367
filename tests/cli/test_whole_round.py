"""AT-1 through the terminal alone: from a resident's words to the evaluator's answer, and what comes back (domain/7-scenarios.md)."""

from pathlib import Path
from typing import Any

from ldp_stories.services.walk_round import QUOTE, REASON, THANKS, TITLE, WORDS
from tests.cli.terminal import ALL_LOOKED_AT, Terminal, agreed, codes

SECONDS = 12 * 60 + 30


def amina_tells(terminal: Terminal, sound: Path) -> dict[str, Any]:
    """Steps 1 to 5: consent, the recording, the words after, a passage with two tags, ready."""
    words = terminal.folder / "after.txt"
    words.write_text(WORDS, encoding="utf-8")
    kept: dict[str, Any] = terminal.ask(
        "amina", "record", "--place", "Millbrook ward", "--setting", "Community café", "--private", "partly", "--relation", "know by sight",
        "--route", "Café", "--age", "40-59", "--answers", agreed("publish_clip"), "--method", "recorded verbal", "--sound", sound, "--text", words,
        "--title", TITLE, "--passage", f"00:01-00:03 /{QUOTE}/", "--moved-me", "--tag", "D1:sure:Came three times",
        "--tag", "A8:think so:She needs the curtains drawn", "--ready",
    )  # fmt: skip
    return kept


def joan_reviews(terminal: Terminal, story: str) -> None:
    """Steps 6 and 7: look first, then accept; D1 accepted, A8 changed to B7 with the reason."""
    (bundle,) = terminal.stick.glob("*.tar.age")
    preview = terminal.ask("joan", "inspect", bundle)
    assert (preview["stories"], preview["people"], preview["recordings"]) == (1, 1, [3_000])
    assert preview["consent"]["audio"] == {"yes": 1}
    assert preview["consent"]["publish_clip"] == {"no": 1}, "one person, whatever the number of ways"
    assert terminal.ask("joan", "list") == []
    (taken,) = terminal.ask("joan", "import", bundle)
    assert (taken["stories"], taken["refused"], taken["waiting"]) == ([story], [], 0)
    terminal.ask("joan", "review", "--story", story, "--tag", "D1", "--decision", "accept")
    terminal.ask(
        "joan",
        "review",
        "--story",
        story,
        "--tag",
        "A8",
        "--decision",
        "change",
        "--to-tag",
        "B7",
        "--reason",
        REASON,
    )
    terminal.ask("joan", "review", "--story", story, "--thank", THANKS, "--release")


def priya_finds(terminal: Terminal, code: str) -> None:
    """Step 9: search, the passage with its tags and second, quoting yes, publishing no."""
    answer = terminal.ask("priya", "find", "women", "--for", "quote", "--trace")
    (row,) = answer["found"]
    assert row["from_ms"] == 1_000
    assert QUOTE in row["snippet"]
    assert sorted(codes([dict(zip(("code", "name"), tag, strict=True)) for tag in row["tags"]], "code")) == [
        "B7",
        "D1",
    ]
    assert answer["trace"][0]["teller_codes"] == [code]
    (quote,) = terminal.ask("priya", "quote", "--add", row["passage"], "--theme", "A space that suits us")[
        "quotes"
    ]
    assert (quote["text"], quote["attribution"], quote["gap"]) == (QUOTE, quote["attribution"], "")
    assert code not in str(quote)
    refused = terminal.refused(
        "priya", "quote", "--clip", row["passage"], "--folder", terminal.folder / "clips", *ALL_LOOKED_AT
    )
    assert "no permission to publish" in refused.err
    hidden = terminal.ask("priya", "find", "women", "--for", "publish")
    assert (hidden["found"], hidden["hidden"]["total"]) == ([], 1)


def test_the_whole_way_round_in_the_terminal(three: Terminal, sound: Path) -> None:
    kept = amina_tells(three, sound)
    three.send("amina", "coordinators")
    joan_reviews(three, kept["story"])
    three.clear_stick()
    (for_priya,) = three.send("joan", "evaluators")
    (for_amina,) = three.send("joan", "Amina")
    assert three.refused("priya", "import", for_amina).code == "NOT_FOR_US"
    three.ask("priya", "import", for_priya)
    priya_finds(three, kept["code"])
    three.ask("amina", "import", for_amina)
    (row,) = three.ask("amina", "list")
    assert (row["shown"], row["by"]) == ("reviewed", "Joan")
    receipts = three.ask("amina", "receipts")
    assert (receipts["copies"]["received"], receipts["copies"]["by"]) == (1, "Joan")
    decided = three.ask("amina", "review", "--story", kept["story"])
    reasons = [d["reason"] for reading in decided for d in reading["history"]]
    assert REASON in reasons
    for who in ("joan", "amina", "priya"):
        assert all(line["ok"] for line in three.ask(who, "check")["lines"]), who
