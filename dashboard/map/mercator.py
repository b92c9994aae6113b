"""The projection of the maps."""

from __future__ import annotations

import math


def mercator(latitude: float) -> float:
    """Return how far north a latitude is drawn, in degrees of longitude."""
    return math.degrees(math.log(math.tan(math.pi / 4 + math.radians(latitude) / 2)))


def latitude_at(height: float) -> float:
    """Return the latitude that is drawn so far north: the reverse of `mercator`."""
    return math.degrees(2 * math.atan(math.exp(math.radians(height))) - math.pi / 2)
