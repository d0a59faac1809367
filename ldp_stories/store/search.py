"""Searching words while somebody types: every layer and title has a row in `words`, and a full-text index over it (CONTRACTS.md 11).

Only sources in the policy are indexed, so search never finds what the person may not read. The index keeps no text of its own and
overwrites what it deletes. Nothing outside this module knows which full-text engine it is.
"""

import json
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from typing import Any, Final

from sqlalchemy import Connection, Table, select, text

from ldp_stories.domain.records import LayerKind
from ldp_stories.store import changes, facts, snippets, tables, word_pages
from ldp_stories.store.behind import Insert, put_rows
from ldp_stories.store.changes import changed
from ldp_stories.store.rows import packed

words_table = Table(
    "words",
    tables.nouns,
    tables.arrival(),
    tables.words("ent", unique=True),
    tables.words("record"),
    tables.words("source"),
    tables.number("indexed"),
    tables.words("text"),
)

TITLE: Final = "title"
SOURCES: Final = frozenset({TITLE, *(k.value for k in LayerKind)})
MANY: Final = 2_000
"""More hits than this are not ranked: "many found - newest first; add a word"."""
FEWEST_LETTERS: Final = 2
PREFIX: Final = 2
"""Beginnings of this many letters have an index of their own."""
STATEMENTS: Final = (
    "CREATE VIRTUAL TABLE words_index USING fts5(text, content='words', content_rowid='num', "
    "tokenize='unicode61 remove_diacritics 2', prefix='2')",
    "INSERT INTO words_index(words_index, rank) VALUES ('secure-delete', 1)",
)
LOOK: Final = ("CREATE VIRTUAL TABLE temp.words_known USING fts5vocab(main, words_index, instance)",)
"""What every connection keeps for itself: a view of the words that are in the index."""
_WORDS_AT_MOST: Final = 256
"""Where more words than this begin with what was typed, the full-text engine gathers them itself."""
_BEGINNINGS_KEPT: Final = 500
_BEGINNING: Final = """WITH RECURSIVE known(word) AS (SELECT (SELECT term FROM temp.words_known WHERE term >= :begin LIMIT 1)
    UNION ALL SELECT (SELECT term FROM temp.words_known WHERE term >= known.word || char(1) LIMIT 1)
    FROM known WHERE known.word < :begin || char(1114111) LIMIT :most)
    SELECT json_group_array(word) FROM known WHERE word < :begin || char(1114111)"""
"""The words of the index with a beginning; each is looked up behind the one before, so that nothing between them is read."""
WAITING: Final = "words that wait"
"""What changes when texts wait to be put into the index, and when some of them were; also the fact that names them."""
_NOW: Final = "texts of this transaction"
_WAITS: Final = """EXISTS (SELECT 1 FROM json_each(:ranges) w WHERE num >= json_extract(w.value, '$[0]') AND num < json_extract(w.value, '$[1]'))"""
_WORDS: Final = Insert("INSERT OR ROLLBACK INTO words(num, ent, record, source, indexed, text)", ("?",) * 6)
_POLICY: Final = "indexed sources"
_TERM: Final = re.compile(r"[^\W_]+")

Words = tuple[str, str, str, str, int]
"""ent, record, source, text, hidden."""


@dataclass
class _Later:
    """The texts of one transaction that go into the index after it: what may be found, the first number, and the one behind the last."""

    policy: frozenset[str]
    first: int
    end: int


@dataclass(frozen=True)
class Hit:
    """One place where the words stand; `key` pages. The few words around them are cut out when they are asked for: most hits of a search
    with filters are never shown."""

    record: str
    ent: str
    source: str
    key: int
    words: str = field(repr=False)
    terms: snippets.Terms = field(repr=False)

    @property
    def snippet(self) -> str:
        """The few words around what was found."""
        return self._cut[0]

    @property
    def marks(self) -> tuple[tuple[int, int], ...]:
        """(start, end) of the words found, in code points of `snippet`."""
        return self._cut[1]

    @cached_property
    def _cut(self) -> tuple[str, tuple[tuple[int, int], ...]]:
        return snippets.cut(self.words, self.terms)


@dataclass(frozen=True, slots=True)
class SearchPage:
    """Hits, whether there were too many to rank, and the `after` of the next page (None at the end)."""

    hits: tuple[Hit, ...]
    many: bool
    next: int | None


def search(
    con: Connection, typed: str, *, limit: int = 50, after: int | None = None, closed: bool = False
) -> SearchPage:
    """Where all the typed words stand, the last one as a beginning. `closed` looks into closed stories as well (coordinators).

    At most 2,000 hits are ranked best first (then `after` is a number of hits to skip); more are shown newest first.
    """
    return next(pages(con, typed, limit=limit, after=after, closed=closed))


