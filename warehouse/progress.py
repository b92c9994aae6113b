"""How far a target is by the figures alone: nothing here depends on the day of reading, so a load computes it once.

- gap = target − value; needed per year = gap ÷ (deadline year − year of the value).
- base: the target's base year, else the last fiscal year that ended before the decision. Where the definition broke
  after it, both methods and the paces start again at the first year after the break.
- a first observation after a deadline that is dated 1 April, the day after it, is the result at the deadline.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import TypeAdapter

from warehouse import eras, pace
from warehouse.catalogue import Indicator, Target
from warehouse.methods import Elapsed, Eurostat, Window, elapsed_share, eurostat
from warehouse.pace import Pace, Step


@dataclass(frozen=True)
class Observed:
    """One current observation of an indicator, for the country as a whole."""

    fiscal_year: int | None
    as_of: dt.date | None
    value: float
    obs_status: str
    approximate: bool

    @property
    def day(self) -> dt.date:
        """The day it speaks of: a figure without one is of the end of its fiscal year."""
        if self.as_of:
            return self.as_of
        return deadline_day(self.fiscal_year) if self.fiscal_year is not None else dt.date.min


def deadline_day(fiscal_year: int) -> dt.date:
    """Return the last day of a fiscal year."""
    return dt.date(fiscal_year + 1, 3, 31)


@dataclass(frozen=True, kw_only=True)
class Progress:
    """A target and its figures. Values in `unit`; years are fiscal years by their Western start year.

    `target_value`: the number that 「全ての都道府県」 stands for where the target is one of coverage.
    `year`: fiscal year of the newest value as the methods count it: the deadline's where `result_at_deadline`.
    `later`: there are figures of later days than the one that is held against the deadline.
    `base_rule`: `declared`, `default`, `restarted` (after a break) or `absent` (with no value to start from).
    `eurostat`, `elapsed`: a result, or the code of the reason why there is none.
    """

    target_id: str
    indicator_id: str | None
    kind: str
    target_value: float | None
    unit: str | None
    target_fiscal_year: int | None
    wording: str
    value: float | None = None
    fiscal_year: int | None = None
    as_of: dt.date | None = None
    obs_status: str | None = None
    approximate: bool = False
    year: int | None = None
    result_at_deadline: bool = False
    later: bool = False
    met: bool = False
    gap: float | None = None
    level_share: float | None = None
    previous_value: float | None = None
    previous_fiscal_year: int | None = None
    change: float | None = None
    broken_since_previous: bool = False
    declared_base_year: int | None = None
    base_fiscal_year: int | None = None
    base_value: float | None = None
    base_rule: str = "absent"
    remaining_years: int | None = None
    needed_per_year: float | None = None
    last_year: Pace | None = None
    mean: Pace | None = None
    eurostat: Eurostat | str = "no_value"
    elapsed: Elapsed | str = "no_value"
    continuation: tuple[Step, ...] = ()
    series: tuple[tuple[int, float], ...] = ()

    @property
    def path_value(self) -> float | None:
        """The straight required path's value in the year of the newest value."""
        return self.elapsed.required_value if isinstance(self.elapsed, Elapsed) else None


_STORED: TypeAdapter[Progress] = TypeAdapter(Progress)


def dump_progress(progress: Progress) -> str:
    """Write a progress as JSON, every number as exact as it is."""
    return _STORED.dump_json(progress).decode()


def parse_progress(text: str) -> Progress:
    """Read what `dump_progress` wrote."""
    return _STORED.validate_json(text)


def progress_of(
    target: Target, indicator: Indicator | None, observed: Sequence[Observed], prefectures: int
) -> Progress:
    """Hold the figures of an indicator against a target.

    Args:
        target: The target.
        indicator: Its indicator, or None.
        observed: Current observations of the indicator for the country.
        prefectures: The number that 「全ての都道府県」 stands for.
    """
    goal = float(prefectures) if target.kind == "coverage" and target.value is None else target.value
    ordered = sorted(observed, key=lambda item: item.day)
    told: dict[str, Any] = {
        "target_id": target.target_id,
        "indicator_id": target.indicator_id,
        "kind": target.kind,
        "target_value": goal,
        "unit": target.unit,
        "target_fiscal_year": target.fiscal_year,
        "wording": target.wording,
        "declared_base_year": _declared_base(target),
    }
    latest = _latest(ordered, target)
    if indicator is None or latest is None or target.kind in {"milestone", "planned"}:
        return Progress(**told)
    return Progress(**told, **_level(target, indicator, goal, ordered, latest))


def _declared_base(target: Target) -> int | None:
    if target.base_fiscal_year is not None or target.decided_on is None:
        return target.base_fiscal_year
    return eras.fiscal_year_of(target.decided_on) - 1


