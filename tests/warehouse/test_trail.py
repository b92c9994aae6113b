"""Every value can be walked back: to its row, its publication, its release, and the checks that it passed."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from pipelines.load import load
from tests.support import SHIPPED, Workbench
from warehouse import open_release
from warehouse.dataset_ld import dataset
from warehouse.errors import NotFound
from warehouse.release import Release
from warehouse.trail import ObservationKey, trail

MINISTRY = "soumu-chiikiryoku-2025-06"


@pytest.fixture(scope="module")
def release(shipped_home: Path) -> Release:
    return open_release(shipped_home)


def _key(row: dict[str, Any]) -> ObservationKey:
    names = ("indicator_id", "area_code", "publication_id", "fiscal_year", "as_of", "breakdown")
    return ObservationKey(*(row[name] for name in names))


def test_a_value_leads_to_its_row_publication_and_release(release: Release) -> None:
    found = trail(release, ObservationKey("kyoryokutai_members", "00000", MINISTRY, 2024))
    assert found.observation["value"] == 7910 and found.observation["as_printed"] == "7910"
    file, line = SHIPPED / found.observation["file"], found.observation["line"]
    assert "7910" in file.read_text(encoding="utf-8-sig").splitlines()[line - 1]
    assert found.release["input_sha256"] == hashlib.sha256(file.read_bytes()).hexdigest()
    assert found.release["release_id"] == release.release_id
    assert found.publication["credit"].endswith("を加工して作成")
    assert found.is_current and found.current is not None


def test_every_observation_has_a_trail(release: Release) -> None:
    frame = release.observations()
    for row in frame.sample(60, seed=1).iter_rows(named=True):
        key = _key(row)
        found = trail(release, key)
        assert found.observation["value"] == row["value"]
        assert found.observation["locator"] == row["locator"]
        json.dumps(found.as_dict(), default=str)


def test_the_current_value_is_the_one_that_pages_show(release: Release) -> None:
    current = release.observations(current=True)
    keys = set(
        current.select("indicator_id", "area_code", "publication_id", "fiscal_year", "as_of", "breakdown").rows()
    )
    for row in release.observations(["kyoryokutai_members"]).iter_rows(named=True):
        key = _key(row)
        named = (key.indicator_id, key.area_code, key.publication_id, key.fiscal_year, key.as_of, key.breakdown)
        assert trail(release, key).is_current == (named in keys)


def test_the_checks_are_those_of_observations_and_passed(release: Release) -> None:
    found = trail(release, ObservationKey("kyoryokutai_members", "00000", MINISTRY, 2024))
    ids = {one["check_id"] for one in found.checks}
    assert {"bounds", "provenance", "unit", "yearly_series"} <= ids
    assert not {"publication_described", "target_unit", "statement_agrees"} & ids
    assert all(one["status"] == "passed" for one in found.checks if one["severity"] == "critical")


def test_a_check_that_looked_at_no_row_has_passed_nothing(release: Release) -> None:
    skipped = {one["check_id"] for one in release.gate["checks"] if not one["rows_checked"]}
    assert {"key_vanished", "value_changed"} <= skipped
    found = trail(release, ObservationKey("kyoryokutai_members", "00000", MINISTRY, 2024))
    assert not skipped & {one["check_id"] for one in found.checks}


def test_statements_that_use_the_indicator_come_with_their_recomputation(release: Release) -> None:
    found = trail(release, ObservationKey("kyoryokutai_members", "00000", MINISTRY, 2024))
    assert any(one["id"] == "overview_members_r6" and one["agrees"] for one in found.statements)


def test_a_revised_value_says_what_replaced_it(bench: Workbench) -> None:
    bench.declare(bench.indicator())
    bench.publish("first", "年度,人数\nR6,7910人\n", published="2025-06-30")
    bench.publish("second", "年度,人数\nR6,7915人\n", published="2026-06-30")
    bench.publish("undated", "年度,人数\nR6,7920人\n", published=None)
    load(bench.raw, bench.home, catalogue_dir=bench.catalogue)
    release = open_release(bench.home)
    found = trail(release, ObservationKey("things", "00000", "first", 2024))
    assert not found.is_current and found.current is not None
    assert (found.current["publication_id"], found.current["value"]) == ("second", 7915)
    assert [one["publication_id"] for one in found.others] == ["second", "first", "undated"]


def test_a_value_that_only_an_undated_publication_states_has_no_current_one(bench: Workbench) -> None:
    bench.declare(bench.indicator())
    bench.publish("undated", "年度,人数\nR6,7920人\n", published=None)
    load(bench.raw, bench.home, catalogue_dir=bench.catalogue)
    found = trail(open_release(bench.home), ObservationKey("things", "00000", "undated", 2024))
    assert found.current is None and not found.is_current


@pytest.mark.parametrize(
    "key",
    [
        ObservationKey("nothing", "00000", MINISTRY, 2024),
        ObservationKey("kyoryokutai_members", "00000", MINISTRY, 1999),
        ObservationKey("kyoryokutai_members", "00000", MINISTRY, 99_999),
        ObservationKey("kyoryokutai_members", "00000", MINISTRY, 10**12),
        ObservationKey("kyoryokutai_members", "00000", MINISTRY, 2024, dt.date(2025, 1, 1)),
        ObservationKey("kyoryokutai_members", "00000", MINISTRY, 2024, None, "'; drop table x"),
    ],
)
def test_a_key_that_names_nothing_is_one_message(release: Release, key: ObservationKey) -> None:
    with pytest.raises(NotFound):
        trail(release, key)


def test_every_indicator_is_a_dataset_that_search_engines_accept(release: Release) -> None:
    for indicator_id in release.catalogue.indicators:
        described = dataset(release, indicator_id, address="https://example.org/kpi")
        assert described["@type"] == "Dataset" and described["@context"] == "https://schema.org/"
        assert 50 <= len(described["description"]) <= 5000, indicator_id
        assert described["version"] == release.release_id
        assert described["url"].startswith("https://example.org/kpi/indicator?id=")
        for download in described["distribution"]:
            assert f"indicator={indicator_id}&release={release.release_id}" in download["contentUrl"]
        assert None not in described.values()
