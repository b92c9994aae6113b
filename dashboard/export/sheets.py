"""Workbooks (Office Open XML) of long tables, written as they are read.

The libraries that were measured take 0.7 to 3.5 seconds for 100,000 rows of a slice, hold all of them, and stamp the
time of day into the file. Here a column becomes XML as a whole, by polars; texts are shared, so each is escaped once.

A text is always a text: it can become neither a formula nor a link nor a number. Nothing depends on the clock.
Parts and elements as in ECMA-376, Part 1, 5th edition (SpreadsheetML, clause 18).
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import IO
from xml.sax.saxutils import escape

import polars as pl

from dashboard.text import both
from warehouse.errors import InputError

SHEET_ROWS = 1_048_575
_CELL_LETTERS = 32_767
_EPOCH = date(1899, 12, 30)
_BOLD, _DAY, _WRAPPED = 1, 2, 3
_WIDEST = 60
# Columns of the sheet are sized by so many rows.
_SAMPLE = 200
_ILLEGAL = re.compile(r"[\x00-\x08\x0b-\x1f\ufffe\uffff]|_x[0-9A-Fa-f]{4}_")
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


@dataclass(frozen=True)
class Sheet:
    """A sheet: its name, and frames of the same columns that follow each other. `is_prose` wraps long texts."""

    name: str
    frames: Iterable[pl.DataFrame]
    is_prose: bool = False


class _Texts:
    """The texts of a workbook by their number; each stands in the file once."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}
        self.uses = 0

    def column(self, name: str, values: pl.Series) -> pl.Series:
        """Return the number of each text of a column."""
        distinct = values.drop_nulls().unique(maintain_order=True)
        for text in distinct:
            if len(text) > _CELL_LETTERS:
                told = {"column": name, "letters": f"{len(text):,}", "most": f"{_CELL_LETTERS:,}"}
                raise InputError(both("export.too_long", **told))
            self.numbers.setdefault(text, len(self.numbers))
        self.uses += len(values) - values.null_count()
        return values.replace_strict(distinct, [self.numbers[text] for text in distinct], return_dtype=pl.Int64)

    def xml(self) -> bytes:
        """Return the part that holds the texts."""
        items = "".join(f'<si><t xml:space="preserve">{_escaped(text)}</t></si>' for text in self.numbers)
        counts = f'count="{self.uses}" uniqueCount="{len(self.numbers)}"'
        return f'{_HEAD}<sst xmlns="{_MAIN}" {counts}>{items}</sst>'.encode()


def _escaped(text: str) -> str:
    # What XML cannot hold is written by its code (clause 22.9.2.19); what looks like such a code loses its look.
    safe = _ILLEGAL.sub(lambda found: f"_x005F{found[0]}" if found[0][0] == "_" else f"_x{ord(found[0]):04X}_", text)
    return escape(safe)


def write_workbook(file: IO[bytes], sheets: Iterable[Sheet]) -> None:
    """Write a workbook: in each sheet a bold header that stays in view and a filter, then the rows.

    Integers, numbers, booleans and days are cells of their kind, everything else is text; null is an empty cell.

    Args:
        file: Where to; it need not be able to go back.
        sheets: Each with the same columns in all of its frames, of which there is at least one.

    Raises:
        InputError: More rows than a sheet holds, or a text longer than a cell holds.
    """
    texts = _Texts()
    names = []
    with zipfile.ZipFile(file, "w") as book:
        for number, sheet in enumerate(sheets, start=1):
            names.append(sheet.name)
            with book.open(_entry(f"xl/worksheets/sheet{number}.xml"), "w", force_zip64=True) as part:
                _write_sheet(part, sheet, texts, is_first=number == 1)
        for name, content in {**_parts(names), "xl/sharedStrings.xml": texts.xml()}.items():
            book.writestr(_entry(name), content)


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o600 << 16
    # More would take longer than all the rest, and save little.
    entry._compresslevel = 1  # type: ignore[attr-defined]
    return entry


def _write_sheet(part: IO[bytes], sheet: Sheet, texts: _Texts, *, is_first: bool) -> None:
    rows = 0
    names: list[str] = []
    for frame in sheet.frames:
        if not names:
            names = frame.columns
            part.write(_opening(frame, is_first=is_first, is_prose=sheet.is_prose))
            header = pl.DataFrame([names], schema=names, orient="row")
            part.write(_rows(header, texts, first=1, style=_BOLD))
        if rows + frame.height > SHEET_ROWS:
            raise InputError(both("export.too_many_rows", rows=f"{rows + frame.height:,}", most=f"{SHEET_ROWS:,}"))
        part.write(_rows(frame, texts, first=rows + 2, style=_WRAPPED if sheet.is_prose else None))
        rows += frame.height
    last = _letters(len(names) - 1)
    part.write(f'</sheetData><autoFilter ref="A1:{last}{rows + 1}"/></worksheet>'.encode())


def _opening(frame: pl.DataFrame, *, is_first: bool, is_prose: bool) -> bytes:
    widths = "".join(
        f'<col min="{number}" max="{number}" width="{_width(column)}" customWidth="1"/>'
        for number, column in enumerate(frame.head(_SAMPLE), start=1)
    )
    selected = ' tabSelected="1"' if is_first else ""
    pane = '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
    view = f'<sheetView{selected} workbookViewId="0">{pane}<selection pane="bottomLeft"/></sheetView>'
    return (
        f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetViews>{view}</sheetViews><cols>{widths}</cols><sheetData>'
    ).encode()


