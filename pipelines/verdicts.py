"""What a load computes about the targets: their progress, and which verdicts the new release flips."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import duckdb
import polars as pl

from warehouse import queries
from warehouse.catalogue import Catalogue
from warehouse.differences import Flip, standings, verdict_flips
from warehouse.errors import KpiError
from warehouse.progress import Progress, dump_progress
from warehouse.release import open_release
from warehouse.slices import Slice
from warehouse.status import judge, measured, target_status


def store_progress(connection: duckdb.DuckDBPyConnection, catalogue: Catalogue) -> list[Progress]:
    """Compute the progress of every target of a build and keep it in the table `progress`."""
    wanted = sorted({target.indicator_id for target in catalogue.targets if target.indicator_id})
    frame = queries.observations(connection, Slice(indicators=tuple(wanted), level="country", current=True))
    found = measured(catalogue.targets, catalogue, frame, queries.prefecture_count(connection))
    rows = pl.DataFrame(
        [(one.target_id, dump_progress(one)) for one in found],
        schema={"target_id": pl.String, "detail": pl.String},
        orient="row",
    )
    connection.register("incoming", rows)
    connection.execute("insert into progress by name select * from incoming")
    connection.unregister("incoming")
    return found


def flips_against(
    home: Path, served: str | None, catalogue: Catalogue, progress: Sequence[Progress], today: dt.date
) -> list[Flip]:
    """Return the verdicts that publishing a build would flip; none before the first release."""
    if served is None:
        return []
    try:
        before = target_status(open_release(home, served), today=today)
    except KpiError:
        # A damaged release is replaced by this load; there is nothing to compare with.
        return []
    found = {one.target_id: one for one in progress}
    after = [
        judge(target, catalogue, found[target.target_id], today)
        for target in catalogue.targets
        if target.is_in_force(None, None)
    ]
    return verdict_flips(standings(before), standings(after))
