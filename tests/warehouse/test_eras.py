"""Fiscal years and days are read as printed and written as readers expect."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warehouse import eras
from warehouse.errors import InputError


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("H21", 2009),
        ("令和6年度", 2024),
        ("令和６年度", 2024),
        ("平成31", 2019),
        ("R元", 2019),
        ("R元年度", 2019),
        ("2024年度", 2024),
        ("R 6 年度", 2024),
    ],
)
def test_fiscal_years_are_read_as_printed(text: str, year: int) -> None:
    assert eras.parse_fiscal_year(text) == year


@pytest.mark.parametrize("text", ["", "R0", "6年度", "令和", "2024-04", "H21-R6", "明治3年"])
def test_what_is_no_fiscal_year_is_refused(text: str) -> None:
    with pytest.raises(InputError):
        eras.parse_fiscal_year(text)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("令和7年4月1日", dt.date(2025, 4, 1)),
        ("R7.5.30", dt.date(2025, 5, 30)),
        ("2025-04-01", dt.date(2025, 4, 1)),
        ("平成３１年４月１日", dt.date(2019, 4, 1)),
    ],
)
def test_days_are_read_as_printed(text: str, day: dt.date) -> None:
    assert eras.parse_date(text) == day


@pytest.mark.parametrize("text", ["R7.2.30", "令和7年", "4月1日", "2025/13/01"])
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(InputError):
        eras.parse_date(text)


@given(st.integers(min_value=1950, max_value=2090))
def test_a_fiscal_year_survives_writing_and_reading(year: int) -> None:
    assert eras.parse_fiscal_year(eras.era_year(year)) == year
    assert eras.parse_fiscal_year(eras.era_short(year)) == year


@given(st.dates(min_value=dt.date(1950, 1, 1), max_value=dt.date(2090, 1, 1)))
def test_a_day_survives_writing_and_reading(day: dt.date) -> None:
    assert eras.parse_date(eras.date_label(day)) == day


def test_a_fiscal_year_ends_on_31_march() -> None:
    assert eras.fiscal_year_of(dt.date(2025, 3, 31)) == 2024
    assert eras.fiscal_year_of(dt.date(2025, 4, 1)) == 2025
