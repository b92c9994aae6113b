"""The frame of years and values: lines of the grid from 0, names of years by era and Western calendar."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from dashboard.figure.labels import overlap
from dashboard.figure.look import Look
from dashboard.figure.numbers import Numbers, levels
from dashboard.figure.scene import Box, Line, Scene, Words
from dashboard.figure.sizes import Size
from dashboard.lettering import advance
from dashboard.text import Text
from warehouse.eras import era_parts

STRIDES = (1, 2, 3, 5, 10, 20)


@dataclass(frozen=True)
class Plane:
    """Maps years and values to places in the picture."""

    left: float
    top: float
    right: float
    bottom: float
    first: int
    last: int
    low: float
    high: float

    def x(self, year: float) -> float:
        """Place of a year."""
        if self.last == self.first:
            return (self.left + self.right) / 2
        return self.left + (year - self.first) / (self.last - self.first) * (self.right - self.left)

    def y(self, value: float) -> float:
        """Place of a value."""
        return self.bottom - (value - self.low) / ((self.high - self.low) or 1) * (self.bottom - self.top)

    def at(self, year: float, value: float) -> tuple[float, float]:
        """Place of a value of a year."""
        return self.x(year), self.y(value)


def level_count(high: float, size: Size) -> int:
    """Return how many lines of the grid a height has room for."""
    return max(2, min(5, int(high / (size.body * 3.4))))


def value_range(values: Iterable[float], high: float, size: Size) -> list[float]:
    """Return the round values of the axis, which holds 0."""
    found = list(values)
    return levels(min(found), max(found), level_count(high, size))


def gutter(ticks: Sequence[float], numbers: Numbers, size: Size) -> float:
    """Return the room that the names of values need at the left."""
    return max(advance(numbers.level(tick)) for tick in ticks) * axis_points(size) + size.body * 0.6


def axis_points(size: Size) -> float:
    """Letters of the axes."""
    return max(size.small, size.body * 0.95)


def draw_levels(
    scene: Scene,
    plane: Plane,
    ticks: Sequence[float],
    numbers: Numbers,
    look: Look,
    size: Size,
    left: float,
    right: float,
) -> None:
    """Draw the lines of the grid and name their values at the left."""
    points = axis_points(size)
    apart = abs(plane.y(ticks[1]) - plane.y(ticks[0])) if len(ticks) > 1 else points * 2
    # Where lines stand close, not all of them are named; 0 always is.
    every, zero = max(1, math.ceil(points * 1.2 / max(apart, 0.1))), ticks.index(0.0) if 0.0 in ticks else 0
    for place, tick in enumerate(ticks):
        y = plane.y(tick)
        is_zero = tick == 0
        colour, thick = (look.axis, 1.1) if is_zero else (look.grid, 0.8)
        scene.add(Line(((left, y), (right, y)), colour, thick, role="grid"))
        at = left - size.body * 0.45
        if (place - zero) % every:
            continue
        scene.add(Words(at, y + 0.33 * points, numbers.level(tick), points, look.quiet, "end", role="axis"))
    scene.axis = (min(plane.low, ticks[0]), plane.high)


def _name(year: int, lang: str, *, full: bool) -> str:
    if lang != "ja":
        return str(year)
    era, number = era_parts(year)
    return era + number if full or _is_first_of_era(year) else number


def _is_first_of_era(year: int) -> bool:
    return era_parts(year)[0] != era_parts(year - 1)[0]


def year_words(
    years: Sequence[int], must: Collection[int], plane: Plane, lang: str, look: Look, size: Size, y: float, room: Box
) -> list[Words]:  # fmt: skip
    """Return the names of years under the axis: the ends and the target in full, others as many as have room.

    Full names stand over the Western year.
    """
    points = axis_points(size)
    order = [year for year in sorted(must, key=lambda year: (year != max(must), year)) if year in years]
    found: list[Words] = []
    taken: list[Box] = []

    def words_of(year: int, *, full: bool) -> list[Words]:
        lines = [
            Words(plane.x(year), y, _name(year, lang, full=full), points, look.ink, "middle", bold=full, role="year")
        ]
        if full and lang == "ja":
            western, small = Text(lang)("press.western", year=year), max(size.small, points * 0.9)
            lines.append(Words(plane.x(year), y + points * 1.25, western, small, look.quiet, "middle", role="year"))
        return [_shifted(line, room) for line in lines]

    def fits(lines: list[Words]) -> bool:
        air = points * 0.22
        boxes = [(b[0] - air, b[1], b[2] + air, b[3]) for b in (line.box for line in lines)]
        return not any(overlap(box, other) for box in boxes for other in taken)

    for year in order:
        if fits(lines := words_of(year, full=True)):
            found += lines
            taken += [line.box for line in lines]
    eras = [year for year in years if year not in order and _is_first_of_era(year)] if lang == "ja" else []
    for year in eras:
        if fits(lines := words_of(year, full=True)):
            found += lines
            taken += [line.box for line in lines]
    named = {*order, *eras}
    rest = [year for year in years if year not in named]
    for stride in STRIDES:
        tried = [words_of(year, full=False) for year in rest if (year - years[0]) % stride == 0]
        kept = [lines for lines in tried if fits(lines)]
        if len(kept) >= 0.6 * len(tried) and _apart(kept, points):
            found += [line for lines in kept for line in lines]
            break
    return found


def _shifted(words: Words, room: Box) -> Words:
    """Keep a name inside the picture."""
    left, _, right, _ = words.box
    push = max(0.0, room[0] - left) - max(0.0, right - room[2])
    return Words(words.x + push, words.y, words.words, words.points, words.colour, words.anchor, words.bold, words.role)


def _apart(kept: Sequence[Sequence[Words]], points: float) -> bool:
    boxes = sorted(lines[0].box for lines in kept)
    return all(right[0] - left[2] > points * 0.3 for left, right in pairwise(boxes))
