"""Runs of pages on a live server: warm against the same page inlined, and with a large catalogue against ours."""

from __future__ import annotations

import asyncio
import datetime as dt
import itertools
import json
import os
import socket
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from benchmarks import wide as wide_catalogue

RUNS = 30
ANEW = 12


def measure(folder: Path) -> tuple[float, float]:
    """Return the median seconds of a warm run of the overview, and of its inlined twin."""
    recorded = folder / "page.json"
    environment = {**_shipped(folder), "KPI_INLINED": str(recorded)}
    with served(environment) as port:
        recorded.write_text(json.dumps(asyncio.run(_record(port))), encoding="utf-8")
        with served(environment, "inlined_script.py") as inlined:
            # In turns, so that both meet the same noise.
            pairs = [(asyncio.run(_runs(port)), asyncio.run(_runs(inlined))) for _ in range(3)]
    return _medians(pairs)


# A page with its indicator; that of the large catalogue has as many years as that of ours.
PAGES = {"overview": ("", "", ""), "indicator page": ("indicator", "id=wide_007", "id=kyoryokutai_members")}


def measure_wide(folder: Path) -> dict[str, tuple[float, float]]:
    """Return the median seconds of runs with 500 indicators of 20 years, and of the same with the shipped data.

    A warm run shows what was built before; a run built anew shows it as known on a day that nobody asked for yet.
    """
    found = {}
    wide = {"KPI_HOME": str(wide_catalogue.load(folder))}
    with served(wide) as large, served(_shipped(folder)) as small:
        for name, (page, asked, ours) in PAGES.items():
            warm = [(seconds(large, page, lambda q=asked: q), seconds(small, page, lambda q=ours: q)) for _ in range(3)]
            found[f"{name}, warm"] = _medians(warm)
            anew = (seconds(large, page, _days(asked), ANEW), seconds(small, page, _days(ours), ANEW))
            found[f"{name}, built anew"] = anew
    return found


def seconds(port: int, page: str, query: Callable[[], str], runs: int = RUNS) -> float:
    """Median seconds of runs of a page on a live server."""
    return asyncio.run(_runs(port, page, query, runs))


def _medians(pairs: list[tuple[float, float]]) -> tuple[float, float]:
    return statistics.median(pair[0] for pair in pairs), statistics.median(pair[1] for pair in pairs)


def _days(asked: str) -> Callable[[], str]:
    """Give the address of a page as known on another day each time."""
    days = (dt.date(2025, 7, 1) + dt.timedelta(days=step) for step in itertools.count())
    return lambda: "&".join(part for part in (asked, f"known={next(days)}") if part)


def _shipped(folder: Path) -> dict[str, str]:
    return {"KPI_HOME": str(folder / "page-home")}


@contextmanager
def served(environment: dict[str, str], script: str | None = None) -> Iterator[int]:
    """Serve the dashboard, or a script beside this file, until the block ends; gives the port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    kpi = Path(sys.executable).parent / "kpi"
    command = [str(kpi), "serve", "--port", str(port)]
    if script is not None:
        command = [sys.executable, "-m", "benchmarks.inlined", str(port), script]
    with subprocess.Popen(
        command, env={**os.environ, **environment}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        try:
            _wait(port, process)
            yield port
        finally:
            process.terminate()
            process.wait(timeout=30)


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(120):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=5).close()
            return
        except OSError:
            assert process.poll() is None, "the server has ended"
            time.sleep(0.5)
    raise TimeoutError("the server does not answer")


def _connect(port: int) -> websockets.connect:
    return websockets.connect(
        f"ws://127.0.0.1:{port}/_stcore/stream",
        subprotocols=["streamlit"],  # type: ignore[list-item]
        origin=f"http://127.0.0.1:{port}",  # type: ignore[arg-type]
        max_size=None,
        proxy=None,
    )


async def _run(stream: websockets.ClientConnection, page: str = "", query: str = "") -> list[bytes]:
    message = BackMsg()
    message.rerun_script.page_name = page
    message.rerun_script.query_string = query
    await stream.send(message.SerializeToString())
    received = []
    while True:
        data = await asyncio.wait_for(stream.recv(), timeout=30)
        assert isinstance(data, bytes)
        forward = ForwardMsg.FromString(data)
        received.append(data)
        if forward.WhichOneof("type") == "script_finished":
            return received


async def _record(port: int) -> list[tuple[str, str]]:
    async with _connect(port) as stream:
        await _run(stream)
        await _run(stream)
    async with _connect(port) as stream:
        messages = await _run(stream)
    return [call for data in messages if (call := _call(ForwardMsg.FromString(data)))]


def _call(message: ForwardMsg) -> tuple[str, str] | None:
    """Return the call that sent a message: its kind and the text that it carried."""
    if message.WhichOneof("type") != "delta":
        return None
    delta = message.delta
    if delta.WhichOneof("type") == "add_block":
        return ("container", "")
    kind = str(delta.new_element.WhichOneof("type"))
    element = getattr(delta.new_element, kind)
    return (kind, element.body if kind == "html" else getattr(element, "label", ""))


async def _runs(port: int, page: str = "", query: Callable[[], str] = str, runs: int = RUNS) -> float:
    async with _connect(port) as stream:
        for _ in range(5):
            await _run(stream, page, query())
        times = []
        for _ in range(runs):
            asked = query()
            start = time.perf_counter()
            await _run(stream, page, asked)
            times.append(time.perf_counter() - start)
        return statistics.median(times)
