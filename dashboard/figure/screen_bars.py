"""Bars from 0 by plotly: breakdowns and rankings, the parts of a whole, and a figure against its full value."""

from __future__ import annotations

import plotly.graph_objects as go

from dashboard.figure.labels import spread
from dashboard.figure.look import Look
from dashboard.figure.model import Bar, CardFacts, Chart
from dashboard.figure.screen_axes import BODY, SIDE, blank, lined, no_axes, note
from dashboard.lettering import advance

# Names are broken so that they fit on a phone as well, in ems.
NAME_EMS, PART_EMS, FACT_EMS = 11.0, 15.0, 24.0
_LINE, _AIR = 18, 14
# The column of the parts of a whole, the elbow of the lines to their names, and the names: shares of the width.
_COLUMN, _ELBOW, _NAMES = 0.2, 0.24, 0.28
_HOVER = "%{customdata}<extra></extra>"


def draw_bars(chart: Chart, look: Look) -> go.Figure:
    """Draw bars below each other in their order, each with its name and its figure."""
    names = [lined(bar.name, NAME_EMS) for bar in chart.bars]
    step = _AIR + _LINE * max(name.count("<br>") + 1 for name in names)
    right = 14 + max(advance(bar.said) for bar in chart.bars) * (BODY + 1)
    figure = blank(look, step * len(names) + 2 * SIDE, t=SIDE, r=right)
    figure.add_bar(
        orientation="h",
        y=list(range(len(names))),
        x=[bar.value for bar in chart.bars],
        width=0.62,
        marker={
            "color": [look.band if bar.rest else look.actual for bar in chart.bars],
            "line": {"color": look.actual, "width": [0.8 if bar.rest else 0 for bar in chart.bars]},
        },
        text=[f"<b>{bar.said}</b>" for bar in chart.bars],
        textposition="outside",
        textfont={"size": BODY, "color": look.ink},
        constraintext="none",
        cliponaxis=False,
        customdata=[_hover(bar) for bar in chart.bars],
        hovertemplate=_HOVER,
    )
    low = min(0.0, *(bar.value for bar in chart.bars))
    high = max(chart.full or 0.0, *(bar.value for bar in chart.bars)) or 1.0
    no_axes(figure)
    # Figures of negative values stand left of their bars.
    figure.update_xaxes(range=[low * 1.4, high], zeroline=True, zerolinecolor=look.axis, zerolinewidth=1)
    figure.update_yaxes(
        range=[len(names) - 0.5, -0.5],
        showticklabels=True,
        tickvals=list(range(len(names))),
        ticktext=names,
        automargin=True,
        ticklen=6,
        tickcolor=look.ground,
    )
    return figure


def _hover(bar: Bar) -> str:
    return f"{bar.name}<br><b>{bar.said}</b>"


def draw_stacked(chart: Chart, look: Look) -> go.Figure:
    """Draw a whole as one column, the first part at the top; names and figures stand beside it."""
    labels = [f"{lined(bar.name, PART_EMS)}<br><b>{bar.said}</b>" for bar in chart.bars]
    heights = [_LINE * (label.count("<br>") + 1) + _AIR / 2 for label in labels]
    top = 2 * SIDE + _LINE
    down = max(320.0, sum(heights))
    figure = blank(look, down + top + SIDE, t=top, r=SIDE)
    figure.update_layout(barmode="overlay")
    whole = max(chart.full or 0.0, sum(bar.value for bar in chart.bars)) or 1.0
    above, middles = 0.0, []
    for place, bar in enumerate(chart.bars):
        above += bar.value
        middles.append((above - bar.value / 2) / whole * down)
        _add_part(figure, bar, look.part(place), whole - above)
    no_axes(figure)
    figure.update_xaxes(domain=[0, _COLUMN], range=[-0.5, 0.5])
    figure.update_yaxes(range=[0, whole])
    edge = {"color": look.ink, "width": 1}
    figure.add_shape(type="rect", xref="paper", yref="paper", x0=0, x1=_COLUMN, y0=0, y1=1, line=edge)
    if chart.total:
        note(figure, look, 0, 1, f"<b>{chart.total}</b>", xref="paper", yref="paper", xanchor="left", yanchor="bottom")
    tops = spread([m - high / 2 for m, high in zip(middles, heights, strict=True)], heights, 0.0, down)
    for place, (label, middle, at, high) in enumerate(zip(labels, middles, tops, heights, strict=True)):
        _name_part(figure, label, look, look.part(place)[0], 1 - middle / down, 1 - (at + high / 2) / down)
    return figure


