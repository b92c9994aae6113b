"""Prefectures on a slide: as tiles that are shapes, or as a picture of a map, each with its classes as a list."""

from __future__ import annotations

import io
from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from dashboard.figure.look import ink_over
from dashboard.figure.model import Area, Chart
from dashboard.figure.pptx_shapes import STEP, Frame, Line, Page, describe
from dashboard.lettering import advance
from dashboard.map.mercator import mercator
from dashboard.map.tiles import NUMBERS, romanised, tile_centre, tile_name
from warehouse.area_records import all_areas

# Of the width of a tile, what stands between two.
FREE = 0.06
# Of a wide slide, what the list of classes takes beside a map.
KEY_SHARE = 0.28
# Of the least size of letters, what figures on tiles may have.
LEAST = 0.8
# The same of names, which a reader also knows from where a tile lies.
LEAST_NAME = 0.35


def places() -> dict[str, tuple[int, int]]:
    """Return column and line of every prefecture (two digits) on the grid of the tiles."""
    centres = {number: tile_centre(number) for number in NUMBERS}
    points = {number: (x, mercator(y)) for number, (x, y) in centres.items()}
    west, north = min(x for x, _ in points.values()), max(y for _, y in points.values())
    across = sorted({x for x, _ in points.values()})
    step = min(right - left for left, right in pairwise(across))
    return {number: (round((x - west) / step), round((north - y) / step)) for number, (x, y) in points.items()}


def _entries(page: Page, chart: Chart, *, counted: bool = True) -> list[tuple[str, str, str, str]]:
    """Face, edge, pattern and words of the classes."""
    found = []
    for entry in chart.legend:
        colour, pattern = page.look.area(entry)
        gap = "　" if chart.lang == "ja" else ": "
        words = f"{entry.label}{gap}{entry.count}" if counted and entry.count else entry.label
        found.append((colour, page.look.axis, pattern, words))
    return found


def _tile_names(chart: Chart) -> dict[str, str]:
    known = all_areas()
    areas = [known[area.code] for area in chart.areas if area.code in known]
    return romanised(areas) if chart.lang == "en" else {area.area_code: tile_name(area, short=True) for area in areas}


def tiles(page: Page, frame: Frame, chart: Chart) -> None:
    """Draw the prefectures as tiles in the faces of their classes; the list of these stands in the free north-west."""
    grid, names = places(), _tile_names(chart)
    columns = max(column for column, _ in grid.values()) + 1
    lines = max(line for _, line in grid.values()) + 1
    side = min(frame.width / columns, frame.height / lines)
    entries, room = _corner(page, chart, (frame.width - side * columns) / 2 + side * 6.9, side * 5.8)
    top = frame.top
    if room is None:
        # Over the tiles, where the free corner is too small for the list.
        room = frame.width
        top += page.key_height(room, [entry[3] for entry in entries])
        side = min(frame.width / columns, (frame.top + frame.height - top) / lines)
    left = frame.left + (frame.width - side * columns) / 2
    letters = _letters(page, side * (1 - FREE), chart, names)
    for area in chart.areas:
        if (number := area.code[:2]) in grid:
            column, line = grid[number]
            place = Frame(left + column * side, top + line * side, side * (1 - FREE), side * (1 - FREE))
            _tile(page, place, chart, area, names.get(area.code, area.name), letters)
    page.key(Frame(frame.left, frame.top, room, 0), entries)


def _corner(
    page: Page, chart: Chart, across: float, down: float
) -> tuple[list[tuple[str, str, str, str]], float | None]:
    """Return the classes as they fit a corner, without their counts where these have no room, and the width of it.

    The width is None where not even that fits.
    """
    for counted in (True, False):
        entries = _entries(page, chart, counted=counted)
        words = [entry[3] for entry in entries]
        wide = max(map(advance, words)) * page.size.small * 1.12 + page.size.small * 1.8
        if wide <= across and page.key_height(wide, words) <= down:
            return entries, wide
    return entries, None


def _letters(page: Page, side: float, chart: Chart, names: Mapping[str, str]) -> tuple[float, float]:
    """Return the sizes of names and figures on tiles, the same on all; 0 for those that could not be read."""
    points, room = page.size.small, side * 0.94
    name = min(points, room / max(map(advance, names.values()), default=1.0))
    figure = min(points, room / max(*(advance(area.short) for area in chart.areas), 1.0))
    fits = figure >= points * LEAST and (name + figure) * STEP <= side
    return name if name >= points * LEAST_NAME else 0.0, figure if fits else 0.0


def _tile(page: Page, place: Frame, chart: Chart, area: Area, name: str, letters: tuple[float, float]) -> None:
    """Draw a tile: its name, and its figure where there is room."""
    look = page.look
    colour, pattern = look.area(chart.legend[area.step])
    shape = page.rectangle(place, colour, look.axis, pattern, f"{area.name}: {area.said}")
    describe(shape, f"{area.name} {area.said}")
    ink = look.ink if pattern else ink_over(colour)
    said = zip((name, area.short), letters, strict=True)
    lines = [Line(words, size, ink, "middle") for words, size in said if size]
    page.fill_text(shape.text_frame, lines, "middle")
    shape.text_frame.word_wrap = False


def map_picture(page: Page, frame: Frame, chart: Chart, picture: bytes) -> None:
    """Put in the picture of a map, with its alternative text, and the list of classes beside or beneath it."""
    is_wide = frame.width > frame.height * 1.25
    across = frame.width * KEY_SHARE if chart.legend and is_wide else frame.width
    for counted in (True, False):
        entries = _entries(page, chart, counted=counted)
        words = [entry[3] for entry in entries]
        high = page.key_height(across, words)
        if high <= frame.height * (1 if is_wide else 0.5):
            break
    key = Frame(frame.left, frame.top + (0 if is_wide else frame.height - high), across, high)
    room = (
        Frame(frame.left + across + 8, frame.top, frame.width - across - 8, frame.height)
        if words and is_wide
        else Frame(frame.left, frame.top, frame.width, frame.height - high - 4)
    )
    shape: Any = page.slide.shapes.add_picture(io.BytesIO(picture), 0, 0)
    scale = min(room.width / shape.width, room.height / shape.height)
    wide, tall = shape.width * scale, shape.height * scale
    place = Frame(room.left + (room.width - wide) / 2, room.top + (room.height - tall) / 2, wide, tall)
    shape.left, shape.top, shape.width, shape.height = place.emu
    shape.name = "map"
    describe(shape, chart.alt)
    page.key(key, entries)
