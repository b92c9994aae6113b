"""Bar charts of an indicator's page, and what stands beneath each chart: 出典, 時点, 更新日, 注記."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboard import indicator_parts as parts
from dashboard.breakdown_bars import BarItem, area_items, bars, breakdown_items, ranked
from dashboard.components import source_names
from dashboard.formats import calendar_day, period
from dashboard.markup import Element, div, el
from dashboard.observations import Point
from dashboard.places import area_names

if TYPE_CHECKING:
    from dashboard.indicator_view import Subject

ALL_PREFECTURES = 47


def source_line(subject: Subject, points: tuple[Point, ...], *notes: str) -> Element:
    """出典, 時点, 更新日 and 注記 beneath a chart."""
    text = subject.context.text
    names = source_names(subject.context, [point.publication_id for point in reversed(points)])
    newest = max(points, key=lambda point: point.order)
    when = period(newest.fiscal_year, newest.as_of, text, by_day=subject.found.shows_day)
    facts = [
        (text("meta.source"), "／".join(names)),
        (text("meta.as_of"), when),
        (text("meta.updated"), calendar_day(subject.context.release.published_at.date(), text.lang)),
    ]
    line = "　".join(f"{name}{text('meta.colon')}{value}" for name, value in facts)
    return el("figcaption", el("p", line), *(el("p", note) for note in notes if note), class_="chart-foot")


def below_chart(subject: Subject) -> list[Element]:
    """What follows the chart in its card, or stands in its place where there are no years to draw."""
    if subject.has_trend:
        return [parts.legend(subject), source_line(subject, subject.years, *parts.chart_notes(subject))]
    if subject.found.latest is not None:
        return [parts.single_value(subject, source_line(subject, (subject.found.latest,)))]
    charts = bar_charts(subject)
    link = parts.map_link(subject)
    return [*charts, *([link] if link else [])] if charts else [parts.nothing_published(subject)]


def bar_grid(subject: Subject) -> list[Element]:
    """Breakdowns and areas beside each other, where the card above shows the total."""
    charts = bar_charts(subject) if subject.found.latest is not None else []
    return [div("bar-grid", *charts)] if charts else []


def bar_charts(subject: Subject) -> list[Element]:
    """A chart for the breakdown and for each level of area that has figures."""
    context, text, figures = subject.context, subject.context.text, subject.found
    found = []
    if ranked(figures.breakdowns):
        highest = 100.0 if figures.indicator.unit.startswith("%") else None
        found.append(
            _bar_chart(subject, "chart.breakdown_title", breakdown_items(figures, text), figures.breakdowns, highest)
        )
    municipal = figures.indicator.municipal
    prefectures = figures.at_level("prefecture")
    # A state has no length.
    if prefectures and not figures.indicator.states:
        items = area_items(figures, prefectures, area_names(context), text)
        found.append(_bar_chart(subject, "chart.prefecture_title", items, prefectures))
    local = figures.at_level("municipality")
    # Of percentages and inhabitants it says nothing how many municipalities have any.
    if local and (municipal is None or municipal.kind in {"count", "status"}):
        items = parts.municipalities_by_prefecture(context, local)
        found.append(_bar_chart(subject, "chart.municipality_title", items, local))
    return found


def _bar_chart(
    subject: Subject, key: str, items: list[BarItem], points: tuple[Point, ...], highest: float | None = None
) -> Element:
    text = subject.context.text
    indicator = subject.found.indicator
    newest = max(points, key=lambda point: point.order)
    when = period(newest.fiscal_year, newest.as_of, text, by_day=subject.found.shows_day)
    title = text(key, name=text.pick(indicator, "name"), period=when)
    summary = (
        text("chart.bars_summary", name=items[0].name, value=items[0].said, count=len(items)) if len(items) > 1 else ""
    )
    denominator = text.pick(indicator, "denominator")
    notes = [text("chart.denominator", denominator=denominator)] if denominator else []
    if key == "chart.prefecture_title" and len(points) < ALL_PREFECTURES:
        notes.append(text("chart.some_prefectures", count=len(points)))
    body = bars(items, lambda count: text("chart.more", count=count), highest)
    return el(
        "figure",
        el("h2", title),
        el("p", summary, class_="chart-summary") if summary else None,
        body,
        source_line(subject, points, *notes),
        class_="bar-chart",
    )
