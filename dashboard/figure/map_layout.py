"""Where a map and the blocks of words beside it stand: in its empty corners, at its right, or beneath it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from dashboard.figure.scene import Box, Scene

# Draws a block with its left upper corner at a place.
Draw = Callable[[Scene, float, float], None]


@dataclass(frozen=True)
class Block:
    """Words that belong together, such as a legend."""

    width: float
    height: float
    draw: Draw


@dataclass(frozen=True)
class Corner:
    """An empty part of a map, in shares of its width and height; `at_end` blocks stand at its lower right."""

    box: Box
    at_end: bool = False


@dataclass(frozen=True)
class Arrangement:
    """Where a map is, and the left upper corners of its blocks."""

    map: Box
    blocks: tuple[tuple[float, float], ...]
    # How many blocks stand in empty corners.
    cornered: int


def arrangements(
    room: Box,
    blocks: Sequence[Block],
    fit: Callable[[float, float], tuple[float, float]],
    corners: Sequence[Corner],
    gap: float,
) -> Iterator[Arrangement]:
    """Yield every way in which a map and its blocks have room.

    Args:
        room: Left, top, right, bottom.
        blocks: In the order in which they are read.
        fit: Returns the size of the map within a width and a height.
        corners: Empty parts of the map, the best first.
        gap: Between the map and a block.
    """
    for ways in product(("corner", "beside", "beneath"), repeat=len(blocks)):
        found = _arranged(room, blocks, ways, fit, corners, gap)
        if found is not None:
            yield found


def _arranged(
    room: Box,
    blocks: Sequence[Block],
    ways: Sequence[str],
    fit: Callable[[float, float], tuple[float, float]],
    corners: Sequence[Corner],
    gap: float,
) -> Arrangement | None:
    across, down = room[2] - room[0], room[3] - room[1]
    beside, beneath = ([one for one, way in zip(blocks, ways, strict=True) if way == name]
                       for name in ("beside", "beneath"))  # fmt: skip
    side = max((one.width + gap for one in beside), default=0.0)
    rows = _rows(beneath, across, gap)
    below = sum(max(one.height for one in row) + gap for row in rows)
    inner = (across - side, down - below)
    if min(inner) <= 0 or sum(one.height for one in beside) + gap * max(0, len(beside) - 1) > inner[1]:
        return None
    if any(one.width > across for one in beneath):
        return None
    wide, high = fit(*inner)
    left, top = room[0] + (across - wide - side) / 2, room[1] + (inner[1] - high) / 2
    box = (left, top, left + wide, top + high)
    places = _in_corners(box, [one for one, way in zip(blocks, ways, strict=True) if way == "corner"], corners)
    if places is None:
        return None
    cornered, asides = iter(places), iter(_stacked(box, beside, room, gap))
    lower = iter(_beneath(rows, box, room, gap))
    turn = {"corner": cornered, "beside": asides, "beneath": lower}
    return Arrangement(box, tuple(next(turn[way]) for way in ways), len(places))


def _rows(blocks: Sequence[Block], across: float, gap: float) -> list[list[Block]]:
    """Blocks beneath a map: side by side where they have room, else below each other."""
    if sum(one.width for one in blocks) + gap * 2 * max(0, len(blocks) - 1) <= across:
        return [list(blocks)] if blocks else []
    return [[one] for one in blocks]


def _beneath(rows: Sequence[Sequence[Block]], box: Box, room: Box, gap: float) -> Iterator[tuple[float, float]]:
    top = box[3] + gap
    for row in rows:
        wide = sum(one.width for one in row) + gap * 2 * (len(row) - 1)
        left = max(room[0], min((box[0] + box[2] - wide) / 2, room[2] - wide))
        for one in row:
            yield left, top
            left += one.width + gap * 2
        top += max(one.height for one in row) + gap


def _stacked(box: Box, blocks: Sequence[Block], room: Box, gap: float) -> Iterator[tuple[float, float]]:
    high = sum(one.height for one in blocks) + gap * max(0, len(blocks) - 1)
    top = max(room[1], (box[1] + box[3] - high) / 2)
    for one in blocks:
        yield box[2] + gap, top
        top += one.height + gap


def _in_corners(box: Box, blocks: Sequence[Block], corners: Sequence[Corner]) -> list[tuple[float, float]] | None:
    """Give every block an empty corner; None where one has none. Corners that overlap a taken one are taken too."""
    wide, high = box[2] - box[0], box[3] - box[1]
    taken: list[Box] = []
    found = []
    for block in blocks:
        for corner in corners:
            left, top, right, bottom = corner.box
            if block.width > (right - left) * wide or block.height > (bottom - top) * high:
                continue
            if any(left < other[2] and other[0] < right and top < other[3] and other[1] < bottom for other in taken):
                continue
            taken.append(corner.box)
            x = box[0] + (right * wide - block.width if corner.at_end else left * wide)
            y = box[1] + (bottom * high - block.height if corner.at_end else top * high)
            found.append((x, y))
            break
        else:
            return None
    return found
