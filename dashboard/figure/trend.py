"""Lines over the years: one indicator against its target, and several compared."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from dashboard.figure import axes
from dashboard.figure.axes import Plane
from dashboard.figure.labels import Placer, around
from dashboard.figure.look import Look
from dashboard.figure.model import Chart, Goal, YearPoint
from dashboard.figure.scene import Box, Disc, Line, Scene, Shape, Words, diamond
from dashboard.figure.sizes import Size
from dashboard.text import Text
from warehouse.eras import era_year
from warehouse.errors import InputError

# The largest share of the width that the words beside a target may take.
GOAL_SHARE = 0.3
GOAL_MARK = 6.0
# From this share of the largest figure on the newest is near the upper edge.
NEAR_TOP = 0.8
# The least height of lines, in letters of the body.
LEAST_HIGH = 2.5


def draw_trend(scene: Scene, chart: Chart, look: Look, size: Size, room: Box) -> None:
    """Draw an indicator's years with its target and the required path.

    The newest figure and the target are named at their places; where that is too narrow, in a line above the chart.
    """
    goal = _goal_lines(chart.goal, look, size)
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
        _draw_goal(scene, chart, chart.goal, goal, look, size, plane, room, placer)
    for run in runs:
        scene.add(Line(tuple(run), look.actual, size.body * 0.2, role="series"))
    return _draw_points(scene, chart, look, size, plane, placer, named=headed)


def _draw_head(scene: Scene, chart: Chart, look: Look, size: Size, room: Box) -> Box:
    """Write the newest figure and the target above the chart; returns the room that is left."""
    last = [replace(words, x=room[0]) for words in _last_lines(chart, look, size, 1.6)]
    goal = _goal_lines(chart.goal, look, size)
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


def _goal_lines(goal: Goal | None, look: Look, size: Size) -> list[Words]:
    """The words of a target from the top: when, what, how far, how fast. Their places are still to be found."""
    if goal is None:
        return []
    body, large = max(size.small, size.body), max(size.small, size.body * 1.5)
    found = [(goal.when, body, look.quiet, False), (goal.label, large, look.ink, True)]
    found += [(goal.gap, max(size.small, size.body * 1.2), look.bad, True), (goal.pace, body, look.ink, False)]
    return [
        Words(0, 0, words, points, colour, bold=bold, role="goal") for words, points, colour, bold in found if words
    ]


def _draw_goal(
    scene: Scene, chart: Chart, goal: Goal, words: Sequence[Words], look: Look, size: Size, plane: Plane, room: Box,
    placer: Placer,
) -> None:  # fmt: skip
    """Draw a target's mark and what is missing to it, and its words if they stand here."""
    y = plane.y(goal.value)
    if goal.year is None:
        scene.add(Line(((plane.left, y), (plane.right, y)), look.ink, 1.0, (4.0, 3.0), role="goal"))
        placer.block_line(((plane.left, y), (plane.right, y)))
        placed = [replace(one, x=plane.left, y=y - size.body * 0.5) for one in words if one.words == goal.label]
    else:
        x, mark = plane.x(goal.year), GOAL_MARK * size.body / 12
        last = chart.series[0].last
        if goal.gap:
            _draw_gap(scene, plane.at(last.year, last.value), (x, y), look, size)
        scene.add(Shape(diamond(x, y, mark), look.ground, look.ink, 1.6, said=goal.label, role="goal"))
        placer.block((x - mark, y - mark, x + mark, y + mark))
        placed = _stacked(words, room, plane, x + mark + size.body * 0.5, y)
    scene.add(*placed)
    placer.block(*(one.box for one in placed))


def _stacked(words: Sequence[Words], room: Box, plane: Plane, x: float, y: float) -> list[Words]:
    """Set the words of a target below each other beside its mark."""
    if not words:
        return []
    high = sum(one.points * 1.3 for one in words)
    top = min(max(room[1], y - words[0].points * 1.7), plane.bottom - high)
    found = []
    for one in words:
        top += one.points * 1.3
        found.append(replace(one, x=x, y=top - one.points * 0.3))
    return found


def _draw_gap(scene: Scene, here: tuple[float, float], goal: tuple[float, float], look: Look, size: Size) -> None:
    """A bracket between the level of the newest figure and the target."""
    x, y = goal
    sign = 1 if here[1] > y else -1
    start, half = y + sign * GOAL_MARK * size.body / 12 * 1.3, size.body * 0.32
    if sign * (here[1] - start) <= 0:
        return
    if x > here[0]:
        scene.add(Line((here, (x, here[1])), look.axis, 0.8, role="guide"))
    scene.add(
        Line(((x, start), (x, here[1])), look.bad, 1.8, role="gap"),
        Line(((x - half, here[1]), (x + half, here[1])), look.bad, 1.8, role="gap"),
    )


