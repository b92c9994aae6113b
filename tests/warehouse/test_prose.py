"""Numbers in running text are read as their readers do."""

from __future__ import annotations

import datetime as dt

import pytest

from warehouse.prose import numbers_in, records_in


@pytest.mark.parametrize(
    ("text", "kind", "value", "precision"),
    [
        ("隊員は7,910人", "amount", 7910, 1),
        ("隊員は７，９１０人", "amount", 7910, 1),
        ("予算は1億2,000万円", "amount", 120_000_000, 10_000),
        ("5.6億円", "amount", 560_000_000, 10_000_000),
        ("約41万件", "amount", 410_000, 10_000),
        ("8千人", "amount", 8000, 1000),
        ("4割が女性", "percent", 40, 10),
        ("９．９％増", "percent", 9.9, 0.1),
        ("2.7倍", "ratio", 2.7, 0.1),
        ("3年連続", "years", 3, 1),
        ("令和6年度", "year", 2024, 1),
        ("令和元年度", "year", 2019, 1),
        ("2024年度", "year", 2024, 1),
        ("R6年度", "year", 2024, 1),
        ("in FY2024", "year", 2024, 1),
        ("1.2 million consultations", "amount", 1_200_000, 100_000),
    ],
)
def test_a_number_has_its_kind_its_value_and_its_last_place(
    text: str, kind: str, value: float, precision: float
) -> None:
    (found,) = numbers_in(text)
    assert (found.kind, found.value) == (kind, pytest.approx(value))
    assert found.precision == pytest.approx(precision)


@pytest.mark.parametrize("text", ["2025年6月30日", "令和7年6月30日", "30 June 2025"])
def test_a_day_is_read_in_every_calendar(text: str) -> None:
    (found,) = numbers_in(text)
    assert (found.kind, found.value) == ("day", dt.date(2025, 6, 30).toordinal())


def test_a_month_without_a_day_is_a_month() -> None:
    (found,) = numbers_in("令和7年6月に公表")
    assert (found.kind, found.value) == ("month", dt.date(2025, 6, 1).toordinal())


def test_a_day_that_no_calendar_has_is_a_number_that_no_figure_has() -> None:
    (found,) = numbers_in("2025年13月40日")
    assert (found.kind, found.value) == ("amount", -1)


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("約7,900人", "about"),
        ("7,900人余り", "over"),
        ("8,000人弱", "under"),
        ("nearly 8,000", "under"),
        ("8,000人", ""),
    ],
)
def test_words_say_on_which_side_a_number_was_rounded(text: str, side: str) -> None:
    assert numbers_in(text)[0].side == side


def test_zeros_at_the_end_of_a_rounded_number_are_no_places() -> None:
    assert numbers_in("約7,900人")[0].rounded_to == 100


def test_both_ends_of_a_range_of_years_are_read() -> None:
    assert [one.value for one in numbers_in("平成21〜令和6年度")] == [2009, 2024]


@pytest.mark.parametrize(("text", "side"), [("過去最多を更新", "most"), ("過去最高", "most"), ("過去最少", "least")])
def test_claims_of_a_record_are_found(text: str, side: str) -> None:
    assert [found for _, found in records_in(text)] == [side]
