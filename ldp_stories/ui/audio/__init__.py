"""Sound through Qt: playing what lies in the vault (`player`), and a microphone where no other engine has one (`microphone`)."""

from ldp_stories.ui.audio.player import Player, Sound, SoundDevice

__all__ = ["Player", "Sound", "SoundDevice"]
