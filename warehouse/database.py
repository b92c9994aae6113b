"""The one place where DuckDB files are opened."""

from __future__ import annotations

import atexit
import shutil
import tempfile
import threading
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from warehouse.errors import ReleaseError

if TYPE_CHECKING:
    import polars as pl

_HERE = Path(__file__).parent
CURRENT = (_HERE / "current.sql").read_text(encoding="utf-8")
_ROUND = (_HERE / "round_half_up.sql").read_text(encoding="utf-8")
# Queries of a build, and of a release made before it brought its own, bring it along.
ROUND_HALF_UP = _ROUND.replace("create or replace macro", "create or replace temp macro")
VIEWS = _ROUND + (_HERE / "views.sql").read_text(encoding="utf-8").replace("{current}", CURRENT)

# A reader needs no network and no extension, and no file beyond the release it opened and those it writes to `scratch`.
_READER: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "allow_community_extensions": "false",
    "python_enable_replacements": "false",
    "allow_persistent_secrets": "false",
}
_opening = threading.Lock()


@cache
def scratch() -> Path:
    """Return the one folder to which this process's readers may write, which goes when the process ends."""
    folder = Path(tempfile.mkdtemp(prefix="kpi-"))
    atexit.register(tidy)
    return folder


def tidy() -> None:
    """Remove what this process has in `scratch`; the command ends without running what is registered for the exit."""
    if scratch.cache_info().currsize:
        shutil.rmtree(scratch(), ignore_errors=True)


def open_reader(path: Path) -> duckdb.DuckDBPyConnection:
    """Open a release file read-only, with everything but reading, and writing to `scratch`, switched off.

    Raises:
        ReleaseError: The file is missing or no release.
    """
    try:
        with _opening:
            connection = duckdb.connect(str(path), read_only=True, config=_READER)
            _lock(connection)
        return connection
    except duckdb.Error as error:
        raise ReleaseError(f"リリースのファイルを開けません: {path}（{str(error).splitlines()[0]}）") from error


def open_sandboxed(name: str, memory_mb: int) -> duckdb.DuckDBPyConnection:
    """Open the release file of the working folder for a query that nobody vouches for, with no way out of it.

    Args:
        name: The file; relative, so that no query can learn where it lies.
        memory_mb: What the engine may use; it has no folder to which it could spill.
    """
    nowhere = dict.fromkeys(("temp_directory", "secret_directory", "extension_directory", "home_directory"), "")
    config = {**_READER, **nowhere, "memory_limit": f"{memory_mb}MB", "threads": 1, "enable_external_access": "false"}
    connection = duckdb.connect(name, read_only=True, config=config)
    connection.execute("set lock_configuration = true")
    return connection


def _lock(connection: duckdb.DuckDBPyConnection) -> None:
    # A file that this process has open already is locked already; the folder can only be named once it is open.
    if connection.execute("select current_setting('lock_configuration')").fetchall() == [(True,)]:
        return
    connection.execute(f"set allowed_directories = ['{quoted(scratch())}/']")
    connection.execute("set enable_external_access = false")
    connection.execute("set lock_configuration = true")


def quoted(path: Path) -> str:
    """Write a path for use between single quotes."""
    return str(path).replace("'", "''")


def open_build(path: Path) -> duckdb.DuckDBPyConnection:
    """Create a new release file with its empty tables."""
    connection = duckdb.connect(str(path), config={"preserve_insertion_order": "false"})
    connection.execute((_HERE / "schema.sql").read_text(encoding="utf-8"))
    return connection


def add_views(connection: duckdb.DuckDBPyConnection) -> None:
    """Add the readers' views to a build."""
    connection.execute(VIEWS)


def attach_previous(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Attach the served release to a build as the read-only catalog `previous`."""
    connection.execute(f"attach '{quoted(path)}' as previous (read_only)")


def frame(connection: duckdb.DuckDBPyConnection, sql: str, parameters: object = None) -> pl.DataFrame:
    """Run a query and return its rows as a polars frame."""
    # The process of a sandboxed query opens files here and must not wait for polars.
    import polars as pl

    result = pl.from_arrow(connection.sql(sql, params=parameters).to_arrow_table())
    assert isinstance(result, pl.DataFrame)
    return result
