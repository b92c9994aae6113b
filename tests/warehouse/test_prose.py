"""Numbers in running text are read as their readers do."""

from __future__ import annotations

import datetime as dt

import pytest

from warehouse.prose import counter_of, digits_of, numbers_in


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
        ("隊員は七千人", "amount", 7000, 1),
        ("七千九百十人", "amount", 7910, 1),
        ("一億二千万円", "amount", 120_000_000, 1),
        ("四割が女性", "percent", 40, 10),
        ("一割増", "percent", 10, 10),
        ("二倍に", "ratio", 2, 1),
        ("十五年で", "years", 15, 1),
        ("令和六年度", "year", 2024, 1),
        ("二〇二四年度", "year", 2024, 1),
    ],
)
def test_a_number_has_its_kind_its_value_and_its_last_place(
    text: str, kind: str, value: float, precision: float
) -> None:
    (found,) = numbers_in(text)
    assert (found.kind, found.value) == (kind, pytest.approx(value))
    assert found.precision == pytest.approx(precision)


@pytest.mark.parametrize(
    "text",
    [
        "2025年6月30日",
        "令和7年6月30日",
        "２０２５年６月３０日に公表",
        "30 June 2025",
        "令和七年六月三十日",
        "二〇二五年六月三十日",
    ],
)
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
    "text",
    ["一人ひとり", "三重県と四国", "千葉県八千代市", "数千人", "万人の願い", "一部の地域", "第三者", "十百人",
     "十日町市", "一団体当たり", "百聞は一見にしかず"],
)  # fmt: skip
def test_letters_that_count_nothing_are_no_numbers(text: str) -> None:
    assert digits_of(text) == text
    assert numbers_in(text) == []


@pytest.mark.parametrize(
    ("text", "counter"),
    [
        ("7,910人", "person"),
        ("7,910名", "person"),
        ("7,910 persons", "person"),
        ("7,910円", "money"),
        ("1.2億円", "money"),
        ("7,910世帯", "household"),
        ("7,910団体", "thing"),
        ("14市区町村", "thing"),
        ("7,910 organizations", "thing"),
        ("7,910", None),
        ("7,910に", None),
        ("7,910人口", None),
        ("3円滑", None),
        ("79.1%", None),
        ("3年連続", None),
    ],
)
def test_what_an_amount_counts_is_read_from_the_word_after_it(text: str, counter: str | None) -> None:
    assert numbers_in(text)[0].counter == counter


def test_units_count_what_their_words_say() -> None:
    units = {"人": "person", "名": "person", "persons": "person", "円": "money", "yen": "money", "世帯": "household",
             "団体": "thing", "カ所": "thing", "市": "thing", "%": "thing"}  # fmt: skip
    assert {unit: counter_of(unit) for unit in units} == units
