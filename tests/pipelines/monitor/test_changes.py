"""What the monitor finds, what it calls for attention, what it remembers."""

from __future__ import annotations

import fcntl
import json
import os
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from pipelines.monitor.changes import is_worse
from pipelines.monitor.run import MonitorResult, monitor
from pipelines.monitor.settings import Settings
from tests.pipelines.monitor.conftest import Home
from warehouse.differences import Flip
from warehouse.errors import NotFound, ReleaseError
from warehouse.releases import current_id, list_releases, point_to, prune

KPI = Path(sys.executable).parent / "kpi"
ATOM = "{http://www.w3.org/2005/Atom}"


def look(home: Home, **options: object) -> MonitorResult:
    return monitor(home.home, Settings(), **options)  # type: ignore[arg-type]


def kinds(result: MonitorResult) -> list[tuple[str, bool]]:
    return [(change.kind, change.attention) for change in result.changes]


def test_a_first_look_tells_only_what_is_wrong_by_now(home: Home) -> None:
    first = look(home)
    assert (kinds(first), first.exit_code) == ([], 0)
    assert "前回の実行から変わったことはありません。" in first.reports["markdown"]


def test_new_figures_and_flips_are_told_once(home: Home) -> None:
    look(home)
    home.grow()
    second = look(home)
    assert kinds(second) == [("verdict", False), ("figures", False)]
    verdict, figures = second.changes
    assert verdict.title_ja == "判定が変わりました: 隊員数（期限前・遅れ → 達成）"
    assert "31人" in verdict.body_ja
    assert figures.title_ja == "値が変わりました: 新しい値1件"
    assert figures.body_ja.splitlines()[1] == "試験 things：新しい値1件"
    assert second.exit_code == 0
    assert kinds(look(home)) == []


def test_going_back_to_the_release_before_is_a_change_that_needs_attention(home: Home) -> None:
    look(home)
    home.grow()
    look(home)
    old = list_releases(home.home)[-1]["release_id"]
    point_to(home.home, old)
    back = look(home)
    assert kinds(back) == [("verdict", True), ("figures", True)]
    assert "消えた値1件" in back.changes[1].title_ja
    assert back.exit_code == 1


