"""The chart of an indicator's years: the series, its target and the required path, breaks and revisions.

Labels stand beside what they name and inside the frame, so that the same figure is legible on a phone. Axes start at 0.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import plotly.graph_objects as go
import streamlit as st

from dashboard.observations import Figures, Point
from dashboard.pace import extension
from dashboard.target_card import TargetView
from dashboard.text import Text
from dashboard.theme import ACTUAL, AXIS, BAD, CARD, EXTENSION, GRID, INK, NEUTRAL
from dashboard.values import point_quantity, unit_of, value_quantity
from warehouse.eras import era_short, fiscal_year_label

CONFIG = {"displayModeBar": False, "scrollZoom": False, "doubleClick": False, "showTips": False}
HEIGHT = 430


@dataclass(frozen=True)
class ChartInput:
    """What the chart shows: the years in view, the target in force, the years that were revised."""

    found: Figures
    years: Sequence[Point]
    view: TargetView | None
    revised: Collection[int]

    @property
    def last(self) -> Point:
        """The newest year."""
        return self.years[-1]

    @property
    def target_year(self) -> int | None:
        """The target's fiscal year, if it belongs into the frame."""
        status = self.view.status if self.view else None
        return status.target_fiscal_year if status and status.target_value is not None else None

    @property
    def has_path(self) -> bool:
        """Whether a base year in view gives a required path."""
        status = self.view.status if self.view else None
        if status is None or status.base_fiscal_year is None or status.base_value is None or self.target_year is None:
            return False
        return (self.years[0].fiscal_year or 0) <= status.base_fiscal_year < self.target_year


def main_chart(data: ChartInput, text: Text) -> go.Figure:
    """Build the figure."""
    figure = go.Figure()
    _draw_target(figure, data, text)
    _draw_series(figure, data, text)
    _draw_breaks(figure, data)
    _set_axes(figure, data, text)
    return figure


def _quantity(value: float, data: ChartInput, text: Text) -> str:
    return str(value_quantity(value, data.found.indicator, text))


def _year(point: Point) -> int:
    return point.fiscal_year or 0


def _note(figure: go.Figure, x: float, y: float, words: str, **layout: object) -> None:
    figure.add_annotation(x=x, y=y, text=words, **{"showarrow": False, "font": {"size": 13, "color": INK}, **layout})


def _draw_series(figure: go.Figure, data: ChartInput, text: Text) -> None:
    years, values = [_year(point) for point in data.years], [point.value for point in data.years]
    said = [
        f"{fiscal_year_label(_year(point), text.lang)}<br><b>{point_quantity(point, data.found.indicator, text)}</b>"
        for point in data.years
    ]
    sizes = [6] * (len(years) - 1) + [11]
    figure.add_scatter(
        x=years,
        y=values,
        mode="lines+markers",
        line={"color": ACTUAL, "width": 3},
        marker={"size": sizes, "color": ACTUAL},
        customdata=said,
        hovertemplate="%{customdata}<extra></extra>",
        cliponaxis=False,
    )
    rising = data.view is not None and len(values) > 1 and values[-1] >= values[-2]
    label = f"<b>{point_quantity(data.last, data.found.indicator, text)}</b>"
    if data.last.is_provisional:
        label += f"<br>{text('values.provisional')}"
    font = {"size": 17, "color": ACTUAL}
    end = max(years[-1], data.target_year or 0)
    if (end - years[-1]) >= 0.1 * (end - years[0]):
        _note(
            figure,
            years[-1],
            values[-1],
            label,
            xanchor="left",
            yshift=-18 if rising else 18,
            xshift=8,
            font=font,
            align="left",
        )
    else:
        _note(
            figure,
            end,
            values[-1],
            label,
            xanchor="right",
            yshift=-24 if rising else 20,
            xshift=10,
            font=font,
            align="right",
        )
    if len(years) > 2:
        first = point_quantity(data.years[0], data.found.indicator, text).number
        _note(figure, years[0], values[0], f"<b>{first}</b>", yshift=16, font={"size": 14, "color": ACTUAL})
    for point in data.years:
        if _year(point) in data.revised:
            _note(
                figure,
                _year(point),
                point.value,
                text("chart.revised_mark"),
                yshift=-14,
                font={"size": 12, "color": NEUTRAL},
            )


