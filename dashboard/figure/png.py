"""PNG written from an array, several times faster than by what tries every filter on every line.

The lines of a chart repeat: each is stored as its difference to the one above (filter 2 of the PNG specification),
which is nearly all zeros, and deflated by zlib-ng.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
from PIL import Image
from zlib_ng import zlib_ng

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_TRUECOLOUR, _DEPTH, _UP = 2, 8, 2
_LEVEL = 2
_INCH = 0.0254


def encoded(rgba: npt.NDArray[np.uint8], dpi: float, about: Mapping[str, str]) -> bytes:
    """Return a picture (rows × columns × 4, opaque) as PNG in RGB with its resolution and texts about it (UTF-8)."""
    high, wide, _ = rgba.shape
    picture = Image.frombuffer("RGBA", (wide, high), rgba, "raw", "RGBA", 0, 1).convert("RGB")
    rows = np.asarray(picture).reshape(high, wide * 3)
    lines = np.empty((high, wide * 3 + 1), np.uint8)
    lines[:, 0], lines[0, 1:] = _UP, rows[0]
    np.subtract(rows[1:], rows[:-1], out=lines[1:, 1:])
    per_metre = round(dpi / _INCH)
    return b"".join(
        (
            _SIGNATURE,
            _chunk(b"IHDR", struct.pack(">IIBBBBB", wide, high, _DEPTH, _TRUECOLOUR, 0, 0, 0)),
            _chunk(b"pHYs", struct.pack(">IIB", per_metre, per_metre, 1)),
            *(_chunk(b"iTXt", b"%b\0\0\0\0\0%b" % (name.encode(), words.encode())) for name, words in about.items()),
            _chunk(b"IDAT", zlib_ng.compress(lines.data, _LEVEL)),
            _chunk(b"IEND", b""),
        )
    )


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
