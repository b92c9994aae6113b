"""The key figures over the map: of the country or of a prefecture, each with what it is measured against."""

from __future__ import annotations

from dashboard.formats import Quantity, percent
from dashboard.map.measures import parts_text, rate_text
from dashboard.markup import Element, div, el, span
from dashboard.text import Text
from dashboard.values import value_quantity
from warehouse.municipal import AreaFigures, Period, Summary

MOST = 3


def cards(figures: AreaFigures, period: Period, prefecture: str | None, text: Text) -> list[Element]:
    """Build the cards of the country (None) or of a prefecture (code)."""
    summary = figures.summary(period.code, prefecture[:2] if prefecture else None)
    kind = figures.municipal.kind
    found = []
    if kind in {"count", "status"}:
        found.append(_adopting(summary, text))
    if kind in {"count", "context"}:
        found.append(_total(figures, period, summary, text))
    if kind == "rate":
        found += _rates(figures, period, summary, text)
    if prefecture is None and kind in {"count", "status"}:
        found.append(_prefectures(figures, period, text))
    elif prefecture is not None and kind != "context":
        found.insert(1, _country(figures, period, text))
    return [*found, _known(summary, text)][:MOST]


def _adopting(summary: Summary, text: Text) -> Element:
    label, unit = text("map.card.adopting"), text("map.bodies_unit")
    if summary.share is None:
        return _card(label, None, "", text)
    note = text("map.of_known", known=f"{summary.known:,}", share=percent(summary.share / 100))
    return _card(label, Quantity(f"{summary.adopting:,}", unit), note, text)


def _total(figures: AreaFigures, period: Period, summary: Summary, text: Text) -> Element:
    total = value_quantity(summary.total, figures.indicator, text) if summary.total is not None else None
    note = text("map.shared_count") if figures.noted(period.code) else ""
    return _card(text("map.card.total"), total, note, text)


def _rates(figures: AreaFigures, period: Period, summary: Summary, text: Text) -> list[Element]:
    found = []
    if summary.pools:
        rate = rate_text(figures, summary.rate, text) if summary.rate is not None else None
        note = text("map.pooled_note", parts=parts_text(summary)) if rate else ""
        found.append(_card(text("map.card.pooled"), rate, note, text))
    middle = value_quantity(summary.middle, figures.indicator, text) if summary.middle is not None else None
    found.append(_card(text("map.card.median"), middle, text("map.median_note"), text))
    values = figures.values_within(period.code, summary.area_code)
    if values:
        low, high = (str(value_quantity(value, figures.indicator, text)) for value in (min(values), max(values)))
        both = Quantity(text("map.from_to", low=low, high=high), "")
        found.append(_card(text("map.card.range"), both, text("map.range_note"), text))
    return found


def _prefectures(figures: AreaFigures, period: Period, text: Text) -> Element:
    with_any = sum(figures.summary(period.code, number).adopting > 0 for number in figures.prefectures)
    share = percent(with_any / len(figures.prefectures))
    note = text("map.of_prefectures", count=len(figures.prefectures), share=share)
    return _card(text("map.card.prefectures"), Quantity(str(with_any), text("map.prefectures_unit")), note, text)


def _country(figures: AreaFigures, period: Period, text: Text) -> Element:
    whole = figures.summary(period.code, None)
    if figures.municipal.kind != "rate":
        said, note = percent(whole.share / 100) if whole.share is not None else None, "share"
    else:
        said = str(rate_text(figures, whole.rate, text)) if whole.rate is not None else None
        note = "pooled" if whole.pools else "median"
    number = Quantity(said, "") if said else None
    return _card(text("map.card.country"), number, text(f"map.country_note.{note}"), text)


def _known(summary: Summary, text: Text) -> Element:
    without = summary.bodies - summary.known
    note = text("map.gap_note", count=without) if without else text("map.no_gap")
    return _card(text("map.card.known"), Quantity(f"{summary.known:,}", text("map.bodies_unit")), note, text)


def _card(label: str, value: Quantity | None, note: str, text: Text) -> Element:
    """Build a card; where there is no value it says so."""
    number = el("b", value.number) if value else el("b", text("map.gap.absent"), class_="absent")
    return div(
        "map-card",
        el("p", label, class_="label"),
        el("p", number, span("unit", value.unit) if value and value.unit else None),
        el("p", note, class_="why") if note else None,
    )
