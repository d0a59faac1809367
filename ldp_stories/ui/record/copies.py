"""The copies of a story's words that one may turn to: one of each kind, and of what was made of the words one in every language."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from PySide6.QtCore import QT_TRANSLATE_NOOP

from ldp_stories.domain.records import Layer, LayerKind
from ldp_stories.ui.record.languages import language_name
from ldp_stories.ui.text import tr

LAYER_WORDS: Final[dict[LayerKind, str]] = {
    LayerKind.VERBATIM: str(QT_TRANSLATE_NOOP("LDP Stories", "Their words")),
    LayerKind.TRANSCRIPT: str(QT_TRANSLATE_NOOP("LDP Stories", "From the sound")),
    LayerKind.MASKED: str(QT_TRANSLATE_NOOP("LDP Stories", "Masked")),
    LayerKind.READING: str(QT_TRANSLATE_NOOP("LDP Stories", "Reading copy")),
    LayerKind.TRANSLATION: str(QT_TRANSLATE_NOOP("LDP Stories", "Translation")),
}
_SEVERAL: Final = frozenset({LayerKind.READING, LayerKind.TRANSLATION})
"""Of these more than one may stand: into another language, or by somebody else."""


def layer_words(layer: Layer, among: Iterable[Layer] = ()) -> str:
    """What a version is called; a machine's words are never called by a person's name for them.

    Where `among` holds another of its kind it is told apart by its language, and by a number where that is the same too.
    """
    words = tr("Written by a machine") if layer.machine else tr(LAYER_WORDS[layer.kind])
    alike = [x for x in among if (x.kind, bool(x.machine)) == (layer.kind, bool(layer.machine))]
    if len(alike) < 2:
        return words
    words = f"{words}, {language_name(layer.language)}"
    same = [x.id for x in alike if x.language == layer.language]
    return f"{words} {same.index(layer.id) + 1}" if len(same) > 1 else words


def in_order(layers: Sequence[Layer], order: Iterable[LayerKind]) -> tuple[Layer, ...]:
    """What is offered, the newest of a kind first; a machine's words only where no person has written that kind in that language."""
    found: list[Layer] = []
    for kind in order:
        here = [layer for layer in reversed(layers) if layer.kind is kind]
        here.sort(key=lambda layer: bool(layer.machine))
        by_people = {layer.language for layer in here if not layer.machine}
        if kind in _SEVERAL:
            found += [x for x in here if not x.machine or x.language not in by_people]
        else:
            found += here[:1]
    return tuple(found)
