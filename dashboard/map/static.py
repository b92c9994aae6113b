"""The map as a picture: for paper, for browsers without WebGL, and for the moment until the map can be moved."""

from __future__ import annotations

import io
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from functools import lru_cache
from math import sqrt
from typing import Any

from matplotlib.axes import Axes
from matplotlib.collections import PathCollection
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.path import Path as Outline
from matplotlib.patheffects import withStroke

from dashboard.context import Context
from dashboard.map.choice import MapChoice
from dashboard.map.geometry import frame_rings, places, shapes
from dashboard.map.measures import PREFECTURE
from dashboard.map.mercator import mercator
from dashboard.map.palette import LAND_EDGE, NO_DATA, SHARED, ink_on
from dashboard.map.parts import Parts, Size, describe
from dashboard.map.scheme import Entry
from dashboard.map.symbols import largest_of, shared_radius, symbol_scale
from dashboard.printing import Sheet, font, step, width, wrap
from dashboard.theme import ACTUAL, INK, NEUTRAL
from warehouse.bodies import AreaFigures
from warehouse.boundaries import Boundaries

SIZE = (210.0, 250.0)
EDGE = 12.0
WIDE = SIZE[0] - 2 * EDGE
DPI = 200
# Points of a screen in an inch.
SCREEN = 96
# How far above a symbol its name is written, in points of type.
LABEL_RISE = 4.5


def picture(
    context: Context, figures: AreaFigures, boundaries: Boundaries | None, choice: MapChoice, kind: str
) -> bytes:
    """Return the map of a choice as SVG or PNG. The same release, boundaries and choice give the same bytes."""
    choice = replace(choice, phone=False)
    parts = describe(context, figures, boundaries, choice)
    sheet = Sheet(SIZE)
    y = _head(sheet, parts)
    foot = [line for line in parts.foot if line]
    lines = sum(len(wrap(line, 8, WIDE)) for line in foot)
    bottom = SIZE[1] - EDGE - lines * step(8)
    _map(sheet, figures, boundaries, choice, parts, y, bottom - 4)
    at = bottom + step(8)
    for line in foot:
        at = sheet.paragraph(EDGE, at, line, 8, WIDE, NEUTRAL)
    buffer = io.BytesIO()
    stamp = context.release.published_at
    about = {"Date": stamp.isoformat(), "Title": parts.title} if kind == "svg" else {"Title": parts.title}
    sheet.figure.savefig(buffer, format=kind, dpi=DPI, metadata=about)
    return buffer.getvalue()


def first_picture(context: Context, figures: AreaFigures, boundaries: Boundaries | None, choice: MapChoice) -> bytes:
    """Return the map alone as PNG, as large as it is on screen and with every place where the screen has it."""
    parts = describe(context, figures, boundaries, choice)
    view = parts.view
    figure = Figure(figsize=(view.width / SCREEN, view.height / SCREEN), dpi=SCREEN)
    figure.patch.set_alpha(0)
    axes = figure.add_axes((0, 0, 1, 1))
    x, y = view.state["longitude"], mercator(view.state["latitude"])
    half = 180 / 512 / 2 ** view.state["zoom"]
    across, up = view.width * half, view.height * half
    _draw(axes, (x - across, y - up, x + across, y + up), figures, boundaries, choice, parts, hatched=False)
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", dpi=SCREEN, metadata={"Title": parts.title})
    return buffer.getvalue()


def _head(sheet: Sheet, parts: Parts) -> float:
    y = sheet.paragraph(EDGE, EDGE + 4, parts.name, 16, WIDE)
    y = sheet.paragraph(EDGE, y, parts.title, 11, WIDE, NEUTRAL) + 1
    x = EDGE
    items: list[Size | Entry] = [*parts.sizes, *([parts.shared] if parts.shared else []), *parts.legend]
    for item in items:
        label = item.label if isinstance(item, Size) else f"{item.label}  {item.count}"
        side = 2 * item.radius * 25.4 / SCREEN if isinstance(item, Size) else 4.2
        across = side + 2.3 + width(label, 9) + 5
        if x + across > EDGE + WIDE:
            x, y = EDGE, y + step(9) + 0.6
        middle = y - 1.3
        if isinstance(item, Size):
            sheet.circle(x, middle - side / 2, side, ACTUAL)
        elif item is parts.shared:
            sheet.diamond(x, middle - side / 2, side, item.colour, ACTUAL)
        else:
            sheet.swatch(x, middle - side / 2, side, item.colour, LAND_EDGE, _hatch(item.colour))
        sheet.text(x + side + 1.8, y, label, 9)
        x += across
    if parts.scheme.method:
        y = sheet.paragraph(EDGE, y + step(8) + 0.6, parts.scheme.method, 8, WIDE, NEUTRAL) - step(8)
    return y + 4


def _map(
    sheet: Sheet,
    figures: AreaFigures,
    boundaries: Boundaries | None,
    choice: MapChoice,
    parts: Parts,
    top: float,
    bottom: float,
) -> None:
    box = parts.view.box
    west, south, east, north = box[0], mercator(box[1]), box[2], mercator(box[3])
    room = (WIDE, bottom - top)
    scale = min(room[0] / (east - west), room[1] / (north - south))
    across, down = (east - west) * scale, (north - south) * scale
    axes = sheet.axes(EDGE + (room[0] - across) / 2, top + (room[1] - down) / 2, across, down)
    _draw(axes, (west, south, east, north), figures, boundaries, choice, parts)


