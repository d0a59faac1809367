"""Settings: safe defaults, one small file that a crash cannot break, each field explained."""

import json
import os
from dataclasses import Field, fields
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ldp_stories import settings
from ldp_stories.errors import UserError
from ldp_stories.settings import KnownHome, Settings

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
    max_leaves=12,
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "config" / "settings.json"


def written(path: Path, values: object, version: int = settings.VERSION) -> Path:
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps({"version": version, "settings": values}), encoding="utf-8")
    return path


def test_without_a_file_the_defaults_hold(path: Path) -> None:
    assert settings.load(path) == Settings()
    assert not path.parent.exists()


def test_what_was_chosen_comes_back(path: Path) -> None:
    chosen = Settings().changed(
        theme="dark", text_scale=1.5, easy_letters=True, idle_minutes=3, language="ur"
    )
    chosen = chosen.with_home(KnownHome("/notebooks/larkside", "Larkside, naïve ☂"))
    settings.save(path, chosen)
    assert settings.load(path) == chosen


def test_the_file_says_its_version(path: Path) -> None:
    settings.save(path, Settings())
    assert json.loads(path.read_text(encoding="utf-8"))["version"] == 1


@pytest.mark.parametrize("one", fields(Settings), ids=lambda one: one.name)
def test_each_setting_says_what_it_does(one: Field[object]) -> None:
    about = one.metadata["about"]
    assert about.endswith(".")
    assert about[0].isupper()
    assert 3 <= len(about.split()) <= 20
    assert one.metadata["group"] in get_args(settings.Group)


@pytest.mark.parametrize("one", fields(Settings), ids=lambda one: one.name)
def test_each_default_is_a_value_the_setting_allows(one: Field[object]) -> None:
    assert Settings().changed(**{one.name: one.default}) == Settings()


@pytest.mark.parametrize(
    ("name", "value"),
    [("theme", "pink"), ("text_scale", 2.5), ("text_scale", "2"), ("idle_minutes", 0), ("idle_minutes", True),
     ("easy_letters", 1), ("language", None), ("playing_speed", float("nan"))],
)  # fmt: skip
def test_a_value_that_does_not_fit_is_passed_over(path: Path, name: str, value: object) -> None:
    loaded = settings.load(written(path, {name: value, "hide_key": "F7"}))
    assert loaded == Settings(hide_key="F7")
    with pytest.raises(ValueError, match=name):
        Settings().changed(**{name: value})


def test_a_whole_number_is_taken_where_a_part_is_allowed(path: Path) -> None:
    assert settings.load(written(path, {"text_scale": 2})).text_scale == 2.0


def test_a_newer_file_is_read_as_far_as_it_is_understood(path: Path) -> None:
    assert settings.load(written(path, {"theme": "light", "aura": "blue"}, version=9)) == Settings(
        theme="light"
    )


def test_a_notebook_is_listed_once_and_the_latest_comes_first() -> None:
    chosen = (
        Settings()
        .with_home(KnownHome("/a", "A"))
        .with_home(KnownHome("/b", "B"))
        .with_home(KnownHome("/a", "New A"))
    )
    assert chosen.homes == (KnownHome("/a", "New A"), KnownHome("/b", "B"))
    assert chosen.last_home == "/a"


def test_a_folder_with_a_name_in_no_code_page_comes_back(path: Path) -> None:
    folder = os.fsdecode(b"/media/caf\xe9/notebook") if os.name != "nt" else "C:/caf\udce9"
    chosen = Settings().with_home(KnownHome(folder, "Amina ☕"))
    settings.save(path, chosen)
    assert settings.load(path) == chosen


def test_half_written_notebooks_in_the_list_are_left_out(path: Path) -> None:
    homes = [{"folder": "/a", "label": "A"}, {"folder": 3, "label": "B"}, "C", {"label": "D"}]
    assert settings.load(written(path, {"homes": homes})).homes == (KnownHome("/a", "A"),)
    assert settings.load(written(path, {"homes": {"folder": "/a"}})).homes == ()


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[1]", b'"x"', b'{"settings": 3}', b"\xff\xfe\x00", b'{"version": 1}', b"[" * 20_000],
)
def test_a_broken_file_gives_the_defaults_and_is_kept(path: Path, content: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(content)
    assert settings.load(path) == Settings()
    assert path.with_name("settings.json.broken").read_bytes() == content
    assert not path.exists()
    settings.save(path, Settings(theme="dark"))
    assert settings.load(path).theme == "dark"


def test_a_folder_in_the_place_of_the_file_does_not_stop_the_start(path: Path) -> None:
    path.mkdir(parents=True)
    assert settings.load(path) == Settings()


def test_a_save_that_fails_keeps_the_old_file_and_says_so(path: Path) -> None:
    settings.save(path, Settings(theme="dark"))
    path.with_name("settings.json.new").mkdir()  # nothing can be written there now
    with pytest.raises(UserError) as raised:
        settings.save(path, Settings(theme="light"))
    assert raised.value.code == "SETTINGS_NOT_SAVED"
    assert str(path.parent) in str(raised.value)
    assert settings.load(path).theme == "dark"


def test_nothing_but_the_file_is_left_in_the_folder(path: Path) -> None:
    settings.save(path, Settings())
    settings.save(path, Settings(theme="dark"))
    assert [one.name for one in path.parent.iterdir()] == ["settings.json"]


def test_the_file_lies_in_the_persons_own_configuration_folder(own_home: Path) -> None:
    assert settings.settings_path().is_relative_to(own_home)
    assert settings.settings_path().name == "settings.json"


@given(values=JSON)
def test_no_file_whatever_stops_the_start(tmp_path_factory: pytest.TempPathFactory, values: object) -> None:
    path = tmp_path_factory.mktemp("any") / "settings.json"
    loaded = settings.load(written(path, values))
    assert isinstance(loaded, Settings)
    assert Settings().changed(**{one.name: getattr(loaded, one.name) for one in fields(loaded)}) == loaded
