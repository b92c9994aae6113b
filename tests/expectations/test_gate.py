"""The gate as a whole: severity, crashes, quarantine, the two lines, the suites and their parameters."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from expectations import plain_sql
from expectations.derived import catalogue_suite, suite_for
from expectations.evaluator import all_suites
from expectations.gate import run_gate
from expectations.report import GateReport, StatementCounts
from expectations.rules import ROW_TYPE, SUITES_DIR, Rule, Suite, read_suites
from tests.expectations.small_build import TODAY, Build, catalogue, indicator

BROKEN_SQL = Rule(
    "broken",
    "expect_sql_returns_no_rows",
    "critical",
    "select nothing from nowhere",
    meta={"check_id": "broken", "title_ja": "壊れた検査", "title_en": "Broken", "message_ja": "", "advice_ja": ""},
)


def _run(build: Build, *more: Rule) -> GateReport:
    suites = [*all_suites(build.catalogue), Suite("more", more)]
    return run_gate(build.connection, build.catalogue, previous=False, suites=suites, today=TODAY)


def _status(report: GateReport) -> dict[str, str]:
    return {check.check_id: check.status for check in report.checks if check.status != "passed"}


def test_a_check_that_crashed_is_an_error_and_blocks(build: Build) -> None:
    report = _run(build, BROKEN_SQL)
    assert _status(report) == {"broken": "error"}
    assert not report.passed
    what, how = report.two_lines()
    assert "壊れた検査" in what
    assert "nowhere" in what
    assert how


def test_a_crashed_warning_blocks_too(build: Build) -> None:
    assert not _run(build, replace(BROKEN_SQL, severity="warning")).passed


def test_a_row_rule_that_cannot_run_does_not_hide_the_others(build: Build) -> None:
    broken = replace(BROKEN_SQL, type=ROW_TYPE, sql="o.no_such_column > 1", reason="'x'")
    build.sql("update fact_observation set unit = '団体' where line = 2")
    assert _status(_run(build, broken)) == {"broken": "error", "unit": "failed"}


def test_a_shared_table_that_cannot_be_made_is_an_error_of_the_rules_that_read_it(build: Build) -> None:
    suites = all_suites(build.catalogue)
    suites[0] = replace(suites[0], prepare={**suites[0].prepare, "gate_repeated": "select broken"})
    report = run_gate(build.connection, build.catalogue, previous=False, suites=suites, today=TODAY)
    assert _status(report) == {"key_unique": "error", "revision": "error"}
    assert "broken" in report.failures[0].samples[0].reason


def test_a_missing_table_is_never_a_pass(build: Build) -> None:
    build.sql("drop table printed_target")
    report = build.run()
    assert not report.passed
    assert _status(report)["target_as_printed"] == "error"
    assert _status(report)["schema"] == "failed"


def test_a_warning_is_shown_and_does_not_block(build: Build) -> None:
    build.sql("update fact_observation set value = 151 where fiscal_year = 2022")
    report = build.run()
    assert _status(report) == {"jump": "warning"}
    assert report.passed
    assert report.two_lines() == ("", "")
    assert report.quarantined == 0


def test_failing_rows_go_to_the_quarantine_with_file_line_and_reason(build: Build) -> None:
    build.sql("update fact_observation set value = 2000, as_printed = '2,000人' where line = 2")
    report = build.run()
    rows = build.connection.execute("select check_id, file, line, reason, row_text from quarantine").fetchall()
    assert [row[:3] for row in rows] == [("bounds", "report-2025/t.csv", 2)]
    assert "2,000人" in rows[0][3]
    assert "members" in rows[0][4]
    assert report.quarantined == 1
    what, how = report.two_lines()
    assert "report-2025/t.csv:2" in what
    assert "bounds" in how


def test_unreadable_rows_stay_once_in_the_quarantine(build: Build) -> None:
    build.sql("insert into quarantine values ('read', 'f.csv', 3, '読めない', '')")
    assert build.run().quarantined == 1


def test_every_failing_row_is_counted_and_samples_are_few(build: Build) -> None:
    build.sql(
        "insert into fact_observation select o.* replace ('x' as indicator_id) from fact_observation as o, range(50)"
    )
    check = next(check for check in build.run().checks if check.check_id == "indicator_known")
    assert check.failing > 400
    assert len(check.samples) == 20


def test_no_checks_are_no_pass() -> None:
    report = GateReport(dt.datetime(2026, 11, 23, tzinfo=dt.UTC), 0, 0, 0, (), StatementCounts(0, 0, 0, 0))
    assert not report.passed


def test_the_report_keeps_its_contract(build: Build) -> None:
    content = build.run().to_json(release_id="r")
    assert list(json.loads(json.dumps(content))) == list(content)
    keys = [
        "release_id",
        "checked_at",
        "passed",
        "rows",
        "indicators",
        "quarantined",
        "checks",
        "statements",
        "exceptions",
    ]
    assert list(content) == keys
    check = content["checks"][0]
    names = {
        "check_id",
        "programme",
        "title_ja",
        "title_en",
        "severity",
        "status",
        "rows_checked",
        "failing",
        "samples",
    }
    assert names <= set(check)
    assert content["rows"] == 14
    assert content["indicators"] == 8


def test_the_page_escapes_what_comes_from_data_and_asks_nobody(build: Build) -> None:
    build.sql("update fact_observation set indicator_id = '<script>x</script>' where line = 2")
    page = build.run().to_html()
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert "不合格：公開しません" in page
    assert "http" not in page


def test_the_page_of_a_build_that_passed_says_so(build: Build) -> None:
    assert "合格：公開できます" in build.run().to_html(release_id="2026-11-23-abc")


@pytest.mark.parametrize("path", sorted(SUITES_DIR.glob("*.json")), ids=lambda path: path.stem)
def test_suites_are_suites_of_great_expectations(path: Path) -> None:
    from expectations.sql_expectation import to_suite

    suite = next(suite for suite in read_suites() if suite.name == path.stem)
    assert suite.to_json() == json.loads(path.read_text(encoding="utf-8"))
    made = to_suite(suite)
    again = type(made)(**made.to_json_dict())
    assert len(again.expectations) == len(suite.rules)
    assert again.to_json_dict() == made.to_json_dict()


def test_a_malformed_expectation_is_not_dropped() -> None:
    from expectations.sql_expectation import to_suite

    with pytest.raises(ValueError, match="severity"):
        to_suite(Suite("s", (replace(BROKEN_SQL, severity="fatal"),)))  # type: ignore[arg-type]


def test_a_new_indicator_is_in_the_suite_without_a_change_here() -> None:
    new = indicator("newcomers", yearly=True, bounds=(5, 50))
    suite = suite_for(catalogue(new))
    by_id = {expectation.meta["check_id"]: expectation for expectation in suite.expectations}
    assert by_id["bounds"].parameters["newcomers"] == {"lower_bound": 5.0, "upper_bound": 50.0}
    assert "newcomers" in by_id["yearly_series"].parameters
    assert "newcomers" not in by_id["jump"].parameters
    assert "newcomers" not in str(suite_for(catalogue()).to_json_dict())


def test_what_the_catalogue_demands_of_a_new_indicator_holds() -> None:
    build = Build(Path(":memory:"), catalogue(indicator("newcomers", bounds=(5, 50))))
    build.observe("newcomers", 51)
    assert _status(build.run()) == {"bounds": "failed"}


def test_every_rule_tells_the_user_what_and_how() -> None:
    for suite in all_suites(catalogue()):
        for rule in suite.rules:
            for key in ("title_ja", "title_en", "message_ja", "advice_ja"):
                assert rule.meta.get(key), (rule.check_id, key)


def test_check_ids_are_unique() -> None:
    ids = [rule.check_id for suite in all_suites(catalogue()) for rule in suite.rules]
    assert len(ids) == len(set(ids))


def test_the_plain_sql_finds_the_same(build: Build) -> None:
    build.sql("update fact_observation set value = 2000 where line = 2")
    counts = [build.connection.execute(sql).fetchall() for sql in plain_sql(build.catalogue, today=TODAY)]
    assert sum(rows[0][0] for rows in counts if rows and isinstance(rows[0][0], int)) >= 1


def test_the_catalogue_suite_holds_every_template() -> None:
    assert {rule.check_id for rule in catalogue_suite(catalogue()).rules} >= {"bounds", "unit", "yearly_series"}


def test_great_expectations_is_not_imported_before_the_gate_runs() -> None:
    code = "import sys, expectations.gate, expectations.derived; sys.exit('great_expectations' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
