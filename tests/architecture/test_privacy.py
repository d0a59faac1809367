"""Nothing of the machine a file was written on stands in the file: no folder, no address of a package index."""

import configparser
import os
import pwd
import re
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.architecture import tree

PUBLIC = {"pypi.org", "files.pythonhosted.org", ""}
INDEX_VARIABLES = ("PIP_INDEX_URL", "PIP_EXTRA_INDEX_URL", "UV_INDEX_URL", "UV_DEFAULT_INDEX", "UV_INDEX")


def index_hosts() -> set[str]:
    """The package indexes this machine was told to use."""
    addresses = [address for name in INDEX_VARIABLES for address in os.environ.get(name, "").split()]
    config = configparser.ConfigParser(interpolation=None, strict=False)
    config.read([Path("/etc/pip.conf"), os.environ.get("PIP_CONFIG_FILE", "")])
    for section in config.sections():
        for key in ("index-url", "extra-index-url"):
            addresses += config.get(section, key, fallback="").split()
    return {urlsplit(address).hostname or "" for address in addresses} - PUBLIC


def texts() -> list[tuple[str, str]]:
    """Each text file of the project, with its name."""
    found = []
    for path in tree.everything():
        content = path.read_bytes()
        if b"\0" not in content[:8000]:
            found.append((tree.name(path), content.decode("utf-8", "replace")))
    return found


def test_no_file_names_a_package_index_of_this_machine() -> None:
    hosts = index_hosts()
    assert [(name, host) for name, text in texts() for host in hosts if host in text] == []


@pytest.mark.skipif(sys.platform == "win32", reason="asks the list of users, which Windows has not")
def test_no_file_names_a_folder_of_this_machine() -> None:
    home = pwd.getpwuid(os.getuid()).pw_dir
    places = [re.compile(re.escape(place) + r"/\w") for place in {str(tree.ROOT), home} if len(place) > 4]
    assert [name for name, text in texts() for place in places if place.search(text)] == []


def test_the_lock_names_no_address() -> None:
    assert "://" not in tree.text(tree.ROOT / "packaging" / "requirements.lock")
