"""The map on screen: layers over addresses of our own, so that a run of the page sends a few kilobytes at most."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pydeck as pdk

from dashboard.map.layers import (
    EDGES,
    OUTLINES,
    areas_layer,
    chosen_edge_layer,
    chosen_name_layer,
    dots_layer,
    edges_layer,
    frames_layer,
    name_offset,
    names_layer,
    ring_layer,
    shared_layer,
    symbols_layer,
    tile_names_layer,
)
from dashboard.map.measures import PREFECTURE
from dashboard.map.palette import LAND_EDGE
from dashboard.map.scheme import Scheme
from dashboard.map.symbols import shared_radius, symbol_scale
from dashboard.map.view import LABEL_SIZE, SMALL, TILE_SIZE, Chosen, View
from dashboard.theme import INK


@dataclass(frozen=True)
class Addresses:
    """Where the browser fetches what it draws.

    Without boundaries there are no outlines, and areas only where prefectures are tiles.
    """

    areas: str | None
    outlines: str | None
    points: str


def build_deck(
    scheme: Scheme,
    addresses: Addresses,
    view: View,
    *,
    whole_country: bool,
    rings: Sequence[Sequence[tuple[float, float]]],
    chosen: Chosen | None,
    largest: float,
) -> pdk.Deck:
    """Build the map.

    Args:
        scheme: Colours.
        addresses: Where the layers' features are.
        view: What is shown at first.
        whole_country: Whether municipal borders are left out.
        rings: The frames in which far islands are drawn.
        chosen: The municipality that is marked.
        largest: The largest amount, which the largest symbol stands for.
    """
    return pdk.Deck(
        map_provider=None,
        layers=_layers(scheme, addresses, view, whole_country, rings, chosen, largest),
        initial_view_state=pdk.ViewState(**view.state, pitch=0, bearing=0, min_zoom=3, max_zoom=13),
        views=[pdk.View("MapView", controller={"dragRotate": False, "touchRotate": False})],
        tooltip={"html": _tooltip(scheme), "style": _TOOLTIP},
    )


def _tooltip(scheme: Scheme) -> str:
    """The label over an area: its name, and what there is to say of each period shown."""
    measured = scheme.measured
    shown = [measured.period, *([measured.since] if measured.since else [])]
    return "<br>".join(["<b>{n}</b>", *(f"{{t{measured.figures.periods.index(one)}}}" for one in shown)])


def _layers(
    scheme: Scheme,
    addresses: Addresses,
    view: View,
    whole_country: bool,
    rings: Sequence[Sequence[tuple[float, float]]],
    chosen: Chosen | None,
    largest: float,
) -> list[pdk.Layer]:
    """From the lowest: areas or dots, borders, symbols, names, and the ring around the chosen one."""
    measured = scheme.measured
    has_areas = addresses.areas is not None
    scale = symbol_scale(largest, whole_country=whole_country)
    layers = []
    if addresses.areas is not None:
        layers.append(areas_layer(addresses.areas, scheme))
        if measured.are_tiles or not whole_country:
            layers.append(edges_layer(EDGES, addresses.areas))
    else:
        layers.append(dots_layer(addresses.points, scheme))
    if whole_country and addresses.outlines is not None:
        # The frames of far islands are among the outlines.
        layers.append(edges_layer(OUTLINES, addresses.outlines))
    elif rings:
        layers.append(frames_layer(rings))
    at = measured.figures.periods.index(measured.period)
    if measured.has_symbols:
        opacity = 217 if measured.figures.municipal.kind == "count" else 130
        layers.append(symbols_layer(addresses.points, at, scale, opacity, pickable=not has_areas))
        if measured.figures.shared(measured.period.code) and measured.level != PREFECTURE:
            layers.append(shared_layer(addresses.points, at, shared_radius(scale)))
    if measured.are_tiles:
        layers.append(tile_names_layer(addresses.points, scheme, TILE_SIZE if view.width < SMALL else LABEL_SIZE))
    elif not whole_country:
        offset = name_offset(at if measured.has_symbols else None, has_areas)
        layers.append(names_layer(addresses.points, chosen.code if chosen else "", offset))
    if chosen is not None:
        radius = scale * math.sqrt(chosen.amount) if measured.has_symbols else 0
        if addresses.areas is not None and not whole_country:
            layers.append(chosen_edge_layer(addresses.areas, chosen.code))
        layers += [ring_layer(chosen.place, radius + 5), chosen_name_layer(chosen, radius + 10)]
    return layers


_TOOLTIP: Mapping[str, str] = {
    "backgroundColor": "#FFFFFF",
    "color": INK,
    "border": f"1px solid {LAND_EDGE}",
    "borderRadius": "8px",
    "padding": "8px 12px",
    "fontSize": "14px",
    "lineHeight": "1.6",
    "maxWidth": "280px",
}
