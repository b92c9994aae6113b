"""A slide measured in points: words in boxes that are as high as the words, rectangles, swatches, and faces."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, NamedTuple

from pptx.enum.dml import MSO_PATTERN
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Emu, Pt

from dashboard.brief.slides import rgb, write
from dashboard.figure.look import Look
from dashboard.figure.sizes import Size
from dashboard.lettering import advance
from dashboard.printing import POINT, wrap

# Words are measured in the shipped typeface; another one may need more room, and bold letters need a little more.
NARROW, NARROW_BOLD = 0.92, 0.87
# From one line to the next, in ems. It is written into the file, so that no typeface makes a box higher.
STEP = 1.3
_ALIGN = {"start": PP_ALIGN.LEFT, "middle": PP_ALIGN.CENTER, "end": PP_ALIGN.RIGHT}
_ANCHOR = {"top": MSO_ANCHOR.TOP, "middle": MSO_ANCHOR.MIDDLE, "bottom": MSO_ANCHOR.BOTTOM}
_LANGUAGES = {"ja": "ja-JP", "en": "en-GB"}
_PATTERNS = {
    "/": MSO_PATTERN.WIDE_UPWARD_DIAGONAL,
    "\\": MSO_PATTERN.WIDE_DOWNWARD_DIAGONAL,
    "x": MSO_PATTERN.DIAGONAL_CROSS,
    ".": MSO_PATTERN.PERCENT_20,
    "-": MSO_PATTERN.HORIZONTAL,
    "|": MSO_PATTERN.VERTICAL,
    "+": MSO_PATTERN.CROSS,
    "o": MSO_PATTERN.SPHERE,
}


class Frame(NamedTuple):
    """A place on the slide, in points from its top left corner."""

    left: float
    top: float
    width: float
    height: float

    @property
    def emu(self) -> tuple[Emu, ...]:
        """The place as the file measures it."""
        return tuple(Emu(round(side * 12700)) for side in self)


class Line(NamedTuple):
    """A paragraph: its words, the size of its letters, and how it is set."""

    words: str
    points: float
    colour: str
    align: str = "start"
    bold: bool = False


def count_lines(words: str, points: float, room: float, *, bold: bool = False) -> int:
    """Return how many lines words fill in a room; what cannot be broken there, such as an address, is cut by force."""
    room *= NARROW_BOLD if bold else NARROW
    parts = [line for paragraph in words.split("\n") for line in wrap(paragraph, points, room * POINT)]
    return sum(max(1, math.ceil(advance(part) * points / room)) for part in parts)


def height_of(lines: Sequence[Line], room: float) -> float:
    """Return how high paragraphs are in a room, in points."""
    return sum(count_lines(line.words, line.points, room, bold=line.bold) * line.points * STEP for line in lines)


def face(fill: Any, colour: str, edge: str, pattern: str) -> None:
    """Fill with a colour, or with a pattern drawn over it in the colour of the edge."""
    if pattern:
        fill.patterned()
        fill.pattern = _PATTERNS[pattern]
        fill.fore_color.rgb, fill.back_color.rgb = rgb(edge), rgb(colour)
    else:
        fill.solid()
        fill.fore_color.rgb = rgb(colour)


class Page:
    """A slide that is written on."""

    def __init__(self, slide: Any, size: Size, look: Look, lang: str) -> None:
        self.slide, self.size, self.look = slide, size, look
        self._language = _LANGUAGES[lang]

    def text(self, frame: Frame, lines: Sequence[Line], name: str, *, anchor: str = "top") -> Any:
        """Write paragraphs into a box of their own; `name` is what the list of shapes calls it."""
        box = self.slide.shapes.add_textbox(*frame.emu)
        box.name = name
        self.fill_text(box.text_frame, lines, anchor)
        return box

    def fill_text(self, frame: Any, lines: Sequence[Line], anchor: str = "top") -> None:
        """Write paragraphs into a frame without margins, whose size stays as it is."""
        frame.word_wrap, frame.auto_size = True, MSO_AUTO_SIZE.NONE
        frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
        frame.vertical_anchor = _ANCHOR[anchor]
        for place, line in enumerate(lines):
            paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
            paragraph.alignment = _ALIGN[line.align]
            paragraph.line_spacing = Pt(line.points * STEP)
            paragraph.space_before = paragraph.space_after = Pt(0)
            write(paragraph, line.words, line.points, line.colour)
            font = paragraph.runs[-1].font
            font.bold = line.bold
            # The language of the words, so that PowerPoint does not mark them as misspelt.
            font._rPr.set("lang", self._language)

    def add_words(self, box: Any, words: str, points: float, colour: str) -> None:
        """Add words of another size to the last paragraph of a box."""
        paragraph = box.text_frame.paragraphs[-1]
        write(paragraph, words, points, colour)
        paragraph.runs[-1].font._rPr.set("lang", self._language)

    def rectangle(self, frame: Frame, colour: str, edge: str, pattern: str, name: str) -> Any:
        """Draw a rectangle without the shadow of the theme."""
        shape = self.slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, *frame.emu)
        shape.name = name
        shape._element.remove(shape._element.find(qn("p:style")))
        face(shape.fill, colour, edge if edge != "#FFFFFF" else self.look.ink, pattern)
        shape.line.color.rgb = rgb(edge)
        shape.line.width = Pt(0.5)
        return shape

    def key(self, frame: Frame, entries: Sequence[tuple[str, str, str, str]]) -> float:
        """Write a list of swatches with words (face, edge, pattern, words); return where it ends."""
        points = self.size.small
        y, indent = frame.top, points * 1.6
        for colour, edge, pattern, words in entries:
            line = Line(words, points, self.look.ink)
            high = height_of([line], frame.width - indent)
            swatch = Frame(frame.left, y + points * (STEP - 0.9) / 2, points * 1.1, points * 0.9)
            self.rectangle(swatch, colour, edge, pattern, f"key: {words}")
            self.text(Frame(frame.left + indent, y, frame.width - indent, high), [line], words)
            y += high + points * 0.25
        return y

    def key_height(self, width: float, words: Sequence[str]) -> float:
        """Return how high such a list is."""
        points = self.size.small
        room = width - points * 1.6
        return sum(height_of([Line(one, points, "")], room) + points * 0.25 for one in words)


def describe(shape: Any, words: str) -> None:
    """Give a chart or a picture its alternative text."""
    shape._element.xpath(".//p:cNvPr")[0].set("descr", words)
