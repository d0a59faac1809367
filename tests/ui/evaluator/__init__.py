"""Tests of ldp_stories.ui.evaluator."""
