"""The numbers that words about a chart may name, gathered from the figures that it draws."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from itertools import pairwise

from dashboard.figure.model import Bar, Fact, YearPoint
from dashboard.observations import Point
from dashboard.target_card import TargetView


def value(amount: float, about: str, unit: str) -> Fact:
    """Return a fact about an amount in the unit of a chart; a percentage is one of those that read with %."""
    return Fact(amount, "percent" if unit.startswith("%") else "value", about)


def of_years(points: Sequence[YearPoint], unit: str) -> list[Fact]:
    """Return the values of a series, its years, and the differences and ratios between its years."""
    found: list[Fact] = [Fact(len(points), "count", "n")]
    for point in points:
        found += [value(point.value, str(point.year), unit), Fact(point.year, "year", str(point.year))]
    steps = [*pairwise(points), (points[0], points[-1])] if len(points) > 1 else []
    for early, late in steps:
        about = f"{early.year}–{late.year}"
        # A difference of shares is in points, which read without %.
        found.append(Fact(abs(late.value - early.value), "value", about))
        found.append(Fact(late.year - early.year, "count", about))
        if early.value:
            found.append(Fact(abs(late.value / early.value - 1) * 100, "percent", about))
            found.append(Fact(late.value / early.value, "ratio", about))
    return found


def of_target(view: TargetView | None, unit: str) -> list[Fact]:
    """Return the numbers of a target and of the way to it."""
    if view is None:
        return []
    status = view.status
    amounts = (status.target_value, status.value, status.base_value)
    mean = status.mean
    differences = (status.gap, status.needed_per_year, status.change, mean.per_year if mean else None)
    years = (status.target_fiscal_year, status.base_fiscal_year, status.fiscal_year, status.previous_fiscal_year)
    counts = (status.remaining_years, mean.years if mean else None)
    found = [value(amount, "target", unit) for amount in amounts if amount is not None]
    found += [Fact(abs(amount), "value", "target") for amount in differences if amount is not None]
    found += [Fact(year, "year", "target") for year in years if year is not None]
    found += [Fact(count, "count", "target") for count in counts if count is not None]
    if status.level_share is not None:
        found.append(Fact(status.level_share * 100, "percent", "target"))
    if status.target_value and status.path_value is not None and status.value is not None:
        found.append(Fact(abs(status.value - status.path_value), "value", "path"))
    return found


def of_bars(bars: Sequence[Bar], unit: str) -> list[Fact]:
    """Return the values of bars, their number, and what share of their sum each is where they are amounts."""
    found: list[Fact] = [value(bar.value, bar.name, unit) for bar in bars]
    return [*found, Fact(len(bars), "count", "n")]


def of_periods(points: Iterable[Point]) -> list[Fact]:
    """Return the fiscal years and days of figures."""
    found: dict[tuple[str, int], Fact] = {}
    for point in points:
        if point.fiscal_year is not None:
            found[("year", point.fiscal_year)] = Fact(point.fiscal_year, "year", "period")
        if point.as_of is not None:
            found |= {("day", point.as_of.toordinal()): of_day(point.as_of)}
    return list(found.values())


def of_day(day: dt.date) -> Fact:
    """Return a fact about a day."""
    return Fact(day.toordinal(), "day", "as of")
