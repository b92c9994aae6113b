"""What lies in the folder of a publication: `publication.yml`, strictly parsed, and the files beside it."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Callable
from pathlib import Path
from typing import Literal

from pydantic import ConfigDict, Field, field_validator

from warehouse.declared import Declared, read_yaml, validated
from warehouse.eras import parse_date, parse_fiscal_year
from warehouse.errors import InputError

Role = Literal[
    "fiscal_year",
    "as_of",
    "area",
    "area_code",
    "area_name",
    "prefecture",
    "breakdown",
    "indicator",
    "value",
    "unit",
    "obs_status",
    "approximate",
    "note",
    "locator",
    "source_lines",
    "ignore",
]


class _Declared(Declared):
    model_config = ConfigDict(coerce_numbers_to_str=True)


def _readable(value: str | None, read: Callable[[str], object]) -> str | None:
    try:
        if value is not None:
            read(value)
    except InputError as error:
        raise ValueError(error.what) from None
    return value


class ValueColumn(_Declared):
    """A column that holds values of one indicator, with what its header says of period and breakdown."""

    value: str
    breakdown: str | None = None
    fiscal_year: str | None = None
    as_of: str | None = None
    unit: str | None = None

    @field_validator("fiscal_year")
    @classmethod
    def _a_fiscal_year(cls, value: str | None) -> str | None:
        return _readable(value, parse_fiscal_year)

    @field_validator("as_of")
    @classmethod
    def _a_day(cls, value: str | None) -> str | None:
        return _readable(value, parse_date)


class Defaults(_Declared):
    """What holds for each row of a table, in printed form."""

    indicator: str | None = None
    fiscal_year: str | None = None
    as_of: str | None = None
    area: str | None = "全国"
    breakdown: str | None = None
    unit: str | None = None
    obs_status: str | None = None
    note: str | None = None


class AreasAcross(_Declared):
    """A table whose columns are areas, in the order of their codes, under names without a prefecture."""

    level: Literal["prefecture", "municipality"]
    # Columns before the first area; their cells together name the item of a line.
    labels: int = Field(ge=1)
    area: str = "地域"


class Table(_Declared):
    """One file of a publication and what its columns mean."""

    file: str
    locator: str | None = None
    sheet: str | None = None
    missing: tuple[str, ...] = ()
    # Marks of a cell that states nothing: no observation, not even of a missing value.
    absent: tuple[str, ...] = ()
    areas_across: AreasAcross | None = None
    defaults: Defaults = Defaults()
    columns: dict[str, Role | ValueColumn]
    rows: int | None = None

    @field_validator("file")
    @classmethod
    def _in_the_folder(cls, value: str) -> str:
        # A file elsewhere would be neither part of the publication nor of the hashed inputs.
        if Path(value).name != value or "\\" in value or value.startswith("."):
            raise ValueError("このフォルダの中のファイル名を書いてください")
        return value


class Publication(_Declared):
    """A document or data set that somebody published on a day."""

    publication_id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$")
    title: str
    publisher: str
    published: str | None
    published_note: str | None = None
    url: str | None
    licence: str
    licence_url: str | None = None
    credit: str | None
    method: Literal["original", "transcription"]
    transcribed_from: str | None = None
    second_hand: bool = False
    embargo: dt.date | None = None
    tables: tuple[Table, ...]

    @field_validator("published", mode="before")
    @classmethod
    def _as_text(cls, value: object) -> object:
        return value.isoformat() if isinstance(value, dt.date) else value

    @field_validator("published")
    @classmethod
    def _a_day_or_month(cls, value: str | None) -> str | None:
        if value is not None and not re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])(-\d{2})?", value):
            raise ValueError("YYYY-MM-DD か YYYY-MM で書いてください")
        return value

    @field_validator("published")
    @classmethod
    def _in_the_calendar(cls, value: str | None) -> str | None:
        if value is not None and len(value) == len("2025-06-13"):
            dt.date.fromisoformat(value)
        return value

    @property
    def published_on(self) -> dt.date | None:
        """The day of publication; of a month alone its last day, so that nothing is known too early."""
        if self.published is None:
            return None
        if len(self.published) == len("2025-06"):
            year, month = map(int, self.published.split("-"))
            return dt.date(year, month, calendar.monthrange(year, month)[1])
        return dt.date.fromisoformat(self.published)


def read_publication(folder: Path) -> Publication:
    """Read `publication.yml` of a folder.

    Raises:
        InputError: It is missing, not YAML, or says something unknown.
    """
    path = folder / "publication.yml"
    place = f"{folder.name}/publication.yml"
    content = read_yaml(path, place)
    publication = validated(Publication, content, file=place, advice="docs/add-a-year.md の書き方を確認してください。")
    if publication.publication_id != folder.name:
        raise InputError("publication_id がフォルダ名と違います。", file=place, value=publication.publication_id)
    return publication


def fetched_folder(home: Path) -> Path:
    """Return where fetched publications lie below `KPI_HOME`."""
    return home / "fetched"


def publication_folders(raw: Path, fetched: Path | None = None) -> list[Path]:
    """Return the folders of publications below `raw` and of those that were fetched, ordered by name.

    Raises:
        InputError: `raw` does not exist or holds no publication, or both have a publication of one name.
    """
    if not raw.is_dir():
        raise InputError(
            "公表資料のフォルダがありません。", file=str(raw), advice="--raw か KPI_RAW で指定してください。"
        )
    folders = {path.name: path for path in _folders(raw)}
    if not folders:
        raise InputError("公表資料が1件もありません。", file=str(raw), advice="docs/add-a-year.md を参照してください。")
    for path in _folders(fetched) if fetched is not None and fetched.is_dir() else ():
        if path.name in folders:
            raise InputError(
                f"公表資料「{path.name}」が、{raw} と {fetched} の両方にあります。",
                advice="どちらかのフォルダを除いてください。",
            )
        folders[path.name] = path
    return [folders[name] for name in sorted(folders)]


def _folders(parent: Path) -> list[Path]:
    return [path for path in parent.iterdir() if path.is_dir() and not path.name.startswith(".")]
