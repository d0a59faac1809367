"""The parts of one sending brought in together: in order, each whole by itself, one trouble never keeping the others out."""

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from ldp_stories.bundles.names import new_bundle_id, outer_name
from ldp_stories.services.bring_in_set import PartTaken, SetTaken, sets_of, take_set
from ldp_stories.services.import_bundle import look
from ldp_stories.services.pack_bundle import pack
from ldp_stories.services.recipients import recipient_named
from ldp_stories.services.still_to_come import Awaited, gaps, still_to_come
from tests.bench.telling import tell_with_file
from tests.services.cast import Cast, cast
from tests.ui.record.words_of import asked

PART = 4 << 20


@dataclass
class Sent:
    """What Amina packed once for all tests here: the parts by number."""

    three: Cast
    kept: Path
    parts: dict[int, Path]

    def fresh(self, folder: Path) -> list[Path]:
        """Copies of the parts on a new stick, in order."""
        return [Path(shutil.copy(self.parts[n], folder)) for n in sorted(self.parts)]


@pytest.fixture(scope="module")
def packed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sent]:
    folder = tmp_path_factory.mktemp("set")
    with cast(folder) as three:
        for number in range(3):
            film = folder / f"film-{number}"
            film.write_bytes(os.urandom(2 << 20))
            tell_with_file(three.amina, film)
        kept = folder / "kept"
        kept.mkdir()
        word = recipient_named(three.amina, "coordinators").words[0]
        made = pack(three.amina, "coordinators", kept, first_word=word, part_bytes=PART)
        yield Sent(three, kept, {n + 1: path for n, path in enumerate(made.paths)})


def test_files_that_belong_together_are_found_by_their_names(tmp_path: Path) -> None:
    group, other = new_bundle_id(), new_bundle_id()
    names = [outer_name(group, n, 12) for n in (10, 2, 1)] + [outer_name(other, 1, 1), "a.ldp-pack"]
    found = sets_of([tmp_path / name for name in names])
    assert list(found) == [group]
    assert [p.name for p in found[group]] == [outer_name(group, n, 12) for n in (1, 2, 10)]


def test_one_part_alone_is_no_set(tmp_path: Path) -> None:
    assert sets_of([tmp_path / outer_name(new_bundle_id(), 2, 3)]) == {}


def test_a_set_comes_in_part_by_part_and_twice_changes_nothing(packed: Sent, tmp_path: Path) -> None:
    """The parts are told one by one: three are missing, one is damaged, all are here, all were here."""
    joan = packed.three.joan
    first, second, third, fourth = packed.fresh(tmp_path)
    begun = take_set(joan, look(joan, first), [])
    assert begun.broken == ()
    assert (len(begun.whole.stories), begun.whole.waiting, begun.whole.things) == (3, 3, 3)
    (awaited,) = still_to_come(joan)
    assert (awaited.parts, awaited.of, awaited.sounds, awaited.asked) == ((2, 3, 4), 4, 3, ())
    assert asked(awaited) == "Ask Amina for parts 2, 3, 4"
    data = bytearray(third.read_bytes())
    data[-100] ^= 1
    third.write_bytes(data)
    some = take_set(joan, look(joan, fourth), [second, third])
    assert [one.part for one in some.parts] == [2, 3, 4]
    assert [one.part for one in some.broken] == [3]
    assert some.broken[0].error is not None
    assert some.broken[0].error.code in ("DAMAGED", "CUT_SHORT")
    assert (some.whole.held, some.whole.new, some.whole.things) == (2, 0, 2)
    assert [a.parts for a in still_to_come(joan)] == [(3,)]
    shutil.copy(packed.parts[3], third)
    last = take_set(joan, look(joan, third), [first, second, fourth])
    assert last.broken == ()
    assert (last.whole.waiting, last.whole.held, last.whole.again) == (0, 1, False)
    assert still_to_come(joan) == ()
    assert gaps(joan) == ()
    again = take_set(joan, look(joan, first), [second, third, fourth])
    assert (again.whole.new, again.whole.held, again.whole.again) == (0, 0, True)
    assert again.whole.things == 6
    assert len(joan.vault.items()) == 3


def test_a_part_that_is_gone_is_named(packed: Sent, tmp_path: Path) -> None:
    first = packed.fresh(tmp_path)[0]
    gone = tmp_path / outer_name(new_bundle_id(), 2, 4)
    taken = take_set(packed.three.joan, look(packed.three.joan, first), [gone])
    assert [(one.part, one.error.code if one.error else "") for one in taken.broken] == [
        (2, "FILE_UNREADABLE")
    ]


def test_a_set_says_which_of_its_parts_broke() -> None:
    taken = SetTaken((PartTaken(Path("a"), 1, None), PartTaken(Path("b"), 2, None)), None)  # type: ignore[arg-type]
    assert taken.broken == ()


@pytest.mark.parametrize(
    ("parts", "words"), [((2,), "Ask Amina for part 2"), ((2, 4), "Ask Amina for parts 2, 4")]
)
def test_the_button_names_who_is_asked_for_what(parts: tuple[int, ...], words: str) -> None:
    assert asked(Awaited("g", "Amina", "2026-05-19", parts, 4, 1, asked=())) == words
