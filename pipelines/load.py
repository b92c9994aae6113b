"""From the folder of publications to a gated release: read, stage, check, publish or refuse."""

from __future__ import annotations

import datetime as dt
import gc
import hashlib
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from pipelines.build import Progress, fill
from pipelines.publications import fetched_folder, publication_folders
from pipelines.refusals import keep_refused, keep_unreadable, write_quarantine
from pipelines.verdicts import flips_against, store_progress
from warehouse import eras, open_release, releases
from warehouse.catalogue import Catalogue, load_catalogue
from warehouse.database import VIEWS, add_views, attach_previous, open_build
from warehouse.errors import InputError, NotFound, ReleaseError
from warehouse.progress import Progress as Measured

if TYPE_CHECKING:
    from expectations.report import GateReport
    from warehouse.differences import Flip

_CONTENT_TABLES = (
    "dim_indicator",
    "dim_area",
    "dim_publication",
    "fact_observation",
    "target",
    "printed_target",
    "statement",
    "correction",
    "progress",
)
_CODE = ("warehouse", "expectations", "pipelines")


@dataclass(frozen=True)
class LoadResult:
    """How a load ended: `published`, `unchanged`, `checked` or `refused`."""

    outcome: str
    release_id: str | None
    report: GateReport | None
    refused_folder: Path | None = None
    flips: Sequence[Flip] = ()


def load(
    raw: Path,
    home: Path,
    *,
    publish: bool = True,
    catalogue_dir: Path | None = None,
    progress: Progress = lambda _: None,
    announce: Callable[[Sequence[Flip]], None] = lambda _: None,
) -> LoadResult:
    """Build, gate and, if all critical checks hold, publish.

    Args:
        raw: Folder of publications.
        home: `KPI_HOME`, which also holds the fetched publications.
        publish: False builds and gates only.
        catalogue_dir: Folder of the catalogue (default: the one shipped).
        progress: Called with a line for people at each step.
        announce: Called before publishing with the verdicts that the release will flip, if there are any.

    Raises:
        InputError: Input that cannot be read; nothing is published, and a publishing load keeps a trace of it.
    """
    now = dt.datetime.now(eras.TOKYO)
    # A folder that is not there is a wrong option, which leaves no trace; what cannot be read in it is a refused load.
    folders = publication_folders(raw, fetched_folder(home))
    with _collector_paused(), releases.building(home) as folder:
        try:
            return _load(folders, home, folder, now, catalogue_dir, progress, announce, publish=publish)
        except InputError as error:
            if publish:
                keep_unreadable(home, folder, now, error)
            raise


def _load(
    publications: list[Path],
    home: Path,
    folder: Path,
    now: dt.datetime,
    catalogue_dir: Path | None,
    progress: Progress,
    announce: Callable[[Sequence[Flip]], None],
    *,
    publish: bool,
) -> LoadResult:
    progress("資料の変更を確認しています…")
    inputs = _hash_inputs(publications, catalogue_dir)
    served = _served_manifest(home)
    if publish and served and served["inputs"] == inputs:
        releases.note_good_load(home, now)
        return LoadResult("unchanged", served["release_id"], None)
    catalogue = load_catalogue(catalogue_dir)
    connection = open_build(folder / "kpi.duckdb")
    try:
        report = _build_and_gate(connection, publications, home, catalogue, served, progress)
        if report.passed:
            measured = _finish(connection, catalogue)
            digest = _content_digest(connection, catalogue)
        else:
            write_quarantine(connection, folder)
    finally:
        connection.close()
    if not report.passed:
        return LoadResult("refused", None, report, keep_refused(home, folder, now, report) if publish else None)
    flips = flips_against(home, served["release_id"] if served else None, catalogue, measured, eras.today())
    if flips:
        announce(flips)
    if not publish:
        return LoadResult("checked", None, report, flips=flips)
    outcome, release_id = _publish(home, folder, now, inputs, served, report, digest)
    return LoadResult(outcome, release_id, report, flips=flips)


