"""A warm run of the overview on a live server, and of the same page with all its messages inlined."""

from __future__ import annotations

import asyncio
import json
import os
import socket
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

RUNS = 30


def measure(folder: Path) -> tuple[float, float]:
    """Return the median seconds of a warm run of the overview, and of its inlined twin."""
    home = str(folder / "page-home")
    recorded = folder / "page.json"
    environment = {"KPI_HOME": home, "KPI_INLINED": str(recorded)}
    with _server("dashboard.server", environment) as port:
        recorded.write_text(json.dumps(asyncio.run(_record(port))), encoding="utf-8")
        with _server("benchmarks.inlined", environment) as inlined:
            # In turns, so that both meet the same noise.
            pairs = [(asyncio.run(_runs(port)), asyncio.run(_runs(inlined))) for _ in range(3)]
    return statistics.median(pair[0] for pair in pairs), statistics.median(pair[1] for pair in pairs)


@contextmanager
def _server(module: str, environment: dict[str, str]) -> Iterator[int]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    kpi = Path(sys.executable).parent / "kpi"
    command = [str(kpi), "serve", "--port", str(port)]
    if module != "dashboard.server":
        command = [sys.executable, "-m", module, str(port)]
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


async def _run(stream: websockets.ClientConnection) -> list[bytes]:
    message = BackMsg()
    message.rerun_script.query_string = ""
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


async def _runs(port: int) -> float:
    async with _connect(port) as stream:
        for _ in range(5):
            await _run(stream)
        times = []
        for _ in range(RUNS):
            start = time.perf_counter()
            await _run(stream)
            times.append(time.perf_counter() - start)
        return statistics.median(times)
