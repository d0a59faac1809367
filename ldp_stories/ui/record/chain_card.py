"""The chain behind words: teller, kind, place, researcher, bundle, reviewer, consent then and now (US-E2); one key away from any passage."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from ldp_stories.domain.review import Choice
from ldp_stories.errors import UserError
from ldp_stories.services.home import Home
from ldp_stories.services.trace_quote import Chain, Reviewed, chain
from ldp_stories.ui.record.consent_strip import key_words
from ldp_stories.ui.record.record_words import KIND_WORDS, STRANGER, TELLER_WORDS, pack_word, shown_day
from ldp_stories.ui.text import apart, many, sentence, tr
from ldp_stories.ui.widgets.announce import announce
from ldp_stories.ui.widgets.card import Card
from ldp_stories.ui.widgets.facts import Facts
from ldp_stories.ui.widgets.labels import Label, heading

CHAIN_KEY: Final = "Ctrl+I"


class ChainCard(Card):
    """Where words come from, for one passage or a whole story; hidden until it is asked for."""

    def __init__(self, home: Home, parent: QWidget | None = None) -> None:
        super().__init__(spacing=10, parent=parent)
        self.home = home
        self.heading = heading(tr("Where this comes from"))
        self.heading.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.quote = Label("", people=True, color="text2")
        self.facts = Facts([])
        self.trouble = Label("", role="small", color="bad")
        self.history = Label("", role="small", people=True)
        self.add(self.heading, self.quote, self.facts, self.history, self.trouble)
        self.trouble.hide()
        self.hide()

    def show_for(self, record: str, passage: str | None, words: str = "") -> None:
        """Read the chain and show it; `words` are those it is about."""
        self.quote.setText(words)
        self.quote.setVisible(bool(words))
        self.trouble.hide()
        try:
            found = chain(self.home, record, passage)
            rows, steps = chain_rows(self.home, found), history_lines(found)
        except UserError as error:  # taken back in this moment
            rows, steps = [], []
            self.trouble.setText(sentence(error))
            self.trouble.show()
        self.facts.set_pairs(rows)
        self.history.setText("\n".join(steps))
        self.history.setVisible(bool(steps))
        self.show()
        self.heading.setFocus(Qt.FocusReason.ShortcutFocusReason)
        announce(self, f"{self.heading.text()}. {spoken(rows)}")

    def toggle(self, record: str, passage: str | None, words: str = "") -> None:
        """Show it, or put it away again when it is the same that stands there."""
        if self.isVisible() and self.quote.text() == words:
            self.hide()
        else:
            self.show_for(record, passage, words)


_DECIDED: Final = {
    Choice.ACCEPT: "{tag}: accepted by {who}, {day}.",
    Choice.CHANGE: "{tag}: changed to {to} by {who}, {day}.",
    Choice.NOT_THIS_TAG: "{tag}: not this tag, said {who}, {day}.",
    Choice.ASK: "{tag}: {who} asked, {day}.",
    Choice.DIFFER: "{tag}: {who} sees it differently, {day}.",
    Choice.LATER: "{tag}: left for later by {who}, {day}.",
}


def history_lines(comes_from: Chain) -> list[str]:
    """What was decided about the tags, step by step with the reasons: "A8 Home: changed to B7 by Joan, 14 May. She chose it." """
    lines = []
    for step in comes_from.reviewed:
        if step.choice is None:
            lines.append(_suggested(step))
            continue
        facts = {"tag": step.tag, "to": step.to_tag, "who": step.by, "day": shown_day(step.at)}
        said = tr(_DECIDED[step.choice], **facts)
        lines.append(f"{said} {step.reason}".strip())
    return lines


def _suggested(step: Reviewed) -> str:
    """Who put a tag forward, when and why; that nobody has looked at it only while that is so."""
    if step.current:
        return tr("{tag}: suggested, not looked at yet.", tag=step.tag)
    facts = {"tag": step.tag, "who": step.by, "day": shown_day(step.at)}
    said = (
        tr("{tag}: suggested by {who}, {day}.", **facts) if step.by else tr("{tag}: suggested.", tag=step.tag)
    )
    return f"{said} {step.reason}".strip()


def spoken(rows: Sequence[tuple[str, str]]) -> str:
    """The rows in one breath."""
    return ". ".join(f"{name}: {words}".replace("\n", " ") for name, words in rows)


def chain_rows(home: Home, comes_from: Chain) -> list[tuple[str, str]]:
    """The chain as rows of what and who; several tellers stand one under the other, each code whole."""
    teller = ",\n".join(comes_from.teller_codes) or tr("nobody in particular")
    if comes_from.teller_kind is not None:
        teller += f", {tr(TELLER_WORDS.get(comes_from.teller_kind, '')).lower()}"
    relation = pack_word(home, "relation", comes_from.relation)
    known = (
        tr("did not know them") if comes_from.relation == STRANGER else relation[:1].lower() + relation[1:]
    )
    if relation.startswith("I "):
        known = relation
    researcher = ", ".join(filter(None, (apart(comes_from.researcher), known)))
    decided = [r for r in comes_from.reviewed if r.choice is not None and r.current]
    reviewed = decided_words(decided) or tr("not yet")
    brought = [(tr("Brought in"), brought_words(comes_from))] if comes_from.brought else []
    return [
        (tr("Teller"), teller),
        (tr("Kind"), tr(KIND_WORDS[comes_from.kind])),
        (tr("Told"), ", ".join(filter(None, (shown_day(comes_from.told_on), apart(comes_from.place))))),
        (tr("Researcher"), researcher),
        (tr("Came with"), came_words(comes_from)),
        *brought,
        (tr("Reviewed"), reviewed),
        (tr("Consent"), consent_words(comes_from)),
    ]


def came_words(comes_from: Chain) -> str:
    """ "Bundle 3, passed on by Joan", "Made here"."""
    if not comes_from.bundle:
        return tr("Made here")
    words = tr("Bundle {n}", n=comes_from.bundle)
    by = comes_from.passed_on_by
    return tr("{bundle}, passed on by {who}", bundle=words, who=by) if by else words


_FROM: Final = {
    "phone": ("{n} thing from a phone", "{n} things from a phone"),
    "WhatsApp": ("{n} thing from a WhatsApp chat", "{n} things from a WhatsApp chat"),
}
_ELSEWHERE: Final = ("{n} thing from elsewhere", "{n} things from elsewhere")


def brought_words(comes_from: Chain) -> str:
    """ "1 thing from a WhatsApp chat, 11 things from a phone": what was not recorded here."""
    return ", ".join(many(count, *_FROM.get(origin, _ELSEWHERE)) for origin, count in comes_from.brought)


def consent_words(comes_from: Chain) -> str:
    """ "Same then and now", or each answer that has changed, as it was and as it is."""
    if comes_from.same_consent:
        return tr("Same then and now")
    then, now = dict(comes_from.consent_then), dict(comes_from.consent_now)
    changed = [
        tr(
            "{what}: {then} then, {now} now",
            what=key_words(key),
            then=tr(then.get(key, "not asked")),
            now=tr(answer),
        )
        for key, answer in now.items()
        if then.get(key, "not asked") != answer
    ]
    return tr("Changed since. {what}", what="; ".join(changed)).strip()


_IN_SHORT: Final = {
    Choice.NOT_THIS_TAG: "not {tag}",
    Choice.ASK: "asked about {tag}",
    Choice.DIFFER: "sees {tag} differently",
    Choice.LATER: "{tag} left for later",
}


def decided_words(steps: Sequence[Reviewed]) -> str:
    """ "Joan, D1, A8 changed to B7, not C5": who decided what, and the codes."""
    by_name: dict[str, list[str]] = {}
    for step in steps:
        code, to = step.tag.split(" ")[0], step.to_tag.split(" ")[0]
        words = tr("{tag} changed to {to}", tag=code, to=to) if to else code
        if step.choice in _IN_SHORT:
            words = tr(_IN_SHORT[step.choice], tag=code)
        by_name.setdefault(step.by, []).append(words)
    return "; ".join(f"{apart(name)}, {', '.join(dict.fromkeys(codes))}" for name, codes in by_name.items())
