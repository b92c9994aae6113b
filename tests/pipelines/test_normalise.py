"""Printed figures are read whole or refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.normalise import parse_quantity, scale_of_unit
from warehouse.errors import InputError


@pytest.mark.parametrize(
    ("text", "value", "unit", "approximate", "precision"),
    [
        ("7,910人", 7910, "人", False, 1),
        ("５１．５％", 51.5, "%", False, 0.1),
        ("5 . 6 億 円", 560_000_000, "円", False, 10_000_000),
        ("248百万円", 248_000_000, "円", False, 1_000_000),
        ("10,000千円", 10_000_000, "円", False, 1_000),
        ("5,900億円", 590_000_000_000, "円", False, 100_000_000),
        ("約41万件", 410_000, "件", True, 10_000),
        ("約1万3,000社", 13_000, "社", True, 1_000),
        ("約７万９千人", 79_000, "人", True, 1_000),
        ("およそ69%", 69, "%", True, 1),
        ("約５割", 50, "%", True, 10),
        ("７割", 70, "%", True, 10),
        ("△4", -4, "", False, 1),
        ("２７９名", 279, "名", False, 1),
        ("0", 0, "", False, 1),
    ],
)
def test_a_printed_figure_becomes_its_base_unit(
    text: str, value: float, unit: str, approximate: bool, precision: float
) -> None:
    read = parse_quantity(text)
    assert (read.value, read.unit, read.approximate, read.precision) == (value, unit, approximate, precision)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "-",
        "abc",
        "1,23",
        "1,2345",
        "1.2.3",
        "12人13",
        "1~2",
        "5億6億円",
        "…",
        "X",
        "-▲3",
        "100以上",
        "10万人超",
        "5社未満",
    ],
)
def test_what_is_no_single_figure_is_refused(text: str) -> None:
    with pytest.raises(InputError):
        parse_quantity(text)


@given(st.integers(min_value=-(10**12), max_value=10**12), st.sampled_from(["", "人", "円", "団体"]))
def test_separators_and_width_never_change_a_number(number: int, unit: str) -> None:
    plain = parse_quantity(f"{number:,}{unit}")
    wide = parse_quantity(f"{number:,}{unit}".translate(str.maketrans("0123456789,", "０１２３４５６７８９，")))
    assert plain.value == wide.value == number
    assert plain.unit == unit


@pytest.mark.parametrize(("text", "unit", "scale"), [("百万円", "円", 10**6), ("千人", "人", 1000), ("人", "人", 1)])
def test_a_units_scale_is_split_off(text: str, unit: str, scale: int) -> None:
    assert scale_of_unit(text) == (unit, scale)
