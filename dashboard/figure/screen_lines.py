"""Several series by plotly: compared in one chart, and as small charts of a programme side by side."""

from __future__ import annotations

from math import ceil

import plotly.graph_objects as go
from plotly.subplots import make_subplots

from dashboard.figure.labels import spread
from dashboard.figure.look import Look
from dashboard.figure.model import Chart, Goal, Panel
from dashboard.figure.screen_axes import (
    BODY,
    HEIGHT,
    HOVER,
    RIGHT,
    TOP,
    add_series,
    blank,
    hover_year,
    lined,
    note,
    tick_years,
    unit_note,
    value_axis,
    year_axis,
)
from dashboard.lettering import advance

# Names of series and panels are broken so that they fit on a phone as well, in ems.
NAME_EMS, PANEL_EMS = 20.0, 11.0
# Room of the legend, of the names of years, of a label, and of a small chart with its title.
_LINE, _YEARS, _LABEL = 22, 46, 18
_PANEL, _PANEL_HEAD = 128, 92
COLUMNS = 2
SYMBOLS = {
    "disc": "circle",
    "open": "circle",
    "square": "square",
    "open-square": "square",
    "diamond": "diamond",
    "open-diamond": "diamond",
}


def draw_comparison(chart: Chart, look: Look) -> go.Figure:
    """Draw several series of one unit, named above the chart and with their newest figures at their ends."""
    right = RIGHT + max(advance(series.last.said) for series in chart.series) * BODY
    figure = blank(look, HEIGHT + _LINE * len(chart.series), r=right)
    for place, series in enumerate(chart.series):
        colour, dash, mark = look.line(place)
        face = look.ground if mark.startswith("open") else colour
        add_series(
            figure,
            series,
            chart.lang,
            name=lined(series.name, NAME_EMS),
            line={"color": colour, "width": 2.5, "dash": ",".join(f"{part:g}px" for part in dash) or "solid"},
            marker={"symbol": SYMBOLS[mark], "size": 8, "color": face, "line": {"color": colour, "width": 1.6}},
            hovertemplate=f"{series.name}<br>{HOVER}",
        )
    first, last = chart.years
    year_axis(figure, look, chart.lang, (first, last), tick_years(first, last, [last, first]))
    low, high = value_axis(figure, look, chart.numbers, (p.value for series in chart.series for p in series.points))
    unit_note(figure, look, chart.unit_label)
    _label_ends(figure, chart, look, low, high)
    legend = {"orientation": "h", "x": 0, "xanchor": "left", "y": 1.1, "yanchor": "bottom", "traceorder": "normal"}
    figure.update_layout(showlegend=True, legend={**legend, "itemclick": False, "itemdoubleclick": False})
    return figure


def _label_ends(figure: go.Figure, chart: Chart, look: Look, low: float, high: float) -> None:
    """Write the newest figure of each series at its end; those that would touch are moved apart."""
    across = HEIGHT - TOP - _YEARS
    order = sorted(enumerate(chart.series), key=lambda item: -item[1].last.value)
    wanted = [(high - series.last.value) / (high - low) * across - _LABEL / 2 for _, series in order]
    found = spread(wanted, [_LABEL] * len(order), -_LABEL / 2, across + _LABEL / 2)
    for (place, series), was, now in zip(order, wanted, found, strict=True):
        font = {"size": 14, "color": look.line(place)[0]}
        note(
            figure,
            look,
            series.last.year,
            series.last.value,
            f"<b>{series.last.said}</b>",
            xanchor="left",
            xshift=9,
            yshift=was - now,
            font=font,
        )


def draw_multiples(chart: Chart, look: Look) -> go.Figure:
    """Draw small charts, two beside each other, each with a scale of its own from 0."""
    rows = ceil(len(chart.panels) / COLUMNS)
    high = rows * (_PANEL + _PANEL_HEAD)
    figure = blank(look, high, t=0, l=4, r=12)
    spacing = _PANEL_HEAD / high
    made = make_subplots(rows=rows, cols=COLUMNS, horizontal_spacing=0.09, vertical_spacing=spacing)
    made.update_layout(figure.layout)
    made.update_layout(margin={"t": _PANEL_HEAD - 40, "b": 40})
    for place, panel in enumerate(chart.panels):
        row, column = divmod(place, COLUMNS)
        _draw_panel(made, panel, chart.lang, look, {"row": row + 1, "col": column + 1})
    return made


def _draw_panel(figure: go.Figure, panel: Panel, lang: str, look: Look, where: dict[str, int]) -> None:
    series, goal = panel.series, panel.goal
    first, last = series.points[0], series.last
    sizes = [8 if year == last.year else 4 for year in range(first.year, last.year + 1)]
    add_series(
        figure,
        series,
        lang,
        where=where,
        line={"color": look.actual, "width": 2.5},
        marker={"size": sizes, "color": look.actual},
    )
    values, end = [point.value for point in series.points], last.year
    if goal is not None and goal.year is not None:
        _draw_goal(figure, goal, goal.year, lang, look, where)
        values, end = [*values, goal.value], max(end, goal.year)
    _label_panel(figure, panel, look, max(values), where)
    year_axis(figure, look, lang, (first.year, end), [first.year, end] if end > first.year else [end], **where)
    low, high = min(0.0, *values), max(0.0, *values) * 1.2 or 1.0
    figure.update_yaxes(
        range=[low, high], showgrid=False, showticklabels=False, zeroline=low < 0, fixedrange=True, **where
    )


def _draw_goal(figure: go.Figure, goal: Goal, year: int, lang: str, look: Look, where: dict[str, int]) -> None:
    figure.add_scatter(
        x=[year],
        y=[goal.value],
        mode="markers",
        customdata=[hover_year(year, goal.label, lang)],
        hovertemplate=HOVER,
        cliponaxis=False,
        name=goal.label,
        marker={"symbol": "diamond", "size": 9, "color": look.ground, "line": {"color": look.ink, "width": 1.6}},
        **where,
    )


def _label_panel(figure: go.Figure, panel: Panel, look: Look, highest: float, where: dict[str, int]) -> None:
    """Write a small chart's title over it, and its first and newest figures beside their points."""
    points, last = panel.series.points, panel.series.last
    rising = len(points) == 1 or last.value >= points[-2].value
    label = {**where, "font": {"size": BODY, "color": look.actual}}
    newest = {"xanchor": "right", "xshift": 8, "yshift": 15 if rising else -15}
    note(figure, look, last.year, last.value, f"<b>{last.said}</b>", **newest, **label)
    if len(points) > 1:
        # Beneath a low figure there is no room over the names of the years.
        below = rising and points[0].value > 0.3 * highest
        oldest = {"xanchor": "left", "xshift": -4, "yshift": -13 if below else 13}
        note(figure, look, points[0].year, points[0].value, points[0].short, **oldest, **label)
    axis = figure.get_subplot(**where)
    note(
        figure,
        look,
        axis.xaxis.domain[0],
        axis.yaxis.domain[1],
        f"<b>{lined(panel.title, PANEL_EMS)}</b>",
        xref="paper",
        yref="paper",
        xanchor="left",
        yanchor="bottom",
        align="left",
        yshift=8,
        font={"size": BODY, "color": look.ink},
    )
