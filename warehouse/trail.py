"""The trail of one value: from the release back to the place where it is printed, and the checks on the way."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import polars as pl

from warehouse.database import frame
from warehouse.errors import NotFound
from warehouse.release import Release

_KEY = """
    o.indicator_id = $indicator_id
    and o.area_code = $area_code
    and o.fiscal_year is not distinct from $fiscal_year::smallint
    and o.breakdown = $breakdown
"""
_FOUND = f"""
select
    o.*,
    i.name_ja as indicator_name,
    i.name_en as indicator_name_en,
    a.name_ja as area_name,
    y.era_year
from fact_observation as o
join dim_indicator as i using (indicator_id)
join dim_area as a using (area_code)
left join dim_fiscal_year as y using (fiscal_year)
where {_KEY}
    and o.as_of is not distinct from $as_of::date
    and o.publication_id = $publication_id
"""
# Everything that publications state for the same indicator, area, year and breakdown; the newest publication first.
_OTHERS = f"""
select
    o.publication_id,
    p.title,
    p.published_text,
    o.as_of,
    o.value,
    o.as_printed,
    o.obs_status
from fact_observation as o
join dim_publication as p using (publication_id)
where {_KEY}
order by p.published_on desc nulls last, o.as_of desc nulls last, o.publication_id
"""


@dataclass(frozen=True)
class ObservationKey:
    """What names one observation: no two rows of a release have the same key."""

    indicator_id: str
    area_code: str
    publication_id: str
    fiscal_year: int | None = None
    as_of: dt.date | None = None
    breakdown: str = ""


@dataclass(frozen=True)
class Trail:
    """Where a value comes from.

    Attributes:
        observation: The row: names, value, unit, as_printed, locator, note, file and line of the transcription.
        publication: Title, publisher, day, address, licence, credit, how it came here.
        release: Id, day of publication, digest, and `input_sha256` of the file that holds the row.
        checks: The checks that looked at every observation, this one among them: id, titles, status.
        statements: Derived statements of publications whose formula uses the indicator, with their recomputation.
        corrections: Typing errors of ours that were mended in the same file.
        others: All values that publications state for the same indicator, area, year and breakdown.
        is_current: Whether it is the current value of these.
        current: The publication and the day of the current one; None where none of them is.
    """

    observation: dict[str, Any]
    publication: dict[str, Any]
    release: dict[str, Any]
    checks: list[dict[str, Any]]
    statements: list[dict[str, Any]]
    corrections: list[dict[str, Any]]
    others: list[dict[str, Any]]
    is_current: bool
    current: dict[str, Any] | None

    def as_dict(self) -> dict[str, Any]:
        """The trail as nested objects; days as ISO 8601."""
        return asdict(self)


def trail(release: Release, key: ObservationKey) -> Trail:
    """Follow one observation back.

    Raises:
        NotFound: The release has no such observation.
    """
    parameters = asdict(key)
    # No release has a year that its column cannot hold.
    is_year = key.fiscal_year is None or abs(key.fiscal_year) < 2**15
    rows = frame(release.connection, _FOUND, parameters).to_dicts() if is_year else []
    if not rows:
        raise NotFound(
            f"リリース「{release.release_id}」に、指標「{key.indicator_id}」、地域「{key.area_code}」、"
            f"資料「{key.publication_id}」のその値はありません。年度、時点、内訳を確かめてください。"
        )
    observation = rows[0]
    same = {name: value for name, value in parameters.items() if name not in {"publication_id", "as_of"}}
    current = _current(release, key)
    return Trail(
        observation=observation,
        publication=release.publications().filter(pl.col("publication_id") == key.publication_id).to_dicts()[0],
        release=_release(release, observation["file"]),
        checks=_checks(release.gate["checks"]),
        statements=_statements(release, key),
        corrections=_corrections(release, observation),
        others=frame(release.connection, _OTHERS, same).to_dicts(),
        is_current=current is not None
        and (current["publication_id"], current["as_of"]) == (key.publication_id, key.as_of),
        current=current,
    )


def _current(release: Release, key: ObservationKey) -> dict[str, Any] | None:
    year = key.fiscal_year
    found = release.observations(
        [key.indicator_id], [key.area_code], first_year=year, last_year=year, current=True, breakdowns=None
    )
    same = found.filter(
        (pl.col("breakdown") == key.breakdown) & pl.col("fiscal_year").eq_missing(pl.lit(year, dtype=pl.Int16))
    )
    rows = same.select("publication_id", "as_of", "value", "unit").to_dicts()
    return rows[0] if rows else None


def _release(release: Release, file: str | None) -> dict[str, Any]:
    inputs: dict[str, str] = release.manifest["inputs"]
    # A publication lies in the folder of publications or among those that were fetched.
    named = [sha for name, sha in inputs.items() if file and name.partition("/")[2] == file]
    return {
        "release_id": release.release_id,
        "published_at": release.published_at.isoformat(),
        "digest": release.manifest["digest"],
        "input_sha256": named[0] if named else None,
    }


def _checks(checks: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The checks of observations. Each covers the whole table; a warning need not be about this value."""
    names = ("check_id", "title_ja", "title_en", "severity", "status", "rows_checked", "failing")
    # One that compares with the release before looked at nothing where there was none.
    looked = [one for one in checks if one.get("table") == "fact_observation" and one["rows_checked"]]
    return [{name: one[name] for name in names} for one in looked]


def _statements(release: Release, key: ObservationKey) -> list[dict[str, Any]]:
    used = re.compile(rf"['\"]{re.escape(key.indicator_id)}['\"]")
    names = (
        "publication_id",
        "id",
        "about",
        "locator",
        "printed",
        "recomputed",
        "method",
        "agrees",
        "exception_reason",
    )
    rows = release.statements().iter_rows(named=True)
    return [{name: row[name] for name in names} for row in rows if used.search(row["formula"] or "")]


def _corrections(release: Release, observation: dict[str, Any]) -> list[dict[str, Any]]:
    name = str(observation["file"]).rpartition("/")[2]
    found = release.corrections().filter(pl.col("publication_id") == observation["publication_id"])
    return [row for row in found.to_dicts() if str(row["file"]).rpartition("/")[2] == name]
