"""Descriptions of maps for the press: the prefectures as tiles, and the municipalities of the whole country.

What is shown, how it is classed and what is said of it are those of the page 地図.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from dashboard.context import Context
from dashboard.figure.model import Area, Chart, Fact, Foot, LegendEntry
from dashboard.figure.numbers import Numbers
from dashboard.map.choice import COUNTRY, MapChoice
from dashboard.map.classes import METHODS
from dashboard.map.coverage import alt_text, measure_name, notes
from dashboard.map.measures import MUNICIPALITY, PREFECTURE, measure_unit, measures_of
from dashboard.map.parts import Parts, describe, period_of, short_period_of
from dashboard.observations import Figures
from dashboard.press import facts
from dashboard.press.footing import foot_of
from dashboard.press.map_figures import facts_of, rows_of, short_of
from dashboard.press.map_land import picture_of
from dashboard.press.map_legend import entries_of
from dashboard.press.map_points import points_chart
from dashboard.press.map_words import map_title, tile_words
from dashboard.text import LANGUAGES, Text
from warehouse.area_records import all_areas
from warehouse.bodies import AreaFigures, Period
from warehouse.boundaries import Boundaries
from warehouse.catalogue import Indicator
from warehouse.municipal import area_figures


def tile_chart(context: Context, indicator: Indicator, figures: Figures, fiscal_year: int | None) -> Chart | None:
    """Describe the prefectures as tiles of one size.

    Args:
        context: The release and the language.
        indicator: One with figures by municipality, which make up the prefectures, or with figures of prefectures.
        figures: Its current observations.
        fiscal_year: Of which year; None is the newest.

    Returns:
        The chart; None where fewer than two prefectures have a figure.
    """
    if indicator.municipal is None:
        return points_chart(context, figures, fiscal_year)
    return _of_bodies(context, indicator, PREFECTURE, None, fiscal_year)


def municipal_chart(
    context: Context, indicator: Indicator, boundaries: Boundaries | None, fiscal_year: int | None
) -> Chart | None:
    """Describe the map of all municipalities as the page 地図 shows it first; without boundaries they are dots.

    Args:
        context: The release and the language.
        indicator: Any.
        boundaries: Those in use; None where there are none.
        fiscal_year: Of which year; None is the newest.

    Returns:
        The chart; None where there are no figures by municipality.
    """
    if indicator.municipal is None:
        return None
    return _of_bodies(context, indicator, MUNICIPALITY, boundaries, fiscal_year)


@dataclass(frozen=True)
class _Drawn:
    """What is drawn: the figures and the choice, and what they show in the language of the chart and in each."""

    context: Context
    figures: AreaFigures
    boundaries: Boundaries | None
    choice: MapChoice
    by_lang: Mapping[str, Parts]

    @property
    def parts(self) -> Parts:
        return self.by_lang[self.context.text.lang]

    @property
    def period(self) -> Period:
        return self.parts.shown.period

    @property
    def unit(self) -> tuple[str, int]:
        return measure_unit(self.figures, self.choice.level, self.choice.measure, self.context.text)


def _of_bodies(
    context: Context, indicator: Indicator, level: str, boundaries: Boundaries | None, fiscal_year: int | None
) -> Chart | None:
    figures = area_figures(context.release, indicator, as_known_on=context.known_on)
    wanted = [one for one in figures.periods if fiscal_year is None or one.fiscal_year == fiscal_year]
    if not wanted:
        return None
    choice = _choice(figures, level, wanted[-1])
    by_lang = {
        lang: describe(replace(context, text=Text(lang)), figures, boundaries, choice) for lang in LANGUAGES
    }  # fmt: skip
    drawn = _Drawn(context, figures, boundaries, choice, by_lang)
    known = sum(area in drawn.parts.shown.values for area in drawn.parts.areas)
    return _chart(drawn) if known >= (2 if level == PREFECTURE else 1) else None


def _choice(figures: AreaFigures, level: str, period: Period) -> MapChoice:
    offered = measures_of(figures, level, period)
    # On tiles of one size an amount is seen as rightly as a share, and it is what the publication states.
    wants_amount = level == PREFECTURE and figures.municipal.kind == "count"
    measure = "value" if wants_amount else offered[0]
    return MapChoice(
        figures.indicator.id, figures.breakdown, period.code, "", measure, level, COUNTRY, COUNTRY, METHODS[0]
    )


def _chart(drawn: _Drawn) -> Chart:
    text, parts = drawn.context.text, drawn.parts
    shown, is_map = parts.shown, drawn.choice.level == MUNICIPALITY
    legend = entries_of(parts.legend, parts.scheme)
    areas = _areas(drawn, legend)
    unit, decimals = drawn.unit
    when = period_of(shown, text)
    short = short_period_of(drawn.period, drawn.figures, text)
    title = map_title(shown, short, text)
    form = ("areas" if drawn.boundaries else "points") if is_map else "tiles"
    return Chart(
        kind="map" if is_map else "tiles",
        lang=text.lang,
        indicator_ids=(drawn.figures.indicator.id,),
        title=title,
        subtitle=_subtitle(drawn, when),
        note="",
        unit=unit,
        numbers=Numbers(unit, text.lang, decimals),
        foot=_foot(drawn, short if drawn.figures.indicator.period == "point" else when),
        areas=areas,
        legend=legend,
        picture=picture_of(drawn.figures, drawn.boundaries, parts, {one.code: one.step for one in areas})
        if is_map
        else None,
        facts=_facts(drawn, areas, legend),
        caption=text(f"press.map.caption.{form}", title=title),
        alt_ja=_alt(drawn, "ja"),
        alt_en=_alt(drawn, "en"),
        rows=rows_of(drawn.figures.indicator.id, areas, legend, drawn.period, unit),
    )


def _alt(drawn: _Drawn, lang: str) -> str:
    parts = drawn.by_lang[lang]
    return alt_text(parts.shown, None, parts.title, Text(lang))


def _subtitle(drawn: _Drawn, when: str) -> str:
    text, shown = drawn.context.text, drawn.parts.shown
    name = drawn.parts.name
    if shown.measure not in {"value", "adoption"}:
        name = text("map.subject", short=name, measure=measure_name(shown.measure, drawn.figures, text))
    return text("press.map.subtitle", name=name, by=text(f"press.map.by.{shown.level}"), period=when)


def _areas(drawn: _Drawn, legend: Sequence[LegendEntry]) -> tuple[Area, ...]:
    text, parts = drawn.context.text, drawn.parts
    shown = parts.shown
    steps = {entry.colour: place for place, entry in enumerate(legend)}
    unit, decimals = drawn.unit
    numbers = Numbers(unit, text.lang, decimals)
    words = tile_words(text) if shown.level == PREFECTURE else {}
    found = []
    for code in parts.areas:
        value = shown.values.get(code)
        said = shown.text(value, text) if value is not None else text("map.no_data")
        short = said if shown.is_state or value is None else short_of(numbers, value)
        label, tag = words.get(code, ("", ""))
        # Land that is white and has no line in the legend belongs to no class.
        step = steps.get(parts.scheme.colour(code), -1)
        found.append(Area(code, text.pick(all_areas()[code], "name"), value, said, short, step, label, tag))
    return tuple(found)


def _foot(drawn: _Drawn, when: str) -> Foot:
    """The foot; the licence of the boundaries asks for their credit line as those of the publications do."""
    foot = foot_of(drawn.context, drawn.period.publication_ids, when, _required(drawn))
    edges, text = drawn.boundaries, drawn.context.text
    if edges is None:
        return foot
    credit = text("map.edge_source", credit=edges.credit, licence=edges.licence)
    short = text("press.foot.with_edges", works=foot.credit_short, edges=credit)
    return replace(foot, credits=(*foot.credits, credit), credit_short=short)


def _required(drawn: _Drawn) -> list[str]:
    text, parts = drawn.context.text, drawn.parts
    summary = drawn.figures.summary(drawn.period.code, None)
    without = summary.bodies - summary.known
    # The page explains a mark of its table, which a chart does not have.
    own = {text("map.not_surveyed", count=without): text("press.map.not_surveyed", count=without)}
    found = [own.get(note, note) for note in notes(parts.shown, None, text)]
    denominator = text.pick(drawn.figures.indicator, "denominator")
    if denominator:
        found.append(text("chart.denominator", denominator=denominator))
    found.append(parts.scheme.method)
    if drawn.choice.level == MUNICIPALITY:
        found.append(text("map.moved"))
        if drawn.boundaries is None:
            found.append(text("press.map.at_offices"))
    return found


def _facts(drawn: _Drawn, areas: Sequence[Area], legend: Sequence[LegendEntry]) -> tuple[Fact, ...]:
    unit, figures = drawn.unit[0], drawn.figures
    summary = figures.summary(drawn.period.code, None)
    counts = (summary.bodies, summary.known, summary.bodies - summary.known, summary.adopting)
    nowhere = sum(not figures.summary(drawn.period.code, one).adopting for one in figures.prefectures)
    found = [Fact(count, "count", "bodies") for count in (*counts, nowhere, len(figures.prefectures))]
    own = figures.indicator.unit
    found += [
        facts.value(one, "total", own) for one in (summary.total, summary.middle, summary.rate) if one is not None
    ]
    if summary.share is not None:
        found.append(Fact(summary.share, "percent", "share"))
    ends = {end for step in drawn.parts.scheme.steps for end in (step.above, step.upto) if end is not None}
    found += [facts.value(end, "class", unit) for end in sorted(ends)]
    return (*found, *facts_of(areas, legend, drawn.period, unit))
