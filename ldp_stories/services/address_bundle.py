"""What the envelope says in every part: to whom, from whom, the numbers of the statement, the recovery slot, the wish to join."""

from ldp_stories import __version__
from ldp_stories.bundles.envelope import Join, Kind, Part, Statement
from ldp_stories.bundles.names import new_bundle_id
from ldp_stories.bundles.plan import BundlePlan
from ldp_stories.domain.media import Media
from ldp_stories.domain.roles import Role
from ldp_stories.services.home import Connection, Home
from ldp_stories.services.open_home import recovery_slot
from ldp_stories.services.plan_bundle import SendPlan
from ldp_stories.services.worth_sending import is_joining
from ldp_stories.store import media, programme, records


def address(con: Connection, home: Home, planned: SendPlan) -> BundlePlan:
    """What the envelope says in every part; lines and media are put in for each."""
    to_coordinators = planned.to.role is Role.COORDINATOR
    return BundlePlan(
        kind=Kind.RETURN if planned.to.role is Role.RESEARCHER else Kind.RECORDS,
        project=home.programme().id,
        practice=home.practice,
        device=home.author.device,
        epoch=home.author.epoch,
        part=Part(new_bundle_id()),
        made_at_label=home.label(),
        app=__version__,
        contact=_contact(con),
        statement=_statement(con, planned) if to_coordinators else None,
        join=_join(home) if is_joining(con, home) else None,
        slots=_slots(home) if to_coordinators else {},
        offers=("media-pending",) if planned.renditions else (),
    )


def _contact(con: Connection) -> str:
    known = programme.contacts(con)
    privacy = known.get("privacy", {})
    return " ".join(str(privacy.get(k) or "") for k in ("name", "phone")).strip()


def _statement(con: Connection, planned: SendPlan) -> Statement:
    minutes = sum(m.duration_ms for m in _media(con, planned)) // 60_000
    return Statement(
        records.count_tellers(con, planned.records), len(planned.records), minutes, planned.stays
    )


def _media(con: Connection, planned: SendPlan) -> list[Media]:
    found = (media.media(con, ident) for ident in {i for i, _ in planned.renditions})
    return [m for m in found if m is not None]


def recovery_recipient(con: Connection) -> str:
    """The programme's recovery recipient, or "" when there is none yet."""
    found = programme.raw(con, "recovery")
    return str(found[0][1].get("recipient") or "") if found else ""


def _slots(home: Home) -> dict[str, bytes]:
    """This home's recovery slot, so that the custodians can test it and open a forgotten notebook (CONTRACTS.md 8)."""
    found = recovery_slot(home)
    return {home.author.device: found[1]} if found else {}


def _join(home: Home) -> Join:
    role = next(iter(sorted(home.roles())), Role.RESEARCHER)
    return Join(home.member, home.name or "?", role.value, home.device_label)
