"""What データ offers to choose from, and the slice that a choice is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from dashboard.context import LATEST, Context
from dashboard.places import area_names
from warehouse import queries
from warehouse.slices import Slice

ANY = "any"
EVERY = "all"
ROWS = ("current", "every")


@dataclass(frozen=True)
class Choices:
    """The options of a release, in the language of the page."""

    context: Context

    @property
    def usual_indicators(self) -> list[str]:
        """What is shown to a reader who has chosen nothing: the first indicator that has a target."""
        catalogue = self.context.release.catalogue
        found = (one.indicator_id for one in catalogue.targets if one.kpi and one.indicator_id)
        return [next(found, next(iter(catalogue.indicators)))]

    @cached_property
    def years(self) -> list[int]:
        """Fiscal years that have values, newest first."""
        return queries.fiscal_years(self.context.release.connection)

    @cached_property
    def days(self) -> list[str]:
        """`latest` and the days on which something was published, newest first."""
        published = self.context.release.publications()["published_on"].drop_nulls()
        days = {day.isoformat() for day in published}
        known_on = self.context.known_on
        return [LATEST, *sorted(days | ({known_on.isoformat()} if known_on else set()), reverse=True)]

    def breakdowns(self, indicators: tuple[str, ...]) -> list[str]:
        """Labels of breakdowns of some indicators; of all where none is named."""
        return [one for one in queries.known_breakdowns(self.context.release.connection, indicators or None) if one]

    @cached_property
    def _areas(self) -> dict[str, tuple[str, str | None]]:
        frame = self.context.release.areas()
        rows = frame.select("area_code", "level", "prefecture_code", "valid_to").iter_rows()
        return {code: (level, prefecture) for code, level, prefecture, end in rows if end is None and level != "ward"}

    @cached_property
    def areas(self) -> list[str]:
        """Codes of the country, the prefectures and the municipalities in use."""
        return list(self._areas)

    @cached_property
    def prefectures(self) -> list[str]:
        """Codes of the prefectures."""
        return [code for code, (level, _) in self._areas.items() if level == "prefecture"]

    def areas_within(self, prefectures: Sequence[str], named: Sequence[str]) -> list[str]:
        """Codes to choose from: the municipalities of some prefectures, else the prefectures; and those named already.

        All 1,741 at once would make each answer of the page long for nothing.
        """
        numbers = {code[:2] for code in prefectures}
        return [
            code
            for code, (level, prefecture) in self._areas.items()
            if code in named or (prefecture in numbers if numbers else level != "municipality")
        ]

    @cached_property
    def _names(self) -> dict[str, str]:
        return area_names(self.context)

    def area_name(self, code: str) -> str:
        """Name of an area; two of the same name lie in different prefectures, which the list above it names."""
        return self._names[code]


def slice_of(
    *,
    indicators: Sequence[str],
    level: str | None,
    start: str | None,
    end: str | None,
    parts: Sequence[str],
    prefectures: Sequence[str],
    kinds: Sequence[str],
    areas: Sequence[str],
    rows: str | None,
    known_on: dt.date | None,
) -> Slice:
    """Return the slice of a choice; where nothing is chosen, nothing is filtered.

    Raises:
        InputError: The years are in the wrong order.
    """
    return Slice(
        indicators=tuple(indicators) or None,
        areas=tuple(areas) or None,
        prefectures=tuple(prefectures) or None,
        level=None if level in {EVERY, None} else level,
        kinds=tuple(kinds) or None,
        first_year=_year(start),
        last_year=_year(end),
        breakdowns=tuple(parts) or None,
        as_known_on=known_on,
        current=rows != ROWS[1],
    )


def _year(code: str | None) -> int | None:
    return None if code in {ANY, None} else int(code or 0)
