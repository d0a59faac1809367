"""Sound through Qt: playing what lies in the vault (`player`), and a microphone where no other engine has one (`microphone`)."""

from ldp_stories.ui.audio.device import Sound, SoundDevice
from ldp_stories.ui.audio.player import Player

__all__ = ["Player", "Sound", "SoundDevice"]
