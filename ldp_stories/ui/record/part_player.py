"""One recording of a story by itself, to be heard where its seconds are written down: its time begins at nothing, whatever stands before it."""

from __future__ import annotations

from dataclasses import replace

from ldp_stories.domain.media import Media
from ldp_stories.ui.record.context import Context
from ldp_stories.ui.record.player_link import SoundLink, parts_of
from ldp_stories.ui.widgets.player import PlayerBar


class PartPlayer(PlayerBar):
    """`link.failed(UserError)` says why it cannot be played; `link.close()` when its page goes."""

    def __init__(self, context: Context, medium: Media, *, name: str) -> None:
        super().__init__(name=name, keys=False)
        self.link = SoundLink(context, self)
        self.link.bind(self)
        self.link.show_parts([replace(part, gap_before_ms=0) for part in parts_of(context.home, [medium])])
