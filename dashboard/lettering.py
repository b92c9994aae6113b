"""The shipped Japanese typeface: how long words are, where lines break, and the outlines of letters.

Lines are broken by the rules of Unicode (UAX 14), which keep Japanese punctuation off the beginning of a line, and a
figure stays with its unit. Lengths are those of the typeface itself, so they are the same in every size and every form.
"""

from __future__ import annotations

import importlib.util
import re
import threading
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.font_manager import get_font
from matplotlib.ft2font import LoadFlags
from matplotlib.path import Path as Outline
from uniseg.linebreak import line_break_units  # type: ignore[import-untyped]

from warehouse.eras import UNBROKEN

# Places that Unicode would break: figure and unit, inside a unit (43団体), sign and figure, inside what names a year.
_KEPT_TOGETHER = re.compile(
    rf"[0-9]\n[^\W\d_]|[0-9][^\W\d_\u3041-\u3096]{{1,3}}\n[^\W\d_\u3041-\u3096]|[+−]\n|{UNBROKEN}"
)
_lock = threading.Lock()


@cache
def typeface() -> Path:
    """Return the file of the shipped typeface."""
    found = importlib.util.find_spec("matplotlib_fontja")
    assert found is not None
    assert found.submodule_search_locations is not None
    return Path(found.submodule_search_locations[0]) / "fonts" / "ipaexg.ttf"


@lru_cache(maxsize=4096)
def glyph(letter: str) -> tuple[float, Any, Any]:
    """Return how far a letter moves the pen, and its outline (vertices with y upwards, codes), in ems.

    A letter that the typeface lacks is drawn as its empty box; `missing` says which those are.
    """
    with _lock:
        face = get_font(str(typeface()))
        loaded = face.load_char(ord(letter), flags=LoadFlags.NO_SCALE)
        vertices, codes = face.get_path()
        em = float(face.units_per_EM)
        # In units of the typeface; matplotlib takes them for 64ths of a pixel.
        return loaded.horiAdvance / em, np.asarray(vertices) * 64 / em, codes


@lru_cache(maxsize=8192)
def advance(words: str) -> float:
    """Return how long a line of text is, in ems."""
    return sum(glyph(letter)[0] for letter in words)


@lru_cache(maxsize=2048)
def lettering(words: str) -> Outline:
    """Return the outline of a line of text in ems, y upwards, from its beginning on the base line."""
    pen, vertices, codes = 0.0, [np.empty((0, 2))], [np.empty(0, dtype=np.uint8)]
    for letter in words:
        step, places, marks = glyph(letter)
        if len(places):
            vertices.append(places + np.array((pen, 0.0)))
            codes.append(marks)
        pen += step
    return Outline(np.concatenate(vertices), np.concatenate(codes))


def missing(words: str) -> str:
    """Return the letters that the typeface lacks."""
    with _lock:
        face = get_font(str(typeface()))
        return "".join(dict.fromkeys(letter for letter in words if not face.get_char_index(ord(letter))))


def _units(words: str) -> Iterator[str]:
    kept = ""
    for unit in line_break_units(words):
        if kept and not _KEPT_TOGETHER.search(f"{kept}\n{unit}"):
            yield kept
            kept = ""
        kept += unit
    if kept:
        yield kept


@lru_cache(maxsize=4096)
def unbroken(words: str) -> tuple[str, ...]:
    """Return the parts between which a line may break; a figure and its unit are one part."""
    return tuple(_units(words))


@cache
def _phrases() -> Any:
    import budoux

    return budoux.load_default_japanese_parser()


@lru_cache(maxsize=1024)
def phrased(words: str) -> tuple[str, ...]:
    """Return the phrases of a Japanese heading (文節), which are broken only where a line may break."""
    ends, at = set(), 0
    for phrase in _phrases().parse(words):
        at += len(phrase)
        ends.add(at)
    kept, found, at = "", [], 0
    for unit in unbroken(words):
        kept, at = kept + unit, at + len(unit)
        if at in ends or unit.endswith((" ", "\u3000")):
            found.append(kept)
            kept = ""
    return (*found, kept) if kept else tuple(found)


def wrapped(words: str, room: float, *, by_phrase: bool = False) -> list[str]:
    """Break words into lines no longer than `room` ems; a single part that is longer stands alone.

    By phrase, a heading is broken as it is read; where a phrase is longer than the room, anywhere that is allowed.
    """
    parts = phrased(words) if by_phrase else unbroken(words)
    if by_phrase and any(advance(part.rstrip()) > room for part in parts):
        parts = unbroken(words)
    lines, long = [""], 0.0
    for unit in parts:
        if lines[-1] and long + advance(unit.rstrip()) > room:
            lines.append("")
            long = 0.0
        lines[-1] += unit
        long += advance(unit)
    return [line.rstrip() for line in lines]
