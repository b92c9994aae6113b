"""Revisions: the same figure stated differently by a later publication."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import polars as pl

from warehouse.catalogue import Indicator
from warehouse.release import Release

_KEY = ["area_code", "fiscal_year", "breakdown"]


@dataclass(frozen=True)
class Revision:
    """A value of the country that a later publication replaced."""

    fiscal_year: int
    breakdown: str
    old_value: float
    new_value: float
    old_publication: str
    new_publication: str


def find_revisions(release: Release, indicator: Indicator, as_known_on: dt.date | None) -> list[Revision]:
    """Return the revisions of an indicator, newest year first.

    Two exact values of the same year, as of the same day or without one, from different dated publications. A rounded
    restatement revises nothing.
    """
    frame = release.observations([indicator.id], level="country", as_known_on=as_known_on)
    exact = frame.filter(
        pl.col("published_on").is_not_null()
        & pl.col("value").is_not_null()
        & pl.col("fiscal_year").is_not_null()
        & ~pl.col("approximate")
    ).sort("published_on")
    found = []
    for rows in exact.partition_by([*_KEY, "as_of"], maintain_order=True):
        for old, new in zip(rows.iter_rows(named=True), rows[1:].iter_rows(named=True), strict=False):
            if old["value"] != new["value"] and old["publication_id"] != new["publication_id"]:
                found.append(
                    Revision(
                        old["fiscal_year"],
                        old["breakdown"] or "",
                        old["value"],
                        new["value"],
                        old["publication_id"],
                        new["publication_id"],
                    )
                )
    return sorted(found, key=lambda item: -item.fiscal_year)
