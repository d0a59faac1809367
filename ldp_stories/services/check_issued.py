"""What went out, looked at again today (US-E11): which passages, sounds and stories in each copy may no longer be used, and why; and its day."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ldp_stories.domain.consent import Channel, Scope
from ldp_stories.services.home import Connection, Home
from ldp_stories.services.log_output import Logged, issued, logged
from ldp_stories.services.permission import Asker, asker, consents_of, consents_of_all
from ldp_stories.services.quote_rows import LET_GO, passage_rows, why_gone
from ldp_stories.store import ledger, passages, records
from ldp_stories.store.rows import string, strings

Why = Mapping[str, int]
"""How many, by the reason code of a gate."""


@dataclass(frozen=True, slots=True)
class IssuedNow:
    """One copy as it stands today.

    `words`, `sounds` and `stories`: how many in it may no longer be shown, heard or used, by reason. `path` is where it was saved on this
    laptop (None: made elsewhere, or forgotten). `recalled`: all of it was taken back, and nothing more is known of it.
    """

    output: str
    type: str
    made_on: str
    channel: str = ""
    copies: int = 0
    report: str = ""
    book: str = ""
    expires: str = ""
    past_its_day: bool = False
    path: Path | None = None
    words: Why = field(default_factory=dict)
    sounds: Why = field(default_factory=dict)
    stories: Why = field(default_factory=dict)
    recalled: bool = False

    @property
    def fine(self) -> bool:
        """Whether all of it may be used today."""
        return not (self.words or self.sounds or self.stories or self.past_its_day or self.recalled)

    @property
    def here(self) -> bool:
        """Whether the copy still lies where it was saved."""
        return self.path is not None and self.path.exists()


def issued_now(home: Home) -> tuple[IssuedNow, ...]:
    """Every copy that went out and is known here, the newest first, each asked for permission again."""
    ask, today = asker(home), home.today().isoformat()
    paths = {one.output: one.path for one in issued(home)}
    with home.main.read() as con:
        known = logged(con)
        found = [
            _look(con, ask, ident, one, paths.get(ident), today)
            for ident, one in reversed(known.items())
            if string(one.fields, "state") != "draft"
        ]
    gone = [IssuedNow(i, "", "", path=path, recalled=True) for i, path in paths.items() if i not in known]
    return (*gone, *found)


def _look(con: Connection, ask: Asker, ident: str, one: Logged, path: Path | None, today: str) -> IssuedNow:
    fields, items, sounds = one.fields, one.items, strings(one.fields.get("sounds"))
    whole = records.several(con, items)
    rows = passage_rows(con, ask, [i for i in items if i not in whole])
    channels, copies, expires = (
        strings(fields.get("channels")),
        fields.get("copies"),
        string(fields, "expires"),
    )
    return IssuedNow(
        ident,
        string(fields, "type"),
        string(fields, "made_label")[:10],
        channels[0] if channels else "",
        copies if isinstance(copies, int) else 0,
        string(fields, "report"),
        string(fields, "book"),
        expires,
        bool(expires) and expires < today,
        path,
        Counter(row.gap for row in rows.values() if row.gap),
        _silenced(con, ask, _heard(fields, items, sounds), channels),
        _stories(con, ask, whole),
    )


def _heard(fields: Mapping[str, Any], items: Sequence[str], sounds: Sequence[str]) -> Sequence[str]:
    """The passages whose sound is in it: a clip is nothing else."""
    return items if string(fields, "type") == "clip" else sounds


def _silenced(con: Connection, ask: Asker, sounds: Iterable[str], channels: Sequence[str]) -> Why:
    """Why sounds that went out may not be heard any more that way."""
    channel = Channel(channels[0]) if channels and channels[0] in set(Channel) else None
    found: Counter[str] = Counter()
    for ident in sounds:
        passage = passages.passage(con, ident)
        record = records.record(con, passage.record) if passage is not None else None
        if record is None or record.hidden:
            withheld = passage is None and ledger.is_withheld(con, ident)
            found[LET_GO if withheld else why_gone(con, record.id if record is not None else "")] += 1
            continue
        gate = ask.gate(record, consents_of(con, record), Scope.PUBLISH_CLIP, channel)
        if not gate.open:
            found[gate.why] += 1
    return found


def _stories(con: Connection, ask: Asker, whole: Mapping[str, Any]) -> Why:
    """Why whole stories that went out may not be with the team any more."""
    consents = consents_of_all(con, whole.values())
    gates = [
        ask.gate(record, consents[ident], Scope.SHARE_TEAM)
        for ident, record in whole.items()
        if not record.hidden
    ]
    gone = Counter(why_gone(con, record.id) for record in whole.values() if record.hidden)
    return gone + Counter(gate.why for gate in gates if not gate.open)
