"""Statements of the sources that follow from other figures, what recomputing gave, and the acknowledged exceptions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from dashboard.components import publication_column, table
from dashboard.context import Context
from dashboard.marks import mark
from dashboard.markup import Child, Element, el, span
from warehouse.numbers import large_ja, number

SHOWN = 12


def statements_block(context: Context, statements: pl.DataFrame) -> Element:
    """What the sources say that follows from other figures, and what recomputing gave; disagreements first."""
    text = context.text
    titles = publication_column(context.release.publications(), "title")
    names = ("result", "place", "statement", "method", "printed", "recomputed_value")
    heads = [(text(f"quality.{name}"), "num" if name in {"printed", "recomputed_value"} else "") for name in names]
    rows = [_statement_row(context, row, titles) for row in statements.iter_rows(named=True)]
    caption = text("quality.statements")
    parts: list[Child] = [el("h2", caption), table(caption, heads, rows[:SHOWN], 2, "wide")]
    if len(rows) > SHOWN:
        summary = el("summary", text("chart.more", count=len(rows) - SHOWN))
        parts.append(el("details", summary, table(caption, heads, rows[SHOWN:], 2, "wide")))
    return el(
        "section", *parts, el("p", text("quality.statements_note"), class_="remark"), class_="card-white quality-block"
    )


def _statement_row(context: Context, row: Mapping[str, Any], titles: Mapping[str, str | None]) -> list[Child]:
    text = context.text
    if row["recomputed"] is None and row["agrees"] is None:
        result = mark("unknown", text("quality.not_recomputable"), "plain")
    elif row["agrees"]:
        result = mark("achieved", text("quality.agrees"), "good")
    else:
        result = mark("missed", text("quality.disagrees"), "bad")
    lines = text("quality.lines", lines=row["lines"]) if row["lines"] else ""
    place = [row["locator"] or "", span("why", titles.get(row["publication_id"]) or "", lines)]
    value = row["recomputed"]
    if value is None:
        said = "—"
    elif row["relation"] == "true":
        said = text("quality.holds" if value else "quality.holds_not")
    else:
        write = large_ja if text.lang == "ja" else number
        said = write(value, max(row["decimals"] or 0, 0))
    return [result, place, row["about"], row["method"] or "", row["printed"], said]


def exceptions_block(context: Context, statements: pl.DataFrame) -> Element:
    """Where a source contradicts itself: why, and what is shown here."""
    text = context.text
    rows: list[Sequence[Child]] = [
        [[row["about"], span("why", row["printed"])], row["exception_reason"], row["exception_treatment"] or ""]
        for row in statements.filter(pl.col("exception_reason").is_not_null()).iter_rows(named=True)
    ]
    caption = text("quality.exceptions")
    heads = [(text("quality.statement"), ""), (text("quality.reason"), ""), (text("quality.treatment"), "")]
    content: Child = (
        table(caption, heads, rows, 0, "wide") if rows else el("p", text("quality.no_exceptions"), class_="remark")
    )
    return el("section", el("h2", caption), content, class_="card-white quality-block")
