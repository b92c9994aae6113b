"""How a chart writes its figures: as they are, in 万, or in 億, by the language and the unit."""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Decimal

from dashboard.formats import quantity
from warehouse.numbers import MINUS, large_ja, number, rounded

# What figures can be written in: as they are, or in units of ten thousand.
SCALES = ("plain", "man")
_MAN = 10_000


@dataclass(frozen=True)
class Numbers:
    """Writes figures of one unit. `scale` `man` writes 41.3万件 for 412,862件; English has no such unit."""

    unit: str
    lang: str
    decimals: int
    scale: str = "plain"

    @property
    def in_man(self) -> bool:
        """Whether figures are written in 万."""
        return self.scale == "man" and self.lang == "ja" and not self.unit.startswith("%")

    def said(self, value: float, *, approximate: bool = False) -> str:
        """Write a figure with its unit: `7,910人`, `0.79万人`."""
        if self.in_man:
            exact = Decimal(repr(value)) / _MAN
            about = "約" if approximate or exact != rounded(float(exact), 2) else ""
            return f"{about}{self._man(value)}{self.unit}"
        return str(quantity(value, self.unit, self.lang, decimals=self.decimals, approximate=approximate))

    def short(self, value: float, *, approximate: bool = False) -> str:
        """Write a figure without its unit; 億円 and 万円 keep theirs."""
        if self.in_man:
            return self._man(value)
        found = quantity(value, self.unit, self.lang, decimals=self.decimals, approximate=approximate)
        kept = found.unit.removesuffix(self.unit.strip()) if self.lang == "ja" else ""
        return found.number + kept

    def level(self, value: float) -> str:
        """Write a round value of an axis."""
        if self.in_man:
            return self._man(value)
        if self.lang == "ja" and abs(value) >= 1e8:
            return large_ja(value)
        decimals = 0
        while decimals < 6 and not math.isclose(value, float(rounded(value, decimals)), rel_tol=1e-9):
            decimals += 1
        return number(value, decimals)

    def _man(self, value: float) -> str:
        if not value:
            return "0"
        exact = Decimal(repr(value)) / _MAN
        decimals = 2 if abs(exact) < 10 else 1
        text = f"{abs(rounded(float(exact), decimals)):,f}"
        text = text.rstrip("0").rstrip(".") if "." in text else text
        return (MINUS if value < 0 else "") + text + "万"


def levels(lowest: float, highest: float, count: int = 5) -> list[float]:
    """Choose about `count` round steps that cover a range and hold 0, so that an axis begins there."""
    low, high = min(lowest, 0.0), max(highest, 0.0)
    if high == low:
        return [0.0, 1.0]
    rough = (high - low) / count
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(factor * power for factor in (1, 2, 2.5, 5, 10) if factor * power >= rough * (1 - 1e-9))
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [place * step for place in range(first, last + 1)]
