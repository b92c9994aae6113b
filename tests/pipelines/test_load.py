"""A load publishes what passes and nothing else; what was served before keeps serving."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import polars as pl
import pytest

from pipelines.load import load
from tests.support import MINISTRY, Workbench
from warehouse import open_release, releases
from warehouse.errors import InputError, ReleaseError

YEARS = "年度,人数\nR3,100人\nR4,110人\nR5,120人\nR6,130人\n"


def _load(bench: Workbench) -> str:
    return load(bench.raw, bench.home, catalogue_dir=bench.catalogue).outcome


def test_a_publication_becomes_a_release_that_serves_its_figures(bench: Workbench) -> None:
    bench.declare(bench.indicator(yearly=True))
    bench.publish("first", YEARS)
    assert _load(bench) == "published"
    frame = open_release(bench.home).observations()
    assert frame.select("fiscal_year", "value").rows() == [(2021, 100), (2022, 110), (2023, 120), (2024, 130)]
    assert frame["locator"].unique().to_list() == ["表1"]


def test_unchanged_inputs_publish_nothing_new(bench: Workbench) -> None:
    bench.declare(bench.indicator())
    bench.publish("first", YEARS)
    assert _load(bench) == "published"
    assert _load(bench) == "unchanged"
    assert len(releases.list_releases(bench.home)) == 1


def test_the_same_inputs_give_the_same_digest(bench: Workbench, tmp_path: Path) -> None:
    bench.declare(bench.indicator())
    bench.publish("first", YEARS)
    digests = set()
    for name in ("one", "two"):
        load(bench.raw, tmp_path / name, catalogue_dir=bench.catalogue)
        digests.add(open_release(tmp_path / name).manifest["digest"])
    assert len(digests) == 1


def test_a_refused_load_keeps_the_old_release_and_the_bad_rows(bench: Workbench) -> None:
    bench.declare(bench.indicator())
    folder = bench.publish("first", YEARS)
    assert _load(bench) == "published"
    served = releases.current_id(bench.home)
    (folder / "t.csv").write_text(YEARS.replace("130人", "十三人"), encoding="utf-8")
    result = load(bench.raw, bench.home, catalogue_dir=bench.catalogue)
    assert result.outcome == "refused"
    assert releases.current_id(bench.home) == served
    release = open_release(bench.home)
    assert release.refusal() is not None
    kept = release.quarantine()
    unread = kept.filter(pl.col("check_id") == "read")
    assert unread.select("file", "line").rows() == [("first/t.csv", "5")]
    assert "十三人" in unread["reason"][0]
    assert result.report is not None
    what, how = result.report.two_lines()
    assert "first/t.csv" in what + how


def test_a_good_load_clears_the_refusal(bench: Workbench) -> None:
    bench.declare(bench.indicator())
    folder = bench.publish("first", YEARS)
    _load(bench)
    (folder / "t.csv").write_text(YEARS.replace("130人", "x"), encoding="utf-8")
    assert _load(bench) == "refused"
    (folder / "t.csv").write_text(YEARS, encoding="utf-8")
    assert _load(bench) == "unchanged"
    assert open_release(bench.home).refusal() is None


def test_a_check_publishes_nothing(bench: Workbench) -> None:
    bench.declare(bench.indicator())
    bench.publish("first", YEARS)
    assert load(bench.raw, bench.home, publish=False, catalogue_dir=bench.catalogue).outcome == "checked"
    assert releases.current_id(bench.home) is None


def test_unreadable_input_is_one_message(bench: Workbench) -> None:
    bench.declare(bench.indicator())
    (bench.publish("first", YEARS) / "publication.yml").write_text("title: [", encoding="utf-8")
    with pytest.raises(InputError, match=r"first/publication\.yml"):
        _load(bench)
    assert not (bench.home / "building").exists()


def test_unreadable_input_leaves_a_trace_until_a_load_ends_well(bench: Workbench) -> None:
    bench.declare(bench.indicator())
    folder = bench.publish("first", "年度,人数\nR5,10人\n")
    assert _load(bench) == "published"
    declared = (folder / "publication.yml").read_text(encoding="utf-8")
    (folder / "publication.yml").write_text("nonsense: 1\n", encoding="utf-8")
    with pytest.raises(InputError):
        load(bench.raw, bench.home, catalogue_dir=bench.catalogue, publish=False)
    assert releases.newest_refusal(bench.home) is None
    with pytest.raises(InputError) as caught:
        _load(bench)
    kept = releases.newest_refusal(bench.home)
    assert kept is not None
    gate = releases.read_json(kept / "gate.json")
    assert not gate["passed"]
    assert [check["message_ja"] for check in gate["checks"]] == [str(caught.value)]
    row = pl.read_csv(kept / "quarantine.csv", infer_schema=False).row(0, named=True)
    assert (row["check_id"], row["file"]) == ("readable_input", "first/publication.yml")
    (folder / "publication.yml").write_text(declared, encoding="utf-8")
    assert _load(bench) == "unchanged"
    assert releases.newest_refusal(bench.home) is None


def test_a_folder_that_is_not_there_is_no_refused_load(bench: Workbench) -> None:
    with pytest.raises(InputError, match="フォルダがありません"):
        load(bench.raw / "absent", bench.home)
    assert releases.newest_refusal(bench.home) is None


def test_a_second_loader_is_turned_away(bench: Workbench) -> None:
    bench.declare(bench.indicator())
    bench.publish("first", YEARS)
    with releases.building(bench.home), pytest.raises(ReleaseError, match="別の読み込み"):
        _load(bench)


def test_rollback_and_prune(bench: Workbench) -> None:
    bench.declare(bench.indicator())
    bench.publish("first", YEARS)
    _load(bench)
    old = releases.current_id(bench.home)
    bench.publish("second", "年度,人数\nR7,140人\n", published="2026-06-30")
    assert _load(bench) == "published"
    assert old is not None
    releases.point_to(bench.home, old)
    assert open_release(bench.home).observations().height == 4
    assert releases.prune(bench.home, 1) == []
    assert _load(bench) == "published"
    assert releases.current_id(bench.home) != old
    assert len(releases.list_releases(bench.home)) == 2


def test_a_loader_killed_at_any_moment_leaves_the_served_release(bench: Workbench) -> None:
    bench.declare(bench.indicator())
    bench.publish("first", YEARS)
    assert _load(bench) == "published"
    served = releases.current_id(bench.home)
    script = (
        "import sys; from pathlib import Path; from pipelines.load import load;"
        "load(Path(sys.argv[1]), Path(sys.argv[2]), catalogue_dir=Path(sys.argv[3]))"
    )
    moments = random.Random(7)
    for number in range(4):
        bench.publish(f"more{number}", f"年度,人数\nH{30 - number},140人\n")
        arguments = [sys.executable, "-c", script, str(bench.raw), str(bench.home), str(bench.catalogue)]
        with subprocess.Popen(arguments, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
            time.sleep(moments.uniform(0.2, 1.5))
            os.kill(process.pid, signal.SIGKILL)
            process.wait()
        release = open_release(bench.home)
        assert release.observations().filter(pl.col("publication_id") == "first").height == 4
        assert release.release_id == served or release.observations().height > 4
    assert _load(bench) in {"published", "unchanged"}
    assert not (bench.home / "building").exists()


def _spoil(raw: Path, file: str, old: str, new: str) -> None:
    path = raw / MINISTRY / file
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{old} is no longer in {file}"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


SPOILED = {
    "a figure that another statement implies": ("rmo_suii.csv", "8,193", "8,139"),
    "a figure repeated on another slide": ("kyoryokutai_suii.csv", "R6,1176,7910", "R6,1176,7901"),
    "a rate that its count implies": ("dx_yoken.csv", "91%", "19%"),
    "a wrong unit": ("tokutei_ninteisu.csv", "120組合", "120市町村"),
    "an unknown indicator": ("publication.yml", "value: rmo_organizations", "value: rmo_organisations"),
}


@pytest.mark.parametrize(("file", "old", "new"), list(SPOILED.values()), ids=list(SPOILED))
def test_a_spoiled_figure_is_refused(raw_copy: Path, tmp_path: Path, file: str, old: str, new: str) -> None:
    _spoil(raw_copy, file, old, new)
    _assert_refused(raw_copy, tmp_path)


def _assert_refused(raw: Path, tmp_path: Path) -> None:
    home = tmp_path / "spoiled"
    result = load(raw, home)
    assert result.outcome == "refused"
    assert releases.current_id(home) is None
    assert result.refused_folder is not None
    kept = pl.read_csv(result.refused_folder / "quarantine.csv", infer_schema=False)
    assert kept.height > 0
    assert (
        kept.filter(pl.col("file").is_not_null() & pl.col("line").is_not_null() & pl.col("reason").is_not_null()).height
        > 0
    )
    assert result.report is not None
    assert all(result.report.two_lines())


def _lines(raw: Path, file: str) -> tuple[Path, list[str]]:
    path = raw / MINISTRY / file
    return path, path.read_text(encoding="utf-8").splitlines(keepends=True)


def test_a_dropped_year_is_refused(raw_copy: Path, tmp_path: Path) -> None:
    path, lines = _lines(raw_copy, "rmo_suii.csv")
    del lines[4]
    path.write_text("".join(lines), encoding="utf-8")
    _assert_refused(raw_copy, tmp_path)


def test_a_duplicated_key_is_refused(raw_copy: Path, tmp_path: Path) -> None:
    path, lines = _lines(raw_copy, "kyoryokutai_suii.csv")
    path.write_text("".join([*lines, lines[-1]]), encoding="utf-8")
    _assert_refused(raw_copy, tmp_path)


def test_swapped_columns_are_refused(raw_copy: Path, tmp_path: Path) -> None:
    path, lines = _lines(raw_copy, "dx_taisei.csv")
    cells = [line.rstrip("\n").split(",") for line in lines]
    for row in cells[1:]:
        row[1], row[2] = row[2], row[1]
    path.write_text("\n".join(",".join(row) for row in cells) + "\n", encoding="utf-8")
    _assert_refused(raw_copy, tmp_path)


@pytest.mark.parametrize("keep", [0.5, 0.97])
def test_a_truncated_file_is_refused(raw_copy: Path, tmp_path: Path, keep: float) -> None:
    path = raw_copy / MINISTRY / "kyoryokutai_suii.csv"
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * keep)].decode("utf-8", errors="ignore").encode())
    _assert_refused(raw_copy, tmp_path)


@pytest.mark.parametrize("changed", ["definition_ja", "denominator_ja", "short_ja"])
def test_a_corrected_catalogue_is_published(bench: Workbench, changed: str) -> None:
    bench.declare(bench.indicator())
    bench.publish("first", YEARS)
    assert _load(bench) == "published"
    bench.declare(bench.indicator(**{changed: "直した文言"}))
    assert _load(bench) == "published"
    indicator = open_release(bench.home).catalogue.indicator("things")
    assert getattr(indicator, changed) == "直した文言"


def test_a_table_without_rows_is_refused(bench: Workbench) -> None:
    bench.declare(bench.indicator())
    bench.publish("first", "年度,人数\n")
    assert _load(bench) == "refused"


def test_a_damaged_release_is_built_again(bench: Workbench) -> None:
    bench.declare(bench.indicator())
    bench.publish("first", YEARS)
    assert _load(bench) == "published"
    served = releases.current_id(bench.home)
    assert served is not None
    (bench.home / "releases" / served / "kpi.duckdb").unlink()
    assert _load(bench) == "published"
    assert open_release(bench.home).observations().height == 4


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("publication.yml", "published: '2025-06-30'", "published: '2025-02-31'"),
        ("publication.yml", "published: '2025-06-30'", "published: 2025-02-31"),
        ("publication.yml", "file: t.csv", "file: ../t.csv"),
    ],
)
def test_what_a_publication_declares_must_make_sense(bench: Workbench, file: str, old: str, new: str) -> None:
    bench.declare(bench.indicator())
    path = bench.publish("first", YEARS) / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(InputError, match="first/publication"):
        _load(bench)


@pytest.mark.parametrize("content", ["- 5", "a: 1", "text"])
def test_statements_must_be_a_list(bench: Workbench, content: str) -> None:
    bench.declare(bench.indicator())
    (bench.publish("first", YEARS) / "statements.yml").write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match="first/statements"):
        _load(bench)


def test_a_release_of_another_version_is_said_and_loaded_anew(raw_copy: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    first = load(raw_copy, home)
    assert first.release_id is not None
    file = home / "releases" / first.release_id / "kpi.duckdb"
    connection = duckdb.connect(str(file))
    connection.execute("update release_info set value = '[]' where key = 'catalogue'")
    connection.close()
    with pytest.raises(ReleaseError, match="この版では読めません"):
        _ = open_release(home).catalogue
    again = load(raw_copy, home)
    assert again.outcome == "published"
    assert open_release(home).catalogue.indicators
