"""Print one table: what each case took, its floor in the same run, their ratio and the bound it should keep."""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from benchmarks import area_map, exports, page, press, processes, rows
from benchmarks.synthetic import write


@dataclass(frozen=True)
class Row:
    """One line of the table. Where `floor` is None, `median` itself is held against the bound; None: it has none."""

    case: str
    median: float
    floor: float | None
    bound: float | None
    unit: str = "s"

    @property
    def measure(self) -> float:
        """What is held against the bound."""
        return self.median / self.floor if self.floor else self.median

    @property
    def kept(self) -> bool:
        """Whether the bound is kept."""
        return self.bound is None or self.measure <= self.bound


def alternating(case: Callable[[], float], floor: Callable[[], float], times: int) -> tuple[float, float]:
    """Measure a case and its floor in turns; return both medians."""
    pairs = [(case(), floor()) for _ in range(times)]
    return statistics.median(pair[0] for pair in pairs), statistics.median(pair[1] for pair in pairs)


def measure(folder: Path, boundaries: Path) -> list[Row]:
    """Measure every case."""
    say = sys.stderr.write
    say("kpi --help\n")
    table = [Row("kpi --help / empty Python", *alternating(processes.help_page, processes.empty_python, 15), 3.0)]
    say("load of the shipped data\n")
    shipped = alternating(lambda: processes.load_shipped(folder), processes.import_gate_library, 5)
    table.append(Row("load + gate + publish, shipped data / import great_expectations", *shipped, 1.5))
    say("page run\n")
    table.append(Row("warm page run, live server / same page inlined", *page.measure(folder), 1.5))
    say("pages of a large catalogue\n")
    for name, pair in page.measure_wide(folder).items():
        # The overview shows 40 targets and 60 indicators there, several times as many as here.
        bound = 3.0 if name.startswith("overview") else 1.5
        table.append(Row(f"{name}, 500 indicators × 20 years / shipped data", *pair, bound))
    say("map\n")
    table += _map_rows(folder, boundaries)
    say("press charts\n")
    table += _press_rows(press.measure(folder))
    say("1.74 million rows\n")
    made = write(folder / "synthetic")
    pairs = [(rows.load(made, folder), rows.copy(made, folder)) for _ in range(5)]
    loaded, copied = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    assert len({item["digest"] for item in [*loaded, *copied]}) == 1, "load and copy must store the same rows"
    case = f"load of {made.rows:,} rows / typed copy"
    table.append(Row(case, _middle(loaded, "seconds"), _middle(copied, "seconds"), 1.2))
    gated = [rows.gate(made, folder) for _ in range(3)]
    table.append(Row("gate of these rows / plain SQL", _middle(gated, "gate"), _middle(gated, "plain"), 1.3))
    say("exports and the API\n")
    table += _export_rows(exports.measure(made, folder))
    memory = max(rows.whole(made, folder)["memory"] for _ in range(2))
    table.append(Row("peak memory of their load, gate and publication", memory, None, 800.0, "MB"))
    return table


def _export_rows(found: exports.Exports) -> list[Row]:
    return [
        Row("export of these rows as CSV / the faster of DuckDB copy and polars", *found.csv, 1.3),
        Row("export of these rows as Parquet / the faster of DuckDB copy and polars", *found.parquet, 1.3),
        Row("export of 100,000 rows as XLSX", found.xlsx, None, 0.6),
        *(
            Row(f"API: memory above idle, everything as {kind}", peak, None, 400, "MB")
            for kind, peak in found.memory.items()
        ),
        Row(f"API: p95 of one indicator as JSON, {exports.CLIENTS} clients", found.kept, None, 20, "ms"),
        Row("API: the same / a bare route of the same server", found.kept, found.bare, None, "ms"),
        Row("API: the same, while somebody exports everything", found.beside_export, None, None, "ms"),
        Row("API: p95 of requests that nobody made before", found.fresh, None, None, "ms"),
        Row("SQL: overhead of the sandbox", found.sandbox * 1000, None, None, "ms"),
    ]


