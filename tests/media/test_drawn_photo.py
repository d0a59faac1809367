"""The drawn photos of the practice programme: real pictures, the same for the same seed, and not all alike."""

import io

from PIL import Image

from ldp_stories.media.drawn_photo import SIZE, drawn_photo


def test_it_is_a_small_jpeg_with_something_on_it() -> None:
    data = drawn_photo(7)
    picture = Image.open(io.BytesIO(data))
    assert (picture.format, picture.size) == ("JPEG", SIZE)
    assert len(data) < 200_000
    assert len(set(picture.resize((32, 24)).get_flattened_data())) > 10


def test_it_is_the_same_for_the_same_seed_and_another_for_another() -> None:
    assert drawn_photo(3) == drawn_photo(3)
    assert drawn_photo(3) != drawn_photo(4)
