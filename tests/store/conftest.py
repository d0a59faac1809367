"""A new sealed store for each test of the store."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ldp_stories.store.engine import Database
from tests.store.stores import opened


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Database]:
    with opened(tmp_path / "main.db") as db:
        yield db
