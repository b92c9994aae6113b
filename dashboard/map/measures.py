"""What a map can show of an indicator, at either level, and the value of each area for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dashboard.formats import Quantity, quantity, signed
from dashboard.text import Text
from dashboard.values import unit_of, value_quantity
from warehouse.bodies import AreaFigures, Period, Summary
from warehouse.catalogue import Indicator

MUNICIPALITY, PREFECTURE = "municipality", "prefecture"
LEVELS = (MUNICIPALITY, PREFECTURE)
# In the order in which they are offered; the first that there are figures for is the default.
_MEASURES: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    MUNICIPALITY: {
        "status": ("adoption",),
        "count": ("value", "adoption", "per_people", "change"),
        "rate": ("value", "change"),
        "context": ("value", "change"),
    },
    PREFECTURE: {
        "status": ("share", "share_change"),
        "count": ("share", "value", "per_people", "per_body", "share_change", "change"),
        "rate": ("value", "change"),
        "context": ("value", "change"),
    },
}
CHANGES = {"change": "value", "share_change": "share"}


@dataclass(frozen=True)
class Measured:
    """One measure at one level: its values by area, and how a value reads."""

    figures: AreaFigures
    level: str
    measure: str
    period: Period
    since: Period | None
    values: Mapping[str, float]
    # Whether areas are tiles of one size, whose colour shows an amount as rightly as a rate.
    are_tiles: bool = False

    @property
    def is_state(self) -> bool:
        """Whether areas differ in kind, not in degree."""
        return self.measure == "adoption"

    @property
    def is_change(self) -> bool:
        """Whether values are differences."""
        return self.measure in CHANGES

    @property
    def has_symbols(self) -> bool:
        """Whether values are amounts, which only symbols show rightly: a large area is not a large number."""
        return is_amount(self.figures, self.measure) and not self.are_tiles

    def text(self, value: float, text: Text) -> str:
        """Write a value with its unit."""
        indicator = self.figures.indicator
        if self.is_state:
            return state_text(indicator, value, text)
        unit, decimals = measure_unit(self.figures, self.level, self.measure, text)
        write = signed if self.is_change else quantity
        return str(write(value, unit, text.lang, decimals=decimals))


def measure_unit(figures: AreaFigures, level: str, measure: str, text: Text) -> tuple[str, int]:
    """Return the unit of a measure and its decimals."""
    base = CHANGES.get(measure, measure)
    indicator = figures.indicator
    if base == "share":
        return "%", 1
    if base == "per_people":
        return unit_of(indicator, text), 2
    if base == "per_body":
        return unit_of(indicator, text), 1
    is_pooled = level == PREFECTURE and figures.municipal.quotient is not None
    return unit_of(indicator, text), max(indicator.decimals, 1) if is_pooled else indicator.decimals


def rate_text(figures: AreaFigures, rate: float, text: Text) -> Quantity:
    """Write the percentage of several bodies."""
    unit, decimals = measure_unit(figures, PREFECTURE, "value", text)
    return quantity(rate, unit, text.lang, decimals=decimals)


def state_text(indicator: Indicator, value: float, text: Text) -> str:
    """The word of a state: the publisher's own, or whether there is any."""
    for state in indicator.states:
        if state.value == value:
            return text.pick(state, "name")
    if indicator.states or indicator.municipal is None or indicator.municipal.kind == "status":
        return text("map.none_there")
    return text("map.any") if value > 0 else text("map.none_there")


def measures_of(figures: AreaFigures, level: str, period: Period) -> tuple[str, ...]:
    """Return the measures that there are figures for."""
    offered = _MEASURES[level][figures.municipal.kind]
    has_people = figures.denominator(period.code) is not None
    has_earlier = bool(figures.earlier(period.code))
    return tuple(
        name
        for name in offered
        if not (name == "per_people" and not has_people) and not (name in CHANGES and not has_earlier)
    )


def stored_measures(figures: AreaFigures, level: str, period: Period) -> set[str]:
    """Return the measures whose values the browser gets: states and differences follow from them."""
    return set(measures_of(figures, level, period)) - set(CHANGES) - {"adoption"} | {"value"}


