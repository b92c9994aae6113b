"""Charts of PowerPoint's own, which can be edited there: lines over years, bars, and one bar of parts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import Any

from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_LEGEND_POSITION, XL_MARKER_STYLE
from pptx.enum.dml import MSO_LINE
from pptx.util import Pt

from dashboard.brief.slides import rgb, set_font
from dashboard.figure.look import WHITE, Look
from dashboard.figure.model import Chart, Goal, Panel, Series, Way, YearPoint
from dashboard.figure.numbers import Numbers, levels
from dashboard.figure.pptx_parts import Inner, hide_entries, label, number_format, place_plot, skip_names
from dashboard.figure.pptx_shapes import Frame, Page, describe
from dashboard.lettering import advance
from warehouse.eras import era_short

_MARKS = {
    "disc": XL_MARKER_STYLE.CIRCLE,
    "square": XL_MARKER_STYLE.SQUARE,
    "diamond": XL_MARKER_STYLE.DIAMOND,
    "open": XL_MARKER_STYLE.CIRCLE,
    "open-square": XL_MARKER_STYLE.SQUARE,
    "open-diamond": XL_MARKER_STYLE.DIAMOND,
}
_DASHES = {2: MSO_LINE.DASH, 4: MSO_LINE.DASH_DOT}
# Of the width of a chart, what its plot takes: of one that stands alone, and of a small one.
WIDE, SMALL = 0.8, 0.7
Values = Mapping[int, float]


def by_year(series: Series) -> Values:
    """Return the figures of a line; a year without one is absent."""
    return {point.year: point.value for point in series.points}


def along(way: Way) -> Values:
    """Return a line that is no observation, with the years between its places, so that it has no gap."""
    found = dict(way.places)
    for (early, low), (late, high) in pairwise(way.places):
        found |= {year: low + (high - low) * (year - early) / (late - early) for year in range(early + 1, late)}
    return found


def _years(values: Sequence[Values]) -> range:
    found = [year for one in values for year in one]
    return range(min(found), max(found) + 1)


def _goal_values(goal: Goal, years: range) -> Values:
    """A target stands at its deadline; one without a deadline holds for every year."""
    return dict.fromkeys(years, goal.value) if goal.year is None else {goal.year: goal.value}


def _names(years: range, chart: Chart, *, short: bool) -> list[str]:
    """Names of the years, in Japanese over the Western ones; a year that begins anew has the number of its note."""
    marks = {one.year: one.number for one in chart.breaks}
    if chart.lang != "ja":
        return [f"{year}{marks.get(year, '')}" for year in years]
    western = "" if short else "\n{}"
    return [f"{era_short(year)}{marks.get(year, '')}{western.format(year)}" for year in years]


def _dash(lengths: Sequence[float]) -> Any:
    """The dash of the file that is nearest to lengths of line and gap."""
    if not lengths:
        return None
    short = max(lengths) <= 2
    return MSO_LINE.ROUND_DOT if short else _DASHES[len(lengths)]


def _style(series: Any, colour: str, thick: float, lengths: Sequence[float] = ()) -> None:
    series.smooth = False
    series.format.line.color.rgb = rgb(colour)
    series.format.line.width = Pt(thick)
    if (dash := _dash(lengths)) is not None:
        series.format.line.dash_style = dash
    series.marker.style = XL_MARKER_STYLE.NONE


def _mark(thing: Any, style: Any, size: float, colour: str, *, is_open: bool) -> None:
    """Give a series, or one point of it, a mark; an open one is white inside."""
    marker = thing.marker
    marker.style, marker.size = style, max(2, min(72, round(size)))
    marker.format.fill.solid()
    marker.format.fill.fore_color.rgb = rgb(WHITE if is_open else colour)
    marker.format.line.color.rgb = rgb(colour)


def _add(page: Page, frame: Frame, kind: Any, data: CategoryChartData, alt: str) -> Any:
    """Add a chart without title, legend and lines that nobody asked for."""
    holder = page.slide.shapes.add_chart(kind, *frame.emu, data)
    describe(holder, alt)
    chart = holder.chart
    chart.has_legend = chart.has_title = False
    set_font(chart.font, page.size.small, page.look.quiet)
    chart.category_axis.format.line.color.rgb = rgb(page.look.axis)
    chart.category_axis.has_major_gridlines = False
    return chart


def _values_axis(chart: Any, lowest: float, highest: float, numbers: Numbers, look: Look, count: int) -> list[float]:
    """Begin the axis of values at 0, or below where there are negative figures, and end it at a round value."""
    steps = levels(lowest, highest * 1.08 if highest > 0 else highest, count)
    axis = chart.value_axis
    axis.minimum_scale, axis.maximum_scale, axis.major_unit = steps[0], steps[-1], steps[1] - steps[0]
    axis.has_major_gridlines = True
    axis.major_gridlines.format.line.color.rgb = rgb(look.grid)
    axis.major_gridlines.format.line.width = Pt(0.5)
    axis.format.line.fill.background()
    axis.tick_labels.number_format = number_format(numbers, steps)
    axis.tick_labels.number_format_is_linked = False
    return steps


def _tick_room(steps: Sequence[float], numbers: Numbers, points: float) -> float:
    return max(advance(numbers.level(step)) for step in steps) * points * 1.15 + points * 0.8


def _line_chart(
    page: Page, frame: Frame, chart: Chart, given: Sequence[tuple[str, Values]], alt: str, room: float = WIDE
) -> tuple[Any, range]:
    """Add a chart of lines; a year without a figure is a blank, and the line has a gap there."""
    years = _years([values for _, values in given])
    data = CategoryChartData(number_format="General")
    data.categories = names = _names(years, chart, short=room < WIDE)
    for name, values in given:
        data.add_series(name, [values.get(year) for year in years])
    native = _add(page, frame, XL_CHART_TYPE.LINE_MARKERS, data, alt)
    longest = max(advance(line) for name in names for line in name.split("\n")) * page.size.small
    # Names of values and of series stand beside the plot.
    skip_names(native.category_axis, longest + page.size.small * 0.6, frame.width * room, len(years))
    return native, years


def _observed(series: Any, line: Series, years: range, colour: str, mark: str, points: float) -> None:
    """Mark the figures; one that is provisional is white inside."""
    is_open = mark.startswith("open")
    _mark(series, _MARKS[mark], points * 0.5, colour, is_open=is_open)
    for point in line.points:
        if point.provisional:
            _mark(series.points[years.index(point.year)], _MARKS[mark], points * 0.55, colour, is_open=True)


def trend(page: Page, frame: Frame, chart: Chart) -> None:
    """Draw an indicator's years with the required path, a continued pace and the target."""
    line, look, size = chart.series[0], page.look, page.size
    given: list[tuple[str, Values]] = [(line.name, by_year(line))]
    styles: list[Callable[[Any], None]] = [lambda one: _style(one, look.actual, size.body / 6)]
    if chart.path:
        given.append((chart.path.label, along(chart.path)))
        styles.append(lambda one: _style(one, look.path, size.body / 12, (7.0, 3.0)))
    if chart.continuation:
        given.append((chart.continuation.label, along(chart.continuation)))
        styles.append(lambda one: _style(one, look.extension, size.body / 9, (2.0, 2.0)))
    if chart.goal:
        given.append((chart.goal.label, _goal_values(chart.goal, _years([values for _, values in given]))))
        styles.append(lambda one: _style(one, look.ink, 0.75, (7.0, 3.0)))
    native, years = _line_chart(page, frame, chart, given, chart.alt)
    every = [value for _, values in given for value in values.values()]
    _values_axis(
        native, min(every), max(every), chart.numbers, look, max(2, min(5, int(frame.height / size.small / 4)))
    )
    for series, style in zip(native.plots[0].series, styles, strict=True):
        style(series)
    _observed(native.plots[0].series[0], line, years, look.actual, "disc", size.body)
    last = years.index(line.last.year)
    place, shift = _beside(chart, size.body, frame, (len(years) - last - 0.5) / len(years) * frame.width * WIDE)
    label(native.plots[0].series[0], last, line.last.said, look.actual, size.body, place, shift, bold=True)
    if chart.goal:
        _target(native.plots[0].series[-1], chart.goal, years, page)
    if chart.path or chart.continuation:
        native.has_legend = True
        native.legend.position, native.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
        set_font(native.legend.font, size.small, look.quiet)
        # The figures are what the title names, and the target has its words beside it.
        hide_entries(native, [0, *([len(given) - 1] if chart.goal else [])])


