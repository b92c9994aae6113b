"""The two expectations of the gate, evaluated by DuckDB. The only module that imports Great Expectations.

Importing it costs seconds: import it only where the gate runs.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, ClassVar

# Before the import: the library would otherwise phone home.
os.environ["GX_ANALYTICS_ENABLED"] = "false"

import great_expectations as gx
import pandas as pd  # type: ignore[import-untyped]
from great_expectations.core.expectation_suite import ExpectationSuite
from great_expectations.core.expectation_validation_result import ExpectationSuiteValidationResult
from great_expectations.data_context.types.base import ProgressBarsConfig
from great_expectations.expectations.expectation import BatchExpectation
from great_expectations.validator.validator import ValidationDependencies

from expectations.rules import ROW_TYPE, SQL_TYPE, Rule, Suite

# The numbers of failing rows by check, as far as DuckDB has counted them.
_counts: ContextVar[Mapping[str, Future[int]]] = ContextVar("gate_counts")


class _EvaluatedByDuckDB(BatchExpectation):
    """A rule that is run inside DuckDB; the batch itself is not looked at."""

    parameters: Any = None
    metric_dependencies: ClassVar[tuple[str, ...]] = ()
    domain_keys: ClassVar[tuple[str, ...]] = ("batch_id",)

    def _validate(
        self,
        metrics: dict[Any, Any],
        runtime_configuration: dict[Any, Any] | None = None,
        execution_engine: Any = None,
    ) -> dict[str, Any]:
        count = _counts.get()[self.rule().check_id].result()
        return {"success": count == 0, "result": {"unexpected_count": count}}

    def get_validation_dependencies(
        self, execution_engine: Any = None, runtime_configuration: dict[Any, Any] | None = None
    ) -> ValidationDependencies:
        # No metric is wanted. Saying so here spares the library a dozen copies of each expectation.
        return ValidationDependencies(metric_configurations={}, result_format={"result_format": "BASIC"})

    def rule(self) -> Rule:
        """Return the rule that the expectation states."""
        raise NotImplementedError


class ExpectSqlReturnsNoRows(_EvaluatedByDuckDB):
    """Expect that a query returns no rows. `sql` is its lines; each row is a failing one: file, line, reason."""

    sql: list[str]
    success_keys: ClassVar[tuple[str, ...]] = ("sql", "parameters")

    def rule(self) -> Rule:
        meta = self.meta or {}
        return Rule(meta["check_id"], SQL_TYPE, self.severity.value, "\n".join(self.sql), meta=meta)


class ExpectNoObservationWhere(_EvaluatedByDuckDB):
    """Expect that a condition holds for no observation. `reason` is a SQL text that says what is wrong with one."""

    condition: list[str]
    reason: list[str]
    success_keys: ClassVar[tuple[str, ...]] = ("condition", "reason", "parameters")

    def rule(self) -> Rule:
        meta = self.meta or {}
        sql, reason = "\n".join(self.condition), "\n".join(self.reason)
        return Rule(meta["check_id"], ROW_TYPE, self.severity.value, sql, reason, meta=meta)


_TYPES = {SQL_TYPE: ExpectSqlReturnsNoRows, ROW_TYPE: ExpectNoObservationWhere}


def to_suite(suite: Suite) -> ExpectationSuite:
    """Return a suite as one of Great Expectations.

    Raises:
        ValueError: An expectation is malformed; the library itself would only log and drop it.
    """
    content = suite.to_json()
    expectations = [
        _TYPES[config["type"]](**config["kwargs"], meta=config["meta"], severity=config["severity"])
        for config in content["expectations"]
    ]
    return ExpectationSuite(name=suite.name, expectations=expectations, meta=content["meta"])


class Validation:
    """Suites of Great Expectations, ready to be validated."""

    def __init__(self, suites: list[Suite]) -> None:
        with _quiet():
            context = gx.get_context(mode="ephemeral")
            context.variables.progress_bars = ProgressBarsConfig(globally=False)
            asset = context.data_sources.add_pandas("build").add_dataframe_asset("build")
            # The library wants a batch; the rows stay in DuckDB.
            definition = asset.add_batch_definition_whole_dataframe("build")
            self._batch = definition.get_batch({"dataframe": pd.DataFrame({"build": [1]})})
            self._suites = [to_suite(suite) for suite in suites]

    def run(self, start: Callable[[Rule], Future[int]]) -> list[ExpectationSuiteValidationResult]:
        """Validate the suites one after the other and return their results in that order.

        Args:
            start: Starts to run a rule; its result is the number of failing rows.
        """
        rules = [
            expectation.rule()
            for suite in self._suites
            for expectation in suite.expectations
            if isinstance(expectation, _EvaluatedByDuckDB)
        ]
        with _quiet(), _counting({rule.check_id: start(rule) for rule in rules}):
            return [self._batch.validate(suite) for suite in self._suites]


@contextmanager
def _counting(counts: Mapping[str, Future[int]]) -> Iterator[None]:
    token = _counts.set(counts)
    try:
        yield
    finally:
        _counts.reset(token)


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep the library's own messages from the user: the report says what went wrong."""
    logger = logging.getLogger("great_expectations")
    level = logger.level
    logger.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        logger.setLevel(level)