def _draw_target(figure: go.Figure, data: ChartInput, text: Text) -> None:
    if data.view is None or data.target_year is None:
        return
    status = data.view.status
    goal, year = status.target_value or 0.0, data.target_year
    start = status.base_fiscal_year if data.has_path else _year(data.years[0])
    _plain_line(figure, [start, year], [goal, goal], AXIS, 1.5, "dot")
    if data.has_path:
        _plain_line(figure, [status.base_fiscal_year, year], [status.base_value, goal], NEUTRAL, 1.5, "solid")
        _draw_gap(figure, data, text)
    beyond = extension(status)
    if beyond is not None:
        _plain_line(figure, [status.fiscal_year, year], [status.value, beyond], EXTENSION, 2, "dash")
        said = text("chart.extension_hover", value=_quantity(beyond, data, text))
        _mark(figure, year, beyond, "circle", EXTENSION, said)
    said = f"{fiscal_year_label(year, text.lang)}<br><b>{text('charts.target', value=data.view.target_text(text))}</b>"
    _mark(figure, year, goal, "diamond", INK, said)
    words = text("chart.target_label", value=data.view.target_text(text), year=_short(year, text))
    _note(figure, year, goal, f"<b>{words}</b>", xanchor="right", yshift=18, xshift=8, font={"size": 14, "color": INK})


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
    words = text("chart.base_label", year=_short(status.base_fiscal_year or 0, text), value=_quantity(base, data, text))
    _note(figure, status.base_fiscal_year or 0, base, words, yshift=-26, xshift=4, xanchor="left", align="left")
    if data.view.state == "late" and status.path_value is not None and status.value is not None and status.fiscal_year:
        _plain_line(figure, [status.fiscal_year] * 2, [status.value, status.path_value], BAD, 2, "solid")
        gap = text("chart.gap_label", value=data.view.signed(status.value - status.path_value, text))
        font = {"size": 13, "color": BAD}
        _note(
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


def _draw_breaks(figure: go.Figure, data: ChartInput) -> None:
    first, last = _year(data.years[0]), _year(data.last)
    for position, item in enumerate(data.found.indicator.breaks, start=1):
        if first < item.fiscal_year <= last:
            at = item.fiscal_year - 0.5
            figure.add_vline(x=at, line={"color": NEUTRAL, "width": 1, "dash": "dot"})
            font = {"size": 13, "color": NEUTRAL}
            figure.add_annotation(
                x=at, y=1, yref="paper", text=f"※{position}", showarrow=False, xanchor="right", yanchor="top", font=font
            )


def _short(year: int, text: Text) -> str:
    return era_short(year) if text.lang == "ja" else str(year)


def tick_years(data: ChartInput) -> list[int]:
    """Choose the years that the axis names: the ends, the base and the target, and some between, never crowded."""
    first, last = _year(data.years[0]), _year(data.last)
    end = max(last, data.target_year or last)
    room = max(1, round((end - first) / 8))
    chosen = [last, *([data.target_year] if data.target_year else []), first]
    if data.view and data.has_path and data.view.status.base_fiscal_year:
        chosen.append(data.view.status.base_fiscal_year)
    step = max(1, round((end - first) / 5))
    chosen += range(first + step, end, step)
    kept: list[int] = []
    for year in chosen:
        if all(abs(year - other) >= max(room, 1) and year != other for other in kept):
            kept.append(year)
    return sorted(kept)


def _set_axes(figure: go.Figure, data: ChartInput, text: Text) -> None:
    status = data.view.status if data.view else None
    highest = max(
        [point.value for point in data.years] + ([status.target_value or 0] if status and data.target_year else [])
    )
    ticks = tick_years(data)
    first, end = _year(data.years[0]), max(_year(data.last), data.target_year or 0)
    pad = max(0.3, (end - first) * 0.03)
    font = str(st.get_option("theme.font") or "sans-serif")
    figure.update_layout(
        height=HEIGHT,
        margin={"l": 8, "r": 14, "t": 34, "b": 8},
        paper_bgcolor=CARD,
        plot_bgcolor=CARD,
        showlegend=False,
        dragmode=False,
        hovermode="closest",
        font={"family": font, "size": 13, "color": INK},
        hoverlabel={
            "bgcolor": "#FFFFFF",
            "bordercolor": AXIS,
            "font": {"family": font, "size": 14, "color": INK},
            "align": "left",
        },
    )
    names = [f"{_short(year, text)}<br><span style='font-size:11px;color:{NEUTRAL}'>{year}</span>" for year in ticks]
    if text.lang != "ja":
        names = [str(year) for year in ticks]
    figure.update_xaxes(
        range=[first - pad, end + pad],
        tickvals=ticks,
        ticktext=names,
        tickangle=0,
        showgrid=False,
        zeroline=False,
        fixedrange=True,
        linecolor=AXIS,
        showline=True,
        ticks="outside",
        tickcolor=AXIS,
        ticklen=4,
        automargin=True,
    )
    figure.update_yaxes(
        range=[0, highest * 1.08 or 1],
        nticks=6,
        tickformat=",",
        gridcolor=GRID,
        zeroline=False,
        fixedrange=True,
        automargin=True,
        tickfont={"color": NEUTRAL},
    )
    _note(
        figure,
        0,
        1,
        text("chart.unit", unit=unit_of(data.found.indicator, text).strip()),
        xref="paper",
        yref="paper",
        xanchor="right",
        yanchor="bottom",
        yshift=10,
        xshift=8,
        font={"size": 13, "color": NEUTRAL},
    )
