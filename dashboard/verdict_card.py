"""The judgement of an indicator: state, level against the target, both methods and how to read them together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboard.charts import Label, picture
from dashboard.components import is_bad, state_mark
from dashboard.formats import percent, period, short_period, signed_percent
from dashboard.marks import bar
from dashboard.markup import Element, div, el, span
from dashboard.target_card import TargetView
from dashboard.text import LANGUAGES, Text
from dashboard.theme import ACTUAL, AXIS, BAND, GOOD_BAND, INK
from dashboard.values import change_text, missing_change, point_quantity, ratio_text, why_without
from warehouse.methods import GRADES, Elapsed, Eurostat
from warehouse.sentences import GRADE_WORDS, REASONS

if TYPE_CHECKING:
    from dashboard.indicator_view import Subject

# The scale of the ratio ends a little beyond the point at which the required rate is kept; what lies further out is
# drawn at the end and said in its figure.
_END = 1.2


def verdict(subject: Subject) -> Element:
    """The judgement of every target in force; without a target, the latest value."""
    text = subject.context.text
    if subject.view is None:
        return _latest_card(subject)
    cards = [_target_block(view, text) for view in subject.views]
    return div("verdicts", el("h2", text("indicator.verdict")), *cards)


def _target_block(view: TargetView, text: Text) -> Element:
    status = view.status
    parts: list[Element | None] = [
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
    if status.value is not None and status.target_value is not None:
        parts += _methods(view, text)
    return el("section", *(part for part in parts if part is not None), class_="verdict")


def _methods(view: TargetView, text: Text) -> list[Element | None]:
    status = view.status
    if isinstance(status.eurostat, str) and status.eurostat == status.elapsed:
        # The catalogue may say why there is no base; otherwise the general reason does.
        own = text.pick(status, "base_reason") if status.eurostat == "no_base" else ""
        reason = own or _why(status.eurostat, text)
        # What the sentence has said already is not said again.
        same = status.eurostat == status.reason_code
        return [None if same else div("method", el("p", text("method.neither", reason=reason), class_="why"))]
    return [_eurostat(view, text), _elapsed(view, text), _reading(view, text)]


def _why(code: str, text: Text) -> str:
    return REASONS[code][LANGUAGES.index(text.lang)]


def _head(name: str, word: str) -> Element:
    return div("method-head", el("h3", name), span("grade", word))


def _eurostat(view: TargetView, text: Text) -> Element:
    result = view.status.eurostat
    if isinstance(result, str):
        word = text("method.not_computed")
        return div("method", _head(text("method.eurostat"), word), el("p", _why(result, text), class_="why"))
    rates = text("method.rates", actual=signed_percent(result.actual), required=signed_percent(result.required))
    return div(
        "method",
        _head(text("method.eurostat"), GRADE_WORDS[result.grade][LANGUAGES.index(text.lang)]),
        el("p", rates, class_="why"),
        _ratio_scale(result, text),
    )


def _ratio_scale(result: Eurostat, text: Text) -> Element:
    """The ratio on the scale of the classes; each class is named under its stretch."""
    start = -0.2 if result.ratio < 0 else 0.0
    left, right, top, bottom = 2.0, 298.0, 24.0, 40.0

    def at(ratio: float) -> float:
        inside = max(start, min(_END, ratio))
        return left + (inside - start) / (_END - start) * (right - left)

    edges = [_END, *(float(bound) for bound, _ in GRADES), start]
    fills = {"on_course": ACTUAL, "moderate": GOOD_BAND, "insufficient": BAND, "moving_away": "#FFFFFF"}
    shapes, labels = [], []
    for (_, name), upper, lower in zip((*GRADES, (None, "moving_away")), edges, edges[1:], strict=False):
        if upper <= lower:
            continue
        x, width = at(lower), at(upper) - at(lower)
        size = {"y": str(top), "height": str(bottom - top), "stroke": AXIS}
        shapes.append(el("rect", x=f"{x:.1f}", width=f"{width:.1f}", fill=fills[name], **size))
        style = "strong" if name == result.grade else "axis"
        labels.append(Label(x + width / 2, bottom + 30, text(f"method.{name}"), "middle", style))
        if lower > start:
            labels.append(Label(x, bottom + 12, percent(lower)[:-3] + "%", "middle", "axis"))
    here = at(result.ratio)
    shapes.append(el("path", d=f"M{here:.1f} {top - 4}V{bottom + 4}", stroke=INK, stroke_width="3"))
    shapes.append(el("path", d=f"M{here - 5:.1f} {top - 9}H{here + 5:.1f}L{here:.1f} {top - 3}Z", fill=INK))
    said = f"R = {percent(result.ratio)}"
    anchor = "end" if here > 200 else "start" if here < 100 else "middle"
    labels.append(Label(here, 6, said, anchor, "strong"))
    alt = text("method.scale_alt", ratio=percent(result.ratio), grade=text(f"method.{result.grade}"))
    return picture(300, 80, shapes, labels, alt)


def _elapsed(view: TargetView, text: Text) -> Element:
    result = view.status.elapsed
    if isinstance(result, str):
        word = text("method.not_computed")
        return div("method", _head(text("method.national"), word), el("p", _why(result, text), class_="why"))
    rows = (
        ("method.progress", result.progress, "actual"),
        ("method.elapsed", result.elapsed, "neutral"),
    )
    lines = (el("li", span("", text(key)), bar(share, tone), el("b", percent(share))) for key, share, tone in rows)
    return div(
        "method",
        _head(text("method.national"), result.grade),
        el("p", text(f"method.grade_{result.grade}"), class_="why"),
        el("ul", *lines, class_="shares"),
    )


def _reading(view: TargetView, text: Text) -> Element:
    """How the two results go together, and the base that both count from."""
    status = view.status
    lines = []
    if isinstance(status.eurostat, Eurostat) and isinstance(status.elapsed, Elapsed):
        on_course = status.eurostat.grade == "on_course"
        agree = on_course == (status.elapsed.grade == "A")
        key = ("agree_good" if on_course else "agree_bad") if agree else "disagree"
        lines.append(text(f"method.{key}"))
        lines.append(
            text(
                "method.required_values",
                year=short_period(status.year, None, text),
                curve=view.quantity(status.eurostat.required_value, text),
                line=view.quantity(status.elapsed.required_value, text),
            )
        )
    lines.append(base_words(view, text))
    return div("method", el("h3", text("method.reading")), el("p", "".join(filter(None, lines))))


def base_words(view: TargetView, text: Text) -> str:
    """The base year with its value and why it is the base; empty where there is none."""
    status = view.status
    if status.base_fiscal_year is None or status.base_value is None:
        return ""
    return text(
        "method.base",
        period=short_period(status.base_fiscal_year, None, text),
        value=view.quantity(status.base_value, text),
        reason=text.pick(status, "base_reason"),
    )


def _latest_card(subject: Subject) -> Element:
    """The latest value and its change; beside a single value, which stands in the chart's place, only the change."""
    text, found = subject.context.text, subject.found
    parts: list[Element] = [el("h2", text("indicator.latest" if subject.has_trend else "indicator.compared"))]
    if found.latest is None:
        why = text("indicator.no_total") if found.points else why_without(found.indicator, text)
        parts.append(el("p", why, class_="why"))
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
