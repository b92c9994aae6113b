"""The shipped figures as charts, described once for all tests of a module, and what must hold of every picture."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

from dashboard.context import Context
from dashboard.figure.labels import inside, overlap
from dashboard.figure.model import Chart
from dashboard.figure.scene import Scene
from dashboard.figure.sizes import Size
from dashboard.lettering import missing
from dashboard.press.asked import Asked
from dashboard.press.described import chart_of, kinds_of
from dashboard.press.shelf import Shelf
from dashboard.text import Text
from warehouse import open_release
from warehouse.eras import parse_date

TODAY = "2026-11-24"
MEMBERS = "kyoryokutai_members"


def shelf(home: Path, lang: str = "ja") -> Shelf:
    """The shipped release, seen on a day."""
    return Shelf(Context(Text(lang), open_release(home), True, parse_date(TODAY)))


def every_chart(of: Shelf) -> Iterator[Chart]:
    """Each indicator as every kind that it can be shown as."""
    catalogue = of.context.release.catalogue
    of.fetch(list(catalogue.indicators))
    for one in catalogue.indicators:
        for kind in kinds_of(of, [of.figures(one)]):
            yield chart_of(of, Asked((one,), kind))


def faults(scene: Scene, size: Size) -> list[str]:
    """What is wrong with where words stand: beside the picture, over others, too small, or without a glyph."""
    words = list(scene.words)
    edge = size.margin / 2
    room = (edge, edge, size.width - edge, size.height - edge)
    found = [f"outside: {one.words}" for one in words if not inside(one.box, room)]
    found += [f"small: {one.words}" for one in words if one.points < size.small - 1e-6]
    found += [f"no glyph: {one.words}" for one in words if missing(one.words)]
    return found + [
        f"over each other: {one.words} | {other.words}"
        for one, other in combinations(words, 2)
        if overlap(one.box, other.box)
    ]
