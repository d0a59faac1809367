"""What a recorder leaves that was killed: the pieces it committed, and nobody who holds the file."""

from ldp_stories.store.vault import LiveItem


def cut_off(live: LiveItem) -> None:
    """The end of the process, as far as its item is concerned: nothing is sealed or folded in."""
    assert live._log is not None
    live._log.close()
    assert live._con is not None
    live._con.close()
