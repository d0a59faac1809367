"""Pages arrive whole under a free name, or not at all."""

import errno
from pathlib import Path

import pytest
from jinja2 import UndefinedError

from ldp_stories.errors import UserError
from ldp_stories.reports.page import render, write_file, write_page


def test_a_page_is_written_as_utf_8(tmp_path: Path) -> None:
    path = write_page(tmp_path / "new" / "folder", "quote-bank", "چائے")
    assert path == tmp_path / "new" / "folder" / "quote-bank.html"
    assert path.read_text(encoding="utf-8") == "چائے"


def test_an_older_page_is_never_overwritten(tmp_path: Path) -> None:
    names = [write_page(tmp_path, "quote-bank", str(i)).name for i in range(3)]
    assert names == ["quote-bank.html", "quote-bank-2.html", "quote-bank-3.html"]
    assert (tmp_path / "quote-bank.html").read_text() == "0"


def test_a_full_disk_leaves_nothing_and_says_so(tmp_path: Path) -> None:
    def full(_: object) -> None:
        raise OSError(errno.ENOSPC, "no room")

    with pytest.raises(UserError) as caught:
        write_file(tmp_path, "x.html", full)
    assert caught.value.code == "NO_ROOM_THERE"
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("mine")
    with pytest.raises(UserError) as caught:
        write_page(tmp_path / "taken", "quote-bank", "x")
    assert caught.value.code == "FOLDER_REFUSED"
    assert (tmp_path / "taken").read_text() == "mine"


def test_a_bug_while_writing_leaves_no_half_file(tmp_path: Path) -> None:
    def broken(out: object) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write_file(tmp_path, "x.html", broken)
    assert list(tmp_path.iterdir()) == []


def test_a_fact_that_is_missing_is_a_bug_and_not_an_empty_place(tmp_path: Path) -> None:
    (tmp_path / "t.html.j2").write_text("{{ nobody.here }}")
    with pytest.raises(UndefinedError):
        render(tmp_path / "t.html.j2")


def test_everything_put_in_is_escaped(tmp_path: Path) -> None:
    (tmp_path / "t.html.j2").write_text("{{ words }}")
    assert render(tmp_path / "t.html.j2", words="<b>'&\"") == "&lt;b&gt;&#39;&amp;&#34;"
