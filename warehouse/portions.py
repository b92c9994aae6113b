"""Slices of any length, portion by portion: while one is being sent, the next are being read, and none is the whole.

DuckDB writes text several times faster than anything that would turn its rows into Python or polars values first, so
each portion is a file of its own for a moment (`warehouse.database.scratch`).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Literal, TypeVar

import pyarrow as pa

from warehouse import queries
from warehouse.files import made, pieces
from warehouse.release import Release
from warehouse.slices import Slice

ROWS = 100_000
# A portion occupies one core. All exports of a process share these threads, so that pages never wait for many of them.
AT_ONCE = 2
_POOL = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="portion")

Item = TypeVar("Item")
Made = TypeVar("Made")


def text(
    release: Release,
    chosen: Slice,
    kind: Literal["csv", "json"],
    *,
    limit: int | None = None,
    offset: int = 0,
) -> Iterator[bytes]:
    """Yield a slice as CSV with a header, or as an array of JSON objects, in pieces.

    Args:
        release: Where it comes from.
        chosen: The filters, known to the release.
        kind: `csv`: a text that would begin a formula in a spreadsheet is preceded by an apostrophe.
        limit: At most so many rows.
        offset: Leave out so many rows before them.
    """
    whole = limit is not None or bool(offset)
    portions = [chosen] if whole else queries.portions(release.connection, chosen, ROWS) or [chosen]
    guarded = release.formula_columns if kind == "csv" else ()

    def write(position: int) -> Path:
        with made() as path:
            queries.write_text(
                release.connection,
                portions[position],
                path,
                kind,
                header=position == 0,
                guarded=guarded,
                limit=limit,
                offset=offset,
            )
        return path

    found = (piece for path in _ahead(write, range(len(portions)), Path.unlink) for piece in pieces(path))
    yield from found if kind == "csv" else _array(found)


def tables(release: Release, chosen: Slice) -> Iterator[pa.Table]:
    """Yield a slice as Arrow tables with the columns of the contract; one of no rows where there are none."""
    portions = queries.portions(release.connection, chosen, ROWS) or [chosen]
    yield from _ahead(lambda one: queries.arrow(release.connection, one), portions, lambda _: None)


def _ahead(make: Callable[[Item], Made], items: Sequence[Item], drop: Callable[[Made], None]) -> Iterator[Made]:
    """Make things in their order, some ahead of the one asked for; what is not asked for any more is dropped."""
    if len(items) == 1:
        yield make(items[0])
        return
    waiting: deque[Future[Made]] = deque()
    try:
        for item in items:
            waiting.append(_POOL.submit(make, item))
            if len(waiting) > AT_ONCE:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        for future in waiting:
            if not future.cancel() and future.exception() is None:
                drop(future.result())


def _array(lines: Iterator[bytes]) -> Iterator[bytes]:
    """Join lines of JSON objects to an array, one object a line."""
    yield b"[\n"
    ending = b""
    for piece in lines:
        body = piece.removesuffix(b"\n")
        yield (ending + body).replace(b"\n", b",\n")
        ending = piece[len(body) :]
    yield b"\n]\n" if ending else b"]\n"
