"""What changed between two releases."""

from __future__ import annotations

import polars as pl

from warehouse.release import Release

_KEY = ["publication_id", "indicator_id", "area_code", "fiscal_year", "as_of", "breakdown"]


def differences(old: Release, new: Release) -> pl.DataFrame:
    """Compare two releases figure by figure.

    Returns:
        Columns: change (`new`, `revised`, `vanished`), the key of the figure, old_value, new_value. A figure that a
        further publication states anew is `new`; a value changed under the same key is `revised`.
    """
    before = _keyed(old).rename({"value": "old_value"}).with_columns(in_old=pl.lit(value=True))
    after = _keyed(new).rename({"value": "new_value"}).with_columns(in_new=pl.lit(value=True))
    joined = before.join(after, on=_KEY, how="full", coalesce=True, nulls_equal=True)
    change = (
        pl.when(pl.col("in_old").is_null())
        .then(pl.lit("new"))
        .when(pl.col("in_new").is_null())
        .then(pl.lit("vanished"))
        .when(pl.col("old_value").ne_missing(pl.col("new_value")))
        .then(pl.lit("revised"))
    )
    return (
        joined.with_columns(change=change)
        .filter(pl.col("change").is_not_null())
        .select("change", *_KEY, "old_value", "new_value")
        .sort("change", *_KEY, nulls_last=True)
    )


def _keyed(release: Release) -> pl.DataFrame:
    return release.observations().select(*_KEY, "value")
