"""Open a blind round and close it: tags, sample, coders, last day; the words of the codebook are kept as they were that day."""

from collections.abc import Sequence
from dataclasses import dataclass

from ldp_stories.domain.ids import new_id
from ldp_stories.domain.programme import Member
from ldp_stories.domain.roles import Role, roles_on
from ldp_stories.domain.rounds import How, Item, Round, Unit
from ldp_stories.errors import Refused, UserError
from ldp_stories.services.home import Connection, Home
from ldp_stories.services.sample_stories import draw, population
from ldp_stories.store import people, rounds, tags

CODING_ROLES = frozenset({Role.EVALUATOR, Role.COORDINATOR})


@dataclass(frozen=True, slots=True)
class Plan:
    """A round that is about to be opened. `chosen` are record ids for How.CHOSEN; `deadline` is the last day (ISO) or ""."""

    title: str
    tags: tuple[str, ...]
    coders: tuple[str, ...]
    unit: Unit = Unit.STORY
    how: How = How.RANDOM
    size: int = 30
    seed: int = 1
    chosen: tuple[str, ...] = ()
    deadline: str = ""


@dataclass(frozen=True, slots=True)
class Coder:
    """Somebody who may code: member id and the name to show."""

    member: str
    name: str


def possible_coders(home: Home) -> tuple[Coder, ...]:
    """Who may code: the programme's evaluators and coordinators, oneself among them."""
    with home.main.read() as con:
        found = [
            Coder(m.id, home.shown_member(con, m.id) or m.code)
            for m in people.members(con)
            if _may_code(home, m)
        ]
    if home.member not in {c.member for c in found} and home.roles() & CODING_ROLES:
        found.append(Coder(home.member, home.name))
    return tuple(sorted(found, key=lambda c: c.name.casefold()))


def sample(home: Home, plan: Plan) -> tuple[Item, ...]:
    """The items a plan would give its coders."""
    by_ward = population(home, plan.unit)
    if plan.how is How.CHOSEN:
        wanted = frozenset(plan.chosen)
        return tuple(i for items in by_ward.values() for i in items if i[0] in wanted)
    return draw(by_ward, plan.how, max(plan.size, 0), plan.seed)


def open_round(home: Home, plan: Plan) -> Round:
    """Open a round; it travels with the next bundle. Refused ROUND_TWO_CODERS, ROUND_NO_TAGS, ROUND_NO_ITEMS, ROUND_DAY_GONE, NOT_YOUR_ROLE."""
    if not home.roles() & CODING_ROLES:
        raise Refused("NOT_YOUR_ROLE")
    if len(set(plan.coders)) < 2 or not set(plan.coders) <= {c.member for c in possible_coders(home)}:
        raise Refused("ROUND_TWO_CODERS")
    if plan.deadline and plan.deadline < home.today().isoformat():
        raise Refused("ROUND_DAY_GONE")
    items = sample(home, plan)
    if not items:
        raise Refused("ROUND_NO_ITEMS")
    ident = new_id()
    with home.main.write() as con:
        labels = _labels(con, plan.tags)
        if not labels:
            raise Refused("ROUND_NO_TAGS")
        sets = {
            "title": plan.title.strip(),
            "unit": plan.unit.value,
            "tags": list(labels),
            "labels": {t: list(three) for t, three in labels.items()},
            "pack": home.pack_hash,
            "items": [list(i) for i in items],
            "coders": sorted(set(plan.coders)),
            "deadline": plan.deadline,
            "how": plan.how.value,
            "seed": plan.seed,
            "opened_by": home.member,
            "opened_label": home.label(),
        }
        home.put(con, "coding_round", ident, sets=sets)
        made = rounds.round_of(con, ident)
    if made is None:
        raise UserError("NO_SUCH_ROUND")
    return made


def close_round(home: Home, round_id: str) -> None:
    """Close a round for good: from the next bundles on, marks go to everybody. Refused NOT_YOUR_ROUND; UserError NO_SUCH_ROUND."""
    with home.main.write() as con:
        found = the_round(con, round_id)
        if found.opened_by != home.member and Role.COORDINATOR not in home.roles():
            raise Refused("NOT_YOUR_ROUND")
        if not found.closed:
            home.put(con, "coding_round", round_id, sets={"closed": True})


def the_round(con: Connection, round_id: str) -> Round:
    """A round; UserError NO_SUCH_ROUND."""
    found = rounds.round_of(con, round_id)
    if found is None:
        raise UserError("NO_SUCH_ROUND")
    return found


def _may_code(home: Home, member: Member) -> bool:
    return bool(roles_on(member.roles, home.today()) & CODING_ROLES)


def _labels(con: Connection, wanted: Sequence[str]) -> dict[str, tuple[str, str, str]]:
    """The tags of the round, by id or code, with their words of today; ones that are not in the codebook are left out."""
    found = {}
    for name in wanted:
        tag = tags.tag(con, name) or tags.by_code(con, name)
        if tag is not None:
            found[tag.id] = (tag.code, tag.name, tag.meaning)
    return found
