"""The evaluator's screens, in rail order."""

from __future__ import annotations

from typing import Final

from ldp_stories.services.home import Home
from ldp_stories.services.publish import quotes
from ldp_stories.ui.evaluator.across import AcrossScreen
from ldp_stories.ui.evaluator.coding import CodingScreen
from ldp_stories.ui.evaluator.library import LibraryScreen
from ldp_stories.ui.evaluator.matrix import MatrixScreen
from ldp_stories.ui.evaluator.pictures import PicturesScreen
from ldp_stories.ui.evaluator.quotes import QuotesScreen
from ldp_stories.ui.evaluator.report_builder import ReportScreen
from ldp_stories.ui.evaluator.reports import ReportsScreen
from ldp_stories.ui.evaluator.sent_out import SentOutScreen
from ldp_stories.ui.record.agreement_screen import AgreementScreen
from ldp_stories.ui.record.blind_screen import BlindScreen
from ldp_stories.ui.record.bring_in import BringInScreen
from ldp_stories.ui.record.codebook_screen import CodebookScreen
from ldp_stories.ui.record.destroy_screen import DestroyScreen
from ldp_stories.ui.record.directory import Entry
from ldp_stories.ui.record.preview import PreviewScreen
from ldp_stories.ui.record.preview_all import PreviewAllScreen
from ldp_stories.ui.record.record_screen import RecordScreen
from ldp_stories.ui.record.take_back import TakeBackScreen


def _quotes(home: Home) -> int:
    return len(quotes(home))


ENTRIES: Final = (
    Entry("library", LibraryScreen, "Library", "magnifying-glass", rail=True),
    Entry("quotes", QuotesScreen, "Quote bank", "quotes", rail=True, count=_quotes),
    Entry("reports", ReportsScreen, "Reports", "file-text", rail=True),
    Entry("coding", CodingScreen, "Coding", "tag", rail=True),
    Entry("across", AcrossScreen, "Look across", "text-align-center", rail=True),
    Entry("pictures", PicturesScreen, "Pictures", "chart-bar", rail=True),
    Entry("matrix", MatrixScreen, "Matrix", "grid-four", rail=True),
    Entry("agreement", AgreementScreen, "Agreement", "scales", rail=True),
    Entry("codebook", CodebookScreen, "Codebook", "book-open", rail=True),
    Entry("bring_in", BringInScreen, "Bring in", "tray", rail=True, gap=True),
    Entry("found", LibraryScreen),
    Entry("report", ReportScreen),
    Entry("sent_out", SentOutScreen),
    Entry("blind", BlindScreen),
    Entry("preview", PreviewScreen),
    Entry("preview_all", PreviewAllScreen),
    Entry("record", RecordScreen),
    Entry("take_back", TakeBackScreen),
    Entry("destroy", DestroyScreen),
)
