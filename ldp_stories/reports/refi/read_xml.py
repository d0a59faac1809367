"""Read the XML of a project or a codebook, whichever dialect it is in; never an outside file, an entity or a network.

The small words are here: elements by local name, guids in any spelling, numbers, times. `read_project` and `read_codebook` use them.
"""

import re
from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any, Final

from ldp_stories.errors import UserError
from ldp_stories.reports.refi.losses import Losses
from ldp_stories.reports.refi.model import Code, CodeSet, Coding, Scalar, Value

Element = Any
"""An lxml element; the library has no types of its own."""
_GUID: Final = re.compile(r"^\{?([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\}?$")
_COLOR: Final = re.compile(r"^#([0-9a-f]{3}|[0-9a-f]{6})$")
_STANDARD: Final = re.compile(r"^urn:QDA-XML:(project|codebook):1\.0$")
MOST_DEPTH: Final = 200


def parse(data: bytes, root: str, name: str, losses: Losses) -> Element:
    """The root element of a file. UserError NOT_AN_EXCHANGE for other XML or none, EXCHANGE_REFUSED for one with a DOCTYPE."""
    from lxml import etree  # late: most starts read no exchange file

    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        found = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise UserError("NOT_AN_EXCHANGE", name=name) from error
    if found.getroottree().docinfo.doctype:
        raise UserError("EXCHANGE_REFUSED", name=name)
    space, local = _split(found.tag)
    if local != root:
        raise UserError("NOT_AN_EXCHANGE", name=name)
    if not _STANDARD.match(space):
        losses.add("draft", space)
    return found


def _split(tag: object) -> tuple[str, str]:
    if not isinstance(tag, str):
        return "", ""
    space, _, local = tag.rpartition("}")
    return space.lstrip("{"), local


def local(element: Element) -> str:
    """The name of an element without its namespace."""
    return _split(element.tag)[1]


def children(element: Element | None, name: str) -> Iterator[Element]:
    """The child elements of that name, in any namespace; none of None."""
    if element is not None:
        yield from (child for child in element if local(child) == name)


def child(element: Element | None, name: str) -> Element | None:
    """The first child of that name."""
    return next(children(element, name), None)


def words(element: Element | None, name: str) -> str:
    """The text of a child, "" when there is none."""
    found = child(element, name)
    return "".join(found.itertext()) if found is not None else ""


def guid(text: str | None) -> str:
    """A guid in one spelling: lower case, no braces; "" for anything else."""
    match = _GUID.match((text or "").strip().lower())
    return match[1] if match else ""


def number(text: str | None) -> int | None:
    """A whole number that is not absurd, else None."""
    try:
        found = int((text or "").strip())
    except ValueError:
        return None
    return found if abs(found) < 2**53 else None


class Reader:
    """What reading needs at every step: the losses, and identifiers for what has none."""

    def __init__(self, losses: Losses, new_guid: Any) -> None:
        self.losses = losses
        self._new = new_guid
        self._seen: set[str] = set()

    def own(self, element: Element) -> str | None:
        """The guid of an element; a new one when it has none; None when something before it has the same."""
        found = guid(element.get("guid"))
        if not found:
            self.losses.add("no_guid", element.get("name") or "")
            return str(self._new())
        if found in self._seen:
            self.losses.add("twice", element.get("name") or found)
            return None
        self._seen.add(found)
        return found

    def notes(self, element: Element) -> tuple[str, ...]:
        """The notes an element refers to."""
        return targets(element, "NoteRef")

    def codes(self, element: Element | None, depth: int = 0) -> tuple[Code, ...]:
        """The codes of a `Codes` element or under a `Code`. UserError EXCHANGE_REFUSED for a bottomless tree."""
        if depth > MOST_DEPTH:
            raise UserError("EXCHANGE_REFUSED", name="")
        found = []
        for one in children(element, "Code"):
            ident = self.own(one)
            if ident is not None:
                found.append(
                    Code(
                        ident,
                        one.get("name") or "",
                        words(one, "Description"),
                        (one.get("isCodable") or "true").strip().lower() in {"true", "1"},
                        _color(one.get("color")),
                        self.notes(one),
                        self.codes(one, depth + 1),
                    )
                )
        return tuple(found)

    def sets(self, element: Element | None) -> tuple[CodeSet, ...]:
        """The sets; members may be named by `targetGUID` or, in codebooks, `guid`."""
        found = []
        for one in children(element, "Set"):
            ident = self.own(one)
            if ident is not None:
                named = [targets(one, f"Member{what}") for what in ("Code", "Source", "Note")]
                found.append(CodeSet(ident, one.get("name") or "", words(one, "Description"), *named))
        return tuple(found)

    def codings(self, element: Element, known: frozenset[str]) -> tuple[Coding, ...]:
        """The codings of a source or a selection; one that names an unknown code is a loss."""
        found = []
        for one in children(element, "Coding"):
            code = next(iter(targets(one, "CodeRef")), "")
            ident = self.own(one)
            if code not in known:
                self.losses.add("no_code", code)
            elif ident is not None:
                found.append(Coding(ident, code, *by(one), self.notes(one)))
        return tuple(found)


def targets(element: Element, name: str) -> tuple[str, ...]:
    """The guids that children of that name refer to."""
    found = (guid(one.get("targetGUID") or one.get("guid")) for one in children(element, name))
    return tuple(g for g in found if g)


def by(element: Element) -> tuple[str, str]:
    """Who made it (guid) and when (as it stands)."""
    return guid(element.get("creatingUser")), element.get("creationDateTime") or ""


def _color(text: str | None) -> str:
    found = (text or "").strip().lower()
    return found if _COLOR.match(found) else ""


_TYPES: Final[dict[str, Callable[[str], Scalar]]] = {
    "TextValue": str,
    "BooleanValue": lambda t: t.strip() in {"true", "1"},
    "IntegerValue": int,
    "FloatValue": float,
    "DateValue": lambda t: date.fromisoformat(t.strip()[:10]),
    "DateTimeValue": lambda t: datetime.fromisoformat(t.strip().replace("Z", "+00:00")),
}


def values(element: Element) -> tuple[Value, ...]:
    """The values of variables; one that does not fit its type stays as the text it is."""
    found = []
    for one in children(element, "VariableValue"):
        variable = next(iter(targets(one, "VariableRef")), "")
        if variable:
            found.append(Value(variable, _value(one)))
    return tuple(found)


def _value(element: Element) -> Scalar:
    for name, turn in _TYPES.items():
        one = child(element, name)
        if one is not None:
            text = "".join(one.itertext())
            try:
                return turn(text)
            except ValueError:
                return text
    return None
