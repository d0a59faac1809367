"""What is on its way, in the store: cuts and slices, sendings in parts, requests, ways with their passwords, copies let go."""

import pytest

from ldp_stories.domain.receipts import Request, RequestWhat
from ldp_stories.store import folders, let_go, media, requests, routes, sendings, slices
from ldp_stories.store.engine import Database
from ldp_stories.store.requests import Asked
from ldp_stories.store.routes import SavedRoute
from ldp_stories.store.sendings import PlannedPart, Sending
from ldp_stories.store.slices import SlicedFile
from tests.store.stores import AT

FILM = SlicedFile("whole", "mp4", 5, (("a", 2), ("b", 2), ("c", 1)))
OTHER = SlicedFile("whole", "mp4", 5, (("x", 4), ("y", 1)))


def keep(db: Database, *pieces: str) -> None:
    """Bytes of these slices are in the vault."""
    with db.write() as con:
        for piece in pieces:
            media.keep_key(con, f"item-{piece}", b"k" * 32, media="", sha256=piece, size=1)


def test_a_cut_is_kept_once_and_in_order(store: Database) -> None:
    with store.write() as con:
        slices.note(con, FILM)
        slices.note(con, FILM)
        slices.note(con, OTHER)
    with store.read() as con:
        assert slices.cuts(con, "whole") == (FILM, OTHER)
        assert slices.cuts(con, "another") == ()
        assert slices.whole_of(con, "b") == "whole"
        assert slices.whole_of(con, "z") is None


def test_a_file_is_complete_when_every_slice_of_one_cut_is_here(store: Database) -> None:
    with store.write() as con:
        slices.note(con, FILM)
        slices.note(con, OTHER)
    keep(store, "a", "c", "x")
    with store.read() as con:
        assert slices.complete(con) == ()
        assert slices.missing(con, "whole") in (("b",), ("y",))
        assert slices.here(con, ["a", "b", "c"]) == {"a", "c"}
    keep(store, "b")
    with store.read() as con:
        assert slices.complete(con) == (FILM,)
        assert slices.missing(con, "whole") == ()
        assert [item for item, _ in slices.keys(con, ["c", "a"])] == ["item-c", "item-a"]
        assert slices.items_of(con, "whole") == ("item-a", "item-b", "item-c", "item-x")


def test_a_file_that_is_joined_is_not_complete_again(store: Database) -> None:
    with store.write() as con:
        slices.note(con, OTHER)
        media.keep_key(con, "whole-item", b"k" * 32, media="m", sha256="whole", size=5)
    keep(store, "x", "y")
    with store.read() as con:
        assert slices.complete(con) == ()


def test_naming_the_whole_shreds_its_slices(store: Database) -> None:
    with store.write() as con:
        slices.note(con, FILM)
    keep(store, "a", "b", "elsewhere")
    with store.write() as con:
        assert set(media.shred(con, sha256s=["whole"])) == {"item-a", "item-b"}
    with store.read() as con:
        assert media.all_items(con) == {"item-elsewhere"}


def a_sending(group: str = "g", to: str = "coordinators") -> Sending:
    parts = (PlannedPart(1, ("r1", "r2"), ()), PlannedPart(2, (), ("m1",)), PlannedPart(3, (), ("m2",)))
    return Sending(group, to, "stick", 1000, AT, parts)


def test_a_sending_is_open_until_its_last_part_is_done(store: Database) -> None:
    with store.write() as con:
        sendings.begin(con, a_sending())
        sendings.part_done(con, "g", 1, "bundle-1")
    with store.read() as con:
        begun = sendings.unfinished(con, "coordinators")
        assert begun is not None
        assert [p.number for p in begun.left] == [2, 3]
        assert begun.parts[0].revisions == ("r1", "r2")
        assert sendings.unfinished(con, "evaluators") is None
    with store.write() as con:
        sendings.part_done(con, "g", 3, "bundle-3")
        sendings.part_done(con, "g", 2, "bundle-2")
    with store.read() as con:
        assert sendings.unfinished(con, "coordinators") is None
        done = sendings.sending(con, "g")
        assert done is not None
        assert (done.open, done.left) == (False, ())


