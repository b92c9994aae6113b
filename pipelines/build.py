"""Fills a build with everything that the publications and the catalogue state.

The observations are a stream: while DuckDB stores one table with one core, the next is read with the other.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from pathlib import Path

import duckdb
import polars as pl
import pyarrow as pa

from pipelines.beside import corrections_frame, printed_targets_frame, statements_frame
from pipelines.publications import Publication, Table, read_publication
from pipelines.quarantine import refused_rows
from pipelines.stage import OBSERVATION_SCHEMA, stage_table
from pipelines.tables import read_table
from warehouse import areas, eras
from warehouse.catalogue import Catalogue
from warehouse.errors import KpiError

Progress = Callable[[str], None]
# Rows on their way to DuckDB, and the rows that were refused.
_Read = tuple[pa.Table, pl.DataFrame]
# Frames by the table they belong to.
_Beside = defaultdict[str, list[pl.DataFrame]]
# Tables read at a time: more readers were no faster beside DuckDB's own threads.
_AT_ONCE = 2


def fill(connection: duckdb.DuckDBPyConnection, folders: list[Path], catalogue: Catalogue, progress: Progress) -> None:
    """Fill the empty tables of a build, all at once or not at all.

    Raises:
        InputError: Input that cannot be read at all.
    """
    beside: _Beside = defaultdict(list)
    connection.begin()
    _insert_catalogue(connection, catalogue)
    _insert(connection, "dim_area", areas.area_table())
    _insert_stream(connection, "fact_observation", _observations(folders, catalogue, beside, progress))
    for table, frames in beside.items():
        _insert(connection, table, pl.concat(frames, how="diagonal_relaxed"))
    _insert_years(connection)
    connection.commit()


def _observations(
    folders: list[Path], catalogue: Catalogue, beside: _Beside, progress: Progress
) -> Iterator[pa.RecordBatch]:
    """Yield the observations of each table; what else the publications hold is put beside."""
    for rows, refused in _ahead(_reads(folders, catalogue, beside, progress)):
        beside["quarantine"].append(refused)
        yield from rows.to_batches()


def _reads(
    folders: list[Path], catalogue: Catalogue, beside: _Beside, progress: Progress
) -> Iterator[Callable[[], _Read]]:
    """Yield a reader of each table; what else the publications hold is put beside."""
    for number, folder in enumerate(folders, start=1):
        progress(f"資料を読み込んでいます… {number}/{len(folders)} {folder.name}")
        publication = read_publication(folder)
        beside["dim_publication"].append(_publication_frame(publication))
        for spec in publication.tables:
            yield partial(_read, folder, publication.publication_id, spec, catalogue)
        beside["printed_target"].append(printed_targets_frame(folder))
        beside["statement"].append(statements_frame(folder))
        beside["correction"].append(corrections_frame(folder))


def _read(folder: Path, publication_id: str, spec: Table, catalogue: Catalogue) -> _Read:
    place = f"{folder.name}/{spec.file}"
    frame, bad = read_table(folder / spec.file, spec, place)
    staged = stage_table(frame, spec, publication_id, place, catalogue)
    return _arrow(staged.rows), pl.concat([staged.refused, refused_rows(place, bad)])


def _arrow(frame: pl.DataFrame) -> pa.Table:
    # String views are handed over without a copy.
    return frame.to_arrow(compat_level=pl.CompatLevel.newest())


def _ahead(reads: Iterator[Callable[[], _Read]]) -> Iterator[_Read]:
    """Yield what the reads return, in their order, while the next ones run; no more than a few are held at a time."""
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        running: deque[Future[_Read]] = deque()
        for read in reads:
            running.append(pool.submit(read))
            if len(running) > _AT_ONCE:
                yield running.popleft().result()
        while running:
            yield running.popleft().result()


def _publication_frame(publication: Publication) -> pl.DataFrame:
    return pl.DataFrame(
        [
            {
                "publication_id": publication.publication_id,
                "title": publication.title,
                "publisher": publication.publisher,
                "published_on": publication.published_on,
                "published_text": publication.published,
                "published_note": publication.published_note,
                "url": publication.url,
                "licence": publication.licence,
                "licence_url": publication.licence_url,
                "credit": publication.credit,
                "method": publication.method,
                "transcribed_from": publication.transcribed_from,
                "second_hand": publication.second_hand,
                "embargo": publication.embargo,
            }
        ]
    )


def _insert(connection: duckdb.DuckDBPyConnection, table: str, frame: pl.DataFrame) -> None:
    """Append a frame by column names; a table is named once, in the schema."""
    if frame.is_empty():
        return
    connection.register("incoming", frame)
    connection.execute(f"insert into {table} by name select * from incoming")
    connection.unregister("incoming")


def _insert_stream(connection: duckdb.DuckDBPyConnection, table: str, batches: Iterator[pa.RecordBatch]) -> None:
    """Append batches of observations as they come. The order of the rows is not kept."""
    refusals: list[KpiError] = []

    def noting_refusals() -> Iterator[pa.RecordBatch]:
        try:
            yield from batches
        except KpiError as error:
            refusals.append(error)
            raise

    schema = _arrow(pl.DataFrame(schema=dict(OBSERVATION_SCHEMA))).schema
    connection.register("incoming", pa.RecordBatchReader.from_batches(schema, noting_refusals()))
    try:
        connection.execute(f"insert into {table} by name select * from incoming")
    except duckdb.Error as error:
        # DuckDB, which drives the stream, reports its errors as its own.
        raise (refusals[0] if refusals else error) from None
    connection.unregister("incoming")


def _insert_catalogue(connection: duckdb.DuckDBPyConnection, catalogue: Catalogue) -> None:
    indicators = [
        {
            "indicator_id": item.id,
            **item.model_dump(
                include={"programme", "policy_area", "sort_order", "name_ja", "name_en", "unit", "family"}
            ),
            **item.model_dump(include={"direction", "decimals", "period", "yearly", "max_jump", "breakdowns_sum"}),
            "levels": list(item.levels),
            "lower_bound": item.bounds[0],
            "upper_bound": item.bounds[1],
        }
        for item in catalogue.indicators.values()
    ]
    _insert(connection, "dim_indicator", pl.DataFrame(indicators, infer_schema_length=None))
    totals = [
        {
            "indicator_id": item.id,
            **total.model_dump(include={"level", "of", "required"}),
            "national_indicator_id": total.indicator,
            "national_breakdown": total.breakdown,
            "plus_indicator_id": total.plus,
        }
        for item in catalogue.indicators.values()
        for total in (item.municipal.totals if item.municipal else ())
    ]
    if totals:
        _insert(connection, "area_total", pl.DataFrame(totals, infer_schema_length=None))
    fields = {"target_id", "indicator_id", "kind", "value", "unit", "fiscal_year", "decided_on", "wording"}
    targets = [t.model_dump(include=fields | {"publication_id", "locator", "status", "kpi"}) for t in catalogue.targets]
    if targets:
        _insert(connection, "target", pl.DataFrame(targets, infer_schema_length=None))


def _insert_years(connection: duckdb.DuckDBPyConnection) -> None:
    found = connection.execute(
        "select distinct fiscal_year from fact_observation where fiscal_year is not null order by 1"
    )
    years = [row[0] for row in found.fetchall()]
    rows = [{"fiscal_year": y, "era_year": eras.era_year(y), "era_short": eras.era_short(y)} for y in years]
    if rows:
        _insert(connection, "dim_fiscal_year", pl.DataFrame(rows))
