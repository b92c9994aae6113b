"""The key figures over the map: of the country or of a prefecture, each with what it is measured against."""

from __future__ import annotations

from dashboard.formats import Quantity, percent, signed, signed_percent
from dashboard.map.coverage import moves
from dashboard.map.measures import PREFECTURE, Measured, parts_text, rate_text
from dashboard.markup import Element, div, el, span
from dashboard.text import Text
from dashboard.values import unit_of, value_quantity
from warehouse.bodies import AreaFigures, Period, Summary

MOST = 3


def cards(shown: Measured, prefecture: str | None, text: Text) -> list[Element]:
    """Build the cards of the country (None) or of a prefecture (code)."""
    figures, period = shown.figures, shown.period
    if shown.is_change and shown.since is not None:
        return _changes(shown, shown.since, prefecture, text)
    summary = figures.summary(period.code, prefecture[:2] if prefecture else None)
    kind = figures.municipal.kind
    found = []
    if kind in {"count", "status"}:
        found.append(_adopting(figures, summary, text))
    if kind in {"count", "context"}:
        found.append(_total(figures, period, summary, text))
    if kind == "rate":
        found += _rates(figures, period, summary, text)
    if prefecture is None and kind in {"count", "status"}:
        found.append(_prefectures(figures, period, text))
    elif prefecture is not None and kind != "context":
        found.insert(1, _country(figures, period, text))
    return [*found, _known(summary, text)][:MOST]


def _changes(shown: Measured, since: Period, prefecture: str | None, text: Text) -> list[Element]:
    """What the amounts add up to, and how many areas went up and down."""
    figures, number = shown.figures, prefecture[:2] if prefecture else None
    found = []
    later, earlier = (figures.summary(period.code, number).total for period in (shown.period, since))
    if figures.municipal.kind in {"count", "context"} and later is not None and earlier:
        unit = unit_of(figures.indicator, text)
        change = signed(later - earlier, unit, text.lang, decimals=figures.indicator.decimals)
        note = text("map.change_note", ratio=signed_percent((later - earlier) / earlier))
        found.append(_card(text("map.card.change"), change, note, text))
    unit = text("map.prefectures_unit" if shown.level == PREFECTURE else "map.bodies_unit")
    for key, sign in (("increased", 1), ("decreased", -1)):
        count = Quantity(f"{moves(shown, prefecture, sign):,}", unit)
        found.append(_card(text(f"map.card.{key}"), count, "", text))
    return found


def _adopting(figures: AreaFigures, summary: Summary, text: Text) -> Element:
    label, unit = text(f"map.card.adopting.{figures.municipal.universe}"), text("map.bodies_unit")
    if summary.share is None:
        return _card(label, None, "", text)
    note = text("map.of_known", known=f"{summary.known:,}", share=percent(summary.share / 100))
    return _card(label, Quantity(f"{summary.adopting:,}", unit), note, text)


def _total(figures: AreaFigures, period: Period, summary: Summary, text: Text) -> Element:
    total = value_quantity(summary.total, figures.indicator, text) if summary.total is not None else None
    shared = figures.shared(period.code).intersection(figures.bodies_within(summary.area_code))
    note = text("map.shared_count") if shared else ""
    return _card(text("map.card.total"), total, note, text)


def _rates(figures: AreaFigures, period: Period, summary: Summary, text: Text) -> list[Element]:
    found = []
    if summary.pools:
        rate = rate_text(figures, summary.rate, text) if summary.rate is not None else None
        note = text("map.pooled_note", parts=parts_text(summary)) if rate else ""
        if rate and figures.counts is not None:
            over, under = (text.pick(one, "short") for one in figures.counts)
            note = text("map.pooled_counts", over=over, under=under, parts=parts_text(summary))
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
