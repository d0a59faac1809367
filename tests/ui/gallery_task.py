"""Where and who, Consent, Conversation and Review, put together from the parts with invented values."""

from __future__ import annotations

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from ldp_stories.ui.widgets.answers import AnswerButton
from ldp_stories.ui.widgets.banner import UndoLine
from ldp_stories.ui.widgets.buttons import Button, primary, quiet
from ldp_stories.ui.widgets.card import Card, Line, Surface, column, row
from ldp_stories.ui.widgets.chips import Chip
from ldp_stories.ui.widgets.choices import ChoiceRow, Option
from ldp_stories.ui.widgets.columns import Columns
from ldp_stories.ui.widgets.combo import Combo
from ldp_stories.ui.widgets.dots import ProgressDots
from ldp_stories.ui.widgets.facts import CheckLine, CodePlate, Moment
from ldp_stories.ui.widgets.field import Field, TextField
from ldp_stories.ui.widgets.flow import FlowLayout
from ldp_stories.ui.widgets.foot import ProgressLine
from ldp_stories.ui.widgets.frame import TaskFrame
from ldp_stories.ui.widgets.labels import Label, Span, display, heading, helper, small, title
from ldp_stories.ui.widgets.meter import LevelMeter
from ldp_stories.ui.widgets.player import PlayerBar
from ldp_stories.ui.widgets.prompts import Prompt, PromptList
from ldp_stories.ui.widgets.rail import IconMark
from ldp_stories.ui.widgets.scroll import Scroll, ScrollPage
from ldp_stories.ui.widgets.segmented import Segmented, Tabs
from ldp_stories.ui.widgets.side import SideLayout
from ldp_stories.ui.widgets.storytext import StoryText, TextMark
from ldp_stories.ui.widgets.tagcard import TagCard
from ldp_stories.ui.widgets.theme import theme
from ldp_stories.ui.widgets.waveform import Waveform
from tests.ui.gallery_desk import peaks

STEPS = ("Where and who", "Consent", "Conversation", "Words after", "Ready")


def box_of(*things: object, spacing: int = 8) -> QWidget:
    """A plain widget around a column."""
    widget = QWidget()
    widget.setLayout(column(*things, spacing=spacing))  # type: ignore[arg-type]
    return widget


def options(*words: str) -> list[Option]:
    """Options named by their words."""
    return [Option(word, word) for word in words]


def _task(step: int) -> TaskFrame:
    frame = TaskFrame()
    frame.set_steps(STEPS, step)
    frame.foot.set_message("Saved on this laptop just now", "lock-simple", "text2")
    frame.foot.set_right("No internet needed", "wifi-slash")
    return frame


def where_and_who() -> QWidget:
    """Where and who."""
    frame = _task(0)
    place = Combo([Option("m", "Millbrook ward")], name="Place", value="m", icon="map-pin")
    spot = Combo([Option("c", "Community café")], name="What kind of spot?", value="c", icon="storefront")
    two = QGridLayout()
    two.setHorizontalSpacing(20)
    two.addWidget(Field("Place", place, helper="Reports only say the ward, not the street."), 0, 0)
    two.addWidget(Field("What kind of spot?", spot, helper="For example a home, a park or a café."), 0, 1)
    private = ChoiceRow(
        options("Yes", "Partly", "No"), name="Is it private enough to talk?", value=["Partly"]
    )
    known = options("We don’t", "By sight", "Neighbour", "Friend", "Family", "I run the group")
    met = options("Café", "Street or door", "Group", "School", "Faith place", "Someone told them")
    main = box_of(
        column(
            display("Where and who"),
            helper("Only what you know now. You can change all of this later."),
            spacing=2,
        ),
        two,
        Field("Is it private enough to talk?", private, helper="Who could overhear?"),
        Field(
            "How do you know each other?",
            ChoiceRow(known, name="How do you know each other?", value=["By sight"]),
        ),
        Field("How did you meet today?", ChoiceRow(met, name="How did you meet today?", value=["Café"])),
        row(quiet("More", icon="plus"), None),
        None,
        spacing=18,
    )
    card = Card(padding=(24, 22, 24, 18), spacing=8)
    card.add(row(IconMark("identification-card", "onsoft", 20, tile="soft"), heading("No name needed"), None))
    card.add(
        helper("This person will be known by a code.\nGive them the card at the end."),
        6,
        CodePlate("LT-4HN7-KQ2"),
        6,
    )
    card.add(row(quiet("Show the card", icon="identification-card"), None))
    card.add(row(quiet("They have a code already", icon="arrow-counter-clockwise"), None))
    age = Combo(options("40 to 59"), name="How old are they?", value="40 to 59")
    old = Card(padding=(24, 18, 24, 22)).add(
        heading("How old are they?"), small("A guess is fine. Never a birthday."), age
    )
    go_on = primary("Go on to consent", trailing="arrow-right")
    side = box_of(card, old, None, go_on, spacing=16)
    page = ScrollPage(margins=(48, 26, 40, 24), spacing=0)
    page.body.addWidget(SideLayout(main, side, label="No name needed", width=340, gap=40), 1)
    frame.show_page(page)
    return frame


