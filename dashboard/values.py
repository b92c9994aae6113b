"""How an indicator's values and changes read on a page."""

from __future__ import annotations

from dashboard.formats import Quantity, quantity, short_period, signed, signed_percent
from dashboard.observations import Change, Figures, Point
from dashboard.text import Text
from warehouse.catalogue import Indicator


def unit_of(indicator: Indicator, text: Text) -> str:
    """The unit in the language of the page."""
    return text.pick(indicator, "unit")


def value_quantity(value: float, indicator: Indicator, text: Text, approximate: bool = False) -> Quantity:
    """A value of an indicator with its unit; one that stands for a word is that word."""
    for state in indicator.states:
        if state.value == value:
            return Quantity(text.pick(state, "name"), "")
    return quantity(value, unit_of(indicator, text), text.lang, decimals=indicator.decimals, approximate=approximate)


def point_quantity(point: Point, indicator: Indicator, text: Text) -> Quantity:
    """An observation with its unit; 約 is kept."""
    return value_quantity(point.value, indicator, text, point.approximate)


def difference(value: float, indicator: Indicator, text: Text) -> Quantity:
    """A difference between values of an indicator, with its sign."""
    return signed(value, unit_of(indicator, text), text.lang, decimals=indicator.decimals)


def change_text(change: Change, indicator: Indicator, text: Text, *, bare: bool = False) -> str:
    """The change to the year before; an older comparison says which year it is with. `bare` leaves out the unit."""
    amount = difference(change.value, indicator, text)
    body = amount.number if bare and not indicator.unit.startswith(("%", "円")) else str(amount)
    if change.is_approximate:
        body = text("values.about", value=body)
    if change.is_broken:
        body += text("values.break_mark")
    if not change.is_yearly:
        body = text("values.since", value=body, period=short_period(change.earlier.fiscal_year, None, text))
    return body


def ratio_text(change: Change, indicator: Indicator) -> str:
    """The relative change; none for shares, whose differences are points, and none from 0."""
    if change.ratio is None or indicator.unit.startswith("%"):
        return ""
    return signed_percent(change.ratio)


def missing_change(found: Figures, text: Text) -> str:
    """Why there is no change to show."""
    return text("values.no_earlier_day" if found.shows_day else "values.no_earlier_year")


def why_without(indicator: Indicator, text: Text) -> str:
    """Say why an indicator has no figure: nobody has published one, or nobody has fetched it yet."""
    if indicator.fetched:
        return text("values.not_fetched", what=indicator.fetched)
    return text("values.unpublished_long")
