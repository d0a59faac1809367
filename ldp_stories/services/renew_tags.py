"""The names of tags in saved outputs: as they were when it was saved, what has changed since, and a choice to bring them up to date (AT-7)."""

from collections.abc import Mapping
from dataclasses import replace

from ldp_stories.domain.codebook import Change
from ldp_stories.domain.report import Report
from ldp_stories.services.codebook_history import codebook_as_of, history, version_now
from ldp_stories.services.home import Home
from ldp_stories.services.write_report import change_report, need_publisher, open_report
from ldp_stories.store import quotes as quote_store
from ldp_stories.store import tags


def labels_now(home: Home) -> dict[str, str]:
    """What each tag of the codebook is called today, by its id."""
    with home.main.read() as con:
        return {t.id: t.label for t in tags.codebook(con)}


def names_as_saved(home: Home, report: Report) -> dict[str, str]:
    """For each tag that is called otherwise today: its label of today, and the one it had in the report's codebook."""
    if not report.book:
        return {}
    then, known = codebook_as_of(home, report.book)
    now = labels_now(home)
    return {now[t.id]: t.label for t in then if known and now.get(t.id, t.label) != t.label}


def tag_changes(home: Home, report: Report) -> tuple[tuple[str, str], ...]:
    """(as it is called in the report, as it is called today) for a report that shows tags; nothing when it shows none."""
    if not report.pictures:
        return ()
    return tuple(sorted((then, now) for now, then in names_as_saved(home, report).items()))


def bring_up_to_date(home: Home, report: str) -> Report:
    """A person chooses today's names for a report. Its check is to be looked at again when it shows any. UserError NO_SUCH_REPORT."""
    found = open_report(home, report).report
    return change_report(home, replace(found, book=version_now(home), book_on=home.today().isoformat()))


def theme_changes(home: Home) -> dict[str, str]:
    """Themes of the quote bank that are the former name of a tag, with what it is called today."""
    with home.main.read() as con:
        now = {t.label for t in tags.codebook(con) if t.in_use}
        used = {q.theme for q in quote_store.quotes(con) if q.theme} - now
    became = _renames(home)
    found = {}
    for theme in used:
        name, seen = theme, {theme}
        while name in became and became[name] not in seen:
            name = became[name]
            seen.add(name)
        if name != theme and name in now:
            found[theme] = name
    return found


def renew_themes(home: Home) -> int:
    """Give those themes today's names; how many quotes that changed. Refused NOT_YOUR_ROLE."""
    need_publisher(home)
    changes = theme_changes(home)
    with home.main.write() as con:
        found = [q for q in quote_store.quotes(con) if q.theme in changes]
        for quote in found:
            home.put(con, "quote", quote.id, sets={"theme": changes[quote.theme]})
    return len(found)


def _renames(home: Home) -> Mapping[str, str]:
    """The last new name of each former one, by changes that still stand."""
    kinds = {Change.EDIT, Change.MERGE}
    return {
        row.label: row.became[0]
        for row in reversed(history(home))
        if row.change.what in kinds and row.became and not row.undone
    }