def _draw(
    axes: Axes,
    box: tuple[float, float, float, float],
    figures: AreaFigures,
    boundaries: Boundaries | None,
    choice: MapChoice,
    parts: Parts,
    *,
    hatched: bool = True,
) -> None:
    """Draw areas, borders, frames, symbols and names; the box holds the ends of both axes."""
    axes.set_axis_off()
    axes.set_xlim(box[0], box[2])
    axes.set_ylim(box[1], box[3])
    prefecture = None if choice.is_whole else choice.pref[:2]
    _areas(axes, boundaries, choice.level, prefecture, parts, hatched=hatched)
    for ring in frame_rings(prefecture, are_tiles=parts.shown.are_tiles):
        axes.add_line(Line2D(*_sides(ring), color=LAND_EDGE, linewidth=0.8))
    _symbols(axes, figures, boundaries, prefecture, choice, parts)


def _hatch(colour: str) -> str | None:
    """Areas without a value are hatched, so that they are told from every colour, on paper without colour too."""
    return "//////" if colour == NO_DATA else None


def _sides(ring: Sequence[tuple[float, float]]) -> tuple[list[float], list[float]]:
    return [place[0] for place in ring], [mercator(place[1]) for place in ring]


def _areas(
    axes: Axes, boundaries: Boundaries | None, level: str, prefecture: str | None, parts: Parts, *, hatched: bool
) -> None:
    drawn: dict[str, list[Outline]] = {}
    for code, outline in _outlines(boundaries, level, prefecture):
        drawn.setdefault(parts.scheme.colour(code), []).append(outline)
    thin = 0.15 if prefecture is None else 0.5
    for colour, outlines in drawn.items():
        style: dict[str, Any] = {
            "facecolor": colour,
            "edgecolor": LAND_EDGE,
            "linewidth": thin,
            "hatch": _hatch(colour) if hatched else None,
        }
        axes.add_collection(PathCollection(outlines, **style))
    if prefecture is None and drawn:
        borders = [outline for _, outline in _outlines(boundaries, PREFECTURE, None)]
        axes.add_collection(PathCollection(borders, facecolor="none", edgecolor=LAND_EDGE, linewidth=0.45))


@lru_cache(maxsize=16)
def _outlines(boundaries: Boundaries | None, level: str, prefecture: str | None) -> list[tuple[str, Outline]]:
    """The shapes in the form in which they are drawn, which is most of the work of a picture."""
    return [(code, _outline(polygons)) for code, polygons in shapes(boundaries, level, prefecture)]


def _outline(polygons: Iterable[Sequence[Sequence[Sequence[float]]]]) -> Outline:
    rings = [Outline([(x, mercator(y)) for x, y in ring], closed=True) for polygon in polygons for ring in polygon]
    return Outline.make_compound_path(*rings) if rings else Outline([(0.0, 0.0)])


def _symbols(
    axes: Axes,
    figures: AreaFigures,
    boundaries: Boundaries | None,
    prefecture: str | None,
    choice: MapChoice,
    parts: Parts,
) -> None:
    scheme = parts.scheme
    measured = scheme.measured
    scale = symbol_scale(largest_of(parts.amounts), whole_country=prefecture is None)
    found = places(boundaries, figures, choice.level, prefecture)
    at = {code: (x, mercator(y)) for code, (x, y) in found.items()}
    if boundaries is None and not measured.are_tiles:
        _marks(axes, "o", at.values(), 2.1, [scheme.colour(code) for code in at], LAND_EDGE, 0.3)
    if measured.has_symbols:
        amounts = {code: measured.values[code] for code in at if measured.values.get(code)}
        radii = [scale * sqrt(amount) for amount in amounts.values()]
        _marks(axes, "o", [at[code] for code in amounts], radii, ACTUAL, "#FFFFFF", 0.4)
        shared = figures.shared(choice.period) if choice.level != PREFECTURE else frozenset()
        # The side of a diamond is what its diameter is for a circle.
        side = shared_radius(scale) / sqrt(2)
        _marks(axes, "D", [at[code] for code in at if code in shared], side, SHARED, ACTUAL, 1.2)
    chosen = parts.chosen
    for code, name in parts.named.items():
        if chosen is None or code != chosen.code:
            ink = ink_on(scheme.colour(code)) if measured.are_tiles else INK
            is_marked = (measured.has_symbols and measured.values.get(code)) or boundaries is None
            _name(axes, at[code], name, LABEL_RISE if is_marked and not measured.are_tiles else 0, ink)
    if chosen is not None:
        radius = scale * sqrt(chosen.amount) + 5 if measured.has_symbols else 5.0
        place = (chosen.place[0], mercator(chosen.place[1]))
        _marks(axes, "o", [place], radius, "none", INK, 1.6)
        _name(axes, place, chosen.words, radius * 72 / SCREEN + 1.5, INK)


def _name(axes: Axes, place: tuple[float, float], words: str, rise: float, ink: str) -> None:
    """Write a name, so many points of type above its place; 0 is in the middle of it."""
    halo = [withStroke(linewidth=2, foreground="#FFFFFF")] if ink == INK else []
    axes.annotate(
        words, place, (0, rise), textcoords="offset points", fontproperties=font(7.5), color=ink,
        ha="center", va="bottom" if rise else "center", parse_math=False, path_effects=halo, zorder=4,
    )  # fmt: skip


def _marks(
    axes: Axes,
    shape: str,
    places: Collection[tuple[float, float]],
    radii: float | Sequence[float],
    faces: str | Sequence[str],
    edge: str,
    line: float,
) -> None:
    """Draw marks with their radii in points of the screen."""
    if not places:
        return
    x, y = zip(*places, strict=True)
    one_or_all = [radii] if isinstance(radii, float) else radii
    sizes = [(2 * radius * 72 / SCREEN) ** 2 for radius in one_or_all]
    axes.scatter(x, y, sizes, c=faces, marker=shape, edgecolors=edge, linewidths=line, clip_on=False, zorder=3)
