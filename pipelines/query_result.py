"""The result of a query for the terminal, or for another program."""

from __future__ import annotations

import json
from typing import BinaryIO, Literal

import polars as pl

from warehouse.spreadsheet import guarded


def write_result(frame: pl.DataFrame, kind: Literal["table", "csv", "json"], out: BinaryIO) -> None:
    """Write rows: as columns that line up, as CSV with a BOM, or as an array of JSON objects."""
    if kind == "json":
        out.write((json.dumps(frame.to_dicts(), ensure_ascii=False, indent=1, default=str) + "\n").encode())
    elif kind == "csv":
        nested = [name for name, type_ in frame.schema.items() if type_.is_nested()]
        plain = frame.with_columns(pl.col(nested).map_elements(_json, return_dtype=pl.String))
        out.write(b"\xef\xbb\xbf" + guarded(plain).write_csv().encode())
    else:
        with pl.Config(
            tbl_rows=-1, tbl_cols=-1, fmt_str_lengths=60, tbl_hide_dataframe_shape=True, tbl_width_chars=10_000
        ):
            out.write(f"{frame}\n".encode())


def _json(value: object) -> str:
    return json.dumps(value.to_list() if isinstance(value, pl.Series) else value, ensure_ascii=False, default=str)
