"""The map as data: a table of the areas shown, and the same with their boundaries as GeoJSON."""

from __future__ import annotations

import json
from typing import Any

from dashboard.context import Context
from dashboard.files import to_csv
from dashboard.map.choice import COUNTRY, MapChoice
from dashboard.map.measures import MUNICIPALITY, measure_unit, state_text
from dashboard.map.parts import Parts, describe
from dashboard.text import Text
from warehouse.area_records import all_areas
from warehouse.bodies import AreaFigures
from warehouse.boundaries import FULL, NATIONAL, Boundaries


def rows(parts: Parts, choice: MapChoice, text: Text) -> list[dict[str, object]]:
    """Return a row for each area on the map, in the order of the codes, those without a value too."""
    shown = parts.shown
    figures = shown.figures
    unit = "" if shown.is_state else measure_unit(figures, choice.level, choice.measure, text)[0]
    base = figures.denominator(choice.period)
    found: list[dict[str, object]] = []
    for code in parts.areas:
        area = all_areas()[code]
        value = shown.values.get(code)
        row: dict[str, object] = {
            "indicator_id": choice.indicator_id,
            "area_code": code,
            "prefecture_name": area.prefecture_name or area.name_ja,
            "area_name": area.name_ja,
            "breakdown": figures.breakdown,
            "fiscal_year": shown.period.fiscal_year,
            "as_of": shown.period.as_of,
            "measure": choice.measure,
            "value": value,
            "unit": unit,
            "state": state_text(figures.indicator, value, text) if shown.is_state and value is not None else "",
            "missing": "" if value is not None else figures.gaps[choice.period].get(code, "absent"),
        }
        if choice.level == MUNICIPALITY:
            row["inhabitants"] = base.people.get(code) if base else None
            row["inhabitants_as_of"] = base.as_of if base else None
        else:
            summary = figures.summary(choice.period, code[:2])
            row |= {"municipalities": summary.bodies, "known": summary.known, "adopting": summary.adopting}
            if figures.municipal.quotient is not None:
                row |= {"numerator": summary.numerator, "denominator": summary.denominator}
        found.append(row)
    return found


def map_csv(context: Context, figures: AreaFigures, boundaries: Boundaries | None, choice: MapChoice) -> bytes:
    """Return the table of the areas on the map."""
    parts = describe(context, figures, boundaries, choice)
    return to_csv(context, rows(parts, choice, context.text), f"{parts.name} {parts.title}", "／".join(parts.sources))


def map_geojson(context: Context, figures: AreaFigures, boundaries: Boundaries | None, choice: MapChoice) -> bytes:
    """Return the areas on the map as GeoJSON, every island in its place; points at the offices without boundaries."""
    parts = describe(context, figures, boundaries, choice)
    shapes = _shapes(boundaries, choice)
    features: list[dict[str, Any]] = []
    for row in rows(parts, choice, context.text):
        area = all_areas()[str(row["area_code"])]
        point = {"type": "Point", "coordinates": [area.longitude, area.latitude]}
        geometry = shapes.get(area.area_code, point if area.longitude is not None else None)
        features.append({"type": "Feature", "properties": row, "geometry": geometry})
    whole = {
        "type": "FeatureCollection",
        "title": f"{parts.name} {parts.title}",
        "release_id": context.release.release_id,
        "sources": parts.sources,
        "features": features,
    }
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":"), default=str).encode()


def _shapes(boundaries: Boundaries | None, choice: MapChoice) -> dict[str, dict[str, Any]]:
    if boundaries is None:
        return {}
    whole = choice.pref == COUNTRY
    frame = boundaries.frame(NATIONAL if whole else FULL, choice.level, None if whole else choice.pref[:2])
    return {
        code: {"type": "MultiPolygon", "coordinates": json.loads(coordinates)}
        for code, coordinates in frame.select("area_code", "coordinates").iter_rows()
    }
