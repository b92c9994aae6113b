"""What a slice filters, how it reads in words, and that one cut into portions is the same slice."""

from __future__ import annotations

import datetime as dt
import io
import itertools
import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from warehouse import open_release, portions, queries
from warehouse.database import scratch
from warehouse.errors import InputError, NotFound, ReleaseError
from warehouse.release import Release
from warehouse.slice_words import filters, selection
from warehouse.slices import Slice


@pytest.fixture(scope="module")
def release(shipped_home: Path) -> Release:
    return open_release(shipped_home)


def _rows(release: Release, chosen: Slice) -> pl.DataFrame:
    return queries.observations(release.connection, chosen)


def test_each_filter_keeps_what_it_names(release: Release) -> None:
    everything = _rows(release, Slice())
    areas = release.areas().select("area_code", "kind", "prefecture_code")
    with_areas = everything.join(areas, on="area_code", how="left")
    expected = {
        Slice(indicators=("rmo_organizations",)): pl.col("indicator_id") == "rmo_organizations",
        Slice(areas=("00000", "01000")): pl.col("area_code").is_in(["00000", "01000"]),
        Slice(prefectures=("01000",)): pl.col("prefecture_code") == "01",
        Slice(level="municipality"): pl.col("level") == "municipality",
        Slice(kinds=("village",)): pl.col("kind") == "village",
        Slice(first_year=2020): pl.col("fiscal_year") >= 2020,
        Slice(last_year=2020): pl.col("fiscal_year") <= 2020,
        Slice(breakdowns=("total",)): pl.col("breakdown") == "",
        Slice(breakdowns=("total", "DX")): pl.col("breakdown").is_in(["", "DX"]),
        Slice(as_known_on=dt.date(2025, 4, 5)): pl.col("published_on") <= dt.date(2025, 4, 5),
    }
    for chosen, kept in expected.items():
        found, wanted = _rows(release, chosen), with_areas.filter(kept).select(everything.columns)
        assert found.equals(wanted), chosen
        assert found.height == queries.row_count(release.connection, chosen)
    for chosen in list(expected)[:7]:
        assert 0 < _rows(release, chosen).height < everything.height, chosen


def test_filters_narrow_each_other_and_an_empty_list_leaves_nothing(release: Release) -> None:
    both = Slice(prefectures=("01000",), level="municipality")
    assert set(_rows(release, both)["level"]) <= {"municipality"}
    assert _rows(release, Slice(indicators=())).is_empty()


@pytest.mark.parametrize(
    "wrong",
    [
        {"level": "city"},
        {"kinds": ("towns",)},
        {"first_year": 24},
        {"last_year": 3000},
        {"first_year": 2025, "last_year": 2024},
    ],
)
def test_a_slice_that_cannot_be_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(InputError):
        Slice(**wrong)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "unknown",
    [
        Slice(indicators=("nothing",)),
        Slice(areas=("99999",)),
        Slice(prefectures=("13101",)),
        Slice(prefectures=("99000",)),
        Slice(breakdowns=("ありえない内訳",)),
    ],
)
def test_what_the_release_does_not_know_is_refused(release: Release, unknown: Slice) -> None:
    with pytest.raises(NotFound):
        release.check(unknown)


def test_an_unknown_breakdown_is_told_what_is_near_it(release: Release) -> None:
    known = next(label for label in queries.known_breakdowns(release.connection) if len(label) > 5)
    with pytest.raises(NotFound, match="近いもの"):
        release.check(Slice(breakdowns=(known[:-1],)))


def test_portions_are_the_whole_in_its_order(release: Release, monkeypatch: pytest.MonkeyPatch) -> None:
    for chosen in (Slice(), Slice(current=True), Slice(level="country", current=True), Slice(indicators=())):
        whole = {kind: b"".join(portions.text(release, chosen, kind)) for kind in ("csv", "json")}
        with monkeypatch.context() as patched:
            patched.setattr(portions, "ROWS", 7)
            assert len(queries.portions(release.connection, chosen, 7)) > 10 or chosen.indicators == ()
            for kind, content in whole.items():
                assert b"".join(portions.text(release, chosen, kind)) == content  # type: ignore[arg-type]
            cut = pl.concat([pl.DataFrame(table) for table in portions.tables(release, chosen)])
        assert cut.equals(queries.observations(release.connection, chosen, detail=False))


