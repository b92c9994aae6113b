"""Beside the map: what prefectures add up to, and within a prefecture its municipalities, both ranked with ties."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from dashboard.components import table
from dashboard.context import Context
from dashboard.formats import percent
from dashboard.map.measures import PREFECTURE, Measured, parts_text, rate_text
from dashboard.markup import Child, Element, div, el
from dashboard.text import Text
from dashboard.values import value_quantity
from warehouse.area_records import all_areas
from warehouse.municipal import FEWEST_BODIES, FEWEST_PEOPLE, AreaFigures, Period, Summary


@dataclass(frozen=True)
class Ranked:
    """A prefecture with its rank; None where it is flagged as too small to be ranked."""

    summary: Summary
    rank: int | None


def ranked(figures: AreaFigures, period: Period) -> list[Ranked]:
    """Return the prefectures by what they are ranked by, those of one value in the order of their codes."""
    found = [figures.summary(period.code, number) for number in figures.prefectures]
    scored = [(score(figures, one), one) for one in found if not one.is_small]
    whole = [(value, one) for value, one in scored if value is not None]
    result = []
    for value, one in sorted(whole, key=lambda pair: -pair[0]):
        rank = 1 + sum(other > value for other, _ in whole)
        result.append(Ranked(one, rank))
    placed = {one.summary.area_code for one in result}
    return [*result, *(Ranked(one, None) for one in found if one.area_code not in placed)]


def score(figures: AreaFigures, summary: Summary) -> float | None:
    """What prefectures are ranked by: amounts by how many take part, states by their share; None where unknown."""
    return {
        "count": summary.adopting,
        "status": summary.share,
        "rate": summary.rate,
        "context": summary.total,
    }[figures.municipal.kind]


def prefecture_table(
    context: Context, figures: AreaFigures, period: Period, chosen: str | None, link: dict[str, str]
) -> Element:
    """Build the table of the 47 prefectures; a prefecture's name leads into it."""
    text = context.text
    heads = [(text("map.rank"), "num"), (text("map.prefecture"), "")]
    heads += [(text(f"map.column.{name}"), "num") for name in _columns(figures)]
    rows: list[list[Child]] = []
    for one in ranked(figures, period):
        summary = one.summary
        area = all_areas()[summary.area_code]
        name = text.pick(area, "name")
        here = summary.area_code == chosen
        anchor = el(
            "a", name, href="map?" + urlencode({**link, "pref": summary.area_code}), target="_self",
            aria_current="true" if here else None,
        )  # fmt: skip
        rows.append([str(one.rank) if one.rank else text("map.unranked"), anchor, *_cells(figures, summary, text)])
    caption = text(f"map.ranked_by.{way_to_rank(figures)}")
    return table(caption, heads, rows, row_head=1, style="ranking")


def way_to_rank(figures: AreaFigures) -> str:
    """Say by what prefectures are ranked, as the key of its words."""
    return "pooled" if figures.municipal.quotient else figures.municipal.kind


def _columns(figures: AreaFigures) -> Sequence[str]:
    return {
        "status": ("adopting", "of", "share"),
        "count": ("adopting", "total", "of", "share"),
        "rate": ("median", "known"),
        "pooled": ("share", "parts", "known"),
        "context": ("total", "known"),
    }[way_to_rank(figures)]


def _cells(figures: AreaFigures, summary: Summary, text: Text) -> list[Child]:
    indicator = figures.indicator
    if figures.municipal.kind == "rate":
        share = str(rate_text(figures, summary.rate, text)) if summary.rate is not None else None
    else:
        share = percent(summary.share / 100) if summary.share is not None else None
    cells: dict[str, Child] = {
        "adopting": el("b", f"{summary.adopting:,}"),
        "total": value_quantity(summary.total, indicator, text).number if summary.total is not None else "—",
        "of": f"{summary.adopting}/{summary.known}",
        "share": share or text("map.gap.absent"),
        "median": str(value_quantity(summary.middle, indicator, text)) if summary.middle is not None else "—",
        "parts": parts_text(summary) if summary.pools and summary.rate is not None else "—",
        "known": f"{summary.known}/{summary.bodies}",
    }
    return [cells[name] for name in _columns(figures)]


def without(figures: AreaFigures, period: Period, text: Text) -> Element | None:
    """Name the prefectures where nobody takes part."""
    if figures.municipal.kind not in {"count", "status"}:
        return None
    found = [figures.summary(period.code, number) for number in figures.prefectures]
    none = [all_areas()[one.area_code] for one in found if one.known and not one.adopting]
    if not none:
        return None
    names = text("map.join").join(text.pick(area, "name") for area in none)
    return div("none-there", el("h3", text("map.nowhere", count=len(none))), el("p", names))


