"""The files that stand beside the tables of a publication: printed targets, derived statements, corrections."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from pathlib import Path
from typing import Literal

import polars as pl
from pydantic import ConfigDict, Field

from pipelines.normalise import parse_quantity
from pipelines.tables import decode
from warehouse.declared import Declared, read_yaml, validated
from warehouse.eras import parse_date, parse_fiscal_year
from warehouse.errors import InputError

_TARGET_COLUMNS = ("target_id", "目標", "目標値", "期限", "文言", "決定日", "決定文書", "掲載箇所", "原文行")
_CORRECTION_COLUMNS = ("file", "place", "wrong", "right", "date", "reason")


class _Exception(Declared):
    reason: str
    treatment: str


class Statement(Declared):
    """A statement of a publication that follows from other figures of it."""

    model_config = ConfigDict(coerce_numbers_to_str=True)
    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    about: str
    locator: str
    lines: str | None = None
    printed: str
    value: float
    decimals: int = 0
    relation: Literal["=", ">=", "<=", "true"] = "="
    formula: str
    method: str
    exception: _Exception | None = None


def statements_frame(folder: Path) -> pl.DataFrame:
    """Read `statements.yml` of a publication; without one the frame is empty.

    Raises:
        InputError: An unknown key, a missing field or an id used twice.
    """
    path = folder / "statements.yml"
    if not path.exists():
        return pl.DataFrame()
    place = f"{folder.name}/statements.yml"
    rows: dict[str, dict[str, object]] = {}
    items = read_yaml(path, place) or []
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise InputError("記述の一覧（- id: … の並び）ではありません。", file=place)
    for item in items:
        statement = validated(Statement, item, file=place, subject=f"記述「{item.get('id')}」の")
        if statement.id in rows:
            raise InputError("同じ id の記述が2つあります。", file=place, value=statement.id)
        row = statement.model_dump(exclude={"exception"})
        given = statement.exception
        row["exception_reason"] = given.reason if given else None
        row["exception_treatment"] = given.treatment if given else None
        rows[statement.id] = {"publication_id": folder.name, **row}
    return pl.DataFrame(list(rows.values()), infer_schema_length=None)


def printed_targets_frame(folder: Path) -> pl.DataFrame:
    """Read `targets.csv` of a publication: targets as printed, with the number and the year they state."""
    rows = _read_csv(folder, "targets.csv", _TARGET_COLUMNS)
    return pl.DataFrame([_printed_target(folder.name, row, line) for line, row in rows], infer_schema_length=None)


def _printed_target(publication_id: str, row: dict[str, str], line: int) -> dict[str, object]:
    deadline = row["期限"]
    year = re.search(r"(令和|平成|R|H)?\s*(元|\d{1,4})\s*年", deadline) or re.search(r"[RH]\d+", deadline)
    number: float | None
    try:
        number = parse_quantity(row["目標値"]).value
    except InputError:
        number = None
    try:
        fiscal_year = parse_fiscal_year(year.group(0)) if year and "今後" not in deadline else None
    except InputError as error:
        place = f"{publication_id}/targets.csv"
        raise InputError(error.what, file=place, line=line, column="期限", value=deadline) from None
    return {
        "publication_id": publication_id,
        "target_id": row["target_id"],
        "printed": row["目標値"],
        "value": number,
        "deadline": deadline or None,
        "fiscal_year": fiscal_year,
        "wording": row["文言"],
        "locator": row["掲載箇所"],
        "source_lines": row["原文行"],
        "file": f"{publication_id}/targets.csv",
        "line": line,
    }


def corrections_frame(folder: Path) -> pl.DataFrame:
    """Read `corrections.csv` of a publication: what was mistyped, mended when and why."""
    rows = [
        {
            "publication_id": folder.name,
            "file": row["file"],
            "place": row["place"],
            "wrong": row["wrong"],
            "right": row["right"],
            "corrected_on": _day(row["date"], folder, line),
            "reason": row["reason"],
        }
        for line, row in _read_csv(folder, "corrections.csv", _CORRECTION_COLUMNS)
    ]
    return pl.DataFrame(rows, infer_schema_length=None)


def _day(text: str, folder: Path, line: int) -> dt.date:
    try:
        return parse_date(text)
    except InputError as error:
        place = f"{folder.name}/corrections.csv"
        raise InputError(error.what, file=place, line=line, column="date", value=text) from None


def _read_csv(folder: Path, name: str, columns: tuple[str, ...]) -> list[tuple[int, dict[str, str]]]:
    path = folder / name
    if not path.exists():
        return []
    place = f"{folder.name}/{name}"
    reader = csv.DictReader(io.StringIO(decode(path.read_bytes(), place), newline=""), strict=True)
    if tuple(reader.fieldnames or ()) != columns:
        raise InputError(f"列は {','.join(columns)} の順に書いてください。", file=place, line=1)
    rows = []
    for row in reader:
        if None in row or None in row.values():
            raise InputError("列の数が見出しと違います。", file=place, line=reader.line_num)
        rows.append((reader.line_num, row))
    return rows
