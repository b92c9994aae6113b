"""A release as its readers see it: polars frames from one immutable file."""

from __future__ import annotations

import datetime as dt
import difflib
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
from warehouse.slices import TOTAL, Slice


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
        prefectures: Sequence[str] | None = None,
        kinds: Sequence[str] | None = None,
        breakdowns: Sequence[str] | None = None,
    ) -> pl.DataFrame:
        """Return observations, ordered by catalogue, area, year, as-of, breakdown and publication.

        Args:
            indicators: Ids to keep; None, here and below, keeps all.
            areas: 5-digit area codes to keep (`00000` is the country).
            level: `country`, `prefecture` or `municipality`.
            first_year: First fiscal year; rows without a period are left out once a bound is given.
            last_year: Last fiscal year.
            as_known_on: Only what dated publications stated up to that day.
            current: One row per indicator, area, fiscal year and breakdown: the latest as-of day, then the latest
                publication; a rounded restatement never replaces an exact figure that it agrees with.
            detail: Add as_printed, note, source_lines, published_on and level to the columns of the contract.
            prefectures: Area codes of prefectures (`13000`): the prefecture and everything in it.
            kinds: `designated_city`, `city`, `town`, `village`, `special_ward`.
            breakdowns: Labels of breakdowns as the source prints them; `total` keeps the totals.

        Returns:
            Columns of `warehouse.queries.SLICE_COLUMNS`: value (Float64) in the base unit that `unit` names,
            fiscal_year (Int16) the Western year in which it begins, as_of (Date), the others text or Boolean.

        Raises:
            NotFound: An indicator, area, prefecture or breakdown that the release does not know.
            InputError: A level, kind or year that cannot be.
        """
        chosen = Slice(
            indicators=_tuple(indicators),
            areas=_tuple(areas),
            prefectures=_tuple(prefectures),
            level=level,
            kinds=_tuple(kinds),
            first_year=first_year,
            last_year=last_year,
            breakdowns=_tuple(breakdowns),
            as_known_on=as_known_on,
            current=current,
        )
        self.check(chosen)
        return queries.observations(self.connection, chosen, detail=detail)

    def check(self, chosen: Slice) -> None:
        """Make sure that the release knows what a slice names.

        Raises:
            NotFound: An indicator, area, prefecture or breakdown that it does not know.
        """
        for indicator_id in chosen.indicators or ():
            self.catalogue.indicator(indicator_id)
        for code in chosen.areas or ():
            if code not in self._area_levels:
                raise NotFound(
                    f"地域コード「{code}」はありません。5桁の標準地域コード（全国は 00000）で指定してください。"
                )
        for code in chosen.prefectures or ():
            if self._area_levels.get(code) != "prefecture":
                raise NotFound(
                    f"都道府県のコード「{code}」はありません。13000（東京都）のように、5桁で指定してください。"
                )
        for label in chosen.breakdowns or ():
            if label != TOTAL and label not in self._breakdowns:
                near = difflib.get_close_matches(label, self._breakdowns, n=3)
                hint = f"近いもの: {'、'.join(near)}" if near else f"総数は「{TOTAL}」です。"
                raise NotFound(f"内訳「{label}」はありません。{hint}")

    @cached_property
    def _area_levels(self) -> dict[str, str]:
        return dict(self.connection.execute("select area_code, level from dim_area").fetchall())

    @cached_property
    def _breakdowns(self) -> dict[str, None]:
        return dict.fromkeys(filter(None, queries.known_breakdowns(self.connection)))

    @cached_property
    def formula_columns(self) -> frozenset[str]:
        """Columns of a slice in which some text would begin a formula in a spreadsheet."""
        return queries.formula_columns(self.connection)

    def status(self, today: dt.date | None = None, as_known_on: dt.date | None = None) -> pl.DataFrame:
        """Return every target and milestone in force with its state, verdicts and paces, one row each.

        Args:
            today: The day on which deadlines are judged; default `as_known_on`, else today in Tokyo.
            as_known_on: Judge by what was published, and by the targets that were decided, up to that day.

        Returns:
            The columns of `kpi status --json`, in the order of the catalogue: target_value and value in `unit`,
            fiscal years as Western start years, shares and growth rates as numbers (0.05 is 5 per cent).
        """
        from warehouse.status import status_frame

        return status_frame(self, today=today, as_known_on=as_known_on)

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


def _tuple(values: Sequence[str] | None) -> tuple[str, ...] | None:
    return None if values is None else tuple(values)
