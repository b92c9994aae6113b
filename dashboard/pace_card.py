"""The pace that a target needs beside the pace of late, as bars with their figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboard.formats import short_period
from dashboard.marks import bar
from dashboard.markup import Element, div, el, span
from dashboard.target_card import TargetView
from dashboard.text import Text
from warehouse.eras import era_short
from warehouse.numbers import number
from warehouse.pace import Pace

if TYPE_CHECKING:
    from dashboard.indicator_view import Subject


def pace_card(subject: Subject) -> Element | None:
    """Needed and recent pace; None where no pace is needed."""
    text, view = subject.context.text, subject.view
    if view is None or view.status.needed_per_year is None or view.status.state != "期限前":
        return None
    needed = view.status.needed_per_year
    found = [pace for pace in (view.status.last_year, view.status.mean) if pace is not None]
    top = max(abs(needed), *(abs(pace.per_year) for pace in found)) if found else abs(needed)
    # Bars grow in the direction of the target; a pace away from it has no length.
    sign = 1 if needed >= 0 else -1
    lines = [_needed_line(view, needed * sign / top, text)]
    lines += [_recent_line(view, pace, pace.per_year * sign / top, text) for pace in found]
    times = [
        text("pace.times", name=_name(pace, text), times=number(needed / pace.per_year, 1))
        for pace in found
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


def _name(pace: Pace, text: Text) -> str:
    return text("pace.last_year") if pace.years == 1 else text("pace.mean", years=pace.years)


def _needed_line(view: TargetView, share: float, text: Text) -> Element:
    status = view.status
    assert status.needed_per_year is not None
    name = text("pace.needed_years", years=status.remaining_years or 0)
    reached = text("pace.reached", year=short_period(status.target_fiscal_year, None, text))
    return _line(name, reached, share, text("pace.yearly", value=view.signed(status.needed_per_year, text)), "needed")


def _recent_line(view: TargetView, pace: Pace, share: float, text: Text) -> Element:
    year = view.status.year or 0
    per_year = str(view.signed(pace.per_year, text))
    name = text("pace.named", name=_name(pace, text), years=f"{era_short(year - pace.years)}→{era_short(year)}")
    reached = (
        text("pace.never")
        if pace.reached is None
        else text("pace.reached", year=short_period(pace.reached, None, text))
    )
    if pace.years == 1:
        return _line(name, reached, share, per_year, "last_year")
    return _line(name, reached, share, text("pace.yearly", value=per_year), "mean")


def _line(name: str, reached: str, share: float, said: str, tone: str) -> Element:
    return el(
        "li",
        div("pace-head", el("b", name), span("why", reached)),
        div("pace-bar", bar(max(share, 0), tone), el("b", said, class_=f"said {tone}")),
    )
