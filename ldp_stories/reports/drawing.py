"""A drawing: bars, cells, lines and words on a plain page. `svg` writes it; the window paints the same shapes.

Meaning is never in colour alone: shades differ in lightness, and each shape that counts carries its number or word.
"""

from dataclasses import dataclass
from html import escape
from typing import Final, Literal

Anchor = Literal["start", "middle", "end"]
SHADES: Final = ("#ffffff", "#dfe9ec", "#a9c6ce", "#5d8f9c", "#0e5a6b")
"""From nothing to most; they read in greyscale, each darker than the one before."""
INK: Final = "#23201c"
PALE: Final = "#857f74"
FONT: Final = "Inter, 'Noto Sans', 'Segoe UI', sans-serif"
DASHES: Final = ("", "8 5", "2 4", "12 4 2 4", "1 3")
"""Lines of several series differ in their dashes as well."""


@dataclass(frozen=True, slots=True)
class Box:
    """A filled rectangle; `edge` draws its outline."""

    x: float
    y: float
    width: float
    height: float
    fill: str = SHADES[4]
    edge: str = ""


@dataclass(frozen=True, slots=True)
class Path:
    """A line through points; `dash` as in SVG; `dots` marks each point."""

    points: tuple[tuple[float, float], ...]
    color: str = INK
    width: float = 2
    dash: str = ""
    dots: bool = False


@dataclass(frozen=True, slots=True)
class Words:
    """A line of text; `y` is its base line. `turn` in degrees, about its start."""

    x: float
    y: float
    text: str
    size: float = 14
    anchor: Anchor = "start"
    color: str = INK
    bold: bool = False
    turn: float = 0


Shape = Box | Path | Words


@dataclass(frozen=True, slots=True)
class Drawing:
    """A drawing of a size, with its title, the words that say the same (`alt`), and the table behind it (head first).

    `letters`: how much larger than usual its words are already.
    """

    width: float
    height: float
    title: str
    alt: str
    shapes: tuple[Shape, ...]
    table: tuple[tuple[str, ...], ...]
    letters: float = 1


def svg(drawing: Drawing) -> str:
    """The drawing as SVG, with its title and description for readers; starts with `<svg `."""
    size = f'width="{_n(drawing.width)}" height="{_n(drawing.height)}" viewBox="0 0 {_n(drawing.width)} {_n(drawing.height)}"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" font-family="{escape(FONT)}">'
    about = f"<title>{escape(drawing.title)}</title><desc>{escape(drawing.alt)}</desc>"
    ground = f'<rect width="{_n(drawing.width)}" height="{_n(drawing.height)}" fill="#ffffff"/>'
    return head + about + ground + "".join(_shape(shape) for shape in drawing.shapes) + "</svg>\n"


def _n(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _shape(shape: Shape) -> str:
    if isinstance(shape, Box):
        edge = f' stroke="{shape.edge}"' if shape.edge else ""
        return (
            f'<rect x="{_n(shape.x)}" y="{_n(shape.y)}" width="{_n(shape.width)}" height="{_n(shape.height)}"'
            f' fill="{shape.fill}"{edge}/>'
        )
    if isinstance(shape, Path):
        return _path(shape)
    turn = f' transform="rotate({_n(shape.turn)} {_n(shape.x)} {_n(shape.y)})"' if shape.turn else ""
    weight = ' font-weight="600"' if shape.bold else ""
    return (
        f'<text x="{_n(shape.x)}" y="{_n(shape.y)}" font-size="{_n(shape.size)}" text-anchor="{shape.anchor}"'
        f' fill="{shape.color}"{weight}{turn}>{escape(shape.text)}</text>'
    )


def _path(path: Path) -> str:
    points = " ".join(f"{_n(x)},{_n(y)}" for x, y in path.points)
    dash = f' stroke-dasharray="{path.dash}"' if path.dash else ""
    line = f'<polyline points="{points}" fill="none" stroke="{path.color}" stroke-width="{_n(path.width)}"{dash}/>'
    dots = (f'<circle cx="{_n(x)}" cy="{_n(y)}" r="4" fill="{path.color}"/>' for x, y in path.points)
    return line + ("".join(dots) if path.dots else "")
