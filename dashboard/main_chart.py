"""The chart of an indicator's years: the series, its target and the required path, breaks and revisions.

Labels stand beside what they name and inside the frame, so that the same figure is legible on a phone. Axes start at 0.
"""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go

from dashboard.chart_frame import ChartInput, note, set_axes, short_year, year_of
from dashboard.text import Text
from dashboard.theme import ACTUAL, AXIS, BAD, CARD, EXTENSION, GOOD_BAND, INK, NEUTRAL
from dashboard.values import point_quantity, value_quantity
from warehouse.eras import fiscal_year_label

CONFIG = {"displayModeBar": False, "scrollZoom": False, "doubleClick": False, "showTips": False}


def main_chart(data: ChartInput, text: Text) -> go.Figure:
    """Build the figure."""
    figure = go.Figure()
    _draw_target(figure, data, text)
    _draw_series(figure, data, text)
    _draw_breaks(figure, data, text)
    set_axes(figure, data, text)
    return figure


def _quantity(value: float, data: ChartInput, text: Text) -> str:
    return str(value_quantity(value, data.found.indicator, text))


def _draw_series(figure: go.Figure, data: ChartInput, text: Text) -> None:
    years, values = [year_of(point) for point in data.years], [point.value for point in data.years]
    said = [
        f"{fiscal_year_label(year_of(point), text.lang)}<br><b>{point_quantity(point, data.found.indicator, text)}</b>"
        for point in data.years
    ]
    shown = {year: place for place, year in enumerate(years)}
    span = range(years[0], years[-1] + 1)
    figure.add_scatter(
        x=list(span),
        # A year without a figure leaves a gap in the line.
        y=[values[shown[year]] if year in shown else None for year in span],
        mode="lines+markers",
        connectgaps=False,
        line={"color": ACTUAL, "width": 3},
        marker={"size": [11 if year == years[-1] else 6 for year in span], "color": ACTUAL},
        customdata=[said[shown[year]] if year in shown else "" for year in span],
        hovertemplate="%{customdata}<extra></extra>",
        cliponaxis=False,
    )
    _label_last(figure, data, text, years, values)
    if len(years) > 2:
        first = point_quantity(data.years[0], data.found.indicator, text).number
        below = values[1] > values[0] > 0.15 * max(values)
        font = {"size": 14, "color": ACTUAL}
        note(figure, years[0], values[0], f"<b>{first}</b>", yshift=-16 if below else 16, font=font)
    font = {"size": 12, "color": NEUTRAL}
    for point in data.years:
        if year_of(point) in data.revised:
            note(figure, year_of(point), point.value, text("chart.revised_mark"), yshift=-14, font=font)


def _label_last(figure: go.Figure, data: ChartInput, text: Text, years: list[int], values: list[float]) -> None:
    """Write the latest value: right of its point where there is room up to the deadline, else at the edge."""
    rising = data.view is not None and len(values) > 1 and values[-1] >= values[-2]
    label = f"<b>{point_quantity(data.last, data.found.indicator, text)}</b>"
    if data.last.is_provisional:
        label += f"<br>{text('values.provisional')}"
    font = {"size": 17, "color": ACTUAL}
    end = max(years[-1], data.target_year or 0)
    has_room = (end - years[-1]) >= 0.3 * (end - years[0])
    if has_room:
        place = {"xanchor": "left", "align": "left", "xshift": 8, "yshift": -18 if rising else 18}
    else:
        place = {"xanchor": "right", "align": "right", "xshift": 22, "yshift": -50 if rising else 20}
    note(figure, years[-1] if has_room else end, values[-1], label, font=font, **place)


def _draw_target(figure: go.Figure, data: ChartInput, text: Text) -> None:
    if data.view is None or data.target_year is None:
        return
    status = data.view.status
    goal, year = status.target_value or 0.0, data.target_year
    start = status.base_fiscal_year if data.has_path else year_of(data.years[0])
    _plain_line(figure, [start, year], [goal, goal], AXIS, 1.5, "dot")
    if data.has_path:
        _plain_line(figure, [status.base_fiscal_year, year], [status.base_value, goal], NEUTRAL, 1.5, "dash")
        _draw_gap(figure, data, text)
    _draw_continuation(figure, data, text)
    said = f"{fiscal_year_label(year, text.lang)}<br><b>{text('charts.target', value=data.view.target_text(text))}</b>"
    _mark(figure, year, goal, "diamond", INK, said)
    words = text("chart.target_label", value=data.view.target_text(text), year=short_year(year, text))
    note(figure, year, goal, f"<b>{words}</b>", xanchor="right", yshift=18, xshift=8, font={"size": 14, "color": INK})


