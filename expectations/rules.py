"""What a rule of the gate is, and how suites in JSON become rules.

A suite is the plain JSON of a Great Expectations suite. Two types of expectation occur in it:

* `expect_sql_returns_no_rows`: `sql` (a list of lines) returns the failing rows as columns `file, line, reason` and,
  where it has one, `row_text`;
* `expect_no_observation_where`: `condition` holds for the failing observations, `reason` is a SQL text. Both are
  written over the aliases `o` (observation), `i` (what the catalogue says of its indicator), `a` (area),
  `p` (publication) and `y` (fiscal year). All rules of this type share one scan of the observations.

`meta.prepare` of a suite names temporary tables that several of its rules read.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, cast

SUITES_DIR = Path(__file__).parent / "suites"
ROW_TYPE = "expect_no_observation_where"
SQL_TYPE = "expect_sql_returns_no_rows"

Severity = Literal["critical", "warning", "info"]


@dataclass(frozen=True)
class Rule:
    """One expectation: what must hold, how bad it is when it does not, and what to tell the user.

    Attributes:
        check_id: Stable name of the check.
        type: `expect_sql_returns_no_rows` or `expect_no_observation_where`.
        severity: critical blocks the publication; warning and info are shown.
        sql: Query that returns the failing rows, or the condition of a failing observation.
        reason: SQL text that says what is wrong with an observation; empty for a query, which has its own.
        parameters: By indicator, what the catalogue demands; empty for rules beyond the catalogue.
        meta: title_ja, title_en, message_ja, advice_ja, table, programme, requires.
    """

    check_id: str
    type: str
    severity: Severity
    sql: str
    reason: str = ""
    parameters: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    meta: Mapping[str, Any] = field(default_factory=dict)

    @property
    def table(self) -> str:
        """The table whose rows are checked."""
        return str(self.meta.get("table", "fact_observation"))

    @property
    def needs_previous(self) -> bool:
        """Whether the rule compares with the previous release."""
        return self.meta.get("requires") == "previous"

    @classmethod
    def from_json(cls, config: Mapping[str, Any]) -> Rule:
        """Read one expectation of a suite.

        Raises:
            KeyError: The expectation lacks a check_id or its SQL.
        """
        kwargs = config["kwargs"]
        return cls(
            check_id=config["meta"]["check_id"],
            type=config["type"],
            severity=cast(Severity, config["severity"]),
            sql="\n".join(kwargs["condition"] if config["type"] == ROW_TYPE else kwargs["sql"]),
            reason="\n".join(kwargs.get("reason", [])),
            parameters=kwargs.get("parameters", {}),
            meta=config["meta"],
        )

    def to_json(self) -> dict[str, Any]:
        """Return the expectation as it stands in a suite."""
        if self.type == ROW_TYPE:
            kwargs: dict[str, Any] = {"condition": self.sql.split("\n"), "reason": self.reason.split("\n")}
        else:
            kwargs = {"sql": self.sql.split("\n")}
        if self.parameters:
            kwargs["parameters"] = {key: dict(value) for key, value in self.parameters.items()}
        return {"type": self.type, "kwargs": kwargs, "meta": dict(self.meta), "severity": self.severity}


@dataclass(frozen=True)
class Suite:
    """A named list of rules and the temporary tables they share."""

    name: str
    rules: tuple[Rule, ...]
    prepare: Mapping[str, str] = field(default_factory=dict)
    prepare_previous: Mapping[str, str] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """Return the suite in the JSON form of Great Expectations."""
        meta: dict[str, Any] = {}
        for key, tables in (("prepare", self.prepare), ("prepare_previous", self.prepare_previous)):
            if tables:
                meta[key] = {name: sql.split("\n") for name, sql in tables.items()}
        return {"name": self.name, "expectations": [rule.to_json() for rule in self.rules], "meta": meta}


def read_suite(path: Path) -> Suite:
    """Read a suite from its JSON file."""
    content = json.loads(path.read_text(encoding="utf-8"))
    meta = content.get("meta", {})
    return Suite(
        name=content["name"],
        rules=tuple(Rule.from_json(config) for config in content["expectations"]),
        prepare=_tables(meta.get("prepare", {})),
        prepare_previous=_tables(meta.get("prepare_previous", {})),
    )


def read_suites(folder: Path = SUITES_DIR) -> list[Suite]:
    """Read every suite of a folder, ordered by file name."""
    return [read_suite(path) for path in sorted(folder.glob("*.json"))]


def _tables(lines: Mapping[str, Iterable[str]]) -> dict[str, str]:
    return {name: "\n".join(sql) for name, sql in lines.items()}


def scan_sql(rules: Iterable[Rule], name: str) -> str:
    """Return the one scan that finds, for all row rules together, the failing observations.

    The resulting table has file, line, row_text and a column per rule: the reason, or null where the rule holds.
    """
    rules = list(rules)
    reasons = ",\n    ".join(f'case when {rule.sql} then {rule.reason} end as "{rule.check_id}"' for rule in rules)
    failing = "\n    or ".join(f"({rule.sql})" for rule in rules)
    return f"""create or replace temp table {name} as
select
    o.file,
    o.line,
    gate_row(o.publication_id, o.indicator_id, o.area_code, o.fiscal_year, o.as_of, o.breakdown, o.as_printed)
        as row_text,
    {reasons}
from fact_observation as o
left join gate_indicator as i using (indicator_id)
left join dim_area as a using (area_code)
left join dim_publication as p using (publication_id)
left join dim_fiscal_year as y using (fiscal_year)
where
    {failing}"""


def finding_sql(rule: Rule, scan: str) -> str:
    """Return the query whose rows are the findings of a rule; `scan` is the table of `scan_sql`."""
    if rule.type == ROW_TYPE:
        column = f'"{rule.check_id}"'
        return f"select file, line, {column} as reason, row_text from {scan} where {column} is not null"
    return rule.sql
