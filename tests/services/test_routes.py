"""Ways that are set up here: kept sealed, asked only when a person presses, and whole or not at all from one laptop to the other."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ldp_stories.domain.records import Shown
from ldp_stories.errors import UserError
from ldp_stories.services.fetch_files import arrivals, fetch_files, fetched_folder, inbox_folder, seen
from ldp_stories.services.home import Home
from ldp_stories.services.import_bundle import take_in
from ldp_stories.services.my_stories import my_stories
from ldp_stories.services.recipients import recipient_named
from ldp_stories.services.routes import (
    first_key,
    forget_route,
    open_route,
    route_named,
    save_route,
    saved_routes,
    trust_key,
    try_route,
)
from ldp_stories.services.send_by_route import outgoing, send_by_route, sweep_outgoing
from tests.servers import SECRET, USER, Server, dav_server, line, sftp_server
from tests.services.cast import Cast, a_sound, cast, send, tell
from tests.services.homes import cheap_machine, found

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with dav_server(tmp_path_factory.mktemp("dav")) as made:
        yield made


@pytest.fixture
def three(tmp_path: Path) -> Iterator[Cast]:
    with cast(tmp_path) as made:
        yield made


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    """A notebook for what needs nobody else."""
    folder = tmp_path_factory.mktemp("alone")
    opened = found(folder / "home", cheap_machine(folder))
    yield opened
    opened.close()


@pytest.fixture(autouse=True)
def no_faults(server: Server, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    yield
    server.fault = ""
    for path in server.folder.iterdir():
        path.unlink()


def on_server(home: Home, server: Server, port: int = 0, secret: str = SECRET) -> str:
    address = server.address("stories", port)
    return save_route(home, kind="webdav", name="Our cloud", address=address, user=USER, secret=secret).id


def to_server(home: Home, way: str, to: str = "coordinators") -> None:
    word = recipient_named(home, to).words[0]
    send_by_route(home, to, way, first_word=word, wait=lambda _: None)


def test_a_story_goes_by_a_server_and_the_answer_comes_back(three: Cast, server: Server) -> None:
    tell(three.amina, sound=a_sound(three.folder))
    way = on_server(three.amina, server)
    to_server(three.amina, way)
    assert {r.shown for r in my_stories(three.amina).rows} == {Shown.PACKED}
    assert list(outgoing(three.amina).iterdir()) == []
    back = on_server(three.joan, server)
    came = fetch_files(three.joan, back)
    assert came.for_others == 0
    for path in came.paths:
        take_in(three.joan, path)
    to_server(three.joan, back, three.amina.member)
    for path in fetch_files(three.amina, way).paths:
        if path.suffix != ".ldp-pack":
            take_in(three.amina, path)
    assert {r.shown for r in my_stories(three.amina).rows} == {Shown.RECEIVED}


def test_what_was_fetched_or_made_here_is_not_fetched_again(three: Cast, server: Server) -> None:
    tell(three.amina)
    way = on_server(three.amina, server)
    to_server(three.amina, way)
    assert fetch_files(three.amina, way).paths == ()
    back = on_server(three.joan, server)
    (path,) = fetch_files(three.joan, back).paths
    assert fetch_files(three.joan, back).paths == ()
    assert arrivals(three.joan) == (path,)
    seen(three.joan, path)
    assert not path.exists()
    assert arrivals(three.joan) == ()
    priyas = fetch_files(three.priya, on_server(three.priya, server))
    assert (priyas.paths, priyas.for_others) == ((), 1)
    assert list(fetched_folder(three.priya).iterdir()) == []


def test_what_did_not_get_there_does_not_count_as_packed_and_goes_next_time(
    three: Cast, server: Server
) -> None:
    tell(three.amina)
    way = on_server(three.amina, server)
    for fault, wanted in (
        ("full", "ROUTE_FULL"),
        ("truncate", "ROUTE_SHORT"),
        ("too large", "ROUTE_TOO_LARGE"),
    ):
        server.fault = fault
        with pytest.raises(UserError) as caught:
            to_server(three.amina, way)
        assert caught.value.code == wanted
        assert {r.shown for r in my_stories(three.amina).rows} == {Shown.READY}
        assert list(outgoing(three.amina).iterdir()) == []
        assert [p.name for p in server.folder.iterdir() if not p.name.endswith(".part")] == []
    with pytest.raises(UserError) as caught:
        to_server(three.amina, on_server(three.amina, server, secret="wrong"))
    assert caught.value.code == "ROUTE_LOGIN"
    server.fault = ""
    to_server(three.amina, way)
    assert len(list(server.folder.iterdir())) == 1


def test_a_cut_line_is_tried_again_while_sending(three: Cast, server: Server) -> None:
    tell(three.amina, sound=a_sound(three.folder, 90_000))
    with line(server.port, after=150_000) as cut:
        to_server(three.amina, on_server(three.amina, server, cut.port))
        assert cut.cut == 1
    assert {r.shown for r in my_stories(three.amina).rows} == {Shown.PACKED}


def test_passwords_stay_sealed_and_never_travel(three: Cast) -> None:
    canary = "canary-of-a-password"
    save_route(
        three.amina, kind="webdav", name="x", address="https://cloud.example/x", user="u", secret=canary
    )
    assert canary not in repr(saved_routes(three.amina))
    tell(three.amina)
    path = send(three.amina, "coordinators", three.stick).paths[0]
    from ldp_stories.services.import_bundle import look

    preview = look(three.joan, path)
    assert not any(canary.encode() in (r.body or b"") for r in preview.verified.revisions())
    preview.verified.discard()
    for file in three.amina.folder.rglob("*"):
        if file.is_file():
            assert canary.encode() not in file.read_bytes(), file.name


def test_setting_up_a_way_asks_no_server(alone: Home) -> None:
    """The address does not exist; it is only kept."""
    kept = save_route(alone, kind="s3", name=" ", address="https://nowhere.example/bucket ")
    assert (kept.name, kept.address) == ("https://nowhere.example/bucket",) * 2
    assert route_named(alone, kept.id) == kept
    forget_route(alone, kept.id)
    with pytest.raises(UserError) as caught:
        route_named(alone, kept.id)
    assert caught.value.code == "NO_SUCH_ROUTE"


@pytest.mark.parametrize(
    ("kind", "address", "wanted"),
    [
        ("webdav", "http://cloud.example/x", "ROUTE_PLAIN"),
        ("s3", "cloud", "ROUTE_ADDRESS"),
        ("sftp", "https://cloud.example/x", "ROUTE_ADDRESS"),
        ("inbox", "/no/such/folder", "NO_FOLDER"),
    ],
)
def test_an_address_that_cannot_be_is_not_kept(alone: Home, kind: str, address: str, wanted: str) -> None:
    with pytest.raises(UserError) as caught:
        save_route(alone, kind=kind, name="x", address=address)
    assert caught.value.code == wanted
    assert saved_routes(alone) == ()


def test_an_unknown_kind_of_way_is_a_wrong_call(alone: Home) -> None:
    with pytest.raises(ValueError, match="a way is one of"):
        save_route(alone, kind="pigeon", name="x", address="roof")


def test_a_new_server_shows_its_key_before_anything_goes_there(three: Cast, tmp_path: Path) -> None:
    with sftp_server(tmp_path / "sftp") as there:
        address = there.address("stories")
        way = save_route(
            three.amina, kind="sftp", name="Office", address=address, user=USER, secret=SECRET
        ).id
        with pytest.raises(UserError) as caught:
            open_route(route_named(three.amina, way))
        assert caught.value.code == "ROUTE_NEW_KEY"
        key, finger = first_key(address)
        assert finger.startswith("SHA256:")
        trust_key(three.amina, way, key)
        assert try_route(route_named(three.amina, way)) == ()
        tell(three.amina)
        to_server(three.amina, way)
        assert len(try_route(route_named(three.amina, way))) == 1


def test_there_is_one_inbox_and_what_comes_there_waits_to_be_looked_at(three: Cast, tmp_path: Path) -> None:
    first, second = tmp_path / "in-1", tmp_path / "in-2"
    for folder in (first, second):
        folder.mkdir()
        save_route(three.joan, kind="inbox", name="Inbox", address=str(folder))
    assert inbox_folder(three.joan) == second
    assert arrivals(three.joan) == ()
    tell(three.amina)
    path = send(three.amina, "coordinators", second).paths[0]
    (second / "holiday.jpg").write_bytes(b"x")
    (second / (path.name + ".part")).write_bytes(b"x")
    assert arrivals(three.joan) == (path,)
    seen(three.joan, path)
    assert arrivals(three.joan) == ()
    assert path.exists()


def test_a_folder_of_ones_own_has_its_own_size_of_part(three: Cast, tmp_path: Path) -> None:
    there = tmp_path / "shared"
    there.mkdir()
    way = save_route(three.amina, kind="folder", name="Shared", address=str(there), part_bytes=16 << 20).id
    tell(three.amina, sound=a_sound(three.folder))
    to_server(three.amina, way)
    assert [p.stat().st_size < 16 << 20 for p in there.iterdir()] == [True]


def test_what_a_kill_left_on_its_way_out_is_swept_up(alone: Home) -> None:
    (outgoing(alone) / "ldp-x.tar.age").write_bytes(b"sealed")
    assert sweep_outgoing(alone) == 1
    assert sweep_outgoing(alone) == 0


def test_a_folder_is_the_same_wherever_the_program_is_started_next(
    joan: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "share").mkdir()
    monkeypatch.chdir(tmp_path)
    kept = save_route(joan, kind="inbox", name="In", address="share")
    monkeypatch.chdir("/")
    assert kept.address == str(tmp_path / "share")
    assert [way.address for way in saved_routes(joan, "inbox")] == [str(tmp_path / "share")]


@pytest.mark.parametrize("size", [1, (4 << 20) - 1])
def test_a_part_that_is_too_small_to_be_kept_to_is_not_promised(
    joan: Home, tmp_path: Path, size: int
) -> None:
    with pytest.raises(ValueError, match="at least 4 MB"):
        save_route(joan, kind="folder", name="Share", address=str(tmp_path), part_bytes=size)
    assert saved_routes(joan) == ()
