"""Texts that a spreadsheet would run as a formula, and how they are kept from it.

A cell is dangerous where its text begins, whatever white space stands before, with = + - @ (also full-width) or with a
control character. In CSV it gets an apostrophe in front; formats with types hold it as it is.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

_SIGNS = r"[=+\-@＝＋－＠]"
# As DuckDB and polars write regular expressions, and as Python does.
FORMULA = rf"^[\s\p{{Z}}]*{_SIGNS}|^[\x00-\x1f]"
_FORMULA = re.compile(rf"\s*{_SIGNS}|[\x00-\x1f]")


def guarded_text(text: str) -> str:
    """Return a text with an apostrophe in front where it would begin a formula."""
    return "'" + text if _FORMULA.match(text) else text


def guarded(frame: pl.DataFrame) -> pl.DataFrame:
    """Return a frame in which no text begins a formula."""
    import polars as pl

    texts = pl.col(pl.String)
    return frame.with_columns(pl.when(texts.str.contains(FORMULA)).then("'" + texts).otherwise(texts).name.keep())
