"""Every format holds the same rows, says where they come from, and is the same bytes for the same release."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import openpyxl
import polars as pl
import pyarrow.parquet as pq
import pytest

from dashboard.export import sheets
from dashboard.export.formats import BOM, FORMATS, file_name
from dashboard.export.sheets import Sheet, write_workbook
from pipelines.load import load
from tests.support import Workbench
from warehouse import open_release
from warehouse.codebook import columns
from warehouse.errors import InputError
from warehouse.queries import SLICE_COLUMNS
from warehouse.release import Release
from warehouse.slices import Slice

CHOSEN = Slice(indicators=("kyoryokutai_members", "rmo_organizations"), level="country", current=True)
TEXTS = {one.name: pl.String for one in columns() if one.type == "string" and not one.is_detail}


@pytest.fixture(scope="module")
def release(shipped_home: Path) -> Release:
    return open_release(shipped_home)


def written(release: Release, kind: str, chosen: Slice = CHOSEN) -> bytes:
    return b"".join(FORMATS[kind].parts(release, chosen))


def read(content: bytes, kind: str) -> pl.DataFrame:
    """Read a file back as a researcher's tool does."""
    if kind == "parquet":
        return pl.read_parquet(io.BytesIO(content))
    if kind == "json":
        return pl.DataFrame(json.loads(content), infer_schema_length=None)
    if kind == "xlsx":
        return pl.read_excel(
            io.BytesIO(content),
            sheet_name="data",
            schema_overrides=TEXTS,
            infer_schema_length=None,
            drop_empty_cols=False,
            raise_if_empty=False,
        )
    if kind == "datapackage":
        content = zipfile.ZipFile(io.BytesIO(content)).read("observations.csv")
    return pl.read_csv(content, schema_overrides=TEXTS, try_parse_dates=True, infer_schema_length=None)


@pytest.mark.parametrize("kind", FORMATS)
def test_every_format_holds_the_rows_of_the_slice(release: Release, kind: str) -> None:
    frame = release.observations(CHOSEN.indicators, level="country", current=True, detail=False)
    found = read(written(release, kind), kind)
    assert tuple(found.columns) == SLICE_COLUMNS
    for name in ("indicator_id", "area_code", "fiscal_year", "unit", "publication_id", "locator"):
        assert found[name].to_list() == frame[name].to_list(), name
    assert [float(value) for value in found["value"]] == frame["value"].to_list()
    assert [value or "" for value in found["breakdown"]] == frame["breakdown"].to_list()


@pytest.mark.parametrize("kind", FORMATS)
def test_the_same_slice_is_the_same_bytes_in_another_process_on_another_day(
    release: Release, shipped_home: Path, kind: str
) -> None:
    script = (
        "import hashlib, sys\nfrom pathlib import Path\nfrom dashboard.export.formats import FORMATS\n"
        "from warehouse import open_release\nfrom warehouse.slices import Slice\n"
        f"chosen = {CHOSEN!r}\nparts = FORMATS[{kind!r}].parts(open_release(Path({str(shipped_home)!r})), chosen)\n"
        "sys.stdout.buffer.write(b''.join(parts))"
    )
    environment = {"PATH": "/usr/bin:/bin", "KPI_TODAY": "2031-01-01", "TZ": "America/New_York", "PYTHONHASHSEED": "7"}
    done = subprocess.run([sys.executable, "-c", script], env=environment, capture_output=True, check=True)
    assert done.stdout == written(release, kind)


@pytest.mark.parametrize("kind", FORMATS)
def test_a_slice_without_rows_is_a_file_with_columns(release: Release, kind: str) -> None:
    empty = Slice(indicators=("rmo_organizations",), first_year=1950, last_year=1951)
    content = written(release, kind, empty)
    if kind == "json":
        assert json.loads(content) == []
    else:
        found = read(content, kind)
        assert found.height == 0 and tuple(found.columns) == SLICE_COLUMNS


