"""What can happen to a figure between two releases: new, restated, revised, corrected, vanished."""

from __future__ import annotations

import datetime as dt

from pipelines.load import load
from tests.support import Workbench
from warehouse import open_release
from warehouse.differences import CHANGES, differences
from warehouse.releases import list_releases


def _changes(bench: Workbench) -> list[tuple[object, ...]]:
    assert load(bench.raw, bench.home, catalogue_dir=bench.catalogue).outcome == "published"
    new, old = (open_release(bench.home, item["release_id"]) for item in list_releases(bench.home)[:2])
    frame = differences(old, new)
    assert frame.columns == [
        "change",
        "publication_id",
        "indicator_id",
        "area_code",
        "fiscal_year",
        "as_of",
        "breakdown",
        "old_value",
        "new_value",
    ]
    return [
        (row["change"], row["publication_id"], row["fiscal_year"], row["old_value"], row["new_value"])
        for row in frame.iter_rows(named=True)
    ]


def _first(bench: Workbench) -> None:
    bench.declare(bench.indicator())
    bench.publish("p1", "年度,人数\nR4,10人\nR5,20人\n", published="2024-06-30")
    load(bench.raw, bench.home, catalogue_dir=bench.catalogue)


def test_a_later_publication_states_restates_and_revises(bench: Workbench) -> None:
    _first(bench)
    bench.publish("p2", "年度,人数\nR4,10人\nR5,21人\nR6,30人\n", published="2025-06-30")
    found = _changes(bench)
    assert found == [
        ("new", "p2", 2024, None, 30),
        ("restated", "p2", 2022, 10, 10),
        ("revised", "p2", 2023, 20, 21),
    ]
    assert {row[0] for row in found} <= set(CHANGES)


def test_an_earlier_or_rounded_statement_revises_nothing(bench: Workbench) -> None:
    _first(bench)
    bench.publish("p0", "年度,人数\nR5,19人\n", published="2024-01-31")
    bench.publish("p2", "年度,人数\nR5,約21人\n", published="2025-06-30")
    assert [row[0] for row in _changes(bench)] == ["restated", "restated"]


def test_a_mended_typing_error_is_a_correction(bench: Workbench) -> None:
    _first(bench)
    (bench.raw / "p1" / "t.csv").write_text("年度,人数\nR4,10人\nR5,22人\n", encoding="utf-8")
    (bench.raw / "p1" / "corrections.csv").write_text(
        f"file,place,wrong,right,date,reason\nt.csv,R5,20人,22人,{dt.date(2025, 1, 1)},誤記\n", encoding="utf-8"
    )
    assert _changes(bench) == [("corrected", "p1", 2023, 20, 22)]


def test_the_same_content_differs_in_nothing(bench: Workbench) -> None:
    _first(bench)
    release = open_release(bench.home)
    assert differences(release, release).is_empty()
    release.close()
