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
from dashboard.target_card import path_values
from dashboard.text import Text
from dashboard.theme import ACTUAL, BAND, EXTENSION, INK, NEUTRAL
from warehouse.eras import era_short


def add_chart(page: Slides, card: Card, text: Text, place: tuple[float, float, float, float]) -> None:
    """Draw the chart of a card: its series against the target, or one figure against the target as bars."""
    trend = len(card.view.status.series) >= 2
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
    data.add_series(card.name, (card.view.status.target_value, card.view.status.value))
    return data


def _years(card: Card) -> range:
    status = card.view.status
    first, last = status.series[0][0], status.series[-1][0]
    return range(first, max(last, status.target_fiscal_year or last) + 1)


def _trend(card: Card, text: Text) -> CategoryChartData:
    status, years = card.view.status, _years(card)
    values = dict(status.series)
    data = CategoryChartData(number_format="#,##0.##" if card.view.decimals() else "#,##0")
    data.categories = [era_short(year) if text.lang == "ja" else str(year) for year in years]
    data.add_series(card.name, [values.get(year) for year in years])
    path = path_values(card.view)
    data.add_series(text("chart.legend_path"), [path.get(year) for year in years])
    steps = {step.fiscal_year: step.value for step in card.view.continuation}
    if steps:
        steps[status.series[-1][0]] = status.series[-1][1]
    data.add_series(text("brief.continued"), [steps.get(year) for year in years])
    data.add_series(
        text("brief.target"), [status.target_value if year == status.target_fiscal_year else None for year in years]
    )
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
    years, status = _years(card), card.view.status
    last = years.index(status.series[-1][0])
    rises = status.series[-1][1] >= status.series[-2][1]
    _label(actual, last, card.number, ACTUAL, 9, XL_LABEL_POSITION.LEFT if rises else XL_LABEL_POSITION.BELOW)
    if status.target_fiscal_year is not None and status.target_value is not None:
        words = card.view.quantity(status.target_value, text).number
        _label(target, years.index(status.target_fiscal_year), words, INK, 7.5, XL_LABEL_POSITION.ABOVE)


def _label(series: Any, position: int, words: str, colour: str, points: float, place: Any) -> None:
    label = series.points[position].data_label
    frame = label.text_frame
    frame.word_wrap = False
    write(frame.paragraphs[0], words, points, colour)
    label.position = place
