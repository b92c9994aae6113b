"""What the browser draws, as GeoJSON: fetched once by address, whatever the reader chooses afterwards.

A feature holds the values of every period of each measure, so that another year, another class or another measure is
another colour and not another file. Its texts are those of the label that appears over an area.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import sqrt
from typing import Any

from dashboard.map.insets import EASTERNMOST, FRAMES, Frame, frame_of, moved
from dashboard.map.islands import cell_of, cells
from dashboard.map.measures import (
    LEVELS,
    MUNICIPALITY,
    PREFECTURE,
    area_text,
    is_amount,
    plain_values,
    stored_measures,
)
from dashboard.map.mercator import mercator
from dashboard.map.tiles import NUMBERS, romanised, tile, tile_centre, tile_name
from dashboard.map.view import LABEL_RISE, LABEL_SIZE, SMALL, View
from dashboard.text import Text
from warehouse.area_records import all_areas
from warehouse.areas import Area
from warehouse.bodies import AreaFigures
from warehouse.boundaries import FULL, NATIONAL, Boundaries

Position = tuple[float, float]
Polygon = list[list[Position]]
# Half the width of what a symbol may cover, as far as names are concerned.
MARK = 7
_IMPORTANCE = ("designated_city", "special_ward", "city", "town", "village")


def collection(features: Sequence[Mapping[str, Any]]) -> bytes:
    """Write features as one line of JSON."""
    return json.dumps(
        {"type": "FeatureCollection", "features": list(features)}, ensure_ascii=False, separators=(",", ":")
    ).encode()


def shapes(boundaries: Boundaries | None, level: str, prefecture: str | None) -> Iterator[tuple[str, list[Polygon]]]:
    """Yield area codes with their polygons as they are drawn: far islands in their frames, tiles without boundaries.

    Args:
        boundaries: Those in use; without any there are the tiles of the prefectures, and no municipalities.
        level: `municipality` or `prefecture`.
        prefecture: Two digits, for the map of one prefecture, which is fuller.
    """
    if boundaries is None:
        if level == PREFECTURE:
            yield from ((f"{number}000", [tile(number)]) for number in NUMBERS)
        return
    for code, coordinates, *_ in boundaries.frame(FULL if prefecture else NATIONAL, level, prefecture).iter_rows():
        polygons = json.loads(coordinates)
        yield code, list(in_cells(code, polygons) if prefecture else in_frames(code, level, polygons))


def places(
    boundaries: Boundaries | None, figures: AreaFigures, level: str, prefecture: str | None
) -> dict[str, Position]:
    """Return by area code where its symbol is drawn; without boundaries, at offices and in the middle of tiles."""
    if level == PREFECTURE and boundaries is None:
        return {f"{number}000": tile_centre(number) for number in figures.prefectures}
    codes = list(_codes(figures, level))
    found = _offices(codes) if boundaries is None else _inside(boundaries, level)
    within = {code: found[code] for code in codes if code in found and prefecture in {None, code[:2]}}
    if prefecture is not None:
        framed = {code: cell_of(code) for code in within}
        # An office on the mainland, of a village of islands, stays where it is.
        return {
            code: cell.moved(place) if (cell := framed[code]) and cell.holds(place) else place
            for code, place in within.items()
        }
    frames = {code: frame_of(code) if level == MUNICIPALITY else _part_frame(code, within[code]) for code in within}
    return {code: moved(place, frames[code]) for code, place in within.items()}


def _offices(codes: Iterable[str]) -> dict[str, Position]:
    areas = (all_areas()[code] for code in codes)
    return {
        area.area_code: (round(area.longitude, 4), round(area.latitude, 4))
        for area in areas
        if area.longitude is not None and area.latitude is not None
    }


def _inside(boundaries: Boundaries, level: str) -> dict[str, Position]:
    rows = boundaries.frame(NATIONAL, level).select("area_code", "longitude", "latitude")
    return {code: (longitude, latitude) for code, longitude, latitude in rows.iter_rows()}


def area_features(
    boundaries: Boundaries | None, figures: AreaFigures, level: str, prefecture: str | None, text: Text
) -> bytes:
    """Return the polygons of a level (see `shapes`) with everything that the map can show of them, in a language."""
    described = properties(figures, level, text)
    return collection(
        [
            _feature(code, "MultiPolygon", polygons, described)
            for code, polygons in shapes(boundaries, level, prefecture)
        ]
    )


def point_places(
    boundaries: Boundaries | None,
    figures: AreaFigures,
    level: str,
    prefecture: str | None,
    text: Text,
    view: View,
) -> bytes:
    """Return the places of a level as `[{p: place, properties}]`.

    By period, `r` holds the root of each amount and `d` whether it is shared with others; `s` is the name written
    there: where the view of a prefecture has room for it, and on tiles. Points without areas below them hold what the
    areas would.
    """
    described = properties(figures, level, text) if boundaries is None else {}
    amounts = [plain_values(figures, level, "value", period) for period in figures.periods]
    shared = [figures.shared(period.code) if level == MUNICIPALITY else frozenset() for period in figures.periods]
    named = names_on(boundaries, figures, level, prefecture, view, text)
    found: list[dict[str, Any]] = []
    for code, place in places(boundaries, figures, level, prefecture).items():
        about: dict[str, Any] = dict(described.get(code) or {"c": code})
        about["r"] = [_root(values.get(code)) for values in amounts]
        if any(code in those for those in shared):
            about["d"] = [int(code in those) for those in shared]
        if code in named:
            about["s"] = named[code]
        found.append({"p": place, "properties": about})
    return json.dumps(found, ensure_ascii=False, separators=(",", ":")).encode()


def names_on(
    boundaries: Boundaries | None, figures: AreaFigures, level: str, prefecture: str | None, view: View, text: Text
) -> dict[str, str]:
    """Return the names that are written on the map, by area code."""
    if level == PREFECTURE:
        if boundaries is not None:
            return {}
        codes = [f"{number}000" for number in figures.prefectures]
        if text.lang == "en":
            return {} if view.width < SMALL else romanised([all_areas()[code] for code in codes])
        return {code: tile_name(all_areas()[code], short=view.width < SMALL) for code in codes}
    if prefecture is None:
        return {}
    found = places(boundaries, figures, level, prefecture)
    if boundaries is None:
        # Every office is a dot.
        return with_room(found, frozenset(found), view)
    if not is_amount(figures, "value"):
        return with_room(found, frozenset(), view)
    marked = frozenset(code for values in figures.values.values() for code, value in values.items() if value > 0)
    return with_room(found, marked, view)


def with_room(found: Mapping[str, Position], marked: frozenset[str], view: View) -> dict[str, str]:
    """Return the names that have room beside each other and cover no symbol.

    Those with a symbol come first, and on a small map they alone; then cities, towns, villages.
    """
    scale = view.scale
    at = {code: (x * scale, mercator(y) * scale) for code, (x, y) in found.items()}
    symbols = [(code, x, y, MARK, MARK) for code, (x, y) in at.items() if code in marked]
    taken: list[tuple[str, float, float, float, float]] = list(symbols)
    names = {}
    order = sorted(at, key=lambda code: (code not in marked, _IMPORTANCE.index(all_areas()[code].kind or "")))
    for code in order:
        if view.width < SMALL and symbols and code not in marked:
            continue
        name = all_areas()[code].name_ja
        x, y = at[code]
        y += LABEL_RISE if code in marked else 0
        half = len(name) * LABEL_SIZE / 2 + 4
        if all(
            other == code or abs(x - x0) > half + across or abs(y - y0) > LABEL_SIZE / 2 + 2 + up
            for other, x0, y0, across, up in taken
        ):
            taken.append(("", x, y, half, LABEL_SIZE / 2 + 2))
            names[code] = name
    return names


def outline_features(boundaries: Boundaries) -> bytes:
    """Return the outlines of the prefectures on the map of the country, and the frames of far islands.

    A layer of their own for the frames would keep the map waiting by a third of a second.
    """
    outlines = [_feature(code, "MultiPolygon", shape, {}) for code, shape in shapes(boundaries, PREFECTURE, None)]
    frames = [_feature(frame.key, "LineString", frame.ring, {}) for frame in FRAMES]
    return collection([*outlines, *frames])


def frame_rings(prefecture: str | None, *, are_tiles: bool) -> list[list[Position]]:
    """Return the frames of far islands on the map of the country (None) or of a prefecture (two digits)."""
    if are_tiles:
        return []
    return [frame.ring for frame in FRAMES] if prefecture is None else [cell.ring for cell in cells(prefecture)]


def properties(figures: AreaFigures, level: str, text: Text) -> dict[str, dict[str, Any]]:
    """Return by area code: `c` code, `n` name, an array by period of each measure, and the label texts t0, t1, …"""
    by_period = [
        {name: plain_values(figures, level, name, period) for name in stored_measures(figures, level, period)}
        for period in figures.periods
    ]
    wanted = sorted({name for values in by_period for name in values})
    found = {}
    for code in _codes(figures, level):
        area = all_areas()[code]
        about: dict[str, Any] = {"c": code, "n": shown_name(area, text)}
        for name in wanted:
            about[name] = [_rounded(values.get(name, {}).get(code)) for values in by_period]
        for number, period in enumerate(figures.periods):
            about[f"t{number}"] = area_text(figures, level, period, code, text)
        found[code] = about
    return found


def shown_name(area: Area, text: Text) -> str:
    """Name of an area with its prefecture: 浜田市（島根県）."""
    if area.level == PREFECTURE:
        return text.pick(area, "name")
    return text("map.in_prefecture", name=area.name_ja, prefecture=area.prefecture_name or "")


def _codes(figures: AreaFigures, level: str) -> Iterator[str]:
    assert level in LEVELS
    if level == PREFECTURE:
        yield from (f"{number}000" for number in figures.prefectures)
    else:
        yield from (area.area_code for area in figures.universe)


def _root(value: float | None) -> float | int:
    """The root of an amount: three digits are a tenth of a point on the screen."""
    return _rounded(float(f"{sqrt(value):.3g}")) or 0 if value and value > 0 else 0


def _rounded(value: float | None) -> float | int | None:
    if value is None:
        return None
    short = round(value, 4)
    return int(short) if short == int(short) else short


def _feature(code: str, kind: str, coordinates: Any, described: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    about = dict(described.get(code) or {"c": code})
    return {"type": "Feature", "properties": about, "geometry": {"type": kind, "coordinates": coordinates}}


def in_frames(code: str, level: str, polygons: Sequence[Polygon]) -> Iterator[Polygon]:
    """Yield the parts of an area, each where it is drawn on the map of the country."""
    for polygon in polygons:
        east = polygon[0][0][0]
        frame = frame_of(code) if level == MUNICIPALITY else _part_frame(code, polygon[0][0])
        if frame is None:
            yield polygon
        elif east < EASTERNMOST:
            yield [[moved((x, y), frame) for x, y in ring] for ring in polygon]


def in_cells(code: str, polygons: Sequence[Polygon]) -> Iterator[Polygon]:
    """Yield the parts of a municipality where they are drawn on the map of its prefecture."""
    cell = cell_of(code)
    for polygon in polygons:
        if cell is None:
            yield polygon
        elif cell.holds(polygon[0][0]):
            yield [[cell.moved((x, y)) for x, y in ring] for ring in polygon]


def _part_frame(code: str, place: Position) -> Frame | None:
    """Return the frame in which a part of a prefecture is drawn: that of the municipality that lies there."""
    _, latitude = place
    if code == "13000" and latitude < 28:
        return frame_of("13421")
    if code == "46000" and latitude < 28.6:
        return frame_of("46222")
    return frame_of(code)
