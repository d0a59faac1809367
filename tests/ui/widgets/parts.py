"""One of every part, filled with words of any language: what the tests of languages, looks and sides of reading share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ldp_stories.ui.widgets.answers import AnswerButton
from ldp_stories.ui.widgets.banner import Banner
from ldp_stories.ui.widgets.buttons import Button, primary, quiet
from ldp_stories.ui.widgets.chips import Chip, FilterChip
from ldp_stories.ui.widgets.choices import ChoiceRow, Option
from ldp_stories.ui.widgets.combo import Combo
from ldp_stories.ui.widgets.dots import ProgressDots
from ldp_stories.ui.widgets.editor import Editor
from ldp_stories.ui.widgets.empty import EmptyState
from ldp_stories.ui.widgets.facts import CheckLine, CodePlate, Facts, Moment, NumberDisc, PhoneNumber, StepRow
from ldp_stories.ui.widgets.field import Field, TextField
from ldp_stories.ui.widgets.foot import FootStrip, ProgressLine
from ldp_stories.ui.widgets.labels import Label
from ldp_stories.ui.widgets.meter import LevelMeter
from ldp_stories.ui.widgets.model import PagedModel, RowItem
from ldp_stories.ui.widgets.player import PlayerBar
from ldp_stories.ui.widgets.prompts import Prompt, PromptList
from ldp_stories.ui.widgets.rail import Rail, RailItem
from ldp_stories.ui.widgets.rows import RowList
from ldp_stories.ui.widgets.segmented import Segmented, Tabs
from ldp_stories.ui.widgets.steps import StepBar
from ldp_stories.ui.widgets.storytext import StoryText, TextMark
from ldp_stories.ui.widgets.tagcard import PassageCard, TagCard
from ldp_stories.ui.widgets.waveform import Waveform, WaveSpan

WORDS: Final = {
    "English": "They draw the curtains and it is only women.",
    "Urdu": "جب ہم بہار میں آئے تو میں کسی کو نہیں جانتی تھی۔",
    "Punjabi": "ਜਦੋਂ ਅਸੀਂ ਬਸੰਤ ਵਿੱਚ ਆਏ ਤਾਂ ਮੈਂ ਕਿਸੇ ਨੂੰ ਨਹੀਂ ਜਾਣਦੀ ਸੀ।",
    "Bengali": "আমরা যখন বসন্তে এলাম তখন আমি কাউকে চিনতাম না।",
    "Polish": "Kiedy przyszliśmy wiosną, nikogo nie znałam. Źdźbło, żółć, gęślą.",
    "Somali": "Markii aan nimid gu'gii, cidna ma aqoonin. Waxaan u baahnaa caawimaad.",
    "a long word": "Rechtsschutzversicherungsgesellschaften und Donaudampfschifffahrt",
    "faces": "👩🏽‍🦱 came with 🫖 and 𝔅ulbs",
}
"""Words of people in the languages of the programme, and words that are hard to place."""

Maker = Callable[[str], QWidget]


def _options(words: str) -> list[Option]:
    return [Option(str(at), part, words) for at, part in enumerate(words.split()[:4])]


def _rows(words: str) -> RowList:
    model = PagedModel()
    model.set_rows(
        [
            RowItem("h", words, header=True),
            RowItem(
                "1", words, line=words, icon="notebook", state=words.split()[0], state_icon="check", tone="ok"
            ),
            RowItem("2", words, line=words, aside="3"),
        ]
    )
    return RowList(model, name=words, fit=True)


def _story(words: str) -> StoryText:
    view = StoryText(name=words)
    view.set_text(f"{words}\n{words}", (TextMark(2, 9, "1"), TextMark(12, 16, "2", "mark2")))
    return view


def _wave(words: str) -> Waveform:
    wave = Waveform(name=words, stars=True)
    wave.set_peaks([0.1, 0.9, 0.4] * 40)
    wave.set_marks([0.5])
    wave.set_spans([WaveSpan(0.1, 0.2)])
    wave.set_played(0.3)
    return wave


def _player(words: str) -> PlayerBar:
    bar = PlayerBar(name=words)
    bar.set_total(60_000)
    bar.set_peaks([0.1, 0.9, 0.4] * 40)
    bar.set_time(20_000)
    return bar


def _meter(words: str) -> LevelMeter:
    meter = LevelMeter(name=words)
    meter.set_level(0.3)
    return meter


def _foot(words: str) -> FootStrip:
    foot = FootStrip()
    foot.set_message(words)
    foot.set_right(words)
    return foot


PARTS: Final[dict[str, Maker]] = {
    "Label": lambda w: Label(w, people=True),
    "Button": lambda w: Button(w, icon="tag", key="Ctrl+S"),
    "primary": lambda w: primary(w, icon="check", key="Ctrl+Enter", trailing="arrow-right"),
    "quiet": lambda w: quiet(w, trailing="arrow-right"),
    "danger": lambda w: Button(w, kind="danger", icon="lifebuoy"),
    "Chip": lambda w: Chip(w, icon="check", tone="ok"),
    "FilterChip": lambda w: FilterChip(w, icon="map-pin"),
    "AnswerButton": lambda w: AnswerButton(w.split()[0], helper=w, icon="check-circle", key="1"),
    "ChoiceRow": lambda w: ChoiceRow(_options(w), name=w, value=["1"]),
    "several": lambda w: ChoiceRow(_options(w), name=w, value=["0", "1"], many=True),
    "Segmented": lambda w: Segmented(_options(w), name=w),
    "Tabs": lambda w: Tabs(_options(w), name=w),
    "Combo": lambda w: Combo(_options(w), name=w, value="1", icon="map-pin"),
    "TextField": lambda w: TextField(name=w, value=w, icon="tag", before="12:34", key="Ctrl+L"),
    "Field": lambda w: Field(w, TextField(name="", value=w), helper=w, needed="needed"),
    "Editor": lambda w: Editor(name=w, value=f"{w}\n{w}"),
    "Banner": lambda w: Banner(w, bold=w, action=w.split()[0]),
    "EmptyState": lambda w: EmptyState(w, text=w, action=w.split()[0]),
    "ProgressDots": lambda w: ProgressDots(of=7, at=2, name=w),
    "Facts": lambda w: Facts([(w.split()[0], w), ("Told", "14 May")]),
    "CheckLine": lambda w: CheckLine(w, line=w, end="Yes"),
    "StepRow": lambda w: StepRow(2, w, line=w, phone="01632 960 112"),
    "NumberDisc": lambda _: NumberDisc(3),
    "Moment": lambda w: Moment("03:10", w, marked=True),
    "PhoneNumber": lambda _: PhoneNumber("01632 960 112"),
    "CodePlate": lambda _: CodePlate("LT-4HN7-KQ2"),
    "TagCard": lambda w: TagCard("D1", w, quote=w, who=w, state=w.split()[0]),
    "PassageCard": lambda w: PassageCard(w, when="03:10", words=w, found=w.split()[:1], tags=[w, "B7"]),
    "PromptList": lambda w: PromptList([Prompt("1", w, asked=True), Prompt("2", w)], name=w),
    "StoryText": _story,
    "StepBar": lambda w: StepBar([w.split()[0], "Consent", "Ready"], 1),
    "Rail": lambda w: Rail(
        [RailItem("a", "house", w.split()[0], 3), RailItem("b", "tag", "Send")], practice=w
    ),
    "RowList": _rows,
    "Waveform": _wave,
    "PlayerBar": _player,
    "LevelMeter": _meter,
    "ProgressLine": lambda w: ProgressLine(name=w, value=0.4),
    "FootStrip": _foot,
}

LEFT_TO_RIGHT_ALWAYS: Final = ("PhoneNumber", "CodePlate", "Waveform", "PlayerBar", "LevelMeter")
"""Times, sound, numbers and codes run from left to right in every language."""

PEOPLES_OWN: Final = ("Label", "Editor", "StoryText")
"""People's words stand on the side of their own language, whatever the window's."""

SAME_FROM_BOTH_SIDES: Final = ("NumberDisc",)


def on_page(part: QWidget) -> QWidget:
    """A page with one part at its top."""
    page = QWidget()
    box = QVBoxLayout(page)
    box.addWidget(part)
    box.addStretch(1)
    return page


def same(one: QImage, other: QImage, share: float = 0.0) -> bool:
    """Whether two pictures agree in all but a share of their places."""
    if one.size() != other.size():
        return False
    one, other = (i.convertToFormat(QImage.Format.Format_RGB32) for i in (one, other))
    a, b = bytes(one.constBits()), bytes(other.constBits())
    if a == b:
        return True
    differing = sum(x != y for x, y in zip(a, b, strict=True))
    return differing <= share * len(a)
