"""How figures read: signs, units, large numbers, periods."""

from __future__ import annotations

import datetime as dt

import pytest

from dashboard.formats import calendar_day, period, quantity, signed, signed_percent
from dashboard.text import Text


@pytest.mark.parametrize(
    ("value", "unit", "options", "expected"),
    [
        (7910, "人", {}, "7,910人"),
        (68.9, "%", {"decimals": 1}, "68.9%"),
        (560_000_000, "円", {}, "5.6億円"),
        (248_000_000, "円", {}, "2.48億円"),
        (4_800_000, "円", {}, "480万円"),
        (410_000, "件", {"approximate": True}, "約41万件"),
        (433_810, "件", {}, "433,810件"),
        (10_000, "人", {}, "10,000人"),
        (10_000_000, "人", {}, "1,000万人"),
        (100_000_000, "人", {}, "1億人"),
        (40.0, "%", {"decimals": 1, "approximate": True}, "約40%"),
    ],
)
def test_quantities_read_as_japanese_readers_write_them(
    value: float, unit: str, options: dict[str, int], expected: str
) -> None:
    assert str(quantity(value, unit, "ja", **options)) == expected  # type: ignore[arg-type]


def test_quantities_in_english() -> None:
    assert str(quantity(560_000_000, "yen", "en")) == "560 million yen"
    assert str(quantity(410_000, "cases", "en", approximate=True)) == "about 410,000 cases"


def test_differences_carry_a_true_sign_and_a_unit() -> None:
    assert str(signed(710, "人", "ja")) == "+710人"
    assert str(signed(-9, "圏域", "ja")) == "−9圏域"
    assert str(signed(0, "人", "ja")) == "±0人"
    assert str(signed(-1.25, "%", "ja", decimals=1)) == "−1.3ポイント"
    assert signed_percent(0.0986) == "+9.9%"
    assert signed_percent(-0.00001) == "±0.0%"


def test_periods_name_era_and_western_year_or_say_that_there_is_none() -> None:
    text = Text("ja")
    assert period(2024, None, text) == "令和6年度（2024）"
    assert period(2025, dt.date(2025, 4, 1), text, by_day=True) == "令和7年4月1日時点"
    assert period(None, None, text) == "時点の記載なし"
    assert calendar_day(dt.date(2025, 6, 30), "ja") == "2025年6月30日"
