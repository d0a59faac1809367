"""What people do in a year, drawn by lot: tell, change, agree less and more, take back, send, copy, lose a laptop, set one back, leave."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Final

from ldp_stories.domain.consent import Scope
from ldp_stories.domain.ids import new_id
from ldp_stories.domain.people import new_code
from ldp_stories.domain.revisions import Change, commitment, new_revision
from ldp_stories.domain.roles import Role
from ldp_stories.errors import Refused, UserError
from ldp_stories.services.admit_people import leave, mark_lost
from ldp_stories.services.bring_back import bring_back
from ldp_stories.services.change_codebook import NewTag, Why, add_tag
from ldp_stories.services.find_person import person_of
from ldp_stories.services.keep_copies import make_copy
from ldp_stories.services.mark_passages import add_passage, remove_passage
from ldp_stories.services.mask_words import mask
from ldp_stories.services.my_stories import my_stories
from ldp_stories.services.record_state import keep_closed, open_again
from ldp_stories.services.release_record import take_back_release
from ldp_stories.services.review_tags import ask
from ldp_stories.services.shut_stories import take_out_for_all
from ldp_stories.services.trash import empty_old, put_back, throw_away, trash
from ldp_stories.services.withdraw import stop_uses, take_everything
from ldp_stories.store import layers, ledger, ledger_import, passages, records
from tests.services.house import YES, Told, add_sound, answer, change, tell
from tests.services.released import release_read
from tests.services.snapshots import snapshot
from tests.storm.world import Laptop, Story, World

Act = Callable[[World, Laptop], None]
NOT_TODAY: Final = frozenset(
    {"TAKEN_BACK", "RELEASE_NOT_READY", "RELEASE_CLOSED", "NO_PERMISSION", "SHARED_UNDECIDED", "NO_STORY_WITH_CODE", "NO_SUCH_STORY",
     "NO_SUCH_PASSAGE", "NOT_YOUR_ROLE", "LAST_COORDINATOR", "TAG_NAME_TAKEN", "NO_SUCH_RECIPIENT"}
)  # fmt: skip
"""Refusals that a person meets now and then, and that change nothing."""


def own(world: World, one: Laptop) -> list[Story]:
    """The stories this researcher told and nobody took back, as far as the laptop still has them."""
    return [
        s
        for s in world.stories
        if s.by == one.name and not s.taken_back and s.told.consent in one.seen.values()
    ]


def tell_one(world: World, one: Laptop) -> None:
    """A new story; now and then somebody does not want it to leave, or a draft stays one."""
    world.numbers += 1
    word = f"canary{world.seed}x{world.numbers}y"
    rng, code = world.rng, new_code("LT")
    answers = {**YES}
    if rng.random() < 0.2:
        answers[rng.choice(("share_team", "take_part", "share_media_team"))] = "no"
    status = "ready" if rng.random() < 0.85 else "draft"
    told = tell(one.home, f"{word} draws the curtains.", answers=answers, marked=(), code=code, status=status, title=f"About {word}")  # fmt: skip
    if rng.random() < 0.2:
        add_sound(one.home, told)
    world.stories.append(Story(told, one.name, code, [word]))


def write_on(world: World, one: Laptop) -> None:
    """Other words for a story; sometimes the person asks that the draft may go."""
    for story in _some(world, own(world, one)):
        world.numbers += 1
        word = f"canary{world.seed}x{world.numbers}y"
        change(one.home, "layer", story.told.words, text=f"{word} draws the curtains, and sings.")
        change(one.home, "record", story.told.record, status="ready")
        story.words.append(word)


def say_no(world: World, one: Laptop) -> None:
    for story in _some(world, own(world, one)):
        answer(one.home, story.told, **{world.rng.choice(("share_team", "quote_anon", "take_part")): "no"})


def say_yes(world: World, one: Laptop) -> None:
    for story in _some(world, own(world, one)):
        answer(one.home, story.told, **{world.rng.choice(("share_team", "quote_anon", "take_part")): "yes"})


def newer_version(world: World, one: Laptop) -> None:
    """A laptop with a newer version writes a kind and a field that nobody else knows, spelt in its own way."""
    for story in _some(world, own(world, one)):
        with one.home.main.write() as con:
            for kind, ent, body in (
                ("weather", new_id(), b'{"set":{"record":"%s","sky":["grey", 1.50, null]}}' % story.told.record.encode()),
                ("record", story.told.record, b'{ "set" : {"smell":{"of":"tea","n":1.0}} }'),
            ):  # fmt: skip
                known = list(ledger.revisions(con, ents=[ent]))
                number = ledger_import.stream_number(con, one.home.author.dev())
                made = new_revision(
                    kind, ent, Change(), subj=[story.told.participant], par=[r.id for r in known][-1:],
                    dev=one.home.author.dev(), seq=number.last + 1, at_label=one.home.label(),
                )  # fmt: skip
                commit = commitment(made.salt or "", body)
                line = replace(made, body=body, commit=commit, extra=b'{"weight":[1.0, 2]}')
                ledger.insert(con, [line])


def stop_some(world: World, one: Laptop) -> None:
    for story in _some(world, [s for s in world.stories if not s.taken_back]):
        stop_uses(one.home, person_of(one.home, story.told.participant), [Scope.QUOTE_ANON.value])


def take_back(world: World, one: Laptop) -> None:
    """Everything about one person goes, wherever it is: whoever wishes it here has the right to, so nothing waits for somebody's decision."""
    mine = own(world, one) if one.role is Role.RESEARCHER else [s for s in world.stories if not s.taken_back]
    for story in _some(world, mine):
        person = person_of(one.home, story.told.participant)
        done = take_everything(one.home, person, person.code, {})
        assert not done.waiting
        story.taken_back = True


