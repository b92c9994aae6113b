"""Exports and the API: files of 1.74 million rows against the engines alone, memory, and many readers at a time."""

from __future__ import annotations

import asyncio
import io
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from benchmarks.page import served
from benchmarks.synthetic import Synthetic

CLIENTS = 20
REQUESTS = 3_000
RUNS = 5


@dataclass(frozen=True)
class Exports:
    """Seconds, MB above idle, and milliseconds; a pair is ours and its floor in the same run."""

    csv: tuple[float, float]
    parquet: tuple[float, float]
    xlsx: float
    memory: dict[str, float]
    # The 95th percentile of requests that were made before, of those nobody made before, and of a bare route.
    kept: float
    fresh: float
    bare: float
    # The same under a full export by somebody else.
    beside_export: float
    sandbox: float


def publish(made: Synthetic, folder: Path) -> Path:
    """Publish all rows; returns the home of the release."""
    home = folder / "exports-home"
    script = (
        "import gc, sys\nfrom pathlib import Path\nfrom pipelines.load import load\ngc.disable()\n"
        "result = load(Path(sys.argv[1]), Path(sys.argv[2]), catalogue_dir=Path(sys.argv[3]))\n"
        "assert result.outcome == 'published', result.outcome"
    )
    subprocess.run([sys.executable, "-c", script, str(made.raw), str(home), str(made.catalogue)], check=True)
    return home


def measure(made: Synthetic, folder: Path) -> Exports:
    """Measure every case."""
    home = publish(made, folder)
    written = _child(home)
    memory = {}
    for kind in ("csv-plain", "parquet", "json", "datapackage"):
        # A server of its own for each: memory that another export has used already is not above idle.
        with served({"KPI_HOME": str(home)}) as port:
            memory[kind] = _memory(port, kind)
    with served({"KPI_HOME": str(home)}) as port, _bare() as bare_port:
        kept, bare, fresh, beside = _many(port, bare_port)
    return Exports(
        csv=(written["csv"], min(written["duckdb_csv"], written["polars_csv"])),
        parquet=(written["parquet"], min(written["duckdb_parquet"], written["polars_parquet"])),
        xlsx=written["xlsx"],
        memory=memory,
        kept=kept,
        fresh=fresh,
        bare=bare,
        beside_export=beside,
        sandbox=written["sandbox"],
    )


def _child(home: Path) -> dict[str, float]:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.exports", str(home)], check=True, capture_output=True, text=True
    )
    found: dict[str, float] = json.loads(done.stdout)
    return found


def _written(home: Path) -> dict[str, float]:
    """Write files in turns, ours and those of the engines alone, from the same query in the same order."""
    import polars as pl

    from dashboard.export.formats import FORMATS
    from dashboard.export.sheets import Sheet, write_workbook
    from warehouse import open_release, queries
    from warehouse.database import scratch
    from warehouse.sandbox import run_query
    from warehouse.slices import Slice

    release = open_release(home)
    sql = f"select {', '.join(queries.SLICE_COLUMNS)} from slice order by {queries._ORDER}"
    folder = Path(tempfile.mkdtemp(dir=home))

    def ours(kind: str) -> Callable[[], None]:
        def write() -> None:
            with (folder / kind).open("wb") as file:
                for part in FORMATS[kind].parts(release, Slice()):
                    file.write(part)

        return write

    def copy(options: str) -> Callable[[], None]:
        return lambda: release.connection.execute(f"copy ({sql}) to '{scratch()}/floor' ({options})") and None

    def polars(write: Callable[[pl.DataFrame], None]) -> Callable[[], None]:
        return lambda: write(queries.observations(release.connection, Slice(), detail=False))

    hundred_thousand = release.observations(list(release.catalogue.indicators)[:3], detail=False).head(100_000)
    cases: dict[str, Callable[[], object]] = {
        "csv": ours("csv-plain"),
        "duckdb_csv": copy("format csv, header"),
        "polars_csv": polars(lambda frame: frame.write_csv(folder / "floor.csv")),
        "parquet": ours("parquet"),
        "duckdb_parquet": copy("format parquet"),
        "polars_parquet": polars(lambda frame: frame.write_parquet(folder / "floor.parquet")),
        "xlsx": lambda: write_workbook(io.BytesIO(), [Sheet("data", [hundred_thousand])]),
        "sandbox": lambda: run_query(release, "select 1"),
    }
    taken: dict[str, list[float]] = {name: [] for name in cases}
    for _ in range(RUNS):
        for name, case in cases.items():
            start = time.perf_counter()
            case()
            taken[name].append(time.perf_counter() - start)
    return {name: statistics.median(seconds) for name, seconds in taken.items()}


