"""One story as other programs read it: a text, a sound with its transcript, or words beside several sounds; each tag once."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ldp_stories.domain.ids import new_id
from ldp_stories.domain.media import Media
from ldp_stories.reports.refi.model import SoundSource, TextSource, Value
from ldp_stories.services.exchange_ids import derived
from ldp_stories.services.exchange_story import Told as Gone
from ldp_stories.services.exchange_story import file_of, told_story
from ldp_stories.services.home import Home
from ldp_stories.services.library_entry import read_entry
from ldp_stories.services.mask_words import mask
from ldp_stories.services.story import read_story
from ldp_stories.store import media
from tests.services.house import BULBS, WOMEN, Told, name_id, open_house, suggest, tell
from tests.services.released import release_read


@pytest.fixture
def joan(tmp_path: Path) -> Iterator[Home]:
    home = open_house(tmp_path, "joan")
    yield home
    home.close()


@pytest.fixture
def told(joan: Home) -> Told:
    made = tell(joan, sound=True, tags={WOMEN: "B7"})
    mask(joan, made.record, "Mrs Patel", "[headteacher]")
    release_read(joan, made.record)
    return made


def gone(home: Home, told: Told, *, words: bool = True, sounds: int = 1) -> Gone:
    """The story with or without its words, and with so many recordings (the real one, then others that are only named)."""
    with home.main.read() as con:
        entry = read_entry(con, read_story(con, told.record))
        real = media.of_record(con, told.record)
    others = tuple(Media(new_id(), told.record, "audio", "phone", 500, n, 0, ()) for n in range(1, sounds))
    layer = next(x for x in entry.reading_order if x.kind.value == "masked")
    return told_story(entry, layer if words else None, (*real, *others)[:sounds], (Value("v", "Millbrook"),))


def test_words_alone_are_a_text_with_its_facts(joan: Home, told: Told) -> None:
    found = gone(joan, told, sounds=0)
    (text,) = found.sources
    assert isinstance(text, TextSource)
    assert text.values == (Value("v", "Millbrook"),)
    assert sorted(text.text[s.start : s.end] for s in text.selections) == sorted(
        [WOMEN, BULBS.replace("Mrs Patel", "[headteacher]")]
    )
    assert found.files == {}


def test_one_sound_carries_the_words_as_its_transcript_and_each_tag_once(joan: Home, told: Told) -> None:
    found = gone(joan, told)
    (sound,) = found.sources
    assert isinstance(sound, SoundSource)
    (spoken,) = sound.transcripts
    coded = [c.code for span in spoken.spans for c in span.codings] + [
        c.code for s in sound.selections for c in s.codings
    ]
    assert coded == [name_id("B7")]
    assert len(spoken.points) == 2 * len(spoken.spans) == 4
    assert found.files == {sound.file: told.media}


def test_several_sounds_stand_beside_the_text(joan: Home, told: Told) -> None:
    found = gone(joan, told, sounds=3)
    assert [type(s).__name__ for s in found.sources] == ["TextSource"] + ["SoundSource"] * 3
    assert len({s.guid for s in found.sources}) == 4
    assert all(not s.transcripts for s in found.sources if isinstance(s, SoundSource))
    assert [len(s.selections) for s in found.sources if isinstance(s, SoundSource)] == [2, 0, 0]
    assert len(found.files) == 3


def test_without_words_the_marks_in_the_sound_go_with_nothing_to_read(joan: Home, told: Told) -> None:
    found = gone(joan, told, words=False)
    (sound,) = found.sources
    assert isinstance(sound, SoundSource)
    assert sound.transcripts == ()
    assert sound.selections == ()


def test_a_tag_on_the_whole_story_stands_on_the_whole_source(joan: Home, told: Told) -> None:
    suggest(joan, told, "no passage", "D1")
    (text,) = gone(joan, told, sounds=0).sources
    assert [c.code for c in text.codings] == [name_id("D1")]


def test_a_recording_is_called_by_a_number_that_says_nothing(joan: Home, told: Told) -> None:
    with joan.main.read() as con:
        (medium,) = media.of_record(con, told.record)
    assert file_of(medium) == f"{told.media}.m4a"
    assert derived(told.media, "x") != told.media
