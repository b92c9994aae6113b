"""Dividing values into classes: each value in one class, none empty, and the legend says what is drawn."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.map.classes import METHODS, MOST, classify

VALUES = st.lists(st.floats(0, 1e9).map(lambda value: round(value, 1)), min_size=1, max_size=200)


@given(VALUES, st.sampled_from(METHODS))
def test_every_value_has_one_class_and_no_class_is_empty(values: list[float], method: str) -> None:
    classes = classify(values, method, 1)
    assert classes is not None
    assert 1 <= classes.count <= MOST
    assert list(classes.ends) == sorted(set(classes.ends))
    found = {classes.of(value) for value in values}
    assert found == set(range(classes.count))
    assert (classes.lowest, classes.highest) == (min(values), max(values))
    for value in values:
        low, high = classes.bounds(classes.of(value))
        assert low <= value <= high
    assert all(low <= high for low, high in (classes.bounds(number) for number in range(classes.count)))


@given(st.lists(st.integers(0, 10_000), min_size=50, max_size=400, unique=True))
def test_quantiles_hold_about_as_many_areas_each(values: list[int]) -> None:
    classes = classify(values, "quantile", 0)
    assert classes is not None
    counts = [sum(classes.of(value) == number for value in values) for number in range(classes.count)]
    assert max(counts) - min(counts) <= 1


@given(st.lists(st.integers(0, 10_000), min_size=2, max_size=100))
def test_equal_steps_have_one_width(values: list[int]) -> None:
    classes = classify(values, "equal", 6)
    assert classes is not None
    width = (max(values) - min(values)) / MOST
    for end in classes.ends:
        steps = (end - min(values)) / width if width else 0
        assert steps == pytest.approx(round(steps), abs=1e-3)


def test_natural_breaks_part_what_lies_apart() -> None:
    classes = classify([1, 2, 3, 50, 51, 52, 100, 101, 102], "natural", 0, most=3)
    assert classes is not None
    assert classes.ends == (3, 52)
    assert all(low < high for low, high in pairwise(classes.ends))


def test_nothing_and_a_single_value() -> None:
    assert classify([], "quantile", 0) is None
    alone = classify([7, 7, 7], "natural", 0)
    assert alone is not None
    assert alone.count == 1
