"""A release as its readers see it: polars frames from one immutable file."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
from pydantic import ValidationError

from warehouse import queries, releases
from warehouse.catalogue import Catalogue
from warehouse.database import open_reader
from warehouse.errors import NotFound, ReleaseError
from warehouse.progress import Progress, parse_progress


class Release:
    """One published release, opened read-only. Safe to share between threads."""

    def __init__(self, home: Path, release_id: str) -> None:
        self.home = home
        self.release_id = release_id
        self.folder = releases.release_folder(home, release_id)
        self.manifest: dict[str, Any] = releases.read_json(self.folder / "manifest.json")
        self._connection = open_reader(self.folder / "kpi.duckdb")
        self._local = threading.local()

    @property
    def connection(self) -> duckdb.DuckDBPyConnection:
        """A cursor of the calling thread on the release's file."""
        if not hasattr(self._local, "cursor"):
            self._local.cursor = self._connection.cursor()
        cursor: duckdb.DuckDBPyConnection = self._local.cursor
        return cursor

    @property
    def published_at(self) -> dt.datetime:
        """When the release was published, Asia/Tokyo."""
        return dt.datetime.fromisoformat(self.manifest["published_at"])

    @cached_property
    def gate(self) -> dict[str, Any]:
        """The report of the gate that let this release pass."""
        return releases.read_json(self.folder / "gate.json")

    @cached_property
    def catalogue(self) -> Catalogue:
        """The catalogue by which this release was built.

        Raises:
            ReleaseError: There is none, or this version of the product cannot read it.
        """
        found = self.connection.execute("select value from release_info where key = 'catalogue'").fetchall()
        if not found:
            raise ReleaseError(f"リリース「{self.release_id}」に指標カタログがありません。")
        try:
            return Catalogue.model_validate_json(found[0][0])
        except ValidationError:
            raise ReleaseError(
                f"リリース「{self.release_id}」は、製品の別の版で作られていて、この版では読めません。"
                "`kpi load` で作り直してください。"
            ) from None

    @cached_property
    def credit(self) -> str:
        """The credit lines of the publications in this release, in the order of their day."""
        lines = self.publications().filter(pl.col("credit").is_not_null())["credit"].unique(maintain_order=True)
        return "／".join(lines)

    @cached_property
    def progress(self) -> dict[str, Progress]:
        """The progress of every target by its id, as the load computed it; a release of an earlier version has none."""
        try:
            found = self.connection.execute("select target_id, detail from progress").fetchall()
        except duckdb.CatalogException:
            return {}
        return {target_id: parse_progress(detail) for target_id, detail in found}

    def observations(
        self,
        indicators: Sequence[str] | None = None,
        areas: Sequence[str] | None = None,
        level: str | None = None,
        first_year: int | None = None,
        last_year: int | None = None,
        as_known_on: dt.date | None = None,
        current: bool = False,
        detail: bool = True,
    ) -> pl.DataFrame:
        """Return observations; see `warehouse.queries.observations` for filters and columns.

        Raises:
            NotFound: An indicator or area that the release does not know.
        """
        for indicator_id in indicators or ():
            self.catalogue.indicator(indicator_id)
        self._check_areas(areas or ())
        return queries.observations(
            self.connection,
            indicators=indicators,
            areas=areas,
            level=level,
            first_year=first_year,
            last_year=last_year,
            as_known_on=as_known_on,
            current=current,
            detail=detail,
        )

    def _check_areas(self, codes: Sequence[str]) -> None:
        if not codes:
            return
        sql = "select area_code from dim_area where list_contains($codes, area_code)"
        known = {row[0] for row in self.connection.execute(sql, {"codes": list(codes)}).fetchall()}
        for code in codes:
            if code not in known:
                raise NotFound(
                    f"地域コード「{code}」はありません。5桁の標準地域コード（全国は 00000）で指定してください。"
                )

    def areas(self) -> pl.DataFrame:
        """Return every area with code, names, level, kind, office coordinates and validity."""
        return queries.table(self.connection, "dim_area", "area_code")

    def publications(self) -> pl.DataFrame:
        """Return every publication with title, publisher, day, address, licence and credit."""
        return self._publications

    @cached_property
    def _publications(self) -> pl.DataFrame:
        return queries.table(self.connection, "dim_publication", "published_on nulls first, publication_id")

    def statements(self) -> pl.DataFrame:
        """Return the derived statements with their recomputed values, disagreements first."""
        return queries.table(self.connection, "statement", "agrees nulls first, publication_id, id")

    def corrections(self) -> pl.DataFrame:
        """Return the typing errors that were mended (訂正), newest first."""
        return queries.table(self.connection, "correction", "corrected_on desc, publication_id, file, place")

    def refusal(self) -> dict[str, Any] | None:
        """Return the gate's report of the newest load if it was refused, else None."""
        folder = releases.newest_refusal(self.home)
        return releases.read_json(folder / "gate.json") if folder else None

    def quarantine(self) -> pl.DataFrame:
        """Return the quarantined rows of the newest refused load: check_id, file, line, reason, row_text."""
        folder = releases.newest_refusal(self.home)
        if folder is None:
            return queries.table(self.connection, "quarantine", "file, line")
        return pl.read_csv(folder / "quarantine.csv", infer_schema=False)

    def close(self) -> None:
        """Close the file."""
        self._connection.close()


def open_release(home: Path | None = None, release_id: str | None = None) -> Release:
    """Open a release: the given one, else the served one.

    Raises:
        NotFound: There is no release yet, or none of that id.
    """
    home = home or releases.kpi_home()
    chosen = release_id or releases.current_id(home)
    if chosen is None:
        raise NotFound(f"{home} に公開済みのリリースがありません。`kpi load` を実行してください。")
    return Release(home, chosen)
