"""Proportional symbols: the area of a circle is in proportion to an amount."""

from __future__ import annotations

import math
from functools import lru_cache

# Radius of a symbol of 1, and of the largest whatever its amount, in points of the screen: nationally, in a prefecture.
UNIT_RADIUS = {True: 4.0, False: 6.0}
LARGEST_RADIUS = {True: 16.0, False: 26.0}
# Radius of the mark of a shared one against that of a symbol of 1, which it covers.
SHARED_RADIUS = 1.45
_SMALLEST_MARK = 3.0


def symbol_scale(largest: float, *, whole_country: bool) -> float:
    """Return the radius of a symbol of 1: small where the largest amount would fill the map otherwise."""
    if largest <= 0:
        return 0.0
    return min(UNIT_RADIUS[whole_country], LARGEST_RADIUS[whole_country] / math.sqrt(largest))


def shared_radius(scale: float) -> float:
    """Return the radius of the mark of a shared one."""
    return max(scale, _SMALLEST_MARK) * SHARED_RADIUS


@lru_cache(maxsize=256)
def largest_of(amounts: frozenset[float]) -> float:
    """Return the largest amount, 0 where there is none: asked for by every choice of the same figures."""
    return max(amounts, default=0)


@lru_cache(maxsize=256)
def examples(amounts: frozenset[float]) -> tuple[float, ...]:
    """Return up to three amounts, rising, by which a legend explains the sizes of symbols.

    Few different amounts are all shown; of many, round ones up to the largest.
    """
    found = {amount for amount in amounts if amount > 0}
    if len(found) <= 3:
        return tuple(sorted(found))
    largest = largest_of(amounts)
    return tuple(sorted({_round_below(largest / part) for part in (1, 6, 40)} - {0.0}))


def _round_below(amount: float) -> float:
    power = 10.0 ** math.floor(math.log10(amount))
    return next(step * power for step in (5, 3, 2, 1) if step * power <= amount) if amount >= 1 else 0.0
