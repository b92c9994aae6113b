"""What a map shows at first: the country, or a prefecture without its far islands."""

from __future__ import annotations

import json

from dashboard.map.deck import View
from dashboard.map.insets import VIEW
from warehouse.areas import municipalities
from warehouse.boundaries import FULL, Boundaries

# The map's size on a desktop and on a phone, in points of the screen, as far as the server can know it.
SIZES = {False: (640, 640), True: (322, 420)}
# Degrees from the main part of a prefecture within which its other parts are shown at first.
_NEAR = 1.6
_MARGIN = 0.03
Box = tuple[float, float, float, float]


def view_of(boundaries: Boundaries | None, prefecture: str | None, *, phone: bool = False) -> View:
    """Return the view of the country (None) or of a prefecture (code)."""
    return View(VIEW if prefecture is None else _box(boundaries, prefecture[:2]), *SIZES[phone])


def _box(boundaries: Boundaries | None, number: str) -> Box:
    places: list[tuple[float, float]] = []
    if boundaries is not None:
        for (coordinates,) in boundaries.frame(FULL, "prefecture", number).select("coordinates").iter_rows():
            rings = [polygon[0] for polygon in json.loads(coordinates)]
            main = max(rings, key=len)
            at = _middle(main)
            near = [ring for ring in rings if max(abs(a - b) for a, b in zip(_middle(ring), at, strict=True)) < _NEAR]
            places = [(x, y) for ring in near for x, y in ring]
    if not places:
        offices = [area for area in municipalities() if area.prefecture_code == number]
        places = [(a.longitude, a.latitude) for a in offices if a.longitude is not None and a.latitude is not None]
    xs, ys = [place[0] for place in places], [place[1] for place in places]
    return min(xs) - _MARGIN, min(ys) - _MARGIN, max(xs) + _MARGIN, max(ys) + _MARGIN


def _middle(ring: list[list[float]]) -> tuple[float, float]:
    return sum(x for x, _ in ring) / len(ring), sum(y for _, y in ring) / len(ring)
