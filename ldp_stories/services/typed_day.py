"""A day as a person types it."""

from datetime import date

from ldp_stories.errors import Refused
from ldp_stories.services.home import Home


def typed_day(home: Home, on: str) -> str:
    """A day as ISO: `2026-05-10` or `10/5/2026`; today when nothing is given. Refused NOT_A_DAY, also for a day to come."""
    if not on.strip():
        return home.today().isoformat()
    found = any_day(on)
    if found is None or found > home.today():
        raise Refused("NOT_A_DAY")
    return found.isoformat()


def any_day(typed: str) -> date | None:
    """The day in `2026-05-10` or `10/5/2026`, past or to come; None when it is no day."""
    try:
        if "/" in typed:
            day, month, year = (int(part) for part in typed.split("/"))
            return date(year, month, day)
        return date.fromisoformat(typed.strip())
    except ValueError:
        return None
