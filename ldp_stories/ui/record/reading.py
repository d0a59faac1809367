"""One record read, seen and played: the words by layer with the passages marked, its photos, and the sound under them. For all workspaces."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from ldp_stories.domain.media import Media
from ldp_stories.domain.passages import Passage, WordsAt
from ldp_stories.domain.records import Layer, LayerKind
from ldp_stories.errors import UserError
from ldp_stories.services.ask_resend import ask_for_media
from ldp_stories.services.edit_record import RecordView
from ldp_stories.ui.record.bring_in_words import asked_words
from ldp_stories.ui.record.context import Context
from ldp_stories.ui.record.copies import LAYER_WORDS, in_order, layer_words
from ldp_stories.ui.record.missing_sound import MissingLine
from ldp_stories.ui.record.photo_view import PhotoView
from ldp_stories.ui.record.player_link import SoundLink, parts_of
from ldp_stories.ui.text import sentence, tr
from ldp_stories.ui.widgets.announce import announce
from ldp_stories.ui.widgets.banner import Banner
from ldp_stories.ui.widgets.card import Card, Line, row
from ldp_stories.ui.widgets.choices import Option
from ldp_stories.ui.widgets.labels import heading, helper
from ldp_stories.ui.widgets.player import PlayerBar
from ldp_stories.ui.widgets.segmented import Segmented
from ldp_stories.ui.widgets.storytext import StoryText, TextMark

_ORDER: Final = tuple(LAYER_WORDS)
_PHOTO: Final = "photo:"


def passage_numbers(view: RecordView) -> dict[str, int]:
    """Passage id -> the number it is shown with, from 1 in the order of the words (then of the sound); a copy has its original's."""
    here = {p.id for p in view.passages}
    originals = [p for p in view.passages if p.copy_of is None or p.copy_of not in here]
    numbers = {p.id: at for at, p in enumerate(sorted(originals, key=_order), 1)}
    return numbers | {
        p.id: numbers[p.copy_of] for p in view.passages if p.copy_of in numbers and p.id not in numbers
    }


def _order(passage: Passage) -> tuple[int, int, str]:
    start = passage.text.start if passage.text is not None else 1 << 40
    return start, passage.sound.from_ms if passage.sound is not None else 1 << 40, passage.id


def shown_layers(view: RecordView) -> tuple[Layer, ...]:
    """The layers to offer, in the order of the switch."""
    return in_order(view.layers, _ORDER)


def _keys(layers: Sequence[Layer]) -> dict[str, Layer]:
    """The layers by their keys in the switch: the first of each kind by its kind, so that it stays chosen when a newer one takes its place."""
    found: dict[str, Layer] = {}
    for layer in layers:
        kind = layer.kind.value
        found[f"{kind}:{layer.id}" if kind in found else kind] = layer
    return found


def _photos(view: RecordView) -> tuple[Media, ...]:
    return tuple(one for one in view.media if one.kind == "photo")


def _photo_name(at: int, of: int) -> str:
    return tr("Photo {n}", n=at) if of > 1 else tr("Photo")


