"""The same file twice is known by its bytes, whatever it is called, and only files of one size are read."""

import io

from ldp_stories.domain.phone_files import FileSort, PhoneFile, Source
from ldp_stories.services.same_files import without_twins


class Bytes:
    """A file of a phone, and how often it was opened."""

    def __init__(self, name: str, data: bytes, *, broken: bool = False) -> None:
        self.opened, self._data, self._broken = 0, data, broken
        self.file = PhoneFile(Source(name, len(data), self._open), FileSort.FILE, "bin")

    def _open(self) -> io.BytesIO:
        self.opened += 1
        if self._broken:
            raise OSError("pulled out")
        return io.BytesIO(self._data)


def test_the_first_one_stays_and_the_others_are_named_with_it() -> None:
    one, other, same, third = Bytes("a", b"xyz"), Bytes("b", b"xyq"), Bytes("c", b"xyz"), Bytes("d", b"xyz")
    new, twins = without_twins([], [f.file for f in (one, other, same, third)])
    assert [file.name for file in new] == ["a", "b"]
    assert twins == [("c", "a"), ("d", "a")]
    assert one.opened == 1, "each is read once"


def test_one_that_was_given_before_is_known() -> None:
    before, again = Bytes("a.jpg", b"picture"), Bytes("a.jpg", b"picture")
    assert without_twins([before.file], [again.file]) == ([], [("a.jpg", "a.jpg")])


def test_files_of_different_sizes_are_not_read_at_all() -> None:
    small, large = Bytes("a", b"1"), Bytes("b", b"22")
    new, twins = without_twins([], [small.file, large.file])
    assert (len(new), twins, small.opened, large.opened) == (2, [], 0, 0)


def test_one_that_cannot_be_read_is_like_no_other() -> None:
    fine, gone, also = Bytes("a", b"12"), Bytes("b", b"12", broken=True), Bytes("c", b"12", broken=True)
    new, twins = without_twins([], [f.file for f in (fine, gone, also)])
    assert ([file.name for file in new], twins) == (["a", "b", "c"], [])
