"""What is being typed into a report: in the desk file at once, written into the ledger when the person leaves the field or the screen."""

import json

from ldp_stories.domain.report import Report
from ldp_stories.services.home import Home
from ldp_stories.services.write_report import change_report, open_report
from ldp_stories.store import desk
from ldp_stories.store import report as reports_store

_KEY = "report:"


def keep_typing(home: Home, report: Report) -> None:
    """Keep a report as it is typed. Durable when this returns."""
    with home.desk.write() as con:
        desk.save(con, _KEY + report.id, json.dumps(reports_store.values(report)))


def typed(home: Home, ident: str) -> Report:
    """The report as it was last typed, else as it was last written. UserError NO_SUCH_REPORT."""
    with home.desk.read() as con:
        kept = next((value for key, value in desk.rows(con, _KEY + ident) if key == _KEY + ident), None)
    if kept is None:
        return open_report(home, ident).report
    return reports_store.from_values(ident, json.loads(str(kept)))


def write_typed(home: Home, report: Report) -> Report:
    """Write it into the ledger and let go of what was kept while typing; nothing is written when nothing changed."""
    if open_report(home, report.id).report != report:
        change_report(home, report)
    with home.desk.write() as con:
        desk.drop(con, _KEY + report.id)
    return report
