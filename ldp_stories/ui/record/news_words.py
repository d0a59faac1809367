"""What goes to somebody though no story does, in a few words: a wish to take back first of all."""

from __future__ import annotations

from ldp_stories.services.worth_sending import News
from ldp_stories.ui.text import many, tr


def wish_words(news: News) -> str:
    """ "1 wish to take back, word of what was cleared away"; "" for none."""
    wishes = many(news.wishes, "{n} wish to take back", "{n} wishes to take back") if news.wishes else ""
    return ", ".join(filter(None, (wishes, tr("word of what was cleared away") if news.cleared else "")))


def news_words(news: News) -> str:
    """ "1 wish to take back, an answer that their file came"; "" when there is none."""
    parts = [wish_words(news)]
    parts += [tr("an answer that their file came")] if news.receipts else []
    parts += [tr("what you ask them for")] if news.requests else []
    words = ", ".join(filter(None, parts))
    return words[:1].upper() + words[1:]
