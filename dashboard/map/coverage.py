"""Beside the map: what prefectures add up to, and within a prefecture its municipalities, both ranked with ties."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from dashboard.components import table
from dashboard.context import Context
from dashboard.formats import calendar_day, percent
from dashboard.map.measures import PREFECTURE, Measured, measured, parts_text, rate_text
from dashboard.markup import Child, Element, div, el
from dashboard.text import Text
from dashboard.values import value_quantity
from warehouse.area_records import all_areas
from warehouse.bodies import FEWEST_BODIES, FEWEST_PEOPLE, AreaFigures, Period, Summary


@dataclass(frozen=True)
class Ranked:
    """A prefecture with its rank; None where it is flagged as too small to be ranked."""

    summary: Summary
    rank: int | None


def ranked(shown: Measured) -> list[Ranked]:
    """Return the prefectures by what they are ranked by, those of one value in the order of their codes."""
    figures, code = shown.figures, shown.period.code
    found = [figures.summary(code, number) for number in figures.prefectures]
    scores = scored(shown)
    whole = [(scores[one.area_code], one) for one in found if not one.is_small and one.area_code in scores]
    result = []
    for value, one in sorted(whole, key=lambda pair: -pair[0]):
        rank = 1 + sum(other > value for other, _ in whole)
        result.append(Ranked(one, rank))
    placed = {one.summary.area_code for one in result}
    return [*result, *(Ranked(one, None) for one in found if one.area_code not in placed)]


def scored(shown: Measured) -> Mapping[str, float]:
    """What prefectures are ranked by, of those where it is known: see `way_to_rank`."""
    if shown.is_change:
        return measured(shown.figures, PREFECTURE, shown.measure, shown.period, shown.since).values
    found: dict[str, float] = {}
    for number in shown.figures.prefectures:
        summary = shown.figures.summary(shown.period.code, number)
        score = {
            "count": summary.adopting if summary.known else None,
            "status": summary.share,
            "rate": summary.rate,
            "context": summary.total,
        }[shown.figures.municipal.kind]
        if score is not None:
            found[summary.area_code] = score
    return found


def prefecture_table(context: Context, shown: Measured, chosen: str | None, link: dict[str, str]) -> Element:
    """Build the table of the 47 prefectures; a prefecture's name leads into it."""
    text = context.text
    heads = [(text("map.rank"), "num"), (text("map.prefecture"), "")]
    # On a phone there is no room for what can be told from the rest.
    minor = {"of", "known"} if len(_columns(shown)) > 2 else set()
    heads += [(text(f"map.column.{name}"), "num minor" if name in minor else "num") for name in _columns(shown)]
    scores = scored(shown)
    rows: list[list[Child]] = []
    for one in ranked(shown):
        summary = one.summary
        name = text.pick(all_areas()[summary.area_code], "name")
        here = summary.area_code == chosen
        anchor = el(
            "a", name, href="map?" + urlencode({**link, "pref": summary.area_code}), target="_self",
            aria_current="true" if here else None,
        )  # fmt: skip
        cells = _cells(shown, summary, scores.get(summary.area_code), text)
        rows.append([str(one.rank) if one.rank else text("map.unranked"), anchor, *cells])
    return table(text(f"map.ranked_by.{way_to_rank(shown)}"), heads, rows, row_head=1, style="ranking")


def way_to_rank(shown: Measured) -> str:
    """Say by what prefectures are ranked, as the key of its words."""
    if shown.is_change:
        return "change"
    return "pooled" if shown.figures.municipal.quotient else shown.figures.municipal.kind


def _columns(shown: Measured) -> Sequence[str]:
    return {
        "status": ("adopting", "of", "share"),
        "count": ("adopting", "total", "of", "share"),
        "rate": ("median", "known"),
        "pooled": ("share", "parts", "known"),
        "context": ("total", "known"),
        "change": ("change", "known"),
    }[way_to_rank(shown)]


