"""Tests of the parts from which screens are made."""
