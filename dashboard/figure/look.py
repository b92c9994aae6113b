"""Two looks of one chart: in colour, and for newsprint in black alone, where patterns say what colours did."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.figure.model import LegendEntry
from dashboard.map.palette import rgb
from dashboard.theme import ACTUAL, AXIS, BAD, BAND, EXTENSION, GOOD_BAND, GRID, INK, NEUTRAL

WHITE = "#FFFFFF"
# Series that are told apart by colour, dash and mark together: (colour, dash, shape of the mark).
_LINES = (
    (ACTUAL, (), "disc"),
    (INK, (7.0, 3.0), "square"),
    (EXTENSION, (2.0, 2.0), "diamond"),
    (NEUTRAL, (9.0, 3.0, 2.0, 3.0), "open"),
    ("#7096F8", (4.0, 2.0), "open-square"),
    (AXIS, (1.0, 1.6), "open-diamond"),
)
_FACES = (ACTUAL, "#7096F8", GOOD_BAND, EXTENSION, BAND, "#A6BFFA")
_GREYS = ("#000000", "#FFFFFF", "#8C8C8C", "#FFFFFF", "#D0D0D0", "#FFFFFF")
_PATTERNS = ("", "/", "", "x", "", ".")


@dataclass(frozen=True)
class Look:
    """Colours of a chart. `mono` uses black, white and greys that newsprint holds, and patterns."""

    mono: bool = False
    ground: str = WHITE

    @property
    def ink(self) -> str:
        """The colour of text."""
        return INK

    @property
    def quiet(self) -> str:
        """The colour of what stands beneath and beside."""
        return INK if self.mono else NEUTRAL

    @property
    def actual(self) -> str:
        """The colour of what was observed."""
        return INK if self.mono else ACTUAL

    @property
    def bad(self) -> str:
        """The colour of what is missing to a target."""
        return INK if self.mono else BAD

    @property
    def extension(self) -> str:
        """The colour of a continued pace."""
        return INK if self.mono else EXTENSION

    @property
    def band(self) -> str:
        """The face of a band, and of the whole behind a part."""
        return "#E4E4E4" if self.mono else BAND

    @property
    def grid(self) -> str:
        """Lines of the axis of values."""
        return "#CFCFCF" if self.mono else GRID

    @property
    def axis(self) -> str:
        """The line from which values rise."""
        return INK if self.mono else "#767676"

    @property
    def path(self) -> str:
        """The required path."""
        return "#4D4D4D" if self.mono else NEUTRAL

    def line(self, place: int) -> tuple[str, tuple[float, ...], str]:
        """Colour, dash and mark of one of several series."""
        colour, dash, mark = _LINES[place % len(_LINES)]
        return (INK if self.mono else colour), dash, mark

    def part(self, place: int) -> tuple[str, str, str]:
        """Face, edge and pattern of a part of a whole; neighbours differ."""
        if not self.mono:
            # The light steps are seen by their edge alone.
            return _FACES[place % len(_FACES)], ACTUAL, ""
        return _GREYS[place % len(_GREYS)], INK, _PATTERNS[place % len(_PATTERNS)]

    def area(self, entry: LegendEntry) -> tuple[str, str]:
        """Face and pattern of a class of a map."""
        if entry.shade < 0:
            return ("#FFFFFF", "/") if self.mono else (entry.colour, "/")
        if not self.mono:
            return entry.colour, ""
        light = round(255 - 215 * entry.shade)
        return f"#{light:02X}{light:02X}{light:02X}", ""


def luminance(colour: str) -> float:
    """Relative luminance of WCAG 2.2."""
    parts = [part / 255 for part in rgb(colour)[:3]]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast of two colours by WCAG 2.2, from 1 to 21."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def ink_over(face: str) -> str:
    """Black or white, whichever can be read better on a face."""
    return INK if contrast(INK, face) >= contrast(WHITE, face) else WHITE
