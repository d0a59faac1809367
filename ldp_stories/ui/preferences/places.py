"""The screens that every workspace has: help and preferences; from there ways to send, and making room."""

from __future__ import annotations

from typing import Final

from ldp_stories.ui.preferences.closing import ClosingScreen
from ldp_stories.ui.preferences.copies import CopiesScreen
from ldp_stories.ui.preferences.keys import KeysScreen
from ldp_stories.ui.preferences.preferences import PreferencesScreen
from ldp_stories.ui.record.directory import Entry
from ldp_stories.ui.record.free_room import FreeRoomScreen
from ldp_stories.ui.record.help import HelpScreen
from ldp_stories.ui.record.person import PersonScreen
from ldp_stories.ui.record.told_log import ToldScreen
from ldp_stories.ui.record.ways_screen import WaysScreen

ENTRIES: Final = (
    Entry("help", HelpScreen, "Help", "question", rail=True, gap=True),
    Entry("told", ToldScreen),
    Entry("person", PersonScreen),
    Entry("ways", WaysScreen),
    Entry("make_room", FreeRoomScreen),
    Entry("copies", CopiesScreen),
    Entry("keys", KeysScreen),
    Entry("closing", ClosingScreen),
    Entry("preferences", PreferencesScreen, "Preferences", "gear-six", rail=True),
)
