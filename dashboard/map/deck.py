"""The map on screen: layers over addresses of our own, so that a run of the page sends a few kilobytes at most."""

from __future__ import annotations

import base64
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pydeck as pdk

from dashboard.map.measures import PREFECTURE
from dashboard.map.mercator import latitude_at, mercator
from dashboard.map.palette import HOVERED, LAND_EDGE, ink_on, rgb
from dashboard.map.scheme import Scheme
from dashboard.map.symbols import shared_radius, symbol_scale
from dashboard.theme import ACTUAL, INK

# A layer keeps its name while what it draws changes: only then the browser keeps what it has fetched.
AREAS, EDGES, OUTLINES, FRAMES, DOTS, SYMBOLS, SHARED, LABELS, CHOSEN_EDGE, CHOSEN, CHOSEN_NAME = (
    "areas",
    "edges",
    "outlines",
    "frames",
    "dots",
    "symbols",
    "shared",
    "labels",
    "chosen-edge",
    "chosen",
    "chosen-name",
)
# Sizes in points of the screen: of names, of those on the tiles of a small map, and how far above a symbol a name is.
LABEL_SIZE, TILE_SIZE, LABEL_RISE = 13, 11, 15
SMALL_WIDTH = 500
# A word in quotes of its own is a word to the browser, not an expression.
PIXELS = '"pixels"'
_AUTO = '"auto"'
_FAMILY = '"Noto Sans JP, Noto Sans CJK JP, Hiragino Sans, BIZ UDPGothic, Yu Gothic UI, Meiryo, KPIGothic, sans-serif"'
_EARTH = 512 / 360
_DIAMOND = (
    "data:image/svg+xml;base64,"
    + base64.b64encode(
        b'<svg xmlns="http://www.w3.org/2000/svg" width="64" height="64" viewBox="0 0 64 64">'
        b'<path d="M32 5 59 32 32 59 5 32Z" fill="#FFF" stroke="%s" stroke-width="7"/></svg>' % ACTUAL.encode()
    ).decode()
)


@dataclass(frozen=True)
class Addresses:
    """Where the browser fetches what it draws.

    Without boundaries there are no outlines, and areas only where prefectures are tiles.
    """

    areas: str | None
    outlines: str | None
    points: str


@dataclass(frozen=True)
class Chosen:
    """A municipality that is marked: its code, where its office is drawn, its amount, and what is said of it."""

    code: str
    place: tuple[float, float]
    amount: float
    words: str


@dataclass(frozen=True)
class View:
    """West, south, east, north, and the size on screen that they must fit."""

    box: tuple[float, float, float, float]
    width: int
    height: int

    @property
    def scale(self) -> float:
        """Points of the screen for a degree of longitude."""
        return float(_EARTH * 2 ** self.state["zoom"])

    @property
    def state(self) -> dict[str, float]:
        """Centre and zoom at which the box just fits, in the Mercator projection."""
        west, south, east, north = self.box
        low, high = mercator(south), mercator(north)
        across = (east - west) * _EARTH
        down = (high - low) * _EARTH
        zoom = math.log2(min(self.width / across, self.height / down))
        middle = round(latitude_at((low + high) / 2), 4)
        return {"longitude": round((west + east) / 2, 4), "latitude": middle, "zoom": round(zoom - 0.05, 3)}


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
        layers.append(_areas(addresses.areas, scheme))
        if measured.are_tiles or not whole_country:
            layers.append(_edges(EDGES, addresses.areas))
    else:
        layers.append(_dots(addresses.points, scheme))
    if whole_country and addresses.outlines is not None:
        layers.append(_edges(OUTLINES, addresses.outlines))
    if rings:
        layers.append(_frames(rings))
    at = measured.figures.periods.index(measured.period)
    if measured.has_symbols:
        opacity = 217 if measured.figures.municipal.kind == "count" else 130
        layers.append(_symbols(addresses.points, at, scale, opacity, pickable=not has_areas))
        if measured.figures.shared(measured.period.code) and measured.level != PREFECTURE:
            layers.append(_shared(addresses.points, at, shared_radius(scale)))
    if measured.are_tiles:
        layers.append(_tile_names(addresses.points, scheme, TILE_SIZE if view.width < SMALL_WIDTH else LABEL_SIZE))
    elif not whole_country:
        offset = _offset(at if measured.has_symbols else None, has_areas)
        layers.append(_labels(addresses.points, chosen.code if chosen else "", offset))
    if chosen is not None:
        radius = scale * math.sqrt(chosen.amount) if measured.has_symbols else 0
        if addresses.areas is not None and not whole_country:
            layers.append(_chosen_edge(addresses.areas, chosen.code))
        layers += [_ring(chosen.place, radius + 5), _chosen_name(chosen, radius + 10)]
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


def _areas(address: str, scheme: Scheme) -> pdk.Layer:
    return pdk.Layer(
        "GeoJsonLayer",
        data=address,
        id=AREAS,
        filled=True,
        # Borders are a layer of their own: picking among drawn borders takes so long that a click is lost.
        stroked=False,
        pickable=True,
        get_fill_color=scheme.expression,
        update_triggers=_trigger(scheme),
        auto_highlight=True,
        highlight_color=rgb(HOVERED, 210),
    )


def _trigger(scheme: Scheme) -> dict[str, list[str]]:
    return {"getFillColor": [scheme.expression]}


