"""Make the page that tells a person what was done with their wish: HTML, printed from any browser or from here. No code, no words of theirs."""

from collections.abc import Sequence
from pathlib import Path

from ldp_stories.domain.orders import OrderKind
from ldp_stories.reports.page import write_page
from ldp_stories.reports.teller_page import TellerPage, teller_page_html
from ldp_stories.services.confirmed import wish
from ldp_stories.services.half_written import in_mind
from ldp_stories.services.home import Home
from ldp_stories.services.rights_log import about_orders


def teller_html(home: Home, orders: Sequence[str]) -> str:
    """The page as HTML, for the screen and the printer."""
    done = wish(home, orders)
    asked = about_orders(home, orders)
    programme = home.programme()
    issued = {(what, day, copies) for what, day, copies in done.issued}
    if asked is not None:
        issued |= {
            (str(o.get("type") or ""), str(o.get("made") or ""), _number(o.get("copies")))
            for o in asked.outputs
            if o.get("state") == "issued"
        }
    drafts = bool(done.drafts) or (
        asked is not None and any(o.get("state") == "draft" for o in asked.outputs)
    )
    page = TellerPage(
        programme=programme.name,
        practice=programme.practice,
        on=(asked.received if asked is not None else done.on) or home.today().isoformat(),
        erased=done.kind is OrderKind.ERASE,
        confirmed=done.confirmed,
        laptops=done.total,
        issued=tuple(sorted(issued)),
        drafts=drafts,
        sticks=len(done.elsewhere),
        contact=str(programme.terms.get("privacy_contact") or ""),
        complaint=str(programme.terms.get("complaint_route") or ""),
    )
    return teller_page_html(page, home.machine.resource("reports/teller_page.html.j2"))


def _number(value: object) -> int:
    return value if isinstance(value, int) else 0


def teller_page(home: Home, orders: Sequence[str], folder: Path) -> Path:
    """Write the page into a folder. UserError NO_ROOM, FOLDER_REFUSED."""
    html = teller_html(home, orders)
    with in_mind(home):
        return write_page(folder, "what-we-did", html)
