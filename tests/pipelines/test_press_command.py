"""`kpi chart`, `kit` and `charts`: only a chart that passes its checks is written, and bad input is one line."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from PIL import Image
from typer.testing import CliRunner

from dashboard.press.checks import CODES
from pipelines.command import app
from warehouse.errors import KpiError

KPI = Path(sys.executable).parent / "kpi"
MEMBERS = "kyoryokutai_members"


def _kpi(*arguments: str, home: Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "KPI_HOME": str(home), "KPI_TODAY": "2026-11-24"}
    return subprocess.run([KPI, *arguments], env=env, cwd=cwd, capture_output=True, text=True, timeout=120, check=False)


def test_a_chart_is_written_and_its_six_checks_are_told(shipped_home: Path, tmp_path: Path) -> None:
    done = _kpi("chart", MEMBERS, "--size", "1x1", home=shipped_home, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    (written,) = tmp_path.glob("*.png")
    assert written.name.startswith(f"{MEMBERS}_trend_1x1_")
    with Image.open(written) as image:
        assert image.size == (1080, 1080)
    lines = done.stderr.splitlines()
    assert sum(line.startswith("○ ") for line in lines) == len(CODES) == 6
    assert any(written.name in line and "保存しました" in line for line in lines)
    assert any("7,910人" in line and "2,090人" in line for line in lines)
    assert done.stdout == ""


def test_a_chart_in_english_of_some_years_goes_where_it_is_told(shipped_home: Path, tmp_path: Path) -> None:
    target = tmp_path / "chart.svg"
    arguments = ["--format", "svg-text", "--lang", "en", "--from", "2018", "--title", "7,910 members", "--look", "mono"]
    done = _kpi("chart", MEMBERS, *arguments, "--output", str(target), home=shipped_home, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "7,910 members" in target.read_text(encoding="utf-8")
    assert [one.name for one in tmp_path.iterdir() if one.is_file()] == ["chart.svg"]


def test_a_wrong_number_in_the_title_is_told_and_nothing_is_written(shipped_home: Path, tmp_path: Path) -> None:
    target = tmp_path / "wrong.png"
    done = _kpi("chart", MEMBERS, "--title", "隊員は8,000人", "--output", str(target), home=shipped_home, cwd=tmp_path)
    assert done.returncode == 1
    assert not target.exists() and not [*tmp_path.glob("*.png")]
    (failed,) = [line for line in done.stderr.splitlines() if line.startswith("×")]
    assert "8,000" in failed and "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("chart", MEMBERS, "--size", "huge"), "huge"),
        (("chart", MEMBERS, "--kind", "map"), "作れる図"),
        (("chart", "nothing"), "nothing"),
        (("kit",), "--programme"),
    ],
)
def test_bad_input_is_one_line_and_exit_2(
    shipped_home: Path, tmp_path: Path, arguments: tuple[str, ...], words: str
) -> None:
    done = _kpi(*arguments, home=shipped_home, cwd=tmp_path)
    message = done.stderr.strip()
    assert done.returncode == 2, message
    assert words in message
    assert message.count("\n") == 0
    assert "Traceback" not in message


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("chart", MEMBERS, "rmo_organizations"), "単位"),
        (("chart", MEMBERS, "--from", "2030"), "年度"),
        (("chart", MEMBERS, "--title", "隊員😀"), "😀"),
        (("chart", MEMBERS, "--title", "長い題名" * 90), "題名"),
        (("chart", MEMBERS, "--site", "kpi.example.jp"), "--site"),
        (("chart", MEMBERS, "--output", "/nowhere/chart.png"), "/nowhere/chart.png"),
        (("kit", "--programme", "nothing"), "nothing"),
        (("kit", "population"), "図にできる値がありません"),
        (("charts", "out", "--format", "gif"), "gif"),
        (("charts", "out", "--kind", "pie"), "pie"),
        (("charts", "out", "--size", "huge"), "huge"),
        (("charts", "out", "--indicator", "nothing"), "nothing"),
        (("charts", "out", "--indicator", MEMBERS, "--kind", "map"), "図にできるものがありません"),
    ],
)
def test_every_other_bad_input_is_one_message_too(
    shipped_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], words: str
) -> None:
    monkeypatch.setenv("KPI_HOME", str(shipped_home))
    monkeypatch.chdir(tmp_path)
    error = CliRunner().invoke(app, [*arguments]).exception
    assert isinstance(error, KpiError)
    assert error.exit_code == 2
    assert words in str(error) and "\n" not in str(error)
    assert not [*tmp_path.rglob("*.png")]


def test_a_kind_that_is_no_kind_is_refused(shipped_home: Path, tmp_path: Path) -> None:
    done = _kpi("chart", MEMBERS, "--kind", "pie", home=shipped_home, cwd=tmp_path)
    assert done.returncode == 2
    assert "「pie」" in done.stderr and "Traceback" not in done.stderr


def test_a_kit_of_a_few_indicators_is_a_zip(shipped_home: Path, tmp_path: Path) -> None:
    done = _kpi("kit", "kigyojin_persons", "population", "--output", "kit.zip", home=shipped_home, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    with zipfile.ZipFile(io.BytesIO((tmp_path / "kit.zip").read_bytes())) as kit:
        assert {"README.txt", "SHA256SUMS", "captions.txt", "citations.bib"} <= set(kit.namelist())
        assert sum(name.endswith(".png") for name in kit.namelist()) == 3
    assert "kit.zip に保存しました" in done.stderr


def test_charts_of_an_indicator_are_written_with_their_list(shipped_home: Path, tmp_path: Path) -> None:
    arguments = ["--indicator", "kigyojin_persons", "--size", "news-58", "--format", "svg", "--format", "csv"]
    done = _kpi("charts", "out", *arguments, home=shipped_home, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert sorted(one.suffix for one in (tmp_path / "out").iterdir()) == [".csv", ".csv", ".svg"]
    assert (tmp_path / "out" / "charts.csv").exists()
    assert "2 個のファイル" in done.stderr
