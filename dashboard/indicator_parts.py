"""The parts of an indicator's page, each from a `Subject`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from dashboard.breakdown_bars import BarItem
from dashboard.charts import against_target
from dashboard.components import is_bad, state_mark
from dashboard.context import Context
from dashboard.formats import percent, period, short_period
from dashboard.marks import bar
from dashboard.markup import Element, div, el, span
from dashboard.observations import Point
from dashboard.pace import Pace, extension, paces
from dashboard.places import prefecture_names
from dashboard.target_card import TargetView
from dashboard.text import Text
from dashboard.values import change_text, difference, missing_change, point_quantity, ratio_text, value_quantity
from warehouse.eras import era_short
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
        beyond = extension(view.status)
        if beyond is not None:
            year = short_period(view.status.target_fiscal_year, None, text)
            value = value_quantity(beyond, subject.found.indicator, text)
            items.append(
                el("li", el("i", class_="line beyond"), text("chart.legend_extension", year=year, value=value))
            )
    return el("ul", *items, class_="legend") if len(items) > 1 else el("span", class_="hidden")


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
    """Say that there is no figure, and as of when."""
    return div("bar-chart", el("p", subject.context.text("values.unpublished_long"), class_="why"))


def municipalities_by_prefecture(context: Context, points: Sequence[Point]) -> list[BarItem]:
    """Count the municipalities with a positive value in each prefecture."""
    names = prefecture_names(context)
    counts = Counter(names[point.area_code] for point in points if point.value > 0)
    unit = context.text("chart.municipality_unit")
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return [BarItem(name, count, number(count) + unit) for name, count in ordered]


def verdict(subject: Subject) -> Element:
    """The judgement: state, level against the target and the sentence; without a target, the latest value."""
    text = subject.context.text
    if subject.view is None:
        return _latest_card(subject)
    cards = [_verdict_block(view, text) for view in subject.views]
    return div("verdicts", el("h2", text("indicator.verdict")), *cards)


def _verdict_block(view: TargetView, text: Text) -> Element:
    status = view.status
    parts: list[Element] = [
        div("verdict-state", state_mark(view.state, text)),
        el("p", text.pick(view.target, "name"), class_="when"),
    ]
    if status.level_share is not None and status.gap is not None:
        parts.append(el("p", percent(status.level_share)[:-1], span("unit", "%"), class_="big"))
        style = "bad" if is_bad(view.state) else None
        gap = el("b", str(view.signed(-status.gap, text)), class_=style)
        parts.append(el("p", text("indicator.to_target", target=view.target_text(text)), gap))
    else:
        parts.append(el("p", text("card.target", value=view.target_text(text))))
    parts.append(el("p", view.deadline(text), class_="why"))
    parts.append(el("p", text.pick(status, "sentence"), class_="sentence"))
    return el("section", *parts, class_="verdict")


def _latest_card(subject: Subject) -> Element:
    """The latest value and its change; beside a single value, which stands in the chart's place, only the change."""
    text, found = subject.context.text, subject.found
    parts: list[Element] = [el("h2", text("indicator.latest" if subject.has_trend else "indicator.compared"))]
    if found.latest is None:
        parts.append(el("p", text("indicator.no_total" if found.points else "values.unpublished_long"), class_="why"))
    elif subject.has_trend:
        value = point_quantity(found.latest, found.indicator, text)
        when = period(found.latest.fiscal_year, found.latest.as_of, text, by_day=found.shows_day)
        parts += [el("p", when, class_="when"), el("p", value.number, span("unit", value.unit), class_="big")]
    if found.change is not None:
        ratio = ratio_text(found.change, found.indicator)
        share = text("card.share", share=ratio) if ratio else ""
        change = el("b", change_text(found.change, found.indicator, text))
        parts.append(el("p", text("card.change"), "　", change, share))
    elif found.latest is not None:
        parts.append(el("p", missing_change(found, text), class_="why"))
    parts.append(el("p", text("indicator.no_target"), class_="why"))
    return div("verdicts", *parts)


def pace_card(subject: Subject) -> Element | None:
    """Needed and recent pace as bars with their figures; None where no pace is needed."""
    text, view = subject.context.text, subject.view
    found = paces(view.status) if view else []
    if view is None or not found:
        return None
    top = max(abs(pace.per_year) for pace in found)
    lines = [_pace_line(view, pace, top, text) for pace in found]
    needed = found[0].per_year
    times = [
        text("pace.times", name=text(f"pace.{pace.kind}"), times=number(needed / pace.per_year, 1))
        for pace in found[1:]
        if pace.per_year * needed > 0
    ]
    compared = text("pace.compared", times=text("pace.join").join(times)) if times else ""
    return div(
        "pace-card",
        el("h2", text("pace.title", unit=view.unit(text))),
        el("ul", *lines, class_="paces"),
        el("p", compared) if compared else None,
        el("p", text("pace.note"), class_="remark"),
    )


def _pace_line(view: TargetView, pace: Pace, top: float, text: Text) -> Element:
    per_year = str(view.signed(pace.per_year, text))
    said = per_year if pace.kind == "last_year" else text("pace.yearly", value=per_year)
    if pace.kind == "needed":
        name = text("pace.needed_years", years=view.status.remaining_years or 0)
    else:
        span_words = f"{era_short(pace.from_year or 0)}→{era_short(pace.to_year or 0)}"
        name = text("pace.named", name=text(f"pace.{pace.kind}"), years=span_words)
    reached = (
        text("pace.never")
        if pace.reached is None
        else text("pace.reached", year=short_period(pace.reached, None, text))
    )
    return el(
        "li",
        div("pace-head", el("b", name), span("why", reached)),
        div("pace-bar", bar(max(pace.per_year, 0) / top, pace.kind), el("b", said, class_=f"said {pace.kind}")),
    )