def test_a_spreadsheet_is_told_the_encoding_and_a_program_is_not_bothered(release: Release) -> None:
    assert written(release, "csv") == BOM + written(release, "csv-plain")


@pytest.mark.parametrize("text", ["=HYPERLINK(1)", " +1", "@x", "-cmd", "\u3000＝1"])
def test_no_text_becomes_a_formula_in_any_format(bench: Workbench, text: str) -> None:
    bench.declare(bench.indicator())
    bench.publish("a", "年度,人数\nR6,1人\n", locator=text)
    load(bench.raw, bench.home, catalogue_dir=bench.catalogue)
    release = open_release(bench.home)
    stored = release.observations()["locator"][0]
    for kind in ("csv", "csv-plain", "datapackage"):
        assert read(written(release, kind, Slice()), kind)["locator"][0] == "'" + stored
    for kind in ("parquet", "json"):
        assert read(written(release, kind, Slice()), kind)["locator"][0] == stored
    cell = openpyxl.load_workbook(io.BytesIO(written(release, "xlsx", Slice())))["data"].cell(2, 14)
    assert (cell.value, cell.data_type) == (stored, "s")
    with zipfile.ZipFile(io.BytesIO(written(release, "datapackage", Slice()))) as package:
        for name in package.namelist():
            if name.endswith(".csv"):
                for row in csv.reader(io.StringIO(package.read(name).decode())):
                    assert not [cell for cell in row if re.match(r"\s*[=+@＝＋－＠]|\s*-\D", cell)], name


def test_parquet_is_typed_and_says_what_it_is(release: Release) -> None:
    schema = pq.read_schema(io.BytesIO(written(release, "parquet")))
    types = {"integer": "int16", "number": "double", "boolean": "bool", "date": "date32[day]", "string": "string"}
    for one in columns():
        if not one.is_detail:
            field = schema.field(one.name)
            assert str(field.type) == types[one.type]
            assert field.metadata[b"description_ja"].decode() == one.explanation_ja
    told = {name.decode(): value.decode() for name, value in schema.metadata.items()}
    assert told["release_id"] == release.release_id
    assert "を加工して作成" in told["credit"] and "地域：全国" in told["selection_ja"]


def test_a_workbook_has_data_codebook_and_source(release: Release) -> None:
    book = openpyxl.load_workbook(io.BytesIO(written(release, "xlsx")))
    assert book.sheetnames == ["data", "codebook", "coverage", "columns", "source", "release"]
    data = book["data"]
    assert data.freeze_panes == "A2" and data["A1"].font.bold
    assert {name: data[f"{letter}2"].data_type for name, letter in (("code", "C"), ("year", "E"), ("value", "I"))} == {
        "code": "s",
        "year": "n",
        "value": "n",
    }
    assert [row[0] for row in book["codebook"].iter_rows(min_row=2, values_only=True)] == list(CHOSEN.indicators or ())
    cited = {row[0] for row in book["source"].iter_rows(min_row=2, values_only=True)}
    assert cited == set(release.observations(CHOSEN.indicators, level="country", current=True)["publication_id"])
    told = dict(book["release"].iter_rows(min_row=2, values_only=True))
    assert told["release_id"] == release.release_id and "を加工して作成" in told["credit"]


def test_days_are_days_and_an_empty_breakdown_is_an_empty_cell(release: Release) -> None:
    chosen = Slice(level="country")
    sheet = openpyxl.load_workbook(io.BytesIO(written(release, "xlsx", chosen)))["data"]
    frame = release.observations(level="country", detail=False)
    for row, (day, breakdown) in enumerate(frame.select("as_of", "breakdown").iter_rows(), start=2):
        cell = sheet.cell(row, 7)
        assert (cell.value and cell.value.date()) == day
        if day is not None:
            assert cell.number_format == "yyyy\\-mm\\-dd"
        assert (sheet.cell(row, 8).value or "") == breakdown


