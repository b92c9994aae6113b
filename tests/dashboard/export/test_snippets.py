"""Each means gives the same slice: what a page tells a reader to run is run here."""

from __future__ import annotations

import datetime as dt
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

from dashboard.export import snippets
from dashboard.export.formats import FORMATS
from warehouse import open_release, queries
from warehouse.queries import SLICE_COLUMNS
from warehouse.release import Release
from warehouse.sandbox import Limits, run_query
from warehouse.slices import Slice

CHOICES = [
    Slice(),
    Slice(indicators=("kyoryokutai_members", "rmo_organizations"), level="country", first_year=2015, current=True),
    Slice(prefectures=("01000", "47000"), kinds=("town", "village"), last_year=2025),
    Slice(areas=("00000",), breakdowns=("total", "企業派遣型/DX"), as_known_on=dt.date(2025, 12, 31), current=True),
    Slice(as_known_on=dt.date(2025, 4, 10), breakdowns=("total",)),
]


@pytest.fixture(scope="module")
def release(shipped_home: Path) -> Release:
    return open_release(shipped_home)


@pytest.mark.parametrize("chosen", CHOICES)
def test_the_command_writes_the_same_bytes(release: Release, shipped_home: Path, tmp_path: Path, chosen: Slice) -> None:
    target = tmp_path / "a file.csv"
    told = snippets.command(chosen, release.release_id, "csv", str(target))
    arguments = shlex.split(told.replace("\\\n", " "))
    assert arguments[0] == "kpi"
    kpi = str(Path(sys.executable).with_name("kpi"))
    environment = {**os.environ, "KPI_HOME": str(shipped_home)}
    subprocess.run([kpi, *arguments[1:]], env=environment, check=True, capture_output=True)
    assert target.read_bytes() == b"".join(FORMATS["csv"].parts(release, chosen))


@pytest.mark.parametrize("chosen", CHOICES)
def test_the_query_gives_the_same_rows(release: Release, chosen: Slice) -> None:
    found = run_query(release, snippets.sql(chosen), Limits()).frame
    assert tuple(found.columns) == SLICE_COLUMNS
    frame = _frame(release, chosen)
    assert sorted(map(str, found.rows())) == sorted(map(str, frame.rows()))
    assert found["indicator_id"].to_list() == frame["indicator_id"].to_list()


def _frame(release: Release, chosen: Slice) -> pl.DataFrame:

    return queries.observations(release.connection, chosen, detail=False)


@pytest.mark.parametrize("chosen", CHOICES)
def test_the_python_gives_the_same_frame(
    release: Release, shipped_home: Path, chosen: Slice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KPI_HOME", str(shipped_home))
    names: dict[str, object] = {}
    exec(snippets.python(chosen, release.release_id), names)
    assert _frame(release, chosen).equals(names["frame"])


def test_addresses_are_written_for_addresses(release: Release) -> None:
    address = snippets.api_address("http://x", Slice(breakdowns=("a&b=c/あ",)), release.release_id, "csv-plain")
    assert "breakdown=a%26b%3Dc%2F%E3%81%82" in address and " " not in address
    for told in (snippets.r(address), snippets.power_query(address), snippets.python_by_address(address)):
        assert f'"{address}"' in told


def test_power_query_types_every_column(release: Release) -> None:
    told = snippets.power_query("http://x")
    assert re.findall(r'\{"(\w+)", ', told) == list(SLICE_COLUMNS)
    assert told.count("(") == told.count(")") and told.count("{") == told.count("}")


def test_a_quote_in_a_label_stays_in_it() -> None:
    assert "breakdown = 'it''s'" in snippets.sql(Slice(breakdowns=("it's",)))
