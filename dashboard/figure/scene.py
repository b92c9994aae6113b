"""A chart with everything in its place: lines, shapes and words in points from the top left corner of the picture.

What is written here is what leaves the house, so the checks before it does (size of letters, contrast, overlap, what
stands beneath the chart) read this and not the file.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
from matplotlib.path import Path as Outline

from dashboard.lettering import advance

# How far letters rise above their base line and reach below it, in ems.
RISE, DROP = 0.80, 0.13
Box = tuple[float, float, float, float]
Places = tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Words:
    """One line of text; `y` is its base line, `anchor` says which point of it lies at `x`: start, middle or end."""

    x: float
    y: float
    words: str
    points: float
    colour: str
    anchor: str = "start"
    bold: bool = False
    # What it is for: title, subtitle, value, axis, foot, ...
    role: str = ""

    @property
    def width(self) -> float:
        """How long it is."""
        return advance(self.words) * self.points

    @property
    def box(self) -> Box:
        """Left, top, right, bottom."""
        left = self.x - {"start": 0.0, "middle": 0.5, "end": 1.0}[self.anchor] * self.width
        return left, self.y - RISE * self.points, left + self.width, self.y + DROP * self.points


@dataclass(frozen=True)
class Line:
    """A line through places. `dash` are lengths of line and gap in points, empty for a solid one."""

    places: Places
    colour: str
    width: float
    dash: tuple[float, ...] = ()
    role: str = ""


@dataclass(frozen=True)
class Shape:
    """A filled outline. `pattern` is drawn over the face in the colour of the edge: one of `PATTERNS`, or empty."""

    outline: Outline
    face: str | None
    edge: str | None = None
    width: float = 0.0
    pattern: str = ""
    said: str = ""
    role: str = ""

    @property
    def box(self) -> Box:
        """Left, top, right, bottom."""
        places = np.asarray(self.outline.vertices)
        low, high = places.min(axis=0), places.max(axis=0)
        return float(low[0]), float(low[1]), float(high[0]), float(high[1])


@dataclass(frozen=True)
class Disc:
    """A circle."""

    x: float
    y: float
    radius: float
    face: str
    edge: str | None = None
    width: float = 0.0
    said: str = ""
    role: str = ""


Item = Words | Line | Shape | Disc
PATTERNS = ("", "/", "\\", "x", ".", "-", "|", "+", "o")


@dataclass
class Scene:
    """A picture in the order in which it is drawn."""

    width: float
    height: float
    background: str
    items: list[Item] = field(default_factory=list)
    # The ends of the axis of values; None where there is no such axis.
    axis: tuple[float, float] | None = None
    # Notes that had no room, in the order in which they were left out.
    left_out: list[str] = field(default_factory=list)
    # What was drawn only in part, in words, such as the number of bars left out.
    shortened: list[str] = field(default_factory=list)

    def add(self, *items: Item) -> None:
        """Draw something over what is there."""
        self.items += items

    @property
    def words(self) -> Iterator[Words]:
        """Every line of text."""
        return (item for item in self.items if isinstance(item, Words))


def rectangle(left: float, top: float, right: float, bottom: float) -> Outline:
    """Return the outline of a rectangle."""
    return polygon((left, top), (right, top), (right, bottom), (left, bottom))


def polygon(*places: tuple[float, float]) -> Outline:
    """Return a closed outline."""
    return Outline([*places, places[0]], closed=True)


def diamond(x: float, y: float, size: float) -> Outline:
    """Return a square that stands on a corner; `size` is half its width."""
    return polygon((x, y - size), (x + size, y), (x, y + size), (x - size, y))
