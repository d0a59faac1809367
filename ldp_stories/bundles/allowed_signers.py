"""The roster as an OpenSSH `allowed_signers` file, so that `ssh-keygen -Y verify` can check a bundle by itself."""

import re
from collections.abc import Iterable
from typing import Final

from ldp_stories.bundles.names import UUID_PATTERN
from ldp_stories.crypto.identities import raw_public, ssh_public
from ldp_stories.crypto.signing import Namespace
from ldp_stories.errors import UserError

_NAMESPACES: Final = ",".join(Namespace)
_LINE: Final = re.compile(rf'({UUID_PATTERN}) namespaces="[ -!#-~]*" (ssh-ed25519 [A-Za-z0-9+/=]+)')


def write_allowed_signers(devices: Iterable[tuple[str, str]]) -> str:
    """One line for each (device id, `ssh-ed25519` key), sorted; UserError BAD_KEY for something that is no key."""
    lines = {
        f'{device} namespaces="{_NAMESPACES}" {ssh_public(raw_public(key))}\n' for device, key in devices
    }
    return "".join(sorted(lines))


def read_allowed_signers(text: str) -> dict[str, str]:
    """Device id to `ssh-ed25519` key of a file in our form; UserError BAD_KEY for a line of another form or a device named twice."""
    keys: dict[str, str] = {}
    for line in text.splitlines():
        match = _LINE.fullmatch(line)
        if match is None or match[1] in keys:
            raise UserError("BAD_KEY")
        keys[match[1]] = ssh_public(raw_public(match[2]))
    return keys
