"""Small targets and indicators for the tests of progress, state and words."""

from __future__ import annotations

import datetime as dt
from typing import Any

from warehouse.catalogue import Catalogue, Indicator, Target
from warehouse.progress import Observed, progress_of
from warehouse.status import TargetStatus, judge

_TEXTS = ("name_ja", "name_en", "short_ja", "short_en", "unit_en", "definition_ja", "definition_en", "bounds_reason")
_ABSENT = ("deadline_ja", "deadline_en", "decided_on", "document_ja", "document_en", "indicator_id", "value")


def indicator(**changes: Any) -> Indicator:
    """An indicator `members` of persons, more of whom are better."""
    given = {
        **dict.fromkeys(_TEXTS, "x"),
        "id": "members",
        "unit": "人",
        "family": "series",
        "direction": "up",
        "decimals": 0,
        "period": "fiscal_year",
        "bounds": [0, None],
    }
    return Indicator.model_validate({**given, **changes})


def target(**changes: Any) -> Target:
    """10,000 persons by FY2026, counted from FY2021."""
    given = {
        **dict.fromkeys(_ABSENT),
        "target_id": "t",
        "name_ja": "隊員数",
        "name_en": "members",
        "indicator_id": "members",
        "kind": "level",
        "value": 10000,
        "unit": "人",
        "unit_en": "persons",
        "fiscal_year": 2026,
        "wording": "x",
        "publication_id": "p",
        "locator": "x",
        "base_fiscal_year": 2021,
        "status": "active",
    }
    return Target.model_validate({**given, **changes})


def years(values: dict[int, float], **changes: Any) -> list[Observed]:
    """Observations of whole fiscal years."""
    told = {"as_of": None, "obs_status": "A", "approximate": False, **changes}
    return [Observed(fiscal_year=year, value=value, **told) for year, value in values.items()]


def on_day(day: str, value: float, **changes: Any) -> Observed:
    """An observation as of a day."""
    date = dt.date.fromisoformat(day)
    fiscal_year = date.year if date.month >= 4 else date.year - 1
    return Observed(**{"obs_status": "A", "approximate": False, **changes}, **_at(fiscal_year, date, value))


def _at(fiscal_year: int, as_of: dt.date, value: float) -> dict[str, Any]:
    return {"fiscal_year": fiscal_year, "as_of": as_of, "value": value}


def status(
    aim: Target, observed: list[Observed], day: str = "2025-07-01", about: Indicator | None = None
) -> TargetStatus:
    """Judge a target on a day."""
    about = about or indicator()
    catalogue = Catalogue(programmes=(), indicators={about.id: about}, targets=(aim,))
    found = progress_of(aim, about if aim.indicator_id else None, observed, 47)
    return judge(aim, catalogue, found, dt.date.fromisoformat(day))