@pytest.mark.parametrize("kind", ["csv", "json", "xlsx", "parquet", "datapackage"])
def test_a_full_disk_is_one_message_in_every_format(release: Release, kind: str) -> None:
    """The system lets a file grow to a few bytes only, as where a disk is full."""
    script = (
        "import resource, signal, sys\n"
        "from dashboard.export.formats import FORMATS\n"
        "from warehouse import open_release\n"
        "from warehouse.database import scratch\n"
        "from warehouse.errors import ReleaseError\n"
        "from warehouse.slices import Slice\n"
        "release = open_release()\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))\n"
        "try:\n"
        "    b''.join(FORMATS[sys.argv[1]].parts(release, Slice()))\n"
        "except ReleaseError as error:\n"
        "    print('空き容量' in str(error), len(list(scratch().iterdir())))\n"
    )
    environment = {**os.environ, "KPI_HOME": str(release.home), "PYTHONUTF8": "1"}
    done = subprocess.run(
        [sys.executable, "-c", script, kind], env=environment, capture_output=True, text=True, check=False
    )
    assert done.stdout.split() == ["True", "0"], done.stderr[-800:]


@pytest.mark.parametrize(
    ("chosen", "missing"),
    [
        (Slice(), set()),
        (Slice(indicators=("iju_permanent_windows",)), {"licenses"}),
        (Slice(first_year=2200), {"licenses", "sources", "keywords"}),
    ],
)
def test_a_package_lists_nothing_empty_and_calls_terms_by_their_name(
    release: Release, chosen: Slice, missing: set[str]
) -> None:
    package = zipfile.ZipFile(io.BytesIO(written(release, "datapackage", chosen)))
    descriptor = json.loads(package.read("datapackage.json"))
    assert {"licenses", "sources", "keywords"} - set(descriptor) == missing
    assert [] not in descriptor.values()
    assert {one["title"] for one in descriptor.get("licenses", [])} <= {"公共データ利用規約（第1.0版）"}


