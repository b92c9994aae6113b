"""An indicator over the years, with its target and the required path."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dashboard.figure import axes
from dashboard.figure.axes import Plane
from dashboard.figure.labels import Placer
from dashboard.figure.look import Look
from dashboard.figure.model import Chart, YearPoint
from dashboard.figure.scene import Box, Line, Scene, Words
from dashboard.figure.sizes import Size
from dashboard.figure.trend_goal import draw_goal, goal_lines
from dashboard.figure.trend_points import draw_points, last_lines
from dashboard.text import Text
from warehouse.errors import InputError

# The largest share of the width that the words beside a target may take.
GOAL_SHARE = 0.3
# From this share of the largest figure on the newest is near the upper edge.
NEAR_TOP = 0.8
# The least height of lines, in letters of the body.
LEAST_HIGH = 2.5


def draw_trend(scene: Scene, chart: Chart, look: Look, size: Size, room: Box) -> None:
    """Draw an indicator's years with its target and the required path.

    The newest figure and the target are named at their places; where that is too narrow, in a line above the chart.
    """
    goal = goal_lines(chart.goal, look, size)
    across = max((words.width for words in goal), default=0.0) if chart.goal and chart.goal.year else 0.0
    for headed in (False, True):
        if not headed and across > GOAL_SHARE * (room[2] - room[0]):
            continue
        trial = Scene(scene.width, scene.height, scene.background)
        if _draw(
            trial, chart, look, size, room, () if headed else goal, across=0.0 if headed else across, headed=headed
        ):
            break
    scene.add(*trial.items)
    scene.axis = trial.axis


def _draw(
    scene: Scene, chart: Chart, look: Look, size: Size, room: Box, goal: Sequence[Words], *, across: float, headed: bool
) -> bool:  # fmt: skip
    """Draw the chart; returns whether the newest figure found a place."""
    if headed:
        room = _draw_head(scene, chart, look, size, room)
    plane, ticks, left = _plane(chart, size, room, across, headed=headed)
    end = plane.right + size.body * 0.6
    axes.draw_levels(scene, plane, ticks, chart.numbers, look, size, left, end)
    placer = Placer((left, room[1], room[2], plane.bottom - 1))
    draw_years(scene, chart, look, size, plane, room)
    _draw_breaks(scene, chart, look, size, plane, placer)
    _draw_path(scene, chart, look, plane, placer)
    runs = runs_of(chart.series[0].points, plane)
    for run in runs:
        placer.block_line(run)
    if chart.goal is not None:
        draw_goal(scene, chart, chart.goal, goal, look, size, plane, room, placer)
    for run in runs:
        scene.add(Line(tuple(run), look.actual, size.body * 0.2, role="series"))
    return draw_points(scene, chart, look, size, plane, placer, named=headed)


def _draw_head(scene: Scene, chart: Chart, look: Look, size: Size, room: Box) -> Box:
    """Write the newest figure and the target above the chart; returns the room that is left."""
    last = [replace(words, x=room[0]) for words in last_lines(chart, look, size, 1.6)]
    goal = goal_lines(chart.goal, look, size)
    widths = [max((words.width for words in block), default=0.0) for block in (last, goal)]
    side_by_side = sum(widths) + size.body * 1.5 <= room[2] - room[0]
    ends = [room[1], room[1]]
    for place, block in enumerate((last, goal)):
        y = room[1] if side_by_side or place == 0 else ends[0] + size.body * 0.4
        for words in block:
            y += words.points * 1.3
            at = replace(words, x=room[2], anchor="end") if place and side_by_side else replace(words, x=room[0])
            scene.add(replace(at, y=y - words.points * 0.3))
        ends[place] = y
    return room[0], max(ends) + size.body * 0.3, room[2], room[3]


def _plane(chart: Chart, size: Size, room: Box, across: float, *, headed: bool) -> tuple[Plane, list[float], float]:
    values = [point.value for point in chart.series[0].points]
    if chart.goal is not None:
        values.append(chart.goal.value)
    top = room[1] + size.body * (2.2 if chart.breaks else 1.2)
    if not chart.goal and values[-1] >= NEAR_TOP * max(values) and not headed:
        # The newest figure stands above its point, which is near the upper edge.
        top = room[1] + min(size.body * 4.1, 0.32 * (room[3] - room[1]))
    bottom = room[3] - axes.axis_points(size) * (2.7 if chart.lang == "ja" else 1.5)
    ticks = axes.value_range(values, bottom - top, size)
    if bottom - top < LEAST_HIGH * size.body:
        raise InputError(Text(chart.lang)("press.no_room", size=size.code))
    left = room[0] + axes.gutter(ticks, chart.numbers, size)
    first, last = chart.years
    right = room[2] - (across + size.body * 1.2 if across else size.body * 1.6)
    inner = left + max(size.body * 1.2, 0.03 * (right - left))
    return Plane(inner, top, right, bottom, first, last, ticks[0], ticks[-1]), ticks, left


def runs_of(points: Sequence[YearPoint], plane: Plane) -> list[list[tuple[float, float]]]:
    """Return the places of a series in stretches without a gap: nothing is known of a year without a figure."""
    runs: list[list[tuple[float, float]]] = []
    before: int | None = None
    for point in points:
        if before is None or point.year - before > 1:
            runs.append([])
        runs[-1].append(plane.at(point.year, point.value))
        before = point.year
    return runs


def draw_years(scene: Scene, chart: Chart, look: Look, size: Size, plane: Plane, room: Box) -> None:
    """Name the years beneath a chart: the ends, the newest and the target in full."""
    years = range(plane.first, plane.last + 1)
    must = {years[0], *(series.last.year for series in chart.series)}
    if chart.goal is not None and chart.goal.year is not None:
        must.add(chart.goal.year)
    y = plane.bottom + axes.axis_points(size) * 1.25
    found = axes.year_words(years, must, plane, chart.lang, look, size, y, room)
    scene.add(*found)
    if chart.year_suffix:
        right = max((words.box[2] for words in found if words.y == y), default=plane.right)
        points = axes.axis_points(size)
        suffix = Words(right + points * 0.5, y, chart.year_suffix, points, look.ink, role="year")
        if suffix.box[2] <= room[2]:
            scene.add(suffix)


def _draw_breaks(scene: Scene, chart: Chart, look: Look, size: Size, plane: Plane, placer: Placer) -> None:
    for item in chart.breaks:
        x = plane.x(item.year - 0.5)
        points = max(size.small, size.body * 0.9)
        words = Words(x, plane.top - size.body * 0.5, item.number, points, look.quiet, "middle", role="break")
        scene.add(Line(((x, plane.top - size.body * 0.3), (x, plane.bottom)), look.path, 0.8, (1.5, 2.5), role="break"))
        placer.block_line(((x, plane.top), (x, plane.bottom)))
        if placer.is_free([words]):
            placer.block(words.box)
            scene.add(words)


def _draw_path(scene: Scene, chart: Chart, look: Look, plane: Plane, placer: Placer) -> None:
    if chart.path is None or chart.base is None:
        return
    places = tuple(plane.at(year, value) for year, value in chart.path.places)
    scene.add(Line(places, look.path, 1.2, role="path"))
    placer.block_line(places)
