"""What plotly figures of every kind share: the frame, words at a place, and the axes of years and values."""

from __future__ import annotations

from collections.abc import Iterable
from math import ceil

import plotly.graph_objects as go
import streamlit as st

from dashboard.figure.frame import broken
from dashboard.figure.look import WHITE, Look
from dashboard.figure.model import Series
from dashboard.figure.numbers import Numbers, levels
from warehouse.eras import era_short, fiscal_year_label

HEIGHT = 430
BODY = 13
TOP, SIDE, RIGHT, BOTTOM = 34, 8, 26, 8
# Left free above the highest value, for its label.
HEADROOM = 1.13
HOVER = "%{customdata}<extra></extra>"


def blank(look: Look, height: float = HEIGHT, **margin: float) -> go.Figure:
    """Begin a figure: size, fonts, ground and hover labels."""
    font = str(st.get_option("theme.font") or "sans-serif")
    figure = go.Figure()
    figure.update_layout(
        height=height,
        margin={"l": SIDE, "r": RIGHT, "t": TOP, "b": BOTTOM, **margin},
        paper_bgcolor=look.ground,
        plot_bgcolor=look.ground,
        showlegend=False,
        dragmode=False,
        hovermode="closest",
        font={"family": font, "size": BODY, "color": look.ink},
        hoverlabel={
            "bgcolor": WHITE,
            "bordercolor": look.axis,
            "font": {"family": font, "size": 14, "color": look.ink},
            "align": "left",
        },
    )
    return figure


def note(figure: go.Figure, look: Look, x: float, y: float, words: str, **layout: object) -> None:
    """Write words at a place of the chart."""
    figure.add_annotation(
        x=x, y=y, text=words, **{"showarrow": False, "font": {"size": BODY, "color": look.ink}, **layout}
    )


def lined(words: str, ems: float) -> str:
    """Break words into lines of so many ems, for a figure that does not know how wide it will be."""
    return "<br>".join(broken(words, 1.0, ems))


def hover_year(year: int, said: str, lang: str) -> str:
    """Name a year and its figure beneath it."""
    return f"{fiscal_year_label(year, lang)}<br><b>{said}</b>"


def year_name(year: int, lang: str) -> str:
    """Name a year for an axis."""
    return era_short(year) if lang == "ja" else str(year)


def unit_note(figure: go.Figure, look: Look, words: str) -> None:
    """Write the unit over the axis of values."""
    if words:
        note(
            figure,
            look,
            0,
            1,
            words,
            xref="paper",
            yref="paper",
            xanchor="left",
            yanchor="bottom",
            yshift=10,
            xshift=-6,
            font={"size": BODY, "color": look.quiet},
        )


def tick_years(first: int, end: int, must: Iterable[int]) -> list[int]:
    """Choose the years that an axis names: those that must be, the most important first, and some between.

    None stands so close to another that their names would touch.
    """
    wide = end - first
    # Years that must be named may stand closer than others, which are only there to help.
    close, apart = max(1, round(wide / 8)), max(1, ceil(wide / 6))
    kept: list[int] = []
    for year in must:
        if all(abs(year - other) >= close for other in kept):
            kept.append(year)
    step = max(1, round(wide / 5))
    for year in range(first + step, end, step):
        if all(abs(year - other) >= apart for other in kept):
            kept.append(year)
    return sorted(kept)


def year_axis(figure: go.Figure, look: Look, lang: str, years: tuple[int, int], ticks: list[int], **where: int) -> None:
    """Set the axis of years; the Western year stands beneath that of the era."""
    first, end = years
    pad = max(0.3, (end - first) * 0.03)
    names = [year_name(year, lang) for year in ticks]
    if lang == "ja":
        small = f"<br><span style='font-size:11px;color:{look.quiet}'>"
        names = [f"{name}{small}{year}</span>" for name, year in zip(names, ticks, strict=True)]
    figure.update_xaxes(
        range=[first - pad, end + pad],
        tickvals=ticks,
        ticktext=names,
        tickangle=0,
        showgrid=False,
        zeroline=False,
        fixedrange=True,
        linecolor=look.axis,
        showline=True,
        ticks="outside",
        tickcolor=look.axis,
        ticklen=4,
        automargin=True,
        **where,
    )


def tick_levels(lowest: float, highest: float) -> list[float]:
    """Choose about five round values that hold 0, up to the highest; beneath 0 they reach beyond the lowest."""
    top = max(highest, 0.0)
    return [level for level in levels(lowest, highest) if level <= top * (1 + 1e-9)]


def value_axis(figure: go.Figure, look: Look, numbers: Numbers, values: Iterable[float]) -> tuple[float, float]:
    """Set the axis of values, which begins at 0, or where values are negative at a round one beneath them."""
    found = list(values)
    lowest, highest = min(found), max(found)
    ticks = tick_levels(lowest, highest)
    low, high = min(0.0, *ticks), max(highest, 0.0) * HEADROOM or 1.0
    figure.update_yaxes(
        range=[low, high],
        tickvals=ticks,
        ticktext=[numbers.level(tick) for tick in ticks],
        gridcolor=look.grid,
        zeroline=low < 0,
        zerolinecolor=look.axis,
        fixedrange=True,
        automargin=True,
        tickfont={"color": look.quiet},
    )
    return low, high


def no_axes(figure: go.Figure) -> None:
    """Hide both axes and hold them where they are."""
    hidden = {"showgrid": False, "zeroline": False, "showticklabels": False, "fixedrange": True}
    figure.update_xaxes(**hidden)
    figure.update_yaxes(**hidden)


def span_of(series: Series) -> range:
    """Return every year of a series, those without a figure as well."""
    return range(series.points[0].year, series.last.year + 1)


def add_series(
    figure: go.Figure, series: Series, lang: str, *, where: dict[str, int] | None = None, **how: object
) -> None:
    """Draw a line; a year without a figure leaves a gap in it."""
    known = {point.year: point for point in series.points}
    span = span_of(series)
    figure.add_scatter(
        x=list(span),
        y=[known[year].value if year in known else None for year in span],
        connectgaps=False,
        customdata=[hover_year(year, known[year].said, lang) if year in known else "" for year in span],
        **{"mode": "lines+markers", "name": series.name, "hovertemplate": HOVER, "cliponaxis": False, **how},
        **(where or {}),
    )