def send_on(world: World, one: Laptop) -> None:
    """To those one sends to."""
    world.send(one, "coordinators")
    if one.role is Role.COORDINATOR:
        world.send(one, "evaluators")
        for other in world.of(Role.RESEARCHER):
            world.send(one, other.home.member)


def release_some(world: World, one: Laptop) -> None:
    """Read, mask and release what has come; ask one question."""
    rows = [row.id for row in my_stories(one.home, limit=200).rows]
    for record in world.rng.sample(rows, min(3, len(rows))):
        mask(one.home, record, "curtains", "[blinds]")
        release_read(one.home, record)
        ask(one.home, record, None, "Who else was there?")


def close_one(world: World, one: Laptop) -> None:
    for story in _some(world, [s for s in world.stories if not s.taken_back]):
        with one.home.main.read() as con:
            here = records.record(con, story.told.record) is not None
        if here:
            change(one.home, "record", story.told.record, sensitivity="closed")


def close_own(world: World, one: Laptop) -> None:
    """The researcher keeps a story closed, after it was sent as often as before."""
    for story in _some(world, own(world, one)):
        keep_closed(one.home, story.told.record)


def close_sent(world: World, one: Laptop) -> None:
    """The researcher keeps a story closed that a coordinator has for certain: she is to be told."""
    told = tell_sent(world, one)
    keep_closed(one.home, told.record)


def put_sent_away(world: World, one: Laptop) -> None:
    """The same with the trash."""
    throw_away(one.home, tell_sent(world, one).record)


def tell_sent(world: World, one: Laptop) -> Told:
    """A story whose teller said yes to everything, brought to the coordinators by hand."""
    world.numbers += 1
    word, code = f"canary{world.seed}x{world.numbers}y", new_code("LT")
    told = tell(one.home, f"{word} draws the curtains.", marked=(), code=code, title=f"About {word}")
    world.stories.append(Story(told, one.name, code, [word], left_alone=True))
    world.send(one, "coordinators", safely=True)
    world.deliver()
    return told


def open_one(world: World, one: Laptop) -> None:
    with one.home.main.read() as con:
        shut = sorted(records.closed(con, [s.told.record for s in world.stories if not s.left_alone]))
    if shut:
        open_again(one.home, world.rng.choice(shut))


def away_and_back(world: World, one: Laptop) -> None:
    """Into the trash, or out of it again."""
    left_alone = {s.told.record for s in world.stories if s.left_alone}
    lying = [row.id for row in trash(one.home) if row.id not in left_alone]
    if lying and world.rng.random() < 0.5:
        put_back(one.home, world.rng.choice(lying))
        return
    for story in _some(world, own(world, one)):
        throw_away(one.home, story.told.record)


def empty_trash(world: World, one: Laptop) -> None:
    """What lay there for thirty days and was never sent goes for good."""
    empty_old(one.home)


def throw_out(world: World, one: Laptop) -> None:
    """A coordinator takes a story that lies in the trash out, wherever it is."""
    with one.home.main.read() as con:
        found = records.several(con, [s.told.record for s in world.stories])
    for story in _some(
        world, [s for s in world.stories if s.told.record in found and found[s.told.record].hidden]
    ):
        take_out_for_all(one.home, story.told.record, story.code)


def take_release_back(world: World, one: Laptop) -> None:
    with one.home.main.read() as con:
        found = records.several(con, [s.told.record for s in world.stories])
    out = sorted(i for i, r in found.items() if r.released and not r.hidden)
    if out:
        take_back_release(one.home, world.rng.choice(out))


