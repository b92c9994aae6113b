"""The figures of a map as it writes them, as a table, and as numbers that words may name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dashboard.figure.model import Area, Fact, LegendEntry
from dashboard.figure.numbers import Numbers
from dashboard.press import facts
from warehouse.bodies import Period


def short_of(numbers: Numbers, value: float) -> str:
    """Write a figure for a tile: without its unit, but % is kept."""
    return numbers.short(value) + ("%" if numbers.unit.startswith("%") else "")


def facts_of(areas: Sequence[Area], legend: Sequence[LegendEntry], period: Period, unit: str) -> tuple[Fact, ...]:
    """Return the numbers of a map that words may name: its values, the counts of its legend, and its period."""
    found = [facts.value(area.value, area.name, unit) for area in areas if area.value is not None]
    found += [Fact(entry.areas, "count", entry.label) for entry in legend]
    known = [area.value for area in areas if area.value is not None]
    found += [Fact(len(areas), "count", "n"), Fact(len(known), "count", "known")]
    found.append(Fact(sum(value == max(known) for value in known), "count", "highest"))
    if period.fiscal_year is not None:
        found.append(Fact(period.fiscal_year, "year", "period"))
    if period.as_of is not None:
        found += [facts.of_day(period.as_of), Fact(period.as_of.year, "year", "as of")]
    return tuple(found)


def rows_of(
    indicator_id: str, areas: Sequence[Area], legend: Sequence[LegendEntry], period: Period, unit: str
) -> tuple[Mapping[str, object], ...]:
    """Return the figures of a map as a table; an area without a figure has a row without a value."""
    return tuple(
        {
            "indicator_id": indicator_id,
            "area_code": area.code,
            "area_name": area.name,
            "fiscal_year": period.fiscal_year,
            "as_of": period.as_of,
            "value": area.value,
            "unit": unit,
            "class": legend[area.step].label if area.step >= 0 else "",
            "publication_ids": " ".join(period.publication_ids),
        }
        for area in areas
    )
