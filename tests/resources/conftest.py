"""The content as the program reads it, loaded once for all tests of this folder."""

from pathlib import Path

import pytest

from ldp_stories.services.load_pack_content import StarterContent, load_content
from ldp_stories.services.load_practice import Practice, load_practice

RESOURCES = Path(__file__).parents[2] / "resources"


@pytest.fixture(scope="session")
def resources() -> Path:
    return RESOURCES


@pytest.fixture(scope="session")
def starter(resources: Path) -> StarterContent:
    return load_content(resources)


@pytest.fixture(scope="session")
def practice(resources: Path) -> Practice:
    return load_practice(resources)
