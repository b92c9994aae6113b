"""Derived statements are recomputed at the printed digit, from the rows of their own publication."""

from __future__ import annotations

import datetime as dt

import pytest

from expectations.evaluator import Evaluator
from expectations.statements import parse_formula, recompute
from tests.expectations.small_build import PUBLICATION, TODAY, Build
from warehouse.errors import InputError


def _recomputed(build: Build, formula: str, value: float = 0, **changes: object) -> tuple[float | None, bool | None]:
    build.state(formula, value, **changes)
    Evaluator(build.connection, [], TODAY, previous=False).prepare()
    recompute(build.connection)
    row = build.connection.execute("select recomputed, agrees from statement").fetchone()
    assert row is not None
    return row


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("v('members', 2024)", 300),
        ("v_at('snapshot', '2025-03-31')", 7),
        ("b('parts', '男')", 13),
        ("b_fy('parts', 2024, '女')", 28),
        ("one('parts')", 41),
        ("one('balance')", 560000000),
        ("sum_b('parts')", 41),
        ("sum_bp('parts', '女')", 28),
        ("max_v('members')", 300),
        ("rank_b('parts', '男')", 2),
        ("rank_b('parts', '女')", 1),
        (f"in_pub('{PUBLICATION}', 'members', 2023, '00000')", 120),
        ("count_areas('parts')", 2),
        ("sum_areas('parts')", 9),
        ("count_prefectures('parts')", 2),
        ("sum_prefectures('shares')", 30),
        ("greatest(v('members', 2021), 250) - abs(-1 * 2)", 248),
    ],
)
def test_a_lookup_gives_the_figure_it_names(formula: str, expected: float, build: Build) -> None:
    for code, value in (("01202", 4), ("13101", 5), ("01100", 0)):
        build.observe("parts", value, area_code=code)
    for code in ("01000", "13000"):
        build.observe("shares", 15, area_code=code)
    assert _recomputed(build, formula, expected) == (expected, True)


@pytest.mark.parametrize(
    ("formula", "decimals", "expected"),
    [
        ("2.675 * 1", 2, 2.68),
        ("1.005 * 1", 2, 1.01),
        ("0.5 * 1", 0, 1),
        ("100 * (v('members', 2022) / v('members', 2021) - 1)", 1, 10.0),
        ("v('members', 2024) / v('members', 2022)", 1, 2.7),
        ("0 - 2.5", 0, -3),
        ("13456 + 0", -4, 10000),
        ("15000 + 0", -4, 20000),
    ],
)
def test_half_is_rounded_up_at_the_printed_digit(formula: str, decimals: int, expected: float, build: Build) -> None:
    assert _recomputed(build, formula, expected, decimals=decimals) == (expected, True)


@pytest.mark.parametrize(
    ("relation", "formula", "agrees"),
    [
        (">=", "v('members', 2024)", True),
        (">=", "v('members', 2024) - 0.5", False),
        ("<=", "v('members', 2024)", True),
        ("<=", "v('members', 2024) + 0.5", False),
        ("true", "v('members', 2024) > v('members', 2023) and not v('members', 2023) = 0", True),
        ("true", "v('members', 2024) < v('members', 2023)", False),
    ],
)
def test_relations(relation: str, formula: str, agrees: bool, build: Build) -> None:
    assert _recomputed(build, formula, 300, relation=relation)[1] is agrees


@pytest.mark.parametrize(
    "formula",
    [
        "v('members', 1999)",
        "one('members')",
        "v('nothing', 2024)",
        "v('members', 2024) / 0",
        "b('parts', '男') +",
    ],
)
def test_what_cannot_be_computed_is_a_failure(formula: str, build: Build) -> None:
    build.state("v('members', 2024)", 300, id="sound")
    build.state(formula, 0)
    report = build.run()
    assert [check.check_id for check in report.failures] == ["statement_computable"]
    assert (report.statements.total, report.statements.agreed, report.statements.disagreed) == (2, 1, 0)


def test_a_statement_about_a_publication_that_is_not_loaded_is_no_subject(build: Build) -> None:
    build.state("v('members', 2024) - in_pub('other', 'members', 2023, '00000')", 0)
    report = build.run()
    assert report.passed
    [noted] = [check for check in report.checks if check.status == "warning"]
    assert noted.check_id == "statement_applicable"
    assert "「other」" in noted.samples[0].reason


@pytest.mark.parametrize(
    "formula",
    [
        "(select 1)",
        "read_text('x')",
        "v('members', 2024); drop table statement",
        "v('members')",
        "v('members', v('members', 2024))",
        "v('members' 2024)",
        "v('members', 2024",
        "'text'",
        "getenv('HOME')",
        '"value"',
        "1 -- 2 /* x */ #",
        "{0}",
        "",
    ],
)
def test_a_formula_that_is_no_arithmetic_over_lookups_is_refused(formula: str, build: Build) -> None:
    with pytest.raises(InputError, match=r"statements\.yml"):
        _recomputed(build, formula)


def test_a_label_may_hold_anything() -> None:
    formula = parse_formula("b('x', 'a''b) {0} (再掲：表)')", "p", "s")
    assert formula.template == "{0}"
    assert formula.lookups == (("b", {"indicator_id": "x", "breakdown": "a'b) {0} (再掲:表)"}),)


def test_a_statement_reads_its_own_publication(build: Build) -> None:
    build.publication("other", published_on=dt.date(2025, 12, 1))
    build.observe("members", 999, fiscal_year=2024, publication_id="other", file="other/t.csv")
    assert _recomputed(build, "v('members', 2024)", 300) == (300, True)


def test_a_disagreeing_statement_points_at_the_figures_it_uses(build: Build) -> None:
    build.state("v('members', 2022) - v('members', 2021)", 11, printed="11人")
    report = build.run()
    assert [check.check_id for check in report.failures] == ["statement_agrees"]
    rows = build.connection.execute("select file, line, reason from quarantine order by line").fetchall()
    assert [row[:2] for row in rows] == [("report-2025/t.csv", 2), ("report-2025/t.csv", 3)]
    assert "印字 11人、再計算 10" in rows[0][2]
    assert "report-2025/t.csv:2" in report.two_lines()[0]


def test_the_figure_that_most_disagreeing_statements_use_is_named_first(build: Build) -> None:
    build.state("v('members', 2022) - v('members', 2021)", 11, id="first")
    build.state("v('members', 2023) - v('members', 2022)", 9, id="second")
    assert "report-2025/t.csv:3" in build.run().two_lines()[0]


def test_an_acknowledged_exception_is_shown_and_does_not_block(build: Build) -> None:
    build.state("v('members', 2024)", 301, exception_reason="頁により違う", exception_treatment="そのまま示す")
    report = build.run()
    assert report.passed
    assert report.statements.exceptions == 1
    assert [(item.reason, item.recomputed) for item in report.exceptions] == [("頁により違う", 300)]
    assert "頁により違う" in report.to_html()


def test_a_repeated_figure_is_no_part_of_a_sum_and_can_be_looked_up(build: Build) -> None:
    build.observe("parts", 40, breakdown="再掲：別の頁")
    build.state("b('parts', '再掲：別の頁')", 40, id="again")
    _recomputed(build, "sum_b('parts') + 0 * b('parts', '再掲:別の頁')", 41)
    rows = build.connection.execute("select id, recomputed from statement order by id").fetchall()
    assert rows == [("again", 40), ("statement", 41)]
