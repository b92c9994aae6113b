"""The gate between a build and its publication."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import duckdb

from expectations import statements
from expectations.evaluator import Evaluator, all_suites
from expectations.report import (
    MAX_SAMPLES,
    AcknowledgedException,
    Check,
    GateReport,
    Sample,
    StatementCounts,
    Status,
)
from expectations.rules import Rule, Suite
from warehouse.catalogue import Catalogue
from warehouse.eras import TOKYO

if TYPE_CHECKING:
    from great_expectations.core.expectation_validation_result import (
        ExpectationSuiteValidationResult,
        ExpectationValidationResult,
    )

    from expectations.sql_expectation import Validation

_NO_PREVIOUS = "（前のリリースがまだないため、比べる対象がありません）"
_CRASHED_ADVICE = "検査を実行できないものは公開できません。expectations/ の規則と、規則が読む表を確認してください。"


@dataclass(frozen=True)
class _Outcome:
    """What came of one rule: the number of failing rows, or why it could not be run."""

    failing: int
    problem: str | None


def run_gate(
    connection: duckdb.DuckDBPyConnection,
    catalogue: Catalogue,
    *,
    previous: bool,
    suites: list[Suite] | None = None,
    today: dt.date | None = None,
) -> GateReport:
    """Check a build.

    Fills `recomputed` and `agrees` of its table `statement`, and its table `quarantine` with the failing rows of the
    critical checks. Nothing else of the build changes.

    Args:
        connection: The build, with the tables of `warehouse/schema.sql`; `quarantine` holds the rows that could not be
            read.
        catalogue: What the build must obey.
        previous: Whether the last release is attached as `previous`.
        suites: Rules to run in place of all rules.
        today: The clock for embargoes and dates of publication; the day in Tokyo unless given. It is not the clock of
            verdicts: what is judged as of an earlier day was published all the same.

    Raises:
        InputError: The formula of a statement is not allowed.
    """
    suites = all_suites(catalogue) if suites is None else suites
    evaluator = Evaluator(connection, suites, today or dt.datetime.now(TOKYO).date(), previous)
    # DuckDB works in a thread of its own, while Great Expectations is imported, set up and asks for the results.
    with ThreadPoolExecutor(max_workers=1) as pool:
        prepared = pool.submit(_prepare, evaluator)
        results = _validation(suites).run(lambda rule: pool.submit(evaluator.find, rule))
        prepared.result()
    outcomes = _outcomes(results)
    rules = [rule for suite in suites for rule in suite.rules]
    return _report(connection, rules, outcomes, previous)


def _prepare(evaluator: Evaluator) -> None:
    evaluator.prepare()
    try:
        statements.recompute(evaluator.connection)
    except duckdb.Error as error:
        evaluator.note_problem("gate_statement", error)


def _validation(suites: list[Suite]) -> Validation:
    from expectations.sql_expectation import Validation

    return Validation(suites)


def _outcomes(results: list[ExpectationSuiteValidationResult]) -> dict[str, _Outcome]:
    return {
        result.expectation_config.meta["check_id"]: _outcome(result)
        for suite_result in results
        for result in suite_result.results
        if result.expectation_config is not None and result.expectation_config.meta is not None
    }


def _outcome(result: ExpectationValidationResult) -> _Outcome:
    information: dict[str, Any] = dict(result.exception_info or {})
    # Keyed by the failing metric, or flat, depending on where it was raised.
    crashes = [information] if "raised_exception" in information else list(information.values())
    raised = [crash for crash in crashes if isinstance(crash, dict) and crash.get("raised_exception")]
    if raised:
        return _Outcome(0, str(raised[0].get("exception_message") or "理由は不明です。"))
    count = dict(result.result or {}).get("unexpected_count")
    if count is None:
        return _Outcome(0, "結果がありません。")
    # The library's verdict and the count must agree; a rule that says neither has not run.
    return _Outcome(int(count), None if bool(result.success) == (count == 0) else "結果が矛盾しています。")


def _report(
    connection: duckdb.DuckDBPyConnection, rules: list[Rule], outcomes: dict[str, _Outcome], previous: bool
) -> GateReport:
    sizes = _table_sizes(connection, {rule.table for rule in rules})
    samples = _samples(connection)
    missing = _Outcome(0, "検査が実行されませんでした。")
    checks = tuple(
        _check(
            rule,
            outcomes.get(rule.check_id, missing),
            0 if _has_no_subject(rule, previous) else sizes.get(rule.table, 0),
            samples.get(rule.check_id, ()),
            _NO_PREVIOUS if _has_no_subject(rule, previous) else "",
        )
        for rule in rules
    )
    blocking = [check.check_id for check in checks if check.blocks]
    return GateReport(
        checked_at=dt.datetime.now(TOKYO),
        rows=_count(connection, "select count(*) from fact_observation"),
        indicators=_count(connection, "select count(distinct indicator_id) from fact_observation"),
        quarantined=_fill_quarantine(connection, blocking),
        checks=checks,
        statements=_statement_counts(connection),
        exceptions=_exceptions(connection),
    )


def _has_no_subject(rule: Rule, previous: bool) -> bool:
    return rule.needs_previous and not previous


def _check(rule: Rule, outcome: _Outcome, rows: int, samples: tuple[Sample, ...], remark: str) -> Check:
    status: Status = "passed"
    if outcome.problem is not None:
        status, samples = "error", (Sample(None, None, outcome.problem),)
    elif outcome.failing:
        status = "failed" if rule.severity == "critical" else "warning"
    return Check(
        check_id=rule.check_id,
        programme=rule.meta.get("programme"),
        title_ja=rule.meta["title_ja"],
        title_en=rule.meta["title_en"],
        severity=rule.severity,
        status=status,
        rows_checked=rows,
        failing=outcome.failing,
        message_ja=rule.meta["message_ja"] + remark,
        advice_ja=_CRASHED_ADVICE if status == "error" else rule.meta["advice_ja"],
        samples=samples,
        table=rule.table,
    )


def _samples(connection: duckdb.DuckDBPyConnection) -> dict[str, tuple[Sample, ...]]:
    found: dict[str, list[Sample]] = {}
    # A row that several findings point at is the likeliest to be wrong: it comes first.
    query = """
        with finding as (
            select *, count(*) over (partition by check_id, file, line) as finding_count from gate_finding
        )
        select check_id, file, line, reason
        from finding
        qualify row_number() over (partition by check_id order by finding_count desc, file, line, reason) <= $1
        order by check_id, finding_count desc, file, line, reason"""
    for check_id, file, line, reason in connection.execute(query, [MAX_SAMPLES]).fetchall():
        found.setdefault(check_id, []).append(Sample(file, line, reason or ""))
    return {check_id: tuple(samples) for check_id, samples in found.items()}


def _fill_quarantine(connection: duckdb.DuckDBPyConnection, blocking: list[str]) -> int:
    """Keep the failing rows of blocking checks. Those that could not be read are there already."""
    connection.execute(
        """
        insert into quarantine by name
        select * from gate_finding where list_contains($1, check_id) and check_id <> 'reading'""",
        [blocking],
    )
    return _count(connection, "select count(*) from quarantine")


def _table_sizes(connection: duckdb.DuckDBPyConnection, tables: set[str]) -> dict[str, int]:
    known = {row[0] for row in connection.execute("select table_name from duckdb_tables()").fetchall()}
    return {table: _count(connection, f'select count(*) from "{table}"') for table in tables & known}


def _statement_counts(connection: duckdb.DuckDBPyConnection) -> StatementCounts:
    row = connection.execute(
        """
        select
            count(*),
            count(*) filter (agrees and exception_reason is null),
            count(*) filter (not agrees and exception_reason is not null),
            count(*) filter (not agrees and exception_reason is null)
        from statement"""
    ).fetchone()
    return StatementCounts(*(row or (0, 0, 0, 0)))


def _exceptions(connection: duckdb.DuckDBPyConnection) -> tuple[AcknowledgedException, ...]:
    rows = connection.execute(
        """
        select
            publication_id, id, about, locator, lines, printed, recomputed, method,
            exception_reason, exception_treatment
        from statement
        where exception_reason is not null
        order by publication_id, id"""
    ).fetchall()
    return tuple(AcknowledgedException(*row) for row in rows)


def _count(connection: duckdb.DuckDBPyConnection, query: str) -> int:
    row = connection.execute(query).fetchone()
    return int(row[0]) if row else 0
