"""Cases on 1.74 million rows, each in a process of its own so that memory is its own."""

from __future__ import annotations

import gc
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.synthetic import PUBLICATION, Synthetic

if TYPE_CHECKING:
    import duckdb


def load(made: Synthetic, folder: Path) -> dict[str, float]:
    """Read, normalise and stage all rows into a build: `seconds`, and a `digest` of the observations."""
    return _child("load", made, folder)


def copy(made: Synthetic, folder: Path) -> dict[str, float]:
    """Copy one typed file of the same rows into the same table by DuckDB: `seconds` and `digest`."""
    return _child("copy", made, folder)


def gate(made: Synthetic, folder: Path) -> dict[str, float]:
    """Run the gate on a build, and the same checks as plain SQL: `gate` and `plain` in seconds."""
    return _child("gate", made, folder)


def whole(made: Synthetic, folder: Path) -> dict[str, float]:
    """Load, gate and publish all rows as the command does: `seconds`, and peak `memory` in MB."""
    return _child("whole", made, folder)


def _child(task: str, made: Synthetic, folder: Path) -> dict[str, float]:
    arguments = [sys.executable, "-m", "benchmarks.rows", task, str(made.raw), str(made.catalogue), str(made.typed)]
    done = subprocess.run([*arguments, tempfile.mkdtemp(dir=folder)], check=True, capture_output=True, text=True)
    result: dict[str, float] = json.loads(done.stdout)
    return result


def _digest(connection: duckdb.DuckDBPyConnection) -> float:
    """Return a number that is the same for the same observations in any order."""
    row = connection.execute("select sum(hash(o) // 4294967296) from fact_observation as o").fetchone()
    assert row is not None
    return float(row[0])


def _load(raw: Path, catalogue_dir: Path, folder: Path) -> dict[str, float]:
    from pipelines.build import fill
    from pipelines.publications import publication_folders
    from warehouse import areas
    from warehouse.catalogue import load_catalogue
    from warehouse.database import open_build

    catalogue = load_catalogue(catalogue_dir)
    areas.area_table()
    connection = open_build(folder / "kpi.duckdb")
    start = time.perf_counter()
    fill(connection, publication_folders(raw), catalogue, lambda _: None)
    return {"seconds": time.perf_counter() - start, "digest": _digest(connection)}


def _copy(typed: Path, folder: Path) -> dict[str, float]:
    from warehouse.database import open_build

    connection = open_build(folder / "kpi.duckdb")
    start = time.perf_counter()
    connection.execute(f"copy fact_observation from '{typed}' (header, force_not_null (breakdown))")
    return {"seconds": time.perf_counter() - start, "digest": _digest(connection)}


def _gate(raw: Path, catalogue_dir: Path, folder: Path) -> dict[str, float]:
    from expectations import sql_expectation  # noqa: F401 - imported before the clock starts
    from expectations.evaluator import plain_sql
    from expectations.gate import run_gate
    from pipelines.build import fill
    from pipelines.publications import publication_folders
    from warehouse.catalogue import load_catalogue
    from warehouse.database import open_build

    catalogue = load_catalogue(catalogue_dir)
    connection = open_build(folder / "kpi.duckdb")
    fill(connection, publication_folders(raw), catalogue, lambda _: None)
    plain, gated = [], []
    for _ in range(3):
        start = time.perf_counter()
        for statement in plain_sql(catalogue):
            connection.execute(statement).fetchall()
        plain.append(time.perf_counter() - start)
        start = time.perf_counter()
        report = run_gate(connection, catalogue, previous=False)
        gated.append(time.perf_counter() - start)
        assert report.passed, report.two_lines()
    return {"gate": statistics.median(gated), "plain": statistics.median(plain)}


def _whole(raw: Path, catalogue_dir: Path, folder: Path) -> dict[str, float]:
    from pipelines.load import load as load_and_publish

    start = time.perf_counter()
    result = load_and_publish(raw, folder, catalogue_dir=catalogue_dir)
    assert result.outcome == "published", result.outcome
    # In kB on Linux.
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"seconds": time.perf_counter() - start, "memory": memory}


def main(arguments: list[str]) -> None:
    """Run one task and print its result as JSON."""
    task, (raw, catalogue, typed, folder) = arguments[0], map(Path, arguments[1:])
    assert (raw / PUBLICATION).is_dir()
    tasks = {
        "load": lambda: _load(raw, catalogue, folder),
        "copy": lambda: _copy(typed, folder),
        "gate": lambda: _gate(raw, catalogue, folder),
        "whole": lambda: _whole(raw, catalogue, folder),
    }
    # As a load does it; for the floors too.
    gc.disable()
    result = tasks[task]()
    sys.stdout.write(json.dumps(result))


if __name__ == "__main__":
    main(sys.argv[1:])
