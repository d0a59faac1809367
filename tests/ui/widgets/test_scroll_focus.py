"""What has the focus is in sight, also when it came with a fold that has only just opened."""

from PySide6.QtWidgets import QPlainTextEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ldp_stories.ui.widgets.scroll import Scroll


class Page(QWidget):
    """A tall part that can be shown, and a button under it."""

    def __init__(self) -> None:
        super().__init__()
        box = QVBoxLayout(self)
        self.tall = QWidget()
        self.tall.setFixedHeight(900)
        self.tall.hide()
        self.last = QPushButton("Last")
        box.addWidget(self.tall)
        box.addWidget(self.last)


def scrolling(page: Page, qtbot: QtBot) -> Scroll:
    """The page in a small area that has the keyboard."""
    area = Scroll(page)
    qtbot.addWidget(area)
    area.resize(300, 200)
    area.show()
    qtbot.waitExposed(area)
    area.activateWindow()
    qtbot.waitUntil(area.isActiveWindow)
    return area


def test_what_a_fold_pushed_out_of_sight_is_brought_back_with_the_focus(qtbot: QtBot) -> None:
    page = Page()
    area = scrolling(page, qtbot)
    page.last.clearFocus()
    page.tall.show()
    page.last.setFocus()
    qtbot.waitUntil(lambda: area.verticalScrollBar().maximum() > 600)
    view = area.viewport()
    qtbot.waitUntil(lambda: 0 < page.last.mapTo(view, page.last.rect().bottomLeft()).y() <= view.height())


def test_a_field_of_words_is_shown_whole_and_not_only_the_line_with_the_cursor(qtbot: QtBot) -> None:
    page = Page()
    page.tall.show()
    words = QPlainTextEdit()
    words.setFixedHeight(120)
    box = page.layout()
    assert box is not None
    box.addWidget(words)
    area = scrolling(page, qtbot)
    page.last.setFocus()
    words.setFocus()
    view = area.viewport()
    qtbot.waitUntil(lambda: 0 < words.mapTo(view, words.rect().bottomLeft()).y() < view.height())
    assert words.visibleRegion().boundingRect().height() == 120
