"""An indicator's years by plotly: the series, its target and the required path, breaks and revisions.

Labels stand beside what they name and inside the frame, so that the same figure is legible on a phone.
"""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go

from dashboard.figure.look import WHITE, Look
from dashboard.figure.model import Chart, Goal, Way
from dashboard.figure.screen_axes import (
    HOVER,
    add_series,
    blank,
    hover_year,
    note,
    span_of,
    tick_years,
    unit_note,
    value_axis,
    year_axis,
)
from dashboard.theme import GOOD_BAND


def draw_trend(chart: Chart, look: Look) -> go.Figure:
    """Draw an indicator's years with its target, the required path, and the continued pace."""
    figure = blank(look)
    line = chart.series[0]
    if chart.goal is not None:
        _draw_goal(figure, chart, chart.goal, look)
    add_series(
        figure,
        line,
        chart.lang,
        line={"color": look.actual, "width": 3},
        marker={"size": [11 if year == line.last.year else 6 for year in span_of(line)], "color": look.actual},
    )
    _label_last(figure, chart, look)
    _label_first(figure, chart, look)
    for point in line.points:
        if point.revised:
            font = {"size": 12, "color": look.quiet}
            note(figure, look, point.year, point.value, chart.revised_word, yshift=-14, font=font)
    _draw_breaks(figure, chart, look)
    _set_axes(figure, chart, look)
    return figure


def _deadline(chart: Chart) -> int | None:
    return chart.goal.year if chart.goal else None


def _label_last(figure: go.Figure, chart: Chart, look: Look) -> None:
    """Write the latest value: right of its point where there is room up to the deadline, else at the edge."""
    points = chart.series[0].points
    first, last = points[0], points[-1]
    rising = chart.goal is not None and len(points) > 1 and last.value >= points[-2].value
    label = f"<b>{last.said}</b>"
    if last.provisional and chart.provisional_word:
        label += f"<br>{chart.provisional_word}"
    end = max(last.year, _deadline(chart) or 0)
    has_room = (end - last.year) >= 0.3 * (end - first.year)
    if has_room:
        place = {"xanchor": "left", "align": "left", "xshift": 8, "yshift": -18 if rising else 18}
    else:
        place = {"xanchor": "right", "align": "right", "xshift": 22, "yshift": -50 if rising else 20}
    font = {"size": 17, "color": look.actual}
    note(figure, look, last.year if has_room else end, last.value, label, font=font, **place)


def _label_first(figure: go.Figure, chart: Chart, look: Look) -> None:
    line = chart.series[0]
    if len(line.points) < 3:
        return
    first, second = line.points[:2]
    below = second.value > first.value > 0.15 * line.highest
    font = {"size": 14, "color": look.actual}
    note(figure, look, first.year, first.value, f"<b>{first.short}</b>", yshift=-16 if below else 16, font=font)


def _draw_goal(figure: go.Figure, chart: Chart, goal: Goal, look: Look) -> None:
    first, last = chart.series[0].points[0].year, chart.series[0].last.year
    start = chart.base.year if chart.base and chart.path else first
    _plain_line(figure, [start, goal.year or last], [goal.value] * 2, look.axis, 1.5, "dot")
    if goal.year is None:
        # Without a deadline a target is a level and no point of it.
        note(
            figure,
            look,
            first,
            goal.value,
            f"<b>{goal.label}</b>",
            xanchor="left",
            yshift=12,
            font={"size": 14, "color": look.ink},
        )
        return
    if chart.path is not None:
        x, y = zip(*chart.path.places, strict=True)
        _plain_line(figure, x, y, look.path, 1.5, "dash")
        _draw_base(figure, chart, look)
        _draw_path_gap(figure, chart, goal, chart.path, look)
    if chart.continuation is not None:
        _draw_continuation(figure, chart.continuation, look)
    _mark(figure, goal.year, goal.value, "diamond", look.ink, hover_year(goal.year, goal.label, chart.lang))
    note(
        figure,
        look,
        goal.year,
        goal.value,
        f"<b>{goal.dated or goal.label}</b>",
        xanchor="right",
        yshift=18,
        xshift=8,
        font={"size": 14, "color": look.ink},
    )


