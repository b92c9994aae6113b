"""What a target's figures mean on a day: its state, the reason for it, and the sentences that say so.

The clock is an input: the day as known on, else today. Figures come from the release, which holds the progress that
was computed when it was loaded; seen as known on a day, it is computed from the figures known by then.
A deadline of fiscal year Y has passed on 1 April of Y+1.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from warehouse import eras, queries, sentences
from warehouse.catalogue import Catalogue, Target
from warehouse.methods import Elapsed
from warehouse.progress import Observed, Progress, deadline_day, progress_of
from warehouse.release import Release

# What a target's verdict can be, the ones that need most attention first.
VERDICTS = ("missed", "late", "unknown", "before", "on_path", "achieved", "none")
_VERDICT_OF = {"達成": "achieved", "期限経過・未達": "missed", "実績なし": "none", "判定不能": "unknown"}


@dataclass(frozen=True, kw_only=True)
class TargetStatus(Progress):
    """A target's progress, judged on a day. `reason` is Japanese; `reason_code` is a key of `sentences.REASONS`."""

    state: str
    reason_code: str
    reason: str
    reason_en: str
    name_ja: str
    name_en: str
    base_reason_ja: str | None
    base_reason_en: str | None
    sentence_ja: str
    sentence_en: str

    @property
    def verdict(self) -> str:
        """The state in one word: one of `VERDICTS`. Before the deadline it also says which side of the path."""
        if self.state == "期限前":
            return "before" if self.on_path is None else "on_path" if self.on_path else "late"
        return _VERDICT_OF[self.state]

    @property
    def on_path(self) -> bool | None:
        """Before the deadline: whether the value is at or beyond the straight path (grade A); None without a path."""
        if self.state != "期限前" or not isinstance(self.elapsed, Elapsed):
            return None
        return self.elapsed.grade == "A"


def target_status(
    release: Release, today: dt.date | None = None, as_known_on: dt.date | None = None
) -> list[TargetStatus]:
    """Judge every target and milestone of a release that is in force.

    Args:
        release: Where the figures come from.
        today: The clock of the verdicts; default `as_known_on`, else today in Tokyo.
        as_known_on: Only figures published, and only targets decided up to that day are used. A target that was
            superseded later is judged as it stood then.

    Returns:
        One status per target, in the order of the catalogue.
    """
    clock = as_known_on or today or eras.today()
    in_force = targets_in_force(release, as_known_on)
    stored = release.progress if as_known_on is None else {}
    missing = [target for target in in_force if target.target_id not in stored]
    found = {**stored, **{one.target_id: one for one in measure(release, missing, as_known_on)}}
    return [judge(target, release.catalogue, found[target.target_id], clock) for target in in_force]


def targets_in_force(release: Release, as_known_on: dt.date | None = None) -> list[Target]:
    """Return the targets that were decided and not yet superseded by a day; without a day, the present ones."""
    publications = release.publications()
    stated_on = dict(zip(publications["publication_id"], publications["published_on"], strict=True))
    return [
        target
        for target in release.catalogue.targets
        if target.is_in_force(as_known_on, stated_on.get(target.publication_id))
    ]


def measure(release: Release, targets: Sequence[Target], as_known_on: dt.date | None = None) -> list[Progress]:
    """Hold the current national figures of a release against targets."""
    if not targets:
        return []
    wanted = sorted({target.indicator_id for target in targets if target.indicator_id})
    frame = release.observations(wanted, level="country", as_known_on=as_known_on, current=True)
    return measured(targets, release.catalogue, frame, queries.prefecture_count(release.connection))


def measured(targets: Sequence[Target], catalogue: Catalogue, frame: pl.DataFrame, prefectures: int) -> list[Progress]:
    """Hold observations (columns of a slice, current, of the country) against targets."""
    series = _series(frame)
    return [
        progress_of(
            target,
            catalogue.indicators.get(target.indicator_id or ""),
            series.get(target.indicator_id or "", []),
            prefectures,
        )
        for target in targets
    ]


def _series(frame: pl.DataFrame) -> Mapping[str, list[Observed]]:
    found: dict[str, list[Observed]] = {}
    rows = frame.filter((pl.col("breakdown") == "") & pl.col("value").is_not_null())
    columns = ("indicator_id", "fiscal_year", "as_of", "value", "obs_status", "approximate")
    for indicator_id, *told in rows.select(columns).iter_rows():
        found.setdefault(indicator_id, []).append(Observed(*told))
    return found


