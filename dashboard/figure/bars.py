"""Bars from 0: breakdowns and rankings, and the parts of a whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from dashboard.figure.frame import broken
from dashboard.figure.labels import spread
from dashboard.figure.look import Look
from dashboard.figure.model import Bar, Chart
from dashboard.figure.scene import Box, Line, Scene, Shape, Words, rectangle
from dashboard.figure.sizes import Size
from dashboard.lettering import advance, unbroken

NAME_SHARE, MOST_COLUMNS = 0.46, 4
# The shortest room for bars in each of several columns, in ems.
SHORT_LEAST = 6.0
# What is left for bars where names and figures are very long.
BAR_LEAST = 3.0
# Rows get more air up to what looks like a list.
MOST_AIR = 2.2


@dataclass(frozen=True)
class _Grid:
    """How bars are set: letters, room for names, and the bars of each column with the lines of their names."""

    points: float
    names: float
    columns: tuple[tuple[tuple[Bar, tuple[str, ...]], ...], ...]
    air: float = 1.0

    def step(self, lines: Sequence[str]) -> float:
        """Height of a row."""
        return max(1.75, len(lines) * 1.22 + 0.5) * self.points * self.air

    @property
    def high(self) -> float:
        """Height of the longest column."""
        return max(sum(self.step(lines) for _, lines in column) for column in self.columns)

    @property
    def shown(self) -> list[Bar]:
        """The bars that have a place."""
        return [bar for column in self.columns for bar, _ in column]


def draw_bars(scene: Scene, chart: Chart, look: Look, size: Size, room: Box) -> None:
    """Draw bars below each other, in several columns where one is too long; those without room are counted."""
    grid = _grid(chart, size, room)
    bars = grid.shown
    low = min(0.0, *(bar.value for bar in bars))
    high = max(chart.full or 0.0, *(bar.value for bar in bars)) or 1.0
    scene.axis = (low, high)
    said = max(advance(bar.said) for bar in bars) * grid.points
    wide = _wide(len(grid.columns), size, room)
    for place, column in enumerate(grid.columns):
        left = room[0] + place * (wide + _gap(size))
        start, top = left + grid.names + grid.points * 0.6, room[1]
        for bar, lines in column:
            box = (left, top, left + wide, top + grid.step(lines))
            _draw_bar(scene, bar, lines, look, grid, box, start, said, (low, high))
            top = box[3]
        zero = _along(0, start, left + wide - said - grid.points * 0.5, (low, high), said)
        scene.add(Line(((zero, room[1]), (zero, top)), look.axis, 1.0, role="grid"))
    if len(bars) < len(chart.bars):
        words = chart.more_label.format(count=len(chart.bars) - len(bars))
        y = min(room[3], room[1] + grid.high + grid.points * 1.2)
        scene.add(Words(room[2], y, words, grid.points, look.quiet, "end", role="more"))
        scene.shortened.append(words)


def _gap(size: Size) -> float:
    return size.body * 1.6


def _wide(columns: int, size: Size, room: Box) -> float:
    return (room[2] - room[0] - _gap(size) * (columns - 1)) / columns


def _along(value: float, left: float, right: float, ends: tuple[float, float], said: float) -> float:
    """Place of a value between the ends of the bars; room for words is kept left of 0 where values are negative."""
    low, high = ends
    start = left + said if low < 0 else left
    return start + (value - low) / ((high - low) or 1) * (right - start)


def _grid(chart: Chart, size: Size, room: Box) -> _Grid:
    """Choose the largest letters and the fewest columns in which all bars have room; else as many as there is for."""
    down = room[3] - room[1]
    last = _tried(chart.bars, size.small, 1, size, room)
    for share in (1.5, 1.25, 1.0, 0.9, 0.0):
        points = max(size.small, size.body * share)
        # Letters larger than usual are for a few bars, which stand below each other.
        for columns in range(1, (MOST_COLUMNS if share <= 1 else 1) + 1):
            grid = _tried(chart.bars, points, columns, size, room)
            if grid is None:
                break
            if grid.high <= down:
                return replace(grid, air=min(MOST_AIR, down / grid.high))
            last = grid
    assert last is not None
    return _cut(last, [item for column in last.columns for item in column], down - last.points * 1.8)


def _cut(grid: _Grid, bars: Sequence[tuple[Bar, tuple[str, ...]]], down: float) -> _Grid:
    """Fill the columns from the top with as many bars as they hold."""
    columns: list[list[tuple[Bar, tuple[str, ...]]]] = [[]]
    high = 0.0
    for item in bars:
        step = grid.step(item[1])
        if high + step > down and columns[-1]:
            if len(columns) == len(grid.columns):
                break
            columns.append([])
            high = 0.0
        columns[-1].append(item)
        high += step
    return replace(grid, columns=tuple(tuple(column) for column in columns))


def _tried(bars: Sequence[Bar], points: float, columns: int, size: Size, room: Box) -> _Grid | None:
    """Set bars in so many columns; None where the bars would become too short to be compared."""
    wide = _wide(columns, size, room)
    names = min(max(advance(bar.name) for bar in bars) * points, wide * NAME_SHARE)
    said = max(advance(bar.said) for bar in bars) * points
    if columns > 1 and wide - names - said - points * 1.6 < points * SHORT_LEAST:
        return None
    # Names give way to figures that are very long.
    longest = max(advance(part.rstrip()) for bar in bars for part in unbroken(bar.name)) * points
    names = max(longest, min(names, wide - said - points * (1.6 + BAR_LEAST)))
    items = [(bar, tuple(broken(bar.name, points, names))) for bar in bars]
    grid = _Grid(points, names, (tuple(items),))
    most = grid.high / columns
    return replace(grid, columns=tuple(_split(grid, items, columns, most)))


def _split(
    grid: _Grid, items: Sequence[tuple[Bar, tuple[str, ...]]], columns: int, most: float
) -> list[tuple[tuple[Bar, tuple[str, ...]], ...]]:
    """Split bars into columns of about the same height, in their order."""
    found: list[list[tuple[Bar, tuple[str, ...]]]] = [[]]
    high = 0.0
    for item in items:
        step = grid.step(item[1])
        if found[-1] and high + step > most * 1.001 + step * 0.5 and len(found) < columns:
            found.append([])
            high = 0.0
        found[-1].append(item)
        high += step
    return [tuple(column) for column in found]


def _draw_bar(
    scene: Scene, bar: Bar, lines: Sequence[str], look: Look, grid: _Grid, box: Box, start: float, said: float,
    ends: tuple[float, float],
) -> None:  # fmt: skip
    points = grid.points
    middle = (box[1] + box[3]) / 2
    right = box[2] - said - points * 0.5
    y = middle - (len(lines) - 1) * points * 0.61 + points * 0.36
    for line in lines:
        scene.add(Words(start - points * 0.6, y, line, points, look.ink, "end", role="name"))
        y += points * 1.22
    half = min((box[3] - box[1]) * 0.32, points * 0.75)
    zero, end = (_along(value, start, right, ends, said) for value in (0.0, bar.value))
    face, edge, pattern = (look.band, look.actual, "") if bar.rest else (look.actual, None, "")
    if end != zero:
        outline = rectangle(min(zero, end), middle - half, max(zero, end), middle + half)
        width = 0.8 if edge else 0.0
        scene.add(Shape(outline, face, edge, width, pattern, f"{bar.name} {bar.said}", "bar"))
    anchor, at = ("end", end - points * 0.4) if bar.value < 0 else ("start", end + points * 0.4)
    scene.add(Words(at, middle + points * 0.36, bar.said, points, look.ink, anchor, bold=True, role="value"))


def draw_stacked(scene: Scene, chart: Chart, look: Look, size: Size, room: Box) -> None:
    """Draw a whole as one column, its parts named beside it with their figures."""
    down, across = room[3] - room[1], room[2] - room[0]
    points = max(size.small, size.body * min(1.3, down / (len(chart.bars) * size.body * 3.2)))
    whole = chart.full or sum(bar.value for bar in chart.bars)
    right, top = room[0] + min(across * 0.3, down * 0.9), room[1] + points * 1.7
    scene.axis = (0.0, whole)
    scene.add(Words(room[0], room[1] + points * 0.9, chart.total, points, look.ink, bold=True, role="total"))
    scale = (room[3] - top) / max(whole, sum(bar.value for bar in chart.bars))
    y, middles = top, []
    for place, bar in enumerate(chart.bars):
        face, edge, pattern = look.part(place)
        outline = rectangle(room[0], y, right, y + bar.value * scale)
        scene.add(Shape(outline, face, edge, 0.9, pattern, f"{bar.name} {bar.said}", "bar"))
        middles.append(y + bar.value * scale / 2)
        y += bar.value * scale
    scene.add(Shape(rectangle(room[0], top, right, room[3]), None, look.ink, 0.9, role="frame"))
    _name_parts(scene, chart.bars, middles, look, points, (right, top, room[2], room[3]), across * 0.07)


def _name_parts(
    scene: Scene, bars: Sequence[Bar], middles: Sequence[float], look: Look, points: float, room: Box, apart: float
) -> None:
    """Name the parts beside their column, each at its height or as near as can be, with a line to it."""
    x = room[0] + apart
    words_x = x + points * 1.2
    lines = [_part_lines(bar, points, room[2] - words_x, tight=False) for bar in bars]
    heights = [len(one) * points * 1.26 + points * 0.45 for one in lines]
    if tight := sum(heights) > room[3] - room[1]:
        lines = [_part_lines(bar, points, room[2] - words_x, tight=True) for bar in bars]
        heights = [len(one) * points * 1.3 for one in lines]
    wanted = [middle - high / 2 for middle, high in zip(middles, heights, strict=True)]
    for place, top in enumerate(spread(wanted, heights, room[1], room[3])):
        face, _, pattern = look.part(place)
        at, elbow = top + heights[place] / 2, room[0] + apart / 2
        leader = ((room[0], middles[place]), (elbow, middles[place]), (elbow, at), (x - points * 0.4, at))
        y, side = top + points * 1.05, points * 0.8
        scene.add(
            Line(leader, look.axis, 0.7, role="guide"),
            Shape(rectangle(x, y - side * 0.9, x + side, y + side * 0.1), face, look.axis, 0.6, pattern, role="swatch"),
        )
        for number, line in enumerate(lines[place]):
            is_value = not tight and number == len(lines[place]) - 1
            role = "value" if is_value else "name"
            scene.add(Words(words_x, y, line, points, look.ink, bold=is_value, role=role))
            y += points * 1.26


def _part_lines(bar: Bar, points: float, room: float, *, tight: bool) -> list[str]:
    """Name and figure below each other, or where there is little room one after the other."""
    if tight:
        return broken(f"{bar.name}\u3000{bar.said}", points, room)
    return [*broken(bar.name, points, room), *broken(bar.said, points, room)]
