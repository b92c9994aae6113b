"""How far each target is: its state, the gap, the pace needed, and one sentence that says so.

The clock is an input: the day as known on, else today. Figures come from the release. Values stay unrounded here.

- gap = target − value; needed per year = gap ÷ (deadline year − year of the value).
- required path: the straight line from the base year's value to the target; 遅れ means below it (in the desired
  direction). 国内の進捗評価の慣行 compares the same two shares: progress made and time elapsed.
- a deadline of fiscal year Y has passed on 1 April of Y+1. A first observation after it that is dated that very day
  is the result at the deadline.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from warehouse import eras, sentences
from warehouse.catalogue import Indicator, Target
from warehouse.release import Release

# What a target's state can be, the ones that need most attention first.
VERDICTS = ("missed", "late", "unknown", "before", "on_path", "achieved", "none")
_VERDICT_OF = {"達成": "achieved", "期限経過・未達": "missed", "実績なし": "none", "判定不能": "unknown"}


@dataclass(frozen=True)
class Observed:
    """One observation of a target's indicator, for the country as a whole."""

    fiscal_year: int | None
    as_of: dt.date | None
    value: float
    obs_status: str
    approximate: bool
    published_on: dt.date | None


@dataclass(frozen=True)
class TargetStatus:
    """A target and how far it is. Values in `unit`; years are fiscal years by their Western start year."""

    target_id: str
    indicator_id: str | None
    kind: str
    target_value: float | None
    unit: str | None
    target_fiscal_year: int | None
    wording: str
    state: str
    value: float | None
    fiscal_year: int | None
    as_of: dt.date | None
    needed_per_year: float | None
    reason: str
    name_ja: str
    name_en: str
    gap: float | None
    level_share: float | None
    previous_value: float | None
    previous_fiscal_year: int | None
    change: float | None
    on_path: bool | None
    path_value: float | None
    base_fiscal_year: int | None
    base_value: float | None
    base_reason_ja: str | None
    base_reason_en: str | None
    remaining_years: int | None
    obs_status: str | None
    approximate: bool
    result_at_deadline: bool
    recent_per_year: float | None
    series: tuple[tuple[int, float], ...]
    sentence_ja: str
    sentence_en: str

    @property
    def verdict(self) -> str:
        """The state in one word: one of `VERDICTS`. Before the deadline it also says which side of the path."""
        if self.state == "期限前":
            return "before" if self.on_path is None else "on_path" if self.on_path else "late"
        return _VERDICT_OF[self.state]


def target_status(
    release: Release, today: dt.date | None = None, as_known_on: dt.date | None = None
) -> list[TargetStatus]:
    """Judge every target and milestone of a release.

    Args:
        release: Where the figures come from.
        today: The clock of the verdicts; default `as_known_on`, else today in Tokyo.
        as_known_on: Only figures published up to that day are used.

    Returns:
        One status per active target, in the order of the catalogue.
    """
    clock = as_known_on or today or eras.today()
    catalogue = release.catalogue
    wanted = sorted({t.indicator_id for t in catalogue.targets if t.indicator_id})
    frame = release.observations(wanted, level="country", as_known_on=as_known_on, current=True)
    series = _series(frame)
    prefectures = release.areas().filter((pl.col("level") == "prefecture") & pl.col("valid_to").is_null()).height
    publications = release.publications()
    stated_on = dict(zip(publications["publication_id"], publications["published_on"], strict=True))
    return [
        judge(target, catalogue.indicators.get(target.indicator_id or ""), series, clock, prefectures)
        for target in catalogue.targets
        if target.status != "superseded" and _is_known(target, stated_on.get(target.publication_id), as_known_on)
    ]


def _is_known(target: Target, stated_on: dt.date | None, as_known_on: dt.date | None) -> bool:
    """Whether a target was decided by a day, or, where its day is not stated, published by then."""
    if as_known_on is None:
        return True
    day = target.decided_on or stated_on
    return day is not None and day <= as_known_on