def test_a_sending_can_be_given_up(store: Database) -> None:
    with store.write() as con:
        sendings.begin(con, a_sending())
        sendings.begin(con, a_sending("h", "evaluators"))
        sendings.close(con, "coordinators")
    with store.read() as con:
        assert sendings.unfinished(con, "coordinators") is None
        assert sendings.unfinished(con, "evaluators") is not None


def a_request(ident: str = "q", *, ours: bool = True, what: RequestWhat = RequestWhat.RESEND) -> Asked:
    return Asked(Request(ident, what, "b", (2, 3), ("m",), "damaged"), "device", ours, AT, "open")


def test_a_request_is_kept_once_and_answered_once(store: Database) -> None:
    with store.write() as con:
        assert requests.put(con, a_request())
        assert not requests.put(con, a_request())
        assert requests.put(con, a_request("p", ours=False, what=RequestWhat.DESTROY))
    with store.read() as con:
        assert requests.all_of(con, ours=True) == (a_request(),)
        assert [a.request.what for a in requests.all_of(con, ours=False)] == [RequestWhat.DESTROY]
        assert requests.one(con, "q") == a_request()
        assert requests.one(con, "none") is None
    with store.write() as con:
        requests.set_state(con, ["q"], "done")
        requests.set_state(con, [], "done")
    with store.read() as con:
        assert requests.all_of(con, ours=True) == ()
        assert requests.all_of(con, ours=True, states=("done",))[0].request.parts == (2, 3)


def test_a_way_is_changed_and_forgotten_with_what_was_fetched_by_it(store: Database) -> None:
    way = SavedRoute("w", "sftp", "Office", "sftp://x/y", "amina", "secret", "key", 5)
    with store.write() as con:
        routes.save(con, way)
        routes.save(con, SavedRoute("v", "s3", "Cloud", "https://x/y"))
        routes.note_fetched(con, "w", "file", 7)
        routes.note_fetched(con, "w", "file", 8)
    with store.read() as con:
        assert [r.name for r in routes.all_routes(con)] == ["Cloud", "Office"]
        assert routes.route(con, "w") == way
        assert routes.fetched(con, "w") == {("file", 8)}
    assert "secret" not in repr(way)
    with store.write() as con:
        routes.forget(con, "w")
    with store.read() as con:
        assert routes.route(con, "w") is None
        assert routes.fetched(con, "w") == frozenset()


def test_a_copy_that_came_back_is_not_gone_any_more(store: Database) -> None:
    with store.write() as con:
        let_go.note(con, ["m1", "m2"], AT)
        let_go.note(con, [], AT)
        media.keep_key(con, "item", b"k" * 32, media="m1", sha256="h", size=1)
        let_go.came_back(con)
    with store.read() as con:
        assert let_go.when(con, ["m1", "m2", "m3"]) == {"m2": AT}


@pytest.mark.parametrize(
    ("mounts", "kind"),
    [({"/": "ext4", "/media/stick": "vfat"}, "vfat"), ({"/": "ext4"}, "ext4"), ({}, "")],
)
def test_the_kind_of_a_disk_is_that_of_the_nearest_mount(mounts: dict[str, str], kind: str) -> None:
    from pathlib import Path

    assert folders.kind_of(Path("/media/stick/stories"), mounts) == kind


def test_an_old_stick_takes_no_file_of_four_gigabytes(monkeypatch: pytest.MonkeyPatch) -> None:
    from pathlib import Path

    monkeypatch.setattr(folders, "_mounts", lambda: {"/": "vfat"})
    assert folders.largest_file(Path("/")) == 2**32 - 1
    monkeypatch.setattr(folders, "_mounts", lambda: {"/": "ext4"})
    assert folders.largest_file(Path("/")) is None
