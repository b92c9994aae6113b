"""Which series should have been published by now, judged by the months in which they normally are."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import polars as pl

from warehouse import eras
from warehouse.catalogue import Indicator
from warehouse.release import Release

# What a series can be, the ones that need most attention first, with the words for it.
STATES = {
    "overdue": ("期日超過・未収録", "overdue"),
    "undated": ("公表日未確認", "day unknown"),
    "due": ("公表予定月", "due this month"),
    "current": ("最新", "current"),
    "unscheduled": ("公表月の定めなし", "no known habit"),
}
_SAID = {
    "overdue": (
        "{year}の値は例年なら{due}までに公表されますが、{days}日過ぎても収録されていません。",
        "The figure of {year} is normally out by {due}; it is not here {days} days later.",
    ),
    "undated": (
        "{year}の値は、公表日の分からない資料だけにあります。公表日を確かめると最新の値になります。",
        "The figure of {year} stands only in a document without a day; it becomes the latest once its day is known.",
    ),
    "due": (
        "{year}の値は例年なら{due}までに公表されます（あと{days}日）。",
        "The figure of {year} is normally out by {due}, {days} days from now.",
    ),
    "current": ("次は{year}の値で、例年なら{due}までに公表されます。", "Next is {year}, normally out by {due}."),
    "unscheduled": (
        "例年の公表月を示す資料がそろっていません。",
        "There are not enough dated documents to tell when it is normally published.",
    ),
}


@dataclass(frozen=True)
class Freshness:
    """How fresh a series is on a day.

    Attributes:
        indicator_id: The series.
        name_ja: Its name.
        name_en: Its name in English.
        state: One of `STATES`.
        newest_fiscal_year: Newest year with a national figure that is dated; None without one.
        expected_fiscal_year: The first year that is missing, or for a current series the one that comes next.
        due_on: The day by which that year is normally out.
        days: Days since then where it is overdue, days until then where it is due or comes next.
    """

    indicator_id: str
    name_ja: str
    name_en: str
    state: str
    newest_fiscal_year: int | None
    expected_fiscal_year: int | None = None
    due_on: dt.date | None = None
    days: int | None = None

    def said(self, lang: str = "ja") -> str:
        """Say the state in one sentence."""
        year = eras.fiscal_year_label(self.expected_fiscal_year, lang) if self.expected_fiscal_year else ""
        due = eras.date_label(self.due_on, lang) if self.due_on else ""
        return _SAID[self.state][0 if lang == "ja" else 1].format(year=year, due=due, days=self.days)


def freshness(release: Release, today: dt.date | None = None, as_known_on: dt.date | None = None) -> list[Freshness]:
    """Judge how fresh the series of a release are: those with a known habit, and the headline ones.

    Args:
        release: Where the figures come from.
        today: The clock; default `as_known_on`, else today in Tokyo.
        as_known_on: Only figures published up to that day count.

    Returns:
        One per series, those that need most attention first, else in the order of the catalogue.
    """
    clock = as_known_on or today or eras.today()
    wanted = [item for item in release.catalogue.indicators.values() if item.schedule or item.headline]
    frame = release.observations([item.id for item in wanted], level="country", as_known_on=as_known_on)
    stated = frame.filter(pl.col("value").is_not_null() & pl.col("fiscal_year").is_not_null())
    dated = _newest(stated.filter(pl.col("published_on").is_not_null()))
    undated = _newest(stated.filter(pl.col("published_on").is_null()))
    found = [_judge(item, dated.get(item.id), undated.get(item.id), clock) for item in wanted]
    return sorted(found, key=lambda one: list(STATES).index(one.state))


def _newest(frame: pl.DataFrame) -> dict[str, int]:
    return dict(frame.group_by("indicator_id").agg(pl.col("fiscal_year").max()).iter_rows())


def _judge(indicator: Indicator, newest: int | None, undated: int | None, clock: dt.date) -> Freshness:
    names = (indicator.id, indicator.name_ja, indicator.name_en)
    schedule = indicator.schedule
    if schedule is None:
        return Freshness(*names, "unscheduled", newest)
    # The newest year whose month has begun. A year long missing is overdue since its own day.
    begun = clock.year - schedule.years_after - (clock < clock.replace(month=schedule.month, day=1))
    expected = begun if newest is None else newest + 1
    due = schedule.due_on(expected)
    if expected > begun:
        return Freshness(*names, "current", newest, expected, due, (due - clock).days)
    if undated is not None and undated >= expected:
        return Freshness(*names, "undated", newest, expected, due)
    if clock <= due:
        return Freshness(*names, "due", newest, expected, due, (due - clock).days)
    return Freshness(*names, "overdue", newest, expected, due, (clock - due).days)


def freshness_row(found: Freshness) -> dict[str, Any]:
    """Return it as the flat object of `kpi status --freshness --json`; days_overdue is 0 until it is overdue."""
    return {
        "indicator_id": found.indicator_id,
        "name_ja": found.name_ja,
        "name_en": found.name_en,
        "state": found.state,
        "newest_fiscal_year": found.newest_fiscal_year,
        "expected_fiscal_year": found.expected_fiscal_year,
        "due_on": found.due_on,
        "days_overdue": found.days if found.state == "overdue" else 0,
        "sentence_ja": found.said("ja"),
        "sentence_en": found.said("en"),
    }
