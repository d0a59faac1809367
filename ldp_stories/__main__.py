"""The program's door: the recorder process, a command in the terminal, or the window when nothing is named."""

import sys
from pathlib import Path

if (
    not __package__
):  # started by its path, as the recorder process is: find the package and nothing of its inside
    sys.path[0] = str(Path(__file__).resolve().parent.parent)


def main(argv: list[str] | None = None) -> int:
    """Run; the exit status (0 done, 1 refused or in trouble, 2 wrong usage)."""
    words = sys.argv[1:] if argv is None else argv
    if words[:1] == ["--recorder"]:
        from ldp_stories.app import record_main

        return record_main()
    if words:
        from ldp_stories.cli import main as terminal

        return terminal(words, pictures=_pictures)
    from ldp_stories.ui.main_window import main as window

    return window()


def _pictures(homes: dict[str, Path], folder: Path) -> list[Path]:
    """Pictures of the screens for a command: the terminal knows no window, so the door brings the two together."""
    from ldp_stories.cli.opening import this_machine
    from ldp_stories.ui.main_window.pictures import write_pictures

    return write_pictures(homes, folder, this_machine())


if __name__ == "__main__":
    sys.exit(main())