def _width(column: pl.Series) -> int:
    """Characters that a column needs; a Japanese one takes the place of two."""
    cells = [column.name, *column.cast(pl.String).drop_nulls()]
    longest = max(sum(1 + (letter > "\u2e7f") for letter in cell) for cell in cells)
    return int(min(longest + 3, _WIDEST))


def _rows(frame: pl.DataFrame, texts: _Texts, first: int, style: int | None = None) -> bytes:
    """Write rows; every cell names its place, and an empty one is left out."""
    if not frame.height:
        return b""
    number = pl.int_range(first, first + pl.len(), dtype=pl.Int64).cast(pl.String).alias("r")
    cells = {name: _cell(texts, frame[name], _letters(place), style) for place, name in enumerate(frame.columns)}
    prepared = frame.select(number, *(values.alias(f"c{place}") for place, (values, _, _) in enumerate(cells.values())))
    pieces: list[pl.Expr] = [pl.lit('<row r="'), pl.col("r"), pl.lit('">')]
    for place, (_, before, after) in enumerate(cells.values()):
        cell = pl.concat_str(pl.lit(before[0]), pl.col("r"), pl.lit(before[1]), pl.col(f"c{place}"), pl.lit(after))
        pieces.append(cell.fill_null(""))
    rows = prepared.select(pl.concat_str(*pieces, pl.lit("</row>")).str.join("").alias("rows"))
    return str(rows.item()).encode()


def _cell(texts: _Texts, values: pl.Series, letters: str, style: int | None) -> tuple[pl.Series, tuple[str, str], str]:
    """Return what stands in the cells of a column, and the XML around it."""
    kind = values.dtype
    styled = f' s="{style}"' if style else ""
    if kind == pl.Boolean:
        return values.cast(pl.Int8).cast(pl.String), (f'<c r="{letters}', f'"{styled} t="b"><v>'), "</v></c>"
    if kind == pl.Date:
        days = (values - _EPOCH).dt.total_days().cast(pl.String)
        return days, (f'<c r="{letters}', f'" s="{_DAY}"><v>'), "</v></c>"
    if kind.is_numeric():
        return _digits(values), (f'<c r="{letters}', f'"{styled}><v>'), "</v></c>"
    # An empty text is nothing to be seen: an empty cell, by which a spreadsheet can filter.
    words = values.cast(pl.String).replace("", None)
    numbers = texts.column(values.name, words).cast(pl.String)
    return numbers, (f'<c r="{letters}', f'"{styled} t="s"><v>'), "</v></c>"


def _digits(values: pl.Series) -> pl.Series:
    # A number that is none (NaN, infinity) has no cell.
    if values.dtype.is_float():
        values = values.set(~values.is_finite(), None)
        return values.cast(pl.String).str.strip_suffix(".0")
    return values.cast(pl.String)


def _letters(place: int) -> str:
    """Name of a column: 0 is A, 25 is Z, 26 is AA."""
    name = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def _parts(names: list[str]) -> dict[str, bytes]:
    """The parts beside the sheets: what there is, how it hangs together, how it looks."""
    numbers = range(1, len(names) + 1)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    overrides = {
        "/xl/workbook.xml": f"{kind}.sheet.main+xml",
        "/xl/styles.xml": f"{kind}.styles+xml",
        "/xl/sharedStrings.xml": f"{kind}.sharedStrings+xml",
        **{f"/xl/worksheets/sheet{number}.xml": f"{kind}.worksheet+xml" for number in numbers},
    }
    types = "".join(f'<Override PartName="{name}" ContentType="{type_}"/>' for name, type_ in overrides.items())
    sheets = "".join(
        f'<sheet name="{escape(name)}" sheetId="{number}" r:id="rId{number}"/>'
        for number, name in zip(numbers, names, strict=True)
    )
    targets = {f"rId{number}": ("worksheet", f"worksheets/sheet{number}.xml") for number in numbers}
    targets |= {"rIdStyles": ("styles", "styles.xml"), "rIdTexts": ("sharedStrings", "sharedStrings.xml")}
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>{types}</Types>',
        "_rels/.rels": _relations({"rId1": ("officeDocument", "xl/workbook.xml")}),
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{sheets}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": _relations(targets),
        "xl/styles.xml": _styles(),
    }
    return {name: (_HEAD + content).encode() for name, content in parts.items()}


def _relations(targets: dict[str, tuple[str, str]]) -> str:
    items = "".join(
        f'<Relationship Id="{name}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for name, (kind, target) in targets.items()
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{items}</Relationships>'


def _styles() -> str:
    """Cell formats by their number: plain, `_BOLD`, `_DAY`, `_WRAPPED`."""
    plain = 'numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"'
    bold = plain.replace('fontId="0"', 'fontId="1"')
    day = plain.replace('numFmtId="0"', 'numFmtId="164"')
    wrapped = '<alignment vertical="top" wrapText="1"/>'
    formats = [
        f"<xf {plain}/>",
        f'<xf {bold} applyFont="1"/>',
        f'<xf {day} applyNumberFormat="1"/>',
        f'<xf {plain} applyAlignment="1">{wrapped}</xf>',
    ]
    size = '<sz val="11"/><name val="Yu Gothic"/><family val="2"/>'
    return (
        f'<styleSheet xmlns="{_MAIN}"><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/></numFmts>'
        f'<fonts count="2"><font>{size}</font><font><b/>{size}</font></fonts>'
        '<fills count="2"><fill><patternFill patternType="none"/></fill>'
        '<fill><patternFill patternType="gray125"/></fill></fills>'
        '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
        f'<cellXfs count="{len(formats)}">{"".join(formats)}</cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
    )