def pages(
    con: Connection, typed: str, *, limit: int = 50, after: int | None = None, closed: bool = False
) -> Iterator[SearchPage]:
    """One page after the other of what `search` finds, at least one; the index is asked once for 2,000 hits, not for each page."""
    found = _found(con, typed)
    if found is None:
        yield SearchPage((), False, None)
        return
    wanted, newest = found
    unseen = _unseen(con, closed)
    many = len(newest) > MANY
    if many:
        nums = _newest(con, wanted, newest, after, unseen, limit)
    else:
        nums = islice(_visible(con, _ranked(con, wanted), unseen, limit), after or 0, None)
    terms, shown = terms_of(typed), after or 0
    coming = list(islice(nums, limit + 1))
    while True:
        here, coming = coming[:limit], coming[limit:]
        shown += len(here)
        following = (here[-1] if many else shown) if coming else None
        yield SearchPage(_hits(con, here, terms), many, following)
        if not coming:
            return
        coming += islice(nums, limit)


def _newest(
    con: Connection, wanted: str, nums: Sequence[int], after: int | None, unseen: frozenset[str], step: int
) -> Iterator[int]:
    """Hits that may be seen, newest first, however many there are."""
    if after is not None:
        nums = _ask(con, wanted, after)
    while nums:
        yield from _visible(con, nums, unseen, step)
        nums = _ask(con, wanted, nums[-1]) if len(nums) > MANY else ()


def _visible(con: Connection, nums: Sequence[int], unseen: frozenset[str], step: int) -> Iterator[int]:
    """Those that may be seen, in the order given; looked at a few at a time."""
    if not unseen:
        yield from nums
        return
    query = "SELECT num, record FROM words WHERE num IN (SELECT value FROM json_each(:nums))"
    for at in range(0, len(nums), step + 1):
        some = nums[at : at + step + 1]
        rows = con.execute(text(query), {"nums": packed(list(some))}).all()
        found: dict[int, str] = {row.num: row.record for row in rows}
        yield from (n for n in some if n in found and found[n] not in unseen)


def _found(con: Connection, typed: str) -> tuple[str, Sequence[int]] | None:
    """The question to go on with and its newest hits, 2,001 at most; None while too little is typed.

    A whole word is asked for before the same letters as a beginning: where the word alone has too many hits to rank, the longer words
    would only add to them, and gathering those takes the full-text engine far longer.
    """
    wanted = match_of(typed)
    if wanted is None:
        return None
    whole = match_of(typed + " ")
    if whole is None or whole == wanted or len(terms_of(typed)[-1][0]) <= PREFIX:
        return wanted, _ask(con, wanted)
    newest = _ask(con, whole)
    if len(newest) > MANY:
        return whole, newest
    spelt = _spelt_out(con, typed)
    newest = _ask(con, spelt or wanted)
    return spelt if spelt and len(newest) > MANY else wanted, newest


def _spelt_out(con: Connection, typed: str) -> str | None:
    """The same question with every word of the index that begins as typed in place of the beginning; None where that is no help.

    For a beginning the full-text engine gathers all places of all those words before it gives the first; asked for one word or another it
    gives the newest of each at once. Only ranking asks for the beginning as such, as it weighs the words by how often they stand.
    """
    *firm, (begin, _) = terms_of(typed)
    if not begin.isascii():
        return None
    known = _words_with(con, begin.lower())
    if not known:
        return None
    either = " OR ".join(f'"{word}"' for word in known)
    return " AND ".join([*(f'"{word}"' for word, _ in firm), f"({either})"])


def _words_with(con: Connection, begin: str) -> Sequence[str]:
    """The words of the index with a beginning, in order; none where there are too many.

    Looking them up reads pages all over the index, so they are remembered as long as nothing was written: whoever types on, or types the
    same again, waits for them once. A writer sees its own changes and remembers nothing.
    """
    remembered: dict[str, Sequence[str]] = {} if changes.is_writing(con) else _remembered(con)
    for letters in range(len(begin), PREFIX, -1):
        before = remembered.get(begin[:letters])
        if before or (before is not None and letters == len(begin)):
            return [word for word in before if word.startswith(begin)]
    known = None if changes.is_writing(con) else word_pages.words_with(con, begin, _WORDS_AT_MOST)
    if known is None:
        asked = {"begin": begin, "most": _WORDS_AT_MOST + 1}
        known = json.loads(con.execute(text(_BEGINNING), asked).scalar_one())
    remembered[begin] = () if len(known) > _WORDS_AT_MOST else known
    return remembered[begin]


