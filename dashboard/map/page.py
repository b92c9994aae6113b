"""What 地図 shows for a choice, built once and kept."""

from __future__ import annotations

from dataclasses import dataclass

import pydeck as pdk

from dashboard.components import source_names
from dashboard.context import Context
from dashboard.formats import calendar_day, period as period_text
from dashboard.map.coverage import alt_text, cards, municipality_table, notes, prefecture_table, without
from dashboard.map.deck import Addresses, View, build_deck
from dashboard.map.geometry import office
from dashboard.map.insets import VIEW
from dashboard.map.measures import MUNICIPALITY, PREFECTURE, Measured, measured
from dashboard.map.palette import NO_DATA
from dashboard.map.profile import known_area, legend_item, profile
from dashboard.map.routes import address
from dashboard.map.scheme import Scheme, scheme_of
from dashboard.markup import Child, Element, div, el
from dashboard.text import Text
from warehouse.area_records import all_areas
from warehouse.boundaries import FULL, Boundaries
from warehouse.municipal import AreaFigures

WIDTH, HEIGHT = 640, 640
COUNTRY = "00000"


@dataclass(frozen=True)
class MapChoice:
    """What the reader chose. `pref` and `area` are codes, or 00000 for none."""

    indicator_id: str
    part: str
    period: str
    since: str
    measure: str
    level: str
    pref: str
    area: str
    method: str


@dataclass(frozen=True)
class MapPage:
    """The parts of the page."""

    described: str
    cards: list[Element]
    title: Element
    legend: Element
    deck: pdk.Deck
    alt: str
    foot: Element
    ranking: Element
    profile: Element | None


def build_map(context: Context, figures: AreaFigures, boundaries: Boundaries | None, choice: MapChoice) -> MapPage:
    """Build the page for a choice."""
    text = context.text
    period = figures.period(choice.period)
    since = figures.period(choice.since) if choice.since else None
    shown = measured(figures, choice.level, choice.measure, period, since)
    prefecture = None if choice.pref == COUNTRY else choice.pref
    scheme = scheme_of(shown, _areas_shown(figures, choice.level, prefecture), choice.method, text)
    area = known_area(choice.area)
    link = {"ind": choice.indicator_id, "part": choice.part, "year": choice.period, **context.link_parameters}
    link = {name: value for name, value in link.items() if value}
    return MapPage(
        described=_described(context, figures, shown, prefecture),
        cards=cards(figures, period, prefecture, text),
        title=el("h2", _title(figures, shown, prefecture, text)),
        legend=_legend(scheme, boundaries is not None, text),
        deck=_deck(context, figures, boundaries, choice, scheme),
        alt=alt_text(figures, shown, prefecture, text),
        foot=_foot(context, figures, shown, boundaries, prefecture),
        ranking=_ranking(context, shown, prefecture, choice, link),
        profile=profile(context, measured(figures, MUNICIPALITY, _own_measure(choice), period, since), area)
        if area
        else None,
    )


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
    area = all_areas()[code]
    return area.name_en if text.lang == "en" and area.name_en else area.name_ja


def _when(shown: Measured, text: Text) -> str:
    by_day = shown.figures.indicator.period == "point"
    return period_text(shown.period.fiscal_year, shown.period.as_of, text, by_day=by_day)


def _title(figures: AreaFigures, shown: Measured, prefecture: str | None, text: Text) -> str:
    what = text(f"map.measure.{shown.measure}")
    return text("map.title", place=_name(prefecture, text), what=what, period=_when(shown, text))


def _described(context: Context, figures: AreaFigures, shown: Measured, prefecture: str | None) -> str:
    text = context.text
    name = text.pick(figures.indicator, "name")
    if figures.breakdown:
        name = text("values.part", name=name, part=figures.breakdown)
    said = text("map.described", name=name, place=_name(prefecture, text), period=_when(shown, text))
    if shown.since is not None:
        by_day = figures.indicator.period == "point"
        said += text(
            "map.described_since", since=period_text(shown.since.fiscal_year, shown.since.as_of, text, by_day=by_day)
        )
    return said


def _legend(scheme: Scheme, has_areas: bool, text: Text) -> Element:
    items: list[Child] = []
    unit = text("map.legend_prefectures" if scheme.measured.level == PREFECTURE else "map.legend_municipalities")
    if scheme.measured.has_symbols:
        items.append(el("li", el("i", class_="swatch symbol", aria_hidden="true"), text("map.symbols"), class_="wide"))
    for step in scheme.steps:
        items.append(legend_item(step.colour, step.label, text("map.legend_count", count=f"{step.areas:,}", unit=unit)))
    if scheme.without:
        items.append(
            legend_item(NO_DATA, text("map.no_data"), text("map.legend_count", count=f"{scheme.without:,}", unit=unit))
        )
    said = el("p", scheme.method, class_="why") if scheme.method else None
    hint = None if has_areas else el("p", text("map.no_boundaries"), class_="why")
    return div("legend", el("ul", items), said, hint)


