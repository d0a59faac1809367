"""The same services from a terminal, one module per command. Status: 0 done, 1 refused or in trouble (with its code), 2 wrong usage."""

from ldp_stories.cli.main import main

__all__ = ["main"]