def test_the_clock_alone_flips_a_verdict_and_makes_a_series_overdue(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    look(home)
    monkeypatch.setenv("KPI_TODAY", "2026-07-01")
    late = look(home)
    assert kinds(late) == [("overdue", True)]
    assert "1日過ぎても収録されていません" in late.changes[0].body_ja
    monkeypatch.setenv("KPI_TODAY", "2026-07-09")
    assert kinds(look(home)) == []
    monkeypatch.setenv("KPI_TODAY", "2027-04-01")
    passed = look(home)
    assert kinds(passed) == [("verdict", True)]
    assert "期限前・遅れ → 判定不能" in passed.changes[0].title_ja


def test_a_refused_load_is_told_with_its_reason(home: Home) -> None:
    look(home)
    home.spoil()
    refused = look(home)
    assert kinds(refused) == [("refused", True)]
    assert "範囲" in refused.changes[0].body_ja
    assert refused.exit_code == 1
    assert kinds(look(home)) == []


def test_a_refused_load_that_was_mended_between_two_looks_is_told_without_alarm(home: Home) -> None:
    look(home)
    home.spoil()
    (home.raw / "bad" / "t.csv").write_text("年度,人数\nR7,13人\n", encoding="utf-8")
    assert home.load() == "published"
    found = look(home)
    assert ("refused", False) in kinds(found)
    assert any("その後の読み込みは合格" in change.title_ja for change in found.changes)


def test_a_refused_first_load_is_told_though_nothing_was_ever_published(home: Home, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    with pytest.raises(NotFound, match="kpi load"):
        monitor(empty, Settings())
    (home.home / "current").unlink()
    home.spoil()
    assert kinds(look(home)) == [("refused", True)]


def test_a_pruned_release_leaves_nothing_to_compare_with_and_that_is_said(home: Home) -> None:
    look(home)
    home.grow()
    assert prune(home.home, 1)
    found = look(home)
    assert kinds(found) == [("verdict", False), ("release", False)]
    assert found.changes[1].title_ja == f"リリース {current_id(home.home)} を公開しました"


def test_a_preview_remembers_nothing(home: Home) -> None:
    look(home)
    home.grow()
    before = (home.home / "monitor" / "journal.json").read_bytes()
    assert len(look(home, preview=True).changes) == 2
    assert (home.home / "monitor" / "journal.json").read_bytes() == before
    assert len(look(home).changes) == 2


def test_the_feed_keeps_every_change_under_a_lasting_name(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    look(home)
    home.grow()
    first = entries(look(home))
    monkeypatch.setenv("KPI_TODAY", "2027-07-01")
    second = entries(look(home))
    assert len(second) == 3
    assert second[1:] == first
    assert len(set(second)) == 3
    assert (home.home / "monitor" / "feed.atom").read_text(encoding="utf-8").count("<entry>") == 3


def entries(result: MonitorResult) -> list[str]:
    feed = ElementTree.fromstring(result.reports["atom"])
    for element in (feed, *feed.findall(f"{ATOM}entry")):
        assert all(element.findtext(f"{ATOM}{name}") for name in ("id", "title", "updated"))
    assert feed.findtext(f"{ATOM}author/{ATOM}name")
    return [str(entry.findtext(f"{ATOM}id")) for entry in feed.findall(f"{ATOM}entry")]


def test_what_a_file_says_cannot_break_the_report(home: Home) -> None:
    look(home)
    home.publish("bad", "年度,人数\nR7,<b>*\x08[x](y)\n")
    assert home.load() == "refused"
    found = look(home)
    assert len(entries(found)) == 1
    assert "<b>" not in found.reports["markdown"]
    assert json.loads(found.reports["json"])[0]["kind"] == "refused"


def test_a_damaged_journal_is_said_and_left_as_it_is(home: Home) -> None:
    look(home)
    journal = home.home / "monitor" / "journal.json"
    journal.write_text("{", encoding="utf-8")
    with pytest.raises(ReleaseError, match=r"journal\.json を読めません"):
        look(home)
    assert journal.read_text(encoding="utf-8") == "{"


def test_two_monitors_do_not_run_at_once(home: Home) -> None:
    look(home)
    with (home.home / "monitor" / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(ReleaseError, match="実行中"):
            look(home)


@pytest.mark.parametrize(
    ("old", "new", "worse"),
    [
        (("on_path", None), ("late", None), True),
        (("late", None), ("missed", None), True),
        (("achieved", None), ("none", None), True),
        (("late", None), ("unknown", None), True),
        (("unknown", None), ("none", None), False),
        (("on_path", None), (None, None), False),
        ((None, None), ("late", None), True),
        ((None, None), ("none", None), False),
        (("missed", None), ("achieved", None), False),
        (("late", "moderate"), ("late", "insufficient"), True),
        (("late", "insufficient"), ("late", "moving_away"), True),
        (("late", "insufficient"), ("late", "moderate"), False),
        (("late", "moderate"), ("late", None), False),
    ],
)
def test_which_flips_are_bad_news(
    old: tuple[str | None, str | None], new: tuple[str | None, str | None], worse: bool
) -> None:
    assert is_worse(Flip("t", "目標", "target", old[0], new[0], old[1], new[1], "", "")) is worse


def test_the_command_reports_on_standard_output_and_by_its_exit_code(home: Home) -> None:
    def run(*arguments: str, today: str) -> tuple[int, str, str]:
        env = {**os.environ, "KPI_TODAY": today}
        done = subprocess.run([KPI, "monitor", *arguments], env=env, capture_output=True, timeout=120, check=False)
        return done.returncode, done.stdout.decode(), done.stderr.decode()

    assert run(today="2026-06-10")[0] == 0
    code, out, said = run("--format", "json", today="2026-07-01")
    assert (code, json.loads(out)[0]["kind"]) == (1, "overdue")
    assert "report.md" in said
    code, out, said = run("--settings", "nowhere.yml", today="2026-07-01")
    assert (code, out, said) == (2, "", "nowhere.yml: ファイルがありません。\n")
