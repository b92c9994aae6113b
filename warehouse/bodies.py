"""Figures by body, as they are asked for: each body's value, and what several add up to, with its denominators."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from statistics import median
from typing import Literal

from warehouse.areas import Area, municipalities
from warehouse.catalogue import Indicator
from warehouse.counted import Municipal

# Why a body has no value: the publication says so (欠測, 調査無し), does not name it, or it cannot have one.
Gap = Literal["missing", "absent", "outside"]
# A share or a rate over fewer of these than that says more about chance than about the place: flagged, not ranked.
FEWEST_BODIES = 10
FEWEST_PEOPLE = 1_000
PER = 10_000
POPULATION = "population"


@dataclass(frozen=True)
class Period:
    """When the figures of a map hold. `code` stands in addresses."""

    fiscal_year: int | None
    as_of: dt.date | None
    publication_ids: tuple[str, ...]

    @property
    def code(self) -> str:
        """The fiscal year, or `none` where the publication states none."""
        return "none" if self.fiscal_year is None else str(self.fiscal_year)

    @property
    def reference_day(self) -> dt.date | None:
        """The day up to which a denominator is known: the as-of date, else the last day of the fiscal year."""
        if self.as_of is not None:
            return self.as_of
        return None if self.fiscal_year is None else dt.date(self.fiscal_year + 1, 3, 31)


@dataclass(frozen=True)
class Denominator:
    """Population of one day."""

    as_of: dt.date
    people: Mapping[str, float]


@dataclass(frozen=True)
class Summary:
    """A prefecture, or the country, in one period. Shares are those of the bodies about which something is known."""

    area_code: str
    bodies: int
    known: int
    adopting: int
    total: float | None
    people: float | None
    middle: float | None
    # Of a percentage whose counts are published (`pools`): the sums over the known bodies; None where one lacks them.
    pools: bool = False
    numerator: float | None = None
    denominator: float | None = None

    @property
    def rate(self) -> float | None:
        """A percentage of several bodies: numerators over denominators, in per cent; without counts, the median."""
        if not self.pools:
            return self.middle
        return self.numerator / self.denominator * 100 if self.numerator is not None and self.denominator else None

    @property
    def share(self) -> float | None:
        """Share of the known bodies that take part, in per cent."""
        return self.adopting / self.known * 100 if self.known else None

    @property
    def is_small(self) -> bool:
        """Whether the share stands on too few bodies to be ranked."""
        return self.known < FEWEST_BODIES

    @property
    def per_body(self) -> float | None:
        """The total per known body."""
        return self.total / self.known if self.known and self.total is not None else None

    @property
    def per_people(self) -> float | None:
        """The total per 10,000 inhabitants of the known bodies."""
        return self.total / self.people * PER if self.people and self.total is not None else None


@dataclass(frozen=True)
class AreaFigures:
    """The current figures of an indicator by body, for one breakdown.

    `values` holds by period and area code what is stated, and 0 for bodies that the publisher's list leaves out where
    the catalogue says that this means 0. `gaps` says why one that can have a value has none.
    """

    indicator: Indicator
    breakdown: str
    breakdowns: tuple[str, ...]
    periods: tuple[Period, ...]
    values: Mapping[str, Mapping[str, float]]
    gaps: Mapping[str, Mapping[str, Gap]]
    notes: Mapping[str, Mapping[str, str]]
    population: tuple[Denominator, ...]
    # By period and area code the numerator and the denominator of a percentage whose counts are published.
    quotients: Mapping[str, Mapping[str, tuple[float, float]]]
    # The indicators of these counts.
    counts: tuple[Indicator, Indicator] | None

    @property
    def municipal(self) -> Municipal:
        """How the catalogue says that the indicator is counted."""
        assert self.indicator.municipal is not None
        return self.indicator.municipal

    @cached_property
    def universe(self) -> tuple[Area, ...]:
        """The municipalities that can have a value, in the order of their codes."""
        return universe(self.municipal)

    @cached_property
    def _within(self) -> Mapping[str | None, Sequence[str]]:
        """Codes of the municipalities by the two digits of their prefecture; those of the country under None."""
        found: dict[str | None, list[str]] = {None: [area.area_code for area in self.universe]}
        for area in self.universe:
            found.setdefault(area.prefecture_code, []).append(area.area_code)
        return found

    def period(self, code: str) -> Period:
        """Return the period of a code."""
        return self._by_code[code]

    @cached_property
    def _by_code(self) -> Mapping[str, Period]:
        return {period.code: period for period in self.periods}

    def earlier(self, code: str) -> tuple[Period, ...]:
        """The periods before one, from the oldest; none where it is not known what comes first."""
        year = self.period(code).fiscal_year
        return tuple(
            one for one in self.periods if year is not None and one.fiscal_year is not None and one.fiscal_year < year
        )

    @cached_property
    def every_value(self) -> frozenset[float]:
        """The different values of all bodies and periods."""
        return frozenset(value for values in self.values.values() for value in values.values())

    def denominator(self, code: str) -> Denominator | None:
        """The newest population up to the day of a period; None where there is none."""
        return self._denominators[code]

    @cached_property
    def _denominators(self) -> Mapping[str, Denominator | None]:
        found: dict[str, Denominator | None] = {}
        for period in self.periods:
            day = period.reference_day
            known = [one for one in self.population if day is None or one.as_of <= day]
            found[period.code] = known[-1] if known else None
        return found

    def per_people(self, code: str, area_code: str) -> float | None:
        """A body's value per 10,000 inhabitants."""
        value, base = self.values[code].get(area_code), self.denominator(code)
        people = base.people.get(area_code) if base else None
        return value / people * PER if value is not None and people else None

    def values_within(self, code: str, area_code: str) -> list[float]:
        """The known values in a prefecture (its code) or, with 00000, in the country."""
        return [self.values[code][area] for area in self.bodies_within(area_code) if area in self.values[code]]

    def bodies_within(self, area_code: str) -> Sequence[str]:
        """Codes of the bodies in a prefecture (its code) or, with 00000, in the country."""
        return self._within[None if area_code == "00000" else area_code[:2]]

    def shared(self, code: str) -> frozenset[str]:
        """The bodies of a period that share what they count with others, as the note of their value says."""
        form = self.municipal.shared_match
        if form is None:
            return frozenset()
        stated = self.notes[code].items()
        return frozenset(area for area, note in stated if self.values[code].get(area) and re.fullmatch(form, note))

    def _counted_again(self, code: str, within: Sequence[str]) -> int:
        """How often bodies count what another one of them, with the same note, counts too."""
        groups = Counter(self.notes[code][area] for area in self.shared(code).intersection(within))
        return sum(times - 1 for times in groups.values())

    def is_small(self, code: str, area_code: str) -> bool:
        """Whether a body's rate stands on too few inhabitants to be ranked."""
        base = self.denominator(code)
        return base is not None and base.people.get(area_code, FEWEST_PEOPLE) < FEWEST_PEOPLE

    def summary(self, code: str, prefecture_code: str | None) -> Summary:
        """Sum up a prefecture (two digits) or, with None, the country."""
        return self._summaries[code][prefecture_code]

    @cached_property
    def _summaries(self) -> Mapping[str, Mapping[str | None, Summary]]:
        return {code: {one: self._summed(code, one) for one in self._within} for code in self._by_code}

    def _summed(self, code: str, prefecture_code: str | None) -> Summary:
        within = self._within[prefecture_code]
        values = self.values[code]
        known = [values[area] for area in within if area in values]
        base = self.denominator(code)
        people = [base.people.get(area) for area in within if area in values] if base else []
        whole = sum(person for person in people if person is not None) if people and None not in people else None
        parts = self.quotients.get(code, {})
        pairs = [parts[area] for area in within if area in values and area in parts]
        return Summary(
            area_code=f"{prefecture_code or '00'}000",
            bodies=len(within),
            known=len(known),
            adopting=sum(value > 0 for value in known),
            total=sum(known) - self._counted_again(code, within) if known else None,
            people=whole,
            middle=median(known) if known else None,
            pools=self.municipal.quotient is not None,
            numerator=sum(pair[0] for pair in pairs) if known and len(pairs) == len(known) else None,
            denominator=sum(pair[1] for pair in pairs) if known and len(pairs) == len(known) else None,
        )

    @cached_property
    def prefectures(self) -> tuple[str, ...]:
        """Two-digit codes of the prefectures that have bodies which can have a value."""
        return tuple(number for number in self._within if number is not None)


def universe(municipal: Municipal) -> tuple[Area, ...]:
    """Return the 1,741 municipalities, or the 1,718 without the special wards of Tokyo."""
    return tuple(a for a in municipalities() if municipal.universe == "with_wards" or a.kind != "special_ward")
