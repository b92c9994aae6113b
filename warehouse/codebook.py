"""The codebook: what the columns of a slice mean, what each indicator is, and for which years and areas it has values.

Everything derives from `columns.yml`, from the catalogue inside the release and from its observations.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

import polars as pl
from pydantic import TypeAdapter

from warehouse.catalogue import Indicator, Programme
from warehouse.citation import credit_lines
from warehouse.codebook_words import described
from warehouse.database import frame as run
from warehouse.declared import Declared, read_yaml
from warehouse.release import Release

LANGUAGES = ("ja", "en")
_PATH = Path(__file__).with_name("columns.yml")
_COVERAGE = """
select
    o.indicator_id,
    o.fiscal_year,
    a.level,
    count(distinct o.area_code) filter (o.breakdown = '' and o.value is not null) as area_count,
    count(*) filter (o.value is not null) as value_count,
    count(distinct o.breakdown) filter (o.breakdown <> '' and o.value is not null) as breakdown_count,
    count(*) filter (o.value is null) as missing_count,
    list(distinct o.publication_id) as publication_ids
from fact_observation as o
join dim_area as a using (area_code)
join dim_publication as p using (publication_id)
where ($known_on::date is null or p.published_on <= $known_on::date)
    and ($indicators::varchar[] is null or list_contains($indicators::varchar[], o.indicator_id))
