"""Colours of maps: steps of the official Blue, a colour-blind-safe pair for differences, and two greys for nothing."""

from __future__ import annotations

from dashboard.theme import ACTUAL, BAND, EXTENSION, GOOD_BAND

STEPS = {
    1: ("#7096F8",),
    2: (GOOD_BAND, EXTENSION),
    3: (GOOD_BAND, "#7096F8", ACTUAL),
    4: (BAND, "#A6BFFA", "#7096F8", ACTUAL),
    5: (BAND, GOOD_BAND, "#7096F8", EXTENSION, ACTUAL),
}
# Orange and blue are told apart with every kind of colour vision.
DECREASE = ("#B45309", "#F0C48A")
INCREASE = ("#A6BFFA", ACTUAL)
ANY = "#7096F8"
NONE_THERE = "#FFFFFF"
# Darker than every light step, so that it is not read as a small value.
NO_DATA = "#B3B3B3"
# Land that the figures are not about.
OUTSIDE = "#EDEDED"
# The face of the mark for what bodies share; its edge is that of the symbols.
SHARED = "#FFFFFF"
# Under the pointer: no colour of any map is near it.
HOVERED = "#FFE14D"
LAND_EDGE = "#8A8A8A"


def rgb(colour: str, opacity: int = 255) -> list[int]:
    """Return a colour as red, green, blue and opacity."""
    return [*(int(colour[at : at + 2], 16) for at in (1, 3, 5)), opacity]


def ink_on(colour: str) -> str:
    """Return black or white, whichever can be read better on a colour (relative luminance of WCAG 2.2)."""
    parts = [part / 255 for part in rgb(colour)[:3]]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    light = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    return "#000000" if (light + 0.05) / 0.05 >= 1.05 / (light + 0.05) else "#FFFFFF"