def _press_rows(found: press.Press) -> list[Row]:
    rival = [Row("press: PNG by kaleido, warm", found.rival_png * 1000, None, None, "ms")] if found.rival_png else []
    return [
        Row("press: PNG 1920×1080, warm", found.png * 1000, None, 100, "ms"),
        Row("press: the same / a plain line by matplotlib", found.png * 1000, found.bare_png * 1000, None, "ms"),
        *rival,
        Row("press: SVG, warm", found.svg * 1000, None, 60, "ms"),
        Row("press: the same / a plain line by matplotlib", found.svg * 1000, found.bare_svg * 1000, None, "ms"),
        Row("press: PDF, warm", found.pdf * 1000, None, None, "ms"),
        Row(f"press: {press.CHARTS} charts as PNG, all cores", found.many, None, 5),
        Row(f"press: kit of {press.KIT} indicators", found.kit, None, 10),
    ]


def _map_rows(folder: Path, boundaries: Path) -> list[Row]:
    found = area_map.measure(folder, boundaries)
    if found is None:
        sys.stderr.write(f"left out: needs Chromium and the boundaries in {boundaries}\n")
        return []
    largest = max(found.wire, key=lambda name: found.wire[name])
    empty = found.empty_page
    return [
        Row(f"map: WebSocket, the largest interaction ({largest})", found.wire[largest], None, 5000, "B"),
        *(
            Row(f"map: WebSocket, another year, {name}", size, None, None, "B")
            for name, size in found.rival_wire.items()
        ),
        Row("map: shapes of the whole country, packed", found.geometry, None, 300_000, "B"),
        Row("map: warm run, 1,741 areas × 20 years", found.run[0] * 1000, None, 20, "ms"),
        Row("map: run of a choice nobody made before", found.run[1] * 1000, None, 20, "ms"),
        *(Row(f"map: run, {name}", took * 1000, None, None, "ms") for name, took in found.rival_runs.items()),
        Row("map: another year drawn", found.redraw, None, 150, "ms"),
        Row("map: another year drawn, inline pydeck", found.rival_redraw, None, None, "ms"),
        Row("map: seen in Chromium, cold / empty page of the server", found.first_picture, empty, 1.5, "ms"),
        Row("map: ready to be moved, cold / empty page of the server", found.first_map, empty, None, "ms"),
    ]


def _middle(results: list[dict[str, float]], key: str) -> float:
    return statistics.median(result[key] for result in results)


def render(table: list[Row]) -> str:
    """Write the table as Markdown."""
    lines = ["| case | median | floor | ratio | bound | kept |", "|---|---:|---:|---:|---:|---|"]
    for row in table:
        floor = f"{_number(row.floor)} {row.unit}" if row.floor else "–"
        ratio = f"{row.measure:.2f}" if row.floor else "–"
        bound = f"{row.bound:g}" + ("×" if row.floor else f" {row.unit}") if row.bound else "–"
        kept = "–" if row.bound is None else "yes" if row.kept else "NO"
        lines.append(f"| {row.case} | {_number(row.median)} {row.unit} | {floor} | {ratio} | {bound} | {kept} |")
    return "\n".join(lines) + "\n"


def _number(value: float) -> str:
    return f"{value:.3f}" if value < 10 else f"{value:,.0f}"


def main() -> int:
    """Run the suite. The exit code is 0 unless `--strict` is given and a bound is missed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--strict", action="store_true", help="exit 1 when a bound is missed")
    parser.add_argument(
        "--boundaries", type=Path, default=area_map.BOUNDARIES, help="folder of the official boundaries"
    )
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        table = measure(Path(folder), given.boundaries)
    sys.stdout.write(render(table))
    return int(given.strict and not all(row.kept for row in table))


if __name__ == "__main__":
    sys.exit(main())
