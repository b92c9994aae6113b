"""A slice as a Parquet file: typed, with what its columns mean, where it comes from and what was filtered."""

from __future__ import annotations

from collections.abc import Iterator

import pyarrow as pa
import pyarrow.parquet as pq

from dashboard.export.origin import origin
from warehouse import portions
from warehouse.codebook import columns
from warehouse.files import made, pieces
from warehouse.release import Release
from warehouse.slices import Slice

# Columns by which readers skip row groups; statistics of the others would cost time and help nobody.
_SOUGHT = ["indicator_id", "area_code", "fiscal_year", "value"]
# Values repeat too little for a dictionary to pay.
_PLAIN = {"value", "approximate"}


def parquet_parts(release: Release, chosen: Slice) -> Iterator[bytes]:
    """Yield the file in pieces."""
    schema = _schema(release, chosen)
    with (
        made() as path,
        pq.ParquetWriter(
            path,
            schema,
            compression="zstd",
            compression_level=1,
            write_statistics=_SOUGHT,
            use_dictionary=[name for name in schema.names if name not in _PLAIN],
        ) as writer,
    ):
        for table in portions.tables(release, chosen):
            writer.write_table(table.cast(schema))
    yield from pieces(path)


def _schema(release: Release, chosen: Slice) -> pa.Schema:
    """The columns of the contract, each with its explanation, and the origin as metadata of the file."""
    types = {"integer": pa.int16(), "number": pa.float64(), "boolean": pa.bool_(), "date": pa.date32()}
    fields = [
        pa.field(
            column.name,
            types.get(column.type, pa.string()),
            metadata={"description_ja": column.explanation_ja, "description_en": column.explanation_en},
        )
        for column in columns()
        if not column.is_detail
    ]
    return pa.schema(fields, metadata=origin(release, chosen))
