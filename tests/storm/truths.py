"""What must hold on every laptop at any moment, and between all of them at the end; worked out anew here, in the slowest and plainest way.

P1-P12 are the properties of the merge (specification, chapter on revisions): they are tried on the very lines that the homes hold.
"""

import random
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from ldp_stories.domain.consent import Scope
from ldp_stories.domain.notices import taken_from_evaluators
from ldp_stories.domain.orders import OrderReason, covers
from ldp_stories.domain.receipts import ReceiptResult
from ldp_stories.domain.revisions import Revision, parse_body, view_entity
from ldp_stories.domain.roles import Role
from ldp_stories.services.home import Home
from ldp_stories.services.permission import asker, consents_of
from ldp_stories.store import counters, ledger, numbers, orders, passages, records, sent
from ldp_stories.store.ledger_read import group_by_entity
from tests.services.canaries import plain, search_home
from tests.storm.world import COORDINATORS, Laptop, Made, World

Lines = dict[str, list[Revision]]


def lines_of(home: Home) -> Lines:
    """Every line here, by thing."""
    with home.main.read() as con:
        return group_by_entity(ledger.revisions(con))


def nothing_waits_for_a_number(world: World, homes: Mapping[str, Lines]) -> None:
    """After everybody heard everybody: whoever held a line apart has it, under a number of its own, unless nobody can give it one."""
    for one in world.working:
        with one.home.main.read() as con:
            apart = {t.line for t in numbers.taken(con)}
        for line in apart:
            holders = [
                n for n, lines in homes.items() if any(r.id == line for rs in lines.values() for r in rs)
            ]
            assert _nobody_can_send(world, line, holders), f"{one.name} holds {line} apart"


def numbers_of(home: Home) -> set[tuple[str, str, int]]:
    """Every line here with its number."""
    with home.main.read() as con:
        query = "SELECT r.id, d.dev, r.seq FROM revision r JOIN device_counter d ON d.num = r.stream"
        return {(row.id, row.dev, row.seq) for row in con.exec_driver_sql(query)}


def acknowledge(one: Laptop) -> None:
    """What the laptop shows as written or brought in now, it must have from now on."""
    with one.home.main.read() as con:
        for ident, ent in con.exec_driver_sql("SELECT id, ent FROM revision ORDER BY num").all()[
            len(one.seen) :
        ]:
            one.seen[ident] = ent


def nothing_is_lost(one: Laptop, lines: Lines) -> None:
    """I1: every acknowledged line is there; its words too, unless somebody took them back or may not read them here any more."""
    with one.home.main.read() as con:
        known = {o.id for o in orders.all_orders(con)} | {ledger.WITHHELD}
    here = {r.id: r for rs in lines.values() for r in rs}
    assert one.seen.keys() <= here.keys()
    for line in here.values():
        assert line.body is not None or line.erased_by in known, (
            f"{line.kind} lost its words on {one.name}'s laptop"
        )


def ancestors(lines: Iterable[Revision]) -> dict[str, frozenset[str]]:
    """All that came before each line, walked step by step."""
    parents = {r.id: r.par for r in lines}
    found: dict[str, frozenset[str]] = {}
    for ident in parents:
        seen: set[str] = set()
        todo = list(parents[ident])
        while todo:
            at = todo.pop()
            if at not in seen and at in parents:
                seen.add(at)
                todo += parents[at]
        found[ident] = frozenset(seen)
    return found


def standing(lines: list[Revision], field: str) -> dict[str, object]:
    """The values of a field that no later write has replaced, by the line that wrote them."""
    before = ancestors(lines)
    said = {r.id: parse_body(r.body).sets for r in lines if r.body is not None}
    writers = {i for i, sets in said.items() if field in sets}
    return {i: said[i][field] for i in writers if not any(i in before[w] for w in writers)}


def every_write_counts(lines: Lines) -> None:
    """P5: a value is shown or a candidate exactly while no later write has replaced it."""
    for found in lines.values():
        if len(found) > 1:
            view = view_entity(found)
            fields = {f for r in found if r.body is not None for f in parse_body(r.body).sets}
            for field in fields:
                shown = {c.rev: c.value for c in view.fields[field]}
                assert shown == standing(found, field)


