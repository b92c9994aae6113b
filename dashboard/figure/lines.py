"""Several series compared, and small charts of a programme side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import ceil

from dashboard.figure import axes
from dashboard.figure.axes import Plane
from dashboard.figure.frame import broken
from dashboard.figure.labels import Placer, around, spread
from dashboard.figure.look import Look
from dashboard.figure.marks import draw_mark
from dashboard.figure.model import Chart, Panel, Series
from dashboard.figure.scene import DROP, RISE, Box, Disc, Line, Scene, Shape, Words, diamond
from dashboard.figure.sizes import Size
from dashboard.figure.trend import LEAST_HIGH, draw_years, runs_of
from dashboard.text import Text
from warehouse.eras import era_short
from warehouse.errors import InputError

# Below this width the names of series stand above the chart, not at the ends of the lines.
BESIDE_FROM, NAME_SHARE = 300.0, 0.3
PANEL_RATIO = 1.55


def draw_comparison(scene: Scene, chart: Chart, look: Look, size: Size, room: Box) -> None:
    """Draw several series of one unit, each named at its end, or above the chart where that is too narrow."""
    points = max(size.small, size.body * 0.95)
    bottom = room[3] - axes.axis_points(size) * (2.7 if chart.lang == "ja" else 1.5)
    across = NAME_SHARE * (room[2] - room[0])
    high = sum(_name_high(series, points, across) for series in chart.series)
    beside = room[2] - room[0] >= BESIDE_FROM and high <= bottom - room[1]
    top = room[1] + size.body if beside else _legend(scene, chart, look, size, room)
    if bottom - top < LEAST_HIGH * size.body:
        raise InputError(Text(chart.lang)("press.no_room", size=size.code))
    values = [point.value for series in chart.series for point in series.points]
    ticks = axes.value_range(values, bottom - top, size)
    left = room[0] + axes.gutter(ticks, chart.numbers, size)
    right = room[2] - (across + size.body * 1.4 if beside else size.body * 2.0)
    first, last = chart.years
    plane = Plane(left + size.body * 1.2, top, right, bottom, first, last, ticks[0], ticks[-1])
    axes.draw_levels(scene, plane, ticks, chart.numbers, look, size, left, right + size.body * 0.6)
    draw_years(scene, chart, look, size, plane, room)
    placer = Placer((left, room[1], room[2], bottom - 1))
    for place, series in enumerate(chart.series):
        _draw_line(scene, series, place, look, size, plane, placer)
    if beside:
        _draw_names(scene, chart.series, look, size, plane, room, across)
        return
    for place, series in enumerate(chart.series):
        words = Words(0, 0, series.last.said, points, look.line(place)[0], bold=True, role="value")
        x, y = plane.at(series.last.year, series.last.value)
        scene.add(*(placer.put(around(x, y, words, size.body * 0.6)) or ()))


def _name_high(series: Series, points: float, across: float) -> float:
    """Height of a name with its newest figure, at the end of a line."""
    return (len(broken(series.name, points, across)) + 1.15) * points * 1.28 + points * 0.5


def _draw_line(scene: Scene, series: Series, place: int, look: Look, size: Size, plane: Plane, placer: Placer) -> None:
    colour, dash, mark = look.line(place)
    unit = size.body / 12
    for run in runs_of(series.points, plane):
        scene.add(Line(tuple(run), colour, size.body * 0.17, tuple(one * unit for one in dash), role="series"))
        placer.block_line(run)
    for point in series.points:
        x, y = plane.at(point.year, point.value)
        draw_mark(scene, mark, x, y, size.body * 0.26, colour, look.ground, f"{series.name} {point.year} {point.said}")


def _legend(scene: Scene, chart: Chart, look: Look, size: Size, room: Box) -> float:
    """Name the series above the chart, one below the other; returns where the chart begins."""
    points, y = max(size.small, size.body * 0.95), room[1]
    sample = points * 2.4
    for place, series in enumerate(chart.series):
        colour, dash, mark = look.line(place)
        middle = y + points * 0.62
        scene.add(Line(((room[0], middle), (room[0] + sample, middle)), colour, size.body * 0.17,
                       tuple(one * size.body / 12 for one in dash), role="series"))  # fmt: skip
        draw_mark(scene, mark, room[0] + sample / 2, middle, size.body * 0.26, colour, look.ground, "")
        for line in broken(series.name, points, room[2] - room[0] - sample - points):
            y += points * 1.3
            scene.add(Words(room[0] + sample + points * 0.6, y - points * 0.35, line, points, look.ink, role="legend"))
    return y + size.body * 1.6


def _draw_names(
    scene: Scene, every: Sequence[Series], look: Look, size: Size, plane: Plane, room: Box, across: float
) -> None:
    """Write name and newest figure at the end of each line; those that would touch are moved apart."""
    points = max(size.small, size.body * 0.95)
    x = room[2] - across
    blocks = []
    for place, series in enumerate(every):
        colour = look.line(place)[0]
        lines = [Words(x, 0, line, points, look.ink, role="legend") for line in broken(series.name, points, across)]
        lines.append(Words(x, 0, series.last.said, points * 1.15, colour, bold=True, role="value"))
        blocks.append((plane.at(series.last.year, series.last.value), lines, colour))
    blocks.sort(key=lambda block: block[0][1])
    heights = [sum(one.points * 1.28 for one in lines) + points * 0.5 for _, lines, _ in blocks]
    wanted = [at[1] - high / 2 for (at, _, _), high in zip(blocks, heights, strict=True)]
    for ((end_x, end_y), lines, colour), top, high in zip(
        blocks, spread(wanted, heights, room[1], plane.bottom), heights, strict=True
    ):
        middle = top + high / 2
        start = end_x + size.body * 0.5
        if abs(middle - end_y) > points * 0.4 or start < x - size.body * 1.5:
            scene.add(Line(((start, end_y), (x - size.body * 0.4, middle)), colour, 0.7, role="guide"))
        y = top + points * 0.25
        for one in lines:
            y += one.points * 1.28
            scene.add(replace(one, y=y - one.points * 0.3))


def draw_multiples(scene: Scene, chart: Chart, look: Look, size: Size, room: Box) -> None:
    """Draw small charts in a grid, as many as can be read in the room that there is."""
    least = (size.small * 11, size.small * 7.5)
    whole = room
    if _fitting(room, least, size) < len(chart.panels):
        # A line beneath says how many are left out.
        room = (room[0], room[1], room[2], room[3] - size.small * 1.6)
    across, down = room[2] - room[0], room[3] - room[1]
    gap = size.body * 1.1
    most_columns = max(1, int((across + gap) / (least[0] + gap)))
    most_rows = max(1, int((down + gap) / (least[1] + gap)))
    shown = chart.panels[: most_columns * most_rows]
    columns = min(range(1, most_columns + 1), key=lambda count: _misfit(count, len(shown), across, down, most_rows))
    rows = ceil(len(shown) / columns)
    wide, high = (across - gap * (columns - 1)) / columns, (down - gap * (rows - 1)) / rows
    for place, panel in enumerate(shown):
        left, top = room[0] + place % columns * (wide + gap), room[1] + place // columns * (high + gap)
        _draw_panel(scene, panel, chart, look, size, (left, top, left + wide, top + high))
    if len(shown) < len(chart.panels):
        words = chart.more_label.format(count=len(chart.panels) - len(shown))
        scene.add(Words(whole[2], whole[3] - DROP * size.small, words, size.small, look.quiet, "end", role="more"))
        scene.shortened.append(words)


def _fitting(room: Box, least: tuple[float, float], size: Size) -> int:
    """How many panels that can be read a room holds."""
    gap = size.body * 1.1
    across, down = room[2] - room[0], room[3] - room[1]
    return max(1, int((across + gap) / (least[0] + gap))) * max(1, int((down + gap) / (least[1] + gap)))


def _misfit(columns: int, count: int, across: float, down: float, most_rows: int) -> float:
    rows = ceil(count / columns)
    if rows > most_rows:
        return 1000.0 + rows
    empty = columns * rows - count
    return abs((across / columns) / (down / rows) - PANEL_RATIO) + 0.25 * empty


def _draw_panel(scene: Scene, panel: Panel, chart: Chart, look: Look, size: Size, room: Box) -> None:
    points = size.small
    y = room[1] + RISE * points
    for line in broken(panel.title, points, room[2] - room[0])[:2]:
        scene.add(Words(room[0], y, line, points, look.ink, bold=True, role="panel"))
        y += points * 1.25
    series = panel.series
    values = [point.value for point in series.points] + ([panel.goal.value] if panel.goal else [])
    low, high = min(0.0, *values), max(0.0, *values) or 1.0
    bottom = room[3] - points * 1.45
    years = [point.year for point in series.points] + ([panel.goal.year] if panel.goal and panel.goal.year else [])
    plane = Plane(room[0] + points * 0.6, y + points * 0.9, room[2] - points * 0.8, bottom, min(years), max(years), low,
                  high)  # fmt: skip
    zero = plane.y(0)
    scene.add(Line(((room[0], zero), (room[2], zero)), look.axis, 0.9, role="grid"))
    scene.axis = (0.0, 1.0) if scene.axis is None and low == 0 else scene.axis or (low, high)
    placer = Placer((room[0], y - points, room[2], bottom - 1))
    if panel.goal is not None and panel.goal.year is not None:
        at = plane.at(panel.goal.year, panel.goal.value)
        scene.add(Shape(diamond(*at, points * 0.35), look.ground, look.ink, 1.2, role="goal"))
        placer.block((at[0] - points * 0.4, at[1] - points * 0.4, at[0] + points * 0.4, at[1] + points * 0.4))
    for run in runs_of(series.points, plane):
        scene.add(Line(tuple(run), look.actual, points * 0.2, role="series"))
        placer.block_line(run)
    rising = len(series.points) < 2 or series.points[-1].value >= series.points[-2].value
    for is_last in (True, False):
        point = series.points[-1 if is_last else 0]
        x, at_y = plane.at(point.year, point.value)
        scene.add(Disc(x, at_y, points * (0.32 if is_last else 0.22), look.actual, said=point.said, role="point"))
        if is_last or len(series.points) > 1:
            words = Words(0, 0, point.said if is_last else point.short, points, look.actual, bold=is_last, role="value")
            scene.add(*(placer.put(_near(x, at_y, words, points, room, rising=rising, is_last=is_last)) or ()))
    _panel_years(scene, plane, chart, look, points, room)


def _near(
    x: float, y: float, words: Words, points: float, room: Box, *, rising: bool, is_last: bool
) -> list[tuple[Words]]:
    """Places of a label around a point, then above and below it at its own side of the panel."""
    found = list(around(x, y, words, points * 0.55, rising=rising))
    side, anchor = (room[2], "end") if is_last else (room[0], "start")
    for off in (0.6, 1.4, 2.2, 3.0):
        for base in (y - points * off, y + points * (off + 0.75)):
            found.append((replace(words, x=side, y=base, anchor=anchor),))
    return found


def _panel_years(scene: Scene, plane: Plane, chart: Chart, look: Look, points: float, room: Box) -> None:
    y = room[3] - DROP * points
    for year, anchor, x in ((plane.first, "start", room[0]), (plane.last, "end", room[2])):
        name = era_short(year) + Text("ja")("press.western", year=year) if chart.lang == "ja" else str(year)
        words = Words(x, y, name, points, look.quiet, anchor, role="year")
        if words.width * 2 > room[2] - room[0]:
            words = replace(words, words=era_short(year) if chart.lang == "ja" else str(year))
        scene.add(words)
