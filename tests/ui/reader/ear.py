"""A screen reader in a process of its own, under the system's Python: each line of JSON on standard input is an order.

Knows nothing of the program but what the accessibility service says: names, roles, states and announcements. Every wait is for a
condition. Run with `/usr/bin/python3 ear.py`, where Debian's python3-pyatspi is installed.
"""

from __future__ import annotations

import fnmatch
import importlib
import json
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

atspi: Any = importlib.import_module("pyatspi")
glib: Any = importlib.import_module("gi.repository.GLib")
PATIENCE = 25.0
SIGNS = ("checked", "focusable", "focused", "enabled", "showing", "expanded")


class Ear:
    """Hears what is said, finds what is shown, presses it."""

    def __init__(self) -> None:
        self.said: list[dict[str, str]] = []
        self.focused: Any = None
        atspi.Registry.registerEventListener(self._hear, "object:announcement")
        atspi.Registry.registerEventListener(self._follow, "object:state-changed:focused")

    def _hear(self, event: Any) -> None:
        self.said.append({"words": str(event.any_data), "how": str(event.detail1)})

    def _follow(self, event: Any) -> None:
        if event.detail1:
            self.focused = event.source

    def listen(self) -> None:
        """Let what has come in be heard."""
        context = glib.MainContext.default()
        while context.pending():
            context.iteration(False)

    def until(self, condition: Callable[[], Any], what: str) -> Any:
        """What the condition gives, as soon as it gives anything."""
        end = time.monotonic() + PATIENCE
        while True:
            self.listen()
            try:
                if found := condition():
                    return found
            except glib.GError:  # it went away while it was read
                pass
            if time.monotonic() > end:
                raise TimeoutError(
                    f"waited in vain for {what}; on screen: {json.dumps(self.screen())[:3000]}"
                )
            glib.timeout_add(10, bool)  # so that the next line also returns when nothing happens
            glib.MainContext.default().iteration(True)

    def window(self) -> Any:
        """The frame in front, of whichever program is not ours."""
        for program in atspi.Registry.getDesktop(0):
            for frame in program or ():
                if frame is not None and frame.getState().contains(atspi.STATE_SHOWING):
                    return frame
        return None

    def shown(self, at: Any = None) -> Iterator[Any]:
        """Everything that is shown, in reading order."""
        for one in at if at is not None else (self.window() or ()):
            if one is not None and one.getState().contains(atspi.STATE_SHOWING):
                yield one
                yield from self.shown(one)

    def tell(self, one: Any) -> dict[str, Any]:
        """What a reader says of one thing."""
        states = one.getState()
        return {
            "name": one.name,
            "role": one.getRoleName(),
            "about": one.description,
            "states": [s for s in SIGNS if states.contains(getattr(atspi, f"STATE_{s.upper()}"))],
        }

    def screen(self) -> list[dict[str, Any]]:
        """All that is shown, told."""
        return [self.tell(one) for one in self.shown()]

    def find(self, name: str, role: str = "") -> Any:
        """The first thing shown with this name (and role); stars in a name stand for anything."""
        return next((o for o in self.shown() if self._fits(o, name) and role in ("", o.getRoleName())), None)

    def _fits(self, one: Any, name: str) -> bool:
        """Whether it has this name; stars stand for anything."""
        return fnmatch.fnmatchcase(one.name, name) if "*" in name else bool(one.name == name)

    def title(self, ends: str) -> str:
        """The window's title, once it is this."""
        return str(self.until(lambda: (w := self.window()) is not None and ends in w.name and w.name, ends))

    def see(self, name: str, role: str = "") -> dict[str, Any]:
        """One thing, once it is shown."""
        return self.tell(self.until(lambda: self.find(name, role), name))

    def shows(self, name: str, role: str = "") -> bool:
        """Whether a thing is shown now."""
        self.listen()
        return self.find(name, role) is not None

    def group_of(self, name: str) -> dict[str, Any]:
        """What stands round a control: its group and all that is in it."""
        group = self.until(
            lambda: (
                (one := self.find(name)) is not None and (up := one.parent) is not None and up.name and up
            ),
            f"{name} in a group with a name",
        )
        return {**self.tell(group), "inside": [self.tell(one) for one in group]}

    def press(self, name: str) -> dict[str, Any]:
        """Press what has this name and can be pressed, by its own action; what it was."""
        one = self.until(
            lambda: (f := self.find(name)) is not None and f.getState().contains(atspi.STATE_ENABLED) and f,
            name,
        )
        told = self.tell(one)
        actions = one.queryAction()
        names = [actions.getName(n).casefold() for n in range(actions.nActions)]
        wanted = next(n for n in ("press", "toggle", "check") if n in names)
        actions.doAction(names.index(wanted))
        return told

    def strike(self, *symbols: str) -> None:
        """Press keys one after the other, as on a keyboard."""
        for symbol in symbols:
            atspi.Registry.generateKeyboardEvent(int(symbol, 16), None, atspi.KEY_SYM)

    def key(self, *symbols: str) -> dict[str, Any]:
        """Press keys one after the other; what the focus goes to, as a reader is told of it."""
        told: dict[str, Any] = {}
        for symbol in symbols:
            self.focused = None
            self.strike(symbol)
            told = self.focus()
        return told

    def until_focus(self, name: str, role: str) -> dict[str, Any]:
        """What has the focus, once it has this name (or beginning) and role."""

        def there() -> Any:
            one = self.focused
            fits = one is not None and self._fits(one, name) and role in ("", one.getRoleName())
            return one if fits else None

        return self.tell(self.until(there, f"the focus on {name}"))

    def words(self, name: str) -> str:
        """All the text of something that holds text."""
        text = self.until(lambda: self.find(name, "text"), name).queryText()
        return str(text.getText(0, -1))

    def focus(self) -> dict[str, Any]:
        """What the focus went to last."""
        return self.tell(self.until(lambda: self.focused, "the focus"))

    def heard(self, words: str) -> dict[str, str]:
        """An announcement with these words, once it was made; it and what came before are then forgotten."""

        def at() -> dict[str, str] | None:
            for number, one in enumerate(self.said):
                if words in one["words"]:
                    del self.said[: number + 1]
                    return one
            return None

        found: dict[str, str] = self.until(at, f"the announcement {words!r} among {self.said}")
        return found


def main() -> None:
    """Obey until the input ends."""
    ear = Ear()
    sys.stdout.write("listening\n")
    sys.stdout.flush()
    for line in sys.stdin:
        order, *words = json.loads(line)
        try:
            answer = {"is": getattr(ear, order)(*words)}
        except (TimeoutError, StopIteration, glib.GError, NotImplementedError) as error:
            answer = {"wrong": f"{type(error).__name__}: {error}"}
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
