"""A slice as a file: CSV for spreadsheets, Parquet, XLSX or JSON."""

from __future__ import annotations

import io
import json
from typing import Literal

import polars as pl

from warehouse.errors import InputError
from warehouse.release import Release

Format = Literal["csv", "parquet", "xlsx", "json"]
_SHEET_ROWS = 1_048_575
# Columns of the codebook sheet: the id, fields of an indicator by their names, its notes as one text.
_CODEBOOK = (
    "indicator_id",
    "name_ja",
    "name_en",
    "unit",
    "definition_ja",
    "definition_en",
    "denominator_ja",
    "notes_ja",
)
# What makes a spreadsheet take a cell for a formula, whatever white space stands before it; or a control character.
_FORMULA = r"^\s*[=+\-@＝＋－＠]|^[\x00-\x1f]"


def slice_bytes(frame: pl.DataFrame, kind: Format, release: Release) -> bytes:
    """Write a slice.

    CSV carries a BOM and keeps codes as text; a cell that would start a formula in a spreadsheet gets a leading
    apostrophe in CSV and stays text in XLSX. Parquet is typed.

    Raises:
        InputError: More rows than one XLSX sheet holds.
    """
    if kind == "csv":
        return b"\xef\xbb\xbf" + _plain_numbers(_safe(frame)).write_csv().encode()
    if kind == "json":
        rows = json.loads(frame.write_json())
        return (json.dumps(rows, ensure_ascii=False, indent=1) + "\n").encode()
    buffer = io.BytesIO()
    if kind == "parquet":
        frame.write_parquet(buffer, metadata={"release_id": release.release_id, "credit": release.credit})
        return buffer.getvalue()
    return _workbook(frame, release)


def _safe(frame: pl.DataFrame) -> pl.DataFrame:
    texts = [pl.col(name) for name, dtype in frame.schema.items() if dtype == pl.String]
    return frame.with_columns(
        pl.when(text.str.contains(_FORMULA)).then(pl.lit("'") + text).otherwise(text).name.keep() for text in texts
    )


def _plain_numbers(frame: pl.DataFrame) -> pl.DataFrame:
    # A count is written 7910, not 7910.0.
    return frame.with_columns(pl.col("value").cast(pl.String).str.strip_suffix(".0"))


def _workbook(frame: pl.DataFrame, release: Release) -> bytes:
    if frame.height > _SHEET_ROWS:
        raise InputError(
            f"{frame.height:,} 行は XLSX の1シート（{_SHEET_ROWS:,} 行）に入りません。",
            advice="--from や --indicator で絞り込むか、parquet を使ってください。",
        )
    import xlsxwriter

    publications = frame["publication_id"].unique().to_list()
    sources = (
        release.publications()
        .filter(pl.col("publication_id").is_in(publications))
        .with_columns(release_id=pl.lit(release.release_id))
    )
    sheets = {"data": frame, "codebook": _codebook(frame, release), "source": sources}
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(
        buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        for name, sheet in sheets.items():
            sheet.write_excel(
                book, worksheet=name, freeze_panes=(1, 0), autofilter=False, dtype_formats={pl.Int16: "0"}
            )
    return buffer.getvalue()


def _codebook(frame: pl.DataFrame, release: Release) -> pl.DataFrame:
    """What the indicators of a slice are, in the order of the catalogue."""
    wanted = set(frame["indicator_id"])
    rows = [
        (item.id, *(getattr(item, name) for name in _CODEBOOK[1:-1]), " ".join(item.notes_ja))
        for item in release.catalogue.indicators.values()
        if item.id in wanted
    ]
    return pl.DataFrame(rows, schema=dict.fromkeys(_CODEBOOK, pl.String), orient="row")
