"""Runs rules inside DuckDB. Findings stay in the database as rows of the temporary table `gate_finding`."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

import warehouse
from expectations.derived import catalogue_suite, indicator_parameters
from expectations.rules import ROW_TYPE, Rule, Suite, finding_sql, read_suites, scan_sql
from expectations.statements import recomputation_of_none
from warehouse.catalogue import Catalogue

_PRELUDE = Path(__file__).parent / "prelude.sql"
_SCHEMA = Path(warehouse.__file__).parent / "schema.sql"
_SCAN = "gate_scan"
# The columns of gate_indicator, in the notation of DuckDB's from_json.
_PARAMETERS = {
    "indicator_id": "varchar",
    "programme": "varchar",
    "unit": "varchar",
    "family": "varchar",
    "lower_bound": "double",
    "upper_bound": "double",
    "levels": ["varchar"],
    "period": "varchar",
    "decimals": "integer",
    "yearly": "boolean",
    "max_jump": "double",
    "breaks": ["integer"],
    "breakdowns_sum": "varchar",
    "share_of": "varchar",
    "numerator": "varchar",
    "denominator": "varchar",
    "has_rows": "boolean",
    "own_figures": "boolean",
}


@dataclass
class Evaluator:
    """Evaluates the rules of suites on one build.

    Args:
        connection: The build; temporary tables and macros named `gate_*` are created in it.
        suites: All suites, so that row rules share one scan.
        today: The clock for embargoes and dates of publication.
        previous: Whether the last release is attached as `previous`.
    """

    connection: duckdb.DuckDBPyConnection
    suites: list[Suite]
    today: dt.date
    previous: bool
    _scans: dict[str, str] = field(default_factory=dict)
    _problems: dict[str, str] = field(default_factory=dict)
    _scan_is_clean: bool = False

    def prepare(self) -> None:
        """Create what the rules read. Where that fails, the rules that read it become errors."""
        self.connection.execute(_PRELUDE.read_text(encoding="utf-8"))
        for name, sql in prepared(self.suites, self.today, self.previous):
            self._create(name, sql)
        if not row_rules(self.suites):
            return
        if self._create(_SCAN, scan_sql(row_rules(self.suites), _SCAN)):
            self._scan_is_clean = not self.connection.execute(f"select 1 from {_SCAN} limit 1").fetchall()
        else:
            # One scan for each rule: the one that cannot run must not hide what the others find.
            for rule in row_rules(self.suites):
                own = self._scans[rule.check_id] = f"{_SCAN}_{rule.check_id}"
                self._create(own, scan_sql([rule], own))

    def find(self, rule: Rule) -> int:
        """Run one rule and keep its findings.

        Returns:
            How many rows fail.

        Raises:
            RuntimeError: The rule could not be run.
        """
        if (rule.needs_previous and not self.previous) or (rule.type == ROW_TYPE and self._scan_is_clean):
            return 0
        sql = finding_sql(rule, self._scans.get(rule.check_id, _SCAN))
        insert = f"insert into gate_finding by name select '{rule.check_id}' as check_id, * from ({sql}) as finding"
        try:
            row = self.connection.execute(insert).fetchone()
        except duckdb.Error as error:
            causes = [f"{name}: {problem}" for name, problem in self._problems.items() if name in sql]
            raise RuntimeError("\n".join([*causes, str(error)])) from error
        return int(row[0]) if row else 0

    def note_problem(self, name: str, error: Exception) -> None:
        """Remember why a table that rules read is not there."""
        self._problems[name] = str(error)

    def _create(self, name: str, sql: str) -> bool:
        try:
            self.connection.execute(sql)
        except duckdb.Error as error:
            self.note_problem(name, error)
            return False
        return True


def all_suites(catalogue: Catalogue) -> list[Suite]:
    """Return the suites of the gate: those in JSON and the one that follows from the catalogue."""
    return [*read_suites(), catalogue_suite(catalogue)]


def row_rules(suites: list[Suite]) -> list[Rule]:
    """Return the rules that share the scan of the observations."""
    return [rule for suite in suites for rule in suite.rules if rule.type == ROW_TYPE]


def prepared(suites: list[Suite], today: dt.date, previous: bool) -> Iterator[tuple[str, str]]:
    """Yield the names of tables that rules read and the SQL that makes them."""
    yield "gate_today", f"set variable gate_today = date '{today.isoformat()}'"
    yield "gate_indicator", _indicator_sql(suites)
    yield "gate_schema", _schema_sql()
    for suite in suites:
        tables = {**suite.prepare, **(suite.prepare_previous if previous else {})}
        for name, sql in tables.items():
            yield name, f"create or replace temp table {name} as\n{sql}"


def plain_sql(catalogue: Catalogue, *, today: dt.date | None = None, previous: bool = False) -> list[str]:
    """Return the same checks as plain SQL, in order, without Great Expectations: the floor of the benchmark."""
    suites = all_suites(catalogue)
    statements = [_PRELUDE.read_text(encoding="utf-8")]
    statements += [sql for _, sql in prepared(suites, today or dt.date.today(), previous)]
    statements.append(scan_sql(row_rules(suites), _SCAN))
    statements += recomputation_of_none()
    for suite in suites:
        for rule in suite.rules:
            if previous or not rule.needs_previous:
                statements.append(f"select count(*) from ({finding_sql(rule, _SCAN)}) as finding")
    return statements


def _indicator_sql(suites: list[Suite]) -> str:
    """Return the SQL of the table of what the catalogue demands of each indicator."""
    records = json.dumps(indicator_parameters(suites), ensure_ascii=False).replace("'", "''")
    columns = json.dumps([_PARAMETERS])
    return f"""create or replace temp table gate_indicator as
select * replace (array_to_string(levels, '、') as levels)
from (select unnest(from_json('{records}', '{columns}'), recursive := true))"""


def _schema_sql() -> str:
    """Return the SQL of the table of declared columns: the schema is created beside the build and looked at."""
    schema = _SCHEMA.read_text(encoding="utf-8").replace("create table ", "create table gate_reference.")
    return f"""attach if not exists ':memory:' as gate_reference;
{schema}
create or replace temp table gate_schema as
select table_name, column_name, data_type
from duckdb_columns()
where database_name = 'gate_reference';
detach gate_reference;"""