group by o.indicator_id, o.fiscal_year, a.level
order by fiscal_year nulls last, list_position(['country', 'prefecture', 'municipality', 'ward'], level)
"""


class Column(Declared):
    """A column of a slice. `type` is a word of Table Schema; `is_detail` marks those that only the Python API adds."""

    name: str
    type: Literal["string", "integer", "number", "boolean", "date"]
    explanation_ja: str
    explanation_en: str
    required: bool = False
    pattern: str | None = None
    enum: tuple[str, ...] | None = None
    is_detail: bool = False

    def constraints(self) -> dict[str, object]:
        """The constraints in the words of Table Schema."""
        found = {"required": self.required or None, "pattern": self.pattern, "enum": self.enum and list(self.enum)}
        return {name: value for name, value in found.items() if value}


@dataclass(frozen=True)
class Coverage:
    """The values of an indicator in one fiscal year (None: the sources state no period) and level of areas.

    `area_count` areas have a total; `value_count` values there are in all, `breakdown_count` different breakdowns;
    `missing_count` marks of missing values are none of them.
    """

    fiscal_year: int | None
    level: str
    area_count: int
    value_count: int
    breakdown_count: int
    missing_count: int


@dataclass(frozen=True)
class Entry:
    """An indicator, its programme, its coverage from the oldest year, and the publications that state it.

    `credit_lines` are those that the publications ask for, each once; they are Japanese.
    """

    indicator: Indicator
    programme: Programme
    coverage: tuple[Coverage, ...]
    publication_ids: tuple[str, ...]
    credit_lines: tuple[str, ...]

    @property
    def years(self) -> tuple[int, ...]:
        """The fiscal years that have a value."""
        return tuple(sorted({one.fiscal_year for one in self.coverage if one.fiscal_year and one.value_count}))


@cache
def columns() -> tuple[Column, ...]:
    """Return the columns of a slice in the order of the contract, then those of the Python API."""
    return TypeAdapter(tuple[Column, ...]).validate_python(read_yaml(_PATH, _PATH.name))


def codebook(
    release: Release, indicator_ids: Sequence[str] | None = None, as_known_on: dt.date | None = None
) -> tuple[Entry, ...]:
    """Describe indicators, in the order of the catalogue.

    Args:
        release: Where they come from.
        indicator_ids: Those to describe; None is all.
        as_known_on: Coverage by what dated publications had stated up to that day.

    Raises:
        NotFound: The catalogue of the release has no such indicator.
    """
    wanted = None if indicator_ids is None else [release.catalogue.indicator(one).id for one in indicator_ids]
    found: dict[str, list[Coverage]] = {}
    stated: dict[str, set[str]] = {}
    parameters = {"known_on": as_known_on, "indicators": wanted}
    for indicator_id, *told, publications in run(release.connection, _COVERAGE, parameters).iter_rows():
        found.setdefault(indicator_id, []).append(Coverage(*told))
        stated.setdefault(indicator_id, set()).update(publications)
    chosen = [one for one in release.catalogue.indicators.values() if wanted is None or one.id in wanted]
    return tuple(_entry(release, one, found.get(one.id, ()), stated.get(one.id, set())) for one in chosen)


def _entry(release: Release, one: Indicator, coverage: Iterable[Coverage], stated: set[str]) -> Entry:
    publication_ids = [name for name in release.publications()["publication_id"] if name in stated]
    programme = release.catalogue.by_programme[one.programme]
    credits = credit_lines(release, publication_ids)
    return Entry(one, programme, tuple(coverage), tuple(publication_ids), tuple(credits))


def runs(coverage: Iterable[Coverage]) -> list[list[Coverage]]:
    """Put the coverage of one level of areas together: years in a row with the same counts are one run."""
    found: list[list[Coverage]] = []
    for cover in coverage:
        if found and _continues(found[-1][-1], cover):
            found[-1].append(cover)
        else:
            found.append([cover])
    return found


def _continues(last: Coverage, cover: Coverage) -> bool:
    follows = last.fiscal_year is not None and last.fiscal_year + 1 == cover.fiscal_year
    counts = [(one.area_count, one.breakdown_count, one.missing_count) for one in (last, cover)]
    return follows and counts[0] == counts[1]


def matrix(entries: Sequence[Entry]) -> tuple[list[int | None], list[tuple[Entry, str, dict[int | None, str]]]]:
    """Return coverage as a matrix of indicators and levels by years.

    Returns:
        The years, oldest first, None (no period stated) last; and for each indicator and level the marks by year:
        ● a national total, a number the areas that have a total, △ breakdowns only, × marks of missing values only.
    """
    found = {cover.fiscal_year for entry in entries for cover in entry.coverage}
    years: list[int | None] = [*sorted(year for year in found if year is not None)]
    years += [None] if None in found else []
    rows = [
        (entry, level, {one.fiscal_year: _mark(one) for one in entry.coverage if one.level == level})
        for entry in entries
        for level in dict.fromkeys(one.level for one in entry.coverage)
    ]
    return years, rows


def _mark(cover: Coverage) -> str:
    if cover.area_count:
        return "●" if cover.level == "country" else f"{cover.area_count:,}"
    return "△" if cover.value_count else "×"


_NUMBERS = ("decimals", "first_fiscal_year", "last_fiscal_year", "value_count")
# Names and order of what a file says of each indicator.
ENTRY_COLUMNS = (
    *("indicator_id", "name_ja", "name_en", "programme", "programme_ja", "programme_en"),
    *("policy_area_ja", "policy_area_en", "unit", "unit_en", "definition_ja", "definition_en"),
    *("period", "period_ja", "period_en", "denominator_ja", "denominator_en"),
    *("direction", "direction_ja", "direction_en", "decimals", "levels"),
    *("breakdowns_sum", "breakdowns_ja", "breakdowns_en", "breaks_ja", "breaks_en", "notes_ja", "notes_en"),
    *("states_ja", "states_en", "unlisted_ja", "unlisted_en", "areas_ja", "areas_en", "related", "share_of"),
    *("first_fiscal_year", "last_fiscal_year", "value_count", "fetched", "publications", "credit"),
)


def entry_row(entry: Entry) -> dict[str, object]:
    """Return an entry as one flat object of `ENTRY_COLUMNS`, in both languages.

    Several notes, breaks or credit lines are one text, line by line; several ids stand in one text with blanks between.
    """
    one, programme, years = entry.indicator, entry.programme, entry.years
    row = {
        "indicator_id": one.id,
        "name_ja": one.name_ja,
        "name_en": one.name_en,
        "programme": programme.programme,
        "programme_ja": programme.name_ja,
        "programme_en": programme.name_en,
        "policy_area_ja": programme.policy_area,
        "policy_area_en": programme.policy_area_en,
        "unit": one.unit,
        "unit_en": one.unit_en,
        "definition_ja": one.definition_ja,
        "definition_en": one.definition_en,
        "period": one.period,
        "direction": one.direction,
        "decimals": one.decimals,
        "levels": " ".join(one.levels),
        "breakdowns_sum": one.breakdowns_sum,
        "related": " ".join(one.related) or None,
        "share_of": one.share_of,
        "first_fiscal_year": years[0] if years else None,
        "last_fiscal_year": years[-1] if years else None,
        "value_count": sum(cover.value_count for cover in entry.coverage),
        "fetched": one.fetched,
        "publications": " ".join(entry.publication_ids) or None,
        "credit": "\n".join(entry.credit_lines) or None,
    }
    for lang in LANGUAGES:
        row |= {f"{name}_{lang}": "\n".join(said) or None for name, said in described(one, lang).items()}
    return {name: row[name] for name in ENTRY_COLUMNS}


def entry_frame(entries: Iterable[Entry]) -> pl.DataFrame:
    """Return entries as a frame with the columns of `ENTRY_COLUMNS`, one row each: texts, and numbers as Int64."""
    schema = {name: pl.Int64 if name in _NUMBERS else pl.String for name in ENTRY_COLUMNS}
    return pl.DataFrame([entry_row(one) for one in entries], schema=schema)


def coverage_frame(entries: Iterable[Entry]) -> pl.DataFrame:
    """Return the coverage of entries in long form: indicator_id and the fields of `Coverage`."""
    rows = [(one.indicator.id, *vars(cover).values()) for one in entries for cover in one.coverage]
    counts = ("area_count", "value_count", "breakdown_count", "missing_count")
    schema = {"indicator_id": pl.String, "fiscal_year": pl.Int64, "level": pl.String, **dict.fromkeys(counts, pl.Int64)}
    return pl.DataFrame(rows, schema=schema, orient="row")
