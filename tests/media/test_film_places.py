"""Places that phones write into films are found and blanked in place, wherever blocks end; nothing else of the file changes."""

import io

import av
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ldp_stories.media.decode import pcm, probe
from ldp_stories.media.film_places import blanked, places_of

PLACE = "+51.5074-000.1278/"


def film(place: str = PLACE, kind: str = "mp4") -> bytes:
    """A second of grey with a tone, and a place in its head."""
    out = io.BytesIO()
    with av.open(out, "w", format=kind, options={"movflags": "use_metadata_tags"}) as container:
        if place:
            container.metadata["location"] = place
        container.metadata["title"] = "Kept"
        stream = container.add_stream("aac", rate=48_000, layout="mono")
        for _ in range(10):
            frame = av.AudioFrame(format="fltp", layout="mono", samples=1024)
            frame.sample_rate = 48_000
            frame.planes[0].update(bytes(4096))
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return out.getvalue()


@pytest.fixture(scope="module")
def spoken() -> bytes:
    return film()


def test_the_place_of_a_film_is_found(spoken: bytes) -> None:
    assert PLACE.encode() in places_of(io.BytesIO(spoken))
    assert places_of(io.BytesIO(film(place=""))) == ()
    assert places_of(io.BytesIO(b"no film")) == ()


@pytest.mark.parametrize("size", [1, 7, 64, 4096, 10**7])
def test_it_is_blanked_wherever_the_blocks_end_and_the_film_plays_as_before(spoken: bytes, size: int) -> None:
    places = places_of(io.BytesIO(spoken))
    blocks = (spoken[at : at + size] for at in range(0, len(spoken), size))
    made = b"".join(blanked(blocks, places))
    assert len(made) == len(spoken)
    assert PLACE.encode() not in made
    assert not [p for p in places_of(io.BytesIO(made)) if p.strip(b"+-0./")]
    assert probe(io.BytesIO(made)) == probe(io.BytesIO(spoken))
    assert b"".join(pcm(io.BytesIO(made))) == b"".join(pcm(io.BytesIO(spoken)))
    changed = [i for i, (a, b) in enumerate(zip(spoken, made, strict=True)) if a != b]
    assert 0 < len(changed) <= 3 * len(PLACE)
    assert b"Kept" in made


@given(
    st.lists(st.binary(max_size=20), max_size=6),
    st.lists(st.sampled_from([b"+51.5-000.1/", b"+1-2"]), max_size=2),
)
def test_without_a_place_in_it_nothing_changes(blocks: list[bytes], places: list[bytes]) -> None:
    whole = b"".join(blocks)
    made = b"".join(blanked(blocks, tuple(places)))
    assert len(made) == len(whole)
    if not any(p in whole for p in places):
        assert made == whole
