"""The program's door: the recorder process, a command in the terminal, or the window when nothing is named."""

import importlib.util
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ldp_stories.reports.press import Press

if (
    not __package__
):  # started by its path, as the recorder process is: find the package and nothing of its inside
    sys.path[0] = str(Path(__file__).resolve().parent.parent)


def main(argv: list[str] | None = None) -> int:
    """Run; the exit status (0 done, 1 refused or in trouble, 2 wrong usage)."""
    words = sys.argv[1:] if argv is None else argv
    if words[:1] == ["--recorder"]:
        return _record(words[1:])
    if words == ["--listener"]:
        from ldp_stories.media.speech_child import listen_main

        return listen_main()
    if words[:1] == ["--photo"]:
        from ldp_stories.app import photo_main

        return photo_main()
    if words[:1] == ["--media"]:
        from ldp_stories.media.apart_child import media_main

        return media_main()
    if words == ["--locked"]:
        from ldp_stories.ui.main_window import main as window

        return window(locked=True)
    if words:
        from ldp_stories.cli import main as terminal

        return terminal(words, pictures=_pictures, press=_press)
    from ldp_stories.app import load_what_lies_below_the_window

    load_what_lies_below_the_window()
    from ldp_stories.ui.main_window import main as window

    return window()


def _record(words: list[str]) -> int:
    """The recorder process, on Qt's microphones where there is no other engine (or when it is asked for: `--recorder qt`)."""
    if words == ["qt"] or importlib.util.find_spec("miniaudio") is None:
        from ldp_stories.ui.audio.microphone import record_main as on_qt

        return on_qt()
    from ldp_stories.app import record_main

    return record_main()


def _press() -> "Press":
    """What paints documents for a command: no window is needed, but what can paint lives beside the windows."""
    from ldp_stories.ui.record.press import press_without_window

    return press_without_window()


def _pictures(homes: dict[str, Path], folder: Path) -> list[Path]:
    """Pictures of the screens for a command: the terminal knows no window, so the door brings the two together."""
    from ldp_stories.cli.opening import this_machine
    from ldp_stories.ui.main_window.pictures import write_pictures

    return write_pictures(homes, folder, this_machine())


if __name__ == "__main__":
    sys.exit(main())
