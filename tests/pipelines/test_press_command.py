"""The commands of the press office: files where they are asked for, one clear message where they cannot be made."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

KPI = Path(sys.executable).with_name("kpi")
MEMBERS = "kyoryokutai_members"


def kpi(home: Path, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "KPI_HOME": str(home), "KPI_TODAY": "2026-11-24"}
    return subprocess.run(
        [str(KPI), *arguments], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


def test_a_chart_is_checked_and_written(shipped_home: Path, tmp_path: Path) -> None:
    done = kpi(shipped_home, tmp_path, "chart", MEMBERS, "--size", "news-58", "--look", "mono")
    assert done.returncode == 0, done.stderr
    assert done.stderr.count("○ ") == 6
    (file,) = tmp_path.iterdir()
    assert file.name.startswith(f"{MEMBERS}_trend_news-58_mono_")
    assert "図に入らなかったもの：" in done.stderr


def test_a_wrong_number_keeps_a_chart_from_being_written(shipped_home: Path, tmp_path: Path) -> None:
    done = kpi(shipped_home, tmp_path, "chart", MEMBERS, "--title", "隊員は8,000人")
    assert done.returncode == 1
    assert "× 数値がデータと一致：データにない数や言い方：8,000" in done.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("chart", "no_such_thing"), "no_such_thing"),
        (("chart", MEMBERS, "--size", "huge"), "huge"),
        (("chart", MEMBERS, "--kind", "stacked"), "構成比"),
        (("chart", MEMBERS, "--site", "example.jp"), "example.jp"),
        (("chart", MEMBERS, "--output", "missing/chart.png"), "missing/chart.png"),
        (("kit",), "指標"),
        (("kit", "--programme", "no_such_programme"), "no_such_programme"),
        (("charts", "out", "--format", "gif"), "gif"),
        (("charts", "out", "--kind", "stacked", "--indicator", MEMBERS), "図にできるもの"),
    ],
)
def test_what_cannot_be_made_is_one_clear_message(
    shipped_home: Path, tmp_path: Path, arguments: tuple[str, ...], says: str
) -> None:
    done = kpi(shipped_home, tmp_path, *arguments)
    assert done.returncode == 2, done.stderr
    assert says in done.stderr and "Traceback" not in done.stderr


def test_a_kit_of_a_programme_is_one_zip(shipped_home: Path, tmp_path: Path) -> None:
    done = kpi(shipped_home, tmp_path, "kit", "--programme", "rmo", "--output", "kit.zip")
    assert done.returncode == 0, done.stderr
    assert "図を作っています… 1/" in done.stderr
    assert "README.txt" in zipfile.ZipFile(tmp_path / "kit.zip").namelist()


def test_a_batch_goes_into_a_folder(shipped_home: Path, tmp_path: Path) -> None:
    done = kpi(shipped_home, tmp_path, "charts", "out", "--indicator", MEMBERS, "--size", "1x1", "--format", "svg")
    assert done.returncode == 0, done.stderr
    assert len(list((tmp_path / "out").glob("*.svg"))) == 3
