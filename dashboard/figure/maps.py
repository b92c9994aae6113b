"""Maps in their place: the prefectures as tiles, and the municipalities of the whole country."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.path import Path as Outline

from dashboard.figure.look import Look
from dashboard.figure.map_key import Sign, edge_of, key, signs_of
from dashboard.figure.map_layout import Arrangement, Corner, arrangements
from dashboard.figure.model import Chart, MapPicture
from dashboard.figure.scene import Box, Disc, Line, Scene, Shape, diamond
from dashboard.figure.sizes import Size
from dashboard.figure.tile_map import draw_tiles
from dashboard.map.palette import OUTSIDE

__all__ = ["draw_map", "draw_tiles", "map_alone"]

# Where the map of the country is empty: the Sea of Japan, and the ocean off Tohoku.
_CORNERS = (
    Corner((0.0, 0.0, 0.52, 0.445)),
    Corner((0.0, 0.0, 0.39, 0.53)),
    Corner((0.69, 0.31, 0.89, 0.69), at_end=True),
)
# Radius of the least symbol that a legend explains and of the smallest dot, in points, and of the largest, as a share.
_LEAST_SYMBOL, _LEAST_DOT, _LARGEST = 0.9, 0.45, 0.045
_MOST_GROWTH = 1.6
# On a map that is less wide than this, in points, the borders of municipalities would be all that is seen.
_WITH_BORDERS = 200.0
# How much larger letters are worth of the area of the map.
_LETTERS = 0.12


@dataclass(frozen=True)
class _Ground:
    """Where the map is: from its own units to points, and how much symbols grow so that they can be seen."""

    picture: MapPicture
    box: Box
    growth: float

    @property
    def scale(self) -> float:
        return (self.box[2] - self.box[0]) / (self.picture.box[2] - self.picture.box[0])

    @property
    def wide(self) -> float:
        return self.box[2] - self.box[0]

    def at(self, x: float, y: float) -> tuple[float, float]:
        west, _, _, north = self.picture.box
        return self.box[0] + (x - west) * self.scale, self.box[1] + (north - y) * self.scale

    def outline(self, rings: Sequence[Any]) -> Outline:
        """Return rings as one outline."""
        places = np.concatenate(rings)
        west, _, _, north = self.picture.box
        vertices = (places - (west, north)) * (self.scale, -self.scale) + self.box[:2]
        codes = np.full(len(places), Outline.LINETO, dtype=Outline.code_type)
        ends = np.cumsum([len(ring) for ring in rings])
        codes[ends - 1] = Outline.CLOSEPOLY
        codes[np.concatenate(([0], ends[:-1]))] = Outline.MOVETO
        return Outline(vertices, codes)


def draw_map(scene: Scene, chart: Chart, look: Look, size: Size, room: Box) -> None:
    """Draw the municipalities with their legend.

    Args:
        scene: The picture.
        chart: Of the kind `map`.
        look: In colour or in black alone.
        size: Of the picture, with the sizes of its letters.
        room: Left, top, right, bottom of what may be drawn on.
    """
    picture = chart.picture
    assert picture is not None
    found, points, columns = _best(chart, picture, look, size, room)
    wide = found.map[2] - found.map[0]
    ground = _Ground(picture, found.map, _growth(picture, wide))
    _land(scene, ground, chart, look)
    _marks(scene, ground, chart, look)
    for place in found.blocks:
        # Symbols are as large in the legend as on the map that the legend left room for.
        key(_signs(chart, picture, wide), points, columns, look).draw(scene, *place)
    if not found.blocks:
        scene.left_out += [entry.label for entry in chart.legend]


def map_alone(chart: Chart, look: Look, size: Size) -> Scene:
    """Return land and marks with the sizes of symbols, for a form that writes everything else itself."""
    picture = chart.picture
    assert picture is not None
    west, south, east, north = picture.box
    wide = min(size.width, size.height) * 0.9
    scene = Scene(wide, wide * (north - south) / (east - west), look.ground)
    ground = _Ground(picture, (0.0, 0.0, scene.width, scene.height), _growth(picture, wide))
    _land(scene, ground, chart, look)
    _marks(scene, ground, chart, look)
    symbols = [sign for sign in _signs(chart, picture, wide) if sign.entry is None]
    if symbols:
        key(symbols, size.small, 1, look).draw(scene, wide * 0.02, wide * 0.02)
    return scene


def _best(chart: Chart, picture: MapPicture, look: Look, size: Size, room: Box) -> tuple[Arrangement, float, int]:
    """The arrangement with the largest map, the letters of its legend, and the columns of this.

    Larger letters, and a legend inside the map, count a little.
    """
    west, south, east, north = picture.box
    shape = (east - west) / (north - south)

    def fit(across: float, down: float) -> tuple[float, float]:
        wide = min(across, down * shape)
        return wide, wide / shape

    whole = fit(room[2] - room[0], room[3] - room[1])
    signs = _signs(chart, picture, whole[0])
    found: list[tuple[float, Arrangement, float, int]] = []
    for points, worth in ((size.body, _LETTERS), (size.small, 0.0)):
        for columns in range(1, min(4, len(signs)) + 1):
            blocks = [key(signs, points, columns, look)]
            for one in arrangements(room, blocks, fit, _CORNERS, points * 1.2):
                share = (one.map[2] - one.map[0]) * (one.map[3] - one.map[1]) / (whole[0] * whole[1])
                found.append((share + worth + 0.02 * one.cornered - 0.01 * columns, one, points, columns))
    if not found:
        return next(arrangements(room, [], fit, (), 0.0)), size.small, 1
    return max(found, key=lambda item: item[0])[1:]


def _signs(chart: Chart, picture: MapPicture, wide: float) -> list[Sign]:
    """The lines of the legend for a map of a width: sizes of symbols, what is shared, classes."""
    grown = _growth(picture, wide) * wide
    found = [Sign(label, "", radius=radius * grown) for radius, label in picture.sizes]
    if picture.shared:
        found.append(Sign(*picture.shared_entry, radius=picture.shared[0][2] * grown, is_shared=True))
    return found + signs_of(chart)


def _growth(picture: MapPicture, wide: float) -> float:
    """How much larger symbols are than on screen: the least that the legend explains can be seen on every map."""
    radii = [radius for radius, _ in picture.sizes]
    if not radii:
        return 1.0
    return max(1.0, min(_LEAST_SYMBOL / (min(radii) * wide), _LARGEST / max(radii), _MOST_GROWTH))


def _land(scene: Scene, ground: _Ground, chart: Chart, look: Look) -> None:
    """Draw every class as one shape, then borders and frames."""
    edge, picture = edge_of(look), ground.picture
    border = "#6E6E6E" if look.mono else edge
    thin = min(0.25, ground.wide / 2500) if ground.wide >= _WITH_BORDERS else 0.0
    by_step: dict[int, list[Any]] = {}
    for step, rings in picture.outlines:
        by_step.setdefault(step, []).extend(rings)
    for step, parts in sorted(by_step.items()):
        face, pattern = look.area(chart.legend[step]) if step >= 0 else (OUTSIDE, "")
        said = chart.legend[step].label if step >= 0 else ""
        line = edge if pattern else "#A6A6A6" if thin else None
        scene.add(Shape(ground.outline(parts), face, line, thin, pattern, said, role="area"))
    if picture.borders:
        scene.add(
            Shape(ground.outline(picture.borders), None, border, min(0.5, max(0.2, ground.wide / 900)), role="border")
        )
    for ring in picture.frames:
        scene.add(Line(tuple(ground.at(*place) for place in ring), border, 0.5, role="frame"))


def _marks(scene: Scene, ground: _Ground, chart: Chart, look: Look) -> None:
    """Draw the dots of offices, the symbols of amounts, and the diamonds of what is shared."""
    wide, edge, picture = ground.wide, edge_of(look), ground.picture
    for x, y, radius, step in picture.dots:
        face, _ = look.area(chart.legend[step]) if step >= 0 else (look.ground, "")
        scene.add(Disc(*ground.at(x, y), max(_LEAST_DOT, radius * wide), face, edge, 0.2, role="dot"))
    grown = ground.growth * wide
    line = min(0.4, max(0.15, wide / 1200))
    for x, y, radius in picture.symbols:
        scene.add(Disc(*ground.at(x, y), radius * grown, look.actual, look.ground, line, role="symbol"))
    for x, y, radius in picture.shared:
        outline = diamond(*ground.at(x, y), radius * grown)
        scene.add(Shape(outline, look.ground, look.actual, min(0.9, max(0.4, wide / 500)), role="symbol"))
