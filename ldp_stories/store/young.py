"""Stories that an age shuts: somebody in them is under 16, and a grown-up or they themselves have not said yes (`domain.consent.shut_by_age`)."""

import json
from collections.abc import Collection
from typing import Final

from sqlalchemy import Connection, text

YES_IS_MISSING: Final = """(coalesce(json_extract(c.fields, '$.adult_relation'), '') = ''
    OR coalesce(json_extract(c.fields, '$.child_assent'), '') <> 'yes')"""
"""Of the answers `c` of somebody under 16."""
UNDER_16: Final = "p.age_band IN ('0-10', '11-15')"
"""Of a participant `p`."""
_SHUT: Final = f"""SELECT r.id FROM record r CROSS JOIN consent c ON c.encounter = r.encounter CROSS JOIN participant p ON p.id = c.participant
    WHERE r.id IN (SELECT value FROM json_each(:ids)) AND c.hidden = 0 AND c.erased = 0
    AND ({UNDER_16} OR c.route = 'under 16 with responsible adult') AND c.status <> 'withdrawn' AND {YES_IS_MISSING}
    AND p.id IN (SELECT value FROM json_each(r.participants))"""


def shut_by_age(con: Connection, records: Collection[str]) -> frozenset[str]:
    """Those of some records that wait for a yes because somebody is under 16; one question whatever their number."""
    if not records:
        return frozenset()
    return frozenset(con.execute(text(_SHUT), {"ids": json.dumps(list(records))}).scalars())
