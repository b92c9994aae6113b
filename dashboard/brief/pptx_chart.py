"""The brief's charts as PowerPoint's own, which can be edited there."""

from __future__ import annotations

from typing import Any

from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_MARKER_STYLE
from pptx.enum.dml import MSO_LINE
from pptx.oxml.ns import qn
from pptx.util import Mm, Pt

from dashboard.brief.content import Card
from dashboard.brief.slides import Slides, rgb, set_font, write
from dashboard.figure.pptx_charts import along
from dashboard.text import Text
from dashboard.theme import ACTUAL, BAND, EXTENSION, INK, NEUTRAL
from warehouse.eras import era_short


def add_chart(page: Slides, card: Card, text: Text, place: tuple[float, float, float, float]) -> None:
    """Draw the chart of a card: its series against the target, or one figure against the target as bars."""
    trend = bool(card.chart.series)
    data, kind = (
        (_trend(card, text), XL_CHART_TYPE.LINE_MARKERS) if trend else (_pair(card, text), XL_CHART_TYPE.BAR_CLUSTERED)
    )
    frame = page.shapes.add_chart(kind, *(Mm(side) for side in place), data)
    frame._element.nvGraphicFramePr.cNvPr.set("descr", card.alt)
    chart = frame.chart
    chart.has_legend = chart.has_title = False
    set_font(chart.font, 7, NEUTRAL)
    axis = chart.value_axis
    axis.minimum_scale = 0
    axis.has_major_gridlines = axis.visible = False
    chart.category_axis.format.line.color.rgb = rgb(NEUTRAL)
    chart.category_axis.has_major_gridlines = False
    if trend:
        _name_some_years(chart.category_axis, max(1, len(_years(card)) // 4))
        _style_trend(chart, card, text)
    else:
        plot = chart.plots[0]
        plot.gap_width = 60
        plot.has_data_labels = True
        plot.data_labels.number_format, plot.data_labels.number_format_is_linked = "#,##0", False
        fill = plot.series[0].format.fill
        fill.solid()
        fill.fore_color.rgb = rgb(ACTUAL)
        goal = plot.series[0].points[0].format
        goal.fill.solid()
        goal.fill.fore_color.rgb = rgb(BAND)
        goal.line.color.rgb = rgb(INK)


def _name_some_years(axis: Any, every: int) -> None:
    """Name every n-th category."""
    skip = axis._element.makeelement(qn("c:tickLblSkip"), {"val": str(every)})
    axis._element.find(qn("c:noMultiLvlLbl")).addprevious(skip)


def _pair(card: Card, text: Text) -> CategoryChartData:
    data = CategoryChartData(number_format="#,##0")
    data.categories = [text("brief.target"), text("brief.latest")]
    assert card.chart.card is not None
    data.add_series(card.name, (card.chart.card.full, card.chart.card.value))
    return data


def _years(card: Card) -> range:
    first, last = card.chart.years
    return range(first, last + 1)


def _trend(card: Card, text: Text) -> CategoryChartData:
    chart, years = card.chart, _years(card)
    values = {point.year: point.value for point in chart.series[0].points}
    data = CategoryChartData(number_format="#,##0.##" if chart.numbers.decimals else "#,##0")
    data.categories = [era_short(year) if text.lang == "ja" else str(year) for year in years]
    data.add_series(card.name, [values.get(year) for year in years])
    path = along(chart.path) if chart.path else {}
    data.add_series(text("chart.legend_path"), [path.get(year) for year in years])
    steps = dict(chart.continuation.places) if chart.continuation else {}
    data.add_series(text("brief.continued"), [steps.get(year) for year in years])
    goal = chart.goal
    data.add_series(text("brief.target"), [goal.value if goal and year == goal.year else None for year in years])
    return data


def _style_trend(chart: Any, card: Card, text: Text) -> None:
    actual, path, continued, target = chart.plots[0].series
    for series, colour, thick, dash in (
        (actual, ACTUAL, 2.25, None),
        (path, NEUTRAL, 1, MSO_LINE.DASH),
        (continued, EXTENSION, 1.25, MSO_LINE.SQUARE_DOT),
        (target, INK, 1, None),
    ):
        series.smooth = False
        series.format.line.color.rgb = rgb(colour)
        series.format.line.width = Pt(thick)
        if dash:
            series.format.line.dash_style = dash
        series.marker.style = XL_MARKER_STYLE.NONE
    actual.marker.style, actual.marker.size = XL_MARKER_STYLE.CIRCLE, 4
    actual.marker.format.fill.solid()
    actual.marker.format.fill.fore_color.rgb = rgb(ACTUAL)
    target.marker.style, target.marker.size = XL_MARKER_STYLE.DIAMOND, 8
    target.marker.format.fill.solid()
    target.marker.format.fill.fore_color.rgb = rgb("#FFFFFF")
    target.marker.format.line.color.rgb = rgb(INK)
    years, points, goal = _years(card), card.chart.series[0].points, card.chart.goal
    rises = points[-1].value >= points[-2].value
    place = XL_LABEL_POSITION.LEFT if rises else XL_LABEL_POSITION.BELOW
    _label(actual, years.index(points[-1].year), card.number, ACTUAL, 9, place)
    if goal is not None and goal.year is not None:
        words = card.chart.numbers.short(goal.value)
        _label(target, years.index(goal.year), words, INK, 7.5, XL_LABEL_POSITION.ABOVE)


def _label(series: Any, position: int, words: str, colour: str, points: float, place: Any) -> None:
    label = series.points[position].data_label
    frame = label.text_frame
    frame.word_wrap = False
    write(frame.paragraphs[0], words, points, colour)
    label.position = place
