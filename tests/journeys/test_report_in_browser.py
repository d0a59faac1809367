"""A report with sound in a real browser with no network: each passage plays its own seconds, by keyboard too, and reads well aloud."""

import itertools
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ldp_stories.domain.report import QUESTIONS, ReportType
from ldp_stories.media.decode import pcm
from ldp_stories.media.synth import tone
from ldp_stories.services.check_disclosure import tick
from ldp_stories.services.home import Home
from ldp_stories.services.make_report import make_report
from ldp_stories.services.mask_words import mask
from ldp_stories.services.write_report import add_passage, begin_report
from tests.services.house import BULBS, WOMEN, YES, add_sound, change, open_house, tell
from tests.services.released import release_read

pytestmark = [
    pytest.mark.skipif(not shutil.which("chromedriver"), reason="there is no browser to drive here"),
    pytest.mark.xdist_group("browser"),
]
LOW, HIGH = 300, 900
"""What is heard where the first and the second passage are, in hertz."""
QUIET = {
    "headless", "no-sandbox", "disable-gpu", "disable-quic", "no-first-run", "disable-background-networking", "disable-component-update",
    "disable-sync", "mute-audio", "host-resolver-rules=MAP * ~NOTFOUND", "autoplay-policy=no-user-gesture-required",
}  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A report with three passages: two with sound, one whose sound may not be published."""
    place = tmp_path_factory.mktemp("report")
    home = open_house(place, "joan")
    try:
        ident = begin_report(home, ReportType.AUDIO, "What we heard")
        for answers in (YES, YES | {"publish_clip:report": "no"}):
            _story(home, ident, answers)
        tick(home, ident, QUESTIONS)
        return make_report(home, ident, place / "out").folder
    finally:
        home.close()


def _story(home: Home, report: str, answers: dict[str, str]) -> None:
    told = tell(home, answers=answers)
    told.media = add_sound(home, told, tone(2_000, LOW) + tone(2_000, HIGH))
    for words, span in ((WOMEN, (200, 1_700)), (BULBS, (2_200, 3_700))):
        at = {"media": told.media, "from_ms": span[0], "to_ms": span[1]}
        change(home, "passage", told.passages[words], **at)
    mask(home, told.record, "Mrs Patel", "[headteacher]")
    release_read(home, told.record)
    add_passage(home, report, 0, told.passages[WOMEN])
    if answers is YES:
        add_passage(home, report, 0, told.passages[BULBS])


@pytest.fixture(scope="module")
def browser(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Chromium on the report's page."""
    from selenium import webdriver
    from selenium.webdriver.chrome.service import Service

    options = webdriver.ChromeOptions()
    for one in (*QUIET, f"user-data-dir={tmp_path_factory.mktemp('browser')}"):
        options.add_argument(f"--{one}")
    options.binary_location = shutil.which("chromium") or ""
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver")))
    try:
        driver.set_script_timeout(30)
        driver.get((folder / "index.html").as_uri())
        yield driver
    finally:
        driver.quit()


def hertz(path: Path) -> float:
    """How high a clip sounds: the times its wave goes up through nothing, each second."""
    sound = b"".join(pcm(str(path), 300, 1_100))
    values = [int.from_bytes(sound[i : i + 2], "little", signed=True) for i in range(0, len(sound), 2)]
    ups = sum(a < 0 <= b for a, b in itertools.pairwise(values))
    return ups / (len(values) / 48_000)


def test_each_clip_holds_its_own_seconds(folder: Path, browser: Any) -> None:
    clips = browser.execute_script(
        "return [...document.querySelectorAll('audio')].map(a => a.getAttribute('src'))"
    )
    assert len(clips) == 2
    assert [round(hertz(folder / clip), -2) for clip in clips] == [LOW, HIGH]


def test_the_browser_plays_it_from_a_folder_with_no_network(browser: Any) -> None:
    played = browser.execute_async_script(
        """const done = arguments[0], one = document.querySelector('audio');
        one.ontimeupdate = () => { if (one.currentTime > 0.2) { one.ontimeupdate = null; one.pause(); done(one.duration); } };
        one.onerror = () => done('error ' + one.error.message); one.play().catch(e => done('refused ' + e));"""
    )
    assert played == pytest.approx(1.5, abs=0.1)


def test_nothing_was_refused_or_missing_on_the_page(browser: Any) -> None:
    assert [line for line in browser.get_log("browser") if line["level"] == "SEVERE"] == []


def test_each_player_has_a_name_its_words_and_comes_by_the_tab_key(browser: Any) -> None:
    from selenium.webdriver.common.keys import Keys

    names = browser.execute_script(
        "return [...document.querySelectorAll('audio')].map(a => a.getAttribute('aria-label'))"
    )
    assert [name.split(":")[0] for name in names] == [
        "Play passage 1, 2 seconds",
        "Play passage 2, 2 seconds",
    ]
    for name, said in zip(names, (WOMEN, "[headteacher]"), strict=True):
        assert said[:50] in name, "each name says which words are heard"
        assert name.endswith("A resident, Millbrook, May 2026.")
    reached = set()
    for _ in range(12):
        browser.switch_to.active_element.send_keys(Keys.TAB)
        reached.add(browser.execute_script("return document.activeElement.tagName"))
    assert {"A", "AUDIO"} <= reached
    words = browser.execute_script(
        "return [...document.querySelectorAll('audio')].map(a => a.parentElement.querySelector('blockquote').innerText)"
    )
    assert words == [WOMEN, BULBS.replace("Mrs Patel", "[headteacher]")]


def test_a_passage_whose_sound_may_not_go_says_so(browser: Any) -> None:
    texts = browser.execute_script(
        "return [...document.querySelectorAll('figcaption')].map(f => f.innerText)"
    )
    assert texts[-1].endswith("There is no permission to publish the sound.")


def test_nothing_overflows_on_a_small_screen_with_large_letters(browser: Any) -> None:
    browser.set_window_size(500, 800)
    browser.execute_script("document.documentElement.style.fontSize = '32px'")
    wide, seen = browser.execute_script("return [document.documentElement.scrollWidth, window.innerWidth]")
    browser.execute_script("document.documentElement.style.fontSize = ''")
    assert wide <= seen
