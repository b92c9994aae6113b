"""What a map shows at first: the country, or a prefecture."""

from __future__ import annotations

import json
from functools import lru_cache

from dashboard.map.insets import VIEW
from dashboard.map.islands import Box, main_box
from dashboard.map.view import View
from warehouse.areas import municipalities
from warehouse.boundaries import FULL, Boundaries

# The map's size on a desktop and on a phone, in points of the screen, as far as the server can know it.
SIZES = {False: (640, 640), True: (322, 420)}
_MARGIN = 0.03


def view_of(boundaries: Boundaries | None, prefecture: str | None, *, phone: bool = False) -> View:
    """Return the view of the country (None) or of a prefecture (code)."""
    return View(VIEW if prefecture is None else _box(boundaries, prefecture[:2]), *SIZES[phone])


@lru_cache(maxsize=128)
def _box(boundaries: Boundaries | None, number: str) -> Box:
    """What holds the largest part of every municipality; without boundaries, every office."""
    box = main_box(number)
    if box is None:
        places = _largest_parts(boundaries, number) if boundaries is not None else _offices(number)
        xs, ys = [place[0] for place in places], [place[1] for place in places]
        box = min(xs), min(ys), max(xs), max(ys)
    west, south, east, north = box
    return west - _MARGIN, south - _MARGIN, east + _MARGIN, north + _MARGIN


def _largest_parts(boundaries: Boundaries, number: str) -> list[tuple[float, float]]:
    rows = boundaries.frame(FULL, "municipality", number)["coordinates"]
    largest = (max((polygon[0] for polygon in json.loads(coordinates)), key=len) for coordinates in rows)
    return [(x, y) for ring in largest for x, y in ring]


def _offices(number: str) -> list[tuple[float, float]]:
    offices = [area for area in municipalities() if area.prefecture_code == number]
    return [(a.longitude, a.latitude) for a in offices if a.longitude is not None and a.latitude is not None]
