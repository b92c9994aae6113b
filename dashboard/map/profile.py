"""One municipality: all its figures, and how it compares with municipalities of its kind and size."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

import polars as pl

from dashboard.charts import sparkline
from dashboard.components import indicator_href, table
from dashboard.context import Context
from dashboard.formats import calendar_day, percent, short_period, signed, signed_percent
from dashboard.map.measures import Measured, state_text
from dashboard.markup import Child, Element, div, el
from dashboard.observations import Point, to_points
from dashboard.text import Text
from dashboard.values import point_quantity, value_quantity
from warehouse.area_codes import check_digit
from warehouse.area_records import Area, all_areas
from warehouse.bodies import POPULATION, universe
from warehouse.municipal import mapped_indicators

# Inhabitants at which a band ends: municipalities of one kind and one band are alike in what they can do.
BANDS = (5_000, 10_000, 30_000, 50_000, 100_000, 300_000, 500_000)


@dataclass(frozen=True)
class Peers:
    """Municipalities of one kind and one band of population, and where one of them stands."""

    kind: str
    low: int | None
    high: int | None
    values: tuple[float, ...]
    known: int
    adopting: int

    @property
    def middle(self) -> float | None:
        """Median of those about which something is known."""
        return median(self.values) if self.values else None


def band(people: float) -> tuple[int | None, int | None]:
    """Return the ends of the band in which a population lies; None where it is open."""
    place = bisect_right(BANDS, people)
    return (BANDS[place - 1] if place else None), (BANDS[place] if place < len(BANDS) else None)


def peers_of(shown: Measured, area: Area) -> Peers:
    """Return the municipalities that are compared with one, itself included; without population, those of its kind."""
    figures, code = shown.figures, shown.period.code
    base = figures.denominator(code)
    low, high = band(base.people[area.area_code]) if base and area.area_code in base.people else (None, None)
    alike = [
        one.area_code
        for one in figures.universe
        if one.kind == area.kind and (base is None or band(base.people.get(one.area_code, 0)) == (low, high))
    ]
    values = [shown.values[one] for one in alike if one in shown.values]
    plain = [figures.values[code][one] for one in alike if one in figures.values[code]]
    return Peers(area.kind or "", low, high, tuple(values), len(plain), sum(value > 0 for value in plain))


def profile(context: Context, shown: Measured, area: Area) -> Element:
    """Build the card of a municipality: its value, its population, and all its other figures."""
    text = context.text
    figures = shown.figures
    value = shown.values.get(area.area_code)
    gap = figures.gaps[shown.period.code].get(area.area_code, "outside")
    said = shown.text(value, text) if value is not None else text(f"map.gap.{gap}")
    note = figures.notes[shown.period.code].get(area.area_code)
    head = [
        el("p", text("map.profile"), class_="why"),
        el("h2", text("map.in_prefecture", name=area.name_ja, prefecture=area.prefecture_name or "")),
        el(
            "p",
            text("map.area_code", code=area.area_code + check_digit(area.area_code), kana=area.kana or ""),
            class_="why",
        ),
    ]
    short = text.pick(figures.indicator, "short")
    remark = el("p", note, class_="why") if note else None
    main = [div("figure", el("p", short, class_="label"), el("p", el("b", said), class_="large"), remark)]
    people = _population(context, area)
    if people:
        main.append(_people(context, people))
    return div("profile", *head, div("figures", *main), compared(context, shown, area), _others(context, area))


def _population(context: Context, area: Area) -> tuple[Point, ...]:
    if POPULATION not in context.release.catalogue.indicators:
        return ()
    frame = context.release.observations([POPULATION], [area.area_code], current=True, as_known_on=context.known_on)
    return to_points(frame.filter(pl.col("as_of").is_not_null()))


def _people(context: Context, people: Sequence[Point]) -> Element:
    text = context.text
    indicator = context.release.catalogue.indicators[POPULATION]
    first, last = people[0], people[-1]
    children: list[Child] = [
        el("p", text("map.people_on", day=calendar_day(last.as_of, text.lang) if last.as_of else ""), class_="label"),
        el("p", el("b", str(point_quantity(last, indicator, text))), class_="large"),
    ]
    if len(people) > 1 and first.as_of and last.as_of and first.value:
        change = last.value - first.value
        amount = signed(change, text.pick(indicator, "unit"), text.lang)
        ratio = signed_percent(change / first.value)
        children.append(el("p", text("map.since", year=first.as_of.year, amount=amount, ratio=ratio), class_="why"))
        alt = text(
            "map.people_alt", first=point_quantity(first, indicator, text), last=point_quantity(last, indicator, text)
        )
        children.append(sparkline([(point.as_of.year, point.value) for point in people if point.as_of], alt))
    return div("figure", *children)


def compared(context: Context, shown: Measured, area: Area) -> Element:
    """Say where a municipality stands among those of its kind and size."""
    text = context.text
    peers = peers_of(shown, area)
    group = text(f"map.kind.{peers.kind}")
    if peers.low or peers.high:
        group = text("map.band", kind=group, band=_band_text(peers, text))
    value = shown.values.get(area.area_code)
    parts = [text("map.peers", group=group, count=f"{peers.known:,}")]
    if shown.figures.municipal.kind in {"status", "count"} and peers.known:
        share = percent(peers.adopting / peers.known)
        parts.append(text("map.peers_share", adopting=f"{peers.adopting:,}", share=share))
    if not shown.is_state and peers.middle is not None:
        parts.append(text("map.peers_median", middle=shown.text(peers.middle, text)))
        if value is not None and len(peers.values) > 1:
            above = sum(other > value for other in peers.values)
            ties = sum(other == value for other in peers.values)
            key = "map.peers_tied" if ties > 1 else "map.peers_rank"
            parts.append(text(key, rank=above + 1, count=f"{len(peers.values):,}", ties=f"{ties:,}"))
    return div("peers", el("h3", text("map.comparison")), el("p", "".join(parts)))


def _band_text(peers: Peers, text: Text) -> str:
    if peers.low is None:
        return text("map.below_people", high=f"{peers.high:,}")
    if peers.high is None:
        return text("map.from_people", low=f"{peers.low:,}")
    return text("map.between_people", low=f"{peers.low:,}", high=f"{peers.high:,}")


def _others(context: Context, area: Area) -> Element:
    """Every newest figure of a municipality without a breakdown, with its period and a way to the indicator."""
    text = context.text
    indicators = [one for one in mapped_indicators(context.release, context.known_on) if one.id != POPULATION]
    frame = context.release.observations(
        [one.id for one in indicators], [area.area_code], current=True, as_known_on=context.known_on
    ).filter(pl.col("breakdown") == "")
    newest = {row["indicator_id"]: row for row in frame.iter_rows(named=True)}
    rows: list[list[Child]] = []
    for indicator in indicators:
        row = newest.get(indicator.id)
        name = el("a", text.pick(indicator, "short"), href=indicator_href(context, indicator.id), target="_self")
        if row is None:
            municipal = indicator.municipal
            if municipal is None or municipal.unlisted_ja is None:
                continue
            if area in universe(municipal):
                said = state_text(indicator, 0, text) if indicator.states else str(value_quantity(0, indicator, text))
                rows.append([name, said, text("map.unlisted")])
            continue
        if row["value"] is None:
            said = text("map.gap.missing")
        elif indicator.states:
            said = state_text(indicator, row["value"], text)
        else:
            said = str(value_quantity(row["value"], indicator, text))
        rows.append([name, said, _when(row["fiscal_year"], row["as_of"], text)])
    heads = [(text("map.column.indicator"), ""), (text("map.column.value"), "num"), (text("meta.as_of"), "")]
    return div(
        "others", el("h3", text("map.all_figures")), table(text("map.all_figures"), heads, rows, style="figures-table")
    )


def _when(fiscal_year: int | None, as_of: dt.date | None, text: Text) -> str:
    return short_period(fiscal_year, as_of, text, by_day=True)


def known_area(code: str | None) -> Area | None:
    """Return the municipality of a code; None for another kind of area."""
    area = all_areas().get(code or "")
    return area if area is not None and area.level == "municipality" and area.valid_to is None else None
