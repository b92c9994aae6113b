"""From a description to a picture: the frame, and in it the chart of its kind."""

from __future__ import annotations

from dashboard.figure.bars import draw_bars, draw_stacked
from dashboard.figure.card import draw_card
from dashboard.figure.frame import framed
from dashboard.figure.lines import draw_comparison, draw_multiples
from dashboard.figure.look import Look
from dashboard.figure.maps import draw_map, draw_tiles
from dashboard.figure.model import Chart
from dashboard.figure.scene import Scene
from dashboard.figure.sizes import Size
from dashboard.figure.trend import draw_trend

_DRAW = {
    "trend": draw_trend,
    "comparison": draw_comparison,
    "bars": draw_bars,
    "stacked": draw_stacked,
    "multiples": draw_multiples,
    "tiles": draw_tiles,
    "map": draw_map,
    "card": draw_card,
}


def compose(chart: Chart, size: Size, look: Look) -> Scene:
    """Set a chart in a size.

    Raises:
        InputError: Its title is too long for the size.
    """
    scene, room = framed(chart, size, look)
    _DRAW[chart.kind](scene, chart, look, size, room)
    return scene
