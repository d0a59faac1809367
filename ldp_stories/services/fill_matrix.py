"""Fill a framework matrix: stories down, tags across, in each cell one's own summary with the passages it rests on (US-E6)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from ldp_stories.domain.codebook import standing, stands_for
from ldp_stories.domain.consent import Scope
from ldp_stories.domain.ids import new_id
from ldp_stories.domain.matrix import Cell, Column, Matrix
from ldp_stories.domain.roles import Role
from ldp_stories.domain.tags import Tag
from ldp_stories.errors import Refused, UserError
from ldp_stories.reports.matrix_sheet import MatrixSheet, write_matrix_csv, write_matrix_xlsx
from ldp_stories.reports.page import all_or_nothing
from ldp_stories.services.check_disclosure import need_looked_at
from ldp_stories.services.code_own import labels
from ldp_stories.services.half_written import in_mind
from ldp_stories.services.home import Connection, Home
from ldp_stories.services.library_entry import Entry, book_of, read_entries
from ldp_stories.services.log_output import log_records
from ldp_stories.services.permission import asker
from ldp_stories.services.quote_rows import LET_GO, why_gone
from ldp_stories.services.read_record import may_read_protected
from ldp_stories.services.story import read_stories, the_record
from ldp_stories.store import analysis, ledger, people, places, programme, records

SOMEBODY: Final = "Another of us"


@dataclass(frozen=True, slots=True)
class Bit:
    """A passage or coding that a cell may rest on, and its words."""

    id: str
    words: str


@dataclass(frozen=True, slots=True)
class CellView:
    """A cell as it is shown: one's own summary, what others wrote (name, words), the linked bits, and bits with this tag still free."""

    column: str
    summary: str
    others: tuple[tuple[str, str], ...]
    linked: tuple[Bit, ...]
    free: tuple[Bit, ...]


@dataclass(frozen=True, slots=True)
class RowView:
    """A story in the matrix. `gap`: why nothing of it may be shown today ("" = it may)."""

    record: str
    title: str
    codes: tuple[str, ...]
    ward: str
    told_on: str
    cells: tuple[CellView, ...]
    gap: str = ""


@dataclass(frozen=True, slots=True)
class MatrixView:
    """A matrix with all that one may see of it; `mine` says whether one may change its stories and columns."""

    matrix: Matrix
    rows: tuple[RowView, ...]
    mine: bool


def matrices(home: Home) -> tuple[Matrix, ...]:
    """The matrices that are here, in order of arrival."""
    with home.main.read() as con:
        return analysis.matrices(con)


def make_matrix(home: Home, title: str, rows: Sequence[str], columns: Sequence[str]) -> str:
    """A new matrix over stories and tags (ids or codes of the codebook, own tags, "framework:item"); its id.

    Refused MATRIX_EMPTY, NAME_NEEDED, NOT_YOUR_ROLE.
    """
    if not home.roles() & {Role.EVALUATOR, Role.COORDINATOR}:
        raise Refused("NOT_YOUR_ROLE")
    if not title.strip():
        raise Refused("NAME_NEEDED")
    ident = new_id()
    with home.main.write() as con:
        made = _columns(con, columns)
        if not rows or not made:
            raise Refused("MATRIX_EMPTY")
        sets = {
            "title": title.strip(),
            "rows": list(dict.fromkeys(rows)),
            "columns": [{"key": c.key, "label": c.label} for c in made],
            "by": home.member,
        }
        home.put(con, "matrix", ident, sets=sets)
    return ident


def change_matrix(
    home: Home,
    matrix: str,
    *,
    title: str | None = None,
    rows: Sequence[str] | None = None,
    columns: Sequence[str] | None = None,
) -> None:
    """Another name, other stories or columns; cells that were filled stay, also while their row or column is not shown.

    A column that it has already may stay, also when its tag is gone. UserError NO_SUCH_MATRIX; Refused NOT_YOURS, NAME_NEEDED, MATRIX_EMPTY.
    """
    with home.main.write() as con:
        found = _matrix(con, matrix)
        if found.by != home.member:
            raise Refused("NOT_YOURS")
        name = found.title if title is None else title.strip()
        down = found.rows if rows is None else tuple(dict.fromkeys(rows))
        across = found.columns if columns is None else _columns(con, columns, found.columns)
        if not name:
            raise Refused("NAME_NEEDED")
        if not down or not across:
            raise Refused("MATRIX_EMPTY")
        sets: dict[str, object] = {}
        if name != found.title:
            sets["title"] = name
        if down != found.rows:
            sets["rows"] = list(down)
        if across != found.columns:
            sets["columns"] = [{"key": c.key, "label": c.label} for c in across]
        if sets:
            home.put(con, "matrix", matrix, sets=sets)


