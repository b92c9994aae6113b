"""From the published TopoJSON to the boundaries that the map draws."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import polars as pl
import shapely

from pipelines.fetch.sources import Source
from pipelines.fetch.topojson import MultiPolygon, decode
from warehouse.area_records import all_areas
from warehouse.areas import municipalities
from warehouse.boundaries import FULL, NATIONAL, SCHEMA, store_boundaries
from warehouse.errors import InputError

MUNICIPALITIES, PREFECTURES = "ja_municipality_area.json", "ja_prefecture_area.json"
# For the whole country on a screen: Visvalingam-Whyatt, which keeps common borders common. In degrees.
TOLERANCE = 0.01
# Islands below this area (square degrees, about 0.2 km²) are left out of the national view, but no area's largest part.
SMALLEST = 2e-5
# Decimals of a degree: about 100 m nationally, 10 m in a prefecture.
DECIMALS = {NATIONAL: 3, FULL: 4}
# An office so far outside (degrees, about 500 m) may be on a pier, or the coast may be simplified there.
NEAR = 0.005
# How far the two files may disagree about the size of a prefecture: each was simplified by itself.
_AGREEMENT = 0.02


def build_boundaries(files: Mapping[str, bytes], source: Source, home: Path) -> int:
    """Build the boundaries from the two files and use them from now on; returns the number of municipalities.

    Raises:
        InputError: A file is no TopoJSON, or its areas are not those of the area master.
    """
    municipal = _read(files[MUNICIPALITIES], MUNICIPALITIES)
    _check_codes(set(municipal), {area.area_code for area in municipalities()} | _northern())
    prefectures = {f"{code}000": shape for code, shape in _read(files[PREFECTURES], PREFECTURES).items()}
    _check_codes(set(prefectures), {area.area_code for area in all_areas().values() if area.level == "prefecture"})
    codes = sorted(municipal)
    full = [municipal[code] for code in codes]
    thinned = [_without_islets(shape) for shape in shapely.coverage_simplify(full, TOLERANCE)]
    rows: list[tuple[Any, ...]] = []
    details = {NATIONAL: (thinned, _by_prefecture(codes, thinned)), FULL: (full, _by_prefecture(codes, full))}
    places = {code: _place(code, shape) for code, shape in {**municipal, **details[FULL][1]}.items()}
    for detail, (shapes, within) in details.items():
        _check_sizes(within, prefectures)
        rows += [_row(detail, "municipality", code, shape, places) for code, shape in zip(codes, shapes, strict=True)]
        rows += [_row(detail, "prefecture", code, shape, places) for code, shape in within.items()]
    digests = {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}
    about = {
        "title": source.title,
        "credit": source.credit or "",
        "licence": source.licence or "",
        "licence_url": source.licence_url or "",
        "as_of": str(source.as_of),
        "files": json.dumps(digests),
    }
    content = pl.DataFrame(rows, schema=SCHEMA, orient="row")
    # Addresses of what the map draws name this id, and browsers keep what they fetched: other rows, another id.
    boundaries_id = hashlib.sha256(repr(rows).encode()).hexdigest()[:12]
    store_boundaries(home, boundaries_id, content, about)
    return len(municipalities())


def _northern() -> set[str]:
    return {code for code, area in all_areas().items() if area.kind == "northern_village" and area.valid_to is None}


def _read(data: bytes, name: str) -> dict[str, shapely.MultiPolygon]:
    try:
        content = json.loads(data)
    except ValueError:
        raise InputError("JSON として読めません。", file=name, advice="取得し直してください。") from None
    if not isinstance(content, dict):
        raise InputError("TopoJSON ではありません。", file=name, advice="取得し直してください。")
    return {code: _shape(polygons) for code, polygons in decode(content, name).items()}


def _shape(polygons: MultiPolygon) -> shapely.MultiPolygon:
    shape = shapely.MultiPolygon([(outside, holes) for outside, *holes in polygons])
    return shape if shape.is_valid else _polygons(shapely.make_valid(shape))


def _polygons(shape: shapely.Geometry) -> shapely.MultiPolygon:
    """The polygons of a geometry, without the lines and points that mending can leave."""
    parts = [part for part in shapely.get_parts(shapely.get_parts(shape)) if part.geom_type == "Polygon"]
    return shapely.MultiPolygon(parts)


def _without_islets(shape: shapely.Geometry) -> shapely.MultiPolygon:
    parts = sorted(_polygons(shape).geoms, key=lambda part: part.area, reverse=True)
    return shapely.MultiPolygon(parts[:1] + [part for part in parts[1:] if part.area >= SMALLEST])


def _by_prefecture(codes: list[str], shapes: list[shapely.MultiPolygon]) -> dict[str, shapely.MultiPolygon]:
    groups: dict[str, list[shapely.MultiPolygon]] = {}
    for code, shape in zip(codes, shapes, strict=True):
        groups.setdefault(f"{code[:2]}000", []).append(shape)
    return {code: _polygons(shapely.union_all(members)) for code, members in groups.items()}


def _check_codes(found: set[str], expected: set[str]) -> None:
    if found == expected:
        return
    missing, unknown = sorted(expected - found), sorted(found - expected)
    parts = [f"境界のない地域 {'、'.join(missing[:5])}（{len(missing)}）" if missing else ""]
    parts.append(f"知らない地域 {'、'.join(unknown[:5])}（{len(unknown)}）" if unknown else "")
    raise InputError(
        f"境界の地域コードが、地域の一覧と一致しません。{'、'.join(filter(None, parts))}",
        advice="合併などの後の境界なら、地域の一覧（warehouse/area_lists/）と一緒に新しくします。",
    )


def _check_sizes(found: Mapping[str, shapely.MultiPolygon], published: Mapping[str, shapely.MultiPolygon]) -> None:
    for code, shape in found.items():
        if abs(shape.area / published[code].area - 1) > _AGREEMENT:
            raise InputError(f"都道府県 {code} の面積が、市区町村の境界と都道府県の境界とで違います。")


def _place(code: str, shape: shapely.MultiPolygon) -> tuple[float, float]:
    """Where an area's symbol stands: at its office if that is in it or close to it, else inside its largest part."""
    area = all_areas()[code]
    if area.longitude is not None and area.latitude is not None:
        office = shapely.Point(area.longitude, area.latitude)
        if shape.dwithin(office, NEAR):
            return round(office.x, 4), round(office.y, 4)
    inside = max(shape.geoms, key=lambda part: part.area).representative_point()
    return round(inside.x, 4), round(inside.y, 4)


def _row(
    detail: str, level: str, code: str, shape: shapely.MultiPolygon, places: Mapping[str, tuple[float, float]]
) -> tuple[Any, ...]:
    decimals = DECIMALS[detail]
    coordinates = [
        [
            [[round(x, decimals), round(y, decimals)] for x, y in ring.coords]
            for ring in (part.exterior, *part.interiors)
        ]
        for part in shape.geoms
    ]
    text = json.dumps(coordinates, separators=(",", ":"))
    return detail, level, code, text, *places[code]