def _draw_continuation(figure: go.Figure, way: Way, look: Look) -> None:
    """Continue the recent pace up to the deadline, dashed, with the band of its own past errors under it."""
    if way.band:
        year, value = way.places[0]
        years = [year, *(step[0] for step in way.band)]
        low, high = [value, *(step[1] for step in way.band)], [value, *(step[2] for step in way.band)]
        figure.add_scatter(
            x=years + years[::-1],
            y=high + low[::-1],
            fill="toself",
            fillcolor=look.band if look.mono else GOOD_BAND,
            opacity=0.6,
            line={"width": 0},
            mode="lines",
            hoverinfo="skip",
        )
    x, y = zip(*way.places, strict=True)
    _plain_line(figure, x, y, look.extension, 2, "dash")
    _mark(figure, x[-1], y[-1], "circle", look.extension, way.said)


def _draw_base(figure: go.Figure, chart: Chart, look: Look) -> None:
    """Mark the base year."""
    base, points = chart.base, chart.series[0].points
    assert base is not None
    _mark(
        figure,
        base.year,
        base.value,
        "circle",
        look.actual,
        chart.base_said or hover_year(base.year, base.said, chart.lang),
    )
    # A base close to the newest value leaves room for that value's label between the two.
    near = points[-1].year - base.year <= 0.25 * (points[-1].year - points[0].year)
    note(
        figure,
        look,
        base.year,
        base.value,
        chart.base_label or base.said,
        yshift=-44 if near else -26,
        xshift=4,
        xanchor="left",
        align="left",
        bgcolor=look.ground,
    )


def _draw_path_gap(figure: go.Figure, chart: Chart, goal: Goal, path: Way, look: Look) -> None:
    """Say how far beneath the path the latest value is, where it is late."""
    if not goal.path_gap:
        return
    last = chart.series[0].last
    on_path = _value_at(path, last.year)
    _plain_line(figure, [last.year] * 2, [last.value, on_path], look.bad, 2, "solid")
    note(
        figure,
        look,
        last.year,
        on_path,
        f"<b>{goal.path_gap}</b>",
        xanchor="right",
        xshift=-8,
        yshift=8,
        font={"size": 13, "color": look.bad},
    )


def _value_at(way: Way, year: int) -> float:
    """The value of a line through places in a year between them."""
    for (start, low), (end, high) in zip(way.places, way.places[1:], strict=False):
        if start <= year <= end:
            return low + (high - low) * (year - start) / (end - start)
    return way.places[-1][1]


def _plain_line(
    figure: go.Figure, x: Sequence[float], y: Sequence[float], colour: str, width: float, dash: str
) -> None:
    figure.add_scatter(
        x=list(x), y=list(y), mode="lines", line={"color": colour, "width": width, "dash": dash}, hoverinfo="skip"
    )


def _mark(figure: go.Figure, x: float, y: float, symbol: str, colour: str, said: str) -> None:
    """An open mark: it stands for no observation of its own year, or for a base."""
    figure.add_scatter(
        x=[x],
        y=[y],
        mode="markers",
        customdata=[said],
        hovertemplate=HOVER,
        cliponaxis=False,
        marker={"symbol": symbol, "size": 12, "color": WHITE, "line": {"color": colour, "width": 2}},
    )


def _draw_breaks(figure: go.Figure, chart: Chart, look: Look) -> None:
    for item in chart.breaks:
        at = item.year - 0.5
        figure.add_vline(x=at, line={"color": look.path, "width": 1, "dash": "dot"})
        font = {"size": 13, "color": look.quiet}
        note(figure, look, at, 1, item.number, yref="paper", yanchor="bottom", font=font)


def _set_axes(figure: go.Figure, chart: Chart, look: Look) -> None:
    points, goal = chart.series[0].points, chart.goal
    first, last = points[0].year, points[-1].year
    must = [last, *([goal.year] if goal and goal.year else []), first]
    must += [chart.base.year] if chart.base and chart.path else []
    end = max(last, _deadline(chart) or last)
    year_axis(figure, look, chart.lang, (first, end), tick_years(first, end, must))
    values = [point.value for point in points] + ([goal.value] if goal else [])
    if chart.continuation is not None and goal is not None and goal.year is not None:
        values += [value for _, value in chart.continuation.places] + [step[2] for step in chart.continuation.band]
    value_axis(figure, look, chart.numbers, values)
    unit_note(figure, look, chart.unit_label)