def municipality_table(
    context: Context, shown: Measured, prefecture: str, chosen: str | None, link: dict[str, str]
) -> Element:
    """Build the table of the municipalities of one prefecture, ranked by the measure of the map."""
    text = context.text
    figures, code = shown.figures, shown.period.code
    areas = [area for area in figures.universe if area.prefecture_code == prefecture[:2]]
    values = {area.area_code: shown.values.get(area.area_code) for area in areas}
    small = {a for a in values if shown.measure == "per_people" and figures.is_small(code, a)}
    order = sorted(
        areas, key=lambda a: (values[a.area_code] is None, a.area_code in small, -(values[a.area_code] or 0))
    )
    rows: list[list[Child]] = []
    for area in order:
        value = values[area.area_code]
        name = el(
            "a", area.name_ja, target="_self", aria_current="true" if area.area_code == chosen else None,
            href="map?" + urlencode({**link, "pref": prefecture, "area": area.area_code}),
        )  # fmt: skip
        if value is None:
            rows.append(["—", name, text(f"map.gap.{figures.gaps[code].get(area.area_code, 'absent')}")])
            continue
        above = sum(other is not None and other > value for key, other in values.items() if key not in small)
        rank = text("map.unranked") if area.area_code in small else "—" if shown.is_state else str(above + 1)
        rows.append([rank, name, shown.text(value, text)])
    heads = [
        (text("map.rank"), "num"),
        (text("map.municipality"), ""),
        (measure_name(shown.measure, figures, text), "num"),
    ]
    return table(text("map.ranked_by.measure"), heads, rows, row_head=1, style="ranking")


def measure_name(measure: str, figures: AreaFigures, text: Text) -> str:
    """Name of a measure; the plain value has that of the indicator."""
    if measure == "value":
        return text.pick(figures.indicator, "short")
    return text(f"map.measure.{measure}")


def notes(figures: AreaFigures, shown: Measured, text: Text) -> list[str]:
    """Say what the denominators are and what is flagged."""
    found = [text(f"map.universe.{figures.municipal.universe}")]
    code = shown.period.code
    missing = sum(gap == "missing" for gap in figures.gaps[code].values())
    if missing:
        found.append(text("map.not_surveyed", count=missing))
    if shown.measure == "per_people":
        base = figures.denominator(code)
        assert base is not None
        found.append(text("map.people_of", day=base.as_of.isoformat(), fewest=f"{FEWEST_PEOPLE:,}"))
    if shown.level == PREFECTURE and any(figures.summary(code, number).is_small for number in figures.prefectures):
        found.append(text("map.few_bodies", fewest=FEWEST_BODIES))
    if figures.municipal.kind == "rate":
        found.append(text(f"map.rate_of.{'pooled' if figures.municipal.quotient else 'median'}"))
    if figures.municipal.unlisted_ja:
        found.append(text.pick(figures.municipal, "unlisted"))
    return found


def alt_text(figures: AreaFigures, shown: Measured, prefecture: str | None, text: Text) -> str:
    """Say the pattern of the map: how many, where most, where none."""
    period, indicator = shown.period, figures.indicator
    summary = figures.summary(period.code, prefecture[:2] if prefecture else None)
    kind = figures.municipal.kind
    name = text.pick(indicator, "name")
    parts = [text("map.alt.about", name=name)]
    if kind in {"count", "status"}:
        parts.append(
            text("map.alt.share", known=f"{summary.known:,}", adopting=f"{summary.adopting:,}",
                 share=percent(summary.share / 100) if summary.share is not None else text("map.gap.absent"))
        )  # fmt: skip
    elif summary.middle is not None:
        if summary.pools and summary.rate is not None:
            parts.append(text("map.alt.pooled", rate=rate_text(figures, summary.rate, text)))
        parts.append(text("map.alt.median", middle=value_quantity(summary.middle, indicator, text)))
    if prefecture is None:
        top = [one for one in ranked(figures, period) if one.rank == 1]
        if top and len(top) <= 5:
            names = text("map.join").join(text.pick(all_areas()[one.summary.area_code], "name") for one in top)
            parts.append(text("map.alt.most", names=names))
        none = sum(1 for number in figures.prefectures if not figures.summary(period.code, number).adopting)
        if kind in {"count", "status"}:
            parts.append(text("map.alt.none", count=none) if none else text("map.alt.everywhere"))
    return "".join(parts)
