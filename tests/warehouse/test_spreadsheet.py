"""No text of ours is run as a formula by a spreadsheet, whichever engine wrote it."""

from __future__ import annotations

import duckdb
import polars as pl
import pytest

from warehouse.spreadsheet import FORMULA, guarded, guarded_text

DANGEROUS = ["=1+1", "  =1", "\u3000=1", "\u00a0+1", "+81", "-cmd", "@x", "＝1", "－5", "\tx", "\r", "\x00a", "\x1fa"]
HARMLESS = ["", "01100", "a=1", "人口（+5%）", "正常", "'=1", "100%"]


@pytest.mark.parametrize("text", DANGEROUS + HARMLESS)
def test_python_polars_and_duckdb_agree_on_what_is_dangerous(text: str) -> None:
    by_duckdb = duckdb.execute(f"select regexp_matches($1, '{FORMULA}')", [text]).fetchall()[0][0]
    by_polars = guarded(pl.DataFrame({"t": [text]}))["t"][0] != text
    assert by_duckdb == by_polars == (guarded_text(text) != text) == (text in DANGEROUS)