def _series(frame: pl.DataFrame) -> dict[str, list[Observed]]:
    found: dict[str, list[Observed]] = {}
    rows = frame.filter((pl.col("breakdown") == "") & pl.col("value").is_not_null())
    for row in rows.iter_rows(named=True):
        found.setdefault(row["indicator_id"], []).append(
            Observed(
                row["fiscal_year"],
                row["as_of"],
                row["value"],
                row["obs_status"],
                row["approximate"],
                row["published_on"],
            )
        )
    return found


def judge(
    target: Target,
    indicator: Indicator | None,
    series: Mapping[str, list[Observed]],
    clock: dt.date,
    prefectures: int,
) -> TargetStatus:
    """Judge one target on a day. `prefectures` is the number that 「全ての都道府県」 stands for."""
    goal = float(prefectures) if target.kind == "coverage" and target.value is None else target.value
    observed = sorted(series.get(target.indicator_id or "", []), key=_day)
    dated = [item for item in observed if item.fiscal_year is not None]
    latest = _latest(observed, target)
    previous = _previous(dated, latest)
    up = indicator is None or indicator.direction != "down"
    state, reason = _state(target, goal, latest, clock, up=up)
    gap = goal - latest.value if goal is not None and latest else None
    base = _base(dated, target)
    remaining = None
    if target.fiscal_year is not None and latest and latest.fiscal_year is not None and state == "期限前":
        remaining = target.fiscal_year - latest.fiscal_year
    needed = gap / remaining if gap is not None and remaining and remaining > 0 else None
    path = _path_value(base, target, goal, latest)
    on_path = None
    if path is not None and latest and state == "期限前":
        on_path = latest.value >= path if up else latest.value <= path
    change = latest.value - previous.value if latest and previous else None
    facts = sentences.Facts(
        state=state,
        reason=reason,
        target=target,
        goal=goal,
        unit_ja=target.unit or "",
        unit_en=target.unit_en or "",
        decimals=indicator.decimals if indicator else 0,
        value=latest.value if latest else None,
        fiscal_year=latest.fiscal_year if latest else None,
        as_of=latest.as_of if latest else None,
        provisional=bool(latest and latest.obs_status == "P"),
        gap=gap,
        change=change,
        previous_fiscal_year=previous.fiscal_year if previous else None,
        needed=needed,
        remaining=remaining,
        recent=_recent(dated, latest),
        on_path=on_path,
        path=path,
    )
    return TargetStatus(
        target_id=target.target_id,
        indicator_id=target.indicator_id,
        kind=target.kind,
        target_value=goal,
        unit=target.unit,
        target_fiscal_year=target.fiscal_year,
        wording=target.wording,
        state=state,
        value=latest.value if latest else None,
        fiscal_year=latest.fiscal_year if latest else None,
        as_of=latest.as_of if latest else None,
        needed_per_year=needed,
        reason=reason,
        name_ja=target.name_ja,
        name_en=target.name_en,
        gap=gap,
        level_share=latest.value / goal if goal and latest else None,
        previous_value=previous.value if previous else None,
        previous_fiscal_year=previous.fiscal_year if previous else None,
        change=change,
        on_path=on_path,
        path_value=path,
        base_fiscal_year=base.fiscal_year if base else target.base_fiscal_year,
        base_value=base.value if base else None,
        base_reason_ja=target.base_reason_ja,
        base_reason_en=target.base_reason_en,
        remaining_years=remaining,
        obs_status=latest.obs_status if latest else None,
        approximate=bool(latest and latest.approximate),
        result_at_deadline=_is_result_at_deadline(target, latest),
        recent_per_year=facts.recent,
        series=tuple((item.fiscal_year, item.value) for item in dated if item.fiscal_year is not None),
        sentence_ja=sentences.sentence_ja(facts),
        sentence_en=sentences.sentence_en(facts),
    )


def _day(item: Observed) -> dt.date:
    if item.as_of:
        return item.as_of
    return dt.date(item.fiscal_year + 1, 3, 31) if item.fiscal_year is not None else dt.date.min


