"""The layers of the map on screen. Each keeps its name while what it draws changes: so the browser keeps its data."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from typing import Any

import pydeck as pdk

from dashboard.map.palette import HOVERED, LAND_EDGE, ink_on, rgb
from dashboard.map.scheme import Scheme
from dashboard.map.view import LABEL_RISE, LABEL_SIZE, Chosen
from dashboard.theme import ACTUAL, INK

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
# A word in quotes of its own is a word to the browser, not an expression.
PIXELS = '"pixels"'
_AUTO = '"auto"'
_FAMILY = '"Noto Sans JP, Noto Sans CJK JP, Hiragino Sans, BIZ UDPGothic, Yu Gothic UI, Meiryo, KPIGothic, sans-serif"'
_DIAMOND = (
    "data:image/svg+xml;base64,"
    + base64.b64encode(
        b'<svg xmlns="http://www.w3.org/2000/svg" width="64" height="64" viewBox="0 0 64 64">'
        b'<path d="M32 5 59 32 32 59 5 32Z" fill="#FFF" stroke="%s" stroke-width="7"/></svg>' % ACTUAL.encode()
    ).decode()
)


def areas_layer(address: str, scheme: Scheme) -> pdk.Layer:
    """Areas in the colours of a scheme."""
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


def edges_layer(name: str, address: str, **changes: Any) -> pdk.Layer:
    """Borders of the areas at an address."""
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


def frames_layer(rings: Sequence[Sequence[tuple[float, float]]]) -> pdk.Layer:
    """The frames of far islands."""
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


def symbols_layer(address: str, at: int, scale: float, opacity: int, *, pickable: bool) -> pdk.Layer:
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


def dots_layer(address: str, scheme: Scheme) -> pdk.Layer:
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


def shared_layer(address: str, at: int, radius: float) -> pdk.Layer:
    """A white diamond over each symbol that stands for what bodies share."""
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


def name_offset(at: int | None, has_areas: bool) -> Any:
    """Where names stand: above dots, above the symbols of a period, else in the middle."""
    if not has_areas:
        return [0, -LABEL_RISE]
    return [0, 0] if at is None else f"properties.r[{at}] > 0 ? [0, -{LABEL_RISE}] : [0, 0]"


def names_layer(address: str, chosen: str, offset: Any) -> pdk.Layer:
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


def tile_names_layer(address: str, scheme: Scheme, size: int) -> pdk.Layer:
    """Names on tiles, black or white after the colour of each."""
    ink = scheme.written(ink_on)
    return _words(
        LABELS, address, get_text="properties.s", get_color=ink, get_size=size, update_triggers={"getColor": [ink]}
    )


def chosen_name_layer(chosen: Chosen, up: float) -> pdk.Layer:
    """What is said of the chosen one, so many points above its place."""
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


def chosen_edge_layer(address: str, code: str) -> pdk.Layer:
    """The border of the chosen one, over those of its neighbours."""
    return edges_layer(
        CHOSEN_EDGE,
        address,
        get_line_color=rgb(INK),
        get_line_width=f"properties.c == '{code}' ? 1.4 : 0",
        line_width_min_pixels=0,
        update_triggers={"getLineWidth": [code]},
    )


def ring_layer(place: tuple[float, float], radius: float) -> pdk.Layer:
    """A ring around the chosen one."""
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
