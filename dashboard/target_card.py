"""A target on 概況: its state, its figure, how far it is, a small chart, one sentence."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from dashboard.charts import against_target, trend
from dashboard.components import is_bad, state_mark, state_word
from dashboard.context import Context
from dashboard.formats import Quantity, percent, period, quantity, short_period, signed, signed_percent
from dashboard.markup import Element, div, el, span
from dashboard.text import Text
from warehouse.catalogue import Indicator, Target
from warehouse.eras import era_short, fiscal_year_label
from warehouse.pace import Step
from warehouse.status import TargetStatus


@dataclass(frozen=True)
class TargetView:
    """A target with everything that is shown of it."""

    status: TargetStatus
    target: Target
    indicator: Indicator | None
    state: str
    judged_on: dt.date

    def unit(self, text: Text) -> str:
        """The unit of the target in the language of the page."""
        return text.pick(self.target, "unit")

    def decimals(self) -> int:
        """Decimals of the indicator's values."""
        return self.indicator.decimals if self.indicator else 0

    def quantity(self, value: float, text: Text) -> Quantity:
        """A value in the target's unit."""
        return quantity(value, self.unit(text), text.lang, decimals=self.decimals())

    def signed(self, value: float, text: Text) -> Quantity:
        """A difference in the target's unit."""
        return signed(value, self.unit(text), text.lang, decimals=self.decimals())

    def target_text(self, text: Text) -> str:
        """The target as a figure, else its wording."""
        return str(self.quantity(self.target.value, text)) if self.target.value is not None else self.target.wording

    def name(self, text: Text) -> str:
        """The name of what is measured; the target's own where nothing is."""
        return text.pick(self.indicator or self.target, "name")

    def deadline(self, text: Text) -> str:
        """The deadline with the years left, or that there is none."""
        target, left = self.target, self.status.remaining_years
        if target.fiscal_year is None:
            words = text.pick(target, "deadline")
            return text("card.deadline", deadline=words) if words else text("card.no_deadline")
        words = (
            text.pick(target, "deadline")
            if target.kind == "milestone"
            else fiscal_year_label(target.fiscal_year, text.lang)
        )
        if self.judged_on > dt.date(target.fiscal_year + 1, 3, 31):
            return text("card.deadline_passed", deadline=words)
        if left is not None and left > 0 and self.state != "achieved":
            return text("card.deadline_left", deadline=words, years=left)
        return text("card.deadline", deadline=words)

    @property
    def continuation(self) -> tuple[Step, ...]:
        """The recent pace continued up to the deadline; nothing once the deadline has passed."""
        return self.status.continuation if self.status.state == "期限前" else ()

    def key_sentence(self, text: Text) -> str:
        """The one sentence that an executive should read, with its figure in bold; empty if there is none."""
        status = self.status
        name = self.name(text)
        if self.state in {"late", "on_path", "before"} and status.needed_per_year is not None:
            deadline = short_period(status.target_fiscal_year, None, text)
            needed = self.signed(status.needed_per_year, text)
            recent = self._recent(text)
            return text("card.key_needed", name=name, deadline=deadline, needed=needed, recent=recent)
        if self.state == "missed" and status.gap is not None:
            return text("card.key_missed", name=name, gap=self.quantity(abs(status.gap), text))
        if self.state == "achieved":
            return text("card.key_achieved", name=name)
        return ""

    def _recent(self, text: Text) -> str:
        mean = self.status.mean
        if mean is not None:
            return text("card.key_mean", years=mean.years, change=self.signed(mean.per_year, text))
        if self.status.change is not None:
            return text("card.key_recent1", change=self.signed(self.status.change, text))
        return ""


def path_values(view: TargetView) -> dict[int, float]:
    """The straight line from the base year's value to the target, by fiscal year; empty where there is none."""
    status = view.status
    base, value, end, goal = status.base_fiscal_year, status.base_value, status.target_fiscal_year, status.target_value
    if base is None or value is None or end is None or goal is None or end <= base:
        return {}
    return {year: value + (goal - value) * (year - base) / (end - base) for year in range(base, end + 1)}


def card_body(view: TargetView, context: Context) -> Element:
    """Build a card without its link."""
    text = context.text
    head = div("card-head", state_mark(view.state, text), span("deadline", view.deadline(text)))
    return el(
        "article",
        head,
        el("h3", view.name(text)),
        div("card-main", div("card-figure", *_figure(view, text)), _chart(view, text)),
        el("p", text.pick(view.status, "sentence"), class_="sentence"),
    )


