"""What an address may ask: every parameter is known, typed and given once, or the answer is 400."""

from __future__ import annotations

import datetime as dt
import re
from typing import Annotated, Literal

from fastapi import Depends, Request
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from dashboard.api.problems import Refused
from dashboard.text import both
from warehouse.eras import today
from warehouse.slices import AreaKind, AreaLevel, Slice

# Parameters that may be given several times.
LISTED = frozenset({"indicator", "area", "prefecture", "kind", "breakdown"})
MOST_ROWS = 100_000


def _digits(value: object) -> object:
    # A number in an address is written in ASCII digits; the parser would take more than that.
    if isinstance(value, str) and not re.fullmatch(r"-?[0-9]{1,9}", value):
        raise ValueError(both("api.integer"))
    return value


def _day(value: object) -> object:
    if isinstance(value, str) and not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        raise ValueError(both("api.day"))
    return value


def _not_to_come(value: dt.date) -> dt.date:
    if value > today():
        raise ValueError(both("api.future"))
    return value


def _flag(value: object) -> object:
    if isinstance(value, str) and value not in {"true", "false"}:
        raise ValueError(both("api.flag"))
    return value


Integer = Annotated[int, BeforeValidator(_digits)]
Day = Annotated[dt.date, BeforeValidator(_day)]
KnownOn = Annotated[Day, AfterValidator(_not_to_come)]
Flag = Annotated[bool, BeforeValidator(_flag)]
Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=100)]
AreaCode = Annotated[str, StringConstraints(pattern=r"^[0-9]{5}$")]
PrefectureCode = Annotated[str, StringConstraints(pattern=r"^[0-9]{2}000$")]
Label = Annotated[str, StringConstraints(min_length=1, max_length=300)]
ReleaseId = Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z][0-9A-Za-z._-]*$", max_length=100)]


class Asked(BaseModel):
    """The parameter that every address takes."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    release: ReleaseId | None = Field(default=None, description="Id of a release; default: the one being served.")


class AskedSlice(Asked):
    """Filters of observations; those given several times are alternatives, the others narrow each other."""

    indicator: tuple[Id, ...] = Field(default=(), description="Ids of indicators.")
    area: tuple[AreaCode, ...] = Field(default=(), description="5-digit area codes; 00000 is the country.")
    prefecture: tuple[PrefectureCode, ...] = Field(
        default=(), description="Area codes of prefectures: the prefecture and everything in it."
    )
    level: AreaLevel | None = Field(default=None, description="Level of areas.")
    kind: tuple[AreaKind, ...] = Field(default=(), description="Kinds of municipality.")
    from_: Integer | None = Field(default=None, alias="from", ge=1926, le=2200, description="First fiscal year.")
    to: Integer | None = Field(default=None, ge=1926, le=2200, description="Last fiscal year.")
    breakdown: tuple[Label, ...] = Field(
        default=(), description="Labels of breakdowns as the source prints them; `total` is the total."
    )
    as_known_on: KnownOn | None = Field(default=None, description="Only what had been published by that day.")
    current: Flag = Field(
        default=False, description="One row per indicator, area, fiscal year and breakdown: the newest."
    )

    def slice(self) -> Slice:
        """The slice that is asked for.

        Raises:
            InputError: The years are in the wrong order.
        """
        return Slice(
            indicators=self.indicator or None,
            areas=self.area or None,
            prefectures=self.prefecture or None,
            level=self.level,
            kinds=self.kind or None,
            first_year=self.from_,
            last_year=self.to,
            breakdowns=self.breakdown or None,
            as_known_on=self.as_known_on,
            current=self.current,
        )


class AskedObservations(AskedSlice):
    """Filters, the format, and a page of the rows."""

    format: Literal["json", "csv", "csv-plain", "parquet", "xlsx", "datapackage"] = Field(
        default="json",
        description="`csv` has a byte order mark for spreadsheets, `csv-plain` has none; `datapackage` is a zip.",
    )
    limit: Integer | None = Field(
        default=None, ge=1, le=MOST_ROWS, description="At most so many rows (json, csv, csv-plain); default: all."
    )
    offset: Integer = Field(default=0, ge=0, le=100_000_000, description="Leave out so many rows before them.")


class AskedCitation(AskedSlice):
    """Filters, and the form of the citation."""

    format: Literal["json", "text", "bibtex", "csl"] = Field(default="json", description="Form of the citation.")


class AskedTrail(Asked):
    """The key of one observation; what is empty in the slice is left out."""

    indicator: Id = Field(description="Id of the indicator.")
    area: AreaCode = Field(description="5-digit area code.")
    publication: Annotated[str, StringConstraints(min_length=1, max_length=200)] = Field(
        description="Id of the publication."
    )
    fiscal_year: Integer | None = Field(default=None, ge=1926, le=2200, description="Fiscal year.")
    as_of: Day | None = Field(default=None, description="Day of the value.")
    breakdown: Label | None = Field(default=None, description="Label of the breakdown; without it, the total.")


class AskedAreas(Asked):
    """Filters of areas."""

    level: AreaLevel | None = Field(default=None, description="Level of areas.")
    prefecture: tuple[PrefectureCode, ...] = Field(default=(), description="Area codes of prefectures.")


class AskedIndicator(Asked):
    """The form of an indicator's description."""

    format: Literal["json", "jsonld"] = Field(
        default="json", description="`jsonld` is a schema.org Dataset for search engines."
    )


class AskedStatus(Asked):
    """The day of judgement."""

    as_known_on: KnownOn | None = Field(default=None, description="Judge by what was known on that day.")


async def once(request: Request) -> None:
    """Refuse a parameter that is given twice and can only hold once.

    Raises:
        Refused: Names it.
    """
    names = [name for name, _ in request.query_params.multi_items()]
    for name in names:
        if name not in LISTED and names.count(name) > 1:
            raise Refused(400, both("api.once"), parameter=name)


ONCE = Depends(once)
