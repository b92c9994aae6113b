"""What a refused load leaves behind: its report and its quarantined rows, for the 品質 page and the monitor."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import polars as pl

from pipelines.quarantine import QUARANTINE_SCHEMA
from warehouse import releases
from warehouse.database import frame
from warehouse.errors import InputError

if TYPE_CHECKING:
    from expectations.report import GateReport


def write_quarantine(connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """Write the quarantined rows of a build beside it as CSV."""
    rows = frame(connection, "select * from quarantine order by file, line, check_id")
    _write(rows.select(list(QUARANTINE_SCHEMA)), folder)
    connection.execute("checkpoint")


def keep_refused(home: Path, folder: Path, now: dt.datetime, report: GateReport) -> Path:
    """Keep a build that the gate refused."""
    releases.write_json(folder / "gate.json", report.to_json(release_id=None, checked_at=now))
    return releases.keep_refused(home, folder, now)


def keep_unreadable(home: Path, folder: Path, now: dt.datetime, error: InputError) -> Path:
    """Keep a trace of a load whose input could not be read: a report with that one failure, and the place in it."""
    from expectations.report import Check, GateReport, Sample, StatementCounts

    check = Check(
        check_id="readable_input",
        programme=None,
        title_ja="公表資料と指標カタログを読めること",
        title_en="Publications and catalogue can be read",
        severity="critical",
        status="failed",
        rows_checked=0,
        failing=1,
        message_ja=str(error),
        advice_ja=error.advice or "示された場所を直して、もう一度読み込んでください。",
        samples=(Sample(error.file, error.line, error.what),),
    )
    report = GateReport(now, 0, 0, 1, (check,), StatementCounts(0, 0, 0, 0))
    place = {"check_id": check.check_id, "file": error.file or "", "line": error.line, "reason": error.what}
    row = {**place, "row_text": str(error.value or "")}
    _write(pl.DataFrame([row], schema_overrides=QUARANTINE_SCHEMA).select(list(QUARANTINE_SCHEMA)), folder)
    return keep_refused(home, folder, now, report)


def _write(rows: pl.DataFrame, folder: Path) -> None:
    rows.write_csv(folder / "quarantine.csv", include_bom=True)
