"""Tests of ldp_stories.ui.main_window."""
