"""Windows are swept up between tests only (see tests/sweeping.py)."""

from tests.sweeping import swept_between_tests

__all__ = ["swept_between_tests"]