def consent() -> QWidget:
    """One consent question."""
    frame = _task(1)
    ask = Card(padding=(32, 20, 30, 30), spacing=8)
    top = row(
        IconMark("speaker-simple-high", "accent", 20),
        Label("Read this out", weight=600, color="onsoft"),
        None,
    )
    top.addWidget(quiet("Hear it read", icon="play"))
    ask.add(top, Label("May I record your voice?", role="question"))
    ask.add(
        Label(
            "You can ask me to stop at any time. I can also take notes and not record. Both are just as good.",
            role="read",
        )
    )
    answers = QHBoxLayout()
    answers.setSpacing(16)
    for words, line, icon, key in (
        ("Yes", "They said yes, clearly", "check-circle", "1"),
        ("No", "I will take notes", "x-circle", "2"),
        ("Not asked", "Counts as no. You can ask later", "minus-circle", "3"),
    ):
        answers.addWidget(AnswerButton(words, helper=line, icon=icon, key=key), 1)
    who = "If they ask who will hear it, say: “Me, and Joan who checks my work. Others only if you say yes.”"
    hint = row(
        8, IconMark("question", "accent", 18), Label(who, color="text2", spans=[Span(0, 34, bold=True)])
    )
    progress = ProgressLine(name="Question 3 of 14", value=3 / 14)
    place = row(
        Label("Question 3 of 14", weight=600, color="text2"),
        None,
        Label("Code LT-4HN7-KQ2", color="text2", wrap=False),
    )
    back = row(
        Button("Back", icon="arrow-left", size="field"),
        None,
        helper("Pick an answer to go on. It is saved at once."),
    )
    main = box_of(place, progress, 10, ask, 8, answers, 8, hint, None, back, spacing=8)
    side = Card(padding=(24, 20, 24, 24), spacing=6).add(heading("Answers so far"), 4)
    for words, end, icon in (
        ("Talk and keep notes", "Yes", "check-circle-fill"),
        ("Health, faith, private life", "Yes", "check-circle-fill"),
        ("Record voice", "Now", "caret-right"),
    ):
        side.add(CheckLine(words, icon=icon, tone="accent" if end == "Now" else "ok", end=end, weight=400))
    side.add(8, Line(), 8, Label("Coming next", weight=600, color="text2"))
    side.add(helper("Video, photos, written words, who may hear it, reports, contact"), None, Line(), 4)
    side.add(
        helper("If they are not sure, stop kindly. A no to any question is fine."),
        8,
        Button("Stop and thank them", icon="x"),
    )
    page = ScrollPage(margins=(48, 30, 40, 28), spacing=0)
    page.body.addWidget(SideLayout(main, side, label="Answers so far (2)", width=320, gap=32), 1)
    frame.show_page(page)
    return frame


def _sound_card() -> Card:
    card = Card(padding=(28, 16, 28, 16), spacing=6)
    state = row(4, IconMark("record-fill", "bad", 19), Label("Recording", role="heading", color="bad"), None)
    state.addWidget(Chip("Saved up to 12:34", icon="check-circle", tone="ok", high=30))
    card.add(state)
    pause = Button("Pause", icon="pause", key="Ctrl+P", size="main")
    mark = primary("Mark this moment", icon="star", key="Ctrl+M")
    timer = Label("12:34", role="timer", wrap=False)
    if theme().large:
        card.add(timer, pause, mark)
    else:
        card.add(row(4, timer, None, pause, mark))
    wave = Waveform(name="Sound up to now", high=84, live=True, stars=True)
    wave.set_peaks(peaks(160))
    wave.set_marks([0.255, 0.74])
    meter = LevelMeter(name="Level")
    meter.set_level(0.61)
    level = row(
        2,
        IconMark("microphone", "text2", 18),
        Label("Built-in microphone", color="text2", wrap=False),
        6,
        meter,
    )
    level.addWidget(IconMark("check-circle-fill", "ok", 18))
    level.addWidget(Label("Good sound", weight=600, wrap=False))
    card.add(wave, level)
    return card


