"""The 47 prefectures as tiles by plotly, on the grid on which print has them."""

from __future__ import annotations

import plotly.graph_objects as go

from dashboard.figure.look import Look, ink_over
from dashboard.figure.map_key import edge_of
from dashboard.figure.model import Chart
from dashboard.figure.screen_axes import blank, no_axes
from dashboard.figure.tile_map import grid

HEIGHT = 520
_FREE = 0.04


def draw_tiles(chart: Chart, look: Look) -> go.Figure:
    """Draw the prefectures in the colours of their classes, with the legend where there is sea."""
    figure = blank(look, HEIGHT, t=8, r=8)
    for step, entry in enumerate(chart.legend):
        face, pattern = look.area(entry)
        areas = [area for area in chart.areas if area.step == step]
        # A class without areas keeps its place in the legend by a tile without a height.
        places = [grid()[area.code[:2]] for area in areas] or [(0.0, 0.0)]
        figure.add_bar(
            x=[x for x, _ in places],
            y=[1 - 2 * _FREE if areas else None for _ in places],
            base=[y + _FREE for _, y in places],
            width=1 - 2 * _FREE,
            name=f"{entry.label}　{entry.count}",
            marker={
                "color": face,
                "line": {"color": edge_of(look), "width": 0.6},
                "pattern": {"shape": pattern, "fgcolor": edge_of(look), "size": 6, "solidity": 0.25},
            },
            text=[f"{area.label or area.name}<br>{area.short}" for area in areas],
            textposition="inside",
            insidetextanchor="middle",
            textangle=0,
            textfont={"size": 13, "color": ink_over(look.ground if pattern else face)},
            customdata=[f"{area.name}<br><b>{area.said}</b>" for area in areas],
            hovertemplate="%{customdata}<extra></extra>",
        )
    no_axes(figure)
    figure.update_xaxes(range=[-0.5, max(x for x, _ in grid().values()) + 0.5])
    figure.update_yaxes(range=[max(y for _, y in grid().values()) + 1, 0])
    legend = {"x": 0, "xanchor": "left", "y": 1, "yanchor": "top", "traceorder": "normal", "bgcolor": "rgba(0,0,0,0)"}
    figure.update_layout(
        barmode="overlay",
        showlegend=True,
        legend={**legend, "itemclick": False, "itemdoubleclick": False, "font": {"size": 12}},
    )
    return figure
