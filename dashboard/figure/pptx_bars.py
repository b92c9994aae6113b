"""Bars as charts of PowerPoint's own: the largest at the top, parts of a whole, and a figure against its whole."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_TICK_LABEL_POSITION
from pptx.util import Pt

from dashboard.brief.slides import rgb, set_font
from dashboard.figure.look import WHITE, ink_over
from dashboard.figure.model import Bar, CardFacts, Chart
from dashboard.figure.numbers import levels
from dashboard.figure.pptx_parts import Inner, label, place_plot
from dashboard.figure.pptx_shapes import STEP, Frame, Line, Page, describe, face, height_of
from dashboard.lettering import advance

# Of the width, what names of bars may take at most.
NAMES_SHARE = 0.4


def _add(page: Page, frame: Frame, kind: Any, data: CategoryChartData, alt: str) -> Any:
    """Add a chart of bars whose values stand in its labels and not on an axis."""
    holder = page.slide.shapes.add_chart(kind, *frame.emu, data)
    describe(holder, alt)
    chart = holder.chart
    chart.has_legend = chart.has_title = False
    set_font(chart.font, page.size.small, page.look.ink)
    chart.value_axis.has_major_gridlines = chart.value_axis.visible = False
    chart.category_axis.has_major_gridlines = False
    chart.category_axis.format.line.color.rgb = rgb(page.look.axis)
    return chart


def _paint(thing: Any, colour: str, edge: str, pattern: str) -> None:
    face(thing.format.fill, colour, edge, pattern)
    thing.format.line.color.rgb = rgb(edge)
    thing.format.line.width = Pt(0.5)


def bars(page: Page, frame: Frame, chart: Chart) -> None:
    """Draw bars with their figures; その他 and 不明 are lighter."""
    look, points = page.look, page.size.small
    shown, frame = _shown(page, frame, chart)
    data = CategoryChartData(number_format="General")
    data.categories = [bar.name for bar in shown]
    data.add_series(chart.subtitle or chart.title, [bar.value for bar in shown])
    native = _add(page, frame, XL_CHART_TYPE.BAR_CLUSTERED, data, chart.alt)
    set_font(native.font, points, look.ink)
    axis, values = native.category_axis, native.value_axis
    axis.reverse_order = True
    # Names stay at the left where a bar goes the other way.
    axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    lowest, highest = min(bar.value for bar in shown), max(bar.value for bar in shown)
    values.minimum_scale = levels(lowest, highest)[0]
    values.maximum_scale = chart.full or max(highest, 0.0) or 1.0
    right = max(advance(bar.said) for bar in shown) * points * 1.1 + points
    left = min(frame.width * NAMES_SHARE, max(advance(bar.name) for bar in shown) * points * 1.1 + points)
    place_plot(native, Inner(left, 1, frame.width - left - right, frame.height - 2), frame)
    plot = native.plots[0]
    plot.gap_width, plot.vary_by_categories = 45, False
    series = plot.series[0]
    series.invert_if_negative = False
    _paint(series, look.actual, look.actual, "")
    for place, bar in enumerate(shown):
        if bar.rest:
            _paint(series.points[place], *_rest(page))
        label(series, place, bar.said, look.ink, points, XL_LABEL_POSITION.OUTSIDE_END)


def _shown(page: Page, frame: Frame, chart: Chart) -> tuple[list[Bar], Frame]:
    """Return the bars for which there is room, of which the rest stays, and the room; a line says how many are left."""
    points = page.size.small
    most = max(2, int(frame.height / (points * STEP)))
    if len(chart.bars) <= most:
        return list(chart.bars), frame
    rest = [bar for bar in chart.bars if bar.rest]
    named = [bar for bar in chart.bars if not bar.rest][: max(1, most - 1 - len(rest))]
    left = len(chart.bars) - len(named) - len(rest)
    line = Line(chart.more_label.format(count=left), points, page.look.quiet)
    high = height_of([line], frame.width)
    page.text(Frame(frame.left, frame.top + frame.height - high, frame.width, high), [line], "more")
    return [*named, *rest], frame._replace(height=frame.height - high - 2)


def _rest(page: Page) -> tuple[str, str, str]:
    return (WHITE, page.look.ink, "/") if page.look.mono else (page.look.band, page.look.actual, "")


def part_faces(page: Page, parts: Sequence[Bar]) -> list[tuple[str, str, str]]:
    """Return face, edge and pattern of the parts; what is not known is the lightest."""
    return [_rest(page) if bar.rest else page.look.part(place) for place, bar in enumerate(parts)]


def stacked(page: Page, frame: Frame, chart: Chart) -> None:
    """Draw one bar of parts; beneath it a list names every part with its figure."""
    faces = part_faces(page, chart.bars)
    words = [f"{bar.name}　{bar.said}" if chart.lang == "ja" else f"{bar.name}: {bar.said}" for bar in chart.bars]
    words += [chart.total] if chart.total else []
    least = page.size.body * 3
    high = max(least, min(frame.height * 0.45, frame.height - page.key_height(frame.width, words) - 4))
    data = CategoryChartData(number_format="General")
    data.categories = [chart.title]
    for bar in chart.bars:
        data.add_series(bar.name, [bar.value])
    place = Frame(frame.left, frame.top, frame.width, high)
    native = _add(page, place, XL_CHART_TYPE.BAR_STACKED, data, chart.alt)
    native.category_axis.visible = False
    whole = chart.full or sum(bar.value for bar in chart.bars)
    native.value_axis.minimum_scale, native.value_axis.maximum_scale = 0, whole
    place_plot(native, Inner(1, 1, place.width - 2, high - 2), place)
    plot = native.plots[0]
    plot.gap_width, plot.overlap = 12, 100
    for series, bar, look in zip(plot.series, chart.bars, faces, strict=True):
        _paint(series, *look)
        _name_part(series, bar, look, place.width * bar.value / whole, page)
    _list(page, Frame(frame.left, frame.top + high + 4, frame.width, frame.height - high - 4), words, faces)


def _list(page: Page, frame: Frame, words: Sequence[str], faces: Sequence[tuple[str, str, str]]) -> None:
    """Write the list of parts; a total stands beneath it."""
    end = page.key(frame, [(*look, one) for look, one in zip(faces, words, strict=False)])
    for total in words[len(faces) :]:
        line = Line(total, page.size.small, page.look.ink)
        page.text(Frame(frame.left, end, frame.width, height_of([line], frame.width)), [line], "total")


def _name_part(series: Any, bar: Bar, look: tuple[str, str, str], room: float, page: Page) -> None:
    """Write name and figure on a part where they have room; the list beneath names it in any case."""
    points = page.size.small
    for words in (f"{bar.name}\n{bar.said}", bar.said):
        if max(map(advance, words.split("\n"))) * points * 1.15 + points * 0.6 <= room:
            colour, _, pattern = look
            ground = WHITE if pattern else ""
            label(series, 0, words, ink_over(ground or colour), points, None, ground=ground)
            return


def card(page: Page, frame: Frame, chart: Chart) -> None:
    """Write a figure that stands alone, large, with lines about it and a bar against its whole."""
    facts, size, look = chart.card, page.size, page.look
    assert facts is not None
    for share in (1.0, 0.9, 0.8, 0.7):
        points = size.body * share
        lines = [Line(f"{name}　{said}", points, look.ink) for name, said in facts.lines]
        below, head = height_of(lines, frame.width), points * STEP
        bar = points * 4.2 * share if facts.full is not None else 0.0
        room = frame.height - below - bar - head - 6
        # The figure stands out from the lines about it.
        if room >= points * 2 * STEP:
            break
    room = max(points * STEP, min(room, size.title * 4))
    large = min(room / STEP, frame.width * 0.86 / (advance(facts.number) + advance(facts.unit) * 0.4))
    y = frame.top
    page.text(Frame(frame.left, y, frame.width, head), [Line(facts.when, points, look.quiet)], "when")
    y += head
    number = Line(facts.number, large, look.actual, bold=True)
    box = page.text(Frame(frame.left, y, frame.width, large * STEP), [number], "figure")
    page.add_words(box, f" {facts.unit}", large * 0.4, look.ink)
    y += large * STEP + 3
    if facts.full is not None:
        _against(page, Frame(frame.left, y, frame.width, bar), chart, facts, facts.full)
        y += bar + 3
    if lines:
        page.text(Frame(frame.left, y, frame.width, below), lines, "facts")


def _against(page: Page, frame: Frame, chart: Chart, facts: CardFacts, full: float) -> None:
    """Draw the figure as a bar over the whole."""
    look, points = page.look, page.size.small
    data = CategoryChartData(number_format="General")
    data.categories = [facts.when]
    data.add_series(facts.full_label, [full])
    data.add_series(chart.title, [facts.value])
    line = Line(facts.full_label, points, look.ink, "end")
    page.text(Frame(frame.left, frame.top, frame.width, points * STEP), [line], "whole")
    place = Frame(frame.left, frame.top + points * STEP, frame.width, frame.height - points * STEP)
    native = _add(page, place, XL_CHART_TYPE.BAR_CLUSTERED, data, chart.alt)
    native.category_axis.visible = False
    native.value_axis.minimum_scale = min(0.0, facts.value)
    native.value_axis.maximum_scale = max(full, facts.value)
    place_plot(native, Inner(1, 1, place.width - 2, place.height - 2), place)
    plot = native.plots[0]
    plot.gap_width, plot.overlap = 10, 100
    whole, actual = plot.series
    _paint(whole, look.band, look.ink, "")
    _paint(actual, look.actual, look.actual, "")
