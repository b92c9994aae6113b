"""Observations as charts take them: as lines, as rows of a table, and with the notes that must stand beneath them."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from dashboard.figure.model import Series, YearPoint
from dashboard.figure.numbers import Numbers
from dashboard.formats import period, short_period
from dashboard.observations import Figures, Point
from dashboard.text import Text
from dashboard.values import unit_of
from warehouse.catalogue import Indicator
from warehouse.eras import era_year


def numbers_of(indicator: Indicator, text: Text, scale: str = "plain") -> Numbers:
    """Return how figures of an indicator are written."""
    return Numbers(unit_of(indicator, text).strip(), text.lang, indicator.decimals, scale)


def series_of(name: str, points: Sequence[Point], numbers: Numbers, revised: Collection[int] = ()) -> Series:
    """Turn observations into a line."""
    return Series(name, tuple(_year(point, numbers, revised) for point in points), numbers.unit)


def _year(point: Point, numbers: Numbers, revised: Collection[int]) -> YearPoint:
    year = point.fiscal_year or 0
    return YearPoint(
        year,
        point.value,
        numbers.said(point.value, approximate=point.approximate),
        numbers.short(point.value, approximate=point.approximate),
        point.approximate,
        point.is_provisional,
        year in revised,
    )


def as_of(found: Figures, newest: Point, text: Text) -> str:
    """Return the period of the newest figure, in words."""
    when = period(newest.fiscal_year, newest.as_of, text, by_day=found.shows_day)
    return when + text("values.provisional_suffix") if newest.is_provisional else when


def sources(points: Sequence[Point]) -> list[str]:
    """Return the publications of figures, the newest figure's first."""
    return list(dict.fromkeys(point.publication_id for point in reversed(points)))


def phrases(indicator: Indicator, text: Text) -> tuple[str, ...]:
    """Return names in which digits are no figures."""
    found = [text.pick(indicator, field) for field in ("name", "short", "definition", "denominator")]
    return tuple(filter(None, found))


def notes(indicator: Indicator, years: Sequence[Point], text: Text) -> list[str]:
    """Return notes on breaks, absent years and denominators."""
    shown = [point.fiscal_year or 0 for point in years]
    found = [
        text("values.numbered_break", number=number, note=text.pick(item, "note"))
        for number, item in enumerate(indicator.breaks, start=1)
        if shown[0] < item.fiscal_year <= shown[-1]
    ]
    if gap := absent(years, text):
        found.append(gap)
    return [*found, *denominator(indicator, text)]


def absent(years: Sequence[Point], text: Text) -> str:
    """Return the note on years without a figure inside a series; empty where there are none."""
    shown = {point.fiscal_year or 0 for point in years}
    gaps = [short_period(year, None, text) for year in range(min(shown), max(shown)) if year not in shown]
    return text("chart.absent", years=text("chart.absent_join").join(gaps)) if gaps else ""


def denominator(indicator: Indicator, text: Text) -> list[str]:
    """Return the note on what 100 % is."""
    said = text.pick(indicator, "denominator")
    return [text("chart.denominator", denominator=said)] if said else []


def marked(points: Sequence[Point], text: Text) -> list[str]:
    """Return the notes that mark provisional and approximate figures."""
    found = []
    provisional = [point for point in points if point.is_provisional]
    if provisional:
        years = dict.fromkeys(short_period(point.fiscal_year, point.as_of, text) for point in provisional)
        found.append(text("press.provisional_note", years=text("chart.absent_join").join(years)))
    if any(point.approximate for point in points):
        found.append(text("press.approximate_note"))
    return found


def row(indicator: Indicator, point: Point, series: str, text: Text, *, role: str = "actual") -> dict[str, object]:
    """Return a figure as a row of the table of what is drawn."""
    return {
        "indicator_id": indicator.id,
        "series": series,
        "role": role,
        "area_code": point.area_code,
        "area_name": point.area_name,
        "fiscal_year": point.fiscal_year,
        "era_year": era_year(point.fiscal_year) if point.fiscal_year is not None else None,
        "as_of": point.as_of,
        "breakdown": point.breakdown,
        "value": point.value,
        "unit": indicator.unit,
        "approximate": point.approximate,
        "obs_status": point.obs_status,
        "publication_id": point.publication_id,
    }
