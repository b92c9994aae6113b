"""The 47 prefectures as tiles of one size, each about where it lies: the map where there are no boundaries."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.map.insets import VIEW
from dashboard.map.mercator import latitude_at, mercator
from warehouse.area_records import Area

# Codes of the prefectures where they lie, north at the top.
_GRID = """
.. .. .. .. .. .. .. .. .. .. .. .. 01
.. .. .. .. .. .. .. .. .. .. .. .. 02
.. .. .. .. .. .. .. .. .. .. .. 05 03
.. .. .. .. .. .. .. .. .. .. .. 06 04
.. .. .. .. .. .. .. .. 17 16 15 07 ..
.. .. .. .. .. .. .. 18 21 20 10 09 08
.. .. 35 32 31 28 26 25 23 19 11 13 12
41 40 .. 34 33 .. 27 29 24 22 14 .. ..
42 43 44 .. 38 37 30 .. .. .. .. .. ..
.. 46 45 .. 39 36 .. .. .. .. .. .. ..
.. .. .. .. .. .. .. .. .. .. .. .. ..
47 .. .. .. .. .. .. .. .. .. .. .. ..
"""
_LINES = [line.split() for line in _GRID.split("\n") if line]
_PLACES = {number: (x, y) for y, line in enumerate(_LINES) for x, number in enumerate(line) if number != ".."}
NUMBERS = tuple(sorted(_PLACES))
_COLUMNS, _LINE_COUNT = len(_LINES[0]), len(_LINES)
_WEST, _SOUTH, _EAST, _NORTH = VIEW[0], mercator(VIEW[1]), VIEW[2], mercator(VIEW[3])
# Of a tile, in degrees of longitude; between two of them a little is left free.
_STEP = min((_EAST - _WEST) / _COLUMNS, (_NORTH - _SOUTH) / _LINE_COUNT)
_FREE = 0.06
_LEFT = (_WEST + _EAST - _STEP * _COLUMNS) / 2
_TOP = (_SOUTH + _NORTH + _STEP * _LINE_COUNT) / 2

# 北海道, whose name has no ending that could be left out.
_WHOLE_NAME = "01"
Position = tuple[float, float]


def tile(number: str) -> list[list[Position]]:
    """Return the polygon of a prefecture (two digits), as longitudes and latitudes."""
    column, line = _PLACES[number]
    half = _STEP * (1 - _FREE) / 2
    x, y = _LEFT + (column + 0.5) * _STEP, _TOP - (line + 0.5) * _STEP
    corners = [(-half, -half), (half, -half), (half, half), (-half, half), (-half, -half)]
    return [[(round(x + across, 4), round(latitude_at(y + up), 4)) for across, up in corners]]


def tile_centre(number: str) -> Position:
    """Return the middle of a prefecture's tile."""
    (west, south), _, (east, north), *_ = tile(number)[0]
    return round((west + east) / 2, 4), round(latitude_at((mercator(south) + mercator(north)) / 2), 4)


def tile_name(area: Area, *, short: bool) -> str:
    """Return what is written on a tile: 島根 for 島根県, and two letters at most where the tile is small."""
    bare = area.name_ja if area.prefecture_code == _WHOLE_NAME else area.name_ja[:-1]
    return bare[:2] if short else bare


def romanised(areas: Sequence[Area]) -> dict[str, str]:
    """Return what is written on tiles in Latin letters, by code: the beginning of each name that no other has."""
    names = {area.area_code: area.name_en or area.area_code for area in areas}
    found = {}
    for code, name in names.items():
        size = 1
        while any(other != name and other.startswith(name[:size]) for other in names.values()):
            size += 1
        found[code] = name if len(name) <= 6 else name[: max(size, 5)]
    return found
