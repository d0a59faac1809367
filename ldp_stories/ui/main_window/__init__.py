"""The window: `main()` starts it, `Window` holds it."""

from ldp_stories.ui.main_window.start_up import main
from ldp_stories.ui.main_window.window import Window

__all__ = ["Window", "main"]