@pytest.mark.parametrize("chosen", [Slice(), Slice(indicators=("iju_permanent_windows",)), Slice(first_year=2200)])
def test_the_package_is_valid_by_the_library_of_the_standard(release: Release, tmp_path: Path, chosen: Slice) -> None:
    path = tmp_path / "slice.zip"
    path.write_bytes(written(release, "datapackage", chosen))
    # The library warns about itself; what it finds counts.
    script = (
        "import sys, warnings; warnings.simplefilter('ignore')\nfrom frictionless import validate\n"
        "report = validate(sys.argv[1])\nprint(report.valid, report.stats['errors'], len(report.tasks))"
    )
    done = subprocess.run([sys.executable, "-c", script, str(path)], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["True", "0", "4"], done.stdout
    descriptor = json.loads(zipfile.ZipFile(path).read("datapackage.json"))
    assert descriptor["$schema"].endswith("/2.0/datapackage.json")
    fields = descriptor["resources"][0]["schema"]["fields"]
    assert [(field["name"], field["type"]) for field in fields] == [
        (one.name, one.type) for one in columns() if not one.is_detail
    ]
    assert descriptor["version"] == release.release_id
    assert all(set(licence) & {"name", "path"} for licence in descriptor.get("licenses", []))


def test_the_library_would_find_a_fault_in_a_package(release: Release, tmp_path: Path) -> None:
    path, spoilt = io.BytesIO(written(release, "datapackage")), tmp_path / "spoilt.zip"
    with zipfile.ZipFile(path) as package, zipfile.ZipFile(spoilt, "w") as other:
        for name in package.namelist():
            content = package.read(name)
            other.writestr(name, content.replace(b"kyoryokutai_members,", b"Not An Id,") if "obs" in name else content)
    script = (
        "import sys, warnings; warnings.simplefilter('ignore')\nfrom frictionless import validate\n"
        "print(validate(sys.argv[1]).valid)"
    )
    done = subprocess.run([sys.executable, "-c", script, str(spoilt)], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_the_readme_cites_and_names_every_licence(release: Release) -> None:
    package = zipfile.ZipFile(io.BytesIO(written(release, "datapackage")))
    readme = package.read("README.md").decode()
    for said in (release.release_id, "を加工して作成", "@misc{kpi_", "Compiled from", "地域：全国"):
        assert said in readme
    for row in release.publications().iter_rows(named=True):
        if row["publication_id"] in package.read("publications.csv").decode():
            assert row["licence"] in readme


def test_a_name_says_what_and_of_which_release(release: Release) -> None:
    one = Slice(indicators=("rmo_organizations",))
    assert file_name(release, one, "datapackage") == f"kpi_rmo_organizations_{release.release_id}.zip"
    assert file_name(release, CHOSEN, "csv") == f"kpi_2-indicators_{release.release_id}.csv"


# The writer of workbooks


def workbook(*made: Sheet) -> openpyxl.Workbook:
    file = io.BytesIO()
    write_workbook(file, made)
    return openpyxl.load_workbook(io.BytesIO(file.getvalue()))


def test_every_kind_of_cell_comes_back_as_it_was() -> None:
    frame = pl.DataFrame(
        {
            "text": ["=1+1", "01100", "a\nb", "𠮷野家 ☃ <&>\"'", "_x0041_", "bell\x07", None],
            "whole": [1, -2, 3, 10**12, 0, 5, None],
            "number": [0.1, -2.5, 1e15, 7910.0, float("nan"), 1e-7, None],
            "flag": [True, False, True, None, True, False, True],
            "day": [dt.date(2025, 3, 31), dt.date(1989, 1, 8), None, dt.date(2024, 2, 29), None, None, None],
        }
    )
    sheet = workbook(Sheet("すべて", [frame[:3], frame[3:]]))["すべて"]
    rows = list(sheet.iter_rows(min_row=2, values_only=True))
    # What XML cannot hold stands as the code that spreadsheets use for it.
    assert [row[0] for row in rows] == ["=1+1", "01100", "a\nb", "𠮷野家 ☃ <&>\"'", "_x0041_", "bell_x0007_", None]
    assert [row[1] for row in rows] == [1, -2, 3, 10**12, 0, 5, None]
    assert [row[2] for row in rows] == [0.1, -2.5, 1e15, 7910, None, 1e-7, None]
    assert [row[3] for row in rows] == [True, False, True, None, True, False, True]
    assert [row[4] and row[4].date() for row in rows] == frame["day"].to_list()
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)


def test_more_than_a_sheet_or_a_cell_holds_is_one_message(release: Release, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(InputError, match="XLSX"):
        workbook(Sheet("a", [pl.DataFrame({"t": ["x" * 32_768]})]))
    monkeypatch.setattr(sheets, "SHEET_ROWS", 5)
    with pytest.raises(InputError, match="parquet"):
        workbook(Sheet("a", [pl.DataFrame({"n": range(3)}), pl.DataFrame({"n": range(3)})]))
    monkeypatch.setattr("dashboard.export.workbook.SHEET_ROWS", 5)
    with pytest.raises(InputError, match="parquet"):
        written(release, "xlsx")


def test_columns_are_as_wide_as_what_stands_in_them() -> None:
    sheet = workbook(Sheet("a", [pl.DataFrame({"id": ["a"], "名称": ["地域おこし協力隊"], "long": ["x" * 500]})]))["a"]
    widths = [sheet.column_dimensions[letter].width for letter in "ABC"]
    assert widths[0] < widths[1] < widths[2] <= 60 and widths[1] >= 16


def test_names_of_columns_follow_the_alphabet() -> None:
    assert [sheets._letters(place) for place in (0, 25, 26, 51, 701, 702)] == ["A", "Z", "AA", "AZ", "ZZ", "AAA"]
