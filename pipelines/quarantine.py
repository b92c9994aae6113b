"""Rows that were refused, with the place where they stand and why."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

QUARANTINE_SCHEMA: Mapping[str, Any] = {
    "check_id": pl.String,
    "file": pl.String,
    "line": pl.Int32,
    "reason": pl.String,
    "row_text": pl.String,
}


def refused_rows(place: str, rows: list[tuple[int, str, str]]) -> pl.DataFrame:
    """Return quarantine rows for lines that could not be read: (line, reason, text)."""
    data = [("read", place, line, reason, text) for line, reason, text in rows]
    return pl.DataFrame(data, schema=dict(QUARANTINE_SCHEMA), orient="row")
