"""The figures of a line over the years: their points, with as many labels as have room, the newest the largest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from dashboard.figure.axes import Plane
from dashboard.figure.labels import Placer, around
from dashboard.figure.look import Look
from dashboard.figure.model import Chart, YearPoint
from dashboard.figure.scene import Disc, Scene, Words
from dashboard.figure.sizes import Size
from dashboard.text import Text
from warehouse.eras import era_year


def draw_points(
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


def last_lines(chart: Chart, look: Look, size: Size, share: float) -> tuple[Words, Words]:
    """Return the newest figure in two lines, when and how much; their places are still to be found."""
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
        found = placer.put(_beside(last_lines(chart, look, size, share), *places[-1], size))
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
