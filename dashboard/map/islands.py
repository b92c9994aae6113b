"""Islands far from the rest of their prefecture: on its map they are in frames beside it, moved and made smaller.

Without the frames the main part would be a spot, or the islands out of view.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from dashboard.map.mercator import latitude_at, mercator

Position = tuple[float, float]
Box = tuple[float, float, float, float]

# How much of a cell the islands fill, how far cells are apart, and how deep the strip of cells is at least.
_FILL, _GAP, _STRIP = 0.9, 0.03, 0.35


@dataclass(frozen=True)
class Islands:
    """Municipalities, and the longitudes and latitudes (west, south, east, north) between which they lie."""

    codes: frozenset[str]
    box: Box


@dataclass(frozen=True)
class Cell:
    """A frame of a prefecture's map. Sizes are degrees of longitude, heights those of the projection."""

    codes: frozenset[str]
    source: Box
    target: Box
    scale: float

    @property
    def ring(self) -> list[Position]:
        """Its corners, closed."""
        w, s, e, n = self.target
        south, north = round(latitude_at(s), 4), round(latitude_at(n), 4)
        return [(w, south), (e, south), (e, north), (w, north), (w, south)]

    def holds(self, place: Position) -> bool:
        """Whether a place is among those that the frame shows."""
        w, s, e, n = self.source
        return w <= place[0] <= e and s <= mercator(place[1]) <= n

    def moved(self, place: Position) -> Position:
        """Return where a place is drawn."""
        (w, s, e, n), (tw, ts, te, tn) = self.source, self.target
        x = (tw + te) / 2 + (place[0] - (w + e) / 2) * self.scale
        y = (ts + tn) / 2 + (mercator(place[1]) - (s + n) / 2) * self.scale
        return round(x, 5), round(latitude_at(y), 5)


def _codes(*codes: str) -> frozenset[str]:
    return frozenset(codes)


# The part of a prefecture that keeps its place, and its islands that do not.
_MAIN: Mapping[str, Box] = {
    "13": (138.9, 35.45, 139.98, 35.95),
    "46": (129.35, 30.1, 131.25, 32.35),
    "47": (126.6, 25.95, 128.4, 27.15),
}
_ISLANDS: Mapping[str, tuple[Islands, ...]] = {
    "13": (
        # 伊豆諸島、小笠原諸島
        Islands(
            _codes("13361", "13362", "13363", "13364", "13381", "13382", "13401", "13402"), (138.9, 32.3, 140.1, 34.9)
        ),
        Islands(_codes("13421"), (141.1, 24.6, 142.5, 27.9)),
    ),
    # 奄美群島、吐噶喇列島
    "46": (
        Islands(
            _codes(
                "46222",
                "46304",
                "46523",
                "46524",
                "46525",
                "46527",
                "46529",
                "46530",
                "46531",
                "46532",
                "46533",
                "46534",
                "46535",
            ),
            (128.2, 26.9, 130.2, 30.1),
        ),
    ),
    "47": (
        # 先島諸島と尖閣諸島、大東諸島
        Islands(_codes("47207", "47214", "47375", "47381", "47382"), (122.8, 23.95, 125.6, 25.98)),
        Islands(_codes("47357", "47358"), (130.95, 24.35, 131.55, 26.05)),
    ),
}


@cache
def cells(number: str) -> tuple[Cell, ...]:
    """Return the frames on the map of a prefecture (two digits): below where it is wide, else at its right."""
    groups = _ISLANDS.get(number, ())
    if not groups:
        return ()
    west, south, east, north = _projected(_MAIN[number])
    across, down = east - west, north - south
    gap = _GAP * max(across, down)
    sources = [_projected(group.box) for group in groups]
    found = []
    if across >= down:
        depth = max(_STRIP * across, across - down)
        room = across - gap * (len(groups) - 1)
        whole = sum(box[2] - box[0] for box in sources)
        # No cell so narrow that its islands could not be told apart.
        shares = [max(0.3, (box[2] - box[0]) / whole) for box in sources]
        left = west
        for group, source, share in zip(groups, sources, shares, strict=True):
            width = room * share / sum(shares)
            found.append(_cell(group, source, (left, south - gap - depth, left + width, south - gap)))
            left += width + gap
    else:
        depth = max(_STRIP * down, down - across)
        height = (down - gap * (len(groups) - 1)) / len(groups)
        for at, (group, source) in enumerate(zip(groups, sources, strict=True)):
            low = south + at * (height + gap)
            found.append(_cell(group, source, (east + gap, low, east + gap + depth, low + height)))
    return tuple(found)


def cell_of(area_code: str) -> Cell | None:
    """Return the frame of a municipality on the map of its prefecture; None where it stays in its place."""
    return next((cell for cell in cells(area_code[:2]) if area_code in cell.codes), None)


def main_box(number: str) -> Box | None:
    """Return what a prefecture's map shows, frames included; None where it has none."""
    if number not in _MAIN:
        return None
    boxes = [_projected(_MAIN[number]), *(cell.target for cell in cells(number))]
    south, north = (latitude_at(f(box[at] for box in boxes)) for f, at in ((min, 1), (max, 3)))
    return min(box[0] for box in boxes), south, max(box[2] for box in boxes), north


def _projected(box: Box) -> Box:
    west, south, east, north = box
    return west, mercator(south), east, mercator(north)


def _cell(group: Islands, source: Box, target: Box) -> Cell:
    fits = [(target[at + 2] - target[at]) / (source[at + 2] - source[at]) for at in (0, 1)]
    return Cell(group.codes, source, target, min(1.0, _FILL * min(fits)))