def _figure(view: TargetView, text: Text) -> list[Element]:
    status = view.status
    by_day = view.indicator is not None and view.indicator.period == "point"
    when = period(status.fiscal_year, status.as_of, text, by_day=by_day)
    if status.obs_status == "P":
        when += text("values.provisional_suffix")
    big = Quantity(state_word("none", text), "")
    if status.value is not None:
        big = quantity(
            status.value, view.unit(text), text.lang, decimals=view.decimals(), approximate=status.approximate
        )
    facts = [el("li", text("card.target", value=view.target_text(text)))]
    if status.gap is not None:
        gap = el("b", str(view.signed(-status.gap, text)), class_="bad" if is_bad(view.state) else None)
        share = text("card.share", share=percent(status.level_share)) if status.level_share is not None else ""
        facts.append(el("li", text("card.gap"), "　", gap, share))
    facts.append(el("li", *_change(view, text)))
    return [
        el("p", when, class_="when"),
        el("p", big.number, span("unit", big.unit), class_="big"),
        el("ul", *facts, class_="facts"),
    ]


def change_parts(view: TargetView, text: Text) -> tuple[str, str, str] | None:
    """Return since when the value changed, by how much, and by what ratio (empty where it says nothing)."""
    status = view.status
    if status.change is None or status.previous_fiscal_year is None:
        return None
    yearly = status.fiscal_year is not None and status.fiscal_year - status.previous_fiscal_year == 1
    since = (
        text("card.change")
        if yearly
        else text("card.change_since", period=short_period(status.previous_fiscal_year, None, text))
    )
    ratio = ""
    if status.previous_value and not view.unit(text).startswith("%"):
        ratio = text("card.share", share=signed_percent(status.change / status.previous_value))
    return since, str(view.signed(status.change, text)), ratio


def _change(view: TargetView, text: Text) -> list[Element | str]:
    parts = change_parts(view, text)
    if parts is None:
        return [text("card.no_previous")]
    since, change, ratio = parts
    return [since, "　", el("b", change), *([ratio] if ratio else [])]


def _chart(view: TargetView, text: Text) -> Element | None:
    status = view.status
    if len(status.series) >= 2:
        return div("card-chart", _trend(view, text))
    if status.value is None or status.target_value is None:
        return None
    value, goal = view.quantity(status.value, text), view.quantity(status.target_value, text)
    chart = against_target(
        status.value,
        status.target_value,
        value_name=value.number,
        target_name=text("charts.target", value=goal.number),
        alt=text("charts.bar_alt", name=view.name(text), value=value, target=goal),
    )
    return div("card-chart", chart, el("p", text("values.single_long"), class_="why"))


def _trend(view: TargetView, text: Text) -> Element:
    status = view.status
    first, last = status.series[0], status.series[-1]
    years = [first[0], last[0], *([status.target_fiscal_year] if status.target_fiscal_year else [])]
    has_target = status.target_fiscal_year is not None and status.target_value is not None
    has_base = status.base_fiscal_year is not None and status.base_value is not None
    goal = view.quantity(status.target_value, text) if status.target_value is not None else None
    return trend(
        status.series,
        target=(status.target_fiscal_year or 0, status.target_value or 0) if has_target else None,
        base=(status.base_fiscal_year or 0, status.base_value or 0) if has_base else None,
        year_name={year: era_short(year) if text.lang == "ja" else str(year) for year in years},
        value_name=view.quantity(last[1], text).number,
        first_name=view.quantity(first[1], text).number,
        target_name=text("charts.target", value=goal.number if goal else ""),
        alt=text(
            "charts.trend_alt",
            name=view.name(text),
            first=short_period(first[0], None, text),
            first_value=view.quantity(first[1], text),
            last=short_period(last[0], None, text),
            last_value=view.quantity(last[1], text),
            target=view.target_text(text),
        ),
    )


def empty_card(view: TargetView, context: Context) -> Element:
    """Build the card of a target for which no figure has been published."""
    text = context.text
    facts = text("card.target_deadline", value=view.target_text(text), deadline=view.deadline(text))
    why = text.pick(view.target, "no_actual") or view.status.reason or text("card.no_actual")
    return el(
        "article",
        state_mark("none", text),
        el("h3", view.name(text)),
        el("p", facts),
        el("p", why, class_="why"),
        class_="card",
    )
