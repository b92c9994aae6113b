"""What 地図 shows for a choice, built once and kept."""

from __future__ import annotations

from dataclasses import dataclass

import pydeck as pdk

from dashboard.context import Context
from dashboard.map.addresses import feature_address, outline_address, picture_address
from dashboard.map.cards import cards
from dashboard.map.choice import COUNTRY, MapChoice
from dashboard.map.coverage import (
    alt_text,
    municipality_table,
    notes,
    prefecture_table,
    way_to_rank,
    without,
)
from dashboard.map.deck import Addresses, build_deck
from dashboard.map.extent import SIZES
from dashboard.map.geometry import frame_rings
from dashboard.map.measures import MUNICIPALITY, PREFECTURE, Measured, measured
from dashboard.map.parts import Parts, describe, indicator_name, period_of, place_name, short_period_of
from dashboard.map.profile import known_area, profile
from dashboard.map.symbols import largest_of
from dashboard.markup import Child, Element, div, el, span
from dashboard.text import Text
from warehouse.bodies import AreaFigures
from warehouse.boundaries import Boundaries


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


def _described(context: Context, figures: AreaFigures, shown: Measured, prefecture: str | None) -> str:
    text = context.text
    said = text(
        "map.described",
        name=indicator_name(figures, text),
        place=place_name(prefecture, text),
        period=period_of(shown, text),
    )
    if shown.since is not None:
        said += text("map.described_since", since=short_period_of(shown.since, figures, text))
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
        largest=largest_of(parts.amounts),
    )


def _ranking(
    context: Context, shown: Measured, own: Measured, prefecture: str | None, choice: MapChoice, link: dict[str, str]
) -> Element:
    text = context.text
    if prefecture is not None:
        title = text("map.municipalities_of", prefecture=place_name(prefecture, text))
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
