"""Islands far from the others are drawn in frames beside the country, at their own scale, moved and nothing else."""

from __future__ import annotations

from dataclasses import dataclass

# Longitudes and latitudes that a map of the whole country shows.
VIEW = (127.6, 28.6, 149.3, 45.8)


@dataclass(frozen=True)
class Frame:
    """A frame on the map of the country: its corners, and how far what is in it was moved, in degrees."""

    key: str
    west: float
    south: float
    east: float
    north: float
    move: tuple[float, float]

    @property
    def ring(self) -> list[tuple[float, float]]:
        """Its corners, closed."""
        w, s, e, n = self.west, self.south, self.east, self.north
        return [(w, s), (e, s), (e, n), (w, n), (w, s)]


AMAMI_OKINAWA = Frame("okinawa", 140.1, 28.9, 149.1, 33.8, (17.4, 5.05))
OGASAWARA = Frame("ogasawara", 147.2, 34.0, 149.1, 38.0, (6.65, 9.95))
FRAMES = (AMAMI_OKINAWA, OGASAWARA)
# 南鳥島 lies a thousand kilometres east of the other islands of its village and has no inhabitants: it is not drawn.
EASTERNMOST = 150.0
_AMAMI = ("46222", *(str(code) for code in range(46523, 46536)))
_OGASAWARA_VILLAGE = "13421"


def frame_of(area_code: str) -> Frame | None:
    """Return the frame in which a municipality is drawn; None where it stays in its place."""
    if area_code == _OGASAWARA_VILLAGE:
        return OGASAWARA
    return AMAMI_OKINAWA if area_code.startswith("47") or area_code in _AMAMI else None


def moved(position: tuple[float, float], frame: Frame | None) -> tuple[float, float]:
    """Return where a place is drawn."""
    if frame is None:
        return position
    return round(position[0] + frame.move[0], 4), round(position[1] + frame.move[1], 4)
