"""The small chart of a target for print: the series, the required path, the target; one figure alone as a bar."""

from __future__ import annotations

from matplotlib.axes import Axes

from dashboard.brief.content import Card
from dashboard.printing import font
from dashboard.text import Text
from dashboard.theme import ACTUAL, AXIS, BAND, EXTENSION, GRID, INK, NEUTRAL
from warehouse.eras import era_short

SMALL = 7.0


def draw(frame: Axes, card: Card, text: Text) -> None:
    """Draw the chart of a card into a frame. The axis of values starts at 0."""
    if len(card.view.status.series) >= 2:
        _trend(frame, card, text)
    else:
        _bars(frame, card, text)


def _note(frame: Axes, x: float, y: float, words: str, points: float, **style: object) -> None:
    shift = style.pop("shift", (0, 0))
    kept = {"ha": "center", "va": "bottom", "color": INK, **style}
    frame.annotate(
        words,
        (x, y),
        xytext=shift,  # type: ignore[arg-type]
        textcoords="offset points",
        fontproperties=font(points),
        annotation_clip=False,
        parse_math=False,
        **kept,  # type: ignore[arg-type]
    )


def _trend(frame: Axes, card: Card, text: Text) -> None:
    view, status = card.view, card.view.status
    values = dict(status.series)
    first, last = min(values), max(values)
    goal, deadline = status.target_value, status.target_fiscal_year
    years = range(first, last + 1)
    if goal is not None and deadline is not None:
        if status.base_fiscal_year is not None and status.base_value is not None:
            ends = ((status.base_fiscal_year, deadline), (status.base_value, goal))
            frame.plot(*ends, color=NEUTRAL, linewidth=0.9, linestyle=(0, (4, 2)))
            frame.plot(ends[0][0], ends[1][0], "o", mfc="white", mec=NEUTRAL, markersize=4)
        frame.plot(deadline, goal, "D", mfc="white", mec=INK, markersize=5, clip_on=False, zorder=4)
        words = text("charts.target", value=view.quantity(goal, text).number)
        _note(frame, deadline, goal, words, SMALL, ha="right", shift=(4, 6))
    elif goal is not None:
        frame.axhline(goal, color=AXIS, linewidth=0.9, linestyle=(0, (1, 2)))
        _note(frame, last, goal, text("charts.target", value=view.quantity(goal, text).number), SMALL, ha="right")
    if view.continuation:
        steps = view.continuation
        places = ([last, *(step.fiscal_year for step in steps)], [values[last], *(step.value for step in steps)])
        frame.plot(*places, color=EXTENSION, linewidth=1.2, linestyle=(0, (2, 2)))
    # A year without a figure leaves a gap.
    line = [values.get(year, float("nan")) for year in years]
    frame.plot(years, line, color=ACTUAL, linewidth=2, marker="o", markersize=2.6, zorder=3)
    _note(frame, first, values[first], view.quantity(values[first], text).number, SMALL, color=ACTUAL, shift=(0, 4))
    # Beside the line: above it where it rises to the last point, else below.
    rises = len(values) > 1 and values[last] >= sorted(values.items())[-2][1]
    place: dict[str, object] = {"ha": "right", "shift": (-2, 4)}
    if not rises:
        place = {"ha": "right", "va": "top", "shift": (0, -5)}
    _note(frame, last, values[last], view.quantity(values[last], text).number, 9, color=ACTUAL, **place)
    for item in view.indicator.breaks if view.indicator else ():
        if first < item.fiscal_year <= last:
            frame.axvline(item.fiscal_year - 0.5, color=AXIS, linewidth=0.7, linestyle=(0, (1, 2)))
    _set_years(frame, sorted({first, last, *([deadline] if deadline else [])}), text)
    top = max([*values.values(), *([goal] if goal else []), *(step.value for step in view.continuation)])
    frame.set_ylim(0, top * 1.12)


def _set_years(frame: Axes, years: list[int], text: Text) -> None:
    frame.set_yticks([])
    span = max(years[-1] - years[0], 1)
    # Years that would touch each other: the newest figure's gives way.
    shown = [year for year in years if year in (years[0], years[-1]) or years[-1] - year >= 0.16 * span]
    names = [f"{era_short(year)}\n{year}" if text.lang == "ja" else str(year) for year in shown]
    frame.set_xticks(shown, names, fontproperties=font(SMALL), color=NEUTRAL)
    frame.set_xlim(years[0] - span * 0.06, years[-1] + span * 0.06)


def _bars(frame: Axes, card: Card, text: Text) -> None:
    status, view = card.view.status, card.view
    assert status.value is not None
    goal = status.target_value or status.value
    frame.barh([0], [goal], height=0.5, color=BAND, edgecolor=INK, linewidth=0.8)
    frame.barh([0], [status.value], height=0.5, color=ACTUAL)
    _note(
        frame,
        goal,
        0.25,
        text("charts.target", value=view.quantity(goal, text).number),
        SMALL,
        ha="right",
        shift=(0, 3),
    )
    _note(frame, 0, -0.25, card.number, 9, ha="left", va="top", color=ACTUAL, shift=(0, -3))
    frame.set_xlim(0, goal * 1.02)
    frame.set_ylim(-1.2, 1.2)
    frame.set_yticks([])
    frame.set_xticks([])
    frame.spines["bottom"].set_color(GRID)
    frame.spines["bottom"].set_visible(False)
