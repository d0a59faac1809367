"""A day as a person types it."""

from datetime import date

from ldp_stories.errors import Refused
from ldp_stories.services.home import Home


def typed_day(home: Home, on: str) -> str:
    """A day as ISO: `2026-05-10` or `10/5/2026`; today when nothing is given. Refused NOT_A_DAY, also for a day to come."""
    typed = on.strip()
    if not typed:
        return home.today().isoformat()
    try:
        if "/" in typed:
            day, month, year = (int(part) for part in typed.split("/"))
            found = date(year, month, day)
        else:
            found = date.fromisoformat(typed)
    except ValueError as error:
        raise Refused("NOT_A_DAY") from error
    if found > home.today():
        raise Refused("NOT_A_DAY")
    return found.isoformat()
