"""Tests of ldp_stories.ui.preferences."""
