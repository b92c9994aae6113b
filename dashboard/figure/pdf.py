"""Pictures as PDF: one page, with letters as text in the embedded typeface, so that they can be found and copied.

The typeface has one weight; bold letters get a thin line around them, which is a mode of drawing text in a PDF.
"""

from __future__ import annotations

import datetime as dt
import io
import math
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any

from matplotlib.path import Path as Outline
from reportlab.lib.colors import HexColor
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from dashboard.figure.render import BOLD
from dashboard.figure.scene import Disc, Item, Line, Scene, Shape, Words
from dashboard.lettering import typeface

_NAME = "Typeface"
_FILLED, _FILLED_AND_LINED = 0, 2
_BUTT, _ROUND = 0, 1
# Between the lines of a pattern, in points, and how thick they are.
_STEP, _THICK = 4.0, 0.6
# Directions of the lines of a pattern, in degrees; a dot is a line of no length.
_DIRECTIONS: Mapping[str, tuple[float, ...]] = {
    "/": (45,), "\\": (-45,), "x": (45, -45), "-": (0,), "|": (90,), "+": (0, 90), ".": (0,), "o": (0,),
}  # fmt: skip
_DOTTED = frozenset({".", "o"})


@cache
def _register() -> None:
    pdfmetrics.registerFont(TTFont(_NAME, str(typeface())))


def pdf(scene: Scene, about: Mapping[str, str], created: dt.datetime) -> bytes:
    """Return the picture as PDF; `about` may hold Title, Author, Description, Source and Comment."""
    _register()
    buffer = io.BytesIO()
    page = Canvas(
        buffer, pagesize=(scene.width, scene.height), invariant=1, pageCompression=1, initialFontName=_NAME, lang="ja"
    )
    stamp = f"D:{created:%Y%m%d%H%M%S}{created:%z}'"
    page.setDateFormatter(lambda *_: f"{stamp[:-3]}'{stamp[-3:]}" if created.utcoffset() is not None else stamp[:-1])
    page.setTitle(about.get("Title", ""))
    page.setAuthor(about.get("Author", ""))
    page.setSubject(about.get("Description", ""))
    page.setKeywords([about[key] for key in ("Comment", "Source") if key in about])
    page.setCreator(about.get("Author", ""))
    page.setFillColor(HexColor(scene.background))
    page.rect(0, 0, scene.width, scene.height, stroke=0, fill=1)
    for item in scene.items:
        _DRAW[type(item)](page, item, scene.height)
    page.showPage()
    page.save()
    return buffer.getvalue()


def _words(page: Any, words: Words, high: float) -> None:
    line = page.beginText(words.box[0], high - words.y)
    line.setFont(_NAME, words.points)
    line.setFillColor(HexColor(words.colour))
    page.setStrokeColor(HexColor(words.colour))
    page.setLineWidth(BOLD * words.points)
    line.setTextRenderMode(_FILLED_AND_LINED if words.bold else _FILLED)
    line.textOut(words.words)
    # The mode stays for what is written next, which begins as if it were filled.
    line.setTextRenderMode(_FILLED)
    page.drawText(line)


def _line(page: Any, line: Line, high: float) -> None:
    page.saveState()
    page.setStrokeColor(HexColor(line.colour))
    page.setLineWidth(line.width)
    page.setLineJoin(_ROUND)
    page.setLineCap(_BUTT if line.dash or line.role in {"grid", "rule"} else _ROUND)
    if line.dash:
        page.setDash(list(line.dash))
    path = page.beginPath()
    path.moveTo(line.places[0][0], high - line.places[0][1])
    for x, y in line.places[1:]:
        path.lineTo(x, high - y)
    page.drawPath(path, stroke=1, fill=0)
    page.restoreState()


def _disc(page: Any, disc: Disc, high: float) -> None:
    _pen(page, disc.face, disc.edge, disc.width)
    page.circle(disc.x, high - disc.y, disc.radius, stroke=int(bool(disc.edge)), fill=1)


def _pen(page: Any, face: str | None, edge: str | None, width: float) -> None:
    if face:
        page.setFillColor(HexColor(face))
    if edge:
        page.setStrokeColor(HexColor(edge))
        page.setLineWidth(width)


def _shape(page: Any, shape: Shape, high: float) -> None:
    _pen(page, shape.face, shape.edge, shape.width)
    drawn = bool(shape.edge) and shape.width > 0
    page.drawPath(_path(page, shape.outline, high), stroke=int(drawn), fill=int(bool(shape.face)), fillMode=0)
    if shape.pattern:
        page.saveState()
        page.clipPath(_path(page, shape.outline, high), stroke=0, fill=0, fillMode=0)
        page.setStrokeColor(HexColor(shape.edge or "#000000"))
        page.setLineWidth(_THICK)
        if shape.pattern in _DOTTED:
            page.setLineCap(_ROUND)
            page.setLineWidth(_THICK * 2)
            page.setDash([0, _STEP])
        page.lines([*_hatches(shape, high)])
        page.restoreState()


def _path(page: Any, outline: Outline, high: float) -> Any:
    path = page.beginPath()
    pen = (0.0, 0.0)
    for places, code in outline.iter_segments(simplify=False, curves=True):
        at = [(float(places[n]), high - float(places[n + 1])) for n in range(0, len(places), 2)]
        if code == Outline.CLOSEPOLY:
            path.close()
            continue
        if code == Outline.MOVETO:
            path.moveTo(*at[0])
        elif code == Outline.LINETO:
            path.lineTo(*at[0])
        elif code == Outline.CURVE4:
            path.curveTo(*at[0], *at[1], *at[2])
        else:
            # A quadratic curve as the cubic one that it is.
            near, far = (tuple(a + (b - a) * 2 / 3 for a, b in zip(end, at[0], strict=True)) for end in (pen, at[1]))
            path.curveTo(*near, *far, *at[1])
        pen = at[-1]
    return path


def _hatches(shape: Shape, high: float) -> Iterator[tuple[float, float, float, float]]:
    """Yield the lines of a pattern over the box of a shape."""
    left, top, right, bottom = shape.box
    x, y = (left + right) / 2, high - (top + bottom) / 2
    reach = math.hypot(right - left, bottom - top) / 2 + _STEP
    for degrees in _DIRECTIONS[shape.pattern]:
        along = (math.cos(math.radians(degrees)), math.sin(math.radians(degrees)))
        count = math.ceil(reach / _STEP)
        for place in range(-count, count + 1):
            off, (over, up) = place * _STEP, along
            start = (x - up * off - over * reach, y + over * off - up * reach)
            yield (*start, start[0] + 2 * over * reach, start[1] + 2 * up * reach)


_DRAW: Mapping[type[Item], Callable[[Any, Any, float], None]] = {
    Line: _line,
    Shape: _shape,
    Disc: _disc,
    Words: _words,
}
