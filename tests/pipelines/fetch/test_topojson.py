"""Decoding TopoJSON: whatever areas are cut into shared arcs come out as they were."""

from __future__ import annotations

import itertools
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.fetch.topojson import decode
from warehouse.errors import InputError

SIDES = st.integers(min_value=1, max_value=6)
SCALES = st.floats(min_value=1e-4, max_value=0.5)
OFFSETS = st.floats(min_value=-180, max_value=180)


def _topology(columns: int, rows: int, scale: tuple[float, float], offset: tuple[float, float]) -> dict[str, object]:
    """A chequered land: each edge of a cell is an arc, shared by the cells at its sides, written as steps on a grid."""
    arcs: list[list[list[int]]] = []
    number: dict[tuple[tuple[int, int], tuple[int, int]], int] = {}

    def edge(start: tuple[int, int], end: tuple[int, int]) -> int:
        if (end, start) in number:
            return ~number[end, start]
        if (start, end) not in number:
            number[start, end] = len(arcs)
            arcs.append([[*start], [end[0] - start[0], end[1] - start[1]]])
        return number[start, end]

    cells = []
    for x in range(columns):
        for y in range(rows):
            corners = [(x, y), (x + 1, y), (x + 1, y + 1), (x, y + 1), (x, y)]
            ring = [edge(*pair) for pair in itertools.pairwise(corners)]
            cells.append({"type": "Polygon", "id": f"{x}-{y}", "arcs": [ring]})
    return {
        "type": "Topology",
        "arcs": arcs,
        "transform": {"scale": [*scale], "translate": [*offset]},
        "objects": {"land": {"type": "GeometryCollection", "geometries": cells}},
    }


@given(SIDES, SIDES, st.tuples(SCALES, SCALES), st.tuples(OFFSETS, OFFSETS))
def test_cells_come_back(columns: int, rows: int, scale: tuple[float, float], offset: tuple[float, float]) -> None:
    found = decode(_topology(columns, rows, scale, offset), "x")
    assert len(found) == columns * rows
    for name, polygons in found.items():
        x, y = map(int, name.split("-"))
        expected = [(x, y), (x + 1, y), (x + 1, y + 1), (x, y + 1), (x, y)]
        (ring,) = polygons[0]
        for (east, north), (column, row) in zip(ring, expected, strict=True):
            assert east == pytest.approx(column * scale[0] + offset[0], abs=1e-9)
            assert north == pytest.approx(row * scale[1] + offset[1], abs=1e-9)
    # Neighbours share their border to the last bit: no gap is drawn between them.
    if columns > 1:
        right, left = found["0-0"][0][0][1:3], found["1-0"][0][0]
        assert set(right) <= set(left)


@given(st.lists(st.tuples(st.floats(120, 155), st.floats(20, 46)), min_size=3, max_size=30, unique=True))
def test_an_unquantised_ring_comes_back(points: list[tuple[float, float]]) -> None:
    ring = [*points, points[0]]
    land = {"geometries": [{"type": "MultiPolygon", "id": 7, "arcs": [[[0]]]}]}
    assert decode({"arcs": [[list(at) for at in ring]], "objects": {"a": land}}, "x") == {"7": [[ring]]}


@given(st.data())
def test_a_spoilt_topology_is_refused_with_one_message(data: st.DataObject) -> None:
    text = json.dumps(_topology(2, 2, (0.1, 0.1), (0, 0)))
    spoilt = data.draw(
        st.sampled_from(
            [
                text.replace('"arcs": [[0', '"arcs": [[99'),
                text.replace('"Polygon"', '"Point"'),
                text.replace('"objects"', '"things"'),
                text.replace('"id": "0-0"', '"id": "1-1"'),
                text.replace("[[[0, 0], [1, 0]]", "[[[0, 0], [1, 1]]"),
                text.replace('"scale": [0.1, 0.1]', '"scale": [0.1]'),
            ]
        )
    )
    assert spoilt != text
    with pytest.raises(InputError):
        decode(json.loads(spoilt), "x")
