"""A target's figures and what they mean on a day: state, reason, base, pace; every edge has a state and a reason."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.load import load
from tests.support import Workbench
from tests.warehouse.targets import indicator, on_day, status, target, years
from warehouse import open_release
from warehouse.catalogue import load_catalogue
from warehouse.errors import InputError
from warehouse.methods import Elapsed, Eurostat
from warehouse.progress import dump_progress, parse_progress, progress_of
from warehouse.sentences import REASONS
from warehouse.status import measure, status_row, target_status

MEMBERS = years({2021: 6015, 2022: 6447, 2023: 7200, 2024: 7910})


def test_before_the_deadline_gap_pace_and_path_are_unrounded() -> None:
    found = status(target(), MEMBERS)
    assert (found.state, found.gap, found.needed_per_year, found.remaining_years) == ("期限前", 2090, 1045, 2)
    assert found.level_share == pytest.approx(0.791)
    assert found.path_value == pytest.approx(6015 + 3985 * 3 / 5)
    assert (found.on_path, found.verdict) == (False, "late")
    assert found.mean is not None
    assert found.mean.per_year == pytest.approx((7910 - 6015) / 3)
    assert found.last_year is not None
    assert (found.last_year.per_year, found.last_year.reached) == (710, 2027)


def test_reaching_the_target_counts_from_the_exact_value() -> None:
    assert status(target(value=7910), MEMBERS).state == "達成"
    assert status(target(value=7910.5), MEMBERS).state == "期限前"
    assert status(target(value=7000), MEMBERS, about=indicator(direction="down")).state == "期限前"


def test_a_reached_target_needs_no_pace() -> None:
    found = status(target(value=7000), MEMBERS)
    assert (found.needed_per_year, found.remaining_years, found.continuation) == (None, None, ())


def test_a_deadline_passes_on_1_april_and_needs_its_own_years_figure() -> None:
    aim = target(fiscal_year=2024)
    assert status(aim, MEMBERS, "2025-03-31").state == "期限前"
    assert status(aim, MEMBERS, "2025-04-01").state == "期限経過・未達"
    missing = status(target(fiscal_year=2025), MEMBERS, "2026-04-01")
    assert (missing.state, missing.reason_code) == ("判定不能", "missing_year")
    assert "公表されていません" in missing.reason


def test_a_figure_of_the_next_1_april_is_the_result_at_the_deadline() -> None:
    aim = target(value=140, fiscal_year=2024, base_fiscal_year=2021)
    found = status(aim, [on_day("2022-04-01", 120), on_day("2025-04-01", 131)], "2025-04-01")
    assert (found.state, found.result_at_deadline, found.gap, found.fiscal_year) == ("期限経過・未達", True, 9, 2025)
    # Counted as the result of FY2024; so is the 1 April of 2022 as that of FY2021.
    assert (found.year, found.base_fiscal_year, found.base_value) == (2024, 2021, 120)
    assert isinstance(found.elapsed, Elapsed)
    assert (found.elapsed.elapsed, found.elapsed.progress) == (1, pytest.approx(0.55))
    assert found.needed_per_year is None


def test_the_figure_at_the_deadline_is_kept_when_later_ones_come() -> None:
    found = status(target(fiscal_year=2023), MEMBERS)
    assert (found.value, found.fiscal_year, found.state) == (7200, 2023, "期限経過・未達")


def test_only_later_figures_judge_nothing() -> None:
    for value in (9000, 11000):
        found = status(target(fiscal_year=2023, base_fiscal_year=2021), years({2024: value}))
        assert (found.state, found.reason_code) == ("判定不能", "after_deadline")
        assert found.eurostat == found.elapsed == "after_deadline"


def test_a_figure_within_the_deadlines_year_is_no_result_until_there_is_a_later_one() -> None:
    aim = target(fiscal_year=2024, base_fiscal_year=None)
    within = [on_day("2024-10-01", 9000)]
    assert status(aim, within, "2025-03-31").state == "期限前"
    found = status(aim, within, "2025-04-01")
    assert (found.state, found.reason_code) == ("判定不能", "within_year")
    assert "令和6年10月1日" in found.reason
    later = status(aim, [*within, on_day("2025-10-01", 9500)], "2025-12-01")
    assert (later.state, later.value) == ("期限経過・未達", 9000)
    assert status(aim, [on_day("2025-03-31", 9000)], "2025-04-01").state == "期限経過・未達"


def test_without_deadline_there_is_no_pace() -> None:
    found = status(target(value=500, fiscal_year=None), years({2024: 52}))
    assert (found.state, found.needed_per_year, found.on_path) == ("判定不能", None, None)
    assert found.eurostat == found.elapsed == "no_deadline"


def test_without_a_figure_there_is_no_number() -> None:
    found = status(target(no_actual_ja="資料に実績値の記載なし（0ではありません）。"), [])
    assert (found.state, found.value, found.gap, found.level_share) == ("実績なし", None, None, None)
    assert found.reason == "資料に実績値の記載なし（0ではありません）。"


def test_a_figure_without_a_period_is_not_held_against_a_deadline() -> None:
    found = status(target(), [*years({}), *_undated(9000)])
    assert (found.state, found.reason_code, found.value) == ("判定不能", "no_period", 9000)


def _undated(value: float) -> list[Any]:
    return [years({2000: value})[0].__class__(None, None, value, "A", False)]


def test_a_milestone_has_no_number_and_is_achieved_when_that_was_published() -> None:
    planned = target(kind="milestone", value=None, indicator_id=None)
    found = status(planned, [])
    assert (found.state, found.target_value, found.value) == ("判定不能", None, None)
    done = target(kind="milestone", value=None, indicator_id=None, status="achieved", ended_on="2025-10-01")
    assert status(done, [], "2025-10-01").state == "達成"
    assert status(done, [], "2025-09-30").state == "判定不能"


def test_all_prefectures_is_the_number_of_prefectures() -> None:
    built = years({2023: 14, 2024: 32})
    found = status(target(kind="coverage", value=None, fiscal_year=2025, base_fiscal_year=2023), built)
    assert (found.target_value, found.gap, found.needed_per_year, found.on_path) == (47, 15, 15, True)


def test_the_previous_year_is_the_year_before_not_the_last_one_known() -> None:
    found = status(target(), years({2021: 6015, 2024: 7910}))
    assert (found.previous_value, found.change, found.last_year) == (None, None, None)


def _broken(*fiscal_years: int) -> Any:
    return indicator(breaks=[{"fiscal_year": year, "note_ja": "x", "note_en": "x"} for year in fiscal_years])


def test_a_break_after_the_base_restarts_the_calculation() -> None:
    found = status(target(), MEMBERS, about=_broken(2022))
    assert (found.declared_base_year, found.base_fiscal_year, found.base_rule) == (2021, 2022, "restarted")
    assert isinstance(found.eurostat, Eurostat)
    assert found.eurostat.required == pytest.approx((10000 / 6447) ** 0.25 - 1)
    assert found.mean is not None
    assert (found.mean.years, found.mean.per_year) == (2, 731.5)
    assert "令和4年度" in (found.base_reason_ja or "")


def test_a_break_in_the_newest_year_leaves_nothing_to_compare() -> None:
    found = status(target(), MEMBERS, about=_broken(2024))
    assert found.eurostat == found.elapsed == "one_observation"
    assert (found.change, found.broken_since_previous, found.mean, found.verdict) == (None, True, None, "before")


def test_breaks_outside_the_window_change_nothing() -> None:
    plain, broken = status(target(), MEMBERS), status(target(), MEMBERS, about=_broken(2015, 2021, 2026))
    assert plain == broken


def test_the_default_base_is_the_last_year_that_ended_before_the_decision() -> None:
    found = status(target(base_fiscal_year=None, decided_on="2022-12-23"), MEMBERS)
    assert (found.base_fiscal_year, found.base_rule) == (2021, "default")
    assert "決めた日より前" in (found.base_reason_ja or "")
    absent = status(target(base_fiscal_year=None, decided_on="2020-12-23"), MEMBERS)
    assert (absent.base_fiscal_year, absent.eurostat) == (None, "no_base")


def test_a_base_of_zero_has_no_rate_but_a_share() -> None:
    found = status(target(value=10, base_fiscal_year=2022), years({2022: 0, 2023: 2, 2024: 6}))
    assert found.eurostat == "base_zero"
    assert isinstance(found.elapsed, Elapsed)
    assert found.elapsed.grade == "A"


def test_one_observation_has_no_verdict_of_a_method() -> None:
    found = status(target(base_fiscal_year=2024), years({2024: 7910}))
    assert found.eurostat == found.elapsed == "one_observation"
    assert found.needed_per_year == 1045


DAYS = st.dates(dt.date(2015, 1, 1), dt.date(2035, 12, 31)).map(str)
SERIES = st.dictionaries(st.integers(2010, 2030), st.integers(-5, 2000).map(lambda n: n / 2), max_size=12)


@given(
    series=SERIES,
    day=DAYS,
    goal=st.one_of(st.none(), st.integers(-10, 2000).map(float)),
    deadline=st.one_of(st.none(), st.integers(2016, 2032)),
    base=st.one_of(st.none(), st.integers(2008, 2015)),
    direction=st.sampled_from(["up", "down"]),
    breaks=st.lists(st.integers(2010, 2030), max_size=3, unique=True),
    kind=st.sampled_from(["level", "coverage", "planned"]),
)
def test_every_target_has_a_state_a_reason_and_words(
    series: dict[int, float],
    day: str,
    goal: float | None,
    deadline: int | None,
    base: int | None,
    direction: str,
    breaks: list[int],
    kind: str,
) -> None:
    about = indicator(
        direction=direction, breaks=[{"fiscal_year": at, "note_ja": "x", "note_en": "x"} for at in breaks]
    )
    aim = target(value=goal, fiscal_year=deadline, base_fiscal_year=base, kind=kind)
    found = status(aim, years(series), day, about)
    assert found.reason_code in REASONS
    for words in (found.reason, found.reason_en, found.sentence_ja, found.sentence_en):
        assert words
        assert "{" not in words
        assert "None" not in words
        assert "  " not in words
    assert found.sentence_ja.count("。") <= 3
    for method in (found.eurostat, found.elapsed):
        assert not isinstance(method, str) or method in {*REASONS}
    if found.state == "期限前":
        assert dt.date.fromisoformat(day) <= dt.date((deadline or 0) + 1, 3, 31)
        assert found.needed_per_year is not None or (found.year or 0) >= (deadline or 0)
    if found.state == "達成":
        assert found.met
    latest_break = max((at for at in breaks if at <= (found.year or 0)), default=0)
    assert found.base_fiscal_year is None or found.base_fiscal_year >= latest_break
    assert parse_progress(dump_progress(found)) == progress_of(aim, about, years(series), 47)
    row = status_row(found)
    assert all(not isinstance(value, dict | list | tuple) for value in row.values())


def test_a_shipped_release_holds_what_reading_would_compute(shipped_home: Path) -> None:
    release = open_release(shipped_home)
    targets = release.catalogue.targets
    assert {one.target_id: one for one in measure(release, targets)} == release.progress
    assert set(release.progress) == {one.target_id for one in targets}


def test_a_superseded_target_is_judged_as_it_stood(bench: Workbench) -> None:
    given = {"indicator_id": "things", "publication_id": "p1", "decided_on": None}
    old = target(target_id="old", value=15, fiscal_year=2024, status="superseded", ended_on="2025-08-01", **given)
    new = target(target_id="new", value=99, fiscal_year=2030, **{**given, "decided_on": "2025-08-01"})
    bench.declare(bench.indicator(), targets=tuple(one.model_dump(mode="json") for one in (old, new)))
    folder = bench.publish("p1", "年度,人数\nR5,10人\nR6,20人\n")
    head = "target_id,目標,目標値,期限,文言,決定日,決定文書,掲載箇所,原文行\n"
    rows = "old,隊員数,15人,令和6年度,x,,,x,\nnew,隊員数,99人,令和12年度,x,,,x,\n"
    (folder / "targets.csv").write_text(head + rows, encoding="utf-8")
    bench.publish("p2", "年度,人数\nR7,30人\n", published="2026-06-30")
    assert load(bench.raw, bench.home, catalogue_dir=bench.catalogue).outcome == "published"
    release = open_release(bench.home)

    def states(day: str | None) -> dict[str, tuple[str, float | None]]:
        known = dt.date.fromisoformat(day) if day else None
        found = target_status(release, today=dt.date(2026, 11, 1), as_known_on=known)
        return {one.target_id: (one.state, one.value) for one in found}

    assert states(None) == {"new": ("期限前", 30)}
    assert states("2025-07-31") == {"old": ("達成", 20)}
    assert states("2025-08-01") == {"new": ("期限前", 20)}
    assert states("2025-06-29") == {}
    release.close()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"status": "superseded"}, "ended_on"),
        ({"ended_on": "2025-01-01"}, "ended_on"),
        ({"base_fiscal_year": 2026}, "base_fiscal_year"),
    ],
)
def test_a_contradictory_target_is_refused(changes: dict[str, Any], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        target(**changes)


def test_a_target_of_an_indicator_without_direction_is_refused(bench: Workbench) -> None:
    aim = target(indicator_id="things").model_dump(mode="json")
    bench.declare(bench.indicator(direction="none"), targets=(aim,))
    with pytest.raises(InputError, match="望ましい向き"):
        load_catalogue(bench.catalogue)
