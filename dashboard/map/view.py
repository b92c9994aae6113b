"""What part of the earth a map shows, on how many points of the screen, and the measures of what is written on it."""

from __future__ import annotations

import math
from dataclasses import dataclass

from dashboard.map.mercator import latitude_at, mercator

# In points of the screen: names, those on the tiles of a small map, and how far above a symbol a name is.
LABEL_SIZE, TILE_SIZE, LABEL_RISE = 13, 11, 15
# Below this width a tile has room for two letters, and there are names only where there are symbols.
SMALL = 500
_EARTH = 512 / 360


@dataclass(frozen=True)
class Chosen:
    """A municipality that is marked: its code, where its office is drawn, its amount, and what is said of it."""

    code: str
    place: tuple[float, float]
    amount: float
    words: str


@dataclass(frozen=True)
class View:
    """West, south, east, north, and the size on screen that they must fit."""

    box: tuple[float, float, float, float]
    width: int
    height: int

    @property
    def scale(self) -> float:
        """Points of the screen for a degree of longitude."""
        return float(_EARTH * 2 ** self.state["zoom"])

    @property
    def state(self) -> dict[str, float]:
        """Centre and zoom at which the box just fits, in the Mercator projection."""
        west, south, east, north = self.box
        low, high = mercator(south), mercator(north)
        across = (east - west) * _EARTH
        down = (high - low) * _EARTH
        zoom = math.log2(min(self.width / across, self.height / down))
        middle = round(latitude_at((low + high) / 2), 4)
        return {"longitude": round((west + east) / 2, 4), "latitude": middle, "zoom": round(zoom - 0.05, 3)}
