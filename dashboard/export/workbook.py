"""A slice as a workbook: the data, what they mean, where they come from."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl
import pyarrow as pa

from dashboard.export.origin import origin
from dashboard.export.sheets import SHEET_ROWS, Sheet, write_workbook
from dashboard.text import both
from warehouse import codebook, portions, queries
from warehouse.citation import publications_of
from warehouse.errors import InputError
from warehouse.files import made, pieces
from warehouse.release import Release
from warehouse.slices import Slice

# What the list of publications says of each.
PUBLICATION = (
    "publication_id",
    "title",
    "publisher",
    "published_text",
    "published_note",
    "url",
    "licence",
    "licence_url",
    "credit",
    "method",
    "transcribed_from",
    "second_hand",
)


def workbook_parts(release: Release, chosen: Slice) -> Iterator[bytes]:
    """Yield the file in pieces.

    Raises:
        InputError: More rows than a sheet holds.
    """
    rows = queries.row_count(release.connection, chosen)
    if rows > SHEET_ROWS:
        raise InputError(both("export.too_many_rows", rows=f"{rows:,}", most=f"{SHEET_ROWS:,}"))
    with made() as path, path.open("wb") as file:
        write_workbook(file, _sheets(release, chosen))
    yield from pieces(path)


def _sheets(release: Release, chosen: Slice) -> Iterator[Sheet]:
    publication_ids = publications_of(release, chosen)
    columns = [(one.name, one.type, one.explanation_ja, one.explanation_en) for one in codebook.columns()]
    contract = [row for row, one in zip(columns, codebook.columns(), strict=True) if not one.is_detail]
    names = ["column", "type", "explanation_ja", "explanation_en"]
    yield Sheet("data", map(_frame, portions.tables(release, chosen)))
    entries = described(release, chosen)
    yield Sheet("codebook", [codebook.entry_frame(entries)], is_prose=True)
    yield Sheet("coverage", [codebook.coverage_frame(entries)])
    yield Sheet("columns", [pl.DataFrame(contract, schema=names, orient="row")], is_prose=True)
    yield Sheet("source", [publications(release, publication_ids)], is_prose=True)
    told = list(origin(release, chosen).items())
    yield Sheet("release", [pl.DataFrame(told, schema=["item", "value"], orient="row")], is_prose=True)


def _frame(table: pa.Table) -> pl.DataFrame:
    found = pl.from_arrow(table)
    assert isinstance(found, pl.DataFrame)
    return found


def described(release: Release, chosen: Slice) -> tuple[codebook.Entry, ...]:
    """Return the entries of the codebook for the indicators of a slice that have rows."""
    found = queries.indicator_ids(release.connection, chosen)
    return codebook.codebook(release, found, chosen.as_known_on)


def publications(release: Release, publication_ids: list[str]) -> pl.DataFrame:
    """Return publications with title, publisher, day, address, licence and credit, one row each."""
    return release.publications().filter(pl.col("publication_id").is_in(publication_ids)).select(PUBLICATION)
