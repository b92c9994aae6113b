"""A slice: which observations are wanted. The command, the API, the data page and every exported file share it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal, get_args

from warehouse.errors import InputError

AreaLevel = Literal["country", "prefecture", "municipality"]
AreaKind = Literal["designated_city", "city", "town", "village", "special_ward"]
LEVELS: tuple[str, ...] = get_args(AreaLevel)
KINDS: tuple[str, ...] = get_args(AreaKind)
# Stands for the empty breakdown, which an address or a command line cannot show.
TOTAL = "total"
# The eras by which years are named begin with 昭和.
_YEARS = (1926, 2200)


@dataclass(frozen=True, kw_only=True)
class Slice:
    """Filters, of which each narrows what the others leave. None filters nothing; an empty list leaves nothing.

    Attributes:
        indicators: Ids.
        areas: 5-digit area codes.
        prefectures: Area codes of prefectures: the prefecture itself and everything in it.
        level: `country`, `prefecture` or `municipality`.
        kinds: Kinds of municipality (`KINDS`).
        first_year: First fiscal year; rows without a period are left out once a bound is given.
        last_year: Last fiscal year.
        breakdowns: Labels of breakdowns, `total` being the total.
        as_known_on: Only what dated publications stated up to that day.
        current: One row per indicator, area, fiscal year and breakdown (`warehouse.queries`).
    """

    indicators: tuple[str, ...] | None = None
    areas: tuple[str, ...] | None = None
    prefectures: tuple[str, ...] | None = None
    level: str | None = None
    kinds: tuple[str, ...] | None = None
    first_year: int | None = None
    last_year: int | None = None
    breakdowns: tuple[str, ...] | None = None
    as_known_on: dt.date | None = None
    current: bool = False

    def __post_init__(self) -> None:
        """Refuse what no release can answer.

        Raises:
            InputError: An unknown level or kind, a year that is none, or years in the wrong order.
        """
        if self.level is not None and self.level not in LEVELS:
            raise InputError(f"地域の階層は {'、'.join(LEVELS)} のどれかです。", value=self.level)
        for kind in self.kinds or ():
            if kind not in KINDS:
                raise InputError(f"市区町村の種別は {'、'.join(KINDS)} のどれかです。", value=kind)
        for year in (self.first_year, self.last_year):
            if year is not None and not _YEARS[0] <= year <= _YEARS[1]:
                raise InputError("年度は、その始まる西暦年で指定してください（令和6年度は 2024）。", value=year)
        if self.first_year is not None and self.last_year is not None and self.first_year > self.last_year:
            raise InputError(
                "最初の年度が最後の年度より後です。",
                value=f"{self.first_year}～{self.last_year}",
                advice="入れ替えてください。",
            )

    def parameters(self) -> list[tuple[str, str]]:
        """The filters as the parameters of an address or the options of the command, in one fixed order."""
        listed = {
            "indicator": self.indicators,
            "area": self.areas,
            "prefecture": self.prefectures,
            "level": self.level and (self.level,),
            "kind": self.kinds,
            "from": _one(self.first_year),
            "to": _one(self.last_year),
            "breakdown": self.breakdowns,
            "as-known-on": _one(self.as_known_on),
        }
        found = [(name, value) for name, values in listed.items() for value in values or ()]
        return [*found, ("current", "true")] if self.current else found


def _one(value: object) -> tuple[str, ...] | None:
    return None if value is None else (str(value),)
