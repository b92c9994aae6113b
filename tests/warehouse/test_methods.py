"""Both methods against worked figures, at their exact boundaries, and under properties that must always hold."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warehouse.methods import Elapsed, Eurostat, Window, elapsed_share, eurostat

POSITIVE = st.integers(1, 10**9).map(lambda number: number / 10)
YEARS = st.tuples(st.integers(1, 15), st.integers(0, 15))


def _eurostat(*figures: float, up: bool = True) -> Eurostat:
    result = eurostat(Window(*figures, up=up))  # type: ignore[arg-type]
    assert isinstance(result, Eurostat)
    return result


def _elapsed(*figures: float, up: bool = True) -> Elapsed:
    result = elapsed_share(Window(*figures, up=up))  # type: ignore[arg-type]
    assert isinstance(result, Elapsed)
    return result


def test_members_from_r3_as_worked_by_hand() -> None:
    # 6,015 in FY2021, 7,910 in FY2024, 10,000 wanted in FY2026.
    result = _eurostat(2021, 6015, 2024, 7910, 2026, 10000)
    assert result.actual == pytest.approx((7910 / 6015) ** (1 / 3) - 1, rel=1e-12)
    assert result.required == pytest.approx((10000 / 6015) ** (1 / 5) - 1, rel=1e-12)
    assert (round(result.ratio, 3), result.grade) == (0.893, "moderate")
    assert result.required_value == pytest.approx(6015 * (10000 / 6015) ** (3 / 5))
    share = _elapsed(2021, 6015, 2024, 7910, 2026, 10000)
    assert (round(share.progress, 3), share.elapsed, share.grade) == (0.476, 0.6, "B")
    assert share.required_value == pytest.approx(8406)


@pytest.mark.parametrize(
    ("value", "grade"),
    [
        (109.5, "on_course"),
        (109.49, "moderate"),
        (106, "moderate"),
        (105.99, "insufficient"),
        (100, "insufficient"),
        (99.99, "moving_away"),
    ],
)
def test_boundaries_are_exact(value: float, grade: str) -> None:
    # One year of at least 10 % is required, so a growth of 9.5 % is a ratio of exactly 0.95.
    assert _eurostat(2020, 100, 2021, value, 2021, 110).grade == grade


def test_a_boundary_is_exact_behind_a_root() -> None:
    # 10 % a year for four years; 9.5 % and 6 % a year were reached over two.
    assert _eurostat(2020, 10000, 2022, 11990.25, 2024, 14641).grade == "on_course"
    assert _eurostat(2020, 10000, 2022, 11236, 2024, 14641).grade == "moderate"
    assert _eurostat(2020, 10000, 2022, 11235.99, 2024, 14641).grade == "insufficient"


def test_half_of_the_way_in_half_of_the_time_is_grade_a() -> None:
    assert _elapsed(2020, 0.1, 2021, 0.2, 2022, 0.3).grade == "A"
    assert _elapsed(2020, 0.1, 2021, 0.19, 2022, 0.3).grade == "B"


def test_less_is_better() -> None:
    assert _eurostat(2020, 100, 2021, 90, 2021, 80, up=False).ratio == pytest.approx(0.5)
    assert _eurostat(2020, 100, 2021, 101, 2022, 80, up=False).grade == "moving_away"
    assert _elapsed(2020, 100, 2021, 90, 2022, 80, up=False).grade == "A"


@pytest.mark.parametrize(
    ("figures", "up", "reason", "other"),
    [
        ((2020, 0, 2021, 5, 2022, 10), True, "base_zero", None),
        ((2020, 10, 2021, 5, 2022, 0), False, "goal_zero", None),
        ((2020, -5, 2021, 5, 2022, 10), True, "negative", None),
        ((2020, 10, 2020, 10, 2022, 20), True, "one_observation", "one_observation"),
        ((2022, 10, 2023, 12, 2022, 20), True, "period", "period"),
        ((2020, 20, 2021, 25, 2022, 20), True, "base_meets_target", "base_meets_target"),
        ((2020, 20, 2021, 25, 2022, 30), False, "base_meets_target", "base_meets_target"),
    ],
)
def test_what_cannot_be_assessed_says_why(figures: tuple[float, ...], up: bool, reason: str, other: str | None) -> None:
    window = Window(*figures, up=up)  # type: ignore[arg-type]
    assert eurostat(window) == reason
    found = elapsed_share(window)
    assert found == other if other else isinstance(found, Elapsed)


@given(base=POSITIVE, value=POSITIVE, goal=POSITIVE, years=YEARS)
def test_what_always_holds(base: float, value: float, goal: float, years: tuple[int, int]) -> None:
    since, left = years
    window = Window(2000, base, 2000 + since, value, 2000 + since + left, goal, up=goal > base)
    result, share = eurostat(window), elapsed_share(window)
    if goal == base:
        assert result == share == "base_meets_target"
        return
    assert isinstance(result, Eurostat)
    assert isinstance(share, Elapsed)
    forward = (value - base) * (goal - base)
    assert (result.ratio > 0, result.ratio < 0) == (forward > 0, forward < 0)
    assert (share.progress > 0, share.progress < 0) == (forward > 0, forward < 0)
    # A rate just above -100 % has few digits left in 1 + rate.
    again = base * (1 + result.required) ** since
    assert math.isclose(result.required_value, again, rel_tol=1e-9, abs_tol=base * 1e-12)
    # Growth at a constant rate runs below the straight line between the same two points.
    assert result.required_value <= share.required_value * (1 + 1e-12)
    if share.grade == "A" and goal > base:
        assert result.grade == "on_course"
    if left == 0:
        # At the deadline both compare with the target itself.
        assert math.isclose(result.required_value, goal, rel_tol=1e-9)
        assert (share.grade == "A") == (value >= goal if goal > base else value <= goal)


@given(base=POSITIVE, goal=POSITIVE, years=YEARS, factor=st.sampled_from([0.1, 10, 1000]))
def test_the_unit_does_not_matter(base: float, goal: float, years: tuple[int, int], factor: float) -> None:
    since, left = years
    value = (base + goal) / 2
    plain, scaled = (
        eurostat(Window(2000, base * by, 2000 + since, value * by, 2000 + since + left, goal * by, up=goal > base))
        for by in (1, factor)
    )
    if isinstance(plain, Eurostat) and isinstance(scaled, Eurostat):
        assert math.isclose(plain.ratio, scaled.ratio, rel_tol=1e-6)
