"""Parts of SQL: what can be asked, the result as a table, and as files."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

import polars as pl

from dashboard.components import table
from dashboard.context import Context
from dashboard.files import to_csv
from dashboard.markup import Child, Element, el
from warehouse import queries

# Rows of a result that the page shows; its file has all.
SHOWN = 200
EXAMPLES = (
    "select\n"
    "    indicator_name, fiscal_year, value, unit, publication_id, locator\n"
    "from current_slice(null)\n"
    "where area_code = '00000' and breakdown = ''\n"
    "order by sort_order, fiscal_year desc\n"
    "limit 100",
)


def surface(context: Context) -> Element:
    """The tables and views of a release with their columns."""
    text = context.text
    found = queries.tables_and_columns(context.release.connection)
    heads = [(text("sql.table"), "fixed"), (text("sql.columns"), "")]
    rows: list[Sequence[Child]] = [[el("code", name), ", ".join(columns)] for name, columns in found.items()]
    return table(text("sql.surface"), heads, rows)


def cells(frame: pl.DataFrame) -> tuple[list[tuple[str, str]], list[list[Child]]]:
    """The heads and the first rows of a result, as they are."""
    styles = ["num" if dtype.is_numeric() else "fixed" for dtype in frame.dtypes]
    heads = list(zip(frame.columns, styles, strict=True))
    rows: list[list[Child]] = [[_cell(value) for value in row] for row in frame.head(SHOWN).iter_rows()]
    return heads, rows


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.0f}" if value.is_integer() and abs(value) < 1e15 else repr(value)
    return str(value)


def to_files(context: Context, frame: pl.DataFrame, sql: str) -> Iterator[tuple[str, bytes, str]]:
    """Yield the result as files: ending, content, media type. The query goes with them."""
    rows = frame.to_dicts()
    yield "csv", to_csv(context, rows, sql), "text/csv"
    told = {"release_id": context.release.release_id, "credit": context.release.credit, "query": sql, "rows": rows}
    yield "json", json.dumps(told, ensure_ascii=False, indent=1, default=str).encode(), "application/json"
