"""The map as a picture: for browsers without WebGL, for paper, and to be saved as SVG or PNG."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Sequence
from math import sqrt
from typing import Any

from matplotlib.axes import Axes
from matplotlib.collections import PathCollection
from matplotlib.lines import Line2D
from matplotlib.path import Path as Outline
from matplotlib.patheffects import withStroke

from dashboard.context import Context
from dashboard.map.choice import COUNTRY, MapChoice
from dashboard.map.deck import mercator, symbol_scale
from dashboard.map.extent import view_of
from dashboard.map.geometry import in_frames, office
from dashboard.map.insets import FRAMES
from dashboard.map.measures import PREFECTURE
from dashboard.map.page import Parts, describe
from dashboard.map.palette import LAND_EDGE, NO_DATA
from dashboard.printing import Sheet, font, step, width, wrap
from dashboard.theme import ACTUAL, INK, NEUTRAL
from warehouse.area_records import all_areas
from warehouse.boundaries import FULL, NATIONAL, Boundaries
from warehouse.municipal import AreaFigures

SIZE = (210.0, 250.0)
EDGE = 12.0
WIDE = SIZE[0] - 2 * EDGE
DPI = 200
FORMATS = {"svg": "image/svg+xml", "png": "image/png"}


def picture(
    context: Context, figures: AreaFigures, boundaries: Boundaries | None, choice: MapChoice, kind: str
) -> bytes:
    """Return the map of a choice as SVG or PNG. The same release, boundaries and choice give the same bytes."""
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


def _head(sheet: Sheet, parts: Parts) -> float:
    y = sheet.paragraph(EDGE, EDGE + 4, parts.name, 16, WIDE)
    y = sheet.paragraph(EDGE, y, parts.title, 11, WIDE, NEUTRAL) + 1
    x = EDGE
    for entry in parts.legend:
        label = f"{entry.label}  {entry.count}"
        across = 6.5 + width(label, 9) + 5
        if x + across > EDGE + WIDE:
            x, y = EDGE, y + step(9) + 0.6
        sheet.swatch(x, y - 3.4, 4.2, entry.colour, LAND_EDGE, _hatch(entry.colour))
        sheet.text(x + 6, y, label, 9)
        x += across
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
    whole = choice.pref == COUNTRY or choice.level == PREFECTURE
    box = view_of(boundaries, None if whole else choice.pref).box
    west, south, east, north = box[0], mercator(box[1]), box[2], mercator(box[3])
    room = (WIDE, bottom - top)
    scale = min(room[0] / (east - west), room[1] / (north - south))
    across, down = (east - west) * scale, (north - south) * scale
    axes = sheet.axes(EDGE + (room[0] - across) / 2, top + (room[1] - down) / 2, across, down)
    axes.set_axis_off()
    axes.set_xlim(west, east)
    axes.set_ylim(south, north)
    if boundaries is not None:
        prefecture = None if whole else choice.pref[:2]
        _areas(axes, boundaries, choice.level, prefecture, parts)
    if whole:
        for frame in FRAMES:
            axes.add_line(Line2D(*_sides(frame.ring), color=LAND_EDGE, linewidth=0.8))
    _symbols(axes, figures, boundaries is None, whole, choice, parts)


def _hatch(colour: str) -> str | None:
    """Areas without a value are hatched, so that they are told from every colour, on paper without colour too."""
    return "//////" if colour == NO_DATA else None


def _sides(ring: Sequence[tuple[float, float]]) -> tuple[list[float], list[float]]:
    return [place[0] for place in ring], [mercator(place[1]) for place in ring]


def _areas(axes: Axes, boundaries: Boundaries, level: str, prefecture: str | None, parts: Parts) -> None:
    detail = NATIONAL if prefecture is None else FULL
    drawn: dict[str, list[Outline]] = {}
    for code, coordinates, *_ in boundaries.frame(detail, level, prefecture).iter_rows():
        polygons = json.loads(coordinates)
        if prefecture is None:
            polygons = list(in_frames(code, level, polygons))
        drawn.setdefault(parts.scheme.colour(code), []).append(_outline(polygons))
    thin = 0.15 if prefecture is None else 0.5
    for colour, outlines in drawn.items():
        style: dict[str, Any] = {
            "facecolor": colour,
            "edgecolor": LAND_EDGE,
            "linewidth": thin,
            "hatch": _hatch(colour),
        }
        axes.add_collection(PathCollection(outlines, **style))
    if prefecture is None:
        borders = [
            _outline(list(in_frames(code, PREFECTURE, json.loads(coordinates))))
            for code, coordinates, *_ in boundaries.frame(NATIONAL, PREFECTURE).iter_rows()
        ]
        axes.add_collection(PathCollection(borders, facecolor="none", edgecolor=LAND_EDGE, linewidth=0.45))


def _outline(polygons: Iterable[Sequence[Sequence[Sequence[float]]]]) -> Outline:
    rings = [Outline([(x, mercator(y)) for x, y in ring], closed=True) for polygon in polygons for ring in polygon]
    return Outline.make_compound_path(*rings) if rings else Outline([(0.0, 0.0)])


def _symbols(
    axes: Axes, figures: AreaFigures, has_no_areas: bool, whole: bool, choice: MapChoice, parts: Parts
) -> None:
    scheme = parts.scheme
    measured = scheme.measured
    codes = parts.areas
    largest = max(parts.amounts, default=0)
    scale = symbol_scale(largest, whole_country=whole) * 0.75
    for code in codes:
        place = office(all_areas()[code], whole_country=whole)
        if place is None:
            continue
        x, y = place[0], mercator(place[1])
        value = measured.values.get(code)
        if has_no_areas:
            axes.plot(
                x, y, "o", markersize=3.2, color=scheme.colour(code), markeredgecolor=LAND_EDGE, markeredgewidth=0.3
            )
        if measured.has_symbols and value:
            size = 2 * scale * sqrt(value)
            axes.plot(x, y, "o", markersize=size, color=ACTUAL, markeredgecolor="#FFFFFF", markeredgewidth=0.4)
        if not whole and choice.level != PREFECTURE and code in parts.named:
            axes.text(
                x, y + 0.012, parts.named[code], fontproperties=font(7.5), color=INK, ha="center", va="bottom",
                parse_math=False, path_effects=[withStroke(linewidth=2, foreground="#FFFFFF")],
            )  # fmt: skip