def _beside(chart: Chart, points: float, frame: Frame, room: float) -> tuple[Any, tuple[float, float]]:
    """Where the newest figure is written: beneath the line where the required path or the pace runs above it.

    Returns:
        The side, and how much further right and lower it stands, as shares of the chart's width and height; `room` is
        what is free at the right, into which it is moved, away from a line that rises to it.
    """
    newest = chart.series[0].last
    above = along(chart.path).get(newest.year, 0.0) > newest.value if chart.path else False
    if not (above or chart.continuation):
        return XL_LABEL_POSITION.ABOVE, (0.0, 0.0)
    half = advance(newest.said) * points / 2
    right = max(0.0, min(half * 0.9, room - half))
    return XL_LABEL_POSITION.BELOW, (right / frame.width, 0.6 * points / frame.height)


def _target(series: Any, goal: Goal, years: range, page: Page) -> None:
    at = years.index(goal.year) if goal.year is not None else len(years) - 1
    if goal.year is not None:
        _mark(series, XL_MARKER_STYLE.DIAMOND, page.size.body * 0.85, page.look.ink, is_open=True)
    label(series, at, goal.label, page.look.ink, page.size.small, XL_LABEL_POSITION.ABOVE)


def comparison(page: Page, frame: Frame, chart: Chart) -> None:
    """Draw several lines, each with its name and newest figure beside its end."""
    size, look = page.size, page.look
    given = [(line.name, by_year(line)) for line in chart.series]
    native, years = _line_chart(page, frame, chart, given, chart.alt)
    every = [value for _, values in given for value in values.values()]
    steps = _values_axis(native, min(every), max(every), chart.numbers, look, 5)
    said = [f"{line.name} {line.last.said}" for line in chart.series]
    right = min(frame.width * 0.42, max(map(advance, said)) * size.small * 1.08 + size.small)
    left = _tick_room(steps, chart.numbers, size.small)
    below = size.small * (3.6 if chart.lang == "ja" else 2.4)
    inner = Inner(left, size.small * 0.9, frame.width - left - right, frame.height - below)
    place_plot(native, inner, frame)
    moved = _apart([line.last for line in chart.series], steps, inner.height, size.small * 1.25)
    for place, (series, line) in enumerate(zip(native.plots[0].series, chart.series, strict=True)):
        colour, lengths, mark = look.line(place)
        _style(series, colour, size.body / 7, lengths)
        _observed(series, line, years, colour, mark, size.body * 0.9)
        at = years.index(line.last.year)
        shift = (0.0, moved[place] / frame.height)
        label(series, at, said[place], colour, size.small, XL_LABEL_POSITION.RIGHT, shift)


