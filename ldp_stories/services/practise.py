""" "Try with practice": a programme of its own on the spot, with three roles on one laptop and the invented stories of Larkside Together.

Sounds are not made here: each is made when it is first opened (`keep_sound.make_practice_sound`).
"""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

from ldp_stories.domain.free_text import has_words
from ldp_stories.domain.revisions import Change, Revision, new_revision
from ldp_stories.services.home import Home, Machine
from ldp_stories.services.load_practice import load_practice
from ldp_stories.services.open_home import identity
from ldp_stories.services.practice_items import WorkItem, practice_items
from ldp_stories.services.progress import Progress, no_progress
from ldp_stories.services.set_up_programme import ALL_ROLES, found_programme
from ldp_stories.store import ledger

CONTENT: Final = "larkside"


def practice_home(
    folder: Path, machine: Machine, *, name: str, stories: bool = True, progress: Progress = no_progress
) -> Home:
    """Found Larkside Together in `folder`, this device holding all three roles, and bring in its stories. Errors as `open_home.create`."""
    progress.report(0, 3)
    home = found_programme(
        folder,
        machine,
        content=CONTENT,
        name=name,
        programme_name="Larkside Together",
        passphrase=None,
        practice=True,
        roles=ALL_ROLES,
        members=stories,
    )
    try:
        if stories:
            progress.report(1, 3)
            load_stories(home)
        progress.report(3, 3)
    except BaseException:
        home.close()
        raise
    return home


def load_stories(home: Home) -> int:
    """Write the invented stories into the work stream, contact cards into the identity store; the number of things written."""
    items = practice_items(load_practice(home.machine.resource("starter").parent, CONTENT))
    with home.main.write() as con:
        told = [i for i in items if i.stream == "w"]
        lines = _lines(home, told, "w")
        ledger.insert(con, [*lines, *_read(home, told, lines)])
    cards = _lines(home, (i for i in items if i.stream == "i"), "i")
    with identity(home) as store, store.write() as con:
        ledger.insert(con, cards)
    return len(items)


def _lines(home: Home, items: Iterable[WorkItem], stream: str) -> list[Revision]:
    """New revisions under this home's device, numbered from one (a fresh home has written nothing in these streams)."""
    dev = home.author.dev(stream)
    return [
        new_revision(
            item.kind,
            item.ent,
            Change(dict(item.sets)),
            subj=item.subj,
            par=(),
            dev=dev,
            seq=number,
            at_label=item.at,
        )
        for number, item in enumerate(items, 1)
    ]


def _read(home: Home, items: Sequence[WorkItem], lines: Sequence[Revision]) -> Iterator[Revision]:
    """For each story that was released: that its coordinator has read the words of all its things."""
    read: dict[int | None, list[str]] = {}
    for item, line in zip(items, lines, strict=True):
        if has_words(item.kind, Change(dict(item.sets))):
            read.setdefault(item.record, []).append(line.id)
    about = {line.id: frozenset(line.subj) for line in lines}
    number = len(lines)
    for item, line in zip(items, lines, strict=True):
        if item.kind == "record" and item.sets.get("released") and item.record is not None:
            number += 1
            around = [i for i in read.get(None, ()) if about[i] <= set(item.subj)]
            change = Change({"read": sorted({*around, *read.get(item.record, ())}), "kept_back": []})
            yield new_revision(
                "record",
                item.ent,
                change,
                subj=item.subj,
                par=(line.id,),
                dev=home.author.dev("w"),
                seq=number,
                at_label=line.at_label,
            )