def _draw_points(
    scene: Scene, chart: Chart, look: Look, size: Size, plane: Plane, placer: Placer, *, named: bool
) -> bool:
    """Draw the figures with as many labels as have room; the newest is left out where it is `named` elsewhere."""
    points = chart.series[0].points
    radius = size.body * 0.22
    places = [plane.at(point.year, point.value) for point in points]
    for point, (x, y) in zip(points, places, strict=True):
        is_last = point is points[-1]
        round_ = radius * 1.8 if is_last else radius
        is_base = chart.base is not None and point.year == chart.base.year
        face, edge = (look.ground, look.actual) if is_base or point.provisional else (look.actual, None)
        scene.add(Disc(x, y, round_ * (1.3 if edge else 1), face, edge, 1.4 if edge else 0.0,
                       f"{point.year}  {point.said}", "point"))  # fmt: skip
        placer.block((x - round_, y - round_, x + round_, y + round_))
    last = () if named else _last_label(chart, look, size, places, placer)
    scene.add(*last)
    # The ends and the turns first; the others where there is room.
    for place in _by_weight(points):
        words = _point_words(chart, points[place], look, size)
        rising = place == 0 or points[place].value >= points[place - 1].value
        found = placer.put(around(*places[place], words, radius + size.body * 0.28, rising=rising))
        scene.add(*(found or ()))
    return named or bool(last)


def _point_words(chart: Chart, point: YearPoint, look: Look, size: Size) -> Words:
    text, said = Text(chart.lang), point.short
    if point.revised:
        said += text("press.in_brackets", words=text("chart.revised_mark"))
    if point.provisional:
        said += text("press.in_brackets", words=chart.provisional_word)
    return Words(0, 0, said, max(size.small, size.body * 0.95), look.ink, role="value")


def _by_weight(points: Sequence[YearPoint]) -> list[int]:
    """Return the places of all points but the last, those that must not be missed first."""
    rest = range(len(points) - 1)
    high = max(rest, key=lambda place: points[place].value, default=0)
    low = min(rest, key=lambda place: points[place].value, default=0)
    first = [place for place in dict.fromkeys((0, high, low, len(points) - 2)) if place in rest]
    first += [place for place in rest if points[place].provisional and place not in first]
    return first + [place for place in reversed(rest) if place not in first]


def _last_lines(chart: Chart, look: Look, size: Size, share: float) -> tuple[Words, Words]:
    point = chart.series[0].last
    large, small = max(size.small, size.body * share), max(size.small, size.body * min(1.0, share))
    return (
        Words(0, 0, _when(chart, point), small, look.actual, bold=True, role="last"),
        Words(0, 0, point.said, large, look.actual, bold=True, role="last"),
    )


def _last_label(
    chart: Chart, look: Look, size: Size, places: Sequence[tuple[float, float]], placer: Placer
) -> Sequence[Words]:
    """The newest figure, large, with its year: it is placed before the others, and shrinks if it must."""
    for share in (1.9, 1.6, 1.35, 1.1, 1.0):
        found = placer.put(_beside(_last_lines(chart, look, size, share), *places[-1], size))
        if found:
            return found
    return ()


def _when(chart: Chart, point: YearPoint) -> str:
    when = era_year(point.year) if chart.lang == "ja" else f"FY{point.year}"
    return f"{when} {chart.provisional_word}" if point.provisional else when


def _beside(both: tuple[Words, Words], x: float, y: float, size: Size) -> Iterator[tuple[Words, Words]]:
    """Yield places of a label of two lines around a point, farther and farther away."""
    when, value = both
    high = value.points * 1.1
    for gap in (0.9, 1.2, 1.6, 2.4, 3.4, 4.6, 6.0, 8.0):
        off = size.body * gap
        near = size.body * 0.3
        sides = (
            ("end", x + near),
            ("middle", x),
            ("end", x - off),
            ("start", x - near),
            ("end", x + 4 * near),
            ("start", x + off),
        )
        for anchor, at in sides:  # fmt: skip
            for base in (y - off, y + off + high + when.points * 0.9):
                yield (
                    replace(when, x=at, y=base - high, anchor=anchor),
                    replace(value, x=at, y=base, anchor=anchor),
                )
