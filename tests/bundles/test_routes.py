"""Ways for finished files, each against a real server on this machine: whole or not at all, never over another file, clear words."""

import os
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import quote

import pytest

from ldp_stories.bundles.names import new_bundle_id, outer_name
from ldp_stories.bundles.route import Place, PlaceRoute, Route, is_ours
from ldp_stories.bundles.route_folder import FolderPlace
from ldp_stories.bundles.route_s3 import S3Place
from ldp_stories.bundles.route_sftp import SftpPlace, server_key
from ldp_stories.bundles.route_webdav import WebDavPlace, check_web_address
from ldp_stories.errors import Cancelled, UserError
from tests.servers import SECRET, USER, Server, dav_server, line, s3_server, sftp_server, unproved_server

SIZE = 1_400_000
NETWORK = ("webdav", "sftp", "s3")

pytestmark = pytest.mark.filterwarnings(
    "ignore::DeprecationWarning"
)  # the servers are older than this Python


@pytest.fixture(scope="module")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Server]]:
    """One server of each kind for all tests here."""
    root = tmp_path_factory.mktemp("servers")
    with ExitStack() as stack:
        yield {
            "webdav": stack.enter_context(dav_server(root / "dav")),
            "sftp": stack.enter_context(sftp_server(root / "sftp")),
            "s3": stack.enter_context(s3_server(root / "s3")),
        }


