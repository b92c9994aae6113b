"""The transcription stands in the ministry's text: each figure at the lines it names, each series in its order."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import polars as pl

from pipelines.normalise import tidy
from tests.support import MINISTRY, shared
from warehouse import open_release

SOURCE = "source/000_0acdd67d2e313a90.txt"


@cache
def _lines() -> list[str]:
    return shared(SOURCE).read_text(encoding="utf-8").split("\n")


def _text(source_lines: str) -> str:
    parts = []
    for block in source_lines.split(";"):
        first, _, last = block.partition("-")
        parts += _lines()[int(first) - 1 : int(last or first)]
    return tidy("".join(parts))


def _rows(home: Path) -> pl.DataFrame:
    return open_release(home).observations().filter(pl.col("publication_id") == MINISTRY)


def test_each_printed_figure_stands_at_its_lines(shipped_home: Path) -> None:
    rows = _rows(shipped_home).filter((pl.col("level") == "country") & pl.col("value").is_not_null())
    assert rows.height > 280
    missing = [
        (row["indicator_id"], row["as_printed"], row["source_lines"])
        for row in rows.iter_rows(named=True)
        if tidy(row["as_printed"]) not in _text(row["source_lines"])
    ]
    assert missing == []


def test_each_municipality_stands_at_its_line(shipped_home: Path) -> None:
    rows = _rows(shipped_home).filter(pl.col("level") == "municipality")
    assert rows.height == 122
    missing = [row for row in rows.iter_rows(named=True) if row["area_name"] not in _text(row["source_lines"])]
    assert missing == []


def test_the_yearly_series_stand_in_the_order_of_the_years(shipped_home: Path) -> None:
    rows = _rows(shipped_home)
    for indicator_id, block in {
        "kyoryokutai_municipalities": "835",
        "kyoryokutai_members": "836-845",
        "rmo_organizations": "2695",
        "rmo_municipalities": "2697",
    }.items():
        series = rows.filter((pl.col("indicator_id") == indicator_id) & (pl.col("breakdown") == "")).sort("fiscal_year")
        first, _, last = block.partition("-")
        text = " ".join(_lines()[int(first) - 1 : int(last or first)])
        printed = [float(number.replace(",", "")) for number in re.findall(r"\d[\d,]*", text)]
        assert series["value"].to_list() == printed, indicator_id