def drop_matrix(home: Home, matrix: str) -> tuple[str, ...]:
    """Take a matrix away with what one wrote in it oneself; what was taken, for `code_own.bring_back`. What others wrote stays theirs.

    UserError NO_SUCH_MATRIX; Refused NOT_YOURS.
    """
    with home.main.write() as con:
        if _matrix(con, matrix).by != home.member:
            raise Refused("NOT_YOURS")
        gone = [c for c in analysis.cells(con, matrix) if c.by == home.member]
        told = records.several(con, {c.record for c in gone})
        for cell in gone:
            record = told.get(cell.record)
            home.hide(con, "matrix_cell", cell.id, record.participants if record is not None else ())
        home.hide(con, "matrix", matrix)
    return (matrix, *(c.id for c in gone))


def possible_columns(home: Home, *, merged: bool = True) -> tuple[Column, ...]:
    """What may stand across: the codebook's tags (without `merged`, not those that became another), own tags, items of frameworks."""
    with home.main.read() as con:
        book = book_of(con)
        found = [
            Column(key, label) for key, label in labels(con).items() if merged or stands_for(book, key) == key
        ]
        return (*found, *_framework_items(con))


def read_matrix(home: Home, matrix: str) -> MatrixView:
    """A matrix, each story asked for permission again today; its columns are called as their tags are today. UserError NO_SUCH_MATRIX."""
    with home.main.read() as con:
        book = book_of(con)
        found = _called_today(con, book, _matrix(con, matrix))
        cells: dict[tuple[str, str], list[Cell]] = {}
        for cell in analysis.cells(con, matrix):
            cells.setdefault((cell.record, cell.column), []).append(cell)
        stories = read_stories(con, found.rows, protected=may_read_protected(home))
        entries = read_entries(con, stories.values())
        reader = _Reader(home, con, found, book, cells)
        rows = tuple(reader.row(r, entries.get(r)) for r in found.rows)
    return MatrixView(found, rows, found.by == home.member)


def fill_cell(
    home: Home, matrix: str, record: str, column: str, summary: str, passages: Sequence[str] = ()
) -> None:
    """Write one's own summary into a cell and link passages; nobody else's is touched. UserError NO_SUCH_MATRIX, NO_SUCH_STORY."""
    with home.main.write() as con:
        _matrix(con, matrix)
        subj = the_record(con, record).participants
        own = next(
            (
                c
                for c in analysis.cells(con, matrix)
                if (c.record, c.column, c.by) == (record, column, home.member)
            ),
            None,
        )
        sets: dict[str, object] = {"summary": summary, "passages": list(dict.fromkeys(passages))}
        if own is None:
            sets |= {"matrix": matrix, "record": record, "column": column, "by": home.member}
        elif (own.summary, own.passages) == (summary, tuple(dict.fromkeys(passages))):
            return
        home.put(con, "matrix_cell", own.id if own else new_id(), sets=sets, subj=subj)


def matrix_sheet(
    home: Home,
    matrix: str,
    folder: Path,
    *,
    looked_at: Collection[int],
    kind: str = "xlsx",
    codes: bool = False,
) -> Path:
    """Write a matrix as a spreadsheet (`xlsx` or `csv`): no names, and words only of those who agreed to being quoted.

    Tellers are "Person 1", "Person 2" ..., the same person alike. `codes` writes their codes, and who of us wrote which summary: for work
    inside the team only, because whoever has the list of codes knows the people.

    UserError NO_SUCH_MATRIX, NO_FOLDER; Refused NOT_YOUR_ROLE, NOT_CHECKED while one of the nine questions was not `looked_at`.
    """
    if not home.roles() & {Role.EVALUATOR, Role.COORDINATOR}:
        raise Refused("NOT_YOUR_ROLE")
    need_looked_at(looked_at)
    if not folder.is_dir():
        raise UserError("NO_FOLDER", folder=str(folder))
    view = read_matrix(home, matrix)
    with home.main.read() as con:
        quotable = _quotable(home, con, view)
    shown = _tellers(view, codes=codes)
    head = ("Story", "Told by", "Ward", "Month", *(c.label for c in view.matrix.columns))
    rows = tuple(
        (
            row.title if row.record in quotable else "",
            ", ".join(shown[code] for code in row.codes),
            row.ward,
            row.told_on[:7],
            *(_sheet_cell(cell, quoted=row.record in quotable, named=codes) for cell in row.cells),
        )
        for row in view.rows
        if not row.gap
    )
    hidden = sum(bool(row.gap) for row in view.rows)
    sheet = MatrixSheet(view.matrix.title, head, rows, hidden)
    told = [row.record for row in view.rows if not row.gap]
    with home.main.read() as con:
        tellers = {p for r in records.several(con, told).values() for p in r.participants}
    with in_mind(home), all_or_nothing() as made:
        made.append(write_matrix_csv(folder, sheet) if kind == "csv" else write_matrix_xlsx(folder, sheet))
        log_records(home, "framework matrix", made[0], told, tellers)
    return made[0]


def _tellers(view: MatrixView, *, codes: bool) -> dict[str, str]:
    """What stands for each teller's code in the sheet: the code itself, or a number in order of appearance."""
    found = dict.fromkeys(code for row in view.rows if not row.gap for code in row.codes)
    return {code: code if codes else f"Person {at}" for at, code in enumerate(found, 1)}


