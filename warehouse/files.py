"""Files that live for a moment: written, read piece by piece, gone."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from warehouse.database import scratch

_PIECE = 1 << 18


@contextmanager
def made() -> Iterator[Path]:
    """Give the path of a new file to write; where writing it fails, nothing is left of it."""
    path = scratch() / uuid.uuid4().hex
    is_whole = False
    try:
        yield path
        is_whole = True
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
