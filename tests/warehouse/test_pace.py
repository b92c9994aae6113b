"""Recent pace, its continuation and the band of its own past errors; never through a break."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warehouse.pace import continuation, half_width, last_year, past_errors, recent_mean, segment

SERIES = {2018: 100.0, 2019: 110.0, 2020: 130.0, 2021: 160.0}


def test_mean_of_three_years_else_of_two() -> None:
    three = recent_mean(SERIES, 2021, 200)
    assert three is not None
    assert (three.years, three.per_year, three.reached) == (3, 20, 2023)
    two = recent_mean(segment(SERIES, [2019], 2021), 2021, 200)
    assert two is not None
    assert (two.years, two.per_year) == (2, 25)
    assert recent_mean(segment(SERIES, [2020], 2021), 2021, 200) is None


def test_a_missing_year_in_between_does_not_change_the_mean() -> None:
    found = recent_mean({2018: 100.0, 2021: 160.0}, 2021, None)
    assert found is not None
    assert (found.years, found.per_year) == (3, 20)


def test_last_year_needs_the_year_before() -> None:
    found = last_year(SERIES, 2021, 205)
    assert found is not None
    assert (found.per_year, found.reached) == (30, 2023)
    assert last_year({2019: 1.0, 2021: 2.0}, 2021, 5) is None
    assert last_year(segment(SERIES, [2021], 2021), 2021, 5) is None


def test_reaching_exactly_at_the_end_of_a_year_is_that_year() -> None:
    found = last_year({2020: 0.1, 2021: 0.2}, 2021, 0.5)
    assert found is not None
    assert found.reached == 2024


@pytest.mark.parametrize("series", [{2020: 5.0, 2021: 5.0}, {2020: 6.0, 2021: 5.0}, {2020: 4.999, 2021: 5.0}])
def test_a_pace_that_never_arrives_reaches_no_year(series: dict[int, float]) -> None:
    found = last_year(series, 2021, 100)
    assert found is not None
    assert found.reached is None


def test_a_segment_ends_at_both_breaks() -> None:
    assert segment(SERIES, [2019, 2021], 2020) == {2019: 110.0, 2020: 130.0}
    assert segment(SERIES, [], 2019) == {2018: 100.0, 2019: 110.0}


def test_past_errors_stay_inside_one_segment() -> None:
    series = {2010 + place: float(value) for place, value in enumerate((0, 1, 3, 6, 10, 15, 21, 28))}
    # The mean of two years at 2012 is 1.5, so 2013 is off by 1.5; every later origin as well.
    assert past_errors(series, [], 2, 1) == [1.5] * 5
    # 2010 to 2013 and 2014 to 2017 are two segments: one origin each.
    assert past_errors(series, [2014], 2, 1) == [1.5, 1.5]


def test_four_errors_give_a_band_and_three_none() -> None:
    assert half_width([1, 2, 3]) is None
    assert half_width([4, 1, 3, 2]) == 4
    assert half_width([9, 1, 2, 3, 4, 5, 6, 7, 8]) == 8


def test_a_band_never_narrows_and_stays_in_bounds() -> None:
    wave = (50, 52, 57, 58, 64, 63, 70, 71, 78, 80)
    series = {2010 + place: float(value) for place, value in enumerate(wave)}
    mean = recent_mean(series, 2019, 100)
    steps = continuation(series, [], 2019, mean, 2027, (0, 100))
    assert [step.fiscal_year for step in steps] == list(range(2020, 2028))
    banded = [step for step in steps if step.low is not None]
    assert banded
    widths = [(step.high or 0) - (step.low or 0) for step in banded if (step.high or 0) < 100]
    assert widths == sorted(widths)
    assert all((step.high or 0) <= 100 and step.value <= 100 for step in steps)
    # Far ahead there are too few past errors: no band, and none again after that.
    assert steps[-1].low is None


def test_nothing_is_continued_without_a_mean() -> None:
    assert continuation({2021: 5.0}, [], 2021, None, 2025) == []


@given(st.lists(st.integers(0, 1000), min_size=4, max_size=20), st.integers(0, 20))
def test_a_straight_series_has_no_error_and_its_continuation_is_straight(values: list[int], cut: int) -> None:
    step = values[0] % 7
    series = {2000 + place: float(step * place) for place in range(len(values))}
    last = max(series)
    found = continuation(series, [], last, recent_mean(series, last, None), last + 3)
    assert [one.value for one in found] == [step * (last - 2000 + ahead) for ahead in (1, 2, 3)]
    assert all(one.low in (None, one.value) for one in found)
    broken = 2000 + min(cut, len(values) - 1)
    if broken > 2000:
        assert min(segment(series, [broken], last)) == broken
