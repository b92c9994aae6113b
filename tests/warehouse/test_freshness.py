"""Which figures should have been out by a day; the shipped habits rest on shipped publications."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from pipelines.load import load
from tests.support import Workbench
from warehouse import open_release
from warehouse.catalogue import Schedule, load_catalogue
from warehouse.errors import InputError
from warehouse.freshness import freshness, freshness_row

HABIT: dict[str, Any] = {"month": 11, "years_after": 1, "publications": ["p1", "p2"]}


def judged(bench: Workbench, day: str, **changes: Any) -> dict[str, Any]:
    bench.declare(bench.indicator(**{"schedule": HABIT, **changes}))
    load(bench.raw, bench.home, catalogue_dir=bench.catalogue)
    (found,) = freshness(open_release(bench.home), today=dt.date.fromisoformat(day))
    return freshness_row(found)


@pytest.mark.parametrize(
    ("day", "state", "year", "due", "overdue"),
    [
        ("2025-10-31", "current", 2024, "2025-11-30", 0),
        ("2025-11-01", "due", 2024, "2025-11-30", 0),
        ("2025-11-30", "due", 2024, "2025-11-30", 0),
        ("2025-12-01", "overdue", 2024, "2025-11-30", 1),
        # Two years are missing: the delay is that of the older one.
        ("2026-12-01", "overdue", 2024, "2025-11-30", 366),
        ("2024-12-31", "current", 2024, "2025-11-30", 0),
    ],
)
def test_states_by_day(bench: Workbench, day: str, state: str, year: int, due: str, overdue: int) -> None:
    bench.publish("p1", "年度,人数\nR4,9人\nR5,10人\n", published="2024-11-15")
    found = judged(bench, day)
    assert (found["state"], found["expected_fiscal_year"], found["days_overdue"]) == (state, year, overdue)
    assert found["due_on"] == dt.date.fromisoformat(due)
    assert found["newest_fiscal_year"] == 2023
    assert all(str(overdue) in found[name] for name in ("sentence_ja", "sentence_en") if overdue)


def test_a_figure_without_a_day_is_not_overdue_but_unconfirmed(bench: Workbench) -> None:
    bench.publish("p1", "年度,人数\nR5,10人\n", published="2024-11-15")
    bench.publish("p2", "年度,人数\nR6,11人\n", published=None)
    assert judged(bench, "2026-01-15")["state"] == "undated"


def test_a_figure_seen_as_known_on_a_day_counts_from_its_publication(bench: Workbench) -> None:
    bench.publish("p1", "年度,人数\nR5,10人\n", published="2024-11-15")
    judged(bench, "2025-01-15")
    release = open_release(bench.home)
    (before,) = freshness(release, as_known_on=dt.date(2024, 11, 14))
    (after,) = freshness(release, as_known_on=dt.date(2024, 11, 15))
    assert (before.state, before.newest_fiscal_year, before.expected_fiscal_year) == ("due", None, 2023)
    assert (after.state, after.newest_fiscal_year, after.expected_fiscal_year) == ("current", 2023, 2024)


def test_a_missing_mark_is_no_figure(bench: Workbench) -> None:
    folder = bench.publish("p1", "年度,人数\nR5,10人\nR6,－\n", published="2024-11-15", missing=["－"])
    assert folder.is_dir()
    assert judged(bench, "2025-12-31")["state"] == "overdue"


def test_without_a_habit_nothing_is_claimed(bench: Workbench) -> None:
    bench.publish("p1", "年度,人数\nR5,10人\n")
    found = judged(bench, "2030-01-01", schedule=None, headline=True)
    assert (found["state"], found["due_on"], found["days_overdue"]) == ("unscheduled", None, 0)


@pytest.mark.parametrize(
    "habit", [{**HABIT, "publications": ["p1"]}, {**HABIT, "month": 13}, {**HABIT, "note": "x"}, {"month": 4}]
)
def test_a_habit_that_says_too_little_is_refused(bench: Workbench, habit: dict[str, Any]) -> None:
    bench.publish("p1", "年度,人数\nR5,10人\n")
    with pytest.raises(InputError, match="schedule"):
        judged(bench, "2025-01-01", schedule=habit)


def test_leap_years_and_months_of_any_length() -> None:
    february = Schedule(month=2, years_after=1, publications=("a", "b"))
    assert february.due_on(2023) == dt.date(2024, 2, 29)
    assert february.due_on(2024) == dt.date(2025, 2, 28)


def test_the_shipped_habits_are_those_of_the_publications_they_name(shipped_home: Path) -> None:
    rows = open_release(shipped_home).publications()
    day_of = dict(zip(rows["publication_id"], rows["published_on"], strict=True))
    schedules = [item.schedule for item in load_catalogue().indicators.values() if item.schedule]
    assert schedules
    for schedule in schedules:
        for name in schedule.publications:
            day = day_of[name]
            assert day is not None
            # Out in the month that is named or the one before it.
            assert (schedule.month - day.month) % 12 <= 1, f"{name}: {day}"
