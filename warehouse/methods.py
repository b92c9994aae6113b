"""Two published ways to judge progress between a base year and a target. Pure and exact arithmetic.

Values enter as they were published (0.1 is a tenth) and are computed with 50 digits, so that a ratio that is exactly
0.95 is classed as 0.95. docs/progress.md derives the formulas and names their sources.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Context, Decimal
from fractions import Fraction

# Digits carried, and digits kept before a ratio is compared with a boundary: noise of the roots lies far beyond them.
_EXACT = Context(prec=50)
_KEPT = Decimal(1).scaleb(-30)

# Eurostat, Sustainable development in the European Union (indicators with a quantitative target): lowest ratio of
# each class; below zero the indicator moves away from its target.
GRADES = ((Decimal("0.95"), "on_course"), (Decimal("0.60"), "moderate"), (Decimal(0), "insufficient"))
AWAY = "moving_away"


@dataclass(frozen=True)
class Window:
    """What both methods compare: the base year's value, the newest value and the target.

    Years are fiscal years; `year` may not lie beyond `target_year`.
    """

    base_year: int
    base: float
    year: int
    value: float
    target_year: int
    target: float
    up: bool = True


@dataclass(frozen=True)
class Eurostat:
    """Ratio of the actual to the required compound annual growth rate. Rates and ratio are plain numbers (0.1 is 10 %).

    `required_value` is what the required rate gives for the year of the newest value.
    """

    actual: float
    required: float
    ratio: float
    grade: str
    required_value: float


@dataclass(frozen=True)
class Elapsed:
    """Share of the way made beside the share of the time elapsed. `grade` is A at or above it, B below.

    `required_value` is the straight line's value for the year of the newest value.
    """

    progress: float
    elapsed: float
    grade: str
    required_value: float


def exact(value: float) -> Fraction:
    """Return the number as it was written, not as its binary neighbour."""
    return Fraction(repr(value))


def eurostat(window: Window) -> Eurostat | str:
    """Compare growth rates: R = CAGR actual / CAGR required, CAGR = (later / earlier)^(1 / years) − 1.

    Returns:
        The result, or the code of the reason why there is none: those of `elapsed_share`, `base_zero` (a rate needs a
        positive base), `goal_zero` (no constant rate leads to zero), `negative`.
    """
    if reason := _why_not(window):
        return reason
    if window.base == 0:
        return "base_zero"
    if window.target == 0:
        return "goal_zero"
    if min(window.base, window.target, window.value) < 0:
        return "negative"
    years = window.year - window.base_year
    actual = _growth(window.base, window.value, years)
    required = _growth(window.base, window.target, window.target_year - window.base_year)
    ratio = _EXACT.divide(actual, required).quantize(_KEPT, context=_EXACT)
    on_curve = _EXACT.multiply(_decimal(window.base), _EXACT.power(1 + required, years))
    return Eurostat(float(actual), float(required), float(ratio), _grade(ratio), float(on_curve))


def elapsed_share(window: Window) -> Elapsed | str:
    """Compare (value − base) / (target − base) with the share of the period that has elapsed.

    Returns:
        The result, or the code of the reason why there is none: `period` (no years between base and target),
        `one_observation` (no value after the base year), `base_meets_target` (nothing is left to achieve).
    """
    if reason := _why_not(window):
        return reason
    base, way = exact(window.base), exact(window.target) - exact(window.base)
    progress = (exact(window.value) - base) / way
    elapsed = Fraction(window.year - window.base_year, window.target_year - window.base_year)
    grade = "A" if progress >= elapsed else "B"
    return Elapsed(float(progress), float(elapsed), grade, float(base + way * elapsed))


def _why_not(window: Window) -> str | None:
    if window.target_year <= window.base_year:
        return "period"
    if window.year <= window.base_year:
        return "one_observation"
    if window.base >= window.target if window.up else window.base <= window.target:
        return "base_meets_target"
    return None


def _growth(earlier: float, later: float, years: int) -> Decimal:
    ratio = _EXACT.divide(_decimal(later), _decimal(earlier))
    return _EXACT.subtract(_EXACT.power(ratio, _EXACT.divide(Decimal(1), Decimal(years))), Decimal(1))


def _decimal(value: float) -> Decimal:
    return Decimal(repr(value))


def _grade(ratio: Decimal) -> str:
    return next((name for bound, name in GRADES if ratio >= bound), AWAY)
