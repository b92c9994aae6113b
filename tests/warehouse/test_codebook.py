"""The codebook says what the catalogue says, in both languages and everywhere, and its coverage is that of the rows."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import polars as pl
import pytest

from dashboard.codebook_view import build_codebook
from dashboard.context import Context
from dashboard.text import Text
from tests.support import ROOT
from warehouse import open_release
from warehouse.catalogue import load_catalogue
from warehouse.codebook import codebook, columns, coverage_frame, entry_frame
from warehouse.codebook_markdown import PAGES, page
from warehouse.queries import DETAIL_COLUMNS, SLICE_COLUMNS
from warehouse.release import Release

JAPANESE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")
_TYPES = {"string": pl.String, "integer": pl.Int16, "number": pl.Float64, "boolean": pl.Boolean, "date": pl.Date}


@pytest.fixture(scope="module")
def release(shipped_home: Path) -> Release:
    return open_release(shipped_home)


def test_the_columns_are_those_of_a_slice_with_their_types(release: Release) -> None:
    assert tuple(one.name for one in columns() if not one.is_detail) == SLICE_COLUMNS
    assert tuple(one.name for one in columns() if one.is_detail) == DETAIL_COLUMNS
    frame = release.observations()
    assert {one.name: _TYPES[one.type] for one in columns()} == dict(frame.schema)


def test_every_row_of_the_release_keeps_what_the_columns_promise(release: Release) -> None:
    frame = release.observations()
    for one in columns():
        values = frame[one.name]
        if one.required:
            assert values.null_count() == 0, one.name
        if one.pattern:
            assert values.str.contains(one.pattern).all(), one.name
        if one.enum:
            assert set(values) <= set(one.enum), one.name


def test_every_indicator_of_the_catalogue_is_described_in_full(release: Release) -> None:
    catalogue = load_catalogue()
    rows = {row["indicator_id"]: row for row in entry_frame(codebook(release)).to_dicts()}
    assert list(rows) == list(catalogue.indicators)
    for one in catalogue.indicators.values():
        row = rows[one.id]
        for name in ("name_ja", "name_en", "definition_ja", "definition_en", "unit", "unit_en", "denominator_ja",
                     "denominator_en", "period", "direction", "decimals"):  # fmt: skip
            assert row[name] == getattr(one, name), (one.id, name)
        for lang in ("ja", "en"):
            notes = getattr(one, f"notes_{lang}")
            assert (row[f"notes_{lang}"] or "") == "\n".join(notes)
            for gap in one.breaks:
                assert getattr(gap, f"note_{lang}") in row[f"breaks_{lang}"]
        assert row["levels"].split() == list(one.levels)


@pytest.mark.parametrize("as_known_on", [None, dt.date(2025, 4, 10)])
def test_coverage_counts_the_rows(release: Release, as_known_on: dt.date | None) -> None:
    found = coverage_frame(codebook(release, as_known_on=as_known_on))
    rows = release.observations(as_known_on=as_known_on)
    keys = ["indicator_id", "fiscal_year", "level"]
    total = (pl.col("breakdown") == "") & pl.col("value").is_not_null()
    counted = rows.group_by(keys).agg(
        area_count=pl.col("area_code").filter(total).n_unique(),
        value_count=pl.col("value").is_not_null().sum(),
        breakdown_count=pl.col("breakdown")
        .filter((pl.col("breakdown") != "") & pl.col("value").is_not_null())
        .n_unique(),
        missing_count=pl.col("value").is_null().sum(),
    )
    counts = [name for name in found.columns if name not in keys]
    same = counted.with_columns(pl.col("fiscal_year").cast(pl.Int64), pl.col(counts).cast(pl.Int64)).sort(keys)
    assert same.select(found.columns).equals(found.sort(keys))


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_the_written_codebook_is_current(release: Release, lang: str) -> None:
    assert (ROOT / "docs" / PAGES[lang]).read_text(encoding="utf-8") == page(release, lang)


def test_the_english_page_is_english(release: Release) -> None:
    catalogue = release.catalogue
    for one in catalogue.indicators.values():
        for name in ("name", "definition", "denominator"):
            assert (getattr(one, f"{name}_ja") is None) == (getattr(one, f"{name}_en") is None), (one.id, name)
        assert len(one.notes_ja) == len(one.notes_en), one.id
    indicators = page(release, "en").split("## Coverage")[1]
    # Labels of the source are quoted as it prints them.
    stray = [line for line in indicators.splitlines() if JAPANESE.search(line)]
    assert len(stray) < len(indicators.splitlines()) / 100, stray[:5]


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_the_page_of_the_dashboard_says_the_same(release: Release, lang: str) -> None:
    body, count = build_codebook(Context(Text(lang), release, True, dt.date(2026, 1, 1)))
    assert count == len(release.catalogue.indicators)
    plain = re.sub(r"<[^>]+>", "", body).replace("&#x27;", "'").replace("&amp;", "&").replace("&quot;", '"')
    for one in release.catalogue.indicators.values():
        for name in ("name", "definition", "denominator"):
            assert (getattr(one, f"{name}_{lang}") or "") in plain, one.id
        for note in getattr(one, f"notes_{lang}"):
            assert note in plain, one.id
        for gap in one.breaks:
            assert getattr(gap, f"note_{lang}") in plain, one.id
