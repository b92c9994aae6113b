"""Print: a page of paper measured in millimetres, with the shipped Japanese typeface, and the marks of state."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.patches import Circle, FancyBboxPatch, Polygon, Rectangle

from dashboard.lettering import advance, typeface, wrapped
from dashboard.theme import ACTUAL, BAD, GRID, INK, NEUTRAL

A4 = (210.0, 297.0)
POINT = 25.4 / 72
# Letters are embedded as they are, so that the text of a PDF can be found and copied.
mpl.rcParams["pdf.fonttype"] = 42
# The same picture is the same file.
mpl.rcParams["svg.hashsalt"] = "kpi"

_WHITE = "#FFFFFF"
Strokes = tuple[tuple[tuple[float, float], ...], ...]
# Marks of state in a box of 20: outline, face, colour, strokes inside. The same as those on screen.
MARKS: dict[str, tuple[str, str, str, Strokes]] = {
    "missed": ("square", BAD, _WHITE, (((6, 6), (14, 14)), ((14, 6), (6, 14)))),
    "late": ("diamond", BAD, _WHITE, (((10, 5), (10, 11)), ((10, 13), (10, 15.4)))),
    "unknown": ("square", _WHITE, INK, (((7.2, 8), (8, 6), (12, 6), (12.8, 8), (10, 12)), ((10, 13.8), (10, 15.4)))),
    "none": ("circle", _WHITE, INK, (((6, 10), (14, 10)),)),
    "before": ("circle", _WHITE, INK, (((10, 5), (10, 10), (13.4, 12)),)),
    "on_path": ("circle", _WHITE, ACTUAL, ()),
    "achieved": ("circle", ACTUAL, _WHITE, (((5.6, 10.4), (8.8, 13.4), (14.4, 7)),)),
}


def font(points: float) -> FontProperties:
    """Return the typeface in a size."""
    return FontProperties(fname=str(typeface()), size=points)


def step(points: float) -> float:
    """Return the distance of two lines, in millimetres."""
    return points * POINT * 1.44


def width(words: str, points: float) -> float:
    """Return how wide words are, in millimetres."""
    return advance(words) * points * POINT


def wrap(words: str, points: float, room: float) -> list[str]:
    """Break words into lines no wider than `room` millimetres; a single part that is wider stands alone."""
    return wrapped(words, room / (points * POINT))


def flow(parts: Iterable[str], between: str, points: float, room: float) -> list[str]:
    """Set parts one after another, `between` them on a line; a part is broken only where it fills more than a line."""
    lines: list[str] = []
    for part in parts:
        if lines and width(lines[-1] + between + part, points) <= room:
            lines[-1] += between + part
        else:
            lines += wrap(part, points, room)
    return lines


class Sheet:
    """A page of paper. Places are millimetres from its top left corner, sizes of letters are points."""

    def __init__(self, size: tuple[float, float] = A4) -> None:
        self.size = size
        self.figure = Figure(figsize=(size[0] / 25.4, size[1] / 25.4), dpi=144)
        self._page = self.figure.add_axes((0, 0, 1, 1))
        self._page.set_xlim(0, size[0])
        self._page.set_ylim(size[1], 0)
        self._page.set_axis_off()

    def text(self, x: float, y: float, words: str, points: float, colour: str = INK, align: str = "left") -> None:
        """Write one line; y is its base line."""
        self._page.text(
            x, y, words, fontproperties=font(points), color=colour, ha=align, va="baseline", parse_math=False
        )

    def paragraph(self, x: float, y: float, words: str, points: float, room: float, colour: str = INK) -> float:
        """Write lines, the first on the base line y; returns the base line that follows."""
        for line in wrap(words, points, room):
            self.text(x, y, line, points, colour)
            y += step(points)
        return y

    def panel(self, x: float, y: float, across: float, down: float, face: str) -> None:
        """Draw a card."""
        shape = "round,pad=0,rounding_size=2.4"
        self._page.add_patch(FancyBboxPatch((x, y), across, down, boxstyle=shape, facecolor=face, edgecolor="none"))

    def swatch(self, x: float, y: float, side: float, face: str, edge: str, hatch: str | None) -> None:
        """Draw a square of a legend."""
        style: dict[str, Any] = {"facecolor": face, "edgecolor": edge, "linewidth": 0.6, "hatch": hatch}
        self._page.add_patch(Rectangle((x, y), side, side, **style))

    def circle(self, x: float, y: float, across: float, face: str) -> None:
        """Draw a circle of a legend in the place of a square."""
        half = across / 2
        self._page.add_patch(Circle((x + half, y + half), half, facecolor=face, edgecolor="none"))

    def diamond(self, x: float, y: float, side: float, face: str, edge: str) -> None:
        """Draw a diamond of a legend in the place of a square."""
        half = side / 2
        corners = [(x + half, y), (x + side, y + half), (x + half, y + side), (x, y + half)]
        self._page.add_patch(Polygon(corners, closed=True, facecolor=face, edgecolor=edge, linewidth=1.2))

    def rule(self, x: float, y: float, across: float) -> None:
        """Draw a thin line."""
        self._page.plot((x, x + across), (y, y), color=GRID, linewidth=0.75, solid_capstyle="butt")

    def mark(self, x: float, y: float, state: str, size: float = 4.0) -> None:
        """Draw the mark of a state with its top left corner at a place."""
        outline, face, colour, strokes = MARKS[state]
        unit = size / 20
        edge = colour if face == _WHITE else face
        style: dict[str, Any] = {"facecolor": face, "edgecolor": edge, "linewidth": 1.0}
        centre = (x + size / 2, y + size / 2)
        if outline == "square":
            self._page.add_patch(Rectangle((x + unit, y + unit), size - 2 * unit, size - 2 * unit, **style))
        elif outline == "diamond":
            corners = [(x + size / 2, y), (x + size, y + size / 2), (x + size / 2, y + size), (x, y + size / 2)]
            self._page.add_patch(Polygon(corners, closed=True, **style))
        else:
            dashes = (0, (2, 1.4)) if state == "none" else "solid"
            self._page.add_patch(Circle(centre, size * 0.44, linestyle=dashes, **style))
        if state == "on_path":
            self._page.add_patch(Circle(centre, size * 0.21, facecolor=colour, edgecolor="none"))
        for stroke in strokes:
            xs, ys = (
                [at + unit * place for place in side]
                for at, side in zip((x, y), zip(*stroke, strict=True), strict=True)
            )
            self._page.plot(xs, ys, color=colour, linewidth=1.1, solid_capstyle="round")

    def axes(self, x: float, y: float, across: float, down: float) -> Axes:
        """Give a frame for a chart, with no frame drawn and horizontal grid lines only."""
        wide, high = self.size
        frame = self.figure.add_axes((x / wide, 1 - (y + down) / high, across / wide, down / high))
        frame.set_facecolor("none")
        for side in ("left", "right", "top"):
            frame.spines[side].set_visible(False)
        frame.spines["bottom"].set_color(NEUTRAL)
        frame.tick_params(length=0, pad=2.5, colors=NEUTRAL)
        return frame
