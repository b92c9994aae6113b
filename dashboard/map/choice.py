"""What the reader chose to see on the map."""

from __future__ import annotations

from dataclasses import dataclass

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
