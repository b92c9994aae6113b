"""The sentence of every state, word by word, in both languages; and those of everything that is shipped."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from tests.warehouse.targets import indicator, on_day, status, target, years
from warehouse import open_release
from warehouse.sentences import GRADE_WORDS, REASONS, VERDICT_WORDS
from warehouse.status import VERDICTS, target_status

MEMBERS = {2021: 6015.0, 2022: 6447.0, 2023: 7200.0, 2024: 7910.0}
SHARE = {"unit": "%", "decimals": 1, "bounds": [0, 100]}

CASES: dict[str, tuple[dict[str, Any], list[Any], str, dict[str, Any], str, str]] = {
    "behind, with a mean": (
        {},
        years(MEMBERS),
        "2025-07-01",
        {},
        "令和6年度は7,910人（前年度差+710人）で、目標の10,000人まで2,090人です。"
        "期限の令和8年度まで毎年+1,045人が必要で、直近3年平均の+632人が続くと令和10年度に届く計算です。",
        "FY2024: 7,910 (+710 on the year before) against a target of 10,000 persons, 2,090 short. "
        "Reaching it by FY2026 takes +1,045 a year; the mean of the last 3 years, +632 a year, "
        "would reach it in FY2028.",
    ),
    "one year left, last year only": (
        {"value": 47, "unit": "団体", "unit_en": "bodies", "fiscal_year": 2025, "base_fiscal_year": 2023},
        [*years({2023: 14}), on_day("2025-03-31", 32, obs_status="P")],
        "2025-07-01",
        {},
        "令和7年3月31日現在（速報値）、32団体（前年度差+18団体）で、目標の47団体まで15団体です。"
        "期限の令和7年度まであと1年で+15団体が必要で、前年度差の+18団体が続くと令和7年度に届く計算です。",
        "31 March 2025 (provisional): 32 (+18 on the year before) against a target of 47 bodies, 15 short. "
        "Reaching it by FY2025 takes +15 in the one year left; last year's change, +18, would reach it in FY2025.",
    ),
    "moving away": (
        {},
        years({2022: 6447.0, 2023: 6500.0, 2024: 6400.0}),
        "2025-07-01",
        {},
        "令和6年度は6,400人（前年度差−100人）で、目標の10,000人まで3,600人です。"
        "期限の令和8年度まで毎年+1,800人が必要ですが、直近2年平均の−24人が続いても届かない計算です。",
        "FY2024: 6,400 (−100 on the year before) against a target of 10,000 persons, 3,600 short. "
        "Reaching it by FY2026 takes +1,800 a year; the mean of the last 2 years, −24 a year, would not reach it.",
    ),
    "standing still": (
        {},
        years({2023: 6400.0, 2024: 6400.0}),
        "2025-07-01",
        {},
        "令和6年度は6,400人（前年度差±0人）で、目標の10,000人まで3,600人です。"
        "期限の令和8年度まで毎年+1,800人が必要ですが、前年度差は±0人で、このままでは届きません。",
        "FY2024: 6,400 (±0 on the year before) against a target of 10,000 persons, 3,600 short. "
        "Reaching it by FY2026 takes +1,800 a year; last year's change is ±0, which does not reach it.",
    ),
    "no earlier figure": (
        {},
        years({2024: 6400.0}),
        "2025-07-01",
        {},
        "令和6年度は6,400人で、目標の10,000人まで3,600人です。期限の令和8年度まで毎年+1,800人が必要です。",
        "FY2024: 6,400 against a target of 10,000 persons, 3,600 short. Reaching it by FY2026 takes +1,800 a year.",
    ),
    "less is better, in per cent": (
        {"value": 50, "unit": "%", "unit_en": "%"},
        years({2022: 62.0, 2023: 60.5, 2024: 60.4}),
        "2025-07-01",
        {**SHARE, "direction": "down"},
        "令和6年度は60.4%（前年度差−0.1ポイント）で、目標の50.0%を10.4ポイント上回っています。"
        "期限の令和8年度まで毎年−5.2ポイントが必要で、直近2年平均の−0.8ポイントが続くと令和19年度に届く計算です。",
        "FY2024: 60.4 (−0.1 points on the year before) against a target of 50.0%, 10.4 points above it. "
        "Reaching it by FY2026 takes −5.2 points a year; the mean of the last 2 years, −0.8 points a year, "
        "would reach it in FY2037.",
    ),
    "too little to show without decimals": (
        {"value": 3},
        years({2024: 2.0}),
        "2025-07-01",
        {},
        "令和6年度は2人で、目標の3人まで1人です。期限の令和8年度まで毎年+1人が必要です。",
        "FY2024: 2 against a target of 3 persons, 1 short. Reaching it by FY2026 takes +1 a year.",
    ),
    "achieved before the deadline": (
        {"value": 7500},
        years({2023: 7200.0, 2024: 7910.0}),
        "2025-07-01",
        {},
        "令和6年度は7,910人（前年度差+710人）で、目標の7,500人に達しています（期限は令和8年度）。",
        "FY2024: 7,910 (+710 on the year before) against a target of 7,500 persons, which is met (deadline FY2026).",
    ),
    "missed": (
        {"fiscal_year": 2024},
        years({2023: 7200.0, 2024: 7910.0}),
        "2025-07-01",
        {},
        "令和6年度は7,910人（前年度差+710人）で、目標の10,000人まで2,090人です。"
        "令和6年度が期限で、その年度の値は目標に届いていません。",
        "FY2024: 7,910 (+710 on the year before) against a target of 10,000 persons, 2,090 short. "
        "The value for the deadline, FY2024, does not meet the target.",
    ),
    "within the year of the deadline": (
        {"fiscal_year": 2024, "base_fiscal_year": None},
        [on_day("2024-10-01", 9000, approximate=True)],
        "2025-07-01",
        {},
        "令和6年10月1日現在、約9,000人で、目標の10,000人まで1,000人です。"
        "期限の令和6年度は終わりましたが、公表されている値は年度途中の令和6年10月1日現在です。",
        "1 October 2024: about 9,000 against a target of 10,000 persons, 1,000 short. "
        "The deadline, FY2024, has passed, but the value published is one of 1 October 2024, within that year.",
    ),
    "no deadline": (
        {"fiscal_year": None},
        years({2024: 7910.0}),
        "2025-07-01",
        {},
        "令和6年度は7,910人で、目標の10,000人まで2,090人です。"
        "目標に期限の記載がないため、必要なペースは計算できません。",
        "FY2024: 7,910 against a target of 10,000 persons, 2,090 short. "
        "The target names no deadline, so no needed pace can be computed.",
    ),
    "no number for a target": (
        {"value": None},
        years({2024: 7910.0}),
        "2025-07-01",
        {},
        "令和6年度は7,910人です。",
        "FY2024: 7,910 persons.",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_the_sentence_of_each_state(case: str) -> None:
    aim, observed, day, about, japanese, english = CASES[case]
    found = status(target(**aim), observed, day, indicator(**about))
    assert found.sentence_ja == japanese
    assert found.sentence_en == english


def test_a_share_smaller_than_a_decimal_is_not_said_to_be_nothing() -> None:
    found = status(target(value=6401, fiscal_year=2030), years({2024: 6400.0}))
    assert "毎年+0.2人が必要です" in found.sentence_ja


SHIPPED = {
    "kyoryokutai_members_r8": "令和6年度は7,910人（前年度差+710人）で、目標の10,000人まで2,090人です。"
    "期限の令和8年度まで毎年+1,045人が必要で、直近2年平均の+732人が続くと令和9年度に届く計算です。",
    "dx_structure_built_prefectures_r7": "令和7年3月31日現在、32団体（前年度差+18団体）で、目標の47団体まで15団体です。"
    "期限の令和7年度は終わりましたが、その年度の値は公表されていません。",
    "dx_accelerators_500": "令和7年5月29日現在（速報値）、52名で、目標の500名まで448名です。"
    "目標に期限の記載がないため、必要なペースは計算できません。",
    "teiju_agreement_zones_2024": "令和7年4月1日現在、131圏域で、目標の140圏域まで9圏域です。"
    "期限の翌日（令和7年4月1日）現在の値を期限時点の結果としています。",
    "dx_talent_pool_prefectures": "人材プール機能を確保した都道府県の数は公表されていません。",
}


def test_what_is_shipped_reads_as_it_should(shipped_home: Path) -> None:
    release = open_release(shipped_home)
    found = {one.target_id: one for one in target_status(release, today=dt.date(2026, 11, 24))}
    assert {key: found[key].sentence_ja for key in SHIPPED} == SHIPPED
    for one in found.values():
        for words, stop in ((one.sentence_ja, "。"), (one.sentence_en, ".")):
            assert words.endswith(stop)
            assert words.count(stop + ("" if stop == "。" else " ")) <= 2
        assert not any(ord(letter) > 0x3000 for letter in one.sentence_en)
    release.close()


def test_every_word_is_there_in_both_languages() -> None:
    assert set(VERDICT_WORDS) == set(VERDICTS)
    for texts in (*VERDICT_WORDS.values(), *GRADE_WORDS.values(), *REASONS.values()):
        japanese, english = texts
        assert any(ord(letter) > 0x3000 for letter in japanese)
        assert english.isascii()
