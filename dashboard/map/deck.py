"""The map on screen: layers over addresses of our own, so that a run of the page sends a few kilobytes at most."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pydeck as pdk

from dashboard.map.insets import FRAMES
from dashboard.map.measures import MUNICIPALITY
from dashboard.map.palette import LAND_EDGE, rgb
from dashboard.map.scheme import Scheme
from dashboard.theme import ACTUAL, INK

# A layer keeps its name while what it draws changes: only then the browser keeps what it has fetched.
AREAS, EDGES, OUTLINES, DOTS, SYMBOLS, LABELS, CHOSEN = (
    "areas",
    "edges",
    "outlines",
    "dots",
    "symbols",
    "labels",
    "chosen",
)
# Radius of a symbol of 1, and of the largest whatever its amount, in points of the screen: nationally, in a prefecture.
UNIT_RADIUS = {True: 4.0, False: 6.0}
LARGEST_RADIUS = {True: 16.0, False: 26.0}
LABEL_SIZE = 13
# A word in quotes of its own is a word to the browser, not an expression.
PIXELS = '"pixels"'
_AUTO = '"auto"'
_FAMILY = '"Noto Sans JP, Noto Sans CJK JP, Hiragino Sans, BIZ UDPGothic, Yu Gothic UI, Meiryo, KPIGothic, sans-serif"'
_EARTH = 512 / 360


@dataclass(frozen=True)
class Addresses:
    """Where the browser fetches what it draws; None where there are no boundaries."""

    areas: str | None
    outlines: str | None
    points: str


@dataclass(frozen=True)
class Chosen:
    """A municipality that is marked: where its office is drawn, and its amount."""

    place: tuple[float, float]
    amount: float


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
        middle = math.degrees(2 * math.atan(math.exp(math.radians((low + high) / 2))) - math.pi / 2)
        return {"longitude": round((west + east) / 2, 4), "latitude": round(middle, 4), "zoom": round(zoom - 0.05, 3)}


def mercator(latitude: float) -> float:
    """Return how far north a latitude is drawn, in degrees of longitude."""
    return math.degrees(math.log(math.tan(math.pi / 4 + math.radians(latitude) / 2)))


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
        if not whole_country:
            layers.append(_edges(EDGES, addresses.areas))
    else:
        layers.append(_dots(addresses.points, scheme))
    if whole_country:
        # The outlines hold the frames of the moved islands; without them the frames are drawn by themselves.
        layers.append(_frames() if addresses.outlines is None else _edges(OUTLINES, addresses.outlines))
    if measured.has_symbols:
        at = measured.figures.periods.index(measured.period)
        layers.append(_symbols(addresses.points, at, scale, pickable=not has_areas))
    if not whole_country and measured.level == MUNICIPALITY:
        layers.append(_labels(addresses.points))
    if chosen is not None:
        radius = scale * math.sqrt(chosen.amount) if measured.has_symbols else 0
        layers.append(_ring(chosen.place, radius + 5))
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


def _edges(name: str, address: str) -> pdk.Layer:
    return pdk.Layer(
        "GeoJsonLayer",
        data=address,
        id=name,
        filled=False,
        stroked=True,
        pickable=False,
        get_line_color=rgb(LAND_EDGE),
        get_line_width=1.0,
        line_width_units=PIXELS,
        line_width_min_pixels=0.6,
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


def _labels(address: str) -> pdk.Layer:
    """Names of the municipalities that have room for theirs, which the points say in `s`."""
    return pdk.Layer(
        "TextLayer",
        data=address,
        id=LABELS,
        pickable=False,
        get_position="p",
        get_text="properties.s",
        get_size=LABEL_SIZE,
        get_color=rgb(INK),
        get_pixel_offset=[0, -12],
        character_set=_AUTO,
        font_family=_FAMILY,
        outline_width=3,
        outline_color=rgb("#FFFFFF"),
        font_settings={"sdf": True},
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
