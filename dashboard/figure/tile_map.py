"""The 47 prefectures as tiles of one size, each about where it lies, as wide as the words on them need."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from dashboard.figure.look import Look, ink_over
from dashboard.figure.map_key import edge_of, key, ranking, signs_of
from dashboard.figure.map_layout import Arrangement, Block, Corner, arrangements
from dashboard.figure.model import Area, Chart
from dashboard.figure.scene import DROP, RISE, Box, Scene, Shape, Words, rectangle
from dashboard.figure.sizes import Size
from dashboard.lettering import advance
from dashboard.map.mercator import mercator
from dashboard.map.tiles import NUMBERS, tile_centre

# How wide and how narrow a tile may be against its height, what is free between two, and what of an empty line stays.
_WIDEST, _NARROWEST, _FREE, _EMPTY = 2.5, 0.85, 0.03, 0.3
# Left free in a tile above, between and below its words, in ems; the share of their room that letters take if they can.
_AIR, _FILLED = 0.03, 0.9
_TALL = RISE + DROP
# How much larger letters are worth of the area of the map.
_LETTERS = 0.12


@cache
def grid() -> dict[str, tuple[float, float]]:
    """Return the column and the line of every prefecture (two digits); empty lines are made narrow."""
    centres = {number: tile_centre(number) for number in NUMBERS}
    across = sorted({x for x, _ in centres.values()})
    down = sorted({round(mercator(y), 2) for _, y in centres.values()}, reverse=True)
    step = across[1] - across[0]
    lines, line = {down[0]: 0.0}, 0.0
    for above, here in pairwise(down):
        line += 1 + (_EMPTY if above - here > 1.5 * step else 0)
        lines[here] = line
    return {number: (across.index(x), lines[round(mercator(y), 2)]) for number, (x, y) in centres.items()}


@cache
def _extent() -> tuple[float, float]:
    """Columns and lines of the grid."""
    return 1 + max(x for x, _ in grid().values()), 1 + max(y for _, y in grid().values())


@cache
def _corners() -> tuple[Corner, ...]:
    """The empty parts in the north-west, and in the south-east, the largest first."""
    columns, lines = _extent()
    away, found = 0.35, []
    for last in sorted({y for _, y in grid().values()}):
        free = min(x for x, y in grid().values() if y <= last)
        taken = 1 + max(x for x, y in grid().values() if y >= last)
        found.append((free * (last + 1), Corner((0, 0, (free - away) / columns, (last + 1 - away) / lines))))
        box = ((taken + away) / columns, (last + away) / lines, 1.0, 1.0)
        found.append(((columns - taken) * (lines - last), Corner(box, at_end=True)))
    return tuple(corner for size, corner in sorted(found, key=lambda item: -item[0]) if size > 0)


@dataclass(frozen=True)
class _Lettering:
    """What is written on tiles: how good it is (0: nothing), the size of letters, and whether there are values."""

    worth: int
    points: float
    values: bool = False


def _fit(across: float, down: float) -> tuple[float, float]:
    columns, lines = _extent()
    wide, high = across / columns, down / lines
    wide, high = min(wide, high * _WIDEST), min(high, wide / _NARROWEST)
    return wide * columns, high * lines


def _lettering(chart: Chart, size: Size, box: Box) -> _Lettering:
    """Choose what is written on tiles, as large as it has room."""
    columns, lines = _extent()
    wide = (box[2] - box[0]) / columns * (1 - _FREE)
    high = (box[3] - box[1]) / lines * (1 - _FREE)
    names = {
        False: max(advance(area.label or area.name) for area in chart.areas),
        True: max(advance(area.tag or area.name) for area in chart.areas),
    }
    values = max((advance(area.short) for area in chart.areas if area.value is not None), default=0.0)
    for worth, short, with_values in ((4, False, True), (3, True, True), (2, False, False), (1, True, False)):
        longest = max(names[short], values if with_values else 0)
        rows = 2 if with_values else 1
        points = min(wide / longest, high / (rows * _TALL + (rows + 1) * _AIR))
        if points >= size.small:
            points = max(size.small, min(points * _FILLED, size.body * 1.35))
            return _Lettering(worth, points, with_values)
    return _Lettering(0, size.small)


def draw_tiles(scene: Scene, chart: Chart, look: Look, size: Size, room: Box) -> None:
    """Draw the prefectures with their legend, and where tiles are too small for names those with the highest values.

    Args:
        scene: The picture.
        chart: Of the kind `tiles`.
        look: In colour or in black alone.
        size: Of the picture, with the sizes of its letters.
        room: Left, top, right, bottom of what may be drawn on.
    """
    found, lettering, blocks = _best(chart, look, size, room)
    columns, lines = _extent()
    wide, high = (found.map[2] - found.map[0]) / columns, (found.map[3] - found.map[1]) / lines
    for area in chart.areas:
        column, line = grid()[area.code[:2]]
        left, top = found.map[0] + column * wide, found.map[1] + line * high
        half = (wide * _FREE / 2, high * _FREE / 2)
        box = (left + half[0], top + half[1], left + wide - half[0], top + high - half[1])
        _tile(scene, chart, area, look, box, lettering)
    for block, place in zip(blocks, found.blocks, strict=True):
        block.draw(scene, *place)
    if not blocks:
        scene.left_out += [entry.label for entry in chart.legend]


def _best(
    chart: Chart, look: Look, size: Size, room: Box
) -> tuple[Arrangement, _Lettering, Sequence[Block]]:  # fmt: skip
    """The arrangement in which most can be written on the tiles; of those the one with the largest tiles."""
    whole = (room[2] - room[0]) * (room[3] - room[1])
    found: list[tuple[float, Arrangement, _Lettering, Sequence[Block]]] = []
    signs = signs_of(chart)
    for points, letters in ((size.body, _LETTERS), (size.small, 0.0)):
        top = ranking(chart.areas, points, look)
        for columns in range(1, min(4, len(signs)) + 1):
            legend = key(signs, points, columns, look)
            for blocks in [[legend], *([[top, legend]] if top else [])]:
                for one in arrangements(room, blocks, _fit, _corners(), points * 0.9):
                    lettering = _lettering(chart, size, one.map)
                    # The highest values are named beside the map if, and only if, tiles have no names.
                    if top and (lettering.worth == 0) != (len(blocks) == 2):
                        continue
                    share = (one.map[2] - one.map[0]) * (one.map[3] - one.map[1]) / whole
                    good = 10 * lettering.worth + share + letters + 0.01 * one.cornered - 0.01 * columns
                    found.append((good, one, lettering, blocks))
    if not found:
        one = next(arrangements(room, [], _fit, (), 0.0))
        return one, _lettering(chart, size, one.map), []
    return max(found, key=lambda item: item[0])[1:]


def _tile(scene: Scene, chart: Chart, area: Area, look: Look, box: Box, lettering: _Lettering) -> None:
    entry = chart.legend[area.step]
    face, pattern = look.area(entry)
    line = min(0.5, max(0.2, (box[3] - box[1]) * 0.03))
    scene.add(Shape(rectangle(*box), face, edge_of(look), line, pattern, f"{area.name} {area.said}", role="tile"))
    if not lettering.worth:
        return
    name = area.label or area.name
    # In few letters where the whole name has no room.
    rows = [area.tag if area.tag and advance(name) * lettering.points > box[2] - box[0] else name]
    if lettering.values and area.value is not None:
        rows.append(area.short)
    points, middle = lettering.points, (box[0] + box[2]) / 2
    step = min(_TALL * points * 1.14, (box[3] - box[1]) / 2 - _AIR / 2 * points)
    top = (box[1] + box[3]) / 2 - (_TALL * points + (len(rows) - 1) * step) / 2
    # Over a pattern words stand on a plain face.
    plain = look.ground if pattern else face
    for place, said in enumerate(rows):
        role = "value" if place else "name"
        words = Words(
            middle, top + place * step + RISE * points, said, points, ink_over(plain), "middle", role=role
        )  # fmt: skip
        if pattern:
            left, up, right, down = words.box
            air = min(0.15 * points, (box[2] - box[0] - words.width) / 2)
            scene.add(Shape(rectangle(left - air, up, right + air, down), plain, role="plate"))
        scene.add(words)