def _remembered(con: Connection) -> dict[str, Sequence[str]]:
    """What this connection remembers of the words in the index, by beginning: nothing, once anybody has written."""
    version = con.exec_driver_sql("PRAGMA data_version").scalar_one()
    if con.info.get("words as of") != version or len(con.info["words known"]) > _BEGINNINGS_KEPT:
        con.info["words as of"], con.info["words known"] = version, {}
    found: dict[str, Sequence[str]] = con.info["words known"]
    return found


def _ask(con: Connection, wanted: str, before: int = 2**62) -> Sequence[int]:
    query = """SELECT json_group_array(rowid) FROM (SELECT rowid FROM words_index WHERE words_index MATCH :q AND rowid < :b
        ORDER BY rowid DESC LIMIT 2001)"""
    found: list[int] = json.loads(con.execute(text(query), {"q": wanted, "b": before}).scalar_one())
    return found


def match_of(typed: str) -> str | None:
    """The full-text question for typed words: each quoted, the last as a prefix; None while it is too short."""
    terms = terms_of(typed)
    if sum(len(t) for t, _ in terms) < FEWEST_LETTERS:
        return None
    return " ".join(f'"{t}"' + ("*" if begins else "") for t, begins in terms)


def terms_of(typed: str) -> tuple[tuple[str, bool], ...]:
    """The typed words and whether each may be the beginning of a word: the last one, until a space follows it."""
    terms = _TERM.findall(typed)
    ended = typed[-1:].isspace()
    return tuple((t, i == len(terms) - 1 and not ended) for i, t in enumerate(terms))


def _unseen(con: Connection, closed: bool) -> frozenset[str]:
    """Records whose words are here but are not to be found: hidden, taken back and closed ones (few, by an index of their own)."""
    query = "SELECT id, sensitivity FROM record WHERE hidden = 1 OR erased = 1 OR sensitivity = 'closed'"
    if closed:
        query = "SELECT id FROM record WHERE (hidden = 1 OR erased = 1 OR sensitivity = 'closed') AND (hidden = 1 OR erased = 1)"
    return frozenset(con.execute(text(query)).scalars())


def _ranked(con: Connection, wanted: str) -> Sequence[int]:
    query = "SELECT rowid FROM words_index WHERE words_index MATCH :q ORDER BY bm25(words_index), rowid DESC"
    return con.execute(text(query), {"q": wanted}).scalars().all()


def _hits(con: Connection, nums: Sequence[int], terms: snippets.Terms) -> tuple[Hit, ...]:
    """The hits in the order given."""
    query = (
        "SELECT num, record, ent, source, text FROM words WHERE num IN (SELECT value FROM json_each(:nums))"
    )
    found = {row[0]: row for row in con.execute(text(query), {"nums": packed(list(nums))}).all()}
    return tuple(_hit(found[n], terms) for n in nums if n in found)


def _hit(row: Any, terms: snippets.Terms) -> Hit:
    num, record, ent, source, words = row
    return Hit(record, ent, source, num, words, terms)


def indexed_sources(con: Connection) -> frozenset[str]:
    """Which sources the person of this home may find by searching: layer kinds and "title"; everything unless set."""
    found = con.execute(select(tables.local_fact.c.value).where(tables.local_fact.c.name == _POLICY)).scalar()
    return SOURCES if found is None else frozenset(json.loads(found))


def set_indexed_sources(con: Connection, sources: Collection[str]) -> None:
    """Change the policy and rebuild the index to match."""
    value = json.dumps(sorted(sources))
    con.execute(
        text("INSERT OR REPLACE INTO local_fact(name, value) VALUES (:n, :v)"), {"n": _POLICY, "v": value}
    )
    reindex(con)


def put_words(con: Connection, written: Iterable[Words], *, fresh: bool) -> None:
    """Write texts and index those in the policy; `fresh`: none of them was here before."""
    values = _valued(con, written)
    if not values:
        return
    if not fresh:
        drop_words(con, [v[0] for v in values])
    later: _Later | None = con.info.get(_NOW)
    first = later.end if later is not None else _next(con)
    numbered = [(num, *value) for num, value in enumerate(values, first)]
    put_rows(con, _WORDS, numbered)
    if later is not None:
        later.end += len(numbered)
    else:
        _index(con, [(num, words) for num, _, _, _, indexed, words in numbered if indexed])


def _next(con: Connection) -> int:
    """The number of the next text: above all that are here, and above those that were to be put into the index and went before."""
    last: int = con.exec_driver_sql("SELECT coalesce(max(num), 0) FROM words").scalar_one()
    return max(last + 1, *(end for _, end in waiting(con)), 1)


def _index(con: Connection, texts: Sequence[tuple[int, str]]) -> None:
    """Row by row: a statement that writes several rows makes the index put away what it has gathered."""
    if texts:
        con.exec_driver_sql("INSERT INTO words_index(rowid, text) VALUES (?, ?)", texts)


