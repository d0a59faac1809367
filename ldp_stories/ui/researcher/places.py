"""The screens of a researcher, in the order of the rail."""

from __future__ import annotations

from typing import Final

from ldp_stories.services.rail_counts import questions_waiting, ready_to_send, stories_here
from ldp_stories.ui.record.bring_in import BringInScreen
from ldp_stories.ui.record.destroy_screen import DestroyScreen
from ldp_stories.ui.record.directory import Entry
from ldp_stories.ui.record.preview import PreviewScreen
from ldp_stories.ui.record.preview_all import PreviewAllScreen
from ldp_stories.ui.record.private_cards import PrivateCardsScreen
from ldp_stories.ui.record.record_screen import RecordScreen
from ldp_stories.ui.record.take_back import TakeBackScreen
from ldp_stories.ui.record.transcribe_screen import TranscribeScreen
from ldp_stories.ui.researcher.care import CareScreen
from ldp_stories.ui.researcher.from_phone import FromPhoneScreen
from ldp_stories.ui.researcher.hearing_back import HearingBackScreen
from ldp_stories.ui.researcher.home import HomeScreen
from ldp_stories.ui.researcher.my_stories import MyStoriesScreen
from ldp_stories.ui.researcher.recovered import RecoveredScreen
from ldp_stories.ui.researcher.send import SendScreen
from ldp_stories.ui.researcher.sound_check import SoundCheckScreen
from ldp_stories.ui.researcher.task import ConversationTask
from ldp_stories.ui.researcher.trash import TrashScreen
from ldp_stories.ui.researcher.write_saw import WriteSawScreen

ENTRIES: Final = (
    Entry("home", HomeScreen, "Home", "house", rail=True),
    Entry("new", ConversationTask, "New conversation", "chats-circle", rail=True),
    Entry(
        "stories",
        MyStoriesScreen,
        "My stories",
        "notebook",
        rail=True,
        count=stories_here,
    ),
    Entry("send", SendScreen, "Send", "paper-plane-tilt", rail=True, count=ready_to_send),
    Entry(
        "heard",
        HearingBackScreen,
        "Hearing back",
        "envelope-simple-open",
        rail=True,
        count=questions_waiting,
    ),
    Entry("conversation", ConversationTask),
    Entry("cards", PrivateCardsScreen, "Private cards", "identification-card", rail=True),
    Entry("bring_in", BringInScreen, "Bring in", "download-simple", rail=True),
    Entry("care", CareScreen),
    Entry("trash", TrashScreen),
    Entry("preview", PreviewScreen),
    Entry("preview_all", PreviewAllScreen),
    Entry("record", RecordScreen),
    Entry("take_back", TakeBackScreen),
    Entry("destroy", DestroyScreen),
    Entry("write_saw", WriteSawScreen),
    Entry("from_phone", FromPhoneScreen),
    Entry("recovered", RecoveredScreen),
    Entry("sound_check", SoundCheckScreen),
    Entry("transcribe", TranscribeScreen),
)