def _sheet_cell(cell: CellView, *, quoted: bool, named: bool) -> str:
    words = [cell.summary, *(f"{who if named else SOMEBODY}: {said}" for who, said in cell.others)]
    if quoted:
        words += [f"\u201c{b.words}\u201d" for b in cell.linked if b.words]
    elif cell.linked:
        count = len(cell.linked)
        words.append(f"({count} {'passage' if count == 1 else 'passages'}, not for quoting)")
    return "\n".join(w for w in words if w)


def _quotable(home: Home, con: Connection, view: MatrixView) -> frozenset[str]:
    ask = asker(home)
    stories = read_stories(con, [r.record for r in view.rows if not r.gap], protected=False)
    entries = read_entries(con, stories.values())
    return frozenset(i for i, e in entries.items() if ask.quoting(e.record, e.consents).open)


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads the rows of one matrix; a tag that was merged counts as the one it became, in a column and on a passage."""

    home: Home
    con: Connection
    matrix: Matrix
    book: Mapping[str, Tag]
    written: Mapping[tuple[str, str], Sequence[Cell]]

    def row(self, record: str, entry: Entry | None) -> RowView:
        """A story with its cells, or the reason why nothing of it is shown."""
        if entry is None:
            return RowView(record, "", (), "", "", (), why_gone(self.con, record))
        gate = asker(self.home).gate(entry.record, entry.consents, Scope.SHARE_TEAM)
        if not gate.open:
            gone = gate.why == "no_consent" and ledger.is_withheld(self.con, record)
            return RowView(record, "", (), "", "", (), LET_GO if gone else gate.why)
        tellers = [t for p in entry.record.participants if (t := people.participant(self.con, p)) is not None]
        ward = places.ward_of(self.con, entry.place_id) if entry.place_id else None
        bits = self._bits(entry)
        return RowView(
            record,
            entry.title,
            tuple(t.code for t in tellers),
            ward.name if ward else "",
            entry.told_on,
            tuple(self._cell(record, c.key, bits) for c in self.matrix.columns),
        )

    def _cell(self, record: str, column: str, bits: Mapping[str, tuple[Bit, frozenset[str]]]) -> CellView:
        written = self.written.get((record, column), ())
        own = next((c for c in written if c.by == self.home.member), None)
        others = tuple(
            (self.home.shown_member(self.con, c.by), c.summary) for c in written if c is not own and c.summary
        )
        chosen, today = {p for c in written for p in c.passages}, stands_for(self.book, column)
        linked = tuple(bits[p][0] for p in bits if p in chosen)
        free = tuple(bit for bit, under in bits.values() if today in under and bit.id not in chosen)
        return CellView(column, own.summary if own else "", others, linked, free)

    def _bits(self, entry: Entry) -> dict[str, tuple[Bit, frozenset[str]]]:
        """The passages and codings of a story that one may read, each with today's tags on it, in the order of the text."""
        found = {
            p.id: (
                Bit(p.id, p.text.quote if p.text else ""),
                frozenset(standing(self.book, entry.tags_of(p))),
            )
            for p in entry.passages
        }
        readable = {x.id for x in entry.story.layers}
        for one in analysis.codings(self.con, records=[entry.record.id]):
            if one.text is None or one.text.layer in readable:
                bit = Bit(one.id, one.text.quote if one.text else "")
                found[one.id] = (bit, frozenset({stands_for(self.book, one.tag)}))
        return found


def _called_today(con: Connection, book: Mapping[str, Tag], found: Matrix) -> Matrix:
    """The same matrix, its columns by today's names; one whose tag was merged says into what. A column whose tag is gone keeps its name."""
    names = labels(con)

    def called(column: Column) -> Column:
        now = stands_for(book, column.key)
        label = names.get(column.key, column.label)
        return Column(column.key, label if now == column.key else f"{label} (now {names.get(now, now)})")

    return replace(found, columns=tuple(called(c) for c in found.columns))


def _columns(con: Connection, wanted: Sequence[str], kept: Sequence[Column] = ()) -> tuple[Column, ...]:
    """Columns by id, by code, or by "framework:item"; unknown ones are left out, unless they are among `kept`."""
    names = labels(con)
    offered = (*(Column(k, v) for k, v in names.items()), *_framework_items(con))
    known = {c.key: c for c in (*kept, *offered)}
    codes = {label.split(" ", 1)[0]: key for key, label in names.items()}
    found = (known.get(w) or known.get(codes.get(w, "")) for w in dict.fromkeys(wanted))
    return tuple(c for c in found if c is not None)


def _framework_items(con: Connection) -> list[Column]:
    found = []
    for _, fields in programme.frameworks(con):
        items = fields.get("items")
        for item in items if isinstance(items, list) else ():
            if isinstance(item, dict) and item.get("key"):
                found.append(
                    Column(f"{fields.get('key')}:{item['key']}", str(item.get("label") or item["key"]))
                )
    return found


def _matrix(con: Connection, ident: str) -> Matrix:
    found = next((m for m in analysis.matrices(con) if m.id == ident), None)
    if found is None:
        raise UserError("NO_SUCH_MATRIX")
    return found
