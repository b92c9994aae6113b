"""Colours of charts, from the official palette (Blue). The style sheet and `config.toml` name the same values."""

from __future__ import annotations

from pathlib import Path

ACTUAL = "#0017C1"
EXTENSION = "#3460FB"
BAND = "#E8F1FE"
GOOD_BAND = "#C5D7FB"
INK = "#000000"
NEUTRAL = "#626264"
AXIS = "#8A8A8A"
GRID = "#E6E6E6"
BAD = "#CE0000"
CARD = "#F8F8FB"


def style_sheet() -> str:
    """Return the style sheet of the pages."""
    return Path(__file__).with_name("style.css").read_text(encoding="utf-8")
