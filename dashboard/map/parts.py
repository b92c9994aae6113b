"""What a choice shows, settled once for the map on screen and the one on paper: values, colours, words."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

from dashboard.components import source_names
from dashboard.context import Context
from dashboard.formats import calendar_day, short_period
from dashboard.formats import period as period_text
from dashboard.map.choice import COUNTRY, MapChoice
from dashboard.map.coverage import measure_name
from dashboard.map.extent import view_of
from dashboard.map.geometry import names_on, places
from dashboard.map.islands import cells
from dashboard.map.measures import MUNICIPALITY, PREFECTURE, Measured, measured, plain_values
from dashboard.map.profile import known_area
from dashboard.map.scheme import Entry, Scheme, legend, scheme_of, shared_entry
from dashboard.map.symbols import examples, largest_of, symbol_scale
from dashboard.map.view import Chosen, View
from dashboard.text import Text
from warehouse.area_records import all_areas
from warehouse.bodies import AreaFigures, Period
from warehouse.boundaries import Boundaries


@dataclass(frozen=True)
class Size:
    """A symbol of the legend: its radius on the map, in points of the screen, and what it stands for."""

    radius: float
    label: str


@dataclass(frozen=True)
class Parts:
    """What the map on screen and the one on paper share."""

    shown: Measured
    scheme: Scheme
    name: str
    title: str
    legend: list[Entry]
    foot: list[str]
    sources: list[str]
    areas: list[str]
    view: View
    amounts: frozenset[float]
    named: dict[str, str]
    # The municipality that is marked, and the sizes of symbols that the legend explains.
    chosen: Chosen | None
    sizes: list[Size]
    # The line of the legend for what bodies share; None where nothing is.
    shared: Entry | None


def describe(context: Context, figures: AreaFigures, boundaries: Boundaries | None, choice: MapChoice) -> Parts:
    """Settle what a choice shows: values, colours, words."""
    text = context.text
    period = figures.period(choice.period)
    since = figures.period(choice.since) if choice.since else None
    are_tiles = boundaries is None and choice.level == PREFECTURE
    shown = measured(figures, choice.level, choice.measure, period, since, are_tiles=are_tiles)
    prefecture = None if choice.pref == COUNTRY else choice.pref
    areas = _areas_shown(figures, choice.level, prefecture)
    scheme = scheme_of(shown, areas, choice.method, text)
    sources = _sources(context, figures, shown, boundaries, choice)
    amounts = _amounts(figures, shown)
    whole = choice.is_whole
    view = view_of(boundaries, None if whole else prefecture, phone=choice.phone)
    return Parts(
        shown=shown,
        scheme=scheme,
        name=indicator_name(figures, text),
        title=_title(figures, shown, prefecture, text),
        legend=legend(scheme, text),
        foot=_foot(context, shown, sources, moved=_moved(choice, are_tiles)),
        sources=sources,
        areas=areas,
        view=view,
        amounts=amounts,
        chosen=_chosen(boundaries, choice, shown, text),
        sizes=_sizes(amounts, whole, shown, text),
        shared=shared_entry(shown, areas, text),
        named=names_on(boundaries, figures, choice.level, None if whole else choice.pref[:2], view, text),
    )


def _amounts(figures: AreaFigures, shown: Measured) -> frozenset[float]:
    """Everything that a symbol may stand for, so that a size means the same in every year."""
    if not shown.has_symbols:
        return frozenset()
    if shown.level == MUNICIPALITY:
        return figures.every_value
    by_period = (plain_values(figures, shown.level, shown.measure, period) for period in figures.periods)
    return frozenset(value for values in by_period for value in values.values())


def _areas_shown(figures: AreaFigures, level: str, prefecture: str | None) -> list[str]:
    if level == PREFECTURE:
        return [f"{number}000" for number in figures.prefectures]
    return [area.area_code for area in figures.universe if prefecture is None or area.prefecture_code == prefecture[:2]]


def place_name(code: str | None, text: Text) -> str:
    """Name of an area; None is the country."""
    if code is None:
        return text("map.whole_country")
    return text.pick(all_areas()[code], "name")


def period_of(shown: Measured, text: Text) -> str:
    """The period that is shown, in words."""
    by_day = shown.figures.indicator.period == "point"
    return period_text(shown.period.fiscal_year, shown.period.as_of, text, by_day=by_day)


def indicator_name(figures: AreaFigures, text: Text) -> str:
    """Name of an indicator with its breakdown."""
    name = text.pick(figures.indicator, "name")
    return text("values.part", name=name, part=figures.breakdown) if figures.breakdown else name


def _title(figures: AreaFigures, shown: Measured, prefecture: str | None, text: Text) -> str:
    short = text.pick(figures.indicator, "short")
    what = short
    if shown.measure not in {"value", "adoption"}:
        what = text("map.subject", short=short, measure=measure_name(shown.measure, figures, text))
    period = period_of(shown, text)
    if shown.since is not None:
        period = text("map.from_since", since=short_period_of(shown.since, figures, text), period=period)
    return text("map.title", place=place_name(prefecture, text), what=what, period=period)


def short_period_of(period: Period, figures: AreaFigures, text: Text) -> str:
    """A period in few words."""
    return short_period(period.fiscal_year, period.as_of, text, by_day=figures.indicator.period == "point")


def _sizes(amounts: frozenset[float], whole: bool, shown: Measured, text: Text) -> list[Size]:
    scale = symbol_scale(largest_of(amounts), whole_country=whole)
    return [Size(scale * sqrt(amount), shown.text(amount, text)) for amount in examples(amounts)]


def _chosen(boundaries: Boundaries | None, choice: MapChoice, shown: Measured, text: Text) -> Chosen | None:
    area = known_area(choice.area)
    if area is None:
        return None
    is_tile = shown.are_tiles
    prefecture = None if choice.is_whole else choice.pref[:2]
    found = places(boundaries, shown.figures, PREFECTURE if is_tile else MUNICIPALITY, prefecture)
    place = found.get(f"{choice.area[:2]}000" if is_tile else choice.area)
    if place is None:
        return None
    value = shown.values.get(choice.area)
    said = shown.text(value, text) if value is not None else None
    words = text("map.in_prefecture", name=area.name_ja, prefecture=said) if said else area.name_ja
    return Chosen(choice.area, place, value or 0, words)


def _sources(
    context: Context, figures: AreaFigures, shown: Measured, boundaries: Boundaries | None, choice: MapChoice
) -> list[str]:
    text = context.text
    sources = source_names(context, list(shown.period.publication_ids))
    if boundaries is not None:
        sources.append(text("map.edge_source", credit=boundaries.credit, licence=boundaries.licence))
    people = figures.denominator(shown.period.code)
    # The label over an area says the rate of a count; the card of a municipality says its population.
    if people is not None and (figures.municipal.kind == "count" or choice.area != COUNTRY):
        sources.append(text("map.people_source", day=calendar_day(people.as_of, text.lang)))
    return sources


def _moved(choice: MapChoice, are_tiles: bool) -> str | None:
    """What is said of islands that are not in their place, as the key of its words."""
    if are_tiles:
        return None
    if choice.is_whole:
        return "map.moved"
    return "map.moved_smaller" if cells(choice.pref[:2]) else None


def _as_of(shown: Measured, text: Text) -> str:
    said = period_of(shown, text)
    if shown.period.fiscal_year is None and shown.period.as_of is None:
        return said
    return text("meta.as_of") + text("meta.colon") + said


def _foot(context: Context, shown: Measured, sources: list[str], *, moved: str | None) -> list[str]:
    text = context.text
    colon = text("meta.colon")
    updated = text("meta.updated") + colon + calendar_day(context.release.published_at.date(), text.lang)
    release = text("meta.release") + colon + context.release.release_id
    lines = [
        text("meta.source") + colon + text("map.join").join(sources),
        "　".join((_as_of(shown, text), updated, release)),
    ]
    return [*lines, text("meta.note") + colon + text(moved)] if moved else lines
