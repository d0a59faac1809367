"""Who receives what: decided per addressee, never by "everything known" (CONTRACTS.md 3). Pure; consent only takes away."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from ldp_stories.domain.records import PROTECTED_LAYERS, LayerKind, Sensitivity, Status
from ldp_stories.domain.roles import Role


class Withheld(StrEnum):
    """Why a record stays at home; the statement in the envelope counts them."""

    DRAFT = "draft"
    HELD = "held"
    CLOSED = "closed"
    NO_PERMISSION = "no_permission"
    NOT_RELEASED = "not_released"
    TAKEN_BACK = "taken_back"


@dataclass(frozen=True, slots=True)
class Addressee:
    """Whom a bundle is for: a role, the devices of the people meant, and whether they may read verbatim words."""

    role: Role
    devices: frozenset[str] = frozenset()
    clearance: bool = False


@dataclass(frozen=True, slots=True)
class Dossier:
    """One record with everything that hangs from it, as far as an audience needs to know.

    `context` are its encounter, participants and consents; `layers` (id, kind); `passages` (id, whether it quotes a protected layer);
    `others` suggestions, decisions, comments, notes; `media` medium ids.
    `analysis` codings and matrix cells (id, whether it quotes a protected layer): they go to evaluators and coordinators only.
    `marks` of blind rounds (id, devices of the round's coders while it is open, None once it is over).
    `open_scopes` are the scopes whose joint gate is open today; `observation` needs no teller's consent. `wordless`: somebody said no to
    written-out words, so none of them go to evaluators. `refused` are media of a kind somebody says no to by now: they go to nobody.
    """

    record: str
    began_by: str
    status: Status
    sensitivity: Sensitivity
    released: bool
    open_scopes: frozenset[str]
    context: tuple[str, ...] = ()
    layers: tuple[tuple[str, LayerKind], ...] = ()
    passages: tuple[tuple[str, bool], ...] = ()
    others: tuple[str, ...] = ()
    media: tuple[str, ...] = ()
    observation: bool = False
    taken_back: bool = False
    analysis: tuple[tuple[str, bool], ...] = ()
    marks: tuple[tuple[str, frozenset[str] | None], ...] = ()
    wordless: bool = False
    refused: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Audience:
    """Entities and media an addressee is to have, the records among them, and what was withheld with the reason."""

    entities: frozenset[str]
    media: frozenset[str]
    records: tuple[str, ...]
    withheld: Mapping[str, Withheld] = field(default_factory=dict)

    @property
    def not_sent(self) -> dict[str, int]:
        """Counts by reason, numbers only."""
        return dict(Counter(w.value for w in self.withheld.values()))


def audience(dossiers: Iterable[Dossier], to: Addressee, shared: Iterable[str] = ()) -> Audience:
    """What `to` is to have of these records. A researcher: all of their own; coordinators: what is ready; evaluators: what is released.

    `shared` are things of the analysis that hang from no record: own tags, blind rounds, matrices. Researchers get none of them.
    """
    entities: set[str] = set() if to.role is Role.RESEARCHER else set(shared)
    media: set[str] = set()
    records: list[str] = []
    withheld: dict[str, Withheld] = {}
    for dossier in dossiers:
        if to.role is Role.RESEARCHER and dossier.began_by not in to.devices:
            continue
        why = _withheld(dossier, to)
        if why is not None:
            withheld[dossier.record] = why
            continue
        records.append(dossier.record)
        entities.update(
            (dossier.record, *dossier.context, *dossier.others, *dossier.media, *_words(dossier, to))
        )
        entities.update(_analysis(dossier, to))
        media.update(_media(dossier, to))
    return Audience(frozenset(entities), frozenset(media), tuple(records), withheld)


def _withheld(dossier: Dossier, to: Addressee) -> Withheld | None:
    if dossier.taken_back:
        return Withheld.TAKEN_BACK
    if to.role is Role.RESEARCHER:
        return None
    if dossier.sensitivity is Sensitivity.CLOSED:
        return Withheld.CLOSED
    if dossier.status is not Status.READY:
        return Withheld.HELD if dossier.status is Status.HELD else Withheld.DRAFT
    if not dossier.observation and "take_part" not in dossier.open_scopes:
        return Withheld.NO_PERMISSION
    if to.role is Role.EVALUATOR:
        if not dossier.released:
            return Withheld.NOT_RELEASED
        if not dossier.observation and "share_team" not in dossier.open_scopes:
            return Withheld.NO_PERMISSION
    return None


def _words(dossier: Dossier, to: Addressee) -> set[str]:
    """Layers and passages: an evaluator without clearance gets neither the protected words nor a quote from them.

    None gets any where a teller said no to written-out words.
    """
    if to.role is Role.EVALUATOR and dossier.wordless:
        return set()
    if to.role is not Role.EVALUATOR or to.clearance:
        return {i for i, _ in dossier.layers} | {i for i, _ in dossier.passages}
    open_layers = {layer for layer, kind in dossier.layers if kind not in PROTECTED_LAYERS}
    return open_layers | {passage for passage, protected in dossier.passages if not protected}


def _analysis(dossier: Dossier, to: Addressee) -> set[str]:
    """What evaluators made of a record. Marks of a blind round stay away from every coder and every evaluator until it is over."""
    if to.role is Role.RESEARCHER or (to.role is Role.EVALUATOR and dossier.wordless):
        return set()
    cleared = to.role is not Role.EVALUATOR or to.clearance
    seen = {ident for ident, protected in dossier.analysis if cleared or not protected}
    return seen | {ident for ident, coders in dossier.marks if may_see_marks(coders, to)}


def may_see_marks(coders: frozenset[str] | None, to: Addressee) -> bool:
    """Whether marks of a round may go to somebody; `coders` are the devices of its coders while it is open, None once it is over."""
    if to.role is Role.RESEARCHER:
        return False
    return coders is None or (to.role is Role.COORDINATOR and not coders & to.devices)


def _media(dossier: Dossier, to: Addressee) -> tuple[str, ...]:
    if to.role is Role.RESEARCHER:
        return ()
    if (
        to.role is Role.EVALUATOR
        and not dossier.observation
        and "share_media_team" not in dossier.open_scopes
    ):
        return ()
    return tuple(medium for medium in dossier.media if medium not in dossier.refused)
