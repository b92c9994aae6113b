"""What is asked for when a chart is made."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.figure.model import Kind


@dataclass(frozen=True)
class Asked:
    """A wish for a chart.

    Attributes:
        indicator_ids: One, or several to compare; the first gives a programme's small multiples their programme.
        kind: None is the kind that is usual for the indicator.
        first_year: First fiscal year; None is the first that there is.
        last_year: Last fiscal year.
        scale: Of `numbers.SCALES`.
        title: In place of the title that is written from the figures; so are `subtitle` and `note`.
    """

    indicator_ids: tuple[str, ...]
    kind: Kind | None = None
    first_year: int | None = None
    last_year: int | None = None
    scale: str = "plain"
    title: str | None = None
    subtitle: str | None = None
    note: str | None = None
