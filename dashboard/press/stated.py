"""Numbers in words, held against the figures of a chart: each must be one of them, to the places that it gives."""

from __future__ import annotations

import datetime as dt
import math
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dashboard.figure.model import Chart, Fact
from warehouse.claims import records_in, streaks_in
from warehouse.prose import UNIVERSES, Named, counter_of, numbers_in

# Percentages may be read to whole ones.
_WHOLE = 1.0


@dataclass(frozen=True)
class Stated:
    """A number or a claim as it reads, and whether the chart bears it out."""

    words: str
    known: bool


def stated(words: str, chart: Chart) -> list[Stated]:
    """Return the numbers and claims of words about a chart, each with whether its figures bear it out."""
    rest = _without_phrases(unicodedata.normalize("NFKC", words), chart)
    claims = records_in(rest, bare=chart.kind == "trend")
    found = [Stated(claim.words, claim.side == chart.record) for claim in claims]
    if chart.kind == "trend":
        streaks, rest = streaks_in(rest)
        found += [Stated(one.words, chart.streak == (one.years if one.side == "up" else -one.years)) for one in streaks]
    return [Stated(one.words, _is_known(one, chart)) for one in numbers_in(rest)] + found


def _without_phrases(words: str, chart: Chart) -> str:
    """Leave out names in which digits are no figures, the longest first."""
    phrases = {unicodedata.normalize("NFKC", phrase) for phrase in (*chart.phrases, *UNIVERSES)}
    for phrase in sorted(phrases, key=len, reverse=True):
        if any(letter.isnumeric() for letter in phrase):
            words = words.replace(phrase, "□")
    return words


def _is_known(named: Named, chart: Chart) -> bool:
    facts, kind = chart.facts, named.kind
    if kind in {"day", "month"}:
        return _is_day(named, facts)
    if kind == "year":
        return named.value in _of(facts, "year")
    if kind == "percent":
        return _agrees(named, _of(facts, "percent"), about=named.about, fine=_WHOLE)
    if kind == "ratio":
        # Calculated, so every place to which it is given is right.
        return _agrees(named, _of(facts, "ratio"), about=named.about, fine=math.inf)
    if kind == "years" and _agrees(named, _of(facts, "count"), about=False):
        return True
    # Means and paces are calculated, and read at the places of the indicator.
    fine = 10.0**-chart.numbers.decimals
    counted = named.counter is None or named.counter in {counter_of(unit) for unit in _units(chart)}
    if counted and _agrees(named, _of(facts, "value"), about=named.about, fine=fine):
        return True
    rest = _of(facts, "count") if named.counter in {None, "thing"} else []
    # A share may stand without its sign, and a year without its word.
    rest += [*_of(facts, "percent"), *_of(facts, "year")] if named.counter is None else []
    return kind == "amount" and _agrees(named, rest, about=False)


def _units(chart: Chart) -> set[str]:
    """The units of the figures drawn."""
    return {chart.unit, *(series.unit for series in chart.series), *(panel.series.unit for panel in chart.panels)}


def _is_day(named: Named, facts: Sequence[Fact]) -> bool:
    days = [int(value) for value in _of(facts, "day")]
    if named.kind == "day":
        return int(named.value) in days
    month = dt.date.fromordinal(int(named.value))
    return any(dt.date.fromordinal(day).replace(day=1) == month for day in days)


def _of(facts: Sequence[Fact], kind: str) -> list[float]:
    return [fact.value for fact in facts if fact.kind == kind]


def _agrees(named: Named, among: Iterable[float], *, about: bool, fine: float = 0.1) -> bool:
    """Whether one of the figures is the number: exactly, or at the place to which it was rounded where that is said."""
    value, precision = named.value, named.precision
    # Of a number that is said to be rounded, zeros at its end are no places: 約7,900人.
    coarse = max(precision, named.rounded_to) if about else precision
    low, high = {"over": (0.0, coarse), "under": (-coarse, 0.0)}.get(named.side, (-coarse / 2, coarse / 2))
    for figure in among:
        off = abs(figure) - value
        if abs(off) <= 1e-9 * max(1.0, abs(figure)):
            return True
        # Given to fewer places than the figure has, but no fewer than is usual: 9.9 for 9.86.
        if precision <= fine and abs(off) <= precision / 2 * (1 + 1e-9):
            return True
        if about and low <= off <= high:
            return True
    return False