def _memory(port: int, kind: str) -> float:
    """Peak of the server and its children above idle while somebody takes everything, in MB."""
    process = _server(port)
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/api/v1/observations?limit=1") as warm:
        warm.read()
    idle = _resident(process)
    peak = idle
    done = threading.Event()

    def watch() -> None:
        nonlocal peak
        while not done.wait(0.02):
            peak = max(peak, _resident(process))

    watcher = threading.Thread(target=watch)
    watcher.start()
    size = 0
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/api/v1/observations?format={kind}") as answer:
        while piece := answer.read(1 << 20):
            size += len(piece)
    done.set()
    watcher.join()
    assert size > 1_000_000, size
    return (peak - idle) / 1e6


def _server(port: int) -> psutil.Process:
    return next(
        psutil.Process(one.pid)
        for one in psutil.net_connections("tcp")
        if one.laddr and one.laddr.port == port and one.status == psutil.CONN_LISTEN and one.pid
    )


def _resident(process: psutil.Process) -> int:
    return sum(int(one.memory_info().rss) for one in [process, *process.children(recursive=True)])


@contextmanager
def _bare() -> Iterator[int]:
    """Serve one route that answers with bytes of the same size, by the same server without anything of ours."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with subprocess.Popen([sys.executable, "-m", "benchmarks.bare", str(port)], stdout=subprocess.DEVNULL) as process:
        try:
            for _ in range(100):
                try:
                    urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=1).close()
                    break
                except OSError:
                    time.sleep(0.1)
            yield port
        finally:
            process.terminate()


def _many(port: int, bare_port: int) -> tuple[float, float, float, float]:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/api/v1/indicators") as answer:
        ids = [one["indicator_id"] for one in json.load(answer)]
    # One municipality of one indicator over the years: what a chart on somebody's page asks for.
    usual = [f"/api/v1/observations?indicator={one}&area=13101" for one in ids]
    never = iter(
        [f"/api/v1/observations?indicator={one}&area=13101&from={year}" for year in range(1930, 2000) for one in ids]
    )
    asyncio.run(_load(port, iter(usual), len(usual)))
    pairs = []
    for _ in range(3):
        kept = asyncio.run(_load(port, _cycle(usual), REQUESTS))
        pairs.append((kept, asyncio.run(_load(bare_port, _cycle(["/"]), REQUESTS))))
    fresh = asyncio.run(_load(port, never, 600))
    beside = _beside_export(port, usual)
    return statistics.median(p[0] for p in pairs), statistics.median(p[1] for p in pairs), fresh, beside


def _beside_export(port: int, usual: list[str]) -> float:
    """The same requests while somebody takes everything."""

    def take() -> None:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/api/v1/observations?format=csv-plain") as answer:
            while answer.read(1 << 20):
                pass

    taking = threading.Thread(target=take)
    taking.start()
    took = asyncio.run(_load(port, _cycle(usual), 1_000))
    taking.join()
    return took


def _cycle(paths: list[str]) -> Iterator[str]:
    while True:
        yield from paths


async def _load(port: int, paths: Iterator[str], requests: int) -> float:
    """Send requests from clients that each wait for their answer; return the 95th percentile in milliseconds."""
    taken: list[float] = []
    left = iter(range(requests))

    async def client() -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for _ in left:
            path = next(paths)
            start = time.perf_counter()
            writer.write(f"GET {path} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
            head = await reader.readuntil(b"\r\n\r\n")
            assert b" 200 " in head.split(b"\r\n", 1)[0], head[:200]
            length = next(
                int(line.split(b":")[1]) for line in head.lower().split(b"\r\n") if line[:15] == b"content-length:"
            )
            await reader.readexactly(length)
            taken.append((time.perf_counter() - start) * 1000)
        writer.close()

    await asyncio.gather(*(client() for _ in range(CLIENTS)))
    return statistics.quantiles(taken, n=20)[-1]


if __name__ == "__main__":
    os.environ.pop("KPI_HOME", None)
    sys.stdout.write(json.dumps(_written(Path(sys.argv[1]))))