def _deck(
    context: Context, figures: AreaFigures, boundaries: Boundaries | None, choice: MapChoice, scheme: Scheme
) -> pdk.Deck:
    whole = choice.pref == COUNTRY or choice.level == PREFECTURE
    edge = boundaries.id if boundaries else None
    named = {"level": choice.level, "part": choice.part, "pref": None if whole else choice.pref}

    def where(kind: str) -> str:
        return address(context, kind, choice.indicator_id, edge, **named)

    addresses = Addresses(
        areas=where("areas") if boundaries else None,
        outlines=address(context, "outlines", choice.indicator_id, edge) if boundaries else None,
        points=where("points"),
    )
    area = known_area(choice.area)
    place = office(area, whole_country=whole) if area is not None else None
    amounts = [value for period in figures.values.values() for value in period.values()]
    if scheme.measured.level == PREFECTURE:
        amounts = list(scheme.measured.values.values())
    return build_deck(
        scheme,
        addresses,
        View(VIEW if whole else _box(figures, boundaries, choice.pref), WIDTH, HEIGHT),
        whole_country=whole,
        chosen=(choice.area, place) if place is not None else None,
        largest=max(amounts, default=0),
    )


def _box(figures: AreaFigures, boundaries: Boundaries | None, prefecture: str) -> tuple[float, float, float, float]:
    """Return the box of a prefecture: of its largest parts, because far islands would make it a dot in the sea."""
    import json

    places: list[tuple[float, float]] = []
    if boundaries is not None:
        for _, coordinates, *_ in boundaries.frame(FULL, PREFECTURE, prefecture[:2]).iter_rows():
            polygons = sorted(json.loads(coordinates), key=lambda polygon: -len(polygon[0]))
            main = polygons[0][0]
            middle = (sum(p[0] for p in main) / len(main), sum(p[1] for p in main) / len(main))
            near = [p[0] for p in polygons if abs(p[0][0][0] - middle[0]) < 1.6 and abs(p[0][0][1] - middle[1]) < 1.6]
            places = [tuple(place) for ring in near for place in ring]
    if not places:
        offices = [office(a, whole_country=False) for a in figures.universe if a.prefecture_code == prefecture[:2]]
        places = [place for place in offices if place is not None]
    xs, ys = [place[0] for place in places], [place[1] for place in places]
    margin = 0.03
    return min(xs) - margin, min(ys) - margin, max(xs) + margin, max(ys) + margin


def _ranking(
    context: Context, shown: Measured, prefecture: str | None, choice: MapChoice, link: dict[str, str]
) -> Element:
    text = context.text
    if prefecture is not None:
        own = measured(shown.figures, MUNICIPALITY, _own_measure(choice), shown.period, shown.since)
        title = text("map.municipalities_of", prefecture=_name(prefecture, text))
        body: list[Child] = [municipality_table(context, own, prefecture, choice.area, link)]
    else:
        title = text("map.by_prefecture")
        body = [
            prefecture_table(context, shown.figures, shown.period, prefecture, link),
            without(shown.figures, shown.period, text),
        ]
    caption = text("map.ranked_by.measure" if prefecture else f"map.ranked_by.{shown.figures.municipal.kind}")
    said = [el("li", note) for note in notes(shown.figures, shown, text)]
    return div("coverage", el("h2", title), el("p", caption, class_="why"), *body, el("ul", *said, class_="notes why"))


def _foot(
    context: Context, figures: AreaFigures, shown: Measured, boundaries: Boundaries | None, prefecture: str | None
) -> Element:
    text = context.text
    sources = source_names(context, list(shown.period.publication_ids))
    if boundaries is not None:
        edge = text("map.edge_source", credit=boundaries.credit, licence=boundaries.licence)
        sources = [*sources, edge]
    if shown.measure == "per_people" or any(figures.population):
        people = figures.denominator(shown.period.code)
        if people is not None:
            sources.append(text("map.people_source", day=calendar_day(people.as_of, text.lang)))
    colon = text("meta.colon")
    lines = [
        text("meta.source") + colon + text("map.join").join(sources),
        text("meta.as_of") + colon + _when(shown, text) + "　" + text("meta.updated") + colon
        + calendar_day(context.release.published_at.date(), text.lang),
    ]  # fmt: skip
    if prefecture is None:
        lines.append(text("meta.note") + colon + text("map.moved"))
    return div("map-foot", *(el("p", line, class_="why") for line in lines))
