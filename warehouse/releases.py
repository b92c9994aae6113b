"""Releases: immutable folders under `KPI_HOME`, and the pointer that says which one is served.

    KPI_HOME/current                     the id of the served release, replaced atomically
    KPI_HOME/releases/<id>/              kpi.duckdb, manifest.json, gate.json, gate.html
    KPI_HOME/refused/<time>/             the newest loads that the gate refused, with their quarantined rows
    KPI_HOME/building/                   work in progress, removed at the next load

A process killed at any moment leaves the served release as it was: a folder is complete before it gets its name,
and the pointer is one file replaced by `os.replace`.
"""

from __future__ import annotations

import datetime as dt
import fcntl
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from warehouse.errors import NotFound, ReleaseError

KEPT_REFUSALS = 5


def kpi_home() -> Path:
    """Return the folder of releases: `KPI_HOME`, else `var` in the working folder."""
    return Path(os.environ.get("KPI_HOME") or "var").absolute()


def release_folder(home: Path, release_id: str) -> Path:
    """Return the folder of a release.

    Raises:
        NotFound: There is no such release.
    """
    folder = home / "releases" / release_id
    if not release_id or Path(release_id).name != release_id or not (folder / "manifest.json").is_file():
        raise NotFound(f"リリース「{release_id}」はありません。`kpi releases` で一覧を確認してください。")
    return folder


def current_id(home: Path) -> str | None:
    """Return the id of the served release, or None before the first load."""
    try:
        return (home / "current").read_text(encoding="utf-8").strip() or None
    except FileNotFoundError:
        return None


def list_releases(home: Path) -> list[dict[str, Any]]:
    """Return the published releases, newest first: `release_id, published_at, digest, is_current`.

    A folder whose manifest is damaged is no release and is left out.
    """
    current = current_id(home)
    found = []
    for path in (home / "releases").glob("*/manifest.json"):
        try:
            manifest = read_json(path)
        except ReleaseError:
            continue
        if not {"release_id", "published_at", "digest"} <= set(manifest):
            continue
        found.append(
            {
                "release_id": manifest["release_id"],
                "published_at": manifest["published_at"],
                "digest": manifest["digest"],
                "is_current": manifest["release_id"] == current,
            }
        )
    return sorted(found, key=lambda release: (release["published_at"], release["release_id"]), reverse=True)


def read_json(path: Path) -> dict[str, Any]:
    """Read a JSON object.

    Raises:
        ReleaseError: The file is damaged.
    """
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ReleaseError(f"{path} を読めません。リリースが壊れている可能性があります。") from error
    if not isinstance(content, dict):
        raise ReleaseError(f"{path} の内容が項目の一覧ではありません。")
    return content


def write_json(path: Path, content: dict[str, Any]) -> None:
    """Write a JSON object so that it is on disk when the call returns."""
    with path.open("w", encoding="utf-8") as file:
        json.dump(content, file, ensure_ascii=False, indent=1, default=str)
        file.write("\n")
        file.flush()
        os.fsync(file.fileno())


@contextmanager
def locked(folder: Path, name: str, busy: str) -> Iterator[None]:
    """Hold a lock in a folder, which is made where it is missing.

    Raises:
        ReleaseError: Somebody else holds it, which `busy` says, or the folder cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = (folder / name).open("w")
    except OSError as error:
        raise ReleaseError(f"{folder} に書き込めません（{error.strerror}）。KPI_HOME を確認してください。") from error
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise ReleaseError(f"{busy}終わってからもう一度実行してください。") from None
        yield


def replace_file(path: Path, data: bytes) -> None:
    """Replace a file as a whole: a reader never sees half of it, and it is on disk when the call returns."""
    waiting = path.with_name(path.name + ".new")
    with waiting.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    waiting.replace(path)
    _sync(path.parent)


@contextmanager
def building(home: Path) -> Iterator[Path]:
    """Give a folder to build in, alone: a second loader is turned away, leftovers of a killed one are removed.

    Raises:
        ReleaseError: Another load is running, or the folder cannot be written.
    """
    with locked(home, "load.lock", "別の読み込みが実行中です。"):
        folder = home / "building"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def publish(home: Path, folder: Path, release_id: str) -> None:
    """Give a finished build its name and serve it. An existing release of the same id is served as it is."""
    target = home / "releases" / release_id
    target.parent.mkdir(exist_ok=True)
    if not target.exists():
        for path in folder.iterdir():
            _sync(path)
        _sync(folder)
        folder.rename(target)
        _sync(target.parent)
    point_to(home, release_id)


def discard(home: Path, release_id: str) -> None:
    """Remove what stands under the id of a release but cannot be read, if anything does."""
    shutil.rmtree(home / "releases" / release_id, ignore_errors=True)


def point_to(home: Path, release_id: str) -> None:
    """Serve a published release from now on.

    Raises:
        NotFound: There is no such release.
    """
    release_folder(home, release_id)
    replace_file(home / "current", f"{release_id}\n".encode())


def keep_refused(home: Path, folder: Path, at: dt.datetime) -> Path:
    """Keep a refused build with its quarantine; older refusals beyond the newest few are removed."""
    target = home / "refused" / at.strftime("%Y%m%dT%H%M%S%f")
    target.parent.mkdir(exist_ok=True)
    folder.rename(target)
    for old in sorted(target.parent.iterdir())[:-KEPT_REFUSALS]:
        shutil.rmtree(old, ignore_errors=True)
    return target


def newest_refusal(home: Path) -> Path | None:
    """Return the folder of the newest refused load if no load has been published or found unchanged after it."""
    folders = sorted((home / "refused").glob("*/gate.json"))
    if not folders:
        return None
    done = home / "last-good-load"
    newest = folders[-1].parent
    return newest if not done.exists() or newest.name > done.read_text(encoding="utf-8").strip() else None


def note_good_load(home: Path, at: dt.datetime) -> None:
    """Remember when a load last ended well, so that an older refusal is no longer reported."""
    (home / "last-good-load").write_text(at.strftime("%Y%m%dT%H%M%S%f"), encoding="utf-8")


def prune(home: Path, keep: int) -> list[str]:
    """Remove all but the newest releases; the served one always stays. Returns the removed ids."""
    removed = [release["release_id"] for release in list_releases(home)[keep:] if not release["is_current"]]
    for release_id in removed:
        shutil.rmtree(release_folder(home, release_id))
    return removed


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
