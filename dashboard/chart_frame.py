"""The frame of an indicator's chart: what it shows, its years and its axes, which start at 0."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import plotly.graph_objects as go
import streamlit as st

from dashboard.observations import Figures, Point
from dashboard.target_card import TargetView
from dashboard.text import Text
from dashboard.theme import AXIS, CARD, GRID, INK, NEUTRAL
from dashboard.values import unit_of
from warehouse.eras import era_short
from warehouse.numbers import large_ja, number

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


def year_of(point: Point) -> int:
    """The fiscal year of a point of a series."""
    return point.fiscal_year or 0


def note(figure: go.Figure, x: float, y: float, words: str, **layout: object) -> None:
    """Write words at a place of the chart."""
    figure.add_annotation(x=x, y=y, text=words, **{"showarrow": False, "font": {"size": 13, "color": INK}, **layout})


def short_year(year: int, text: Text) -> str:
    """Name a year for an axis."""
    return era_short(year) if text.lang == "ja" else str(year)


def tick_years(data: ChartInput) -> list[int]:
    """Choose the years that the axis names: the ends, the base and the target, and some between, never crowded."""
    first, last = year_of(data.years[0]), year_of(data.last)
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


def tick_levels(highest: float) -> list[float]:
    """Choose about five round values from 0 up to the highest."""
    if highest <= 0:
        return [0.0]
    rough = highest / 5
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(factor * power for factor in (1, 2, 2.5, 5, 10) if factor * power >= rough)
    return [position * step for position in range(math.floor(highest / step + 1e-9) + 1)]


def _level(value: float, text: Text) -> str:
    decimals = 0 if value == int(value) else 1
    return large_ja(value, decimals) if text.lang == "ja" and value >= 1e8 else number(value, decimals)


def set_axes(figure: go.Figure, data: ChartInput, text: Text) -> None:
    """Set size, fonts and axes."""
    _set_layout(figure)
    _set_years(figure, data, text)
    _set_levels(figure, data, text)
    note(
        figure,
        0,
        1,
        text("chart.unit", unit=unit_of(data.found.indicator, text).strip()),
        xref="paper",
        yref="paper",
        xanchor="left",
        yanchor="bottom",
        yshift=10,
        xshift=-6,
        font={"size": 13, "color": NEUTRAL},
    )


def _set_layout(figure: go.Figure) -> None:
    font = str(st.get_option("theme.font") or "sans-serif")
    figure.update_layout(
        height=HEIGHT,
        margin={"l": 8, "r": 26, "t": 34, "b": 8},
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


def _set_years(figure: go.Figure, data: ChartInput, text: Text) -> None:
    ticks = tick_years(data)
    first, end = year_of(data.years[0]), max(year_of(data.last), data.target_year or 0)
    pad = max(0.3, (end - first) * 0.03)
    names = [
        f"{short_year(year, text)}<br><span style='font-size:11px;color:{NEUTRAL}'>{year}</span>" for year in ticks
    ]
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


def _set_levels(figure: go.Figure, data: ChartInput, text: Text) -> None:
    status = data.view.status if data.view else None
    highest = max(
        [point.value for point in data.years]
        + ([status.target_value or 0] if status and data.target_year else [])
        + [step.high or step.value for step in (data.view.continuation if data.view else ())]
    )
    levels = tick_levels(highest)
    figure.update_yaxes(
        range=[0, highest * 1.13 or 1],
        tickvals=levels,
        ticktext=[_level(level, text) for level in levels],
        gridcolor=GRID,
        zeroline=False,
        fixedrange=True,
        automargin=True,
        tickfont={"color": NEUTRAL},
    )
