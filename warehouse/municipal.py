"""Reading the figures by body from a release."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import polars as pl

from warehouse.bodies import POPULATION, AreaFigures, Denominator, Gap, Period, universe
from warehouse.catalogue import Indicator
from warehouse.counted import Quotient
from warehouse.errors import InputError
from warehouse.release import Release


def mapped_indicators(release: Release, as_known_on: dt.date | None = None) -> list[Indicator]:
    """Return the indicators with current figures of municipalities, as known on a day, in the catalogue's order."""
    sql = """
    select distinct indicator_id from slice
    where level = 'municipality' and published_on <= coalesce($known, published_on)
    """
    found = {row[0] for row in release.connection.execute(sql, {"known": as_known_on}).fetchall()}
    return [one for one in release.catalogue.indicators.values() if one.municipal is not None and one.id in found]


def area_figures(
    release: Release, indicator: Indicator, *, breakdown: str | None = None, as_known_on: dt.date | None = None
) -> AreaFigures:
    """Read the current figures of an indicator by body.

    Args:
        release: The release.
        indicator: One with a `municipal` block.
        breakdown: Which one; None is the total, or the first where there is no total.
        as_known_on: Only what was published up to that day.

    Raises:
        InputError: The indicator is not counted by body.
    """
    if indicator.municipal is None:
        raise InputError(f"指標「{indicator.name_ja}」は、市区町村別の指標ではありません。")
    rows = release.observations([indicator.id], current=True, as_known_on=as_known_on).filter(
        pl.col("level") != "country"
    )
    breakdowns = tuple(rows["breakdown"].unique(maintain_order=True).sort())
    chosen = breakdown if breakdown is not None and breakdown in breakdowns else next(iter(breakdowns), "")
    rows = rows.filter(pl.col("breakdown") == chosen)
    periods = _periods(rows)
    stated = {period.code: _of(rows, period) for period in periods}
    within = [area.area_code for area in universe(indicator.municipal)]
    listed_all = indicator.municipal.unlisted_ja is not None
    values: dict[str, dict[str, float]] = {}
    gaps: dict[str, dict[str, Gap]] = {}
    for code, found in stated.items():
        here = {area: found[area] for area in within if area in found}
        values[code] = {area: value for area, value in here.items() if value is not None}
        if listed_all:
            values[code] |= {area: 0.0 for area in within if area not in here}
        gaps[code] = {area: "missing" if area in here else "absent" for area in within if area not in values[code]}
    return AreaFigures(
        indicator=indicator,
        breakdown=chosen,
        breakdowns=breakdowns,
        periods=periods,
        values=values,
        gaps=gaps,
        notes={period.code: _notes(rows, period) for period in periods},
        population=_population(release, as_known_on),
        counts=_counts(release, indicator.municipal.quotient),
        quotients=_quotients(release, indicator.municipal.quotient, chosen, periods, as_known_on),
    )


def _periods(rows: pl.DataFrame) -> tuple[Period, ...]:
    """The periods of the figures of municipalities, or where there are none of prefectures, from the oldest."""
    local = rows.filter(pl.col("level") == "municipality")
    grouped = (
        (local if local.height else rows)
        .group_by("fiscal_year")
        .agg(pl.col("as_of").max(), pl.col("publication_id").unique().sort())
    )
    found = [Period(row[0], row[1], tuple(row[2])) for row in grouped.sort("fiscal_year").iter_rows()]
    return tuple(found)


def _in(rows: pl.DataFrame, period: Period) -> pl.DataFrame:
    return rows.filter(pl.col("fiscal_year").eq_missing(pl.lit(period.fiscal_year, dtype=pl.Int16)))


def _of(rows: pl.DataFrame, period: Period) -> dict[str, float | None]:
    return dict(_in(rows, period).select("area_code", "value").iter_rows())


def _notes(rows: pl.DataFrame, period: Period) -> dict[str, str]:
    stated = _in(rows, period).filter(pl.col("note").is_not_null())
    return dict(stated.select("area_code", "note").iter_rows())


def _counts(release: Release, quotient: Quotient | None) -> tuple[Indicator, Indicator] | None:
    if quotient is None:
        return None
    return release.catalogue.indicator(quotient.numerator), release.catalogue.indicator(quotient.denominator)


def _quotients(
    release: Release,
    quotient: Quotient | None,
    breakdown: str,
    periods: Sequence[Period],
    as_known_on: dt.date | None,
) -> dict[str, dict[str, tuple[float, float]]]:
    if quotient is None:
        return {}
    wanted = [quotient.numerator, quotient.denominator]
    rows = release.observations(wanted, level="municipality", current=True, as_known_on=as_known_on).filter(
        pl.col("breakdown") == breakdown
    )
    found = {}
    for period in periods:
        over, under = (_of(rows.filter(pl.col("indicator_id") == one), period) for one in wanted)
        pairs = ((area, value, under.get(area)) for area, value in over.items())
        found[period.code] = {area: (one, two) for area, one, two in pairs if one is not None and two is not None}
    return found


def _population(release: Release, as_known_on: dt.date | None) -> tuple[Denominator, ...]:
    if POPULATION not in release.catalogue.indicators:
        return ()
    rows = release.observations([POPULATION], level="municipality", current=True, as_known_on=as_known_on)
    days: Sequence[dt.date] = rows.filter(pl.col("as_of").is_not_null())["as_of"].unique().sort().to_list()
    return tuple(
        Denominator(day, dict(rows.filter(pl.col("as_of") == day).select("area_code", "value").iter_rows()))
        for day in days
    )
