"""The parts of an indicator's page, each from a `Subject`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from dashboard.breakdown_bars import BarItem
from dashboard.charts import against_target
from dashboard.context import Context
from dashboard.formats import period, short_period
from dashboard.markup import Element, div, el, span
from dashboard.observations import Point
from dashboard.places import prefecture_names
from dashboard.target_card import TargetView
from dashboard.values import difference, point_quantity, value_quantity, why_without
from warehouse.numbers import number

if TYPE_CHECKING:
    from dashboard.indicator_view import Subject

# A share without a target is shown against its whole.
WHOLE = 100.0


def chart_head(subject: Subject, title: str) -> Element:
    """Title of the main chart and one sentence that says what it shows."""
    return div("chart-head", el("h2", title), el("p", trend_summary(subject), class_="chart-summary"))


def trend_summary(subject: Subject) -> str:
    """The series in one sentence."""
    text, indicator = subject.context.text, subject.found.indicator
    first, last = subject.years[0], subject.years[-1]
    return text(
        "chart.summary",
        first=short_period(first.fiscal_year, None, text),
        first_value=point_quantity(first, indicator, text),
        last=short_period(last.fiscal_year, None, text),
        last_value=point_quantity(last, indicator, text),
        change=difference(last.value - first.value, indicator, text),
    )


def figure_alt(subject: Subject) -> str:
    """Alternative text of the main chart."""
    text = subject.context.text
    words = text("chart.alt", name=text.pick(subject.found.indicator, "name"), summary=trend_summary(subject))
    if subject.view is not None and subject.view.target.value is not None:
        words += text("chart.alt_target", target=subject.view.target_text(text), deadline=subject.view.deadline(text))
    return words


def legend(subject: Subject) -> Element:
    """What the lines mean, in the order in which they are drawn."""
    text = subject.context.text
    items = [el("li", el("i", class_="line actual"), text("chart.legend_actual"))]
    view = subject.view
    if view is not None and view.status.target_fiscal_year is not None and view.status.target_value is not None:
        if view.status.base_value is not None:
            items.append(el("li", el("i", class_="line path"), text("chart.legend_path")))
        items += _continuation_legend(subject, view)
    return el("ul", *items, class_="legend") if len(items) > 1 else el("span", class_="hidden")


def _continuation_legend(subject: Subject, view: TargetView) -> list[Element]:
    text, steps, mean = subject.context.text, view.continuation, view.status.mean
    if not steps or mean is None:
        return []
    year = short_period(steps[-1].fiscal_year, None, text)
    value = value_quantity(steps[-1].value, subject.found.indicator, text)
    words = text("chart.legend_extension", years=mean.years, year=year, value=value)
    items = [el("li", el("i", class_="line beyond"), words)]
    banded = [step for step in steps if step.low is not None]
    if banded:
        errors = min(step.errors for step in banded)
        items.append(el("li", el("i", class_="patch"), text("chart.legend_band", errors=errors)))
    else:
        items.append(el("li", text("chart.no_band")))
    return items


def chart_notes(subject: Subject) -> list[str]:
    """Notes on breaks inside the years shown, numbered as in the chart, and on years without a figure."""
    text = subject.context.text
    years = [point.fiscal_year or 0 for point in subject.years]
    first, last = years[0], years[-1]
    absent = [short_period(year, None, text) for year in range(first, last) if year not in years]
    gap = [text("chart.absent", years=text("chart.absent_join").join(absent))] if absent else []
    return gap + [
        text("values.numbered_break", number=position, note=text.pick(item, "note"))
        for position, item in enumerate(subject.found.indicator.breaks, start=1)
        if first < item.fiscal_year <= last
    ]


def single_value(subject: Subject, caption: Element) -> Element:
    """A single observation, as a bar against its target or the whole where there is one."""
    text, indicator = subject.context.text, subject.found.indicator
    latest = subject.found.latest
    assert latest is not None
    value = point_quantity(latest, indicator, text)
    status = subject.view.status if subject.view else None
    goal = status.target_value if status else WHOLE if indicator.unit == "%" else None
    when = period(latest.fiscal_year, latest.as_of, text, by_day=subject.found.shows_day)
    title = text("chart.single_title", name=text.pick(indicator, "name"), period=when)
    parts: list[Element] = [el("h2", title), el("p", value.number, span("unit", value.unit), class_="big")]
    if goal is not None:
        whole = value_quantity(goal, indicator, text) if status else text("charts.hundred")
        key = "charts.target" if status else "charts.whole"
        alt = text(
            "charts.bar_alt" if status else "charts.whole_alt",
            name=text.pick(indicator, "name"),
            value=value,
            target=whole,
        )
        names = {"value_name": str(value), "target_name": text(key, value=whole)}
        parts.append(
            div("wide-sketch", against_target(latest.value, goal, alt=alt, is_target=status is not None, **names))
        )
    denominator = text.pick(indicator, "denominator")
    if denominator:
        parts.append(el("p", text("chart.denominator", denominator=denominator), class_="remark"))
    return el("figure", *parts, el("p", text("values.single_long"), class_="why"), caption, class_="bar-chart")


def nothing_published(subject: Subject) -> Element:
    """Say that there is no figure, or where the figures are that no bar chart can show."""
    text = subject.context.text
    if subject.found.points:
        return div("bar-chart", el("p", text("indicator.by_body"), class_="why"), map_link(subject))
    return div("bar-chart", el("p", why_without(subject.found.indicator, text), class_="why"))


def map_link(subject: Subject) -> Element | None:
    """The way to the map of an indicator by municipality."""
    if subject.found.indicator.municipal is None or not subject.found.at_level("municipality"):
        return None
    address = "map?" + urlencode({"ind": subject.found.indicator.id, **subject.context.link_parameters})
    return el("p", el("a", subject.context.text("indicator.to_map"), href=address), class_="to-map")


def municipalities_by_prefecture(context: Context, points: Sequence[Point]) -> list[BarItem]:
    """Count the municipalities with a positive value in each prefecture."""
    names = prefecture_names(context)
    counts = Counter(names[point.area_code] for point in points if point.value > 0)
    unit = context.text("chart.municipality_unit")
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return [BarItem(name, count, number(count) + unit) for name, count in ordered]