def conversation() -> QWidget:
    """A conversation being recorded."""
    frame = _task(2)
    frame.foot.set_message("Room for 31 hours", "hard-drives", "text2")
    frame.foot.set_more("Battery 62 %", "battery-medium")
    frame.foot.set_right("If the laptop dies, the sound up to now is safe", "lock-simple")
    notes = Card(padding=(28, 14, 28, 18), spacing=0)
    notes.add(row(heading("My notes"), None, small("Each note keeps its second")))
    moments = box_of(
        Moment("02:10", "Moved here in spring. Knew nobody on the street."),
        Moment("03:10", "Moment you marked: the class with the curtains drawn", marked=True),
        Moment("07:52", "Her daughter reads the letters for her"),
        Moment("09:26", "Moment you marked: “I can walk in on my own now”", marked=True),
        None,
        spacing=4,
    )
    notes.body.addWidget(Scroll(moments), 1)
    note = TextField(
        name="Note", placeholder="Type a note. Enter keeps it with this second.", before="12:34", key="Ctrl+L"
    )
    notes.add(8, note)
    finish = Button("Finish", icon="square", size="field")
    finish.setMinimumWidth(210)
    foot = row(
        quiet("Consent", icon="shield-check"),
        helper("Voice: yes. Video and photos: not asked."),
        None,
        finish,
    )
    main = box_of(_sound_card(), notes, foot, spacing=16)
    side = Card(padding=(24, 16, 20, 14), spacing=2)
    prompts = [
        Prompt("1", "Tell me about a time that stays with you", asked=True),
        Prompt("2", "What was going on before that?", asked=True),
        Prompt("3", "What made the difference, do you think?"),
        Prompt("4", "Which bit matters most to you? Why that bit?"),
        Prompt("5", "Did anything get worse, or not work?"),
        Prompt("6", "Who should hear this?"),
        Prompt("7", "What should we call your story?"),
    ]
    side.add(heading("Questions you can ask"), small("Use as few as you like. Tick what you asked."), 4)
    side.body.addWidget(Scroll(box_of(PromptList(prompts, name="Questions you can ask"), None)), 1)
    side.add(row(8, quiet("More questions", icon="plus"), None), Line(), 6)
    side.add(row(2, IconMark("info", "text2", 17), small("Their words, not ours. It is fine to wait."), None))
    page = ScrollPage(margins=(36, 22, 36, 18), spacing=0)
    page.body.addWidget(SideLayout(main, side, label="Questions you can ask", width=384, gap=24), 1)
    frame.show_page(page)
    return frame


STORY = (
    "When we came in the spring I knew nobody. [researcher] came to the door with the bulbs and I thought, what is she "
    "selling. She came three times. The third time I said, you had better come in for tea.\n"
    "She told me about the class at the old library. They draw the curtains and it is only women. I went the one time, "
    "to be polite, and I came home and I slept. I can walk in on my own now.\n"
    "My daughter reads me the letters. [headteacher] knows she does. Nobody at the office asks."
)


def _said_card() -> Card:
    said = Card(padding=(24, 16, 24, 14), spacing=10)
    ways = Segmented(
        options("Their words", "Masked", "Reading copy"), name="What was said", value="Masked", high=40
    )
    story = StoryText(name="What was said")
    one, two = STORY.index("She told"), STORY.index("My daughter")
    marks = [
        TextMark(one, STORY.index("now.") + 4, "1"),
        TextMark(two, STORY.index("letters.") + 8, "2", "mark2"),
    ]
    story.set_text(STORY, marks)
    player = PlayerBar(name="Sound of Tea and bulbs")
    player.set_total(750_000)
    player.set_peaks(peaks(80))
    player.set_passages([(190_000, 222_000), (460_000, 485_000)])
    player.set_time(218_000)
    player.set_playing(True)
    player.speeds.set_value("1.5x")
    said.add(
        column(heading("What was said"), ways) if theme().large else row(heading("What was said"), None, ways)
    )
    said.body.addWidget(story, 1)
    said.add(Line(), player)
    return said


