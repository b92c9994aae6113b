"""The formats in which a slice leaves the house. The command, the API and the data page hand out the same bytes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from dashboard.export.package import package_parts
from dashboard.export.parquet import parquet_parts
from dashboard.export.workbook import workbook_parts
from warehouse import portions
from warehouse.release import Release
from warehouse.slices import Slice

BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True)
class Format:
    """A format: the ending of its files, its media type, and how a slice is written in it, piece by piece."""

    ending: str
    media_type: str
    parts: Callable[[Release, Slice], Iterator[bytes]]


def _plain_csv(release: Release, chosen: Slice) -> Iterator[bytes]:
    return portions.text(release, chosen, "csv")


def _json(release: Release, chosen: Slice) -> Iterator[bytes]:
    return portions.text(release, chosen, "json")


def _excel_csv(release: Release, chosen: Slice) -> Iterator[bytes]:
    yield BOM
    yield from portions.text(release, chosen, "csv")


# By the words of `kpi slice --format` and of the API.
FORMATS = {
    "csv": Format("csv", "text/csv; charset=utf-8", _excel_csv),
    "csv-plain": Format("csv", "text/csv; charset=utf-8", _plain_csv),
    "xlsx": Format("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", workbook_parts),
    "parquet": Format("parquet", "application/vnd.apache.parquet", parquet_parts),
    "json": Format("json", "application/json", _json),
    "datapackage": Format("zip", "application/zip", package_parts),
}


def file_name(release: Release, chosen: Slice, kind: str) -> str:
    """Return a name that says what is in the file: the indicator, or how many, and the release."""
    if chosen.indicators is None:
        about = "all"
    elif len(chosen.indicators) == 1:
        about = chosen.indicators[0]
    else:
        about = f"{len(chosen.indicators)}-indicators"
    return f"kpi_{about}_{release.release_id}.{FORMATS[kind].ending}"
