"""Small charts as images with their labels beside them as text: light, sharp, and legible with the page's own font.

An image cannot use the page's font, so words never stand inside it; they are placed over it in per cent of its size.
"""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.markup import Element, div, el
from dashboard.theme import ACTUAL, AXIS, BAND, INK, NEUTRAL

Points = Sequence[tuple[float, float]]


@dataclass(frozen=True)
class Label:
    """Words over a chart; `anchor` says which point of the text lies at (x, y): start, middle, end."""

    x: float
    y: float
    text: str
    anchor: str = "start"
    style: str = ""


@dataclass(frozen=True)
class Scale:
    """Maps years and values to the picture; values start at 0."""

    left: float
    right: float
    top: float
    bottom: float
    first: float
    last: float
    highest: float

    def at(self, year: float, value: float) -> tuple[float, float]:
        """Place of a value in the picture."""
        width = self.last - self.first or 1
        x = self.left + (year - self.first) / width * (self.right - self.left)
        return x, self.bottom - value / (self.highest or 1) * (self.bottom - self.top)


def _line(points: Points, colour: str, width: float, dashed: bool = False) -> Element:
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    dash = "2 3" if dashed else None
    return el(
        "polyline",
        points=path,
        fill="none",
        stroke=colour,
        stroke_width=str(width),
        stroke_linejoin="round",
        stroke_dasharray=dash,
    )


def _width(words: str) -> float:
    """Room that a label needs, generously: a full-width letter is as wide as it is high."""
    return sum(15 if ord(letter) > 0x2000 else 9 for letter in words)


def _dot(place: tuple[float, float], radius: float) -> Element:
    return el("circle", cx=f"{place[0]:.1f}", cy=f"{place[1]:.1f}", r=str(radius), fill=ACTUAL)


def _series(scale: Scale, series: Points, width: float) -> list[Element]:
    """Draw a series; a year without a figure leaves a gap, because nothing is known of it."""
    runs: list[list[tuple[float, float]]] = []
    for place in series:
        if not runs or place[0] - runs[-1][-1][0] > 1:
            runs.append([])
        runs[-1].append(place)
    lines = [_line([scale.at(*place) for place in run], ACTUAL, width) for run in runs if len(run) > 1]
    return lines + [_dot(scale.at(*run[0]), width) for run in runs if len(run) == 1]


def _diamond(place: tuple[float, float], size: float) -> Element:
    x, y = place
    corners = f"{x},{y - size} {x + size},{y} {x},{y + size} {x - size},{y}"
    return el("polygon", points=corners, fill="#FFFFFF", stroke=INK, stroke_width="2")


def data_uri(width: float, height: float, *shapes: Element) -> str:
    """Return a picture as an address that an image element can show."""
    svg = el("svg", *shapes, xmlns="http://www.w3.org/2000/svg", viewBox=f"0 0 {width:g} {height:g}")
    return "data:image/svg+xml;base64," + base64.b64encode(str(svg).encode()).decode("ascii")


def picture(width: float, height: float, shapes: Sequence[Element], labels: Sequence[Label], alt: str) -> Element:
    """Build a chart: the picture with its alternative text, and labels that a screen reader need not hear twice."""
    image = el("img", src=data_uri(width, height, *shapes), alt=alt, width=int(width), height=int(height))
    words = (
        el(
            "span",
            label.text,
            class_=f"at-{label.anchor} {label.style}".strip(),
            aria_hidden="true",
            style=f"left:{label.x / width * 100:.1f}%;top:{label.y / height * 100:.1f}%",
        )
        for label in labels
    )
    return div("sketch", image, words)


def _year_labels(scale: Scale, first: float, last: float, end: float, names: dict[int, str]) -> list[Label]:
    """Name the first, last and target year under the axis; the last gives way where there is no room for both."""
    places = {year: scale.at(year, 0)[0] for year in (first, last, end)}
    room = places[end] - places[last]
    need = (_width(names[int(last)]) + _width(names[int(end)])) * 0.75
    push = 0.0 if last == end else max(0.0, (need - room) / 2)
    shown = {first: places[first], end: places[end] + push}
    if push <= 10:
        shown.setdefault(last, places[last] - push)
    return [Label(x, 134, names[int(year)], "middle", "axis") for year, x in shown.items()]


def trend(
    series: Points,
    *,
    target: tuple[float, float] | None,
    base: tuple[float, float] | None,
    year_name: dict[int, str],
    value_name: str,
    first_name: str,
    target_name: str,
    alt: str,
) -> Element:
    """Draw a card's trend: the series, the target as a diamond and the straight path to it from the base year."""
    last = series[-1]
    end = max(last[0], target[0]) if target else last[0]
    highest = max([value for _, value in series] + ([target[1]] if target else []))
    scale = Scale(10, 280 - _width(target_name if target else value_name), 22, 118, series[0][0], end, highest)
    shapes = [_line([(4, 118), (300, 118)], AXIS, 1)]
    labels: list[Label] = []
    if target:
        goal = scale.at(*target)
        shapes.append(_line([(4, goal[1]), (goal[0] - 7, goal[1])], AXIS, 1, dashed=True))
        if base:
            shapes.append(_line([scale.at(*base), goal], NEUTRAL, 1.5))
        labels.append(Label(goal[0] + 12, goal[1], target_name, "start", "strong"))
    shapes += _series(scale, series, 2.5)
    here = scale.at(*last)
    if len(series) <= 3:
        shapes += [_dot(scale.at(*place), 4) for place in series[:-1]]
        labels.append(Label(scale.at(*series[0])[0] + 8, scale.at(*series[0])[1] + 8, first_name, "start", "actual"))
    shapes.append(_dot(here, 4.5))
    labels.append(Label(here[0] + 9, here[1] + 9, value_name, "start", "actual"))
    labels += _year_labels(scale, series[0][0], last[0], target[0] if target else last[0], year_name)
    if target:
        shapes.append(_diamond(scale.at(*target), 6))
    return picture(300, 144, shapes, labels, alt)


def against_target(
    value: float, target: float, *, value_name: str, target_name: str, alt: str, is_target: bool = True
) -> Element:
    """Draw a single value as a bar from 0 against its target, or against the whole of which it is a share."""
    highest = max(value, target) or 1
    left, right = 2.0, 284.0
    end, goal = (left + amount / highest * (right - left) for amount in (value, target))
    shapes = [
        el("rect", x=str(left), y="36", width=f"{goal - left:.1f}", height="32", fill=BAND, stroke=AXIS),
        el("rect", x=str(left), y="36", width=f"{max(end - left, 1):.1f}", height="32", fill=ACTUAL),
    ]
    if is_target:
        shapes += [_line([(goal, 22), (goal, 76)], INK, 2), _diamond((goal, 18), 6)]
    labels = [
        Label(goal - 14 if is_target else goal, 18, target_name, "end", "strong" if is_target else "axis"),
        Label(end - 10, 52, value_name, "end", "inverse")
        if end > 70
        else Label(end + 8, 52, value_name, "start", "actual"),
        Label(left, 88, "0", "start", "axis"),
    ]
    return picture(300, 100, shapes, labels, alt)


def sparkline(series: Points, alt: str) -> Element:
    """Draw a table cell's trend from 0."""
    scale = Scale(3, 121, 5, 25, series[0][0], series[-1][0], max(value for _, value in series))
    shapes = [
        _line([(3, 27), (126, 27)], AXIS, 1),
        *_series(scale, series, 2),
        _dot(scale.at(*series[-1]), 3.5),
    ]
    return el("img", src=data_uri(130, 30, *shapes), alt=alt, width=130, height=30, class_="sparkline")
