"""The records of all areas, living and retired, from an installed package and the lists beside this module.

Codes, kana and office coordinates come from the package `japancode` (MIT), whose municipal table is the list of local
governments `localgovjp` by code4fukui (CC0), as of 2024 but with the wards of 浜松市 before 1 January 2024.

The lists in `area_lists/` add what it lacks, and every row there names its source:
`additions.csv` the new wards and the six northern villages; `retired.csv` the municipal codes retired from 1 April 1970
to 1 January 2024, from the changes of municipalities (廃置分合等情報) that e-Stat, the portal of official statistics,
publishes; `former_names.csv` names of this century that ended while the code stayed.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

from warehouse.area_codes import COUNTRY
from warehouse.errors import KpiError

_LISTS = Path(__file__).parent / "area_lists"
_PACKAGE = "japancode 0.1.0（localgovjp）"
_KINDS = {"市": "city", "町": "town", "村": "village", "区": "special_ward"}


class Area(NamedTuple):
    """An area: the country, a prefecture, a municipality or a ward of a designated city.

    Attributes:
        area_code: Five digits, JIS X 0401 and 0402.
        name_ja: Name without prefecture and county; a ward carries the name of its city (札幌市中央区).
        kana: Reading in hiragana, as far as known.
        name_en: Romanised name; the package has it for prefectures only.
        prefecture_code: Two digits; None for the country.
        prefecture_name: Name of the prefecture; None for the country.
        level: country, prefecture, municipality or ward.
        kind: country, prefecture, designated_city, city, town, village, special_ward, ward or northern_village.
            The six northern villages are at level municipality but are not among the 1,741.
        parent_code: The area it lies in.
        latitude: Of the office.
        longitude: Of the office.
        valid_from: First day of the code; None where it is older than the lists (and for wards without a predecessor).
        valid_to: Last day of the code; None while it is in use.
        successor_code: The code that holds the place since (of several the first); can be retired itself.
        retired_reason: The change that ended the code (編入, 新設合併, 市制施行, …), with further successors.
        source: Where the record comes from.
        county: The 郡, as far as known; not in the area table.
    """

    area_code: str
    name_ja: str
    kana: str | None
    name_en: str | None
    prefecture_code: str | None
    prefecture_name: str | None
    level: str
    kind: str
    parent_code: str | None
    latitude: float | None
    longitude: float | None
    valid_from: date | None
    valid_to: date | None
    successor_code: str | None
    retired_reason: str | None
    source: str
    county: str | None = None

    @property
    def full_name(self) -> str:
        """Name with its prefecture: 北海道 名寄市, 青森県, 全国."""
        if self.level in {"country", "prefecture"}:
            return self.name_ja
        return f"{self.prefecture_name} {self.name_ja}"


@cache
def all_areas() -> dict[str, Area]:
    """Return every area by code, in the order of codes."""
    areas = {area.area_code: area for area in _prefectures()}
    areas.update({area.area_code: area for area in _municipalities(areas)})
    areas.update({area.area_code: area for area in _additions(areas)})
    for row in read_list("retired"):
        areas[row["area_code"]] = _retired(row, areas)
    for row in read_list("retired"):
        if row["successor_starts"]:
            first_day = date.fromisoformat(row["retired_on"])
            areas[row["successor_code"]] = areas[row["successor_code"]]._replace(valid_from=first_day)
    return dict(sorted(areas.items()))


def read_list(name: str) -> list[dict[str, str]]:
    """Return the rows of one of our own lists (retired, additions, former_names)."""
    with (_LISTS / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _package_table(name: str) -> list[dict[str, Any]]:
    # Read as a file: importing the package would load its tables into objects of its own.
    spec = find_spec("japancode")
    if spec is None or spec.origin is None:
        raise KpiError("地域コードの表を持つパッケージ japancode が見つかりません。uv sync を実行してください。")
    rows: list[dict[str, Any]] = json.loads((Path(spec.origin).parent / "data" / name).read_bytes())
    return rows


def _prefectures() -> Iterator[Area]:
    nothing = (None,) * 7
    country = Area(
        COUNTRY, "全国", "ぜんこく", "Japan", None, None, "country", "country", *nothing, source="標準地域コード"
    )
    yield country
    for row in _package_table("prefectures.json"):
        code, name = row["pid"].zfill(2), row["pref"]
        yield country._replace(
            area_code=f"{code}000",
            name_ja=name,
            kana=row["prefkana"],
            name_en=row["pref_en"],
            prefecture_code=code,
            prefecture_name=name,
            level="prefecture",
            kind="prefecture",
            parent_code=COUNTRY,
            source=_PACKAGE,
        )


def _municipalities(prefectures: dict[str, Area]) -> Iterator[Area]:
    rows = _package_table("municipalities.json")
    cities = {(row["pid"], row["city"].split(" ")[0]) for row in rows if " " in row["city"]}
    codes = {(row["pid"], row["city"]): row["cid"].zfill(5) for row in rows if (row["pid"], row["city"]) in cities}
    for row in rows:
        city, _, ward = row["city"].partition(" ")
        parent = prefectures[f"{row['pid'].zfill(2)}000"]
        kind = "designated_city" if (row["pid"], city) in cities else _KINDS[city[-1]]
        yield parent._replace(
            area_code=row["cid"].zfill(5),
            name_ja=city + ward,
            kana=row["citykana"].replace(" ", ""),
            name_en=None,
            level="ward" if ward else "municipality",
            kind="ward" if ward else kind,
            parent_code=codes[row["pid"], city] if ward else parent.area_code,
            latitude=row["lat"],
            longitude=row["lng"],
        )


def _additions(areas: dict[str, Area]) -> Iterator[Area]:
    for row in read_list("additions"):
        office = areas.get(row["office_of"])
        yield areas[f"{row['area_code'][:2]}000"]._replace(
            area_code=row["area_code"],
            name_ja=row["name_ja"],
            kana=row["kana"],
            name_en=None,
            level="ward" if row["kind"] == "ward" else "municipality",
            kind=row["kind"],
            parent_code=row["parent_code"],
            latitude=office.latitude if office else None,
            longitude=office.longitude if office else None,
            valid_from=date.fromisoformat(row["valid_from"]) if row["valid_from"] else None,
            source=row["source"],
            county=row["county"] or None,
        )


def _retired(row: dict[str, str], areas: dict[str, Area]) -> Area:
    """Return the record of a retired code; what the package knows of it is kept."""
    code = row["area_code"]
    is_ward = row["name_ja"].endswith("区") and not code.startswith("131")
    known = areas.get(code) or areas[f"{code[:2]}000"]._replace(
        area_code=code,
        name_ja=row["name_ja"],
        kana=None,
        name_en=None,
        level="ward" if is_ward else "municipality",
        kind="ward" if is_ward else _KINDS[row["name_ja"][-1]],
        parent_code=areas[row["successor_code"]].parent_code if is_ward else f"{code[:2]}000",
    )
    return known._replace(
        valid_to=date.fromisoformat(row["retired_on"]) - timedelta(days=1),
        successor_code=row["successor_code"],
        retired_reason=_reason(row, areas),
        source=row["source"] if known.kana is None else f"{known.source}、{row['source']}",
    )


def _reason(row: dict[str, str], areas: dict[str, Area]) -> str:
    """Return the change with the other places the area went to: a ward of the successor, or another municipality."""
    if not row["also_to"]:
        return row["change"]
    other = areas[row["also_to"]]
    word = "区は" if other.parent_code == row["successor_code"] else "ほかに"
    return f"{row['change']}、{word} {other.area_code} {other.name_ja}"
