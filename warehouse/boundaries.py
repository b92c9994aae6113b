"""Boundaries of municipalities and prefectures, as `kpi fetch boundaries` built them.

    KPI_HOME/boundaries/current          the id of the boundaries in use, replaced atomically
    KPI_HOME/boundaries/<id>.parquet     one row per area and detail
    KPI_HOME/boundaries/<id>.json        title, credit, licence, as_of, sha256 of the files they were built from

They are no part of a release: figures are the same with and without them.
"""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import polars as pl

from warehouse.errors import ReleaseError
from warehouse.releases import read_json, replace_file, write_json

FOLDER = "boundaries"
# Thinned for a map of the whole country; as published, for a map of one prefecture.
NATIONAL, FULL = "national", "full"
SCHEMA = {
    "detail": pl.String,  # national or full
    "level": pl.String,  # prefecture or municipality
    "area_code": pl.String,
    "coordinates": pl.String,  # of a GeoJSON MultiPolygon, degrees, as JSON text
    # Where its symbol stands: the office if it lies in the area or close to it, else a point inside the largest part.
    "longitude": pl.Float64,
    "latitude": pl.Float64,
}


@dataclass(frozen=True)
class Boundaries:
    """The boundaries in use."""

    id: str
    credit: str
    licence: str
    licence_url: str
    as_of: dt.date
    path: Path

    def frame(self, detail: str, level: str, prefecture_code: str | None = None) -> pl.DataFrame:
        """Return `area_code, coordinates, longitude, latitude`, ordered by code.

        Args:
            detail: `NATIONAL` or `FULL`.
            level: `prefecture` or `municipality`.
            prefecture_code: Two digits, to read only what lies in one prefecture.
        """
        wanted = (pl.col("detail") == detail) & (pl.col("level") == level)
        if prefecture_code is not None:
            wanted &= pl.col("area_code").str.starts_with(prefecture_code)
        rows = pl.scan_parquet(self.path).filter(wanted).drop("detail", "level")
        return rows.sort("area_code").collect()


def open_boundaries(home: Path) -> Boundaries | None:
    """Return the boundaries in use; None where none have been fetched or they are damaged."""
    folder = home / FOLDER
    try:
        boundaries_id = (folder / "current").read_text(encoding="utf-8").strip()
        path = folder / f"{boundaries_id}.parquet"
        # Asked for by every run of the map: read once as long as the file is the same.
        return _read(path, path.stat().st_mtime_ns)
    except (FileNotFoundError, ReleaseError, KeyError, ValueError, pl.exceptions.PolarsError):
        return None


@lru_cache(maxsize=4)
def _read(path: Path, changed: int) -> Boundaries:
    if pl.read_parquet_schema(path) != SCHEMA:
        raise ValueError(path)
    about = read_json(path.with_suffix(".json"))
    named = {name: about[name] for name in ("credit", "licence", "licence_url")}
    return Boundaries(id=path.stem, as_of=dt.date.fromisoformat(about["as_of"]), path=path, **named)


def store_boundaries(home: Path, boundaries_id: str, rows: pl.DataFrame, about: dict[str, str]) -> None:
    """Store boundaries and use them from now on; those that are there already under the id are replaced."""
    folder = home / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    content = io.BytesIO()
    rows.write_parquet(content)
    # The pages look for the rows: what is said about them is there before.
    write_json(folder / f"{boundaries_id}.json", dict(about))
    replace_file(folder / f"{boundaries_id}.parquet", content.getvalue())
    replace_file(folder / "current", f"{boundaries_id}\n".encode())
