"""Dividing values into classes: each value in one class, none empty, and the legend says what is drawn."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.map.classes import METHODS, MOST, classify
from dashboard.map.palette import DECREASE, HOVERED, INCREASE, NO_DATA, NONE_THERE, OUTSIDE, STEPS, ink_on
from dashboard.map.symbols import examples

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


@given(st.lists(st.integers(0, 10_000_000), max_size=60))
def test_a_legend_explains_sizes_by_amounts_that_there_may_be(amounts: list[int]) -> None:
    shown = list(examples(frozenset(amounts)))
    assert len(shown) <= 3 and shown == sorted(shown)
    assert all(0 < amount <= max(amounts) for amount in shown)
    if len(set(amounts) - {0}) <= 3:
        assert shown == sorted(set(amounts) - {0})


@pytest.mark.parametrize("colour", sorted({c for steps in STEPS.values() for c in steps} | {NO_DATA, NONE_THERE}))
def test_names_on_tiles_can_be_read(colour: str) -> None:
    """4.5:1 at least (WCAG 2.2)."""

    def light(name: str) -> float:
        parts = [int(name[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    low, high = sorted((light(colour), light(ink_on(colour))))
    assert (high + 0.05) / (low + 0.05) >= 4.5


def test_what_is_under_the_pointer_has_a_colour_of_its_own() -> None:
    others = {c for steps in STEPS.values() for c in steps} | {*DECREASE, *INCREASE, NO_DATA, NONE_THERE, OUTSIDE}
    parts = {name: [int(name[at : at + 2], 16) for at in (1, 3, 5)] for name in {*others, HOVERED}}
    nearest = min(sum(abs(a - b) for a, b in zip(parts[HOVERED], parts[one], strict=True)) for one in others)
    assert nearest >= 90
