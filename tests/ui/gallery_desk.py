"""Home, Library and Worried, put together from the parts with invented values."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ldp_stories.ui.widgets.banner import Banner
from ldp_stories.ui.widgets.buttons import Button, primary, quiet
from ldp_stories.ui.widgets.card import Card, Line, column, row
from ldp_stories.ui.widgets.chips import FilterChip
from ldp_stories.ui.widgets.choices import Option
from ldp_stories.ui.widgets.facts import CheckLine, Facts, StepRow
from ldp_stories.ui.widgets.field import TextField
from ldp_stories.ui.widgets.flow import FlowLayout
from ldp_stories.ui.widgets.frame import DeskFrame, is_compact
from ldp_stories.ui.widgets.labels import Label, display, heading, helper, small, title
from ldp_stories.ui.widgets.model import PagedModel, RowItem
from ldp_stories.ui.widgets.overlay import OverlayHost
from ldp_stories.ui.widgets.picture import TalkPicture
from ldp_stories.ui.widgets.player import PlayerBar
from ldp_stories.ui.widgets.rail import IconMark, RailItem
from ldp_stories.ui.widgets.rows import RowList
from ldp_stories.ui.widgets.scroll import ScrollPage
from ldp_stories.ui.widgets.segmented import Segmented
from ldp_stories.ui.widgets.side import SideLayout
from ldp_stories.ui.widgets.tagcard import PassageCard
from ldp_stories.ui.widgets.theme import theme

ROWS = [
    RowItem("1", "Tea and bulbs", "Story, 14 May, Millbrook, 12 min", "chats-circle", "Draft: add the words", "pencil-simple", "warn"),
    RowItem("2", "Saturday at the canal steps", "What I saw, 11 May, 3 photos", "eye", "Ready to send", "check", "info"),
    RowItem("3", "The class with the curtains", "Story, 8 May, Fordbridge, 21 min", "chats-circle", "Received by Joan, 10 May", "check-circle", "ok"),
]  # fmt: skip


def peaks(count: int = 136) -> list[float]:
    """Loudness that looks like talk (always the same)."""
    return [
        0.08 + 0.85 * abs(((n * 37) % 23) / 23 - 0.35) * (0.35 + ((n // 19) % 3) / 2.6) for n in range(count)
    ]


def start_card() -> Card:
    """The card that starts a conversation."""
    card = Card(padding=(28, 26, 28, 14), spacing=10)
    words = column(
        title("Start a conversation"),
        helper("Where and who, consent, then record.\nIt works with no internet."),
        18,
        row(primary("New conversation", icon="chats-circle", key="Ctrl+N"), None),
        8,
        None,
    )
    top = QHBoxLayout()
    top.addLayout(words, 1)
    if not theme().large:
        top.addWidget(TalkPicture(), 0, Qt.AlignmentFlag.AlignTop)
        top.addSpacing(6)
    card.body.addLayout(top)
    more = QWidget()
    flow = FlowLayout(more, gap=16)
    flow.addWidget(quiet("Write what I saw", icon="eye"))
    flow.addWidget(quiet("Bring in from my phone", icon="device-mobile"))
    card.add(more)
    return card


def stories_card() -> Card:
    """The card with the latest stories."""
    card = Card(padding=(0, 0, 0, 1), spacing=0)
    head = row(28, heading("Your stories"), None, quiet("See all 7", trailing="arrow-right"), 10)
    head.setContentsMargins(0, 12, 0, 2)
    model = PagedModel()
    model.set_rows(ROWS)
    card.add(head, RowList(model, name="Your stories", fit=True), None)
    return card


def home() -> QWidget:
    """Home of a researcher."""
    places = [
        RailItem("home", "house", "Home"),
        RailItem("new", "chats-circle", "New conversation"),
        RailItem("stories", "notebook", "My stories", 7),
        RailItem("send", "paper-plane-tilt", "Send", 1),
        RailItem("heard", "envelope-simple-open", "Hearing back", 1),
        RailItem("help", "question", "Help", gap=True),
        RailItem("preferences", "gear-six", "Preferences"),
    ]
    frame = DeskFrame(places, practice="Practice. Nothing real.")
    left = QWidget()
    main = QVBoxLayout(left)
    main.setContentsMargins(0, 0, 0, 0)
    main.setSpacing(20)
    main.addWidget(start_card())
    main.addWidget(stories_card(), 1)
    ready = Card(padding=(26, 24, 20, 20), spacing=2).add(heading("This laptop is ready"), 8)
    for words, line in (
        ("Microphone works", "Checked today with your voice"),
        ("Room for 31 hours of sound", "All of it stays locked here"),
        ("Battery 62 %", "About 2 hours 40 minutes"),
    ):
        ready.add(CheckLine(words, line=line))
    ready.add(None)
    back = Card(padding=(26, 17, 26, 22), spacing=8)
    back.add(row(IconMark("envelope-simple-open", "accent", 20), heading("Hearing back"), None))
    back.add(
        Label(
            "“Thank you for the class with the curtains. Because of it the Thursday session now starts after school.”",
            people=True,
        )
    )
    back.add(
        small("Joan, your coordinator"), None, row(Button("Answer 1 question", icon="chat-circle-dots"), None)
    )
    side = QWidget()
    beside = QVBoxLayout(side)
    beside.setContentsMargins(0, 0, 0, 0)
    beside.setSpacing(20)
    beside.addWidget(ready)
    beside.addWidget(back, 1)
    page = ScrollPage(margins=(36, 25, 36, 20), spacing=2)
    page.body.addWidget(display("Good morning, Amina"))
    page.body.addWidget(helper("Tuesday 21 May"))
    page.body.addSpacing(18)
    page.body.addWidget(SideLayout(left, side, label="This laptop is ready", width=330, gap=20), 1)
    frame.show_page(page)
    frame.set_current("home")
    frame.foot.set_message("Joan has a copy of 5 of your 7 stories. Last one 3 days ago.")
    frame.foot.set_right("Locked and saved on this laptop")
    return frame


def _passage_side() -> Card:
    side = Card(padding=(24, 18, 20, 20), spacing=14)
    player = PlayerBar(name="Tea and bulbs", short=True)
    player.set_total(32_000)
    player.set_peaks(peaks(40))
    player.set_passages([(6_000, 26_000)])
    side.add(
        row(heading("Tea and bulbs"), None, Button("Open", icon="arrow-square-out", size="dense")),
        player,
        Line(),
    )
    allowed = column(
        CheckLine("You may quote this, with no name"),
        CheckLine("You may not publish the sound", icon="x-circle", tone="bad"),
        spacing=0,
    )
    facts = Facts(
        [
            ("Teller", "LT-4HN7-KQ2, resident"),
            ("Told", "14 May, Millbrook ward"),
            ("Researcher", "R-07, by sight"),
            ("Reviewed", "Joan, A8 changed to B7"),
            ("Consent", "Same then and now"),
        ]
    )
    side.add(allowed, Line(), Label("Where this comes from", weight=600), facts, None)
    side.add(primary("Add to quote bank", icon="quotes", size="field"))
    return side


def _filters(page: ScrollPage) -> None:
    hidden = "6 people did not agree to be quoted, 2 were not asked, 1 story is closed."
    page.body.addWidget(Banner(hidden, icon="eye-slash", bold="9 more are hidden.", action="See why"))
    filters = QWidget()
    flow = FlowLayout(filters, gap=8)
    for icon, words in (
        ("map-pin", "Millbrook"),
        ("calendar-blank", "Told since March"),
        ("user", "Told by residents"),
    ):
        flow.addWidget(FilterChip(words, icon=icon))
    flow.addWidget(quiet("Add a filter", icon="plus"))
    page.body.addWidget(filters)


def _found() -> QWidget:
    found = QWidget()
    cards = QVBoxLayout(found)
    cards.setContentsMargins(0, 0, 0, 0)
    cards.setSpacing(10)
    for number, (name, when, words, tags) in enumerate(PASSAGES):
        card = PassageCard(name, when=when, words=words, found=["women"], tags=tags)
        card.setChecked(number == 0)
        cards.addWidget(card)
    cards.addStretch(1)
    return found


def library() -> QWidget:
    """The library of an evaluator, with a search."""
    places = [
        RailItem("library", "magnifying-glass", "Library"),
        RailItem("coding", "tag", "Coding"),
        RailItem("quotes", "quotes", "Quote bank"),
        RailItem("reports", "file-text", "Reports"),
        RailItem("agreement", "scales", "Agreement"),
        RailItem("codebook", "book-open", "Codebook"),
        RailItem("bring_in", "tray", "Bring in", 1, gap=True),
        RailItem("settle", "git-merge", "To settle", 2),
        RailItem("help", "question", "Help", gap=True),
        RailItem("preferences", "gear-six", "Preferences"),
    ]
    frame = DeskFrame(places, practice="Practice. Nothing real.")
    page = ScrollPage(margins=(32, 18, 32, 12), spacing=12)
    search = TextField(
        name="Search", value="women", icon="magnifying-glass", after="23 passages", role="lead"
    )
    going = [
        Option("a", "Analyse"),
        Option("q", "Quote in a report"),
        Option("p", "Publish a clip"),
        Option("d", "Deposit"),
    ]
    use = row(
        Label("I am going to", weight=600, wrap=False),
        Segmented(going, name="I am going to", value="q"),
        None,
    )
    if not is_compact(1366):
        use.addWidget(quiet("Save this search", icon="bookmark-simple"))
        page.body.addLayout(row(display("Library"), search, spacing=24))
    else:
        page.body.addWidget(display("Library"))
        page.body.addWidget(search)
        use = column(Label("I am going to", weight=600), Segmented(going, name="I am going to", value="q"))  # type: ignore[assignment]
    page.body.addLayout(use)
    _filters(page)
    page.body.addWidget(SideLayout(_found(), _passage_side(), label="Tea and bulbs", width=346, gap=20), 1)
    frame.show_page(page)
    frame.set_current("library")
    frame.foot.set_task(1, "Making the quote bank", 0.62)
    frame.foot.set_right("Saved")
    return frame


PASSAGES = (
    (
        "Tea and bulbs",
        "03:10, 14 May",
        "They draw the curtains and it is only women. I went the one time, to be polite, and I came home and I slept.",
        ("B7 A space that suits us", "D1 Trusted person"),
    ),
    (
        "Nine o’clock at the baths",
        "11:25, 2 May",
        "If there was an hour for women and a woman on the desk, my sister would come, and my sister goes nowhere.",
        ("B7 A space that suits us", "C5 Not for people like me"),
    ),
    (
        "The bus past the park",
        "00:48, 27 April",
        "The women at the stop look out for each other after dark. Nobody wrote that down before.",
        ("A10 Safety and crime",),
    ),
)


DEPUTIES = "No answer? Sam, deputy: 01632 960 113. Evenings and weekends, council: 01632 960 200"


class WorriedInner(QWidget):
    """What stands on the card over everything."""

    def __init__(self) -> None:
        super().__init__()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(16)
        words = column(
            display("Worried about someone?"),
            helper("Do this now. There is no form to fill in first."),
            spacing=2,
        )
        close = Button("Close", icon="x", key="Esc", bind=False)
        box.addLayout(row(IconMark("lifebuoy", "bad", 24, tile="badsoft"), words, None, close, spacing=16))
        box.addWidget(Line())
        steps = (
            ("Is someone in danger now? Call 999", "Then come back to this page.", "999"),
            ("Stay calm and listen", "No leading questions. Do not promise to keep it secret. Say it is not their fault.", ""),
            ("Stop the recording if it makes things worse", "Do not delete it.", ""),
            ("Call Ruth Bell, safeguarding lead", DEPUTIES, "01632 960 112"),
            ("Write it on your organisation’s form, not here", "Their words. Facts, not opinions.", ""),
            ("For an adult, ask what they want to happen", "Ruth decides with them, unless others are at risk.", ""),
            ("Look after yourself", "You did the right thing by listening. This support line is for you.", "01632 960 150"),
        )  # fmt: skip
        for number, (what, line, phone) in enumerate(steps, 1):
            stop = Button("Stop recording, 12:34", icon="stop") if number == 3 else None
            box.addWidget(StepRow(number, what, line=line, phone=phone, hot=number == 1, action=stop))
            box.addStretch(1)
        box.addWidget(Line())
        foot = QWidget()
        flow = FlowLayout(foot, gap=12)
        flow.addWidget(primary("I have told someone", icon="check", size="field"))
        flow.addWidget(Button("Keep this story closed", icon="lock-simple", size="field"))
        ends = [
            IconMark("lock-simple", "text2", 16),
            Label("Nothing here is sent anywhere", role="small", color="text2"),
        ]
        box.addLayout(row(foot, None, *ends, spacing=8) if not theme().large else column(foot, ends[1]))


def worried() -> QWidget:
    """Worried about someone?, over everything."""
    host = OverlayHost(QWidget())
    host.open(WorriedInner(), name="Worried about someone?")
    return host
