"""What readers ask a release: observations (the slice), areas, publications, statements."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import duckdb
import polars as pl

from warehouse.database import frame

# The published contract of a slice: names and order.
SLICE_COLUMNS = (
    "indicator_id",
    "indicator_name",
    "area_code",
    "area_name",
    "fiscal_year",
    "era_year",
    "as_of",
    "breakdown",
    "value",
    "unit",
    "approximate",
    "obs_status",
    "publication_id",
    "locator",
)
DETAIL_COLUMNS = ("as_printed", "note", "source_lines", "published_on", "level")

# The current value of a key is the latest as-of, then the latest publication. A figure without a day is one of the
# whole fiscal year. An undated publication never becomes current. A rounded restatement of the same day never
# replaces an exact figure it agrees with: among the rows that agree with the latest at its own precision, the most
# exact is taken. A mark of a missing value is current only where nobody states a value: it takes back nothing.
_CURRENT = """
with dated as (
    select
        *,
        coalesce(as_of, make_date(fiscal_year + 1, 3, 31), date '0001-01-01') as reference_day
    from selected
    where published_on is not null
),
ranked as (
    select
        *,
        first_value(struct_pack(v := value, w := "precision", d := reference_day)) over key as latest
    from dated
    window key as (
        partition by indicator_id, area_code, fiscal_year, breakdown
        order by value is null, reference_day desc, published_on desc, publication_id desc
    )
)
select * exclude (latest, reference_day)
from ranked
qualify row_number() over (
    partition by indicator_id, area_code, fiscal_year, breakdown
    order by
        value is null,
        (reference_day = latest.d and round_half_up(value, latest.w) is not distinct from latest.v) desc,
        coalesce("precision", 0),
        reference_day desc,
        published_on desc,
        publication_id desc
) = 1
"""

# Rounding half away from zero to a multiple of a unit; in decimals, so that 0.05 is 0.05.
ROUND_HALF_UP = """
create or replace temp macro round_half_up(x, unit) as
    case
        when unit is null or unit = 0 then x
        else (round(x::decimal(38, 6) / unit::decimal(38, 6), 0) * unit::decimal(38, 6))::double
    end
"""

_ORDER = (
    "sort_order, area_code, fiscal_year nulls last, as_of nulls last, breakdown, "
    "published_on nulls first, publication_id, line"
)


def observations(
    connection: duckdb.DuckDBPyConnection,
    *,
    indicators: Sequence[str] | None = None,
    areas: Sequence[str] | None = None,
    level: str | None = None,
    first_year: int | None = None,
    last_year: int | None = None,
    as_known_on: dt.date | None = None,
    current: bool = False,
    detail: bool = True,
) -> pl.DataFrame:
    """Return observations, ordered by catalogue, area, year, as-of, breakdown and publication.

    Args:
        connection: An open release.
        indicators: Ids to keep; None keeps all.
        areas: Area codes to keep.
        level: `country`, `prefecture` or `municipality`.
        first_year: First fiscal year; rows without a period are left out once a bound is given.
        last_year: Last fiscal year.
        as_known_on: Only what dated publications stated up to that day.
        current: One row per indicator, area, fiscal year and breakdown (see the rule above).
        detail: Add as_printed, note, source_lines, published_on and level to the columns of the contract.

    Returns:
        Columns of `SLICE_COLUMNS`: value in the base unit `unit`, fiscal_year the Western start year.
    """
    where, parameters = _conditions(
        {
            "list_contains($indicators, indicator_id)": ("indicators", _listed(indicators)),
            "list_contains($areas, area_code)": ("areas", _listed(areas)),
            "level = $level": ("level", level),
            "fiscal_year >= $first_year": ("first_year", first_year),
            "fiscal_year <= $last_year": ("last_year", last_year),
            "published_on <= $as_known_on": ("as_known_on", as_known_on),
        }
    )
    selected = f"select * from slice where {where}"
    columns = ", ".join(SLICE_COLUMNS + (DETAIL_COLUMNS if detail else ()))
    body = _CURRENT if current else "select * from selected"
    if current:
        connection.execute(ROUND_HALF_UP)
    sql = f"with selected as ({selected}) select {columns} from ({body}) order by {_ORDER}"
    return frame(connection, sql, parameters)


def _listed(values: Sequence[str] | None) -> list[str] | None:
    return list(values) if values is not None else None


def _conditions(given: dict[str, tuple[str, Any]]) -> tuple[str, dict[str, Any]]:
    used = {sql: (name, value) for sql, (name, value) in given.items() if value is not None}
    return " and ".join(used) or "true", dict(used.values())


def prefecture_count(connection: duckdb.DuckDBPyConnection) -> int:
    """Return the number of prefectures: what 「全ての都道府県」 stands for."""
    sql = "select count(*) from dim_area where level = 'prefecture' and valid_to is null"
    return int(connection.execute(sql).fetchall()[0][0])


def table(connection: duckdb.DuckDBPyConnection, name: str, order: str) -> pl.DataFrame:
    """Return a whole table of the release, ordered."""
    return frame(connection, f"select * from {name} order by {order}")