def _edges(name: str, address: str, **changes: Any) -> pdk.Layer:
    options: dict[str, Any] = {
        "get_line_color": rgb(LAND_EDGE),
        "get_line_width": 1.0,
        "line_width_min_pixels": 0.6,
        **changes,
    }
    return pdk.Layer(
        "GeoJsonLayer",
        data=address,
        id=name,
        filled=False,
        stroked=True,
        pickable=False,
        line_width_units=PIXELS,
        **options,
    )


def _frames(rings: Sequence[Sequence[tuple[float, float]]]) -> pdk.Layer:
    return pdk.Layer(
        "PathLayer",
        data=[{"path": ring} for ring in rings],
        id=FRAMES,
        pickable=False,
        get_path="path",
        get_color=rgb(LAND_EDGE),
        get_width=1.0,
        width_units=PIXELS,
    )


def _symbols(address: str, at: int, scale: float, opacity: int, *, pickable: bool) -> pdk.Layer:
    """Circles whose area is in proportion to the amount."""
    return _circles(
        SYMBOLS,
        address,
        pickable=pickable,
        get_radius=f"properties.r[{at}] * {scale:.5g}",
        get_fill_color=rgb(ACTUAL, opacity),
        get_line_color=rgb("#FFFFFF"),
        get_line_width=0.8,
        update_triggers={"getRadius": [at, round(scale, 5)]},
    )


def _dots(address: str, scheme: Scheme) -> pdk.Layer:
    """Every office as a dot, where there are no areas to colour: together they are the shape of the country."""
    return _circles(
        DOTS,
        address,
        pickable=True,
        get_radius=3.2,
        get_fill_color=scheme.expression,
        get_line_color=rgb(LAND_EDGE),
        get_line_width=0.7,
        update_triggers=_trigger(scheme),
        auto_highlight=True,
        highlight_color=rgb(HOVERED, 230),
    )


def _circles(name: str, data: Any, **options: Any) -> pdk.Layer:
    return pdk.Layer(
        "ScatterplotLayer",
        data=data,
        id=name,
        get_position="p",
        radius_units=PIXELS,
        line_width_units=PIXELS,
        stroked=True,
        **options,
    )


def _shared(address: str, at: int, radius: float) -> pdk.Layer:
    """A white diamond over each symbol whose value has a note."""
    return pdk.Layer(
        "IconLayer",
        data=address,
        id=SHARED,
        pickable=False,
        get_position="p",
        icon_atlas=f'"{_DIAMOND}"',
        icon_mapping={"diamond": {"x": 0, "y": 0, "width": 64, "height": 64}},
        get_icon="properties.d ? 'diamond' : ''",
        get_size=f"properties.d && properties.d[{at}] ? {2 * radius:.4g} : 0",
        size_units=PIXELS,
        update_triggers={"getSize": [at]},
    )


def _offset(at: int | None, has_areas: bool) -> Any:
    """Where names stand: above dots, above the symbols of a period, else in the middle."""
    if not has_areas:
        return [0, -LABEL_RISE]
    return [0, 0] if at is None else f"properties.r[{at}] > 0 ? [0, -{LABEL_RISE}] : [0, 0]"


def _labels(address: str, chosen: str, offset: Any) -> pdk.Layer:
    """Names, where the points say them in `s`; the chosen one has a label of its own."""
    shown = f"properties.s && properties.c != '{chosen}'"
    return _words(
        LABELS,
        address,
        get_text=f"{shown} ? properties.s : ''",
        get_pixel_offset=offset,
        get_background_color=f"{shown} ? {rgb('#FFFFFF', 200)} : {rgb('#FFFFFF', 0)}",
        update_triggers={"getText": [chosen], "getBackgroundColor": [chosen], "getPixelOffset": [offset]},
        **_PLATE,
    )


def _tile_names(address: str, scheme: Scheme, size: int) -> pdk.Layer:
    """Names on tiles, black or white after the colour of each."""
    ink = scheme.written(ink_on)
    return _words(
        LABELS, address, get_text="properties.s", get_color=ink, get_size=size, update_triggers={"getColor": [ink]}
    )


def _chosen_name(chosen: Chosen, up: float) -> pdk.Layer:
    inline = [{"p": list(chosen.place), "s": chosen.words}]
    offset = [0, -round(up + LABEL_SIZE / 2 + 3)]
    return _words(
        CHOSEN_NAME, inline, get_text="s", get_pixel_offset=offset, get_background_color=rgb("#FFFFFF"), **_PLATE
    )


# Black letters on white can be read on every colour.
_PLATE: Mapping[str, Any] = {"background": True, "background_padding": [3, 1]}


def _words(name: str, data: Any, **options: Any) -> pdk.Layer:
    return pdk.Layer(
        "TextLayer",
        data=data,
        id=name,
        pickable=False,
        get_position="p",
        character_set=_AUTO,
        font_family=_FAMILY,
        **{"get_size": LABEL_SIZE, "get_color": rgb(INK), **options},
    )


def _chosen_edge(address: str, code: str) -> pdk.Layer:
    """The border of the chosen one, over those of its neighbours."""
    return _edges(
        CHOSEN_EDGE,
        address,
        get_line_color=rgb(INK),
        get_line_width=f"properties.c == '{code}' ? 1.4 : 0",
        line_width_min_pixels=0,
        update_triggers={"getLineWidth": [code]},
    )


def _ring(place: tuple[float, float], radius: float) -> pdk.Layer:
    ring = [{"p": list(place)}]
    return _circles(
        CHOSEN,
        ring,
        pickable=False,
        filled=False,
        get_radius=round(radius, 2),
        get_line_color=rgb(INK),
        get_line_width=2.5,
    )