def judge(target: Target, catalogue: Catalogue, progress: Progress, clock: dt.date) -> TargetStatus:
    """Judge a target on a day."""
    state, code = _state(target, progress, clock)
    told = sentences.Told(target, catalogue.indicators.get(target.indicator_id or ""), progress, state, code)
    return TargetStatus(
        **{field.name: getattr(progress, field.name) for field in dataclasses.fields(progress)},
        state=state,
        reason_code=code,
        reason=sentences.reason(told, "ja"),
        reason_en=sentences.reason(told, "en"),
        name_ja=target.name_ja,
        name_en=target.name_en,
        base_reason_ja=sentences.base_reason(told, "ja"),
        base_reason_en=sentences.base_reason(told, "en"),
        sentence_ja=sentences.sentence(told, "ja"),
        sentence_en=sentences.sentence(told, "en"),
    )


def _state(target: Target, progress: Progress, clock: dt.date) -> tuple[str, str]:
    """Return the state and the code of its reason."""
    if target.kind in {"milestone", "planned"}:
        realised = target.status == "achieved" and target.has_ended(clock)
        return ("達成", "realised") if realised else ("判定不能", "not_reported")
    if progress.value is None:
        return "実績なし", "no_value"
    if progress.target_value is None:
        return "判定不能", "no_goal"
    deadline = target.fiscal_year
    if deadline is not None and (progress.year is None or progress.year > deadline):
        return "判定不能", "no_period" if progress.year is None else "after_deadline"
    if progress.met:
        return "達成", "met"
    if deadline is None:
        return "判定不能", "no_deadline"
    if clock <= deadline_day(deadline):
        return "期限前", "before"
    assert progress.year is not None
    if progress.year < deadline:
        return "判定不能", "missing_year"
    if progress.result_at_deadline:
        return "期限経過・未達", "next_day"
    is_final = progress.as_of is None or progress.as_of == deadline_day(deadline) or progress.later
    return ("期限経過・未達", "missed") if is_final else ("判定不能", "within_year")


_ROW = (
    "target_id indicator_id kind target_value unit target_fiscal_year wording state value fiscal_year as_of "
    "needed_per_year reason verdict name_ja name_en gap level_share previous_value previous_fiscal_year change "
    "obs_status approximate result_at_deadline remaining_years path_value on_path declared_base_year "
    "base_fiscal_year base_value base_rule base_reason_ja base_reason_en reason_code reason_en"
)


def status_row(status: TargetStatus) -> dict[str, Any]:
    """Return a status as the flat object of `kpi status --json`: the contract's keys, then verdicts and paces."""
    row: dict[str, Any] = {name: getattr(status, name) for name in _ROW.split()}
    for name in ("last_year", "mean"):
        pace = getattr(status, name)
        row |= {f"{name}_{key}": getattr(pace, key, None) for key in ("years", "per_year", "reached")}
    for name, keys in (("eurostat", "actual required ratio grade"), ("elapsed", "progress elapsed grade")):
        result = getattr(status, name)
        row |= {f"{name}_{key}": getattr(result, key, None) for key in keys.split()}
        row[f"{name}_reason"] = result if isinstance(result, str) else None
    return row | {"sentence_ja": status.sentence_ja, "sentence_en": status.sentence_en}


_NUMBERS = (
    "target_value value needed_per_year gap level_share previous_value change path_value base_value "
    "last_year_per_year mean_per_year eurostat_actual eurostat_required eurostat_ratio elapsed_progress elapsed_elapsed"
)
_YEARS = (
    "target_fiscal_year fiscal_year previous_fiscal_year remaining_years declared_base_year base_fiscal_year "
    "last_year_years last_year_reached mean_years mean_reached"
)
_TYPES = {
    **dict.fromkeys(_NUMBERS.split(), pl.Float64),
    **dict.fromkeys(_YEARS.split(), pl.Int16),
    **dict.fromkeys(("approximate", "result_at_deadline", "on_path"), pl.Boolean),
    "as_of": pl.Date,
}


def status_frame(release: Release, today: dt.date | None = None, as_known_on: dt.date | None = None) -> pl.DataFrame:
    """Return `target_status` as a frame, one row per target with the columns of `status_row`, typed."""
    rows = [status_row(one) for one in target_status(release, today=today, as_known_on=as_known_on)]
    names = rows[0] if rows else _TYPES
    return pl.DataFrame(rows, schema={name: _TYPES.get(name, pl.String) for name in names})