def is_amount(figures: AreaFigures, measure: str) -> bool:
    """Whether a measure's values are amounts."""
    return measure == "value" and figures.municipal.kind in {"count", "context"}


def is_graded(figures: AreaFigures, measure: str, *, are_tiles: bool) -> bool:
    """Whether areas are coloured by classes: not by states, differences, or amounts, which symbols show."""
    return measure not in {"adoption", *CHANGES} and (are_tiles or not is_amount(figures, measure))


def measured(
    figures: AreaFigures,
    level: str,
    measure: str,
    period: Period,
    since: Period | None = None,
    *,
    are_tiles: bool = False,
) -> Measured:
    """Return a measure's values; a change needs the earlier period."""
    base = CHANGES.get(measure)
    if base is None or since is None:
        values = plain_values(figures, level, measure, period)
        return Measured(figures, level, measure, period, None, values, are_tiles)
    later, earlier = (plain_values(figures, level, base, one) for one in (period, since))
    values = {area: value - earlier[area] for area, value in later.items() if area in earlier}
    return Measured(figures, level, measure, period, since, values, are_tiles)


def plain_values(figures: AreaFigures, level: str, measure: str, period: Period) -> dict[str, float]:
    """Return a measure's values by area in one period, changes apart."""
    code = period.code
    if level == MUNICIPALITY:
        if measure != "per_people":
            return dict(figures.values[code])
        rates = {area: figures.per_people(code, area) for area in figures.values[code]}
        return {area: rate for area, rate in rates.items() if rate is not None}
    found = {f"{number}000": prefecture_value(figures, period, number, measure) for number in figures.prefectures}
    return {area: value for area, value in found.items() if value is not None}


def prefecture_value(figures: AreaFigures, period: Period, number: str, measure: str) -> float | None:
    """Return a measure of one prefecture (two digits), which its municipalities make up."""
    summary = figures.summary(period.code, number)
    if measure == "value" and figures.municipal.kind == "rate":
        return summary.rate
    chosen = {
        "value": summary.total,
        "share": summary.share,
        "per_people": summary.per_people,
        "per_body": summary.per_body,
    }
    return chosen[measure]


def area_text(figures: AreaFigures, level: str, period: Period, area_code: str, text: Text) -> str:
    """Say everything about an area in one period, for a label on the map."""
    if level == PREFECTURE:
        return summary_text(figures, period, figures.summary(period.code, area_code[:2]), text)
    value = figures.values[period.code].get(area_code)
    if value is None:
        gap = figures.gaps[period.code].get(area_code, "outside")
        return text(f"map.gap.{gap}")
    if figures.indicator.states or figures.municipal.kind == "status":
        return state_text(figures.indicator, value, text)
    said = str(value_quantity(value, figures.indicator, text))
    rate = figures.per_people(period.code, area_code) if figures.municipal.kind == "count" and value else None
    if rate is None:
        return said
    return text(
        "map.with_rate", value=said, rate=quantity(rate, unit_of(figures.indicator, text), text.lang, decimals=2)
    )


def parts_text(summary: Summary) -> str:
    """Write the numerator over the denominator of the percentage of several bodies."""
    return f"{summary.numerator:,.0f}/{summary.denominator:,.0f}"


def summary_text(figures: AreaFigures, period: Period, summary: Summary, text: Text) -> str:
    """Say what a prefecture adds up to."""
    kind = figures.municipal.kind
    if summary.total is None or summary.share is None or (kind == "rate" and summary.rate is None):
        return text("map.gap.absent")
    if summary.rate is not None and kind == "rate":
        said = rate_text(figures, summary.rate, text)
        if not summary.pools:
            return text("map.said_median", middle=said, known=summary.known)
        return text("map.said_pooled", rate=said, parts=parts_text(summary), known=summary.known)
    share = text(
        "map.said_share",
        adopting=summary.adopting,
        known=summary.known,
        share=quantity(summary.share, "%", text.lang, decimals=1),
    )
    if kind == "status":
        return share
    total = str(value_quantity(summary.total, figures.indicator, text))
    return total if kind == "context" else text("map.said_total", total=total, share=share)
