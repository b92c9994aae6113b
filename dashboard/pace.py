"""The pace that a target needs beside the pace of late: pure arithmetic on a target's status."""

from __future__ import annotations

import math
from dataclasses import dataclass

from warehouse.status import TargetStatus


@dataclass(frozen=True)
class Pace:
    """A change per year. `reached` is the fiscal year in which it would reach the target; None if never."""

    kind: str
    per_year: float
    from_year: int | None
    to_year: int | None
    reached: int | None


def paces(status: TargetStatus) -> list[Pace]:
    """Return the needed pace, last year's, and the mean of the last three years, as far as they are known.

    Empty where the target has no deadline before it, because then no pace is needed.
    """
    if status.needed_per_year is None or status.fiscal_year is None or status.gap is None:
        return []
    year = status.fiscal_year
    found = [Pace("needed", status.needed_per_year, year, status.target_fiscal_year, status.target_fiscal_year)]
    if status.change is not None and status.previous_fiscal_year is not None:
        found.append(
            Pace("last_year", status.change, status.previous_fiscal_year, year, _reached(status, status.change))
        )
    if status.recent_per_year is not None:
        recent = status.recent_per_year
        found.append(Pace("three_years", recent, year - 3, year, _reached(status, recent)))
    return found


def _reached(status: TargetStatus, per_year: float) -> int | None:
    if status.gap is None or status.fiscal_year is None or per_year * status.gap <= 0:
        return None
    return status.fiscal_year + math.ceil(status.gap / per_year - 1e-9)


def extension(status: TargetStatus) -> float | None:
    """Return the value in the target year if the mean of the last three years went on; no forecast."""
    if status.recent_per_year is None or status.remaining_years is None or status.value is None:
        return None
    return status.value + status.recent_per_year * status.remaining_years
