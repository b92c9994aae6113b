"""What 地図 shows for a choice, built once and kept."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

import pydeck as pdk

from dashboard.components import source_names
from dashboard.context import Context
from dashboard.formats import calendar_day, short_period
from dashboard.formats import period as period_text
from dashboard.map.addresses import feature_address, outline_address, picture_address
from dashboard.map.cards import cards
from dashboard.map.choice import COUNTRY, MapChoice
from dashboard.map.coverage import (
    alt_text,
    measure_name,
    municipality_table,
    notes,
    prefecture_table,
    way_to_rank,
    without,
)
from dashboard.map.deck import Addresses, Chosen, View, build_deck
from dashboard.map.extent import SIZES, view_of
from dashboard.map.geometry import frame_rings, names_on, places
from dashboard.map.islands import cells
from dashboard.map.measures import MUNICIPALITY, PREFECTURE, Measured, measured, plain_values
from dashboard.map.profile import known_area, profile
from dashboard.map.scheme import Entry, Scheme, legend, scheme_of, shared_entry
from dashboard.map.symbols import examples, symbol_scale
from dashboard.markup import Child, Element, div, el, span
from dashboard.text import Text
from warehouse.area_records import all_areas
from warehouse.boundaries import Boundaries
from warehouse.municipal import AreaFigures, Period


@dataclass(frozen=True)
class MapPage:
    """The parts of the page."""

    described: str
    cards: list[Element]
    title: Element
    legend: Element
    deck: pdk.Deck
    alt: str
    still: Element
    # The picture that is there until the map can be moved.
    first: Element
    foot: Element
    sources: list[str]
    ranking: Element
    profile: Element | None


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
    amounts: list[float]
    named: dict[str, str]
    # The municipality that is marked, and the sizes of symbols that the legend explains.
    chosen: Chosen | None
    sizes: list[Size]
    # The line of the legend for values with a note; None where none is marked.
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
        name=_indicator_name(figures, text),
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


def _amounts(figures: AreaFigures, shown: Measured) -> list[float]:
    """Everything that a symbol may stand for, so that a size means the same in every year."""
    if not shown.has_symbols:
        return []
    by_period = (plain_values(figures, shown.level, shown.measure, period) for period in figures.periods)
    return [value for values in by_period for value in values.values()]


def build_map(context: Context, figures: AreaFigures, boundaries: Boundaries | None, choice: MapChoice) -> MapPage:
    """Build the page for a choice."""
    text = context.text
    parts = describe(context, figures, boundaries, choice)
    shown = parts.shown
    prefecture = None if choice.pref == COUNTRY else choice.pref
    area = known_area(choice.area)
    link = {"ind": choice.indicator_id, "part": choice.part, "year": choice.period, **context.link_parameters}
    link = {name: value for name, value in link.items() if value}
    alt = alt_text(shown, prefecture, parts.title, text)
    own = measured(figures, MUNICIPALITY, _own_measure(choice), shown.period, shown.since)
    return MapPage(
        described=_described(context, figures, shown, prefecture),
        cards=cards(shown, prefecture, text),
        title=el("h2", parts.title),
        legend=_legend(parts, _hint(boundaries, shown), text),
        deck=_deck(context, boundaries, choice, parts),
        alt=alt,
        still=_still(context, boundaries, choice, alt),
        first=_first(context, boundaries, choice),
        foot=div("map-foot", *(el("p", line, class_="why") for line in parts.foot)),
        sources=parts.sources,
        ranking=_ranking(context, shown, own, prefecture, choice, link),
        profile=profile(context, own, area) if area else None,
    )


def _still(context: Context, boundaries: Boundaries | None, choice: MapChoice, alt: str) -> Element:
    """The picture that stands in for the map where a browser cannot draw it; it is fetched only when it is shown."""
    source = picture_address(context, choice, boundaries.id if boundaries else None)
    said = context.text("map.static_alt", alt=alt)
    return div("map-still", el("img", src=source, alt=said, loading="lazy", width="840", height="1000"))


def _first(context: Context, boundaries: Boundaries | None, choice: MapChoice) -> Element:
    source = picture_address(context, choice, boundaries.id if boundaries else None, "first")
    across, down = SIZES[choice.phone]
    # The script of the page hides the picture once what it says here has arrived.
    until = "areas" if boundaries or choice.level == PREFECTURE else "points"
    return el("img", src=source, alt="", class_="map-first", width=across, height=down, data_until=until)


def _own_measure(choice: MapChoice) -> str:
    """The measure of a municipality that answers to the one on the map."""
    if choice.level == MUNICIPALITY:
        return choice.measure
    return {"share": "adoption", "share_change": "adoption", "per_body": "value"}.get(choice.measure, choice.measure)


def _areas_shown(figures: AreaFigures, level: str, prefecture: str | None) -> list[str]:
    if level == PREFECTURE:
        return [f"{number}000" for number in figures.prefectures]
    return [area.area_code for area in figures.universe if prefecture is None or area.prefecture_code == prefecture[:2]]


def _name(code: str | None, text: Text) -> str:
    if code is None:
        return text("map.whole_country")
    return text.pick(all_areas()[code], "name")


def _when(shown: Measured, text: Text) -> str:
    by_day = shown.figures.indicator.period == "point"
    return period_text(shown.period.fiscal_year, shown.period.as_of, text, by_day=by_day)


def _indicator_name(figures: AreaFigures, text: Text) -> str:
    name = text.pick(figures.indicator, "name")
    return text("values.part", name=name, part=figures.breakdown) if figures.breakdown else name


def _title(figures: AreaFigures, shown: Measured, prefecture: str | None, text: Text) -> str:
    short = text.pick(figures.indicator, "short")
    what = short
    if shown.measure not in {"value", "adoption"}:
        what = text("map.subject", short=short, measure=measure_name(shown.measure, figures, text))
    period = _when(shown, text)
    if shown.since is not None:
        period = text("map.from_since", since=_short(shown.since, figures, text), period=period)
    return text("map.title", place=_name(prefecture, text), what=what, period=period)


def _short(period: Period, figures: AreaFigures, text: Text) -> str:
    return short_period(period.fiscal_year, period.as_of, text, by_day=figures.indicator.period == "point")


def _described(context: Context, figures: AreaFigures, shown: Measured, prefecture: str | None) -> str:
    text = context.text
    said = text(
        "map.described", name=_indicator_name(figures, text), place=_name(prefecture, text), period=_when(shown, text)
    )
    if shown.since is not None:
        said += text("map.described_since", since=_short(shown.since, figures, text))
    return said


def _hint(boundaries: Boundaries | None, shown: Measured) -> str | None:
    """What is said where boundaries are missing, as the key of its words."""
    if boundaries is not None:
        return None
    return "map.no_boundaries_tiles" if shown.are_tiles else "map.no_boundaries"


def _legend(parts: Parts, hint: str | None, text: Text) -> Element:
    items: list[Child] = []
    for size in parts.sizes:
        across = f"width:{2 * size.radius:.1f}px;height:{2 * size.radius:.1f}px"
        items.append(el("li", el("i", class_="swatch symbol", style=across, aria_hidden="true"), size.label))
    if parts.shared:
        marked = el("i", class_="swatch shared", aria_hidden="true")
        items.append(el("li", marked, span("words", parts.shared.label), span("count", parts.shared.count)))
    for entry in parts.legend:
        swatch = el("i", style=f"background:{entry.colour}", class_="swatch", aria_hidden="true")
        items.append(el("li", swatch, span("words", entry.label), span("count", entry.count)))
    said = el("p", parts.scheme.method, class_="why") if parts.scheme.method else None
    return div("legend", el("ul", items), said, el("p", text(hint), class_="why") if hint else None)


def _deck(context: Context, boundaries: Boundaries | None, choice: MapChoice, parts: Parts) -> pdk.Deck:
    whole = choice.is_whole
    edge = boundaries.id if boundaries else None
    named = {"level": choice.level, "part": choice.part, "pref": None if whole else choice.pref}

    def where(kind: str, **more: str | None) -> str:
        return feature_address(context, kind, choice.indicator_id, edge, **named, **more)

    # Names have room by the size of the screen.
    has_names = not whole or edge is None
    addresses = Addresses(
        areas=where("areas") if boundaries or choice.level == PREFECTURE else None,
        outlines=outline_address(context, boundaries.id) if boundaries else None,
        points=where("points", phone="1" if choice.phone and has_names else None),
    )
    return build_deck(
        parts.scheme,
        addresses,
        parts.view,
        whole_country=whole,
        rings=frame_rings(None if whole else choice.pref[:2], are_tiles=parts.shown.are_tiles),
        chosen=parts.chosen,
        largest=max(parts.amounts, default=0),
    )


def _sizes(amounts: list[float], whole: bool, shown: Measured, text: Text) -> list[Size]:
    scale = symbol_scale(max(amounts, default=0), whole_country=whole)
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


def _ranking(
    context: Context, shown: Measured, own: Measured, prefecture: str | None, choice: MapChoice, link: dict[str, str]
) -> Element:
    text = context.text
    if prefecture is not None:
        title = text("map.municipalities_of", prefecture=_name(prefecture, text))
        body: list[Child] = [municipality_table(context, own, prefecture, choice.area, link)]
    else:
        title = text("map.by_prefecture")
        body = [
            prefecture_table(context, shown, prefecture, link),
            without(shown.figures, shown.period, text),
        ]
    caption = text("map.ranked_by.measure" if prefecture else f"map.ranked_by.{way_to_rank(shown)}")
    said = [el("li", note) for note in notes(shown, prefecture, text)]
    return div("coverage", el("h2", title), el("p", caption, class_="why"), *body, el("ul", *said, class_="notes why"))


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
    said = _when(shown, text)
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
