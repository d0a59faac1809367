"""A document as one page for a browser with no network: sounds beside it in `clips/`, words under each, nothing from anywhere else."""

from pathlib import Path

from ldp_stories.reports.document import NOTHING, Document, checked
from ldp_stories.reports.document_text import credit
from ldp_stories.reports.page import render


def document_html(document: Document, template: Path) -> str:
    """The page; every word of people and of ours is escaped. `template` is `reports/document.html.j2`."""
    return render(template, document=checked(document), credit=credit, nothing=NOTHING)
