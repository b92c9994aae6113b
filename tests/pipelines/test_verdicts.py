"""A load says which verdicts its release flips, before and after; so does the comparison of two releases."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from typer.testing import CliRunner

from pipelines.command import app
from pipelines.load import load
from tests.support import Workbench
from tests.warehouse.targets import target
from warehouse import open_release
from warehouse.differences import standings, verdict_flips
from warehouse.releases import list_releases
from warehouse.status import target_status

_HEAD = "target_id,目標,目標値,期限,文言,決定日,決定文書,掲載箇所,原文行\n"


@pytest.fixture
def growing(bench: Workbench, monkeypatch: pytest.MonkeyPatch) -> Workbench:
    """A target of 30 persons by FY2026, behind its path by the first publication, met by the second."""
    aim = target(target_id="aim", indicator_id="things", value=30, publication_id="p1", base_fiscal_year=2023)
    bench.declare(bench.indicator(), targets=(aim.model_dump(mode="json"),))
    folder = bench.publish("p1", "年度,人数\nR5,10人\nR6,12人\n")
    (folder / "targets.csv").write_text(_HEAD + "aim,人数,30人,令和8年度,x,,,x,\n", encoding="utf-8")
    monkeypatch.setenv("KPI_TODAY", "2026-11-01")
    return bench


def _load(bench: Workbench, command: str = "load") -> list[str]:
    done = CliRunner().invoke(app, [command, "--raw", str(bench.raw), "--catalogue", str(bench.catalogue)])
    assert done.exit_code == 0, done.output
    # A slow machine is told of the progress too.
    return [line for line in done.stderr.splitlines() if "…" not in line]


def test_a_flip_is_said_before_and_after_publishing(growing: Workbench) -> None:
    assert not any("判定" in line for line in _load(growing))
    growing.publish("p2", "年度,人数\nR7,31人\n", published="2026-06-30")
    flip = "  隊員数: 期限前・遅れ → 達成"
    checked = _load(growing, "check")
    assert checked[:2] == ["公開すると、次の判定が変わります。", flip]
    assert not any("判定が変わりました" in line for line in checked)
    said = _load(growing)
    published = next(place for place, line in enumerate(said) if line.startswith("公開しました"))
    assert said[published - 2 : published] == ["公開すると、次の判定が変わります。", flip]
    assert said[published + 1 :] == ["判定が変わりました: 1 件", flip]
    assert not any("判定" in line for line in _load(growing))


def test_diff_lists_figures_and_flips(growing: Workbench) -> None:
    _load(growing)
    growing.publish("p2", "年度,人数\nR7,31人\n", published="2026-06-30")
    _load(growing)
    new, old = (item["release_id"] for item in list_releases(growing.home))
    done = CliRunner().invoke(app, ["diff", old, new])
    assert "flipped\taim\t隊員数\t期限前・遅れ → 達成" in done.stdout.splitlines()
    assert "値の違いは 1 件、変わった判定は 1 件です。" in done.stderr
    rows = json.loads(CliRunner().invoke(app, ["diff", old, new, "--json"]).stdout)
    assert [row["change"] for row in rows] == ["new", "flipped"]
    assert rows[1]["old_verdict"] == "late"
    assert rows[1]["new_verdict"] == "achieved"
    assert set(rows[0]) == set(rows[1])


def test_a_class_that_changes_alone_is_a_flip_too(growing: Workbench) -> None:
    load(growing.raw, growing.home, catalogue_dir=growing.catalogue)
    growing.publish("p2", "年度,人数\nR7,20人\n", published="2026-06-30")
    load(growing.raw, growing.home, catalogue_dir=growing.catalogue)
    day = dt.date(2026, 11, 1)
    new, old = (open_release(growing.home, item["release_id"]) for item in list_releases(growing.home))
    (flip,) = verdict_flips(*(standings(target_status(side, today=day)) for side in (old, new)))
    # 20 % against 44 % a year, then 41 % against 44 %.
    assert (flip.old_verdict, flip.new_verdict) == ("late", "late")
    assert flip.words() == "Eurostat方式 不十分な進展 → 中程度の進展"
    assert flip.words("en") == "Eurostat method: Insufficient progress → Moderate progress"


def test_a_target_that_comes_or_goes_is_a_flip(growing: Workbench) -> None:
    load(growing.raw, growing.home, catalogue_dir=growing.catalogue)
    found = standings(target_status(open_release(growing.home), today=dt.date(2026, 11, 1)))
    (came,) = verdict_flips([], found)
    (went,) = verdict_flips(found, [])
    assert (came.words(), went.words()) == ("目標なし → 期限前・遅れ", "期限前・遅れ → 目標なし")
    assert verdict_flips(found, found) == []
