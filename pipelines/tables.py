"""Reading the files of a publication as they are: CSV in UTF-8 (with or without BOM) or cp932, and XLSX."""

from __future__ import annotations

import codecs
import csv
import io
from pathlib import Path

import polars as pl

from pipelines.across import turned
from pipelines.publications import AreasAcross, Table
from warehouse.errors import InputError

LINE = "__line__"


def read_table(path: Path, spec: Table, place: str) -> tuple[pl.DataFrame, list[tuple[int, str, str]]]:
    """Read one file as text.

    Returns:
        The rows as text columns by header plus `__line__` (the header is line 1; where the columns of the file are
        areas, the number of the column), and the rows that are not rows at all: (line, reason, text).

    Raises:
        InputError: The file is missing, in an unknown encoding, or its columns are not the declared ones.
    """
    if not path.is_file():
        raise InputError("ファイルがありません。", file=place, advice="publication.yml の file を確認してください。")
    if spec.areas_across is not None:
        bad: list[tuple[int, str, str]] = []
        frame = _read_across(path, spec, spec.areas_across, place)
    elif path.suffix.lower() == ".xlsx":
        frame, bad = _read_xlsx(path, spec, place)
    elif path.suffix.lower() == ".csv":
        frame, bad = _read_csv(path, spec, place)
    else:
        raise InputError("読めない形式です。", file=place, advice="CSV か XLSX にしてください。")
    if frame.is_empty() and not bad:
        bad.append((2, "見出しのほかに行がありません。ファイルが途中で切れているおそれがあります。", ""))
    if spec.rows is not None and frame.height + len(bad) != spec.rows:
        count = frame.height + len(bad)
        bad.append(
            (
                count + 1,
                f"行数が {count} 行です。宣言（rows）は {spec.rows} 行で、ファイルが途中で切れているおそれがあります。",
                "",
            )
        )
    return frame, bad


def _check_columns(header: list[str], spec: Table, place: str) -> None:
    if len(set(header)) != len(header):
        twice = next(name for name in header if header.count(name) > 1)
        raise InputError("同じ見出しの列が2つあります。", file=place, line=1, column=twice)
    for name in header:
        if name not in spec.columns:
            raise InputError(
                "宣言のない列です。",
                file=place,
                line=1,
                column=name,
                advice="publication.yml の columns に書いてください。",
            )
    for name in spec.columns:
        if name not in header:
            raise InputError("宣言された列がありません。", file=place, line=1, column=name)


def decode(data: bytes, place: str) -> str:
    """Decode UTF-8 (a BOM is dropped) or, failing that, cp932.

    Raises:
        InputError: The bytes are neither.
    """
    for encoding in ("utf-8-sig", "cp932"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise InputError(
        "文字コードが UTF-8 でも cp932 でもありません。", file=place, advice="UTF-8 で保存し直してください。"
    )


def _read_csv(path: Path, spec: Table, place: str) -> tuple[pl.DataFrame, list[tuple[int, str, str]]]:
    data = path.read_bytes().removeprefix(codecs.BOM_UTF8)
    if b"\r" in data:
        data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    if b"\0" in data:
        raise InputError("CSV ではありません（NUL 文字があります）。", file=place)
    try:
        header = _header(data)
    except UnicodeDecodeError:
        data = decode(data, place).encode()
        header = _header(data)
    if not header:
        raise InputError("ファイルが空です。", file=place)
    _check_columns(header, spec, place)
    fast = _read_regular(data, header)
    return (fast, []) if fast is not None else _read_irregular(decode(data, place), header)


def _read_across(path: Path, spec: Table, across: AreasAcross, place: str) -> pl.DataFrame:
    if path.suffix.lower() != ".csv":
        raise InputError("列が地域の表は CSV だけ読めます。", file=place)
    header, *rows = list(csv.reader(io.StringIO(decode(path.read_bytes(), place), newline=""))) or [[]]
    frame = turned(header, [row for row in rows if row], across, place)
    _check_columns(frame.drop(LINE).columns, spec, place)
    return frame


def _header(data: bytes) -> list[str]:
    end = data.find(b"\n")
    return next(csv.reader([data[:end].decode() if end >= 0 else data.decode()]), [])


def _read_regular(data: bytes, header: list[str]) -> pl.DataFrame | None:
    """Read UTF-8 whose every line is a row; None where it is anything else."""
    # Without quotes each line is a row. A line with more cells is an error to the reader; as the separators add up,
    # there is none with fewer. In a single column a blank line would be a row.
    lines = data.count(b"\n") + (not data.endswith(b"\n"))
    if len(header) == 1 or b'"' in data or data.count(b",") != lines * (len(header) - 1):
        return None
    try:
        frame = pl.read_csv(data, infer_schema=False, quote_char=None, empty_string_is_null=False, eol_char="\n")
    except pl.exceptions.ComputeError:
        return None
    if frame.height != lines - 1 or frame.columns != header:
        return None
    return frame.with_columns(pl.int_range(2, lines + 1, dtype=pl.Int32).alias(LINE))


def _read_irregular(text: str, header: list[str]) -> tuple[pl.DataFrame, list[tuple[int, str, str]]]:
    rows: list[list[str]] = []
    lines: list[int] = []
    bad: list[tuple[int, str, str]] = []
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    next(reader)
    start = reader.line_num + 1
    try:
        for row in reader:
            if len(row) == len(header):
                rows.append(row)
                lines.append(start)
            elif row:
                bad.append((start, f"列の数が {len(row)} で、見出しの {len(header)} と違います。", ",".join(row)))
            start = reader.line_num + 1
    except csv.Error as error:
        bad.append((start, f"CSV として読めません（{error}）。ファイルが途中で切れているおそれがあります。", ""))
    schema = {**dict.fromkeys(header, pl.String), LINE: pl.Int32}
    return pl.DataFrame([[*row, line] for row, line in zip(rows, lines, strict=True)], schema=schema, orient="row"), bad


def _read_xlsx(path: Path, spec: Table, place: str) -> tuple[pl.DataFrame, list[tuple[int, str, str]]]:
    import fastexcel

    try:
        book = fastexcel.read_excel(path)
        sheet = book.load_sheet(spec.sheet or 0, header_row=None, dtypes="string")
    except fastexcel.FastExcelError as error:
        raise InputError(f"XLSX として読めません（{str(error).splitlines()[0]}）。", file=place) from None
    cells = sheet.to_polars().fill_null("")
    if cells.is_empty():
        raise InputError("シートが空です。", file=place)
    header = [str(cell) for cell in cells.row(0)]
    _check_columns(header, spec, place)
    frame = cells.slice(1).rename(dict(zip(cells.columns, header, strict=True)))
    return frame.with_columns(pl.int_range(2, frame.height + 2, dtype=pl.Int32).alias(LINE)), []
