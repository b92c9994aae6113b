"""What the reader chose to see on the map."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.map.measures import PREFECTURE

COUNTRY = "00000"


@dataclass(frozen=True)
class MapChoice:
    """What the reader chose. `pref` and `area` are codes, or 00000 for none."""

    indicator_id: str
    part: str
    period: str
    since: str
    measure: str
    level: str
    pref: str
    area: str
    method: str
    phone: bool = False

    @property
    def is_whole(self) -> bool:
        """Whether the map is one of the whole country."""
        return self.pref == COUNTRY or self.level == PREFECTURE