def _add_part(figure: go.Figure, bar: Bar, look: tuple[str, str, str], base: float) -> None:
    face, edge, pattern = look
    figure.add_bar(
        name=bar.name,
        x=[0],
        y=[bar.value],
        base=[base],
        width=1,
        marker={
            "color": face,
            "line": {"color": edge, "width": 1},
            "pattern": {"shape": pattern, "fgcolor": edge, "size": 8, "solidity": 0.3},
        },
        customdata=[_hover(bar)],
        hovertemplate=_HOVER,
    )


def _name_part(figure: go.Figure, label: str, look: Look, face: str, middle: float, at: float) -> None:
    """Lead from the middle of a part to its name, which has a swatch of its colour."""
    path = f"M {_COLUMN} {middle} L {_ELBOW} {middle} L {_ELBOW} {at} L {_NAMES - 0.01} {at}"
    # Without an anchor, plotly moves words that are placed by a share of the height.
    paper = {"xref": "paper", "yref": "paper"}
    middle_of = {**paper, "yanchor": "middle"}
    figure.add_shape(type="path", path=path, line={"color": look.axis, "width": 0.8}, **paper)
    swatch = {"xanchor": "left", "font": {"size": 16, "color": face}}
    if not look.mono:
        note(figure, look, _NAMES, at, "■", **middle_of, **swatch)
    note(figure, look, _NAMES, at, label, xanchor="left", align="left", xshift=0 if look.mono else 20, **middle_of)


def draw_card(chart: Chart, look: Look) -> go.Figure:
    """Draw a figure that stands alone: period, figure, a bar against the target or the whole, and its facts."""
    card = chart.card
    assert card is not None
    facts = [lined(f"{name}　{said}" if name else said, FACT_EMS) for name, said in card.lines]
    below = sum((words.count("<br>") + 1) * _LINE + 6 for words in facts)
    head, bar = 96, 84 if card.full is not None else 0
    figure = blank(look, head + bar + below + 2 * SIDE, t=head, b=below + SIDE, r=SIDE)
    figure.update_layout(barmode="overlay")
    no_axes(figure)
    paper = {"xref": "paper", "yref": "paper", "xanchor": "left", "align": "left"}
    quiet = {"size": BODY, "color": look.quiet}
    note(figure, look, 0, 1, card.when, **paper, yanchor="top", yshift=head - SIDE, font=quiet)
    unit = f"<span style='font-size:20px;color:{look.ink}'> {card.unit}</span>" if card.unit else ""
    large = {"size": 46, "color": look.actual}
    note(figure, look, 0, 1, f"<b>{card.number}</b>{unit}", **paper, yanchor="bottom", font=large)
    if card.full is not None:
        _draw_card_bar(figure, card, card.full, look)
    down = 0.0
    for words in facts:
        note(figure, look, 0, 0, words, **paper, yanchor="top", yshift=-down)
        down += (words.count("<br>") + 1) * _LINE + 6
    return figure


def _draw_card_bar(figure: go.Figure, card: CardFacts, full: float, look: Look) -> None:
    """Two bars from 0 over each other: the whole or the target, and the figure."""
    said = f"<b>{card.number}{card.unit}</b>"
    for name, value, face, edge, words in (
        (card.full_label, full, look.band, {"color": look.axis, "width": 0.8}, card.full_label),
        (card.when, card.value, look.actual, {"width": 0}, said),
    ):
        figure.add_bar(
            orientation="h",
            name=name,
            y=[0],
            x=[value],
            width=1,
            marker={"color": face, "line": edge},
            customdata=[words],
            hovertemplate=_HOVER,
            cliponaxis=False,
        )
    highest = max(full, card.value) or 1.0
    figure.update_xaxes(
        range=[min(0.0, card.value), highest],
        showticklabels=True,
        tickvals=[0],
        ticktext=["0"],
        tickfont={"color": look.quiet},
    )
    figure.update_yaxes(range=[-0.5, 0.5], domain=[0.3, 0.62])
    end = "right" if full > highest / 2 else "left"
    note(figure, look, full, 0.62, f"<b>{card.full_label}</b>", yref="paper", xanchor=end, yanchor="bottom", yshift=4)
    if card.is_target:
        figure.add_shape(type="line", x0=full, x1=full, y0=-0.7, y1=0.7, line={"color": look.ink, "width": 2})
