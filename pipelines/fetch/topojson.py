"""Decoding TopoJSON: quantised, delta-encoded arcs shared by the areas that they divide (TopoJSON format 1.0)."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from warehouse.errors import InputError

Position = tuple[float, float]
Ring = list[Position]
# Polygons of rings; the first ring of a polygon is its outside.
MultiPolygon = list[list[Ring]]


def decode(topology: Mapping[str, Any], place: str) -> dict[str, MultiPolygon]:
    """Return the polygons of every geometry by its id, in degrees of longitude and latitude.

    Raises:
        InputError: It is no topology of polygons, an arc is missing, a ring is not closed, or an id occurs twice.
    """
    try:
        arcs = [list(_absolute(arc, topology.get("transform"))) for arc in topology["arcs"]]
        geometries = [item for collection in topology["objects"].values() for item in collection["geometries"]]
        found: dict[str, MultiPolygon] = {}
        for item in geometries:
            name = str(item["id"])
            if name in found:
                raise InputError(f"地域「{name}」が2つあります。", file=place)
            polygons = {"Polygon": [item["arcs"]], "MultiPolygon": item["arcs"]}[item["type"]]
            found[name] = [[_ring(ring, arcs) for ring in polygon] for polygon in polygons]
    except (KeyError, IndexError, TypeError, ValueError, AttributeError) as error:
        raise InputError(
            f"TopoJSON として読めません（{type(error).__name__}: {error}）。",
            file=place,
            advice="取得し直してください。",
        ) from None
    return found


def _absolute(arc: Sequence[Sequence[float]], transform: Mapping[str, Any] | None) -> Iterator[Position]:
    """Yield the positions of an arc: with a transform they are steps on a grid, without one they are as written."""
    if transform is None:
        yield from ((float(x), float(y)) for x, y, *_ in arc)
        return
    (scale_x, scale_y), (offset_x, offset_y) = transform["scale"], transform["translate"]
    for x, y in itertools.accumulate(arc, lambda at, step: (at[0] + step[0], at[1] + step[1])):
        yield x * scale_x + offset_x, y * scale_y + offset_y


def _ring(numbers: Sequence[int], arcs: Sequence[Sequence[Position]]) -> Ring:
    """Join arcs to a ring. A negative number ~n is arc n backwards; the end of an arc is the start of the next."""
    ring: Ring = []
    for number in numbers:
        if not -len(arcs) <= number < len(arcs):
            raise IndexError(f"arc {number}")
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        if ring and ring[-1] != arc[0]:
            raise ValueError("線がつながっていません")
        ring.extend(arc[1:] if ring else arc)
    if len(ring) < 4 or ring[0] != ring[-1]:
        raise ValueError("輪が閉じていません")
    return ring