def _apart(ends: Sequence[YearPoint], steps: Sequence[float], height: float, least: float) -> list[float]:
    """Return by how many points each name moves down, so that no two names stand over each other."""
    scale = height / (steps[-1] - steps[0])
    order = sorted(range(len(ends)), key=lambda place: -ends[place].value)
    wanted = {place: (steps[-1] - ends[place].value) * scale for place in order}
    found, bottom = dict(wanted), -least
    for place in order:
        found[place] = bottom = max(wanted[place], bottom + least)
    # What was pushed beneath the plot goes up again.
    top = height
    for place in reversed(order):
        found[place] = min(found[place], top)
        top = found[place] - least
    return [found[place] - wanted[place] for place in range(len(ends))]


def panel(page: Page, frame: Frame, chart: Chart, one: Panel, alt: str) -> None:
    """Draw one of several small charts, with its title and its newest figure."""
    look, size = page.look, page.size
    given = [(one.series.name, by_year(one.series))]
    if one.goal:
        given.append((one.goal.label, _goal_values(one.goal, _years([given[0][1]]))))
    native, years = _line_chart(page, frame, chart, given, alt, SMALL)
    every = [value for _, values in given for value in values.values()]
    _values_axis(native, min(every), max(every), one.numbers, look, 3)
    native.has_title = True
    title = native.chart_title
    title.include_in_layout = False
    run = title.text_frame.paragraphs[0].add_run()
    run.text = one.title
    set_font(run.font, size.small * 1.1, look.ink)
    run.font.bold = True
    actual = native.plots[0].series[0]
    _style(actual, look.actual, size.body / 8)
    _observed(actual, one.series, years, look.actual, "disc", size.body * 0.7)
    newest = one.series.last
    is_under = one.goal is not None and one.goal.value > newest.value
    place = XL_LABEL_POSITION.BELOW if is_under else XL_LABEL_POSITION.ABOVE
    label(actual, years.index(newest.year), newest.said, look.actual, size.small, place, bold=True)
    if one.goal:
        target = native.plots[0].series[1]
        _style(target, look.ink, 0.75, (7.0, 3.0))
        _target(target, one.goal, years, page)


def multiples(page: Page, frame: Frame, chart: Chart) -> None:
    """Draw small charts side by side, as near to twice as wide as high as the room allows."""
    count, gap = len(chart.panels), page.size.small * 0.6

    def off(columns: int) -> float:
        lines = -(-count // columns)
        shape = (frame.width / columns) / max(frame.height / lines, 1)
        return max(shape / 1.6, 1.6 / shape) + 0.4 * (columns * lines - count)

    columns = min(range(1, count + 1), key=off)
    lines = -(-count // columns)
    across = (frame.width - gap * (columns - 1)) / columns
    down = (frame.height - gap * (lines - 1)) / lines
    for place, one in enumerate(chart.panels):
        line, column = divmod(place, columns)
        where = Frame(frame.left + column * (across + gap), frame.top + line * (down + gap), across, down)
        newest = f"{one.title} {one.series.last.year}{chart.year_suffix} {one.series.last.said}"
        # The first holds the description of the whole.
        panel(page, where, chart, one, f"{chart.alt} {newest}" if place == 0 else newest)
