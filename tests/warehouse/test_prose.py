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
        ("1億2000万円", "amount", 120_000_000, 10_000),
        ("41万3千件", "amount", 413_000, 1000),
        ("2千万円", "amount", 20_000_000, 10_000_000),
        ("3兆円", "amount", 3e12, 1e12),
        ("0.79万人", "amount", 7900, 100),
        ("7910.5人", "amount", 7910.5, 0.1),
        ("2 billion yen", "amount", 2e9, 1e9),
        ("４割", "percent", 40, 10),
        ("3パーセント", "percent", 3, 1),
        ("9.9 % more", "percent", 9.9, 0.1),
        ("2.7 times as many", "ratio", 2.7, 0.1),
        ("15年で", "years", 15, 1),
        ("令和元年", "year", 2019, 1),
        ("平成31年度", "year", 2019, 1),
        ("昭和64年", "year", 1989, 1),
        ("Ｒ６", "year", 2024, 1),
        ("H30年度", "year", 2018, 1),
        ("ＦＹ２０２４", "year", 2024, 1),
        ("−250人", "amount", 250, 1),
    ],
)
def test_a_number_has_its_kind_its_value_and_its_last_place(
    text: str, kind: str, value: float, precision: float
) -> None:
    (found,) = numbers_in(text)
    assert (found.kind, found.value) == (kind, pytest.approx(value))
    assert found.precision == pytest.approx(precision)


@pytest.mark.parametrize("text", ["2025年6月30日", "令和7年6月30日", "２０２５年６月３０日に公表", "30 June 2025"])
def test_a_day_is_read_in_every_calendar(text: str) -> None:
    (found,) = numbers_in(text)
    assert (found.kind, found.value) == ("day", dt.date(2025, 6, 30).toordinal())


@pytest.mark.parametrize("text", ["令和7年6月に公表", "2025年6月", "published in June 2025"])
def test_a_month_without_a_day_is_a_month(text: str) -> None:
    (found,) = numbers_in(text)
    assert (found.kind, found.value) == ("month", dt.date(2025, 6, 1).toordinal())


@pytest.mark.parametrize("text", ["2025年13月40日", "2025年13月", "2025年2月30日", "令和0年度", "30 February 2025"])
def test_a_day_or_year_that_no_calendar_has_is_a_number_that_no_figure_has(text: str) -> None:
    (found,) = numbers_in(text)
    assert (found.kind, found.value) == ("amount", -1)


def test_words_without_digits_have_no_numbers() -> None:
    assert numbers_in("隊員は増え続けている。過去最多。") == []
    assert numbers_in("") == []


def test_every_number_of_a_sentence_is_read() -> None:
    text = "令和6年度に7,910人で、前年度から710人（9.9%）増えた。2025年6月30日公表。"
    found = [(one.words, one.kind) for one in numbers_in(text)]
    assert found == [
        ("2025年6月30日", "day"),
        ("令和6年度", "year"),
        ("7,910", "amount"),
        ("710", "amount"),
        ("9.9%", "percent"),
    ]


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("約7,900人", "about"),
        ("7,900人余り", "over"),
        ("8,000人弱", "under"),
        ("nearly 8,000", "under"),
        ("８，０００人", ""),
        ("およそ8,000人", "about"),
        ("8,000人ほど", "about"),
        ("8,000人前後", "about"),
        ("about 8,000", "about"),
        ("約41万件", "about"),
        ("7千人超", "over"),
        ("7千人強", "over"),
        ("more than 7,000", "over"),
        ("8千人近く", "under"),
        ("4割弱", "under"),
        ("8,000人", ""),
    ],
)
def test_words_say_on_which_side_a_number_was_rounded(text: str, side: str) -> None:
    assert numbers_in(text)[0].side == side


@pytest.mark.parametrize("text", ["隊員7千人で強化へ", "8千人が近くに住む", "7千人は余裕がある"])
def test_a_word_that_only_begins_like_a_rounding_says_nothing(text: str) -> None:
    assert numbers_in(text)[0].side == ""


def test_zeros_at_the_end_of_a_rounded_number_are_no_places() -> None:
    assert numbers_in("約7,900人")[0].rounded_to == 100
    assert numbers_in("約41万件")[0].rounded_to == 10_000
    assert numbers_in("0件")[0].rounded_to == 1


def test_both_ends_of_a_range_of_years_are_read() -> None:
    assert [one.value for one in numbers_in("平成21〜令和6年度")] == [2009, 2024]


@pytest.mark.parametrize(
    ("text", "sides"),
    [
        ("過去最多を更新", ["most"]),
        ("過去最高", ["most"]),
        ("史上最大", ["most"]),
        ("過去最少", ["least"]),
        ("過去最低を記録", ["least"]),
        ("7,910, the most so far", ["most"]),
        ("9.9 %, the highest so far", ["most"]),
        ("a Record high", ["most"]),
        ("a record low", ["least"]),
        ("隊員は7,910人", []),
    ],
)
def test_claims_of_a_record_are_found(text: str, sides: list[str]) -> None:
    assert [side for _, side in records_in(text)] == sides
