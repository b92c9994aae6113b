"""The observations of an indicator, sorted into what a page shows: a series, its latest value, breakdowns, areas."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import Any

import polars as pl

from warehouse.catalogue import Indicator
from warehouse.release import Release


@dataclass(frozen=True)
class Point:
    """One current observation."""

    fiscal_year: int | None
    as_of: dt.date | None
    value: float
    breakdown: str
    area_code: str
    area_name: str
    level: str
    approximate: bool
    obs_status: str
    publication_id: str
    published_on: dt.date | None
    locator: str
    as_printed: str
    note: str

    @property
    def order(self) -> tuple[int, dt.date]:
        """Sorts by period; a figure without a period comes first."""
        return (self.fiscal_year or 0, self.as_of or dt.date.min)

    @property
    def is_provisional(self) -> bool:
        """Marked 速報値 by its publisher."""
        return self.obs_status == "P"


@dataclass(frozen=True)
class Change:
    """A difference to an earlier value. `ratio` is None where the earlier value is 0."""

    value: float
    ratio: float | None
    earlier: Point
    is_yearly: bool
    is_approximate: bool
    is_broken: bool


@dataclass(frozen=True)
class Figures:
    """An indicator with its current observations."""

    indicator: Indicator
    points: tuple[Point, ...]

    @property
    def shows_day(self) -> bool:
        """Whether its period is a day rather than a fiscal year."""
        return self.indicator.period == "point"

    @cached_property
    def country(self) -> tuple[Point, ...]:
        """Totals of the country by period, those without a period first."""
        return tuple(
            sorted((p for p in self.points if p.level == "country" and not p.breakdown), key=lambda p: p.order)
        )

    @cached_property
    def yearly(self) -> tuple[Point, ...]:
        """Totals of the country, one a fiscal year."""
        return tuple(point for point in self.country if point.fiscal_year is not None)

    @cached_property
    def latest(self) -> Point | None:
        """The newest total of the country."""
        return self.country[-1] if self.country else None

    @cached_property
    def breakdowns(self) -> tuple[Point, ...]:
        """Breakdowns of the country in the newest period that has any, as the source lists them."""
        parts = [p for p in self.points if p.level == "country" and p.breakdown]
        newest = max((part.fiscal_year or 0 for part in parts), default=0)
        return tuple(part for part in parts if (part.fiscal_year or 0) == newest)

    @cached_property
    def all_breakdowns(self) -> tuple[Point, ...]:
        """Breakdowns of the country in every period."""
        return tuple(p for p in self.points if p.level == "country" and p.breakdown)

    def at_level(self, level: str) -> tuple[Point, ...]:
        """Totals of prefectures or municipalities in their newest period, in order of code."""
        local = [p for p in self.points if p.level == level and not p.breakdown]
        newest = max((point.fiscal_year or 0 for point in local), default=0)
        return tuple(sorted((p for p in local if (p.fiscal_year or 0) == newest), key=lambda p: p.area_code))

    @cached_property
    def change(self) -> Change | None:
        """The difference of the latest value to the one before it."""
        return change_at(self, len(self.yearly) - 1)


def change_at(figures: Figures, position: int) -> Change | None:
    """Return the difference of a year's value to the year before it in the series; None for the first."""
    if position < 1:
        return None
    later, earlier = figures.yearly[position], figures.yearly[position - 1]
    difference = later.value - earlier.value
    breaks = {item.fiscal_year for item in figures.indicator.breaks}
    years = range((earlier.fiscal_year or 0) + 1, (later.fiscal_year or 0) + 1)
    return Change(
        value=difference,
        ratio=difference / earlier.value if earlier.value else None,
        earlier=earlier,
        is_yearly=len(years) == 1,
        is_approximate=later.approximate or earlier.approximate,
        is_broken=any(year in breaks for year in years),
    )


def _point(row: dict[str, Any]) -> Point:
    return Point(
        fiscal_year=row["fiscal_year"],
        as_of=row["as_of"],
        value=row["value"],
        breakdown=row["breakdown"] or "",
        area_code=row["area_code"],
        area_name=row["area_name"],
        level=row["level"],
        approximate=bool(row["approximate"]),
        obs_status=row["obs_status"],
        publication_id=row["publication_id"],
        published_on=row["published_on"],
        locator=row["locator"] or "",
        as_printed=row["as_printed"] or "",
        note=row["note"] or "",
    )


def to_points(frame: pl.DataFrame) -> tuple[Point, ...]:
    """Turn rows of `Release.observations` into points; a missing value is no point."""
    return tuple(_point(row) for row in frame.iter_rows(named=True) if row["value"] is not None)


def read_figures(
    release: Release,
    indicators: Iterable[Indicator],
    *,
    as_known_on: dt.date | None = None,
    level: str | None = None,
) -> list[Figures]:
    """Return the current observations of each indicator, in the given order; one query for all of them."""
    wanted = list(indicators)
    ids = [indicator.id for indicator in wanted]
    frame = release.observations(indicators=ids, current=True, as_known_on=as_known_on, level=level)
    rows = sorted(frame.iter_rows(named=True), key=lambda row: str(row["indicator_id"]))
    found = {
        key: tuple(_point(row) for row in group if row["value"] is not None)
        for key, group in groupby(rows, key=lambda row: str(row["indicator_id"]))
    }
    return [Figures(indicator, found.get(indicator.id, ())) for indicator in wanted]
