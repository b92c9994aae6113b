"""Dividing values into classes for a choropleth: by equal numbers of areas, equal steps, or natural breaks."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

METHODS = ("quantile", "equal", "natural")
MOST = 5


@dataclass(frozen=True)
class Classes:
    """Upper ends of the classes but the last, rising, as they are printed in the legend, and the extremes.

    A value belongs to the first class whose upper end it does not exceed.
    """

    method: str
    ends: tuple[float, ...]
    lowest: float
    highest: float

    @property
    def count(self) -> int:
        """Number of classes."""
        return len(self.ends) + 1

    def of(self, value: float) -> int:
        """The class of a value, from 0."""
        return bisect_left(self.ends, value)

    def bounds(self, number: int) -> tuple[float, float]:
        """The end of the class below (or the lowest value) and the end of a class (or the highest)."""
        edges = (self.lowest, *self.ends, self.highest)
        return edges[number], edges[number + 1]


def classify(values: Iterable[float], method: str, decimals: int, most: int = MOST) -> Classes | None:
    """Divide values into at most `most` classes; None where there is no value.

    Ends are rounded to `decimals`, so that the legend says exactly what is drawn; ends that fall together, and classes
    that would be empty, are left out.

    Args:
        values: Of the areas, in any order.
        method: `quantile` (as many areas in each), `equal` (steps of one width), `natural` (Fisher-Jenks).
        decimals: Of the measure.
        most: Number of classes aimed at.
    """
    found = sorted(values)
    if not found:
        return None
    lowest, highest = found[0], found[-1]
    ends = sorted({_rounded(end, decimals) for end in _ends(found, method, most)})
    classes = Classes(method, tuple(end for end in ends if lowest <= end < highest), lowest, highest)
    filled = {classes.of(value) for value in found}
    kept = tuple(end for number, end in enumerate(classes.ends) if number in filled)
    return Classes(method, kept, lowest, highest)


def _ends(found: Sequence[float], method: str, most: int) -> list[float]:
    lowest, highest = found[0], found[-1]
    if method == "equal":
        return [lowest + (highest - lowest) * part / most for part in range(1, most)]
    if method == "natural" and len(set(found)) > most:
        import jenkspy

        return [float(end) for end in jenkspy.jenks_breaks(found, n_classes=most)[1:-1]]
    if method == "natural":
        return sorted(set(found))[:-1]
    return [found[min(len(found) - 1, (len(found) * part + most - 1) // most - 1)] for part in range(1, most)]


def _rounded(value: float, decimals: int) -> float:
    return float(Decimal(repr(value)).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP))
