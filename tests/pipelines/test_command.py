"""The contracts of the command: exit codes, columns, one message on bad input and never a traceback."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

from tests.support import Workbench
from warehouse.queries import SLICE_COLUMNS

KPI = Path(sys.executable).parent / "kpi"
# Wrong use, and what is said of it.
WRONG = {
    "nosuch": "「nosuch」というコマンドはありません。使い方は kpi --help",
    "slice --form csv": "「--form」という指定はありません。--format、--from、--to ではありませんか。",
    "slice --format pie": "--format に「pie」は使えません。csv、csv-plain、parquet、",
    "chart": "indicator を指定してください。使い方は kpi chart --help",
    "slice --to": "--to の後に値を書いてください。使い方は kpi slice --help",
    "status --json=3": "--json は値をとりません。",
    "serve --port 65536": "--port は 65535 以下にしてください。",
    "prune --keep 0": "--keep は 1 以上にしてください。",
    "slice --from x": "--from は整数にしてください。",
    "sql x --seconds x": "--seconds は数にしてください。",
    "slice extra": "「extra」は余分です。",
}


def _kpi(*arguments: str, home: Path, **environment: str) -> subprocess.CompletedProcess[bytes]:
    env = {**os.environ, "KPI_HOME": str(home), **environment}
    return subprocess.run([KPI, *arguments], env=env, capture_output=True, timeout=120, check=False)


def test_a_slice_on_standard_output_is_data_alone(shipped_home: Path) -> None:
    done = _kpi("slice", "--indicator", "rmo_organizations", "--current", home=shipped_home)
    assert done.returncode == 0
    assert done.stderr == b""
    frame = pl.read_csv(done.stdout)
    assert tuple(frame.columns) == SLICE_COLUMNS
    assert frame.filter(pl.col("fiscal_year") == 2024)["value"].to_list() == [8193]


@pytest.mark.parametrize("kind", ["csv", "parquet", "xlsx", "json"])
def test_each_format_holds_the_same_values(shipped_home: Path, tmp_path: Path, kind: str) -> None:
    target = tmp_path / f"slice.{kind}"
    arguments = ["slice", "--indicator", "kyoryokutai_members", "--level", "country", "--current"]
    done = _kpi(*arguments, "--format", kind, "--output", str(target), home=shipped_home)
    assert done.returncode == 0, done.stderr.decode()
    readers = {"csv": pl.read_csv, "parquet": pl.read_parquet, "xlsx": pl.read_excel, "json": pl.read_json}
    values = readers[kind](target)["value"].cast(pl.Float64).to_list()  # type: ignore[operator]
    assert (values[0], values[-1], len(values)) == (89, 7910, 16)


def test_status_lists_every_target_with_the_fields_of_the_contract(shipped_home: Path) -> None:
    done = _kpi("status", "--json", home=shipped_home, KPI_TODAY="2025-07-01")
    found = {item["target_id"]: item for item in json.loads(done.stdout)}
    members = next(item for item in found.values() if item["indicator_id"] == "kyoryokutai_members")
    assert (members["state"], members["value"], members["needed_per_year"]) == ("期限前", 7910, 1045)
    assert found["kankei_jinko_persons"]["value"] is None
    assert found["kankei_jinko_persons"]["state"] == "実績なし"
    fields = {
        "kind",
        "target_value",
        "unit",
        "target_fiscal_year",
        "wording",
        "state",
        "fiscal_year",
        "as_of",
        "reason",
    }
    assert all(fields <= set(item) for item in found.values())


def test_releases_are_listed_as_json(shipped_home: Path) -> None:
    (only,) = json.loads(_kpi("releases", "--json", home=shipped_home).stdout)
    assert set(only) == {"release_id", "published_at", "digest", "is_current"}
    assert only["is_current"] is True


def test_exit_codes_of_a_load(bench: Workbench) -> None:
    bench.declare(bench.indicator())
    folder = bench.publish("first", "年度,人数\nR6,7910人\n")
    arguments = ("load", "--raw", str(bench.raw), "--catalogue", str(bench.catalogue))
    assert _kpi(*arguments, home=bench.home).returncode == 0
    again = _kpi(*arguments, home=bench.home)
    assert again.returncode == 0
    assert "変更はありません" in again.stderr.decode()
    (folder / "t.csv").write_text("年度,人数\nR6,-1\n", encoding="utf-8")
    refused = _kpi(*arguments, home=bench.home)
    assert refused.returncode == 1
    assert "Traceback" not in refused.stderr.decode()
    (folder / "publication.yml").unlink()
    unreadable = _kpi(*arguments, home=bench.home)
    assert unreadable.returncode == 2
    # A slow machine may be told of the progress before.
    *progress, message = unreadable.stderr.decode().strip().splitlines()
    assert "first/publication.yml" in message
    assert all("…" in line for line in progress)


@pytest.mark.parametrize(
    "arguments",
    [
        ("slice", "--indicator", "nothing"),
        ("slice", "--area", "99999"),
        ("slice", "--release", "nothing"),
        ("slice", "--as-known-on", "yesterday"),
        ("slice", "--output", "/nowhere/slice.csv"),
        ("rollback", "nothing"),
        ("diff", "nothing", "nothing"),
        ("load", "--raw", "/nowhere"),
        *(tuple(line.split()) for line in WRONG),
    ],
)
def test_bad_usage_is_one_line_and_exit_2(shipped_home: Path, arguments: tuple[str, ...]) -> None:
    done = _kpi(*arguments, home=shipped_home)
    message = done.stderr.decode().strip()
    assert done.returncode == 2, message
    assert message.count("\n") == 0
    assert "Traceback" not in message
    assert WRONG.get(" ".join(arguments), "") in message


def test_without_a_release_the_command_says_what_to_do(tmp_path: Path) -> None:
    done = _kpi("status", home=tmp_path / "empty")
    assert done.returncode == 2
    assert "kpi load" in done.stderr.decode()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="このシステムに /dev/full がありません。")
@pytest.mark.parametrize("arguments", [("slice",), ("indicators",), ("releases", "--json")])
def test_an_output_that_takes_nothing_is_one_line_and_exit_2(shipped_home: Path, arguments: tuple[str, ...]) -> None:
    env = {**os.environ, "KPI_HOME": str(shipped_home)}
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run([KPI, *arguments], env=env, stdout=full, stderr=subprocess.PIPE, check=False)
    assert done.returncode == 2
    assert len(done.stderr.decode().splitlines()) == 1


def test_the_written_help_is_what_the_command_says(tmp_path: Path) -> None:
    script = "import sys; sys.argv[0] = 'kpi'; from pipelines.command import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", script, "--help"], env={**os.environ, "COLUMNS": "80"}, capture_output=True, check=False
    )
    assert _kpi("--help", home=tmp_path).stdout.decode() == done.stdout.decode()
