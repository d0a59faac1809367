"""What lies over everything: the worried page, the hidden screen, the ring of the focus, words for readers."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QAccessibleEvent
from PySide6.QtWidgets import QLineEdit, QMainWindow, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ldp_stories.ui.widgets import announce as announce_module
from ldp_stories.ui.widgets.announce import announce
from ldp_stories.ui.widgets.buttons import Button
from ldp_stories.ui.widgets.field import TextField
from ldp_stories.ui.widgets.focus import FocusRing
from ldp_stories.ui.widgets.hide import HidePage
from ldp_stories.ui.widgets.labels import Label
from ldp_stories.ui.widgets.model import PagedModel, RowItem
from ldp_stories.ui.widgets.overlay import OverlayHost
from ldp_stories.ui.widgets.rows import RowList
from ldp_stories.ui.widgets.scroll import ScrollPage
from ldp_stories.ui.widgets.theme import theme
from tests.ui.helpers import dressed, walk_names


def content() -> tuple[QWidget, QLineEdit, Button]:
    page, field, new = QWidget(), QLineEdit(), Button("New conversation", key="Ctrl+N")
    field.setAccessibleName("Note")
    box = QVBoxLayout(page)
    box.addWidget(field)
    box.addWidget(new)
    return page, field, new


def host(qtbot: QtBot) -> tuple[OverlayHost, QLineEdit, Button]:
    page, field, new = content()
    made = OverlayHost(page)
    dressed(qtbot, made, size=(1000, 700))
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    return made, field, new


def test_the_page_lies_over_everything_and_takes_the_focus(qtbot: QtBot) -> None:
    over, field, _new = host(qtbot)
    close = Button("Close")
    over.open(close, name="Worried about someone?")
    assert over.is_open
    assert not field.isVisible()
    qtbot.waitUntil(close.hasFocus)
    assert walk_names(over) == ["Close"]


def test_keys_of_what_lies_under_it_do_nothing(qtbot: QtBot) -> None:
    over, _field, new = host(qtbot)
    close = Button("Close")
    over.open(close, name="Worried about someone?")
    with qtbot.assertNotEmitted(new.clicked):
        qtbot.keyClick(close, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)


def test_tab_stays_on_the_page(qtbot: QtBot) -> None:
    over, field, _new = host(qtbot)
    inner, one, two = QWidget(), Button("One"), Button("Two")
    box = QVBoxLayout(inner)
    box.addWidget(one)
    box.addWidget(two)
    over.open(inner, name="Worried")
    one.setFocus()
    qtbot.waitUntil(one.hasFocus)
    for _ in range(5):
        qtbot.keyClick(over.window().focusWidget(), Qt.Key.Key_Tab)
        assert not field.hasFocus()


def test_esc_closes_and_the_focus_goes_back(qtbot: QtBot) -> None:
    over, field, _new = host(qtbot)
    close = Button("Close")
    over.open(close, name="Worried about someone?")
    qtbot.waitUntil(close.hasFocus)
    with qtbot.waitSignal(over.closed):
        qtbot.keyClick(close, Qt.Key.Key_Escape)
    assert not over.is_open
    qtbot.waitUntil(field.hasFocus)


def test_a_bare_page_is_not_closed_by_esc(qtbot: QtBot) -> None:
    over, _field, _new = host(qtbot)
    page = HidePage()
    over.open(page, name="Notes", card=False)
    with qtbot.waitSignal(page.woken), qtbot.assertNotEmitted(over.closed):
        qtbot.keyClick(page, Qt.Key.Key_Escape)
    assert over.is_open


def test_another_page_takes_the_place_of_the_first(qtbot: QtBot) -> None:
    over, _field, _new = host(qtbot)
    over.open(Button("One"), name="One")
    with qtbot.assertNotEmitted(over.closed):
        over.open(Button("Two"), name="Two")
    assert walk_names(over) == ["Two"]


def test_the_page_starts_its_own_focus(qtbot: QtBot) -> None:
    over, _field, _new = host(qtbot)
    page = HidePage()
    over.open(page, name="Notes", card=False)
    qtbot.waitUntil(page.hasFocus)


def test_what_is_pinned_under_the_page_stays_in_sight(qtbot: QtBot) -> None:
    over, _field, _new = host(qtbot)
    tall, told = Label("word " * 4000), Button("I have told someone")
    over.open(tall, name="Worried", foot=told)
    qtbot.waitUntil(told.isVisible)
    qtbot.waitUntil(lambda: told.mapTo(over, told.rect().bottomLeft()).y() < 700)


@pytest.mark.parametrize(("key", "signal"), [(Qt.Key.Key_F8, "worried"), (Qt.Key.Key_F9, "hide_screen")])
@pytest.mark.parametrize("opened", [False, True])
def test_f8_and_f9_work_everywhere(qtbot: QtBot, key: Qt.Key, signal: str, opened: bool) -> None:
    over, _field, _new = host(qtbot)
    if opened:
        over.open(Button("Close"), name="Worried")
    with qtbot.waitSignal(getattr(over, signal)):
        qtbot.keyClick(over.window().focusWidget(), key)


def test_closing_nothing_does_nothing(qtbot: QtBot) -> None:
    over, _field, _new = host(qtbot)
    with qtbot.assertNotEmitted(over.closed):
        over.close_overlay()


@pytest.mark.parametrize("key", [Qt.Key.Key_A, Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_F1])
def test_any_key_wakes_the_hidden_screen(qtbot: QtBot, key: Qt.Key) -> None:
    page = HidePage()
    dressed(qtbot, page, size=(600, 400))
    with qtbot.waitSignal(page.woken):
        qtbot.keyClick(page, key)


@pytest.mark.parametrize("key", [Qt.Key.Key_F9, Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt])
def test_the_hiding_key_itself_and_held_keys_do_not_wake_it(qtbot: QtBot, key: Qt.Key) -> None:
    page = HidePage()
    dressed(qtbot, page, size=(600, 400))
    with qtbot.assertNotEmitted(page.woken):
        qtbot.keyClick(page, key)


def test_a_press_wakes_the_hidden_screen(qtbot: QtBot) -> None:
    page = HidePage()
    dressed(qtbot, page, size=(600, 400))
    with qtbot.waitSignal(page.woken):
        qtbot.mouseClick(page, Qt.MouseButton.LeftButton)


def test_nothing_of_ours_is_on_the_hidden_screen(qtbot: QtBot) -> None:
    page = HidePage()
    dressed(qtbot, page, size=(600, 400))
    assert walk_names(page) == ["Notes"]


def window(qtbot: QtBot, inner: QWidget) -> tuple[QMainWindow, FocusRing]:
    made = QMainWindow()
    made.setCentralWidget(inner)
    ring = FocusRing(made)
    dressed(qtbot, made, size=(600, 400))
    return made, ring


def test_the_ring_is_round_what_has_the_focus(qtbot: QtBot) -> None:
    page, field, new = content()
    made, ring = window(qtbot, page)
    new.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(lambda: ring.target() is new)
    corner = new.mapTo(made, new.rect().topLeft())
    assert (ring.x(), ring.y()) == (corner.x() - 5, corner.y() - 5)
    assert ring.width() == new.width() + 10
    field.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(lambda: ring.target() is field)


def test_the_ring_is_round_the_whole_field(qtbot: QtBot) -> None:
    page = QWidget()
    field = TextField(name="Note")
    QVBoxLayout(page).addWidget(field)
    _made, ring = window(qtbot, page)
    field.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(lambda: ring.target() is field)


def test_the_ring_follows_a_move(qtbot: QtBot) -> None:
    page, _field, new = content()
    made, ring = window(qtbot, page)
    new.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(ring.isVisible)
    before = ring.width()
    made.resize(800, 400)
    qtbot.waitUntil(lambda: ring.width() > before)
    assert ring.width() == new.width() + 10


def test_the_ring_goes_with_what_it_was_round(qtbot: QtBot) -> None:
    page, field, new = content()
    _made, ring = window(qtbot, page)
    new.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(ring.isVisible)
    field.setEnabled(False)
    new.hide()
    qtbot.waitUntil(lambda: not ring.isVisible())


def test_a_press_with_the_pointer_needs_no_ring(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    from PySide6.QtWidgets import QApplication

    page, _field, new = content()
    _made, ring = window(qtbot, page)
    monkeypatch.setattr(QApplication, "mouseButtons", staticmethod(lambda: Qt.MouseButton.LeftButton))
    new.setFocus(Qt.FocusReason.MouseFocusReason)
    qtbot.waitUntil(new.hasFocus)
    assert not ring.isVisible()


def test_lists_draw_their_own_ring(qtbot: QtBot) -> None:
    page, model = QWidget(), PagedModel()
    model.set_rows([RowItem("a", "Tea")])
    rows = RowList(model, name="Stories")
    QVBoxLayout(page).addWidget(rows)
    _made, ring = window(qtbot, page)
    rows.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(rows.hasFocus)
    assert ring.target() is None


def test_the_ring_is_not_drawn_over_what_hides_it(qtbot: QtBot) -> None:
    page = ScrollPage()
    for number in range(30):
        page.body.addWidget(Button(f"Button {number}"))
    _made, ring = window(qtbot, page)
    last = page.findChildren(Button)[-1]
    last.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(lambda: ring.target() is last and ring.isVisible())
    page.area.verticalScrollBar().setValue(0)
    qtbot.waitUntil(lambda: not ring.isVisible())


def test_what_the_ring_was_round_may_be_deleted(qtbot: QtBot) -> None:
    import shiboken6

    page, field, new = content()
    _made, ring = window(qtbot, page)
    new.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(lambda: ring.target() is new)
    shiboken6.delete(new)
    field.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(lambda: ring.target() is field)


def test_a_ring_that_is_gone_leaves_the_rest_alone(qtbot: QtBot) -> None:
    import shiboken6

    page, _field, new = content()
    made, ring = window(qtbot, page)
    new.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(ring.isVisible)
    shiboken6.delete(ring)
    made.resize(700, 500)
    qtbot.waitUntil(lambda: page.width() == 700)


def test_the_ring_has_the_colour_of_the_accent(qtbot: QtBot) -> None:
    page, _field, new = content()
    _made, ring = window(qtbot, page)
    new.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(ring.isVisible)
    image = ring.grab().toImage()
    assert theme().color("accent").name() in {
        image.pixelColor(image.width() // 2, y).name() for y in range(5)
    }


@pytest.mark.parametrize("assertive", [False, True])
def test_words_for_readers_are_polite_or_at_once(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, assertive: bool
) -> None:
    heard: list[tuple[str, QAccessible.AnnouncementPoliteness]] = []

    class Ear:
        AnnouncementPoliteness = QAccessible.AnnouncementPoliteness

        @staticmethod
        def updateAccessibility(event: QAccessibleEvent) -> None:
            assert isinstance(event, QAccessibleAnnouncementEvent)
            heard.append((event.message(), event.politeness()))

    monkeypatch.setattr(announce_module, "QAccessible", Ear)
    widget = QWidget()
    qtbot.addWidget(widget)
    announce(widget, "Saved", assertive=assertive)
    announce(widget, "")
    kind = QAccessible.AnnouncementPoliteness
    assert heard == [("Saved", kind.Assertive if assertive else kind.Polite)]


def test_announcing_really_reaches_qt(qtbot: QtBot) -> None:
    widget = QWidget()
    qtbot.addWidget(widget)
    announce(widget, "Saved")
    assert QAccessible.queryAccessibleInterface(widget) is not None
