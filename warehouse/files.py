"""Files that live for a moment: written, read piece by piece, gone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

_PIECE = 1 << 18


def pieces(path: Path) -> Iterator[bytes]:
    """Yield the content of a file, which is removed once it has been read or is no longer wanted."""
    try:
        with path.open("rb") as file:
            while piece := file.read(_PIECE):
                yield piece
    finally:
        path.unlink()
