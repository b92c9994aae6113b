"""The current value, the value as known on a day, and the columns of a slice."""

from __future__ import annotations

import datetime as dt

import pytest

from pipelines.load import load
from tests.support import Workbench
from warehouse import open_release
from warehouse.errors import NotFound
from warehouse.queries import SLICE_COLUMNS
from warehouse.release import Release


def _release(bench: Workbench) -> Release:
    result = load(bench.raw, bench.home, catalogue_dir=bench.catalogue)
    assert result.outcome == "published", result.report and result.report.two_lines()
    return open_release(bench.home)


def _values(release: Release, **filters: object) -> list[tuple[int, float]]:
    return release.observations(**filters).select("fiscal_year", "value").rows()  # type: ignore[arg-type]


def test_a_slice_has_the_columns_of_the_contract_in_order(bench: Workbench) -> None:
    bench.declare(bench.indicator())
    bench.publish("first", "年度,人数\nR6,7910人\n")
    frame = _release(bench).observations(detail=False)
    assert tuple(frame.columns) == SLICE_COLUMNS
    assert frame.select("area_code", "area_name", "era_year", "unit", "obs_status").row(0) == (
        "00000", "全国", "令和6年度", "人", "A",
    )  # fmt: skip


def test_the_latest_publication_is_current_and_both_are_kept(bench: Workbench) -> None:
    bench.declare(bench.indicator())
    bench.publish("first", "年度,人数\nR6,7910人\n", published="2025-06-30")
    bench.publish("second", "年度,人数\nR6,7915人\n", published="2026-06-30")
    release = _release(bench)
    assert _values(release, current=True) == [(2024, 7915)]
    assert _values(release) == [(2024, 7910), (2024, 7915)]


def test_a_value_as_known_on_a_day_ignores_later_publications(bench: Workbench) -> None:
    bench.declare(bench.indicator())
    bench.publish("first", "年度,人数\nR6,7910人\n", published="2025-06")
    bench.publish("second", "年度,人数\nR6,7915人\n", published="2026-06-30")
    release = _release(bench)
    assert _values(release, current=True, as_known_on=dt.date(2026, 6, 29)) == [(2024, 7910)]
    # Of June 2025 only the month is known: on its last day the figure was certainly out.
    assert _values(release, current=True, as_known_on=dt.date(2025, 6, 29)) == []
    assert _values(release, current=True, as_known_on=dt.date(2025, 6, 30)) == [(2024, 7910)]


def test_an_undated_publication_never_becomes_current(bench: Workbench) -> None:
    bench.declare(bench.indicator())
    bench.publish("first", "年度,人数\nR6,7910人\n", published="2025-06-30")
    bench.publish("undated", "年度,人数\nR6,7999人\nR7,8196人\n", published=None)
    release = _release(bench)
    assert _values(release, current=True) == [(2024, 7910)]
    assert (2025, 8196) in _values(release)


def test_a_rounded_restatement_never_replaces_the_exact_figure_it_agrees_with(bench: Workbench) -> None:
    bench.declare(bench.indicator(bounds=[0, 1000000]))
    bench.publish("exact", "年度,人数\nR5,408435人\nR6,412000人\n", published="2025-01-31")
    bench.publish("rounded", "年度,人数\nR5,約41万人\nR6,約43万人\n", published="2025-06-30")
    # R6 disagrees: the later publication revised it, so its rounded figure is current.
    assert _values(_release(bench), current=True) == [(2023, 408435), (2024, 430000)]


def test_a_mark_of_a_missing_value_takes_back_no_earlier_figure(bench: Workbench) -> None:
    bench.declare(bench.indicator())
    bench.publish("first", "年度,人数\nR5,7200人\nR6,-\n", missing=["-"], published="2025-06-30")
    bench.publish("second", "年度,人数\nR5,-\nR6,-\n", missing=["-"], published="2026-06-30")
    assert _values(_release(bench), current=True) == [(2023, 7200), (2024, None)]


def test_filters_keep_what_they_say(bench: Workbench) -> None:
    bench.declare(bench.indicator())
    bench.publish("first", "年度,人数\nR4,1人\nR5,2人\nR6,3人\n")
    release = _release(bench)
    assert _values(release, first_year=2023, last_year=2023) == [(2023, 2)]
    assert _values(release, level="prefecture") == []
    assert _values(release, areas=["13000"]) == []


def test_unknown_ids_are_named(bench: Workbench) -> None:
    bench.declare(bench.indicator())
    bench.publish("first", "年度,人数\nR6,3人\n")
    release = _release(bench)
    with pytest.raises(NotFound, match="thing"):
        release.observations(["thing"])
    with pytest.raises(NotFound, match="99999"):
        release.observations(areas=["99999"])
    with pytest.raises(NotFound, match="none"):
        open_release(bench.home, "none")
