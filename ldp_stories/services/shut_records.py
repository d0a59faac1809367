"""Which records in a bundle nobody agreed to send us: consent is asked again at the door (domain/3-model.md 3.15.2)."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from ldp_stories.domain.consent import Consent, Scope, joint_gate
from ldp_stories.domain.roles import Role
from ldp_stories.services.home import Connection, Home
from ldp_stories.store import consent, records

CONTEXT_KINDS = frozenset({"participant", "consent", "encounter", "coding_round"})
"""What is brought in before the gates are asked, so that a narrower answer, or the end of a round, in the same bundle counts."""


@dataclass(frozen=True, slots=True)
class Coming:
    """What the lines of a bundle say of a record, the last word on each; None where they say nothing. `device` began it."""

    device: str
    encounter: str | None = None
    observation: bool | None = None
    people: bool | None = None

    def and_then(self, sets: Mapping[str, object]) -> "Coming":
        """The same after one more line."""
        changed: dict[str, object] = {}
        if "encounter" in sets:
            changed["encounter"] = str(sets["encounter"] or "")
        if "kind" in sets:
            changed["observation"] = sets["kind"] == "observation"
        if "participants" in sets:
            changed["people"] = bool(sets["participants"])
        return replace(self, **changed) if changed else self  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class _Told:
    """What the gates need of a record: where it was told, whether it is an observation of nobody, and whether it is our own."""

    encounter: str
    nobody: bool
    own: bool


def shut_for_us(
    con: Connection, home: Home, coming: Mapping[str, Coming], wanted: Collection[str]
) -> frozenset[str]:
    """The records among `wanted` whose gate for our role is shut today; people, consents and encounters of the bundle are in already.

    A coordinator needs a yes to taking part, an evaluator also one to sharing with the team. Observations of nobody in particular, and
    records begun here, need neither.
    """
    scope = _scope(home.roles())
    if scope is None:
        return frozenset()
    known = records.told_where(con, wanted)
    stories = {i: _told(home, known.get(i), coming.get(i)) for i in wanted if i in known or i in coming}
    asked = {i: t for i, t in stories.items() if not (t.nobody or t.own)}
    given = _given(con, {t.encounter for t in asked.values()})
    today = home.today()
    meetings = {t.encounter for t in asked.values()}
    shut = {e for e in meetings if not joint_gate(given.get(e, ()), scope, today).open}
    return frozenset(i for i, t in asked.items() if t.encounter in shut)


def _given(con: Connection, encounters: Iterable[str]) -> dict[str, list[Consent]]:
    """The answers given at each of some encounters, in one question."""
    found: dict[str, list[Consent]] = {}
    for one in consent.of_encounters(con, encounters, consent.narrowing(con)):
        found.setdefault(one.encounter, []).append(one)
    return found


def _scope(roles: frozenset[Role]) -> Scope | None:
    if Role.COORDINATOR in roles:
        return Scope.TAKE_PART
    return Scope.SHARE_TEAM if Role.EVALUATOR in roles else None


def _told(home: Home, known: records.ToldWhere | None, coming: Coming | None) -> _Told:
    """The record as it will stand, from what is here of it and what comes now."""
    encounter = known.encounter if known is not None else ""
    observation = known is not None and known.observation
    people = known is not None and known.people
    if coming is not None:
        encounter = coming.encounter if coming.encounter is not None else encounter
        observation = coming.observation if coming.observation is not None else observation
        people = coming.people if coming.people is not None else people
    began = known.began_by if known is not None else coming.device if coming is not None else ""
    return _Told(encounter, observation and not people, began == home.author.device)
