"""Breakdowns, rankings and regional figures as horizontal bars with their figures as text."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from dashboard.marks import bar
from dashboard.markup import Element, div, el
from dashboard.observations import Figures, Point
from dashboard.text import Text
from dashboard.values import point_quantity

SHOWN = 12
RESTATED = "再掲"
_LAST = ("その他", "不明", "無回答", "わからない")


@dataclass(frozen=True)
class BarItem:
    """One bar: its name, its value from 0 and the value as text."""

    name: str
    value: float
    said: str


def is_rest(name: str) -> bool:
    """Whether a breakdown is what is left over or unknown, which stands last."""
    return name.rsplit("/", 1)[-1].startswith(_LAST)


def ranked(points: Sequence[Point]) -> list[Point]:
    """Order breakdowns by size within their parent; その他 and 不明 come last; restated figures are left out."""
    first: dict[str, float] = {}
    shown = [point for point in points if RESTATED not in point.breakdown]
    for point in shown:
        parent = point.breakdown.rpartition("/")[0]
        first[parent] = max(first.get(parent, 0), point.value)

    def place(point: Point) -> tuple[float, str, bool, float]:
        parent = point.breakdown.rpartition("/")[0]
        return (-first[parent], parent, is_rest(point.breakdown), -point.value)

    return sorted(shown, key=place)


def breakdown_items(found: Figures, text: Text) -> list[BarItem]:
    """The newest breakdowns as bars."""
    return [
        BarItem(point.breakdown.replace("/", "／"), point.value, str(point_quantity(point, found.indicator, text)))
        for point in ranked(found.breakdowns)
    ]


def area_items(found: Figures, points: Sequence[Point], names: Mapping[str, str], text: Text) -> list[BarItem]:
    """Values of areas as bars, the largest first."""
    ordered = sorted(points, key=lambda point: (-point.value, point.area_code))
    return [
        BarItem(names[point.area_code], point.value, str(point_quantity(point, found.indicator, text)))
        for point in ordered
    ]


def bars(items: Sequence[BarItem], more: Callable[[int], str], highest: float | None = None) -> Element:
    """Draw bars to one scale; those beyond the first dozen open on demand."""
    top = highest or max((item.value for item in items), default=0) or 1

    def line(item: BarItem) -> Element:
        return el(
            "li",
            el("span", item.name, class_="bar-name"),
            bar(item.value / top),
            el("b", item.said, class_="bar-value"),
        )

    rest = items[SHOWN:]
    shown = el("ul", *(line(item) for item in items[:SHOWN]), class_="bars")
    if not rest:
        return shown
    return div(
        "",
        shown,
        el("details", el("summary", more(len(rest))), el("ul", *(line(item) for item in rest), class_="bars")),
    )
