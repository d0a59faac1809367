"""Read a `.qdc` codebook in any dialect of it."""

from pathlib import Path
from uuid import uuid4

from ldp_stories.errors import UserError
from ldp_stories.reports.refi.losses import Losses
from ldp_stories.reports.refi.model import Codebook, Loss
from ldp_stories.reports.refi.read_xml import Reader, child, parse

MOST_BYTES = 32 * 1024**2


def read_codebook(path: Path) -> tuple[Codebook, tuple[Loss, ...]]:
    """The codebook and what was lost. UserError NOT_AN_EXCHANGE, EXCHANGE_REFUSED, FILE_UNREADABLE, EXCHANGE_EMPTY."""
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise UserError("FILE_UNREADABLE", name=path.name) from error
    if len(data) > MOST_BYTES:
        raise UserError("EXCHANGE_REFUSED", name=path.name)
    losses = Losses()
    root = parse(data, "CodeBook", path.name, losses)
    reader = Reader(losses, uuid4)
    codes = reader.codes(child(root, "Codes"))
    if not codes:
        raise UserError("EXCHANGE_EMPTY", name=path.name)
    return Codebook(codes, reader.sets(child(root, "Sets")), root.get("origin") or ""), losses.all()
