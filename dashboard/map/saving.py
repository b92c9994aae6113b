"""The files that a map can be saved as; each is made when it is asked for."""

from __future__ import annotations

from dashboard.context import Context
from dashboard.map.choice import MapChoice
from warehouse.bodies import AreaFigures
from warehouse.boundaries import Boundaries

SAVED = {"png": "image/png", "svg": "image/svg+xml", "geojson": "application/geo+json", "csv": "text/csv"}


def saved_map(
    context: Context, figures: AreaFigures, boundaries: Boundaries | None, choice: MapChoice, kind: str
) -> bytes:
    """Make one of the files."""
    if kind in {"png", "svg"}:
        from dashboard.map.static import picture

        return picture(context, figures, boundaries, choice, kind)
    from dashboard.map.saved import map_csv, map_geojson

    return (map_csv if kind == "csv" else map_geojson)(context, figures, boundaries, choice)
