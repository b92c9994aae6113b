"""What the command says of a load: what is being done, how it ended, which verdicts it flips."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from warehouse.errors import InputError

if TYPE_CHECKING:
    from warehouse.differences import Flip


def say(text: str) -> None:
    """Write a line for people on the standard error."""
    typer.echo(text, err=True)


def write_file(path: Path, parts: Iterable[bytes]) -> None:
    """Write a file piece by piece.

    Raises:
        InputError: It cannot be written.
    """
    try:
        with path.open("wb") as file:
            for part in parts:
                file.write(part)
    except OSError as error:
        raise InputError(f"{path} に書き込めません（{error.strerror}）。") from error


class _Progress:
    """Says what is being done once a second at most, so that short loads stay quiet."""

    def __init__(self) -> None:
        self._last = time.monotonic()

    def __call__(self, text: str) -> None:
        now = time.monotonic()
        if now - self._last >= 1:
            self._last = now
            say(text)


def run_load(raw: Path | None, catalogue: Path | None, *, publish: bool) -> int:
    """Load, or only check, and say how it ended; returns the exit code."""
    from pipelines.load import default_raw, load
    from warehouse.releases import kpi_home

    def announce(flips: Sequence[Flip]) -> None:
        say("公開すると、次の判定が変わります。")
        _say_flips(flips)

    result = load(
        raw or default_raw(),
        kpi_home(),
        publish=publish,
        catalogue_dir=catalogue,
        progress=_Progress(),
        announce=announce,
    )
    if result.outcome == "unchanged":
        say(f"変更はありません。リリース {result.release_id} をそのまま公開しています。")
        return 0
    assert result.report is not None
    if result.outcome == "refused":
        what, advice = result.report.two_lines()
        kept = f"（隔離した行: {result.refused_folder / 'quarantine.csv'}）" if result.refused_folder else ""
        say(what)
        say(advice + kept)
        return 1
    counts = result.report.statements
    summary = f"{result.report.rows:,} 行、{result.report.indicators} 指標、記述の再計算 {counts.total} 件"
    say(
        f"公開しました: {result.release_id}（{summary}）"
        if publish
        else f"検査に合格しました（{summary}）。公開はしていません。"
    )
    if publish and result.flips:
        say(f"判定が変わりました: {len(result.flips)} 件")
        _say_flips(result.flips)
    return 0


def _say_flips(flips: Sequence[Flip]) -> None:
    for flip in flips:
        say(f"  {flip.name_ja}: {flip.words()}")
