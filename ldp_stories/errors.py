"""What can go wrong for a person, and the sentence that tells them: what happened, what is safe, what to do next.

`UserError` is for people and surroundings (a wrong passphrase, a full disk, a damaged file). Anything else that is raised is a bug.
Lower floors raise a code and its facts; the window and the terminal show `sentence(error)` (the window through its translations).
"""

from typing import Final


class UserError(Exception):
    """A trouble that a person can do something about: a `code` of SENTENCES and the facts its sentence names."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts

    def __str__(self) -> str:
        return sentence(self)


class Refused(UserError):  # noqa: N818 - a rule's answer, not a fault
    """A rule of consent, role or trust says no (the terminal leaves with status 1 for every UserError)."""


class Cancelled(Exception):  # noqa: N818 - it is not an error: the person pressed Stop
    """The person pressed Stop; nothing half-done may remain."""


SENTENCES: Final[dict[str, str]] = {
    # home and store
    "WRONG_PASSPHRASE": "That did not open it. Check Caps Lock and try again.",
    "NO_HOME": "There is no notebook in {folder}. Choose the right folder, or set up a notebook first.",
    "HOME_EXISTS": "There is a notebook in {folder} already. Nothing was changed. Open it, or choose an empty folder.",
    # roles and rules
    "NOT_YOUR_ROLE": "Your role in this programme does not do that. Nothing was changed. Ask your coordinator.",
    "NO_PERMISSION": "There is no permission for that: {scope}. Nothing was changed. Ask the person first.",
    "NO_PERMISSION_TO_PUBLISH": "There is no permission to publish. Nothing has left this laptop.",
}


def sentence(error: UserError) -> str:
    """The plain English sentence for an error, with its facts put in; an unknown code is shown as itself (a test forbids that)."""
    pattern = SENTENCES.get(error.code, error.code)
    try:
        return pattern.format(**error.facts)
    except (KeyError, IndexError):
        return pattern