def unchanged_words(con: Connection, written: Iterable[Words]) -> frozenset[str]:
    """Those of some texts, by `ent`, that stand here just so, and in the index if they are to be in it."""
    values = _valued(con, written)
    query = """SELECT ent, record, source, indexed, text FROM words WHERE ent IN (SELECT value FROM json_each(:ents))"""
    found = con.execute(text(query), {"ents": packed([v[0] for v in values])}).all()
    here = {tuple(row) for row in found}
    return frozenset(v[0] for v in values if v in here)


def _valued(con: Connection, written: Iterable[Words]) -> list[tuple[str, str, str, int, str]]:
    """The rows to write: (ent, record, source, whether it is in the index, text)."""
    later: _Later | None = con.info.get(_NOW)
    policy = indexed_sources(con) if later is None else later.policy
    return [
        (e, r, s, int((s if s in SOURCES else "verbatim") in policy and not hidden), t)
        for e, r, s, t, hidden in written
    ]


def drop_words(con: Connection, ents: Sequence[str]) -> None:
    """Forget the texts of some entities, in the index too; ones that are not here are no error."""
    chosen = {"ents": packed(list(ents))}
    where = "WHERE ent IN (SELECT value FROM json_each(:ents))"
    gone = f"INSERT INTO words_index(words_index, rowid, text) SELECT 'delete', num, text FROM words {where} AND indexed = 1"
    if ranges := waiting(con):
        gone += f" AND NOT {_WAITS}"
    con.execute(text(gone), chosen | {"ranges": packed(ranges)} if ranges else chosen)
    con.execute(text(f"DELETE FROM words {where}"), chosen)


def reindex(con: Connection) -> None:
    """Build the index anew from `words` under the present policy."""
    wanted = {
        "policy": json.dumps(sorted(indexed_sources(con))),
        "known": json.dumps(sorted(SOURCES)),
        "else": LayerKind.VERBATIM.value,
    }
    forget_waiting(con)
    con.exec_driver_sql("INSERT INTO words_index(words_index) VALUES ('delete-all')")
    con.execute(
        text(
            """UPDATE words SET indexed = (CASE WHEN source IN (SELECT value FROM json_each(:known)) THEN source ELSE :else END)
            IN (SELECT value FROM json_each(:policy))
            AND ent NOT IN (SELECT id FROM layer WHERE hidden = 1 OR json_extract(fields, '$.machine') <> ''
                UNION SELECT id FROM record WHERE hidden = 1)"""
        ),
        wanted,
    )
    con.exec_driver_sql("INSERT INTO words_index(rowid, text) SELECT num, text FROM words WHERE indexed = 1")


@contextmanager
def words_later(con: Connection) -> Iterator[None]:
    """In this transaction texts are only written, and noted as waiting: `index_waiting` puts them into the index after it (CONTRACTS.md 11)."""
    first = _next(con)
    con.info[_NOW] = later = _Later(indexed_sources(con), first, first)
    try:
        yield
    finally:
        del con.info[_NOW]
    if later.end > first:
        facts.save(con, WAITING, [*waiting(con), (first, later.end)])
        changed(con, WAITING)


def waiting(con: Connection) -> list[tuple[int, int]]:
    """The texts that are not in the index yet, as (first number, number behind the last), oldest first; gaps in them do not matter."""
    later: _Later | None = con.info.get(_NOW)
    known = [(int(first), int(end)) for first, end in facts.load(con, WAITING, [])]
    return known if later is None else [*known, (later.first, later.end)]


def texts_waiting(con: Connection) -> int:
    """About how many they are: those that went meanwhile are counted too."""
    return sum(end - first for first, end in waiting(con))


def index_waiting(con: Connection, most: int) -> int:
    """Put up to `most` of the texts that wait into the index, oldest first; about how many still wait."""
    ranges = waiting(con)
    if not ranges:
        return 0
    first, end = ranges[0]
    query = "SELECT num, indexed, text FROM words WHERE num >= ? AND num < ? ORDER BY num LIMIT ?"
    found = con.exec_driver_sql(query, (first, end, most)).all()
    _index(con, [(num, words) for num, indexed, words in found if indexed])
    ranges[0] = (found[-1][0] + 1 if len(found) == most else end, end)
    left = [(first, end) for first, end in ranges if first < end]
    facts.save(con, WAITING, left)
    still = texts_waiting(con)
    if not still:
        changed(con, WAITING)  # told once, not after every few thousand texts: whoever hears it asks again
    return still


def forget_waiting(con: Connection) -> None:
    """Nothing waits any more: the index is made anew."""
    facts.drop(con, WAITING)


def optimise(con: Connection) -> None:
    """Merge the index into one piece; after an erasure this also rewrites every page that held the erased words."""
    con.exec_driver_sql("INSERT INTO words_index(words_index) VALUES ('optimize')")
