"""A target's state, gap and pace, judged on a day that is given."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from warehouse.catalogue import Indicator, Target
from warehouse.status import Observed, TargetStatus, judge

_TEXTS = ("name_ja", "name_en", "short_ja", "short_en", "unit_en", "definition_ja", "definition_en", "bounds_reason")


def _indicator(direction: str = "up") -> Indicator:
    return Indicator.model_validate(
        {
            **dict.fromkeys(_TEXTS, "x"),
            "id": "members",
            "unit": "人",
            "family": "series",
            "direction": direction,
            "decimals": 0,
            "period": "fiscal_year",
            "bounds": [0, None],
        }
    )


def _target(**changes: Any) -> Target:
    nothing = dict.fromkeys(
        (
            "deadline_ja",
            "deadline_en",
            "decided_on",
            "document_ja",
            "document_en",
            "indicator_id",
            "value",
            "fiscal_year",
        )
    )
    given = {
        **nothing,
        "target_id": "t",
        "name_ja": "隊員数",
        "name_en": "members",
        "indicator_id": "members",
        "kind": "level",
        "value": 10000,
        "unit": "人",
        "unit_en": "persons",
        "fiscal_year": 2026,
        "wording": "x",
        "publication_id": "p",
        "locator": "x",
        "base_fiscal_year": 2021,
        "status": "active",
        **changes,
    }
    return Target.model_validate(given)


def _years(values: dict[int, float]) -> list[Observed]:
    return [Observed(year, None, value, "A", False, None) for year, value in values.items()]


MEMBERS = _years({2021: 6015, 2022: 6447, 2023: 7200, 2024: 7910})


def _judge(target: Target, observed: list[Observed], day: str = "2025-07-01", direction: str = "up") -> TargetStatus:
    return judge(target, _indicator(direction), {"members": observed}, dt.date.fromisoformat(day), 47)


def test_before_the_deadline_gap_pace_and_path_are_unrounded() -> None:
    status = _judge(_target(), MEMBERS)
    assert (status.state, status.gap, status.needed_per_year, status.remaining_years) == ("期限前", 2090, 1045, 2)
    assert status.level_share == pytest.approx(0.791)
    assert status.path_value == pytest.approx(6015 + 3985 * 3 / 5)
    assert status.on_path is False
    assert status.recent_per_year == pytest.approx((7910 - 6015) / 3)
    assert status.sentence_ja == (
        "令和6年度は7,910人で、目標の10,000人まで2,090人です。"
        "この値から期限まで2年度、毎年+1,045人が必要です（直近3年平均 +632人）。"
    )


def test_reaching_the_target_counts_from_the_exact_value() -> None:
    assert _judge(_target(value=7910), MEMBERS).state == "達成"
    assert _judge(_target(value=7910.5), MEMBERS).state == "期限前"
    assert _judge(_target(value=7000), MEMBERS, direction="down").state == "期限前"


def test_a_deadline_passes_on_1_april_and_needs_its_own_years_figure() -> None:
    target = _target(fiscal_year=2024)
    assert _judge(target, MEMBERS, "2025-03-31").state == "期限前"
    assert _judge(target, MEMBERS, "2025-04-01").state == "期限経過・未達"
    missing = _judge(_target(fiscal_year=2025), MEMBERS, "2026-04-01")
    assert missing.state == "判定不能"
    assert "まだ公表されていません" in missing.reason


def test_a_figure_of_the_next_1_april_is_the_result_at_the_deadline() -> None:
    zones = [Observed(2025, dt.date(2025, 4, 1), 131, "A", False, None)]
    status = _judge(_target(value=140, fiscal_year=2024, base_fiscal_year=None), zones, "2025-04-01")
    assert (status.state, status.result_at_deadline, status.gap) == ("期限経過・未達", True, 9)
    assert status.needed_per_year is None


def test_without_deadline_there_is_no_pace() -> None:
    status = _judge(_target(value=500, fiscal_year=None), _years({2024: 52}))
    assert (status.state, status.needed_per_year, status.on_path) == ("判定不能", None, None)


def test_without_a_figure_there_is_no_number() -> None:
    status = _judge(_target(no_actual_ja="資料に実績値の記載なし（0ではありません）。"), [])
    assert (status.state, status.value, status.gap, status.level_share) == ("実績なし", None, None, None)
    assert status.reason == "資料に実績値の記載なし（0ではありません）。"


def test_a_milestone_has_no_number() -> None:
    status = _judge(_target(kind="milestone", value=None, indicator_id=None), [])
    assert (status.state, status.target_value, status.value) == ("判定不能", None, None)


def test_all_prefectures_is_the_number_of_prefectures() -> None:
    built = _years({2023: 14, 2024: 32})
    status = _judge(_target(kind="coverage", value=None, fiscal_year=2025, base_fiscal_year=2023), built)
    assert (status.target_value, status.gap, status.needed_per_year, status.on_path) == (47, 15, 15, True)


def test_the_previous_year_is_the_year_before_not_the_last_one_known() -> None:
    status = _judge(_target(), _years({2021: 6015, 2024: 7910}))
    assert (status.previous_value, status.change) == (None, None)
