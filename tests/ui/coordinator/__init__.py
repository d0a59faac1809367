"""Tests of the coordinator's screens."""
