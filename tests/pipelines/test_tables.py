"""Files are read as they are: encodings, workbooks, short rows, undeclared columns."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
import xlsxwriter

from pipelines.publications import Table
from pipelines.tables import read_table
from warehouse.errors import InputError

SPEC = Table(file="t.csv", columns={"年度": "fiscal_year", "隊員数": "value"})
TEXT = "年度,隊員数\nR5,7200人\nR6,7910人\n"


def _read(path: Path, spec: Table = SPEC) -> tuple[pl.DataFrame, list[tuple[int, str, str]]]:
    return read_table(path, spec, "p/t.csv")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_each_encoding_and_line_end_gives_the_same_rows(tmp_path: Path, encoding: str, newline: str) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(TEXT.replace("\n", newline).encode(encoding))
    frame, bad = _read(path)
    assert frame.rows() == [("R5", "7200人", 2), ("R6", "7910人", 3)]
    assert bad == []


def test_a_workbook_gives_the_same_rows(tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        for number, line in enumerate(TEXT.splitlines()):
            sheet.write_row(number, 0, line.split(","))
    frame, bad = _read(path)
    assert frame.rows() == [("R5", "7200人", 2), ("R6", "7910人", 3)]
    assert bad == []


def test_quoted_cells_keep_their_line(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text('年度,隊員数\n"R\n5","7,200人"\nR6,"7,910人"\n', encoding="utf-8")
    frame, _ = _read(path)
    assert frame.rows() == [("R\n5", "7,200人", 2), ("R6", "7,910人", 4)]


def test_a_short_row_is_refused_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("年度,隊員数\nR5,7200人\nR6", encoding="utf-8")
    frame, bad = _read(path)
    assert frame.height == 1
    assert [line for line, _, _ in bad] == [3]


def test_a_file_cut_at_a_line_end_misses_declared_rows(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("年度,隊員数\nR5,7200人\n", encoding="utf-8")
    _, bad = _read(path, SPEC.model_copy(update={"rows": 2}))
    assert "途中で切れている" in bad[0][1]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("年度,隊員数,備考\nR5,1,x\n", "備考"),
        ("年度\nR5\n", "隊員数"),
        ("年度,年度\nR5,1\n", "同じ見出し"),
        ("", "空"),
    ],
)
def test_columns_must_be_the_declared_ones(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "t.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=message):
        _read(path)


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(b"\xff\xfe\x00\x81\x00")
    with pytest.raises(InputError, match=r"文字コード|NUL"):
        _read(path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"p/t\.csv"):
        _read(tmp_path / "none.csv")
