"""The sizes in which charts leave the house: what the outlet asks for, and how large letters are there.

Everything is measured in points of the output. On screens two pixels are a point (144 to the inch), so that 24 pixels,
the least that a picture in a post or an article may have, are 12 points.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from dashboard.text import both
from warehouse.errors import InputError

MM = 72 / 25.4
SCREEN_DPI, PRINT_DPI, NEWS_DPI = 144, 300, 600


@dataclass(frozen=True)
class Size:
    """A size: points across and down, resolution, and letters in points.

    `title`, `body` and `small` are those of the title, of figures in the chart, and of everything beneath it; nothing
    is smaller than `small`.
    """

    code: str
    width: float
    height: float
    dpi: int
    title: float
    body: float
    small: float

    @property
    def pixels(self) -> tuple[int, int]:
        """Pixels across and down."""
        return round(self.width * self.dpi / 72), round(self.height * self.dpi / 72)

    @property
    def millimetres(self) -> tuple[float, float]:
        """Millimetres across and down."""
        return self.width / MM, self.height / MM

    @property
    def is_print(self) -> bool:
        """Whether it is measured in millimetres."""
        return self.dpi != SCREEN_DPI

    @property
    def margin(self) -> float:
        """What is left free at each side, in points."""
        return 0.045 * min(self.width, self.height) + 3


def _screen(code: str, across: int, down: int, title: float, body: float, small: float) -> Size:
    return Size(code, across / 2, down / 2, SCREEN_DPI, title, body, small)


def _paper(code: str, across: float, down: float, letters: tuple[float, float, float], dpi: int = PRINT_DPI) -> Size:
    return Size(code, across * MM, down * MM, dpi, *letters)


SIZES: dict[str, Size] = {
    size.code: size
    for size in (
        _screen("16x9", 1920, 1080, 28, 14, 12),
        _screen("1x1", 1080, 1080, 23, 12.5, 12),
        _screen("9x16", 1080, 1920, 26, 14, 12),
        _paper("a4-portrait", 210, 297, (20, 10.5, 8)),
        _paper("a4-landscape", 297, 210, (22, 11.5, 8)),
        _screen("slide", 1920, 1080, 30, 16, 14),
        _paper("news-58", 58, 100, (9.5, 6.6, 6), NEWS_DPI),
        _paper("news-90", 90, 90, (11, 7, 6), NEWS_DPI),
        _paper("news-125", 125, 80, (13, 7.6, 6.4), NEWS_DPI),
        _paper("news-190", 190, 110, (16, 8.6, 7), NEWS_DPI),
    )
}
_GIVEN = re.compile(r"(\d{2,4}(?:\.\d+)?)x(\d{2,4}(?:\.\d+)?)(px|mm)")
LEAST_MM, MOST_MM = 50.0, 420.0
LEAST_PX, MOST_PX = 600, 4096


def size_of(code: str) -> Size:
    """Return a size by its code, or one of its own: `120x80mm`, `1600x900px`.

    Raises:
        InputError: There is no such size, or it is too small or too large to be drawn well.
    """
    if code in SIZES:
        return SIZES[code]
    found = _GIVEN.fullmatch(code.strip().lower())
    if not found:
        raise InputError(both("press.no_size", given=code, known=", ".join(SIZES)))
    across, down, unit = float(found[1]), float(found[2]), found[3]
    least, most = (LEAST_MM, MOST_MM) if unit == "mm" else (LEAST_PX, MOST_PX)
    if not (least <= across <= most and least <= down <= most):
        raise InputError(both("press.size_range", given=code, least=f"{least:g}", most=f"{most:g}", unit=unit))
    return _own(f"{across:g}x{down:g}{unit}", across, down, unit)


def _own(code: str, across: float, down: float, unit: str) -> Size:
    """Letters grow with the shorter side between what news and posters have."""
    if unit == "px":
        short = min(across, down) / 2
        small = max(12.0, short / 45)
        return _screen(code, round(across), round(down), max(20.0, short / 20), small * 1.1, small)
    short = min(across, down)
    small = min(10.0, 5.6 + short / 70)
    return _paper(code, across, down, (small * (1.5 + short / 210), small * 1.15, small))
