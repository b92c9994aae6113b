"""A slide measured in millimetres, with the marks of state as shapes."""

from __future__ import annotations

from typing import Any

from pptx.dml.color import RGBColor
from pptx.enum.dml import MSO_LINE
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Mm, Pt

from dashboard.brief.layout import EDGE
from dashboard.printing import A4, MARKS, POINT
from dashboard.theme import INK

# A typeface that comes with Windows and Office; where it is missing the reader's own Japanese one is used.
TYPEFACE = "BIZ UDPGothic"
BOTTOM = A4[1] - 8.0
_GLYPHS = {"missed": "×", "late": "!", "unknown": "?", "none": "-", "before": "", "on_path": "", "achieved": "✓"}
_OUTLINES = {"square": MSO_SHAPE.RECTANGLE, "diamond": MSO_SHAPE.DIAMOND, "circle": MSO_SHAPE.OVAL}


class Slides:
    """The slides, of which the last is written on. Places are millimetres, sizes of letters are points."""

    def __init__(self, deck: Any) -> None:
        self._deck = deck
        self.shapes = self._new()

    def _new(self) -> Any:
        blank = self._deck.slide_layouts[6]
        return self._deck.slides.add_slide(blank).shapes

    def room(self, y: float, high: float) -> float:
        """Return where something as high as this goes: here, or at the top of a new slide."""
        if y + high <= BOTTOM:
            return y
        self.shapes = self._new()
        return EDGE

    def text(
        self, x: float, y: float, across: float, words: str, points: float, colour: str = INK, align: str = "left"
    ) -> None:
        """Write words from a top left corner."""
        lines = words.split("\n")
        high = len(lines) * points * POINT * 1.4
        box = self.shapes.add_textbox(Mm(x), Mm(y), Mm(across), Mm(high)).text_frame
        box.word_wrap = True
        box.margin_left = box.margin_right = box.margin_top = box.margin_bottom = 0
        for place, line in enumerate(lines):
            paragraph = box.paragraphs[0] if place == 0 else box.add_paragraph()
            paragraph.alignment = {"left": PP_ALIGN.LEFT, "right": PP_ALIGN.RIGHT}[align]
            write(paragraph, line, points, colour)

    def panel(self, x: float, y: float, across: float, down: float, face: str) -> None:
        """Draw a card."""
        shape = self.shapes.add_shape(MSO_SHAPE.ROUNDED_RECTANGLE, Mm(x), Mm(y), Mm(across), Mm(down))
        shape.adjustments[0] = 2.4 / min(across, down)
        _plain(shape)
        shape.fill.solid()
        shape.fill.fore_color.rgb = rgb(face)
        shape.line.fill.background()

    def mark(self, x: float, y: float, state: str, size: float = 4.0) -> None:
        """Draw the mark of a state."""
        outline, face, colour, _ = MARKS[state]
        shape = self.shapes.add_shape(_OUTLINES[outline], Mm(x), Mm(y), Mm(size), Mm(size))
        _plain(shape)
        shape.fill.solid()
        shape.fill.fore_color.rgb = rgb(face)
        shape.line.color.rgb = rgb(colour if face == "#FFFFFF" else face)
        shape.line.width = Pt(1.5 if state == "on_path" else 1)
        if state == "none":
            shape.line.dash_style = MSO_LINE.ROUND_DOT
        frame = shape.text_frame
        frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
        frame.word_wrap = False
        frame.vertical_anchor = MSO_ANCHOR.MIDDLE
        frame.paragraphs[0].alignment = PP_ALIGN.CENTER
        write(frame.paragraphs[0], _GLYPHS[state], 7.5, colour)


def _plain(shape: Any) -> None:
    """Take away the style of the theme, which draws a shadow."""
    shape._element.remove(shape._element.find(qn("p:style")))


def rgb(colour: str) -> RGBColor:
    """Return a colour of the theme."""
    return RGBColor.from_string(colour.removeprefix("#"))


def write(paragraph: Any, words: str, points: float, colour: str) -> None:
    """Add words to a paragraph."""
    run = paragraph.add_run()
    run.text = words
    set_font(run.font, points, colour)


def set_font(font: Any, points: float, colour: str) -> None:
    """Set typeface, size and colour."""
    font.size = Pt(points)
    font.name = TYPEFACE
    font.color.rgb = rgb(colour)
    properties = font._rPr
    # The typeface of Japanese letters is another setting than that of Latin ones.
    east = properties.find(qn("a:ea"))
    if east is None:
        east = properties.makeelement(qn("a:ea"), {})
        properties.find(qn("a:latin")).addnext(east)
    east.set("typeface", TYPEFACE)
