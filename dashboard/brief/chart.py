"""The small chart of a target for print: the series, the required path, the target; one figure alone as a bar."""

from __future__ import annotations

from matplotlib.axes import Axes

from dashboard.figure.model import Chart
from dashboard.printing import font
from dashboard.theme import ACTUAL, AXIS, BAND, EXTENSION, GRID, INK, NEUTRAL
from warehouse.eras import era_short

SMALL = 7.0


def draw(frame: Axes, chart: Chart) -> None:
    """Draw a chart into a frame that has no room for its foot. The axis of values starts at 0."""
    if chart.series:
        _trend(frame, chart)
    else:
        _bars(frame, chart)


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


def _trend(frame: Axes, chart: Chart) -> None:
    points, goal = chart.series[0].points, chart.goal
    values = {point.year: point.value for point in points}
    first, last = points[0], points[-1]
    if goal is not None and goal.year is not None:
        if chart.path is not None:
            ends = tuple(zip(*chart.path.places, strict=True))
            frame.plot(*ends, color=NEUTRAL, linewidth=0.9, linestyle=(0, (4, 2)))
            frame.plot(*chart.path.places[0], "o", mfc="white", mec=NEUTRAL, markersize=4)
        frame.plot(goal.year, goal.value, "D", mfc="white", mec=INK, markersize=5, clip_on=False, zorder=4)
        _note(frame, goal.year, goal.value, goal.label, SMALL, ha="right", shift=(4, 6))
    elif goal is not None:
        frame.axhline(goal.value, color=AXIS, linewidth=0.9, linestyle=(0, (1, 2)))
        _note(frame, last.year, goal.value, goal.label, SMALL, ha="right")
    steps = chart.continuation.places if chart.continuation else ()
    if steps:
        frame.plot(*zip(*steps, strict=True), color=EXTENSION, linewidth=1.2, linestyle=(0, (2, 2)))
    # A year without a figure leaves a gap.
    years = range(first.year, last.year + 1)
    line = [values.get(year, float("nan")) for year in years]
    frame.plot(years, line, color=ACTUAL, linewidth=2, marker="o", markersize=2.6, zorder=3)
    _note(frame, first.year, first.value, first.short, SMALL, color=ACTUAL, shift=(0, 4))
    # Beside the line: above it where it rises to the last point, else below.
    rises = last.value >= points[-2].value
    place: dict[str, object] = {"ha": "right", "shift": (-2, 4)}
    if not rises:
        place = {"ha": "right", "va": "top", "shift": (0, -5)}
    _note(frame, last.year, last.value, last.short, 9, color=ACTUAL, **place)
    for item in chart.breaks:
        frame.axvline(item.year - 0.5, color=AXIS, linewidth=0.7, linestyle=(0, (1, 2)))
    _set_years(frame, sorted({first.year, last.year, chart.years[1]}), chart.lang)
    top = max([*values.values(), *([goal.value] if goal else []), *(value for _, value in steps)])
    frame.set_ylim(0, top * 1.12)


def _set_years(frame: Axes, years: list[int], lang: str) -> None:
    frame.set_yticks([])
    span = max(years[-1] - years[0], 1)
    # Years that would touch each other: the newest figure's gives way.
    shown = [year for year in years if year in (years[0], years[-1]) or years[-1] - year >= 0.16 * span]
    names = [f"{era_short(year)}\n{year}" if lang == "ja" else str(year) for year in shown]
    frame.set_xticks(shown, names, fontproperties=font(SMALL), color=NEUTRAL)
    frame.set_xlim(years[0] - span * 0.06, years[-1] + span * 0.06)


def _bars(frame: Axes, chart: Chart) -> None:
    card = chart.card
    assert card is not None
    full = card.full or card.value
    frame.barh([0], [full], height=0.5, color=BAND, edgecolor=INK, linewidth=0.8)
    frame.barh([0], [card.value], height=0.5, color=ACTUAL)
    _note(frame, full, 0.25, card.full_label, SMALL, ha="right", shift=(0, 3))
    _note(frame, 0, -0.25, card.number, 9, ha="left", va="top", color=ACTUAL, shift=(0, -3))
    frame.set_xlim(0, full * 1.02)
    frame.set_ylim(-1.2, 1.2)
    frame.set_yticks([])
    frame.set_xticks([])
    frame.spines["bottom"].set_color(GRID)
    frame.spines["bottom"].set_visible(False)