def _draw_continuation(figure: go.Figure, data: ChartInput, text: Text) -> None:
    """Continue the recent pace up to the deadline, dashed, with the band of its own past errors under it."""
    assert data.view is not None
    status, steps = data.view.status, data.view.continuation
    if not steps or status.mean is None:
        return
    banded = [step for step in steps if step.low is not None and step.high is not None]
    if banded:
        years = [status.year, *(step.fiscal_year for step in banded)]
        low, high = [status.value, *(step.low for step in banded)], [status.value, *(step.high for step in banded)]
        figure.add_scatter(
            x=years + years[::-1],
            y=high + low[::-1],
            fill="toself",
            fillcolor=GOOD_BAND,
            opacity=0.6,
            line={"width": 0},
            mode="lines",
            hoverinfo="skip",
        )
    x, y = [status.year, *(step.fiscal_year for step in steps)], [status.value, *(step.value for step in steps)]
    _plain_line(figure, x, y, EXTENSION, 2, "dash")
    last = steps[-1]
    said = text("chart.extension_hover", years=status.mean.years, value=_quantity(last.value, data, text))
    if last.low is not None and last.high is not None:
        low_text, high_text = _quantity(last.low, data, text), _quantity(last.high, data, text)
        said += text("chart.band_hover", low=low_text, high=high_text)
    _mark(figure, last.fiscal_year, last.value, "circle", EXTENSION, said)


def _draw_gap(figure: go.Figure, data: ChartInput, text: Text) -> None:
    """Mark the base year, and how far below the path the latest value is."""
    assert data.view is not None
    status = data.view.status
    base = status.base_value or 0.0
    said = text(
        "chart.base_hover",
        period=fiscal_year_label(status.base_fiscal_year or 0, text.lang),
        value=_quantity(base, data, text),
    )
    _mark(figure, status.base_fiscal_year, base, "circle", ACTUAL, said)
    near = year_of(data.last) - (status.base_fiscal_year or 0) <= 0.25 * (year_of(data.last) - year_of(data.years[0]))
    words = text(
        "chart.base_label", year=short_year(status.base_fiscal_year or 0, text), value=_quantity(base, data, text)
    )
    note(
        figure,
        status.base_fiscal_year or 0,
        base,
        words,
        # A base close to the newest value leaves room for that value's label between the two.
        yshift=-44 if near else -26,
        xshift=4,
        xanchor="left",
        align="left",
        bgcolor=CARD,
    )
    if data.view.state == "late" and status.path_value is not None and status.value is not None and status.fiscal_year:
        _plain_line(figure, [status.fiscal_year] * 2, [status.value, status.path_value], BAD, 2, "solid")
        gap = text("chart.gap_label", value=data.view.signed(status.value - status.path_value, text))
        font = {"size": 13, "color": BAD}
        note(
            figure,
            status.fiscal_year,
            status.path_value,
            f"<b>{gap}</b>",
            xanchor="right",
            xshift=-8,
            yshift=8,
            font=font,
        )


def _plain_line(
    figure: go.Figure, x: Sequence[object], y: Sequence[object], colour: str, width: float, dash: str
) -> None:
    figure.add_scatter(x=x, y=y, mode="lines", line={"color": colour, "width": width, "dash": dash}, hoverinfo="skip")


def _mark(figure: go.Figure, x: object, y: float, symbol: str, colour: str, said: str) -> None:
    """An open mark: it stands for no observation of its own year, or for a base."""
    figure.add_scatter(
        x=[x],
        y=[y],
        mode="markers",
        customdata=[said],
        hovertemplate="%{customdata}<extra></extra>",
        cliponaxis=False,
        marker={"symbol": symbol, "size": 12, "color": "#FFFFFF", "line": {"color": colour, "width": 2}},
    )


def _draw_breaks(figure: go.Figure, data: ChartInput, text: Text) -> None:
    first, last = year_of(data.years[0]), year_of(data.last)
    for position, item in enumerate(data.found.indicator.breaks, start=1):
        if first < item.fiscal_year <= last:
            at = item.fiscal_year - 0.5
            figure.add_vline(x=at, line={"color": NEUTRAL, "width": 1, "dash": "dot"})
            font = {"size": 13, "color": NEUTRAL}
            note(figure, at, 1, text("values.break_number", number=position), yref="paper", yanchor="bottom", font=font)
