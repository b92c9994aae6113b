"""The land and the marks of the map of all municipalities, placed as the page 地図 places them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from math import sqrt
from typing import Any

import numpy as np

from dashboard.figure.model import MapPicture
from dashboard.map.geometry import frame_rings, places, shapes
from dashboard.map.insets import VIEW
from dashboard.map.measures import MUNICIPALITY, PREFECTURE
from dashboard.map.mercator import mercator
from dashboard.map.parts import Parts
from dashboard.map.symbols import largest_of, shared_radius, symbol_scale
from warehouse.bodies import AreaFigures
from warehouse.boundaries import Boundaries

# Of the dot of an office, in points of the screen.
_DOT = 2.1


def picture_of(
    figures: AreaFigures, boundaries: Boundaries | None, parts: Parts, steps: Mapping[str, int]
) -> MapPicture:
    """Return the map of the whole country in the units of the projection.

    Args:
        figures: What is shown.
        boundaries: Those in use; None draws a dot at every office.
        parts: What the page 地図 settled.
        steps: By code the place in the legend.
    """
    west, south, east, north = VIEW
    found = places(boundaries, figures, MUNICIPALITY, None)
    at = {code: (x, mercator(y)) for code, (x, y) in found.items()}
    # From points of the screen to shares of the width.
    share = 1 / (parts.view.scale * (east - west))
    symbols, shared = _symbols(figures, parts, at, share)
    return MapPicture(
        box=(west, mercator(south), east, mercator(north)),
        outlines=tuple((steps.get(code, -1), rings) for code, rings in _outlines(boundaries, MUNICIPALITY)),
        borders=tuple(ring for _, rings in _outlines(boundaries, PREFECTURE) for ring in rings) if boundaries else (),
        frames=tuple(_projected(ring) for ring in frame_rings(None, are_tiles=False)),
        dots=() if boundaries else tuple((x, y, _DOT * share, steps[code]) for code, (x, y) in at.items()),
        symbols=symbols,
        sizes=tuple((size.radius * share, size.label) for size in parts.sizes),
        shared=shared,
        shared_entry=(parts.shared.label, parts.shared.count) if parts.shared else ("", ""),
    )


Marks = tuple[tuple[float, float, float], ...]


def _symbols(
    figures: AreaFigures, parts: Parts, at: Mapping[str, tuple[float, float]], share: float
) -> tuple[Marks, Marks]:
    """Circles, the largest first so that none is hidden, and diamonds over what several bodies share."""
    shown = parts.shown
    if not shown.has_symbols:
        return (), ()
    scale = symbol_scale(largest_of(parts.amounts), whole_country=True)
    amounts = sorted(((shown.values.get(code) or 0, *place) for code, place in at.items()), reverse=True)
    symbols = tuple((x, y, scale * sqrt(amount) * share) for amount, x, y in amounts if amount > 0)
    half = shared_radius(scale) * share
    together = figures.shared(shown.period.code)
    return symbols, tuple((*place, half) for code, place in at.items() if code in together)


@lru_cache(maxsize=4)
def _outlines(boundaries: Boundaries | None, level: str) -> tuple[tuple[str, tuple[Any, ...]], ...]:
    """Every area with its rings, which is most of the work of a map: kept as long as the boundaries are the same."""
    return tuple(
        (code, tuple(np.array(_projected(ring)) for polygon in polygons for ring in polygon))
        for code, polygons in (shapes(boundaries, level, None) if boundaries else ())
    )


def _projected(ring: Iterable[Sequence[float]]) -> tuple[tuple[float, float], ...]:
    return tuple((place[0], mercator(place[1])) for place in ring)