@contextmanager
def _collector_paused() -> Iterator[None]:
    """Spare a load the cyclic collector, which would walk the modules of the gate's library over and over."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


def _served_manifest(home: Path) -> dict[str, Any] | None:
    """Return the manifest of the served release; None before the first load and where that release is damaged."""
    current = releases.current_id(home)
    return _sound_manifest(home, current) if current else None


def _sound_manifest(home: Path, release_id: str) -> dict[str, Any] | None:
    """Return the manifest of a release that this version can read; None where it is damaged or of another version."""
    try:
        release = open_release(home, release_id)
        try:
            manifest, _ = release.manifest, release.catalogue
        finally:
            release.close()
    except (NotFound, ReleaseError):
        return None
    return manifest if {"inputs", "digest", "release_id"} <= set(manifest) else None


def _hash_inputs(publications: list[Path], catalogue_dir: Path | None) -> dict[str, str]:
    """Return sha256 by name of everything a release is made of: publications, catalogue, code."""
    root = Path(__file__).parents[1]
    hashes = {
        f"raw/{path.relative_to(folder.parent).as_posix()}": _sha256(path.read_bytes())
        for folder in publications
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.startswith(".")
    }
    code = hashlib.sha256()
    for package in _CODE:
        for path in sorted((root / package).rglob("*")):
            if path.is_file() and path.suffix in {".py", ".sql", ".json", ".csv", ".yml"}:
                code.update(f"{path.relative_to(root)}\0".encode() + path.read_bytes())
    for path in sorted((catalogue_dir or root / "warehouse/catalogue").glob("*.yml")):
        hashes[f"catalogue/{path.name}"] = _sha256(path.read_bytes())
    hashes["code"] = code.hexdigest()
    for name in ("duckdb", "polars", "japancode"):
        hashes[f"library/{name}"] = version(name)
    return hashes


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _build_and_gate(
    connection: duckdb.DuckDBPyConnection,
    publications: list[Path],
    home: Path,
    catalogue: Catalogue,
    served: dict[str, Any] | None,
    progress: Progress,
) -> GateReport:
    fill(connection, publications, catalogue, progress)
    progress("公開前の検査をしています…")
    from expectations.gate import run_gate

    if served:
        attach_previous(connection, releases.release_folder(home, served["release_id"]) / "kpi.duckdb")
    report = run_gate(connection, catalogue, previous=bool(served))
    if served:
        connection.execute("detach previous")
    return report


def _content_digest(connection: duckdb.DuckDBPyConnection, catalogue: Catalogue) -> str:
    """Return a sha256 over all content: tables whatever the order of their rows, catalogue, views; not the clock."""
    parts = [version("duckdb"), catalogue.model_dump_json(), VIEWS]
    for table in _CONTENT_TABLES:
        row = connection.execute(f"select count(*), sum(hash(t)::hugeint) from {table} as t").fetchall()[0]
        parts.append(f"{table}:{row}")
    return _sha256("\n".join(parts).encode())


def _finish(connection: duckdb.DuckDBPyConnection, catalogue: Catalogue) -> list[Measured]:
    connection.execute("insert into release_info values ('catalogue', $1)", [catalogue.model_dump_json()])
    add_views(connection)
    measured = store_progress(connection, catalogue)
    connection.execute("checkpoint")
    return measured


def _publish(
    home: Path,
    folder: Path,
    now: dt.datetime,
    inputs: dict[str, str],
    served: dict[str, Any] | None,
    report: GateReport,
    digest: str,
) -> tuple[str, str]:
    """Serve the build, or the release that has its content already; returns the outcome and the release's id."""
    if served and served["digest"] == digest:
        releases.note_good_load(home, now)
        return "unchanged", served["release_id"]
    if earlier := _release_of(home, digest):
        releases.point_to(home, earlier)
        releases.note_good_load(home, now)
        return "published", earlier
    release_id = f"{now:%Y-%m-%d}-{digest[:8]}"
    manifest = {
        "release_id": release_id,
        "published_at": now.isoformat(timespec="milliseconds"),
        "digest": digest,
        "rows": report.rows,
        "inputs": inputs,
    }
    releases.write_json(folder / "gate.json", report.to_json(release_id=release_id, checked_at=now))
    (folder / "gate.html").write_text(report.to_html(release_id=release_id, checked_at=now), encoding="utf-8")
    releases.write_json(folder / "manifest.json", manifest)
    if _sound_manifest(home, release_id) is None:
        releases.discard(home, release_id)
    releases.publish(home, folder, release_id)
    releases.note_good_load(home, now)
    return "published", release_id


def _release_of(home: Path, digest: str) -> str | None:
    """Return the release that has this content already: after a rollback it is served again, not published twice."""
    same = [item["release_id"] for item in releases.list_releases(home) if item["digest"] == digest]
    return next((release_id for release_id in same if _sound_manifest(home, release_id)), None)


def default_raw() -> Path:
    """Return where publications are read from: `KPI_RAW`, `data/raw` of the working folder, else the shipped ones."""
    given = os.environ.get("KPI_RAW")
    if given:
        return Path(given)
    here = Path("data/raw")
    return here if here.is_dir() else Path(__file__).parents[1] / "data/raw"
