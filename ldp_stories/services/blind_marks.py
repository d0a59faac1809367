"""Whose marks this laptop may hold: while a round is open, its coders hold their own only, and other evaluators none (CONTRACTS.md 3)."""

from collections.abc import Callable

from ldp_stories.domain.audience import Addressee, may_see_marks
from ldp_stories.domain.revisions import parse_body
from ldp_stories.domain.roles import Role
from ldp_stories.services.home import Connection, Home
from ldp_stories.services.judge_lines import Judged, without_blind_marks
from ldp_stories.store import rounds


def without_hidden_marks(con: Connection, home: Home, judged: Judged) -> Judged:
    """Leave out the marks of others that must not be here yet. The rounds in the same bundle are in already.

    A mark of a round that is not known here waits too: nobody can tell whether it is over.
    """
    if not any(line.kind == "round_mark" for line in judged.accepted):
        return judged
    here = {r.id for r in rounds.rounds(con)}
    blind = rounds.blind_to(con, home.today())
    us = _us(home)

    def hidden(round_id: str) -> bool:
        return round_id not in here or not may_see_marks(blind.get(round_id), us)

    ours = home.own_devices()
    mine = [line for line in judged.accepted if line.device in ours]
    others = Judged([line for line in judged.accepted if line.device not in ours], list(judged.refused))
    kept = without_blind_marks(others, _round_of(con, others), hidden)
    wanted = {line.id for line in (*mine, *kept.accepted)}
    still = [line for line in judged.accepted if line.id in wanted]
    return Judged(still, kept.refused, judged.named, judged.parsed)


def _us(home: Home) -> Addressee:
    """Ourselves as somebody to whom marks may go."""
    roles = home.roles()
    role = next((r for r in (Role.COORDINATOR, Role.EVALUATOR) if r in roles), Role.RESEARCHER)
    return Addressee(role, home.own_devices())


def _round_of(con: Connection, judged: Judged) -> Callable[[str], str]:
    """The round of a mark that is here, or that stands earlier in the same bundle."""
    lines = [line for line in judged.accepted if line.kind == "round_mark"]
    known = rounds.rounds_of_marks(con, {line.ent for line in lines})
    for line in lines:
        named = parse_body(line.body).sets.get("round") if line.body is not None else None
        if isinstance(named, str):
            known.setdefault(line.ent, named)
    return lambda ident: known.get(ident, "")
