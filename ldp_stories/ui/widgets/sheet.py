"""The short style sheet: shapes and colours of Qt's own controls only. Fonts are never set here,
because a size in a sheet would ignore the text scale."""

from __future__ import annotations

from ldp_stories.ui.widgets.tokens import Tokens


def sheet(t: Tokens, paper: str, field: int) -> str:
    """The sheet for one set of colours; `field` is the least height of a field in pixels."""
    return f"""
    QMainWindow, QDialog {{ background: {paper}; }}
    QScrollArea, QScrollArea > QWidget > QWidget#page {{ background: transparent; border: 0; }}
    QAbstractItemView {{ outline: 0; border: 0; background: transparent; }}
    QToolTip {{ color: {t.text}; background: {t.surface}; border: 1px solid {t.edge}; padding: 6px; }}
    QLineEdit#bare, QTextEdit#bare {{ background: transparent; border: 0; color: {t.text};
        selection-background-color: {t.accent}; selection-color: {t.onaccent};
        placeholder-text-color: {t.text2}; }}
    QScrollBar:vertical {{ background: transparent; width: 12px; margin: 2px; }}
    QScrollBar::handle:vertical {{ background: {t.edge}; border-radius: 4px; min-height: 40px; }}
    QScrollBar::handle:vertical:hover {{ background: {t.text2}; }}
    QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
    QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
    QFrame#popup {{ background: {t.surface}; border: 1px solid {t.edge}; }}
    QFrame#popup QLineEdit {{ background: {t.sunk}; color: {t.text}; border: 0; border-radius: 8px; placeholder-text-color: {t.text2}; }}
    QListView#popup {{ background: {t.surface}; border: 0; padding: 4px; color: {t.text}; }}
    QListView#popup::item {{ min-height: {field - 8}px; padding: 0 10px; border-radius: 8px; color: {t.text}; }}
    QListView#popup::item:selected, QListView#popup::item:hover {{ background: {t.soft}; color: {t.onsoft}; }}
    QMenu {{ background: {t.surface}; color: {t.text}; border: 1px solid {t.edge}; padding: 6px; }}
    QMenu::item {{ padding: 8px 20px; border-radius: 8px; }}
    QMenu::item:selected {{ background: {t.soft}; color: {t.onsoft}; }}
    """