def _latest(observed: list[Observed], target: Target) -> Observed | None:
    if not observed or target.kind in {"milestone", "planned"}:
        return None
    if target.fiscal_year is not None and (last := _result_at(observed, target.fiscal_year)):
        return last
    return observed[-1]


def _result_at(observed: list[Observed], deadline: int) -> Observed | None:
    """Return the observation at the deadline once there are later ones: the last in time, or the next 1 April's."""
    after = [item for item in observed if _day(item) > dt.date(deadline + 1, 3, 31)]
    if not after:
        return None
    if _day(after[0]) == dt.date(deadline + 1, 4, 1):
        return after[0]
    within = [item for item in observed if _day(item) <= dt.date(deadline + 1, 3, 31)]
    return within[-1] if within else after[-1]


def _is_result_at_deadline(target: Target, latest: Observed | None) -> bool:
    return bool(latest and target.fiscal_year is not None and latest.as_of == dt.date(target.fiscal_year + 1, 4, 1))


def _previous(dated: list[Observed], latest: Observed | None) -> Observed | None:
    if latest is None or latest.fiscal_year is None:
        return None
    return next((item for item in reversed(dated) if item.fiscal_year == latest.fiscal_year - 1), None)


def _recent(dated: list[Observed], latest: Observed | None) -> float | None:
    """Mean change per year over the last three years, where all of them are there."""
    if latest is None or latest.fiscal_year is None:
        return None
    years = {item.fiscal_year: item.value for item in dated}
    start = years.get(latest.fiscal_year - 3)
    return (latest.value - start) / 3 if start is not None else None


def _base(dated: list[Observed], target: Target) -> Observed | None:
    year = target.base_fiscal_year
    if year is None and target.decided_on is not None:
        year = eras.fiscal_year_of(target.decided_on) - 1
    return next((item for item in dated if item.fiscal_year == year), None)


def _path_value(base: Observed | None, target: Target, goal: float | None, latest: Observed | None) -> float | None:
    if base is None or goal is None or latest is None or target.fiscal_year is None:
        return None
    if base.fiscal_year is None or latest.fiscal_year is None or target.fiscal_year <= base.fiscal_year:
        return None
    if latest.fiscal_year <= base.fiscal_year:
        return None
    elapsed = (latest.fiscal_year - base.fiscal_year) / (target.fiscal_year - base.fiscal_year)
    return base.value + (goal - base.value) * min(elapsed, 1.0)


def _state(target: Target, goal: float | None, latest: Observed | None, clock: dt.date, *, up: bool) -> tuple[str, str]:
    if target.kind in {"milestone", "planned"}:
        return "判定不能", target.no_actual_ja or "実現したかどうかを記した資料がありません。"
    if latest is None:
        return "実績なし", target.no_actual_ja or "実績の値を記した資料がありません。"
    if goal is None:
        return "判定不能", "目標の値が数で示されていません。"
    if latest.value >= goal if up else latest.value <= goal:
        return "達成", "最新の値が目標に届いています。"
    if target.fiscal_year is None:
        return "判定不能", "目標に期限の記載がないため、必要なペースと遅れは判定しません。"
    passed = clock > dt.date(target.fiscal_year + 1, 3, 31)
    if passed:
        return _state_after_deadline(target, latest)
    return "期限前", "期限の前で、目標には届いていません。"


def _state_after_deadline(target: Target, latest: Observed) -> tuple[str, str]:
    assert target.fiscal_year is not None
    if _is_result_at_deadline(target, latest):
        return "期限経過・未達", "期限の翌日（4月1日）現在の値を期限時点の結果とみなしています。"
    if latest.fiscal_year is None or latest.fiscal_year < target.fiscal_year:
        return "判定不能", "期限は過ぎましたが、期限の年度の値がまだ公表されていません。"
    return "期限経過・未達", "期限の年度の値が目標に届いていません。"
