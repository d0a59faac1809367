"""The collector rests while much is brought in, and works again afterwards, whatever happened."""

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest

from ldp_stories.services import import_bundle
from ldp_stories.services.at_rest import collector_at_rest


@pytest.fixture(params=[True, False])
def on_before(request: pytest.FixtureRequest) -> Iterator[bool]:
    was = gc.isenabled()
    (gc.enable if request.param else gc.disable)()
    yield request.param
    (gc.enable if was else gc.disable)()


def test_it_rests_inside_and_is_afterwards_as_it_was(on_before: bool) -> None:
    with collector_at_rest():
        assert not gc.isenabled()
        with collector_at_rest():
            assert not gc.isenabled()
        assert not gc.isenabled()
    assert gc.isenabled() is on_before


def test_trouble_inside_leaves_it_as_it_was(on_before: bool) -> None:
    with pytest.raises(RuntimeError, match="stop"), collector_at_rest():
        raise RuntimeError("stop")
    assert gc.isenabled() is on_before


def test_a_bundle_is_looked_at_and_brought_in_at_rest(
    on_before: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[bool] = []
    monkeypatch.setattr(import_bundle, "look", lambda *_: seen.append(gc.isenabled()))
    monkeypatch.setattr(import_bundle, "accept", lambda *_: seen.append(gc.isenabled()))
    import_bundle.take_in(None, Path("x"))  # type: ignore[arg-type]
    assert seen == [False, False]
    assert gc.isenabled() is on_before