def _tags_card() -> Card:
    tags = Card(padding=(18, 16, 18, 14), spacing=9)
    first = Label("1  03:10 to 03:42", weight=600, spans=[Span(0, 1, bold=True, color="accent")], wrap=False)
    tags.add(
        row(
            first,
            None,
            IconMark("star-fill", "warn", 17),
            Label("It moved Amina", role="dense", color="text2", wrap=False),
            spacing=6,
        )
    )
    tags.add(
        TagCard(
            "D1",
            "Trusted person",
            quote="“Came three times before she sat down”",
            who="Amina is sure",
            state="Accepted",
        )
    )
    now = TagCard("A8", "Home and space", quote="“She needs the curtains drawn”", who="Amina thinks so")
    now.setChecked(True)
    tags.add(now, Label("2  07:40 to 08:05", weight=600, spans=[Span(0, 1, bold=True, color="accent")]))
    tags.add(TagCard("C8", "Words and information", quote="“The letters”", who="Amina is not sure"), None)
    undo = UndoLine()
    undo.show_undo("Accepted D1")
    tags.add(undo)
    return tags


def _detail_card() -> Card:
    detail = Card(padding=(18, 8, 16, 16), spacing=4)
    detail.add(
        row(Tabs(options("Tag", "Teller", "Note", "History", "More"), name="About"), None),
        6,
        heading("A8 Home, privacy and space"),
    )
    for word, meaning in (
        ("What it means", "Room, quiet, privacy, overcrowding."),
        ("Use it for", "“I can’t do it with everyone watching”"),
        ("Not for", "A women-only venue someone chose. Use B7, a space that suits us."),
    ):
        detail.add(4, Label(word, role="small", weight=600, color="text2"), Label(meaning))
    detail.add(None, row(Button("Change to B7", kind="soft", trailing="", icon="arrow-right"), None))
    return detail


def review() -> QWidget:
    """One story on one screen."""
    frame = TaskFrame()
    frame.set_back("Queue")
    middle = QWidget()
    middle.setLayout(row(Label("Story 4 of 15", color="text2", wrap=False), ProgressDots(of=15, at=3)))
    frame.set_middle(middle)
    top = row(
        title("Tea and bulbs"),
        Chip("Here because 2 tags need a look", icon="tag", tone="info", high=30),
        None,
        spacing=18,
    )
    line = helper(
        "Story told 14 May, Millbrook. Resident, 40 to 59. Knows the researcher by sight. Partly private. Not yet checked."
    )
    strip = QWidget()
    flow = FlowLayout(strip, gap=7)
    for words in ("Voice", "Written words", "Team reads", "Team hears", "Quote, no name", "Contact again"):
        flow.addWidget(Chip(words, icon="check", tone="ok"))
    flow.addWidget(Chip("Clip: no", icon="x", tone="bad"))
    flow.addWidget(Chip("Photo, archive: not asked", icon="minus", tone="line"))
    cards = Columns([(_said_card(), 0), (_tags_card(), 326), (_detail_card(), 312)])
    page = ScrollPage(margins=(28, 12, 28, 16), spacing=6)
    page.body.addLayout(top)
    page.body.addWidget(line)
    page.body.addWidget(strip)
    page.body.addSpacing(6)
    page.body.addWidget(cards, 1)
    bar = Surface("surface", top_line=True)
    keys = FlowLayout(bar, gap=10)
    keys.setContentsMargins(28, 12, 20, 12)
    keys.addWidget(Button("Accept", kind="primary", icon="check", key="A", size="field"))
    for words, icon, key in (
        ("Change", "swap", "C"), ("Not this tag", "x", "N"), ("Ask Amina", "chat-circle-dots", "Q"),
        ("We see it differently", "git-fork", "D"), ("Later", "clock", "L"),
    ):  # fmt: skip
        keys.addWidget(Button(words, icon=icon, key=key, size="field"))
    keys.addWidget(quiet("Next story", trailing="arrow-right"))
    whole = QWidget()
    outer = QVBoxLayout(whole)
    outer.setContentsMargins(0, 0, 0, 0)
    outer.setSpacing(0)
    outer.addWidget(page, 1)
    outer.addWidget(bar)
    frame.show_page(whole)
    frame.foot.hide()
    return frame
