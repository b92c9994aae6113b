"""Rules that follow from the catalogue: the templates in `templates/`, filled with what each indicator declares.

An indicator added to the catalogue is in the suite without a change here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from expectations.rules import Suite, read_suite
from warehouse.catalogue import Catalogue, Indicator

if TYPE_CHECKING:
    from great_expectations import ExpectationSuite

TEMPLATES = Path(__file__).parent / "templates" / "catalogue.json"

Parameters = Mapping[str, Any]


def _bounds(indicator: Indicator) -> Parameters | None:
    lower, upper = indicator.bounds
    return None if lower is None and upper is None else {"lower_bound": lower, "upper_bound": upper}


def _jump(indicator: Indicator) -> Parameters | None:
    if indicator.max_jump is None:
        return None
    return {"max_jump": indicator.max_jump, "breaks": [change.fiscal_year for change in indicator.breaks]}


def _sum(kind: str) -> Callable[[Indicator], Parameters | None]:
    return lambda indicator: {"breakdowns_sum": kind} if indicator.breakdowns_sum == kind else None


def _share(indicator: Indicator) -> Parameters | None:
    share_of = getattr(indicator, "share_of", None)
    return {"share_of": share_of} if share_of else None


def _quotient(indicator: Indicator) -> Parameters | None:
    parts = indicator.municipal.quotient if indicator.municipal else None
    return {"numerator": parts.numerator, "denominator": parts.denominator} if parts else None


# What a check needs to know of an indicator; None: the check does not apply to it.
_DEMANDS: Mapping[str, Callable[[Indicator], Parameters | None]] = {
    "indicator_known": lambda indicator: {"programme": indicator.programme},
    "unit": lambda indicator: {"unit": indicator.unit},
    "bounds": _bounds,
    "level": lambda indicator: {"levels": list(indicator.levels)},
    "period": lambda indicator: {"period": indicator.period, "own_figures": indicator.own_figures},
    "decimals": lambda indicator: {"decimals": indicator.decimals},
    "yearly_series": lambda indicator: {"yearly": True} if indicator.yearly else None,
    "jump": _jump,
    "breakdown_total": _sum("total"),
    "breakdown_100": _sum("100"),
    "share_of_count": _share,
    "quotient": _quotient,
    # What is fetched on demand need not be there.
    "indicator_has_rows": lambda indicator: None if indicator.fetched else {"has_rows": True},
    "catalogue_stored": lambda indicator: {
        "unit": indicator.unit,
        "family": indicator.family,
        "decimals": indicator.decimals,
    },
}


def catalogue_suite(catalogue: Catalogue) -> Suite:
    """Return the rules that the catalogue demands, with the parameters of each indicator."""
    templates = read_suite(TEMPLATES)
    rules = []
    for rule in templates.rules:
        demand = _DEMANDS[rule.check_id]
        found = {key: demand(indicator) for key, indicator in catalogue.indicators.items()}
        rules.append(replace(rule, parameters={key: value for key, value in found.items() if value is not None}))
    return replace(templates, rules=tuple(rules))


def suite_for(catalogue: Catalogue) -> ExpectationSuite:
    """Return the catalogue's rules as a suite of Great Expectations (imports it: seconds)."""
    from expectations.sql_expectation import to_suite

    return to_suite(catalogue_suite(catalogue))


def indicator_parameters(suites: list[Suite]) -> list[dict[str, Any]]:
    """Return one record per indicator with all parameters that the rules of the suites carry."""
    records: dict[str, dict[str, Any]] = {}
    for suite in suites:
        for rule in suite.rules:
            for indicator_id, parameters in rule.parameters.items():
                records.setdefault(indicator_id, {"indicator_id": indicator_id}).update(parameters)
    return list(records.values())