def order_and_clock_play_no_part(lines: Lines, rng: random.Random) -> None:
    """P1-P4, P9, P11: whatever the order, repetition and time labels, the same view and the same hash."""
    for found in lines.values():
        if len(found) > 1:
            labels = [r.at_label for r in found]
            rng.shuffle(labels)
            mixed = [replace(r, at_label=label) for r, label in zip(found, labels, strict=True)]
            mixed += mixed[: len(mixed) // 2]
            rng.shuffle(mixed)
            assert view_entity(mixed).hash() == view_entity(found).hash()


def rows_are_the_view(home: Home, lines: Lines) -> None:
    """What the store says of a thing is what its lines say."""
    with home.main.read() as con:
        for ent, found in lines.items():
            if len(found) > 1:
                assert ledger.entity_hash(con, ent) == view_entity(found).hash()


def erased_stays_erased(one: Laptop, lines: Lines) -> None:
    """P6: no line that a granted order covers has its words here, whatever came since."""
    with one.home.main.read() as con:
        waiting = {o.id for o in orders.waiting_orders(con)}
        granted = [o for o in orders.all_orders(con) if o.id not in waiting]
    for line in (r for rs in lines.values() for r in rs if r.body is not None):
        assert not any(covers(o, line) for o in granted), f"{line.kind} came back on {one.name}'s laptop"


def a_no_is_a_no(one: Laptop, lines: Lines) -> None:
    """P8: while one answer that nobody followed says no, the gate is shut; and who depends on that yes holds no words."""
    home = one.home
    with home.main.read() as con:
        for found in [rs for rs in lines.values() if rs[0].kind == "consent"]:
            meeting = next(iter(standing(found, "encounter").values()), "")
            told = [r for r in records.several(con, _records(lines)).values() if r.encounter == meeting]
            for scope in (Scope.TAKE_PART, Scope.SHARE_TEAM, Scope.QUOTE_ANON):
                if "no" not in standing(found, f"answer:{scope.value}").values():
                    continue
                for record in told:
                    assert not asker(home).gate(record, consents_of(con, record), scope).open
                    if scope is Scope.SHARE_TEAM and one.role is Role.EVALUATOR:
                        assert not _words_here(lines, record.id, one), f"{one.name} kept words without a yes"


def _records(lines: Lines) -> list[str]:
    return [ent for ent, found in lines.items() if found[0].kind == "record"]


def _words_here(lines: Lines, record: str, one: Laptop) -> list[str]:
    """The words of a story that this laptop holds and did not write."""
    return [
        r.id
        for found in lines.values()
        for r in found
        if r.kind in ("layer", "passage") and r.body is not None and r.device != one.home.author.device
        and record in standing(found, "record").values()
    ]  # fmt: skip


def to_each_their_own(world: World, one: Laptop, lines: Lines) -> None:
    """A researcher's laptop holds nobody else's stories; an evaluator's no words as they were spoken."""
    if one.role is Role.RESEARCHER:
        assert {s.told.record for s in world.stories if s.by != one.name}.isdisjoint(lines)
    if one.role is Role.EVALUATOR:
        words = [r for s in world.stories for r in lines.get(s.told.words, ())]
        assert all(r.body is None for r in words)


def missing_is_known(world: World, one: Laptop) -> None:
    """Of every bundle that was made for this laptop: it is here, or its number is shown as missing, or nothing that came can tell of it."""
    with one.home.main.read() as con:
        came = {r.bundle for r in sent.all_received(con)}
        gaps = {(g.device, n) for g in counters.gaps(con) for n in g.missing}
    for lost in missed([m for m in world.made if one.name in m.to], came):
        assert (lost.device, lost.n) in gaps, f"{one.name} does not know that number {lost.n} is missing"


def missed(made: Sequence[Made], came: Collection[str]) -> list[Made]:
    """The bundles that did not come and of which those that did can tell.

    By numbers alone: some of its epoch came on either side, or nothing lower can have come before it. By what came after it: a bundle names
    the one before it, and all lower numbers were given before it. A laptop that was set back gives numbers again, and does not know what it
    sent after its copy: of that only numbers tell, and another file under the number stands for it.
    """
    ids = {m.bundle: m for m in made}
    told: set[str] = set()
    for at in (m for m in made if m.bundle in came):
        before = ids.get(at.before)
        while before is not None and before.bundle not in told:
            told.add(before.bundle)
            before = ids.get(before.before)
    found = []
    for lost in (m for m in made if m.bundle not in came):
        here = [m for m in made if m.bundle in came and (m.device, m.thread) == (lost.device, lost.thread)]
        twins = {m.epoch for m in here if m.n == lost.n}
        mine = [m.n for m in here if m.epoch == lost.epoch]
        first = all(m.epoch >= lost.epoch for m in here)
        between = any(n > lost.n for n in mine) and (first or any(n < lost.n for n in mine))
        named = any(m.before == lost.bundle and m.epoch not in twins for m in here)
        if (between and lost.epoch not in twins) or named or (lost.bundle in told and not twins):
            found.append(lost)
    return found


def masks_stand_where_they_were_put(world: World, one: Laptop, lines: Lines) -> None:
    """Whatever is written over: no copy that was masked shows the word or hides another, and a mark is on the words it names."""
    said = {
        f"{word} draws the curtains{end}"
        for s in world.stories
        for word in s.words
        for end in (".", ", and sings.")
    }
    masked = {text.replace("curtains", "[blinds]") for text in said}
    texts = {}
    for ent, found in lines.items():
        if found[0].kind == "layer":
            for text in standing(found, "text").values():
                texts[ent] = str(text)
                covered = "masked" in standing(found, "kind").values()
                assert texts[ent] in (masked if covered else said | masked), f"{one.name} has {text!r}"
    with one.home.main.read() as con:
        for story in world.stories:
            for mark in passages.of_record(con, story.told.record):
                if mark.text is not None and mark.text.layer in texts:
                    there = texts[mark.text.layer][mark.text.start : mark.text.end]
                    assert there == mark.text.quote, f"a mark slipped to {there!r} on {one.name}'s laptop"


def receipts_are_true(world: World, homes: Mapping[str, Lines]) -> None:
    """Whoever signed for a file has every line of it that the receipt does not name as left out, and every sound that counts as held there."""
    with_sound = {}
    for one in world.working:
        with one.home.main.read() as con:
            with_sound[one.name] = frozenset(
                con.exec_driver_sql("SELECT sha256 FROM local_vault_key").scalars()
            )
    signed = {one.home.author.device: one for one in world.working}
    for sender in world.working:
        with sender.home.main.read() as con:
            for made in sent.all_sent(con):
                idents, hashes = sent.contents(con, made.bundle)
                for receipt in sent.receipts(con, made.bundle):
                    reader = signed.get(receipt.device)
                    if reader is None or receipt.epoch < reader.home.author.epoch:
                        continue
                    here = {r.id for rs in homes[reader.name].values() for r in rs}
                    out = {line for line, _ in receipt.refused} | {t.line for t in receipt.taken}
                    if receipt.result is not ReceiptResult.QUARANTINED:
                        assert set(idents) - out <= here, f"{reader.name} signed for lines that are not there"
                for sha256 in hashes:
                    for device in sent.holders(con, sha256) & signed.keys():
                        assert sha256 in with_sound[signed[device].name], (
                            f"{signed[device].name} is said to hold a sound"
                        )


def nothing_stands_in_the_open(world: World) -> None:
    """I3: no story's words lie readable anywhere, in no home and on no stick."""
    words = [word for story in world.stories for word in story.words]
    assert plain(world.folder, words) == []


def look_at(world: World, one: Laptop) -> None:
    """Everything that must hold on one laptop."""
    lines = lines_of(one.home)
    nothing_is_lost(one, lines)
    every_write_counts(lines)
    order_and_clock_play_no_part(lines, world.rng)
    rows_are_the_view(one.home, lines)
    erased_stays_erased(one, lines)
    a_no_is_a_no(one, lines)
    masks_stand_where_they_were_put(world, one, lines)
    to_each_their_own(world, one, lines)
    missing_is_known(world, one)


def same_bytes(world: World, homes: Mapping[str, Lines]) -> None:
    """P10: one line is the same line everywhere, byte for byte, also what this version does not know; only its words may be gone.

    Its number may be a later one where it was issued again, and no number stands for two lines anywhere that anybody could tell of.
    """
    first: dict[str, Revision] = {}
    whose: dict[tuple[str, int], dict[str, set[str]]] = {}
    for name, lines in homes.items():
        for line in (r for rs in lines.values() for r in rs):
            whose.setdefault((line.dev, line.seq), {}).setdefault(line.id, set()).add(name)
            if line.body is not None:
                known = first.setdefault(line.id, line)
                assert line.device == known.device
                assert replace(line, dev=known.dev, seq=known.seq) == known
    unseen = given_again_unseen(world, homes)
    for (dev, seq), found in whose.items():
        told = [i for i, who in found.items() if i not in unseen and not _nobody_can_send(world, i, who)]
        assert len(found) == 1 or len(told) <= 1, f"{dev} {seq} stands for several lines: {found}"


def _nobody_can_send(world: World, line: str, holders: Collection[str]) -> bool:
    """Whether a line was forgotten by who wrote it, and no coordinator has it: the others pass on nobody's lines but their own.

    Where all coordinators were put back whole, nothing that comes to its writer or to them brings it back or can name it.
    """
    wrote = next((name for name, ids in world.forgotten.items() if line in ids), "")
    return wrote != "" and not {wrote, *COORDINATORS} & set(holders)


def same_view(homes: Mapping[str, Lines]) -> None:
    """P4, P11: who holds the same lines of a thing sees the same."""
    seen: dict[tuple[str, frozenset[tuple[str, bool]]], str] = {}
    for lines in homes.values():
        for ent, found in lines.items():
            key = (ent, frozenset((r.id, r.body is None) for r in found))
            assert seen.setdefault(key, view_entity(found).hash()) == view_entity(found).hash()


def gone_everywhere(world: World) -> None:
    """Not a word of what was taken back, or thrown away for good, is in any home: no file, no row, no index, no safe copy on the laptop.

    A wish that never left the laptop of somebody who is gone, nobody can carry out. One about a story that never left the laptop it was told
    on waits elsewhere: nobody there can know who began it, and there is nothing to take away. The same on a laptop that was set back to before
    the story came to it: what was put aside then holds it, sealed, and is told the wish when it is ever brought back.
    """
    with world.laptops["joan"].home.main.read() as con:
        wished = {o.subject for o in orders.granted_orders(con)}
        thrown = {t for o in orders.granted_orders(con) if o.reason is OrderReason.TRASH for t in o.targets}
        waits = {o.subject for o in orders.waiting_orders(con)}
        waits -= {s.told.participant for s in world.stories if list(ledger.revisions(con, [s.told.record]))}
    taken = [s for s in world.stories if s.taken_back]
    assert all(s.told.participant in wished | waits for s in taken if world.laptops[s.by].working)
    gone = {w: s for s in taken if s.told.participant in wished | waits for w in s.words}
    away = [w for s in world.stories if s.told.record in thrown for w in s.words]
    for one in world.working:
        left = search_home(one.home, [*gone, *away], copies=False)
        with one.home.main.read() as con:
            waiting = {o.subject for o in orders.waiting_orders(con)}
        sure = [w for w, s in gone.items() if s.told.participant not in waiting]
        left += search_home(one.home, [*sure, *away])
        assert left == [], f"{left} on {one.name}'s laptop"


def all_is_there(world: World, homes: Mapping[str, Lines]) -> None:
    """After everybody heard everybody: the coordinators have all that may go to them, the same on both; and questions reached the asked."""
    joan, theo = (homes[n] for n in ("joan", "theo"))
    # What a coordinator wrote and both lost, nobody brings back: a researcher's file may hold nothing in a coordinator's name.
    both = set(COORDINATORS) <= world.forgotten.keys()
    forgotten = {world.laptops[n].home.author.device for n in COORDINATORS} if both else set()
    for story in world.stories:
        if story.by not in homes or story.told.record not in homes[story.by]:
            continue
        mine = homes[story.by]
        ready = set(standing(mine[story.told.record], "status").values()) == {"ready"}
        closed = "closed" in {*standing(mine[story.told.record], "sensitivity").values()}
        # A story that was in the trash when its laptop was set back comes back without its words and answers: then it is not ready here.
        yes = "no" not in standing(mine.get(story.told.consent, []), "answer:take_part").values()
        # In the trash it goes nowhere, also where only some know that it was put there; who wrote on it meanwhile shows it at home.
        record = story.told.record
        away = any(view_entity(h[record]).hidden for h in (mine, joan, theo) if record in h)
        if story.taken_back or not ready or closed or not yes or away:
            continue
        for ent in (story.told.record, story.told.words, story.told.participant):
            known = {r.id for r in (*joan.get(ent, ()), *theo.get(ent, ()))}
            assert ent in mine or not known, f"{story.by} lost a part of a story that a coordinator has"
            needed = {r.id for r in mine.get(ent, ()) if r.id in known or r.device not in forgotten}
            for theirs in (joan, theo):
                assert needed <= {r.id for r in theirs.get(ent, ())}, story.by


def all_came_back(world: World, homes: Mapping[str, Lines]) -> None:
    """After everybody heard everybody: what a coordinator has of a researcher's stories, the researcher has, set back or not."""
    unseen = given_again_unseen(world, homes)
    for story in world.stories:
        if story.by in homes and not story.taken_back:
            for ent in (story.told.record, story.told.words, story.told.participant, story.told.consent):
                there = {r.id for r in homes["joan"].get(ent, ())} - unseen
                assert there <= {r.id for r in homes[story.by].get(ent, ())}, story.by


def a_no_reached_all(world: World, homes: Mapping[str, Lines]) -> None:
    """After everybody heard everybody: a no that somebody knows is known to whoever else holds the story, and no evaluator has its words."""
    for story in (s for s in world.stories if not s.taken_back):
        for scope in ("take_part", "share_team"):
            field = f"answer:{scope}"
            told = {n for n in (story.by, "joan", "theo") if _says(homes, n, story.told.consent, field, "no")}
            for one in world.working if told else ():
                here = homes[one.name]
                if one.role is Role.EVALUATOR:
                    assert not _words_here(here, story.told.record, one), (
                        f"{one.name} kept words without a yes"
                    )
                elif any(r.body is not None for r in here.get(story.told.words, ())):
                    assert _says(homes, one.name, story.told.consent, field, "no"), (
                        f"{one.name} was not told of a no to {scope}"
                    )


def a_closing_reached_all(world: World, homes: Mapping[str, Lines]) -> None:
    """After everybody heard everybody: a story its researcher knows to be closed or put away is so wherever anything of it is held.

    Somebody who wrote on a story without knowing that it was put away shows it again: that is left to a person.
    """
    for story in (s for s in world.stories if not s.taken_back):
        known = homes.get(story.by, {}).get(story.told.record, [])
        closed = _says(homes, story.by, story.told.record, "sensitivity", "closed")
        away = bool(known) and view_entity(known).hidden
        for one in world.working if closed or away else ():
            theirs = homes[one.name].get(story.told.record, [])
            if not any(r.body is not None for r in theirs):
                continue
            if closed:
                assert _says(homes, one.name, story.told.record, "sensitivity", "closed"), (
                    f"{one.name} was not told by {story.by} of a closing"
                )
            if away and {r.id for r in theirs} <= {r.id for r in known}:
                assert view_entity(theirs).hidden, (
                    f"{one.name} was not told by {story.by} that a story is put away"
                )


def _says(homes: Mapping[str, Lines], name: str, ent: str, field: str, value: str) -> bool:
    return value in standing(homes.get(name, {}).get(ent, []), field).values()


def what_was_taken_away_reached_all(world: World, homes: Mapping[str, Lines]) -> None:
    """After everybody heard everybody: what a coordinator knows to be closed, put away, taken off or taken back is so wherever it is held.

    Somebody who wrote on a thing without knowing that it was put away shows it again: that is left to a person.
    """
    joan = homes["joan"]
    for ent, known in joan.items():
        if known[0].kind not in ("record", "passage", "layer", "media"):
            continue
        ids = {r.id for r in known}
        for one in world.working:
            theirs = homes[one.name].get(ent, [])
            if not any(r.body is not None for r in theirs):
                continue
            if "closed" in standing(known, "sensitivity").values():
                assert "closed" in standing(theirs, "sensitivity").values(), (
                    f"{one.name} was not told of a closing"
                )
            if view_entity(known).hidden and {r.id for r in theirs} <= ids:
                assert view_entity(theirs).hidden, (
                    f"{one.name} was not told that a {known[0].kind} is put away"
                )
            if one.role is Role.EVALUATOR and taken_from_evaluators(known):
                assert not _words_here(homes[one.name], ent, one), f"{one.name} kept what was taken back"


def who_was_set_back_noticed(world: World, homes: Mapping[str, Lines]) -> None:
    """A laptop that was put back whole gives numbers anew: it works under another epoch, unless nobody can have told it (see below)."""
    unseen = given_again_unseen(world, homes)
    for name, forgotten in world.forgotten.items():
        known = {r.id for other, lines in homes.items() if other != name for rs in lines.values() for r in rs}
        if (forgotten & known) - unseen:
            assert world.laptops[name].home.author.epoch > 1, f"{name} did not notice that it was set back"


def given_again_unseen(world: World, homes: Mapping[str, Lines]) -> set[str]:
    """Lines that laptops forgot when they were put back whole, and whose numbers they gave again to lines that they have not sent yet.

    To everybody that looks as it should. Whoever gets the new line holds it apart and says so; then the old one comes back.
    """
    found: set[str] = set()
    for name, forgotten in world.forgotten.items():
        known = {r.id: r for n, lines in homes.items() if n != name for rs in lines.values() for r in rs}
        here = {(r.dev, r.seq): r.id for rs in homes[name].values() for r in rs}
        lost = [known[i] for i in forgotten if i in known]
        found |= {r.id for r in lost if here.get((r.dev, r.seq), r.id) not in known}
    return found


def orders_reached_all(world: World) -> None:
    known = {}
    for one in world.working:
        with one.home.main.read() as con:
            known[one.name] = {o.id for o in orders.all_orders(con)}
    assert len(set(map(frozenset, known.values()))) == 1, {n: len(ids) for n, ids in known.items()}
