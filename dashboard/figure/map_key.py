"""The legend of a map as a block: classes with their counts, sizes of symbols, and the highest values by name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.figure.look import Look
from dashboard.figure.map_layout import Block
from dashboard.figure.model import Area, Chart, LegendEntry
from dashboard.figure.scene import DROP, RISE, Disc, Scene, Shape, Words, diamond, rectangle
from dashboard.lettering import advance

LEADING = 1.3
# The side of a swatch, and the room between the parts of a line, in ems.
_SIDE, _APART, _COLUMNS_APART = 1.0, 0.45, 1.4
MOST_NAMED = 5


@dataclass(frozen=True)
class Sign:
    """A line of a legend: a class (entry), a symbol (radius in points), or a diamond (with radius), and its words."""

    label: str
    count: str
    entry: LegendEntry | None = None
    radius: float = 0.0
    is_shared: bool = False

    def height(self, points: float) -> float:
        """Of the line."""
        return max(points * LEADING, 2 * self.radius + 0.3 * points)


def signs_of(chart: Chart) -> list[Sign]:
    """Return the lines of the classes."""
    return [Sign(entry.label, entry.count, entry) for entry in chart.legend]


def edge_of(look: Look) -> str:
    """The colour of what surrounds tiles and swatches, and of the pattern of no data."""
    return look.axis if look.mono else "#8A8A8A"


def key(signs: Sequence[Sign], points: float, columns: int, look: Look) -> Block:
    """Return a legend in columns, which are read downwards.

    Args:
        signs: Its lines.
        points: Size of letters.
        columns: How many.
        look: In colour or in black alone.
    """
    deep = -(-len(signs) // columns)
    parts = [signs[at : at + deep] for at in range(0, len(signs), deep)]
    mark = max(_SIDE * points, *(2 * sign.radius for sign in signs))
    label = max(advance(sign.label) for sign in signs) * points
    count = max(advance(sign.count) for sign in signs) * points
    wide = mark + _APART * points + label + ((2 * _APART * points + count) if count else 0)
    apart = _COLUMNS_APART * points
    high = max(sum(sign.height(points) for sign in part) for part in parts)

    def draw(scene: Scene, left: float, top: float) -> None:
        whole = len(parts) * wide + (len(parts) - 1) * apart
        # The letters stand on a plain face, whatever is near.
        scene.add(Shape(rectangle(left, top, left + whole, top + high), look.ground, role="legend"))
        for place, part in enumerate(parts):
            x, y = left + place * (wide + apart), top
            for sign in part:
                middle = y + sign.height(points) / 2
                _mark(scene, sign, x + mark / 2, middle, points, look)
                base = middle + (RISE - DROP) / 2 * points
                at = x + mark + _APART * points
                scene.add(Words(at, base, sign.label, points, look.ink, role="legend"))
                if sign.count:
                    scene.add(Words(x + wide, base, sign.count, points, look.ink, "end", role="legend"))
                y += sign.height(points)

    return Block(len(parts) * wide + (len(parts) - 1) * apart, high, draw)


def _mark(scene: Scene, sign: Sign, x: float, y: float, points: float, look: Look) -> None:
    if sign.entry is not None:
        half = _SIDE * points / 2
        face, pattern = look.area(sign.entry)
        outline = rectangle(x - half, y - half * 0.85, x + half, y + half * 0.85)
        scene.add(Shape(outline, face, edge_of(look), 0.5, pattern, sign.label, role="legend"))
    elif sign.is_shared:
        scene.add(Shape(diamond(x, y, sign.radius), look.ground, look.actual, 0.8, said=sign.label, role="legend"))
    else:
        scene.add(Disc(x, y, sign.radius, look.actual, look.ground, 0.3, sign.label, role="legend"))


def highest(areas: Sequence[Area]) -> list[tuple[int, Area]]:
    """Return up to five areas with the highest values and their ranks; ties that would need more room are left out."""
    known = sorted((area for area in areas if area.value), key=lambda area: -(area.value or 0))
    values = [area.value for area in known]
    found = [(values.index(area.value) + 1, area) for area in known[: MOST_NAMED + 1]]
    if len(found) > MOST_NAMED:
        last = found.pop()[0]
        found = [one for one in found if one[0] != last]
    return found


def ranking(areas: Sequence[Area], points: float, look: Look) -> Block | None:
    """Return the highest areas by name; None where too many have the highest value."""
    found = [(str(rank), area.label or area.name, area.said) for rank, area in highest(areas)]
    if not found:
        return None
    widths = [max(advance(row[place]) for row in found) * points for place in range(3)]
    step, apart = points * LEADING, _APART * points
    wide, high = sum(widths) + 2 * apart, step * len(found)

    def draw(scene: Scene, left: float, top: float) -> None:
        scene.add(Shape(rectangle(left, top, left + wide, top + high), look.ground, role="ranking"))
        for place, (rank, name, said) in enumerate(found):
            base = top + place * step + step / 2 + (RISE - DROP) / 2 * points
            scene.add(
                Words(left + widths[0], base, rank, points, look.ink, "end", role="ranking"),
                Words(left + widths[0] + apart, base, name, points, look.ink, role="ranking"),
                Words(left + wide, base, said, points, look.ink, "end", role="ranking"),
            )

    return Block(wide, high, draw)
