"""What the tests of the house share."""

from collections.abc import Iterator

import pytest

from tests.architecture import tree


@pytest.fixture(scope="module", autouse=True)
def no_trees_stay() -> Iterator[None]:
    """The syntax trees of the whole project go with the last test of each module: a later sweep of Python's collector would walk them all."""
    yield
    tree.syntax.cache_clear()