def _cells(shown: Measured, summary: Summary, score: float | None, text: Text) -> list[Child]:
    figures = shown.figures
    indicator = figures.indicator
    if figures.municipal.kind == "rate":
        share = str(rate_text(figures, summary.rate, text)) if summary.rate is not None else None
    else:
        share = percent(summary.share / 100) if summary.share is not None else None
    mark = text("map.gap_mark") if summary.known < summary.bodies else ""
    cells: dict[str, Child] = {
        "adopting": el("b", f"{summary.adopting:,}"),
        "total": value_quantity(summary.total, indicator, text).number if summary.total is not None else "—",
        "of": f"{summary.adopting}/{summary.known}{mark}",
        "share": share or text("map.gap.absent"),
        "median": str(value_quantity(summary.middle, indicator, text)) if summary.middle is not None else "—",
        "parts": parts_text(summary) if summary.pools and summary.rate is not None else "—",
        "known": f"{summary.known}/{summary.bodies}",
        "change": shown.text(score, text) if score is not None else text("map.gap.absent"),
    }
    return [cells[name] for name in _columns(shown)]


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
        is_plain = shown.is_state or (value == 0 and shown.has_symbols)
        rank = text("map.unranked") if area.area_code in small else "—" if is_plain else str(above + 1)
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


def notes(shown: Measured, prefecture: str | None, text: Text) -> list[str]:
    """Say what the denominators are and what is flagged."""
    figures, code = shown.figures, shown.period.code
    universe = figures.municipal.universe
    summary = figures.summary(code, prefecture[:2] if prefecture else None)
    if prefecture is None:
        found = [text(f"map.universe.{universe}")]
    else:
        place = text.pick(all_areas()[prefecture], "name")
        found = [text(f"map.universe_in.{universe}", place=place, count=summary.bodies)]
    if summary.known < summary.bodies:
        found.append(text("map.not_surveyed", count=summary.bodies - summary.known))
    if shown.measure == "per_people":
        base = figures.denominator(code)
        assert base is not None
        day = calendar_day(base.as_of, text.lang)
        found.append(text("map.people_of", day=day, fewest=f"{FEWEST_PEOPLE:,}"))
    if shown.level == PREFECTURE and any(figures.summary(code, number).is_small for number in figures.prefectures):
        found.append(text("map.few_bodies", fewest=FEWEST_BODIES))
    if figures.municipal.kind == "rate":
        found.append(text(f"map.rate_of.{'pooled' if figures.municipal.quotient else 'median'}"))
    if figures.municipal.unlisted_ja:
        found.append(text.pick(figures.municipal, "unlisted"))
    return found


def alt_text(shown: Measured, prefecture: str | None, title: str, text: Text) -> str:
    """Say the pattern of the map: what it shows, how many, where most, where none."""
    figures, period = shown.figures, shown.period
    summary = figures.summary(period.code, prefecture[:2] if prefecture else None)
    kind, indicator = figures.municipal.kind, figures.indicator
    parts = [text("map.alt.about", title=title)]
    if shown.is_change:
        parts.append(text("map.alt.change", up=moves(shown, prefecture, 1), down=moves(shown, prefecture, -1)))
    elif kind in {"count", "status"} and summary.share is not None:
        parts.append(
            text("map.alt.share", known=f"{summary.known:,}", adopting=f"{summary.adopting:,}",
                 share=percent(summary.share / 100))
        )  # fmt: skip
    elif kind == "context" and summary.total is not None:
        parts.append(text("map.alt.total", total=value_quantity(summary.total, indicator, text)))
    elif summary.middle is not None:
        if summary.pools and summary.rate is not None:
            parts.append(text("map.alt.pooled", rate=rate_text(figures, summary.rate, text)))
        parts.append(text("map.alt.median", middle=value_quantity(summary.middle, indicator, text)))
    if prefecture is None:
        top = [one for one in ranked(shown) if one.rank == 1]
        if top and len(top) <= 5:
            names = text("map.join").join(text.pick(all_areas()[one.summary.area_code], "name") for one in top)
            parts.append(text(f"map.alt.most.{way_to_rank(shown)}", names=names))
        none = sum(1 for number in figures.prefectures if not figures.summary(period.code, number).adopting)
        if kind in {"count", "status"} and not shown.is_change:
            parts.append(text("map.alt.none", count=none) if none else text("map.alt.everywhere"))
    return "".join(parts)


def moves(shown: Measured, prefecture: str | None, sign: int) -> int:
    """Count the areas on the map that went up (1) or down (-1)."""
    values = shown.values.items()
    return sum(
        value * sign > 0
        for code, value in values
        if prefecture is None or shown.level == PREFECTURE or code.startswith(prefecture[:2])
    )
