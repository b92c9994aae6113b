"""The one place where DuckDB files are opened."""

from __future__ import annotations

from pathlib import Path

import duckdb
import polars as pl

from warehouse.errors import ReleaseError

_HERE = Path(__file__).parent
VIEWS = (_HERE / "views.sql").read_text(encoding="utf-8")

# A reader needs no file, network or extension beyond the release it opened.
_READER: dict[str, str | bool | int | float | list[str]] = {
    "enable_external_access": "false",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "allow_community_extensions": "false",
    "python_enable_replacements": "false",
    "allow_persistent_secrets": "false",
    "lock_configuration": "true",
}


def open_reader(path: Path) -> duckdb.DuckDBPyConnection:
    """Open a release file read-only, with everything but reading switched off.

    Raises:
        ReleaseError: The file is missing or no release.
    """
    try:
        return duckdb.connect(str(path), read_only=True, config=_READER)
    except duckdb.Error as error:
        raise ReleaseError(f"リリースのファイルを開けません: {path}（{str(error).splitlines()[0]}）") from error


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
    quoted = str(path).replace("'", "''")
    connection.execute(f"attach '{quoted}' as previous (read_only)")


def frame(connection: duckdb.DuckDBPyConnection, sql: str, parameters: object = None) -> pl.DataFrame:
    """Run a query and return its rows as a polars frame."""
    result = pl.from_arrow(connection.sql(sql, params=parameters).to_arrow_table())
    assert isinstance(result, pl.DataFrame)
    return result
