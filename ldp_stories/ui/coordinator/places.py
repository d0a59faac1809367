"""The coordinator's screens, in the order of the rail."""

from __future__ import annotations

from typing import Final

from ldp_stories.ui.coordinator.asked_for import AskedForScreen
from ldp_stories.ui.coordinator.codebook import CodebookDesk
from ldp_stories.ui.coordinator.codebook_changes import CodebookChangesScreen
from ldp_stories.ui.coordinator.coverage import CoverageScreen
from ldp_stories.ui.coordinator.feedback import FeedbackScreen
from ldp_stories.ui.coordinator.kept_long_enough import KeptLongEnoughScreen
from ldp_stories.ui.coordinator.moved_places import MovedPlacesScreen
from ldp_stories.ui.coordinator.odd_files_page import OddFilesScreen
from ldp_stories.ui.coordinator.one_member import MemberScreen
from ldp_stories.ui.coordinator.people_log_page import PeopleLogScreen
from ldp_stories.ui.coordinator.programme import ProgrammeScreen, joining
from ldp_stories.ui.coordinator.queue import QueueScreen
from ldp_stories.ui.coordinator.review import ReviewScreen
from ldp_stories.ui.coordinator.send_back import SendBackScreen
from ldp_stories.ui.coordinator.settle import SettleScreen, to_settle
from ldp_stories.ui.coordinator.shut_stories import ShutStoriesScreen
from ldp_stories.ui.coordinator.something_wrong import SomethingWrongScreen
from ldp_stories.ui.coordinator.split import SplitScreen
from ldp_stories.ui.coordinator.tag_chat import TagChatScreen
from ldp_stories.ui.coordinator.team import TeamScreen
from ldp_stories.ui.coordinator.waiting_wishes import WaitingWishesScreen
from ldp_stories.ui.record.agreement_screen import AgreementScreen
from ldp_stories.ui.record.blind_screen import BlindScreen
from ldp_stories.ui.record.bring_in import BringInScreen
from ldp_stories.ui.record.destroy_screen import DestroyScreen
from ldp_stories.ui.record.directory import Entry
from ldp_stories.ui.record.preview import PreviewScreen
from ldp_stories.ui.record.preview_all import PreviewAllScreen
from ldp_stories.ui.record.private_cards import PrivateCardsScreen
from ldp_stories.ui.record.record_screen import RecordScreen
from ldp_stories.ui.record.take_back import TakeBackScreen
from ldp_stories.ui.record.transcribe_screen import TranscribeScreen

ENTRIES: Final = (
    Entry("queue", QueueScreen, "Queue", "tray", rail=True),
    Entry("bring_in", BringInScreen, "Bring in", "download-simple", rail=True),
    Entry("send_back", SendBackScreen, "Send back", "paper-plane-tilt", rail=True),
    Entry("settle", SettleScreen, "To settle", "git-merge", rail=True, count=to_settle),
    Entry("take_back", TakeBackScreen, "Take back", "arrow-counter-clockwise", rail=True),
    Entry("codebook", CodebookDesk, "Codebook", "book-open", rail=True, gap=True),
    Entry("agreement", AgreementScreen, "Agreement", "scales", rail=True),
    Entry("coverage", CoverageScreen, "Coverage", "map-trifold", rail=True),
    Entry("feedback", FeedbackScreen, "You said, we did", "megaphone-simple", rail=True),
    Entry("programme", ProgrammeScreen, "Programme", "users", rail=True, count=joining),
    Entry("cards", PrivateCardsScreen, "Private cards", "identification-card", rail=True),
    Entry("review", ReviewScreen),
    Entry("waiting_wishes", WaitingWishesScreen),
    Entry("shut", ShutStoriesScreen),
    Entry("something_wrong", SomethingWrongScreen),
    Entry("odd_files", OddFilesScreen),
    Entry("kept", KeptLongEnoughScreen),
    Entry("asked_for", AskedForScreen),
    Entry("team", TeamScreen),
    Entry("member", MemberScreen),
    Entry("people_log", PeopleLogScreen),
    Entry("destroy", DestroyScreen),
    Entry("blind", BlindScreen),
    Entry("codebook_changes", CodebookChangesScreen),
    Entry("split", SplitScreen),
    Entry("tag_chat", TagChatScreen),
    Entry("moved_places", MovedPlacesScreen),
    Entry("preview", PreviewScreen),
    Entry("preview_all", PreviewAllScreen),
    Entry("record", RecordScreen),
    Entry("transcribe", TranscribeScreen),
)
