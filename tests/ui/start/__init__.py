"""Tests of ldp_stories.ui.start."""
