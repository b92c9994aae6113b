"""Tables as files that open safely in a spreadsheet and say where they come from."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from warehouse.spreadsheet import guarded_text

if TYPE_CHECKING:
    from dashboard.context import Context


def _cell(value: object) -> str:
    """Write a value; text that a spreadsheet would run as a formula is preceded by an apostrophe."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return f"{value:.0f}" if value.is_integer() else repr(value)
    return guarded_text(value) if isinstance(value, str) else str(value)


def to_csv(context: Context, rows: Sequence[Mapping[str, object]], selection: str, credit: str | None = None) -> bytes:
    """Return rows as CSV in UTF-8 with BOM; release, selection and credit stand in columns of their own.

    The credit is that of the whole release where none is given.
    """
    release = context.release
    return csv_bytes(
        rows, {"release_id": release.release_id, "selection": selection, "credit": credit or release.credit}
    )


def csv_bytes(rows: Sequence[Mapping[str, object]], origin: Mapping[str, str]) -> bytes:
    """Return rows as CSV in UTF-8 with BOM; where they come from stands in columns of its own."""
    out = io.StringIO()
    if rows:
        writer = csv.writer(out, lineterminator="\r\n")
        writer.writerow([*rows[0], *origin])
        for row in rows:
            writer.writerow([_cell(value) for value in (*row.values(), *origin.values())])
    return out.getvalue().encode("utf-8-sig")
