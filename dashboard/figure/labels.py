"""Places for words beside what they name: none over another, none over a line, none outside the picture."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from dashboard.figure.scene import Box, Words

# Left free around a label, in ems of its letters.
AIR = 0.12


def overlap(one: Box, other: Box) -> bool:
    """Whether two boxes share more than an edge."""
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def inside(box: Box, room: Box, slack: float = 0.01) -> bool:
    """Whether a box lies in a room."""
    return (
        box[0] >= room[0] - slack
        and box[1] >= room[1] - slack
        and box[2] <= room[2] + slack
        and box[3] <= room[3] + slack
    )


def crosses(start: tuple[float, float], end: tuple[float, float], box: Box) -> bool:
    """Whether a stretch of line touches a box (clipping by Liang and Barsky)."""
    enter, leave = 0.0, 1.0
    for axis in (0, 1):
        step, low, high = end[axis] - start[axis], box[axis] - start[axis], box[axis + 2] - start[axis]
        if step == 0:
            if low > 0 or high < 0:
                return False
            continue
        first, last = sorted((low / step, high / step))
        enter, leave = max(enter, first), min(leave, last)
        if enter > leave:
            return False
    return True


@dataclass
class Placer:
    """Keeps account of what is taken. `room` is where labels may stand."""

    room: Box
    boxes: list[Box] = field(default_factory=list)
    lines: list[tuple[tuple[float, float], tuple[float, float]]] = field(default_factory=list)

    def block(self, *boxes: Box) -> None:
        """Take room for something that is no label."""
        self.boxes += boxes

    def block_line(self, places: Sequence[tuple[float, float]]) -> None:
        """Keep labels off a line."""
        self.lines += pairwise(places)

    def is_free(self, words: Iterable[Words]) -> bool:
        """Whether lines of text, which belong together, have room where they are."""
        for one in words:
            air = AIR * one.points
            left, top, right, bottom = one.box
            box = (left - air, top - air / 2, right + air, bottom + air / 2)
            if not inside(one.box, self.room) or any(overlap(box, taken) for taken in self.boxes):
                return False
            if any(crosses(start, end, box) for start, end in self.lines):
                return False
        return True

    def put(self, choices: Iterable[Sequence[Words]]) -> Sequence[Words] | None:
        """Take the first of some choices that has room; None where none has."""
        for words in choices:
            if self.is_free(words):
                self.boxes += [one.box for one in words]
                return words
        return None


def around(x: float, y: float, words: Words, gap: float, *, rising: bool = True) -> Iterator[tuple[Words]]:
    """Yield places of a label around a point, the best first: above, then away from the line, then below."""
    up, down = y - gap, y + gap + 0.73 * words.points
    side = gap * 0.6
    aside = ("end", x - side), ("start", x + side)
    first, second = aside if rising else aside[::-1]
    for anchor, at in (("middle", x), first):
        yield (replace(words, x=at, y=up, anchor=anchor),)
    other = second
    yield (replace(words, x=other[1], y=down, anchor=other[0]),)
    for anchor, at in (("middle", x), first):
        yield (replace(words, x=at, y=down, anchor=anchor),)
    yield (replace(words, x=other[1], y=up, anchor=other[0]),)


def spread(wanted: Sequence[float], heights: Sequence[float], top: float, bottom: float) -> list[float]:
    """Return the tops of blocks that stand below each other in their order, each as near as can be to its place.

    `wanted` are the tops in rising order. Where they do not fit at all they begin at the top and reach beyond.
    """
    found: list[float] = []
    at = top
    for place, high in zip(wanted, heights, strict=True):
        at = max(at, place)
        found.append(at)
        at += high
    limit = bottom
    for place in range(len(found) - 1, -1, -1):
        found[place] = min(found[place], limit - heights[place])
        limit = found[place]
    if found and found[0] < top:
        at = top
        for place, high in enumerate(heights):
            found[place] = max(found[place], at)
            at = found[place] + high
    return found