def test_text_holds_the_rows_of_the_frame(release: Release) -> None:
    frame = release.observations(current=True, detail=False)
    rows = json.loads(b"".join(portions.text(release, Slice(current=True), "json")))
    assert [row["value"] for row in rows] == frame["value"].to_list()
    assert list(rows[0]) == list(queries.SLICE_COLUMNS)
    texts = dict.fromkeys(("area_code", "breakdown", "era_year"), pl.String)
    written = b"".join(portions.text(release, Slice(current=True), "csv"))
    read = pl.read_csv(io.BytesIO(written), schema_overrides=texts, infer_schema_length=None)
    assert read["value"].cast(pl.Float64).to_list() == frame["value"].to_list()
    assert read["area_code"].to_list() == frame["area_code"].to_list()
    assert ".0," not in written.decode()


def test_a_page_of_a_slice_is_that_part_of_it(release: Release) -> None:
    lines = b"".join(portions.text(release, Slice(), "csv")).decode().splitlines()
    part = b"".join(portions.text(release, Slice(), "csv", limit=5, offset=20)).decode().splitlines()
    assert part == [lines[0], *lines[21:26]]


def test_an_export_that_is_given_up_leaves_no_file(release: Release, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(portions, "ROWS", 7)
    parts = portions.text(release, Slice(), "csv")
    next(parts)
    parts.close()  # type: ignore[attr-defined]
    assert list(scratch().iterdir()) == []


def test_a_folder_of_passing_files_that_was_tidied_away_comes_back(release: Release) -> None:
    scratch().rmdir()
    assert b"".join(portions.text(release, Slice(), "csv")).count(b"\n") > 500


def test_a_full_disk_is_one_message_and_leaves_no_file(release: Release, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both threads fail, and what a third had written goes as well."""
    write, calls = queries.write_text, itertools.count()

    def write_text(*arguments: Any, **options: Any) -> None:
        if next(calls) < portions.AT_ONCE:
            raise OSError(28, "No space left on device")
        write(*arguments, **options)

    monkeypatch.setattr(portions, "ROWS", 7)
    monkeypatch.setattr(queries, "write_text", write_text)
    with pytest.raises(ReleaseError, match="空き容量"):
        b"".join(portions.text(release, Slice(), "csv"))
    assert list(scratch().iterdir()) == []


def test_readers_write_nowhere_but_to_their_scratch_folder(release: Release, tmp_path: Path) -> None:
    import duckdb

    for target in (tmp_path / "x.csv", scratch() / ".." / "x.csv"):
        with pytest.raises(duckdb.PermissionException):
            release.connection.execute(f"copy (select 1) to '{target}'")
    for setting in ("enable_external_access = true", "allowed_directories = ['/']"):
        with pytest.raises(duckdb.InvalidInputException):
            release.connection.execute(f"set {setting}")


def test_the_current_values_are_a_table_of_the_release_too(release: Release) -> None:
    for day in (None, dt.date(2025, 4, 5)):
        by_table = release.connection.execute("select sum(value), count(*) from current_slice($1)", [day]).fetchall()
        frame = release.observations(current=True, as_known_on=day)
        assert by_table == [(pytest.approx(frame["value"].sum()), frame.height)]


def test_every_filter_says_what_it_means_in_both_languages(release: Release) -> None:
    chosen = Slice(
        indicators=("kyoryokutai_members",),
        prefectures=("13000",),
        level="municipality",
        kinds=("town", "village"),
        first_year=2009,
        last_year=2024,
        breakdowns=("total",),
        as_known_on=dt.date(2025, 6, 30),
        current=True,
    )
    japanese, english = selection(release, chosen, "ja"), selection(release, chosen, "en")
    for said in ("地域おこし協力隊 隊員数", "町、村", "東京都の中", "平成21年度（2009）から令和6年度（2024）まで"):
        assert said in japanese
    for said in ("総数だけ", "令和7年6月30日までに公表された資料", "最新の1行"):
        assert said in japanese
    for said in ("towns, villages", "within Tokyo", "FY2009 (H21) to FY2024 (R6)", "totals only", "30 June 2025"):
        assert said in english
    assert set(filters(release, Slice())) == {"indicators", "areas", "years", "breakdowns", "publications", "rows"}
    assert filters(release, Slice(areas=("00000", "01100")))["areas"] == "全国、北海道札幌市"


def test_a_long_list_is_counted(release: Release) -> None:
    ids = tuple(release.catalogue.indicators)[:9]
    assert filters(release, Slice(indicators=ids))["indicators"].endswith("、ほか4")


def test_parameters_name_every_filter_in_one_order() -> None:
    chosen = Slice(indicators=("b", "a"), first_year=2020, as_known_on=dt.date(2025, 6, 30), current=True)
    assert chosen.parameters() == [
        ("indicator", "b"),
        ("indicator", "a"),
        ("from", "2020"),
        ("as-known-on", "2025-06-30"),
        ("current", "true"),
    ]