def mark_one(world: World, one: Laptop) -> None:
    """A passage is marked, or one that was is taken off."""
    for story in _some(world, own(world, one)):
        with one.home.main.read() as con:
            marked = passages.of_record(con, story.told.record)
            layer = layers.layer(con, story.told.words)
        if marked and world.rng.random() < 0.5:
            remove_passage(one.home, world.rng.choice(marked).id)
        elif layer is not None:
            add_passage(one.home, story.told.record, layer=layer.id, start=0, end=5)


def new_pack(world: World, one: Laptop) -> None:
    world.numbers += 1
    add_tag(one.home, NewTag(f"Tag {world.numbers}", group="D"), Why("because"))


def copy_it(world: World, one: Laptop) -> None:
    """A safe copy on a stick of one's own."""
    stick = world.folder / f"stick of {one.name}"
    stick.mkdir(exist_ok=True)
    one.copies.append(make_copy(one.home, stick))


def set_back(world: World, one: Laptop) -> None:
    """The disk is broken; the newest copy is brought back."""
    if one.copies:
        copy = world.rng.choice(one.copies)
        one.home.close()
        one.home = bring_back(one.home.folder, copy.folder, None, one.home.machine)
        one.seen.clear()


def put_aside(world: World, one: Laptop) -> None:
    """The whole laptop as it is now, notebook and token, on a disk image."""
    place = world.folder / f"image {world.numbers} of {one.name}"
    one.image, one.home = snapshot(one.home, place)


def set_back_whole(world: World, one: Laptop) -> None:
    """The image is put back: nothing on the laptop can tell, and the person works on, under numbers that were given already."""
    if one.image is not None:
        world.send(one, "coordinators", safely=True)
        before = own_lines(one)
        one.home = one.image.put_back(one.home)
        one.seen.clear()
        world.forgotten.setdefault(one.name, set()).update(before - own_lines(one))
        (new_pack if one.role is Role.COORDINATOR else tell_one)(world, one)


def own_lines(one: Laptop) -> set[str]:
    """The lines here that this laptop wrote."""
    with one.home.main.read() as con:
        return {r.id for r in ledger.revisions(con) if r.device == one.home.author.device}


def wrong_clock(world: World, one: Laptop) -> None:
    """The battery of the clock is flat, or somebody set another day."""
    one.clock.wrong = timedelta(days=world.rng.choice((0, 0, -1, 1, 3, -40, -9_000)))


def lose(world: World, one: Laptop) -> None:
    """A laptop is stolen; a coordinator says so."""
    one.lost = True
    one.home.close()
    assert mark_lost(world.laptops["joan"].home, f"{one.name}'s laptop") == 1


def go(world: World, one: Laptop) -> None:
    """Somebody leaves; their laptop writes no more."""
    leave(world.laptops["joan"].home, one.home.member)
    one.left = True


def _some(world: World, stories: list[Story]) -> list[Story]:
    may = [s for s in stories if not s.left_alone]
    return [world.rng.choice(may)] if may else []


BY_ROLE: Final[dict[Role, tuple[tuple[Act, int], ...]]] = {
    Role.RESEARCHER: (
        (tell_one, 10), (write_on, 4), (say_no, 3), (say_yes, 2), (take_back, 1), (send_on, 9), (copy_it, 2), (set_back, 1), (wrong_clock, 1),
        (newer_version, 1), (close_own, 1), (away_and_back, 2), (mark_one, 3), (empty_trash, 1),
    ),
    Role.COORDINATOR: (
        (release_some, 8), (send_on, 9), (take_back, 2), (stop_some, 2), (close_one, 1), (new_pack, 2), (copy_it, 1), (set_back, 1), (wrong_clock, 1),
        (open_one, 1), (take_release_back, 2), (throw_out, 1),
    ),
    Role.EVALUATOR: ((send_on, 5), (copy_it, 2), (set_back, 1), (wrong_clock, 1)),
}  # fmt: skip
CALAMITIES: Final[dict[str, Act]] = {"gus": lose, "hal": go}
CHANGES: Final[dict[str, Act]] = {"amina": close_sent, "cy": say_no, "eve": put_sent_away, "dee": write_on}
"""What becomes of stories that were sent, in any year."""
IMAGES: Final = ("bo", "theo", "joan")
"""Whose laptops are put back whole, to what they were some months ago."""


def do(world: World, act: Act, one: Laptop) -> None:
    """One act; what it is refused is counted, and anything but a refusal ends the year."""
    name = act.__name__
    try:
        act(world, one)
        world.acts[name] = world.acts.get(name, 0) + 1
    except (Refused, UserError) as error:
        world.refusals[error.code] = world.refusals.get(error.code, 0) + 1
        if error.code not in NOT_TODAY:
            raise


def draw(world: World, one: Laptop) -> None:
    """Something that one of this role does."""
    acts, weights = zip(*BY_ROLE[one.role], strict=True)
    do(world, world.rng.choices(acts, weights)[0], one)
