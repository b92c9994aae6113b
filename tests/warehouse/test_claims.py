"""Claims in running text are found: records, and years in a row."""

from __future__ import annotations

import pytest

from warehouse.claims import records_in, streaks_in


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
    assert [claim.side for claim in records_in(text)] == sides


@pytest.mark.parametrize(
    ("text", "sides"),
    [
        ("最多の7,910人", ["most"]),
        ("過去最多", ["most"]),
        ("最低水準", ["least"]),
        ("最高齢の隊員", []),
        ("最低限", []),
    ],
)
def test_of_a_line_a_record_needs_no_word_for_the_past(text: str, sides: list[str]) -> None:
    assert [claim.side for claim in records_in(text, bare=True)] == sides
    assert records_in("最多の7,910人") == []


@pytest.mark.parametrize(
    ("text", "side", "years"),
    [
        ("3年連続で増加", "up", 3),
        ("三年連続の増加", "up", 3),
        ("１１年連続増", "up", 11),
        ("3年度連続で過去最多", "up", 3),
        ("3年続けて隊員が増えた", "up", 3),
        ("2年連続で減少", "down", 2),
        ("2年連続で前年を下回り減", "down", 2),
        ("rose for 3 consecutive years", "up", 3),
        ("increased for the 3rd straight year", "up", 3),
        ("3 consecutive years of growth", "up", 3),
        ("fell for 2 consecutive years", "down", 2),
        ("up for 5 years in a row", "up", 5),
        ("growing 5 years running", "up", 5),
    ],
)
def test_years_in_a_row_are_found_with_their_direction(text: str, side: str, years: int) -> None:
    (found,), rest = streaks_in(text)
    assert (found.side, found.years) == (side, years)
    assert not any(letter.isdigit() for letter in rest)


@pytest.mark.parametrize("text", ["3年連続で開催", "3年ぶりの増加", "増えた", "over 3 years it grew"])
def test_years_without_a_direction_claim_nothing(text: str) -> None:
    assert streaks_in(text)[0] == []
