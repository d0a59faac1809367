"""How a Word file looks and what it says to a screen reader: A4, calm styles, the language, page numbers, and pictures with their words."""

from html import escape
from io import BytesIO
from typing import Any, Final

W: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_INK, _SOFT, _ACCENT = "1F2423", "4B5350", "0B5563"
_FONT: Final = "Calibri"
_EMU_PER_PIXEL: Final = 9525
_MOST_WIDE: Final = 5_760_000
"""As wide as the words on A4 with margins of 2.5 cm, in the units of the format (16 cm)."""
_STYLES: Final = {
    # style: (half points, bold, colour, before, after) in twentieths of a point
    "Normal": (22, False, _INK, 0, 120),
    "Title": (48, True, _INK, 0, 60),
    "Subtitle": (20, False, _SOFT, 0, 240),
    "Heading 1": (31, True, _INK, 360, 100),
    "Quote": (23, False, _INK, 160, 20),
    "Caption": (19, False, _SOFT, 0, 120),
    "Intense Quote": (21, False, _SOFT, 120, 120),
    "Footer": (18, False, _SOFT, 0, 0),
}
BESIDE_FROM_THE_RIGHT: Final = f'<w:pBdr><w:left w:val="nil"/><w:right w:val="single" w:sz="24" w:space="10" w:color="{_ACCENT}"/></w:pBdr>'
"""The bar of a quote that runs from the right stands at its right."""
FOOT_LINE: Final = '<w:pBdr><w:top w:val="single" w:sz="4" w:space="8" w:color="E1DCD2"/></w:pBdr>'
"""A hairline above what stands at the end, apart from the last words."""
TABLE_LINES: Final = "<w:tblBorders>{}</w:tblBorders>".format(
    "".join(
        f'<w:{side} w:val="{"single" if side in ("top", "bottom", "insideH") else "nil"}" w:sz="4" w:space="0" w:color="857F74"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
)
"""Rows apart by a line, and no boxes."""


def set_look(made: Any, language: str) -> None:
    """Give a new file of the library our page, styles and language."""
    from docx.shared import Mm, Pt, RGBColor

    section = made.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    for side in ("left_margin", "right_margin", "top_margin", "bottom_margin"):
        setattr(section, side, Mm(25))
    for name, (half_points, bold, color, before, after) in _STYLES.items():
        style = made.styles[name]
        font = style.font
        font.name, font.size, font.bold, font.italic = _FONT, Pt(half_points / 2), bold, False
        font.color.rgb = RGBColor.from_string(color)
        _no_theme(style.element)
        _also_from_the_right(style.element, half_points, bold=bold)
        space = style.paragraph_format
        space.space_before, space.space_after, space.line_spacing = Pt(before / 20), Pt(after / 20), 1.25
        space.left_indent = space.right_indent = Pt(0)
        _border(style.element, name)
    for name in ("Title", "Heading 1", "Quote"):
        made.styles[name].paragraph_format.keep_with_next = True
    _language(made, language)
    _page_number(section)


def _also_from_the_right(style: Any, half_points: int, *, bold: bool) -> None:
    """Letters of Urdu or Arabic have a size, a weight and a slant of their own in the format: the same as the others.

    Nor are letters set apart, as the template's subtitle has them.
    """
    from lxml import etree

    looks = style.get_or_add_rPr()
    for name in ("bCs", "iCs", "szCs", "spacing"):
        for old in looks.findall(f"{{{W}}}{name}"):
            looks.remove(old)
    weight = etree.fromstring(f'<w:bCs xmlns:w="{W}" w:val="{int(bold)}"/>')
    looks.find(f"{{{W}}}b").addnext(weight)
    size = etree.fromstring(f'<w:szCs xmlns:w="{W}" w:val="{half_points}"/>')
    looks.find(f"{{{W}}}sz").addnext(size)


def _no_theme(style: Any) -> None:
    """Letters and colours of the theme would win over ours."""
    for fonts in style.iter(f"{{{W}}}rFonts"):
        for name in [n for n in fonts.attrib if "Theme" in n or "theme" in n]:
            del fonts.attrib[name]
        fonts.set(f"{{{W}}}cs", _FONT)
    for color in style.iter(f"{{{W}}}color"):
        for name in [n for n in color.attrib if "theme" in n]:
            del color.attrib[name]


def _border(style: Any, name: str) -> None:
    """No line of the template; a bar at the side of what somebody said, a broken frame around a gap."""
    from lxml import etree

    marks = style.get_or_add_pPr()
    for old in marks.findall(f"{{{W}}}pBdr"):
        marks.remove(old)
    if name == "Quote":
        sides = f'<w:left w:val="single" w:sz="24" w:space="10" w:color="{_ACCENT}"/>'
    elif name == "Intense Quote":
        line = 'w:val="dashed" w:sz="6" w:space="6" w:color="857F74"'
        sides = "".join(f"<w:{side} {line}/>" for side in ("top", "left", "bottom", "right"))
    else:
        return
    border = etree.fromstring(f'<w:pBdr xmlns:w="{W}">{sides}</w:pBdr>')
    first = next(
        (at for at, one in enumerate(marks) if one.tag.endswith(("}spacing", "}ind", "}jc"))), len(marks)
    )
    marks.insert(first, border)


def _language(made: Any, language: str) -> None:
    for one in made.styles.element.iter(f"{{{W}}}lang"):
        one.set(f"{{{W}}}val", language)
    made.core_properties.language = language


def _page_number(section: Any) -> None:
    """ "1 of 4" in the middle of the foot of each page."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from lxml import etree

    section.footer.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph = next(section.footer.part.element.iter(f"{{{W}}}p"))
    for piece in ("PAGE", " of ", "NUMPAGES"):
        run = f'<w:r><w:t xml:space="preserve">{piece if piece == " of " else "1"}</w:t></w:r>'
        xml = run if piece == " of " else f'<w:fldSimple w:instr="{piece}">{run}</w:fldSimple>'
        paragraph.append(etree.fromstring(f'<w:p xmlns:w="{W}">{xml}</w:p>')[0])


def picture_xml(made: Any, png: bytes, number: int, title: str, alt: str) -> str:
    """A paragraph with a picture and the words that say the same; the file is put into the archive under a number."""
    relation, image = made.part.get_or_add_image(BytesIO(png))
    wide, high = image.px_width * _EMU_PER_PIXEL, image.px_height * _EMU_PER_PIXEL
    if wide > _MOST_WIDE:
        wide, high = _MOST_WIDE, high * _MOST_WIDE // wide
    size = f'cx="{wide}" cy="{high}"'
    said = f'id="{number}" name="Picture {number}" title="{escape(title)}" descr="{escape(alt)}"'
    drawing = "http://schemas.openxmlformats.org/drawingml/2006"
    return (
        f'<w:p><w:r><w:drawing><wp:inline xmlns:wp="{drawing}/wordprocessingDrawing"><wp:extent {size}/>'
        f'<wp:docPr {said}/><a:graphic xmlns:a="{drawing}/main"><a:graphicData uri="{drawing}/picture">'
        f'<pic:pic xmlns:pic="{drawing}/picture"><pic:nvPicPr><pic:cNvPr {said}/><pic:cNvPicPr/></pic:nvPicPr>'
        f'<pic:blipFill><a:blip xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
        f'r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm>'
        f'<a:off x="0" y="0"/><a:ext {size}/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr>'
        "</pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"
    )
