"""What the browser draws, as GeoJSON: fetched once by address, whatever the reader chooses afterwards.

A feature holds the values of every period of each measure, so that another year, another class or another measure is
another colour and not another file. Its texts are those of the label that appears over an area.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from math import sqrt
from typing import Any

from dashboard.map.deck import LABEL_SIZE, mercator
from dashboard.map.insets import EASTERNMOST, FRAMES, frame_of, moved
from dashboard.map.measures import (
    LEVELS,
    MUNICIPALITY,
    PREFECTURE,
    area_text,
    plain_values,
    stored_measures,
)
from dashboard.text import Text
from warehouse.area_records import all_areas
from warehouse.areas import Area
from warehouse.boundaries import FULL, NATIONAL, Boundaries
from warehouse.municipal import AreaFigures

Position = tuple[float, float]
Polygon = list[list[Position]]
_IMPORTANCE = ("designated_city", "special_ward", "city", "town", "village")


def collection(features: Sequence[Mapping[str, Any]]) -> bytes:
    """Write features as one line of JSON."""
    return json.dumps(
        {"type": "FeatureCollection", "features": list(features)}, ensure_ascii=False, separators=(",", ":")
    ).encode()


def area_features(
    boundaries: Boundaries, figures: AreaFigures, level: str, prefecture: str | None, text: Text
) -> bytes:
    """Return the polygons of a level with everything that the map can show of them.

    Args:
        boundaries: Those in use.
        figures: Of the indicator.
        level: `municipality` or `prefecture`.
        prefecture: Two digits, for the map of one prefecture: fuller, and every island in its place.
        text: Language of the labels.
    """
    detail = FULL if prefecture else NATIONAL
    described = properties(figures, level, text)
    features = []
    for code, coordinates, *_ in boundaries.frame(detail, level, prefecture).iter_rows():
        polygons = json.loads(coordinates)
        if prefecture is None:
            polygons = list(in_frames(code, level, polygons))
        features.append(_feature(code, "MultiPolygon", polygons, described))
    return collection(features)


def point_places(
    figures: AreaFigures, level: str, prefecture: str | None, text: Text, zoom: float = 0, *, alone: bool = True
) -> bytes:
    """Return the offices of a level as `[{p: place, properties}]`.

    `r` holds the root of each amount, by period; `s` the name where, at the zoom of a prefecture, there is room for it.
    `alone` says that there are no areas below the points, so that the points hold what the areas would.
    """
    described = properties(figures, level, text) if alone else {}
    amounts = [plain_values(figures, level, "value", period) for period in figures.periods]
    places: list[dict[str, Any]] = []
    named = labelled(figures, prefecture, zoom) if prefecture is not None else {}
    for code in _codes(figures, level):
        area = all_areas()[code]
        place = office(area, whole_country=prefecture is None)
        if place is None or prefecture not in {None, area.prefecture_code}:
            continue
        about: dict[str, Any] = dict(described.get(code) or {"c": code})
        about["r"] = [_root(values.get(code)) for values in amounts]
        if code in named:
            about["s"] = named[code]
        places.append({"p": place, "properties": about})
    return json.dumps(places, ensure_ascii=False, separators=(",", ":")).encode()


def labelled(figures: AreaFigures, prefecture: str, zoom: float) -> dict[str, str]:
    """Return the names that have room beside each other: of cities first, then towns, then villages."""
    scale = 512 / 360 * 2**zoom
    taken: list[tuple[float, float, float]] = []
    names = {}
    areas = [area for area in figures.universe if area.prefecture_code == prefecture]
    for area in sorted(areas, key=lambda one: _IMPORTANCE.index(one.kind or "")):
        if area.longitude is None or area.latitude is None:
            continue
        x, y = area.longitude * scale, mercator(area.latitude) * scale
        half = len(area.name_ja) * LABEL_SIZE / 2 + 2
        if all(abs(x - other) > half + width or abs(y - at) > LABEL_SIZE + 3 for other, at, width in taken):
            taken.append((x, y, half))
            names[area.area_code] = area.name_ja
    return names


def office(area: Area, *, whole_country: bool) -> Position | None:
    """Return where the office of an area is drawn; on the map of the country, in its frame."""
    if area.longitude is None or area.latitude is None:
        return None
    place = (round(area.longitude, 4), round(area.latitude, 4))
    return moved(place, frame_of(area.area_code)) if whole_country else place


def outline_features(boundaries: Boundaries) -> bytes:
    """Return the outlines of the prefectures on the map of the country, and the frames of the moved islands."""
    features = [
        _feature(code, "MultiPolygon", list(in_frames(code, PREFECTURE, json.loads(coordinates))), {})
        for code, coordinates, *_ in boundaries.frame(NATIONAL, PREFECTURE).iter_rows()
    ]
    frames = [
        {
            "type": "Feature",
            "properties": {"c": frame.key},
            "geometry": {"type": "LineString", "coordinates": frame.ring},
        }
        for frame in FRAMES
    ]
    return collection([*features, *frames])


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
        frame = frame_of(code if level == MUNICIPALITY else _part_code(code, polygon[0][0]))
        if frame is None:
            yield polygon
        elif east < EASTERNMOST:
            yield [[moved((x, y), frame) for x, y in ring] for ring in polygon]


def _part_code(code: str, place: Position) -> str:
    """Return the code of a municipality that stands for the frame of a part of a prefecture."""
    _, latitude = place
    if code == "13000" and latitude < 28:
        return "13421"
    if code == "46000" and latitude < 28.6:
        return "46222"
    return code
