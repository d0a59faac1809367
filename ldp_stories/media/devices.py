"""What a microphone is called. Loads nothing: the window knows this, only the recorder process knows the sound library."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Microphone:
    """A microphone by the name the system gives it."""

    name: str
    default: bool
