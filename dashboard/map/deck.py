"""The map on screen: layers over addresses of our own, so that a run of the page sends a few kilobytes at most."""

from __future__ import annotations

import base64
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pydeck as pdk

from dashboard.map.insets import FRAMES
from dashboard.map.measures import PREFECTURE
from dashboard.map.mercator import latitude_at, mercator
from dashboard.map.palette import LAND_EDGE, rgb
from dashboard.map.scheme import Scheme
from dashboard.theme import ACTUAL, INK

# A layer keeps its name while what it draws changes: only then the browser keeps what it has fetched.
AREAS, EDGES, OUTLINES, DOTS, SYMBOLS, NOTED, LABELS, CHOSEN_EDGE, CHOSEN, CHOSEN_NAME = (
    "areas",
    "edges",
    "outlines",
    "dots",
    "symbols",
    "noted",
    "labels",
    "chosen-edge",
    "chosen",
    "chosen-name",
)
# Radius of a symbol of 1, and of the largest whatever its amount, in points of the screen: nationally, in a prefecture.
UNIT_RADIUS = {True: 4.0, False: 6.0}
LARGEST_RADIUS = {True: 16.0, False: 26.0}
# Radius of the mark over a symbol whose value has a note: it covers a symbol of 1.
NOTED_RADIUS = 1.45
LABEL_SIZE = 13
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
    chosen: Chosen | None,
    largest: float,
) -> pdk.Deck:
    """Build the map.

    Args:
        scheme: Colours.
        addresses: Where the layers' features are.
        view: What is shown at first.
        whole_country: Whether the islands are in frames and municipal borders left out.
        chosen: The municipality that is marked.
        largest: The largest amount, which the largest symbol stands for.
    """
    return pdk.Deck(
        map_provider=None,
        layers=_layers(scheme, addresses, whole_country, chosen, largest),
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
    scheme: Scheme, addresses: Addresses, whole_country: bool, chosen: Chosen | None, largest: float
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
    if whole_country and not measured.are_tiles:
        # The outlines hold the frames of the moved islands; without them the frames are drawn by themselves.
        layers.append(_frames() if addresses.outlines is None else _edges(OUTLINES, addresses.outlines))
    at = measured.figures.periods.index(measured.period)
    if measured.has_symbols:
        layers.append(_symbols(addresses.points, at, scale, pickable=not has_areas))
        if measured.figures.noted(measured.period.code) and measured.level != PREFECTURE:
            layers.append(_noted(addresses.points, at, max(scale, 3.0) * NOTED_RADIUS))
    if measured.are_tiles or not whole_country:
        layers.append(_labels(addresses.points, chosen.code if chosen else "", above=measured.has_symbols))
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
        highlight_color=rgb(INK, 60),
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


def _frames() -> pdk.Layer:
    return pdk.Layer(
        "PathLayer",
        data=[{"path": frame.ring} for frame in FRAMES],
        id=OUTLINES,
        pickable=False,
        get_path="path",
        get_color=rgb(LAND_EDGE),
        get_width=1.0,
        width_units=PIXELS,
    )


def symbol_scale(largest: float, *, whole_country: bool) -> float:
    """Return the radius of a symbol of 1: small where the largest amount would fill the map otherwise."""
    if largest <= 0:
        return 0.0
    return min(UNIT_RADIUS[whole_country], LARGEST_RADIUS[whole_country] / math.sqrt(largest))


def _symbols(address: str, at: int, scale: float, *, pickable: bool) -> pdk.Layer:
    """Circles whose area is in proportion to the amount."""
    return _circles(
        SYMBOLS,
        address,
        pickable=pickable,
        get_radius=f"properties.r[{at}] * {scale:.5g}",
        get_fill_color=rgb(ACTUAL, 217),
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
        highlight_color=rgb(INK, 160),
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


def _noted(address: str, at: int, radius: float) -> pdk.Layer:
    """A white diamond over each symbol whose value has a note."""
    return pdk.Layer(
        "IconLayer",
        data=address,
        id=NOTED,
        pickable=False,
        get_position="p",
        icon_atlas=f'"{_DIAMOND}"',
        icon_mapping={"diamond": {"x": 0, "y": 0, "width": 64, "height": 64}},
        get_icon="properties.d ? 'diamond' : ''",
        get_size=f"properties.d && properties.d[{at}] ? {2 * radius:.4g} : 0",
        size_units=PIXELS,
        update_triggers={"getSize": [at]},
    )


def _labels(address: str, chosen: str, *, above: bool) -> pdk.Layer:
    """Names, where the points say them in `s`: above the symbols, or in the middle where there are none.

    The chosen one has a label of its own.
    """
    shown = f"properties.s && properties.c != '{chosen}'"
    return _words(
        LABELS,
        address,
        [0, -14] if above else [0, 0],
        get_text=f"{shown} ? properties.s : ''",
        get_background_color=f"{shown} ? {rgb('#FFFFFF', 200)} : {rgb('#FFFFFF', 0)}",
        update_triggers={"getText": [chosen], "getBackgroundColor": [chosen]},
    )


def _chosen_name(chosen: Chosen, up: float) -> pdk.Layer:
    inline = [{"p": list(chosen.place), "s": chosen.words}]
    offset = [0, -round(up + LABEL_SIZE / 2 + 3)]
    return _words(CHOSEN_NAME, inline, offset, get_text="s", get_background_color=rgb("#FFFFFF"))


def _words(name: str, data: Any, offset: list[int], **options: Any) -> pdk.Layer:
    """Black letters on white, so that they can be read on every colour."""
    return pdk.Layer(
        "TextLayer",
        data=data,
        id=name,
        pickable=False,
        get_position="p",
        get_size=LABEL_SIZE,
        get_color=rgb(INK),
        get_pixel_offset=offset,
        character_set=_AUTO,
        font_family=_FAMILY,
        background=True,
        background_padding=[3, 1],
        **options,
    )


def _chosen_edge(address: str, code: str) -> pdk.Layer:
    """The border of the chosen one, over those of its neighbours."""
    return _edges(
        CHOSEN_EDGE,
        address,
        get_line_color=rgb(INK),
        get_line_width=f"properties.c == '{code}' ? 2.5 : 0",
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
