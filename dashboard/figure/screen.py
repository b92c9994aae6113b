"""A described chart as a plotly figure for the pages: the same figures, words, colours and order as in print."""

from __future__ import annotations

from collections.abc import Callable

import plotly.graph_objects as go

from dashboard.figure.look import Look
from dashboard.figure.model import Chart
from dashboard.figure.screen_bars import draw_bars, draw_card, draw_stacked
from dashboard.figure.screen_lines import draw_comparison, draw_multiples
from dashboard.figure.screen_tiles import draw_tiles
from dashboard.figure.screen_trend import draw_trend

# How the pages show a figure: it is read, and pointed at, but neither moved nor enlarged.
CONFIG = {"displayModeBar": False, "scrollZoom": False, "doubleClick": False, "showTips": False}
_DRAW: dict[str, Callable[[Chart, Look], go.Figure]] = {
    "trend": draw_trend,
    "comparison": draw_comparison,
    "bars": draw_bars,
    "stacked": draw_stacked,
    "multiples": draw_multiples,
    "tiles": draw_tiles,
    "card": draw_card,
}


def figure(chart: Chart, look: Look | None = None) -> go.Figure:
    """Draw a chart for the screen. Title, sources and notes are left to the page around it.

    Raises:
        ValueError: It is a map of land, which the page 地図 draws.
    """
    if chart.kind not in _DRAW:
        raise ValueError(f"a chart of the kind {chart.kind} is not drawn by plotly")
    return _DRAW[chart.kind](chart, look or Look())
