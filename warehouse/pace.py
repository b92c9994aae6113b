"""The pace of late, where it would lead, and how far such a continuation has been off in the past.

All of it stays inside one segment of a series: the years between two breaks of its definition.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from warehouse.methods import exact

MEAN_YEARS = 3
# Beyond this many years a continued pace says nothing that a reader could use.
FARTHEST = 100
# A band is to hold four years out of five.
COVERAGE = Fraction(4, 5)


@dataclass(frozen=True)
class Pace:
    """A change per year over `years` years up to the newest value; `reached` is the fiscal year of the target.

    `reached` is None where the pace leads away from the target, stands still, or needs more than `FARTHEST` years.
    """

    years: int
    per_year: float
    reached: int | None


@dataclass(frozen=True)
class Step:
    """A year of the continuation: its value, and the band that its own past errors give (None: too few of them)."""

    fiscal_year: int
    value: float
    low: float | None
    high: float | None
    errors: int


def segment(series: Mapping[int, float], breaks: Sequence[int], year: int) -> dict[int, float]:
    """Return the years that are comparable with `year`: from the last break up to it, until the next one."""
    start = max((at for at in breaks if at <= year), default=None)
    end = min((at for at in breaks if at > year), default=None)
    return {
        one: value
        for one, value in series.items()
        if (start is None or one >= start) and (end is None or one < end) and one <= year
    }


def last_year(comparable: Mapping[int, float], year: int, goal: float | None) -> Pace | None:
    """Return the change from the year before; None where that year has no comparable value."""
    return _pace(comparable, year, 1, goal)


def recent_mean(comparable: Mapping[int, float], year: int, goal: float | None) -> Pace | None:
    """Return the mean change of the last three years, of two where no third is comparable; else None."""
    return next(filter(None, (_pace(comparable, year, years, goal) for years in range(MEAN_YEARS, 1, -1))), None)


def _pace(comparable: Mapping[int, float], year: int, years: int, goal: float | None) -> Pace | None:
    if year not in comparable or year - years not in comparable:
        return None
    now = exact(comparable[year])
    per_year = (now - exact(comparable[year - years])) / years
    reached = None
    if goal is not None and per_year != 0:
        needed = (exact(goal) - now) / per_year
        # A target that has been reached already is not reached again.
        if 0 < needed <= FARTHEST:
            reached = year + math.ceil(needed)
    return Pace(years, float(per_year), reached)


def continuation(
    series: Mapping[int, float],
    breaks: Sequence[int],
    year: int,
    mean: Pace | None,
    until: int | None,
    bounds: tuple[float | None, float | None] = (None, None),
) -> list[Step]:
    """Continue the mean pace up to a fiscal year, within the bounds of the indicator. No forecast: a calculation.

    The band of h years ahead: the same calculation is made at every past year for h years ahead, inside one segment
    each. Of its n absolute errors the ⌈(n + 1) × 4/5⌉-th smallest is the half width (the split-conformal interval; it
    assumes that coming errors are like past ones, and no distribution). Fewer than four errors give no band. A year
    further ahead never has a narrower band, and none after a year without one.
    """
    if mean is None or until is None:
        return []
    steps: list[Step] = []
    width: float | None = 0.0
    for ahead in range(1, until - year + 1):
        value = float(exact(series[year]) + exact(mean.per_year) * ahead)
        errors = past_errors(series, breaks, mean.years, ahead)
        half = half_width(errors)
        width = None if half is None or width is None else max(width, half)
        low, high = (None, None) if width is None else (_within(value - width, bounds), _within(value + width, bounds))
        steps.append(Step(year + ahead, _within(value, bounds), low, high, len(errors)))
    return steps


def past_errors(series: Mapping[int, float], breaks: Sequence[int], years: int, ahead: int) -> list[float]:
    """Return the absolute errors of the same calculation made in the past, oldest first."""
    errors = []
    for origin in sorted(series):
        comparable = segment(series, breaks, origin + ahead)
        if {origin - years, origin, origin + ahead} <= comparable.keys():
            mean = (exact(comparable[origin]) - exact(comparable[origin - years])) / years
            errors.append(float(abs(exact(comparable[origin + ahead]) - exact(comparable[origin]) - mean * ahead)))
    return errors


def half_width(errors: Sequence[float]) -> float | None:
    """Return the half width of the band, or None where the errors are too few to cover four out of five."""
    rank = math.ceil((len(errors) + 1) * COVERAGE)
    return sorted(errors)[rank - 1] if 0 < rank <= len(errors) else None


def _within(value: float, bounds: tuple[float | None, float | None]) -> float:
    low, high = bounds
    if low is not None:
        value = max(value, low)
    return value if high is None else min(value, high)
