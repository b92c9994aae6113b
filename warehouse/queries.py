"""What readers ask a release: observations (the slice), areas, publications, statements."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal

import duckdb
import polars as pl
import pyarrow as pa

from warehouse.database import CURRENT, ROUND_HALF_UP, frame, quoted
from warehouse.slices import TOTAL, Slice
from warehouse.spreadsheet import FORMULA

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

_ORDER = (
    "sort_order, area_code, fiscal_year nulls last, as_of nulls last, breakdown, "
    "published_on nulls first, publication_id, line"
)


def observations(
    connection: duckdb.DuckDBPyConnection,
    chosen: Slice,
    *,
    detail: bool = True,
    newest_first: bool = False,
    limit: int | None = None,
) -> pl.DataFrame:
    """Return the observations of a slice, ordered by catalogue, area, year, as-of, breakdown and publication.

    Args:
        connection: An open release.
        chosen: The filters.
        detail: Add the columns of `DETAIL_COLUMNS` to those of the contract.
        newest_first: The newest years come first, and then that order.
        limit: At most so many rows.

    Returns:
        Columns of `SLICE_COLUMNS`: value in the base unit `unit`, fiscal_year the Western start year.
    """
    columns = ", ".join(SLICE_COLUMNS + (DETAIL_COLUMNS if detail else ()))
    body, parameters = _body(connection, chosen)
    order = f"fiscal_year desc nulls last, {_ORDER}" if newest_first else _ORDER
    sql = f"{body} select {columns} from chosen order by {order}"
    if limit is not None:
        sql += " limit $limit"
        parameters |= {"limit": limit}
    return frame(connection, sql, parameters)


def arrow(connection: duckdb.DuckDBPyConnection, chosen: Slice) -> pa.Table:
    """Return a slice as an Arrow table with the columns of the contract."""
    body, parameters = _body(connection, chosen)
    sql = f"{body} select {', '.join(SLICE_COLUMNS)} from chosen order by {_ORDER}"
    return connection.sql(sql, params=parameters).to_arrow_table()


def write_text(
    connection: duckdb.DuckDBPyConnection,
    chosen: Slice,
    path: Path,
    kind: Literal["csv", "json"],
    *,
    header: bool = True,
    guarded: Collection[str] = (),
    limit: int | None = None,
    offset: int = 0,
) -> None:
    """Write a slice as CSV, or as one JSON object a line, with the columns of the contract.

    Args:
        connection: An open release.
        chosen: The filters.
        path: A file in `warehouse.database.scratch()`.
        kind: In CSV a whole number is written without decimals.
        header: Whether CSV begins with the names of the columns.
        guarded: Columns of CSV in which a text that begins a formula gets a leading apostrophe.
        limit: At most so many rows.
        offset: Leave out so many rows before them.
    """
    body, parameters = _body(connection, chosen)
    columns = ", ".join(_as_text(name, guarded) if kind == "csv" else name for name in SLICE_COLUMNS)
    sql = f"{body} select {columns} from chosen order by {_ORDER}"
    if limit is not None or offset:
        sql += " limit $limit offset $offset"
        parameters |= {"limit": limit, "offset": offset}
    options = f"format csv, header {str(header).lower()}" if kind == "csv" else "format json"
    connection.execute(f"copy ({sql}) to '{quoted(path)}' ({options})", parameters)


def _as_text(name: str, guarded: Collection[str]) -> str:
    if name == "value":
        whole = "value = trunc(value) and abs(value) < 1e15"
        return f"case when {whole} then value::bigint::varchar else value::varchar end as value"
    if name in guarded:
        return f"case when regexp_matches({name}, '{FORMULA}') then '''' || {name} else {name} end as {name}"
    return name


def formula_columns(connection: duckdb.DuckDBPyConnection) -> frozenset[str]:
    """Return the columns of the contract in which some text would begin a formula in a spreadsheet."""
    texts = {
        "dim_indicator": {"indicator_id": "indicator_id", "name_ja": "indicator_name"},
        "dim_area": {"name_ja": "area_name"},
        "fact_observation": {name: name for name in ("breakdown", "unit", "obs_status", "publication_id", "locator")},
    }
    found = set()
    for table_name, columns in texts.items():
        for column, name in columns.items():
            distinct = f"select distinct {column} as text from {table_name}"
            sql = f"select count(*) from ({distinct}) where regexp_matches(text, '{FORMULA}')"
            if connection.execute(sql).fetchall() != [(0,)]:
                found.add(name)
    return frozenset(found)


def row_count(connection: duckdb.DuckDBPyConnection, chosen: Slice) -> int:
    """Return the number of observations of a slice."""
    body, parameters = _body(connection, chosen)
    return int(frame(connection, f"{body} select count(*) from chosen", parameters).item())


def publication_ids(connection: duckdb.DuckDBPyConnection, chosen: Slice) -> set[str]:
    """Return the ids of the publications of the observations of a slice."""
    body, parameters = _body(connection, chosen)
    return set(frame(connection, f"{body} select distinct publication_id from chosen", parameters)["publication_id"])


def indicator_ids(connection: duckdb.DuckDBPyConnection, chosen: Slice) -> list[str]:
    """Return the ids of the indicators that have observations in a slice, in the order of the catalogue."""
    body, parameters = _body(connection, chosen)
    sql = f"{body} select distinct indicator_id, sort_order from chosen order by sort_order"
    return list(frame(connection, sql, parameters)["indicator_id"])


def fiscal_years(connection: duckdb.DuckDBPyConnection) -> list[int]:
    """Return the fiscal years that have observations, newest first."""
    sql = "select distinct fiscal_year from fact_observation where fiscal_year is not null order by fiscal_year desc"
    return list(frame(connection, sql)["fiscal_year"])


def missing_count(connection: duckdb.DuckDBPyConnection, chosen: Slice) -> int:
    """Return the number of observations of a slice that are marks of a missing value."""
    body, parameters = _body(connection, chosen)
    return int(frame(connection, f"{body} select count(*) from chosen where value is null", parameters).item())


def portions(connection: duckdb.DuckDBPyConnection, chosen: Slice, rows: int) -> list[Slice]:
    """Cut a slice into slices that follow each other, so that a long one never has to be held as a whole.

    Args:
        connection: An open release.
        chosen: The slice. No rule of a slice looks at two indicators, so it can be cut between them.
        rows: As many indicators go together as have at most so many rows; one with more stands alone.
    """
    selected, parameters = _selected(chosen)
    sql = f"select indicator_id, count(*) from ({selected}) group by indicator_id, sort_order order by sort_order"
    groups: list[list[str]] = []
    filled = rows
    for indicator_id, count in frame(connection, sql, parameters).iter_rows():
        if filled + count > rows:
            groups.append([])
            filled = 0
        groups[-1].append(indicator_id)
        filled += count
    return [replace(chosen, indicators=tuple(group)) for group in groups]


def known_breakdowns(connection: duckdb.DuckDBPyConnection, indicators: Sequence[str] | None = None) -> list[str]:
    """Return the breakdowns that occur, of all or of some indicators, sorted; the total is the empty text."""
    where, parameters = _conditions({"list_contains($indicators, indicator_id)": ("indicators", _listed(indicators))})
    sql = f"select distinct breakdown from fact_observation where {where} order by breakdown"
    return list(frame(connection, sql, parameters)["breakdown"])


def _selected(chosen: Slice) -> tuple[str, dict[str, Any]]:
    """The rows that pass the filters, before one of several is taken as current."""
    within = "area_code in (select area_code from dim_area where list_contains({}))"
    breakdowns = ["" if label == TOTAL else label for label in chosen.breakdowns or ()]
    where, parameters = _conditions(
        {
            "list_contains($indicators, indicator_id)": ("indicators", _listed(chosen.indicators)),
            "list_contains($areas, area_code)": ("areas", _listed(chosen.areas)),
            within.format("$prefectures, prefecture_code || '000'"): ("prefectures", _listed(chosen.prefectures)),
            "level = $level": ("level", chosen.level),
            within.format("$kinds, kind"): ("kinds", _listed(chosen.kinds)),
            "fiscal_year >= $first_year": ("first_year", chosen.first_year),
            "fiscal_year <= $last_year": ("last_year", chosen.last_year),
            "list_contains($breakdowns, breakdown)": (
                "breakdowns",
                None if chosen.breakdowns is None else breakdowns,
            ),
            "published_on <= $as_known_on": ("as_known_on", chosen.as_known_on),
        }
    )
    return f"select * from slice where {where}", parameters


def _body(connection: duckdb.DuckDBPyConnection, chosen: Slice) -> tuple[str, dict[str, Any]]:
    selected, parameters = _selected(chosen)
    if chosen.current:
        connection.execute(ROUND_HALF_UP)
    body = f"with {CURRENT}" if chosen.current else "select * from selected"
    return f"with selected as ({selected}), chosen as ({body})", parameters


def _listed(values: Sequence[str] | None) -> list[str] | None:
    return list(values) if values is not None else None


def _conditions(given: dict[str, tuple[str, Any]]) -> tuple[str, dict[str, Any]]:
    used = {sql: (name, value) for sql, (name, value) in given.items() if value is not None}
    return " and ".join(used) or "true", dict(used.values())


def tables_and_columns(connection: duckdb.DuckDBPyConnection) -> dict[str, list[str]]:
    """Return the tables and views of a release with their columns, views first."""
    sql = """
        select t.table_name, list(c.column_name order by c.ordinal_position) as columns
        from information_schema.tables as t
        join information_schema.columns as c using (table_catalog, table_schema, table_name)
        where t.table_catalog = current_database() and t.table_schema = 'main'
        group by t.table_type, t.table_name
        order by t.table_type desc, t.table_name"""
    return dict(frame(connection, sql).iter_rows())


def prefecture_count(connection: duckdb.DuckDBPyConnection) -> int:
    """Return the number of prefectures: what 「全ての都道府県」 stands for."""
    sql = "select count(*) from dim_area where level = 'prefecture' and valid_to is null"
    return int(connection.execute(sql).fetchall()[0][0])


def table(connection: duckdb.DuckDBPyConnection, name: str, order: str) -> pl.DataFrame:
    """Return a whole table of the release, ordered."""
    return frame(connection, f"select * from {name} order by {order}")