@pytest.fixture(autouse=True)
def no_faults(servers: dict[str, Server], monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    yield
    for one in servers.values():
        one.fault = ""
    while OPEN:
        OPEN.pop().close()


OPEN: list[Place] = []


def a_place(kind: str, server: Server, *, port: int = 0, secret: str = SECRET, user: str = USER) -> Place:
    address = server.address("stories", port)
    made: Place
    if kind == "webdav":
        made = WebDavPlace(address, user, secret)
    elif kind == "s3":
        made = S3Place(address, user, secret)
    else:
        made = SftpPlace(address, user, secret, server_key(server.address("stories"))[0])
    OPEN.append(made)
    return made


def a_route(place: Place, waits: list[float] | None = None) -> Route:
    return PlaceRoute(place, (waits if waits is not None else []).append)


def a_file(folder: Path, size: int = SIZE) -> Path:
    path = folder / outer_name(new_bundle_id(), 1, 1)
    path.write_bytes(os.urandom(size))
    return path


def quiet(done: int, total: int) -> None:
    """A progress that nobody looks at."""


def code(act: Callable[[], object]) -> str:
    with pytest.raises(UserError) as caught:
        act()
    assert not str(caught.value).startswith("ROUTE_"), "every trouble has its sentence"
    return caught.value.code


def names(place: Place) -> list[str]:
    return [name for name, _ in place.names()]


@pytest.mark.parametrize("kind", NETWORK)
def test_a_file_goes_there_is_listed_and_comes_back_the_same(
    kind: str, servers: dict[str, Server], tmp_path: Path
) -> None:
    route, path = a_route(a_place(kind, servers[kind])), a_file(tmp_path)
    told: list[int] = []
    route.put(path, lambda done, _total: told.append(done))
    assert told[-1] == SIZE
    assert told == sorted(told)
    assert (path.name, SIZE) in [(one.name, one.bytes) for one in route.list()]
    assert route.stat(path.name) == SIZE
    back = tmp_path / "back"
    back.mkdir()
    route.fetch(path.name, back / path.name, quiet)
    assert (back / path.name).read_bytes() == path.read_bytes()
    assert [p.name for p in back.iterdir()] == [path.name]


@pytest.mark.parametrize("kind", NETWORK)
def test_only_finished_files_of_ours_are_listed(
    kind: str, servers: dict[str, Server], tmp_path: Path
) -> None:
    place = a_place(kind, servers[kind])
    path = a_file(tmp_path, 100)
    place.write(path.name + ".part", iter([b"half"]), 4)
    place.write("holiday.jpg", iter([b"jpg"]), 3)
    assert path.name + ".part" in names(place)
    assert not [one for one in a_route(place).list() if not is_ours(one.name)]
    place.remove(path.name + ".part")
    place.remove("holiday.jpg")
    assert path.name + ".part" not in names(place)


@pytest.mark.parametrize("kind", NETWORK)
def test_putting_the_same_file_again_sends_nothing(
    kind: str, servers: dict[str, Server], tmp_path: Path
) -> None:
    route, path = a_route(a_place(kind, servers[kind])), a_file(tmp_path)
    route.put(path, quiet)
    before = servers[kind].puts
    route.put(path, quiet)
    assert servers[kind].puts == before


@pytest.mark.parametrize("kind", NETWORK)
def test_another_file_of_that_name_is_left_alone(
    kind: str, servers: dict[str, Server], tmp_path: Path
) -> None:
    place, path = a_place(kind, servers[kind]), a_file(tmp_path)
    place.write(path.name, iter([b"somebody's"]), 10)
    assert code(lambda: a_route(place).put(path, quiet)) == "ROUTE_TAKEN"
    assert b"".join(place.read(path.name)) == b"somebody's"


@pytest.mark.parametrize("kind", NETWORK)
def test_a_wrong_password_is_said_plainly(kind: str, servers: dict[str, Server], tmp_path: Path) -> None:
    def send() -> None:
        user = "somebody" if kind == "s3" else USER
        a_route(a_place(kind, servers[kind], secret="wrong", user=user)).put(a_file(tmp_path), quiet)

    assert code(send) == "ROUTE_LOGIN"


@pytest.mark.parametrize("kind", NETWORK)
def test_a_full_server_leaves_nothing_that_looks_whole(
    kind: str, servers: dict[str, Server], tmp_path: Path
) -> None:
    place, path = a_place(kind, servers[kind]), a_file(tmp_path)
    servers[kind].fault = "full"
    assert code(lambda: a_route(place).put(path, quiet)) == "ROUTE_FULL"
    servers[kind].fault = ""
    assert path.name not in names(place)
    a_route(place).put(path, quiet)
    assert path.name in names(place)


@pytest.mark.parametrize("kind", ["webdav", "s3"])
def test_a_file_the_server_finds_too_large_says_to_make_smaller_parts(
    kind: str, servers: dict[str, Server], tmp_path: Path
) -> None:
    servers[kind].fault = "too large"
    assert (
        code(lambda: a_route(a_place(kind, servers[kind])).put(a_file(tmp_path), quiet)) == "ROUTE_TOO_LARGE"
    )


@pytest.mark.parametrize("kind", NETWORK)
def test_a_server_that_keeps_half_is_found_out(kind: str, servers: dict[str, Server], tmp_path: Path) -> None:
    place, path, waits = a_place(kind, servers[kind]), a_file(tmp_path), list[float]()
    servers[kind].fault = "truncate"
    assert code(lambda: a_route(place, waits).put(path, quiet)) in ("ROUTE_SHORT", "ROUTE_CUT")
    assert waits == [1.0, 4.0]
    assert path.name not in names(place)
    assert path.name + ".part" not in names(place)


@pytest.mark.parametrize("kind", NETWORK)
def test_a_line_cut_in_the_middle_is_tried_again_and_goes_through(
    kind: str, servers: dict[str, Server], tmp_path: Path
) -> None:
    path, waits = a_file(tmp_path), list[float]()
    with line(servers[kind].port) as cut:
        place = a_place(kind, servers[kind], port=cut.port)
        if kind == "sftp":  # the one connection is gone for good: the next press of Send makes a new one
            assert code(lambda: a_route(place, waits).put(path, quiet)) == "ROUTE_CUT"
            place = a_place(kind, servers[kind], port=cut.port)
        a_route(place, waits).put(path, quiet)
        assert cut.cut == 1
    assert waits or kind == "s3", "the S3 library tries again by itself"
    there = a_place(kind, servers[kind])
    assert b"".join(there.read(path.name)) == path.read_bytes()


@pytest.mark.parametrize("kind", NETWORK)
def test_a_line_cut_for_good_leaves_no_file_that_looks_whole(
    kind: str, servers: dict[str, Server], tmp_path: Path
) -> None:
    path = a_file(tmp_path)
    with line(servers[kind].port, cuts=100) as cut:
        place = a_place(kind, servers[kind], port=cut.port)
        assert code(lambda: a_route(place).put(path, quiet)) in ("ROUTE_CUT", "ROUTE_AWAY")
    assert path.name not in names(a_place(kind, servers[kind]))


@pytest.mark.parametrize("kind", NETWORK)
def test_a_server_that_is_not_there_is_said_plainly(
    kind: str, servers: dict[str, Server], tmp_path: Path
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = int(free.getsockname()[1])
    assert (
        code(lambda: a_route(a_place(kind, servers[kind], port=port)).put(a_file(tmp_path), quiet))
        == "ROUTE_AWAY"
    )


@pytest.mark.parametrize("kind", NETWORK)
def test_stop_is_heard_while_sending_and_nothing_half_done_counts(
    kind: str, servers: dict[str, Server], tmp_path: Path
) -> None:
    place, path = a_place(kind, servers[kind]), a_file(tmp_path, 3 << 20)

    def stop(done: int, _total: int) -> None:
        if done > 1 << 20:
            raise Cancelled

    with pytest.raises(Cancelled):
        a_route(place).put(path, stop)
    assert path.name not in names(a_place(kind, servers[kind]))


@pytest.mark.parametrize("kind", NETWORK)
def test_what_is_gone_meanwhile_is_not_fetched(kind: str, servers: dict[str, Server], tmp_path: Path) -> None:
    route = a_route(a_place(kind, servers[kind]))
    assert route.stat("ldp-nothing") is None
    assert code(lambda: route.fetch("ldp-nothing", tmp_path / "x", quiet)) == "ROUTE_GONE"
    assert list(tmp_path.iterdir()) == []


def test_a_download_that_is_stopped_leaves_nothing(servers: dict[str, Server], tmp_path: Path) -> None:
    route, path = a_route(a_place("webdav", servers["webdav"])), a_file(tmp_path, 3 << 20)
    route.put(path, quiet)

    def stop(done: int, _total: int) -> None:
        if done > 1 << 20:
            raise Cancelled

    target = tmp_path / "in" / path.name
    target.parent.mkdir()
    with pytest.raises(Cancelled):
        route.fetch(path.name, target, stop)
    assert list(target.parent.iterdir()) == []


def test_a_server_with_another_key_is_refused(servers: dict[str, Server], tmp_path: Path) -> None:
    import asyncssh

    other = asyncssh.generate_private_key("ssh-ed25519").export_public_key("openssh").decode()
    place = code(lambda: SftpPlace(servers["sftp"].address("stories"), USER, SECRET, other))
    assert place == "ROUTE_OTHER_KEY"
    key, finger = server_key(servers["sftp"].address("stories"))
    assert key.startswith("ssh-ed25519 ")
    assert finger.startswith("SHA256:")


def test_a_wrong_clock_is_not_called_a_wrong_password(servers: dict[str, Server], tmp_path: Path) -> None:
    """A store that is asked whether a file is there answers "no" alone; the time of its answer tells why."""
    servers["s3"].fault = "clock"
    route, path = a_route(a_place("s3", servers["s3"])), a_file(tmp_path, 100)
    assert code(route.list) == "ROUTE_CLOCK"
    assert code(lambda: route.put(path, quiet)) == "ROUTE_CLOCK"
    servers["s3"].fault = ""
    route.put(path, quiet)


@pytest.mark.parametrize("make", [WebDavPlace, S3Place])
def test_a_server_that_cannot_prove_itself_is_said_plainly(
    make: Callable[[str, str, str], Place], tmp_path: Path
) -> None:
    with unproved_server(tmp_path) as port:
        OPEN.append(make(f"https://localhost:{port}/stories", USER, SECRET))
        assert code(lambda: a_route(OPEN[-1]).list()) == "ROUTE_UNPROVED"


ODD = ("Our stories", "Łódź & zażółć", "زينب", "100% sure", "x" * 200, "plus+plus; a=b", "👩\u200d👧")


@pytest.mark.parametrize("kind", NETWORK)
def test_folders_with_odd_names_and_odd_files_in_them_do_no_harm(
    kind: str, servers: dict[str, Server], tmp_path: Path
) -> None:
    path = a_file(tmp_path, 1000)
    for name in ODD if kind != "s3" else ODD[1:2]:
        if kind != "s3":
            folder = servers[kind].folder / name
            folder.mkdir()
            for odd in ("ü.tar.age", "two\nlines", "n" * 250, f"{path.name} (1)"):
                (folder / odd).write_bytes(b"x")
        for spelt in (name, quote(name)) if len(name) < 20 else (name,):
            address = servers[kind].address(f"stories/{spelt}")
            if kind == "sftp":
                OPEN.append(SftpPlace(address, USER, SECRET, server_key(address)[0]))
            else:
                makers: dict[str, Callable[[str, str, str], Place]] = {"webdav": WebDavPlace, "s3": S3Place}
                OPEN.append(makers[kind](address, USER, SECRET))
            route = a_route(OPEN[-1])
            route.put(path, quiet)
            assert [one.name for one in route.list()] == [path.name]


@pytest.mark.parametrize("kind", ["webdav", "sftp"])
def test_two_who_send_the_same_file_at_once_leave_one_whole_file_and_hear_of_no_trouble(
    kind: str, servers: dict[str, Server], tmp_path: Path
) -> None:
    path, other = a_file(tmp_path), a_file(tmp_path)
    troubles: list[BaseException] = []

    def send(one: Path) -> None:
        try:
            a_route(a_place(kind, servers[kind])).put(one, quiet)
        except UserError as error:
            troubles.append(error)

    threads = [threading.Thread(target=send, args=(one,)) for one in (path, other, path)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert troubles == []
    place = a_place(kind, servers[kind])
    there = [n for n in names(place) if n.startswith((path.name, other.name))]
    assert sorted(there) == sorted({path.name, other.name})
    a_route(place).fetch(path.name, tmp_path / "back", quiet)
    assert (tmp_path / "back").read_bytes() == path.read_bytes()


@pytest.mark.parametrize("kind", ["webdav", "s3", "sftp"])
def test_a_folder_that_is_not_there_is_said_plainly(kind: str, servers: dict[str, Server]) -> None:
    address = servers[kind].address("nowhere/at-all" if kind != "s3" else "nobodys-bucket/x")
    key = server_key(servers["sftp"].address("stories"))[0]
    places: dict[str, Callable[[], Place]] = {
        "webdav": lambda: WebDavPlace(address, USER, SECRET),
        "s3": lambda: S3Place(address, USER, SECRET),
        "sftp": lambda: SftpPlace(address, USER, SECRET, key),
    }
    OPEN.append(places[kind]())
    assert code(lambda: a_route(OPEN[-1]).list()) == "ROUTE_NO_FOLDER"


@pytest.mark.parametrize(
    ("address", "wanted"),
    [
        ("ftp://server/x", "ROUTE_ADDRESS"),
        ("https://amina:secret@server/x", "ROUTE_ADDRESS"),
        ("stories", "ROUTE_ADDRESS"),
        ("http://server.example/x", "ROUTE_PLAIN"),
    ],
)
def test_an_address_that_would_not_do_is_refused_before_anything_is_asked(address: str, wanted: str) -> None:
    assert code(lambda: check_web_address(address)) == wanted


def test_an_address_for_sftp_names_a_host_and_no_person() -> None:
    assert code(lambda: server_key("sftp://amina@server/x")) == "ROUTE_ADDRESS"
    assert code(lambda: server_key("https://server/x")) == "ROUTE_ADDRESS"


def test_a_folder_is_a_way_like_any_other(tmp_path: Path) -> None:
    there, path = tmp_path / "there", a_file(tmp_path)
    there.mkdir()
    route = a_route(FolderPlace(there))
    route.put(path, quiet)
    assert [(one.name, one.bytes) for one in route.list()] == [(path.name, SIZE)]
    route.fetch(path.name, tmp_path / "back", quiet)
    assert (tmp_path / "back").read_bytes() == path.read_bytes()
    assert code(lambda: a_route(FolderPlace(tmp_path / "none")).put(path, quiet)) == "NO_FOLDER"
    assert code(lambda: a_route(FolderPlace(tmp_path / "none")).list()) == "NO_FOLDER"


def test_a_fetched_file_never_takes_the_place_of_another(tmp_path: Path) -> None:
    there, path = tmp_path / "there", a_file(tmp_path, 10)
    there.mkdir()
    route = a_route(FolderPlace(there))
    route.put(path, quiet)
    (tmp_path / "kept").write_bytes(b"mine")
    assert code(lambda: route.fetch(path.name, tmp_path / "kept", quiet)) == "FILE_EXISTS"
    assert (tmp_path / "kept").read_bytes() == b"mine"
