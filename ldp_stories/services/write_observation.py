"""Write what I saw: an observation keeps what was seen, heard and wondered apart, and names nobody (domain/3-model.md 3.7)."""

from ldp_stories.services.home import Home


def write_observation(
    home: Home, *, saw: str, heard: str = "", wondered: str = "", place: str | None = None, setting: str = "", title: str = "",
    subtype: str = "place",
) -> str:  # fmt: skip
    """Write a new observation as a draft; the record's id."""
    raise NotImplementedError