def _latest(ordered: Sequence[Observed], target: Target) -> Observed | None:
    """Return the newest observation, or the one at the deadline once there are later ones."""
    if not ordered or target.fiscal_year is None:
        return ordered[-1] if ordered else None
    last_day = deadline_day(target.fiscal_year)
    within = [item for item in ordered if item.day <= last_day]
    after = [item for item in ordered if item.day > last_day]
    if after and after[0].day == last_day + dt.timedelta(days=1):
        return after[0]
    return within[-1] if within else after[-1]


@dataclass
class _Figures:
    """What the methods read: values by year, the comparable ones among them, and the year that is judged."""

    year: int | None
    value: float
    breaks: list[int]
    series: dict[int, float] = field(default_factory=dict)

    @property
    def comparable(self) -> Mapping[int, float]:
        return pace.segment(self.series, self.breaks, self.year) if self.year is not None else {}


def _level(
    target: Target, indicator: Indicator, goal: float | None, ordered: Sequence[Observed], latest: Observed
) -> dict[str, Any]:
    at_deadline = target.fiscal_year is not None and latest.as_of == deadline_day(target.fiscal_year) + dt.timedelta(1)
    # Years as the methods count them: dated the 1 April after it, a result stands for the year that has just ended.
    shift = 1 if at_deadline else 0
    figures = _Figures(
        latest.fiscal_year - shift if latest.fiscal_year is not None else None,
        latest.value,
        [item.fiscal_year - shift for item in indicator.breaks],
    )
    upto = [item for item in ordered if item.fiscal_year is not None and item.day <= latest.day]
    figures.series = {(item.fiscal_year or 0) - shift: item.value for item in upto}
    met = goal is not None and (latest.value >= goal if indicator.direction != "down" else latest.value <= goal)
    base = _base(target, figures)
    told: dict[str, Any] = {
        "value": latest.value,
        "fiscal_year": latest.fiscal_year,
        "as_of": latest.as_of,
        "obs_status": latest.obs_status,
        "approximate": latest.approximate,
        "year": figures.year,
        "result_at_deadline": at_deadline,
        "later": latest is not ordered[-1],
        "met": met,
        "gap": goal - latest.value if goal is not None else None,
        "level_share": latest.value / goal if goal else None,
        "series": tuple((year + shift, value) for year, value in sorted(figures.series.items())),
        **_previous(figures, shift),
        **base,
        **_methods(target, indicator, goal, figures, base),
    }
    return told | _paces(target, indicator, goal, figures, met=met)


def _previous(figures: _Figures, shift: int) -> dict[str, Any]:
    before = figures.year - 1 if figures.year is not None else None
    if before is None or before not in figures.series:
        return {}
    if before not in figures.comparable:
        return {"broken_since_previous": True}
    value = figures.series[before]
    return {"previous_value": value, "previous_fiscal_year": before + shift, "change": figures.value - value}


def _base(target: Target, figures: _Figures) -> dict[str, Any]:
    """Settle where the methods start."""
    declared = _declared_base(target)
    comparable = figures.comparable
    if declared is None or figures.year is None or not comparable:
        return {}
    rule = "default" if target.base_fiscal_year is None else "declared"
    if any(declared < at <= figures.year for at in figures.breaks):
        first = min(comparable)
        return {"base_fiscal_year": first, "base_value": comparable[first], "base_rule": "restarted"}
    if declared not in comparable:
        return {}
    return {"base_fiscal_year": declared, "base_value": comparable[declared], "base_rule": rule}


def _methods(
    target: Target, indicator: Indicator, goal: float | None, figures: _Figures, base: Mapping[str, Any]
) -> dict[str, Any]:
    """Judge by both methods, or say why not."""
    reason = (
        "no_goal"
        if goal is None
        else "no_deadline"
        if target.fiscal_year is None
        else "no_period"
        if figures.year is None
        else "after_deadline"
        if figures.year > target.fiscal_year
        else "no_base"
        if not base
        else None
    )
    if reason is not None:
        return {"eurostat": reason, "elapsed": reason}
    assert goal is not None and target.fiscal_year is not None and figures.year is not None
    window = Window(
        base["base_fiscal_year"],
        base["base_value"],
        figures.year,
        figures.value,
        target.fiscal_year,
        goal,
        up=indicator.direction != "down",
    )
    return {"eurostat": eurostat(window), "elapsed": elapsed_share(window)}


def _paces(target: Target, indicator: Indicator, goal: float | None, figures: _Figures, *, met: bool) -> dict[str, Any]:
    """The pace of late, and the needed one where a deadline lies ahead of the value."""
    year = figures.year
    if year is None:
        return {}
    aim = None if met else goal
    mean = pace.recent_mean(figures.comparable, year, aim)
    told: dict[str, Any] = {"last_year": pace.last_year(figures.comparable, year, aim), "mean": mean}
    if aim is None or target.fiscal_year is None or target.fiscal_year <= year:
        return told
    remaining = target.fiscal_year - year
    steps = pace.continuation(figures.series, figures.breaks, year, mean, target.fiscal_year, indicator.bounds)
    return told | {
        "remaining_years": remaining,
        "needed_per_year": (aim - figures.value) / remaining,
        "continuation": tuple(steps),
    }
