"""Charts as files: ours against kaleido and bare matplotlib in one run, many charts on all cores, and a press kit."""

from __future__ import annotations

import asyncio
import importlib.util
import io
import os
import shutil
import statistics
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from matplotlib.figure import Figure

from benchmarks.processes import KPI
from dashboard.context import Context
from dashboard.figure import screen
from dashboard.figure.model import Chart
from dashboard.press.asked import Asked
from dashboard.press.choices import Choices
from dashboard.press.described import chart_of
from dashboard.press.kit import press_kit
from dashboard.press.leaving import made
from dashboard.press.order import Style, order_of
from dashboard.press.pool import Task, every, files_of
from dashboard.press.shelf import Shelf
from dashboard.printing import font
from dashboard.text import Text
from warehouse import open_release
from warehouse.eras import today

T = TypeVar("T")
# Charts of which one is timed, rounds over them, charts drawn side by side, indicators of a kit.
ONE, ROUNDS, CHARTS, KIT = 8, 5, 50, 10


@dataclass(frozen=True)
class Press:
    """Seconds: medians of one chart; of many charts; of a kit. Rivals are None where they cannot run here."""

    png: float
    svg: float
    pdf: float
    bare_png: float
    bare_svg: float
    rival_png: float | None
    many: float
    kit: float


def measure(folder: Path) -> Press:
    """Measure on the shipped data, which is loaded into the folder; everything is warm but the processes of many."""
    context = _context(folder)
    choices, shelf = Choices(context), Shelf(context)
    trends = [one for one, kinds in choices.kinds.items() if kinds[0] == "trend"][:ONE]
    charts = [chart_of(shelf, Asked((one,))) for one in trends]
    orders = [order_of(context, Asked((one,)), Style(), chart=chart) for one, chart in zip(trends, charts, strict=True)]
    ours = {kind: _each(orders, lambda order, kind=kind: made(order, kind)) for kind in ("png", "svg", "pdf")}
    bare = {kind: _each(charts, lambda chart, kind=kind: _bare(chart, kind)) for kind in ("png", "svg")}
    drawable = list(choices.kinds)
    return Press(
        png=ours["png"],
        svg=ours["svg"],
        pdf=ours["pdf"],
        bare_png=bare["png"],
        bare_svg=bare["svg"],
        rival_png=_rival(charts),
        many=_took(lambda: _many(context, drawable[:CHARTS])),
        kit=_took(lambda: press_kit(context, drawable[:KIT])),
    )


def _context(folder: Path) -> Context:
    home = folder / "press"
    subprocess.run([KPI, "load"], env={**os.environ, "KPI_HOME": str(home)}, check=True, capture_output=True)
    return Context(Text("ja"), open_release(home), True, today())


def _each(items: Sequence[T], run: Callable[[T], object]) -> float:
    """Return the median seconds for one item, of several rounds over all of them after a first one."""
    return statistics.median(_took(lambda: [run(item) for item in items]) for _ in range(ROUNDS + 1)) / len(items)


def _took(run: Callable[[], object]) -> float:
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def _many(context: Context, indicator_ids: Sequence[str]) -> None:
    """Draw a chart of each indicator as PNG, described and drawn by as many processes as there are cores."""
    shelf = Shelf(context)
    shelf.fetch(indicator_ids)

    def tasks() -> Iterator[Task]:
        for one in indicator_ids:
            asked = Asked((one,))
            yield ((order_of(context, asked, Style(), chart=chart_of(shelf, asked)), ("png",)),)

    assert len(list(every(tasks(), len(indicator_ids), work=files_of))) == len(indicator_ids)


def _bare(chart: Chart, kind: str) -> bytes:
    """The same line and axis by matplotlib as it is, with the same typeface, without target, labels and foot."""
    face = font(12)
    figure = Figure(figsize=(13.33, 7.5), dpi=144)
    axes = figure.add_subplot()
    points = chart.series[0].points
    axes.plot([point.year for point in points], [point.value for point in points], marker="o")
    axes.set_title(chart.title, fontproperties=face)
    axes.set_ylim(0)
    for point in points:
        axes.annotate(point.short, (point.year, point.value), fontproperties=face)
    figure.text(0.05, 0.02, chart.foot.credits[0], fontproperties=face)
    buffer = io.BytesIO()
    figure.savefig(buffer, format=kind)
    return buffer.getvalue()


def _rival(charts: Sequence[Chart]) -> float | None:
    """Return the seconds of a warm PNG by kaleido from our plotly figure; None without kaleido or a browser."""
    if importlib.util.find_spec("kaleido") is None or not shutil.which("chromium"):
        return None
    import kaleido

    figures = [screen.figure(chart) for chart in charts]
    size = {"width": 1920, "height": 1080}

    async def run() -> float:
        async with kaleido.Kaleido(mathjax=False) as browser:
            rounds = []
            for _ in range(ROUNDS + 1):
                start = time.perf_counter()
                for figure in figures:
                    await browser.calc_fig(figure, opts={"format": "png", **size})
                rounds.append((time.perf_counter() - start) / len(figures))
            return statistics.median(rounds[1:])

    return asyncio.run(run())
