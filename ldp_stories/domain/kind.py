"""What a kind is: the name of a noun of the ledger, its stream, and the fields a revision of it may set (the table: domain/kinds.py)."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kind:
    """One noun of the ledger: its stream (`p` programme, `w` work, `i` identity), what it is, and its fields with their meaning."""

    name: str
    stream: str
    meaning: str
    fields: tuple[tuple[str, str], ...]

    def allows(self, field: str) -> bool:
        """Whether a revision of this kind may touch the field; every kind may be hidden, and have words to share in place of its own."""
        names = {name.strip("[]") for name, _ in self.fields}
        return (
            field == "hidden"
            or field.startswith("shared:")
            or field in names
            or any(n.endswith("*") and field.startswith(n[:-1]) for n in names)
        )


def kind(name: str, stream: str, meaning: str, fields: str) -> Kind:
    """A kind from a table in text: one field a line, its name, two spaces or more, its meaning."""
    rows = (line.split(maxsplit=1) for line in fields.strip().splitlines())
    return Kind(name, stream, meaning, tuple((row[0], row[1].strip()) for row in rows))