class ReadingPane(Card):
    """The card "What was said". `show_view(view)` fills it; `close_sound()` when its screen goes (`leaving`).

    Signals: `passage_pressed(passage id)`, `selected(layer id, start, end)` (code points of that layer's text), `layer_changed(layer id)`.
    `pick(passage id)` marks one passage as the chosen one, `play_passage(id)` plays it. `title` and `empty` are words.
    """

    passage_pressed = Signal(str)
    selected = Signal(str, int, int)
    layer_changed = Signal(str)

    def __init__(
        self, context: Context, *, title: str = "", empty: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(padding=(24, 16, 24, 14), spacing=10, parent=parent)
        self.context = context
        self.view: RecordView | None = None
        self._numbers: dict[str, int] = {}
        self._picked = ""
        self._found: WordsAt | None = None
        self._words: dict[str, str] = {}
        self.heading = heading(title or tr("What was said"))
        self.switch: Segmented | None = None
        self._ways: list[Option] = []
        self._top = row(self.heading, None, spacing=12)
        self.text = StoryText(name=tr("The words"))
        self.photo = PhotoView(context)
        self.photo.hide()
        self._empty = empty
        self.empty = helper("")
        self.rest = QWidget()
        """Takes the room of words that are not there, so that what stands above and below stays together."""
        self.rest.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self.trouble = Banner("", tone="info", icon="info")
        self.link = SoundLink(context, self)
        self.player = PlayerBar(name=tr("The sound"))
        self.link.bind(self.player)
        self.missing = MissingLine()
        self.away = Banner("", tone="info", icon="speaker-slash", action=tr("Ask for it"))
        self.away.acted.connect(self._ask_for_sound)
        self.away.hide()
        self.machine = Banner(
            tr("A machine wrote this by listening. Nobody has checked it."), tone="warn", icon="robot"
        )
        self.machine.hide()
        self.add(self._top, self.machine, self.text, self.photo, self.empty, self.trouble, self.away)
        self.sound = QWidget()
        box = QVBoxLayout(self.sound)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(12)
        box.addWidget(Line())
        box.addWidget(self.player)
        box.addWidget(self.missing)
        self.sound.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.put_sound_back()
        self.body.addWidget(self.rest, 1)
        self.trouble.hide()
        self.text.selected.connect(self._tell_selected)
        self.text.passage_pressed.connect(self._tell_pressed)
        self.link.failed.connect(self._cannot_play)

    @property
    def layer(self) -> Layer | None:
        """The layer now shown; with a photo in its place, the one that would be."""
        if self.view is None:
            return None
        layers = _keys(shown_layers(self.view))
        wanted = self.switch.value() if self.switch is not None else ""
        return layers.get(wanted) or next(iter(layers.values()), None)

    def _key_of(self, layer: str) -> str:
        """The key of a layer in the switch; "" when it is not offered."""
        offered = _keys(shown_layers(self.view)) if self.view is not None else {}
        return next((key for key, one in offered.items() if one.id == layer), "")

    def show_view(self, view: RecordView, *, layer: LayerKind | None = None) -> None:
        """Show a record (again, after a change: the layer, the place in the sound and the chosen passage stay)."""
        kept = layer.value if layer is not None else self._kept(view)
        before, self.view = self.view, view
        self._numbers = passage_numbers(view)
        self._make_switch(view, kept)
        self._draw()
        media = tuple((m.id, m.duration_ms, m.playable is not None) for m in view.media)
        same = before is not None and media == tuple(
            (m.id, m.duration_ms, m.playable is not None) for m in before.media
        )
        if not same:
            self.trouble.hide()
            self.link.show_parts(parts_of(self.context.home, view.media))
        self.sound.setVisible(bool(self.link.parts))
        self.missing.show_parts(view.media)
        self._show_away(view)
        self.empty.setText(self._empty or self._no_words(view))
        self._mark_sound(view)

    def _kept(self, view: RecordView) -> str:
        """The way to look that stays when a record is shown again: the same copy, else another of its kind."""
        value, here = self.switch.value() if self.switch is not None else "", self.layer
        if here is None or value.startswith(_PHOTO):
            return value
        offered = {one.id: key for key, one in _keys(shown_layers(view)).items()}
        return offered.get(here.id, here.kind.value if value else "")

    def _show_away(self, view: RecordView) -> None:
        """Sound that was here or is to come, and is not: said, with one button that asks for it."""
        gone = [m for m in view.media if m.kind in ("audio", "video") and m.renditions and m.playable is None]
        self.away.setVisible(bool(gone))
        self.away.set_text(tr("The sound is not on this laptop. The words are."))
        self.away.button.show()

    def _ask_for_sound(self) -> None:
        if self.view is None:
            return
        try:
            wish = ask_for_media(self.context.home, self.view.record.id)
        except UserError as error:
            self.away.set_text(sentence(error))
        else:
            self.away.set_text(asked_words(wish.name))
        self.away.button.hide()

    def _no_words(self, view: RecordView) -> str:
        """What there is where nobody has written words yet."""
        if self.link.parts:
            return tr("No words yet. The sound is all there is.")
        return (
            tr("No words yet. There are notes.") if any(n.text for n in view.notes) else tr("No words yet.")
        )

    def pick(self, passage: str) -> None:
        """Set one passage apart as the chosen one, turn to the copy in which it stands, and scroll to it."""
        self._picked = passage
        self._turn_to(passage)
        self._draw()
        if passage in self._numbers:
            self.text.show_passage(str(self._numbers[passage]))

    def show_words(self, found: WordsAt) -> None:
        """Mark words that were searched for, turn to the copy in which they stand, and scroll to them."""
        key = self._key_of(found.layer)
        if not key:
            return
        self._found = found
        if self.switch is not None:
            self.switch.set_value(key)
        self._draw()
        self.text.show_words(found.start)

    def _turn_to(self, passage: str) -> None:
        """Show the copy in which a passage stands, unless it is marked in the one on screen, as it is or as its twin."""
        found, here, view = self._passage(passage), self.layer, self.view
        if found is None or found.text is None or here is None or view is None or self.switch is None:
            return
        number = self._numbers.get(passage)
        marked = {p.text.layer for p in view.passages if p.text and self._numbers.get(p.id) == number}
        key = self._key_of(found.text.layer)
        if here.id not in marked and key:
            self.switch.set_value(key)

    def picked(self) -> Passage | None:
        """The passage that is set apart as the chosen one, if any."""
        return self._passage(self._picked)

    def play_passage(self, passage: str) -> None:
        """Play the sound of a passage; without a sound anchor nothing happens."""
        found = self._passage(passage)
        if found is not None and found.sound is not None:
            base = self.link.base_of(found.sound.media)
            self.link.play_span(base + found.sound.from_ms, base + found.sound.to_ms)

    def put_sound_back(self) -> None:
        """The player stands under the words (it may be taken elsewhere where there is little room)."""
        self.body.insertWidget(self.body.indexOf(self.away) + 1, self.sound)

    def close_sound(self) -> None:
        """Stop playing and let go of the sound."""
        self.link.close()

    def _passage(self, ident: str) -> Passage | None:
        return next((p for p in self.view.passages if p.id == ident), None) if self.view is not None else None

    def _make_switch(self, view: RecordView, value: str) -> None:
        """The switch between the words and the photos; one with the same ways stays, and so does the focus on it."""
        layers, photos = shown_layers(view), _photos(view)
        options = [Option(key, layer_words(one, layers)) for key, one in _keys(layers).items()]
        options += [Option("", tr("Words"))] if photos and not layers else []
        options += [Option(_PHOTO + one.id, _photo_name(at, len(photos))) for at, one in enumerate(photos, 1)]
        chosen = value if value in [o.key for o in options] else options[0].key if options else ""
        if self.switch is not None and options == self._ways:
            self.switch.set_value(chosen)
            return
        self._ways = options
        if self.switch is not None:
            self._top.removeWidget(self.switch)
            self.switch.hide()
            self.switch.deleteLater()
            self.switch = None
        if len(options) > 1:
            self.switch = Segmented(options, name=tr("What to look at"), value=chosen, high=40)
            self.switch.chosen.connect(self._switched)
            self._top.addWidget(self.switch)

    def _switched(self, _kind: str) -> None:
        self._draw()
        layer = self.layer
        if not self.photo.isHidden():
            announce(self, self.photo.accessibleName())
        elif layer is not None:
            announce(self, layer_words(layer, shown_layers(self.view) if self.view is not None else ()))
            self.layer_changed.emit(layer.id)

    def _draw(self) -> None:
        layer = self.layer
        words = layer.text if layer is not None else ""
        marks = []
        here = layer.id if layer is not None else ""
        for passage in self.view.passages if self.view is not None else ():
            if passage.text is not None and passage.text.layer == here:
                color = "mark" if self._chosen(passage) else "mark2"
                number = str(self._numbers.get(passage.id, ""))
                marks.append(TextMark(passage.text.start, passage.text.end, number, color))
        marks += self._found_mark(here, marks)
        self.text.set_text(words, marks)
        self.machine.setVisible(layer is not None and bool(layer.machine))
        looking = self._show_photo()
        self.text.setVisible(bool(words) and not looking)
        self.empty.setVisible(not words and not looking)
        self.rest.setVisible(not words and not looking)

    def _found_mark(self, layer: str, marks: Sequence[TextMark]) -> list[TextMark]:
        """The words that were searched for, unless a passage holds them."""
        found = self._found
        if found is None or found.layer != layer:
            return []
        held = any(m.start < found.end and found.start < m.end for m in marks)
        return [] if held else [TextMark(found.start, found.end)]

    def _show_photo(self) -> bool:
        """Show the chosen photo in place of the words; whether one is chosen."""
        chosen = self.switch.value() if self.switch is not None else ""
        if self.view is None or not chosen.startswith(_PHOTO):
            self.photo.hide()
            return False
        photos, medium = _photos(self.view), chosen.removeprefix(_PHOTO)
        at = next((n for n, one in enumerate(photos, 1) if one.id == medium), 1)
        name = tr("Photo {n} of {of}", n=at, of=len(photos))
        self.photo.show_photo(medium, name)
        self.photo.show()
        return True

    def _chosen(self, passage: Passage) -> bool:
        if not self._picked:
            return True
        number = self._numbers.get(self._picked)
        return number is not None and self._numbers.get(passage.id) == number

    def _mark_sound(self, view: RecordView) -> None:
        spans = []
        for passage in view.passages:
            if passage.sound is not None and passage.copy_of is None:
                base = self.link.base_of(passage.sound.media)
                spans.append((base + passage.sound.from_ms, base + passage.sound.to_ms))
        self.player.set_passages(spans)
        self.player.set_marks([n.at_ms for n in view.notes if n.marked and n.at_ms is not None])

    def _tell_selected(self, start: int, end: int) -> None:
        layer = self.layer
        if layer is not None and start < end:
            self.selected.emit(layer.id, start, end)

    def _tell_pressed(self, number: str) -> None:
        layer = self.layer
        shown = layer.id if layer is not None else ""
        for passage in self.view.passages if self.view is not None else ():
            here = passage.text is not None and passage.text.layer == shown
            if here and str(self._numbers.get(passage.id, "")) == number:
                self.passage_pressed.emit(passage.id)
                return

    def _cannot_play(self, error: UserError) -> None:
        words = tr("It cannot be played here. It is kept safe.")
        if error.code == "MEDIA_GONE":
            words = tr("Waiting for the sound. The written words are here.")
        elif error.code != "MEDIA_UNREADABLE":
            words = sentence(error)
        self.trouble.set_text(words)
        self.trouble.show()
        announce(self, words)
