"""Files that live for a moment: written, read piece by piece, gone."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from warehouse.database import scratch
from warehouse.errors import ReleaseError

_PIECE = 1 << 18


@contextmanager
def made() -> Iterator[Path]:
    """Give the path of a new file to write; where writing it fails, nothing is left of it.

    Raises:
        ReleaseError: The folder of passing files cannot be written.
    """
    # Systems tidy away what has lain untouched for days. The engine may write to this path alone, so it stays.
    scratch().mkdir(mode=0o700, exist_ok=True)
    path = scratch() / uuid.uuid4().hex
    is_whole = False
    try:
        yield path
        is_whole = True
    except (OSError, duckdb.IOException) as error:
        told = str(error).splitlines()[0]
        raise ReleaseError(f"一時フォルダ {scratch()} に書けません（{told}）。空き容量を確かめてください。") from None
    finally:
        if not is_whole:
            path.unlink(missing_ok=True)


def pieces(path: Path) -> Iterator[bytes]:
    """Yield the content of a file, which is removed once it has been read or is no longer wanted."""
    try:
        with path.open("rb") as file:
            while piece := file.read(_PIECE):
                yield piece
    finally:
        path.unlink()
