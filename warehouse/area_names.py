"""Finding areas by name as documents print it: with or without prefecture, with county, in old and new characters."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache

from warehouse.area_codes import COUNTRY
from warehouse.area_records import Area, all_areas, read_list

# Characters that documents use for each other in names of municipalities; the right side is compared.
_SAME = str.maketrans("ヶヵ鯵梼﨑髙舘龍竈麹鴬絲籠曾桧", "ケカ鰺檮崎高館竜竃麹鶯糸篭曽檜")
_COUNTRY = frozenset({"全国", "全国計", "計", "合計", "総計"})
_SUMS = frozenset({"計", "合計", "都計", "道計", "府計", "県計"})


def folded(name: str) -> str:
    """Bring a name to the form in which names are compared: NFKC, no blanks, one of several equal characters."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", name)).translate(_SAME)


def same_name(area: Area, name: str) -> bool:
    """Say whether a printed name is a name of the area, with or without prefecture, county or (ward) city."""
    return area in candidates(name, None if area.prefecture_code is None else area.prefecture_code)


def candidates(name: str, prefecture_code: str | None) -> list[Area]:
    """Return the areas in use that a name can mean, in the order of codes.

    Args:
        name: As printed. A prefecture in front of it limits the search like `prefecture_code`.
        prefecture_code: Two digits, or None for all of the country.
    """
    text = folded(name)
    if prefecture_code is None:
        if text in _COUNTRY:
            return [all_areas()[COUNTRY]]
        prefecture_code, text = _split_prefecture(text)
    elif text in _SUMS:
        text = folded(all_areas()[f"{prefecture_code}000"].name_ja)
    else:
        front, rest = _split_prefecture(text)
        text = rest if front == prefecture_code else text
    found = [area for area in _lookup(text) if prefecture_code in {None, area.prefecture_code}]
    counted = [area for area in found if area.kind != "northern_village"]
    return counted or found


def retired(name: str, prefecture_code: str | None) -> list[Area]:
    """Return the retired areas that had a name, in the order of codes."""
    text = folded(name)
    if prefecture_code is None:
        prefecture_code, text = _split_prefecture(text)
    found = _retired_index().get(text) or _retired_index().get(_without_county(text)) or []
    return [area for area in found if prefecture_code in {None, area.prefecture_code}]


@cache
def prefecture_names() -> dict[str, str]:
    """Return the two-digit code by full and short name of each prefecture (青森県, 青森)."""
    names = {}
    for area in all_areas().values():
        if area.level == "prefecture" and area.prefecture_code:
            names[area.name_ja] = area.prefecture_code
            names[re.sub("[都府県]$", "", area.name_ja)] = area.prefecture_code
    return names


def _lookup(text: str) -> list[Area]:
    index = _index()
    return index.get(text) or index.get(_without_county(text)) or []


def _without_county(text: str) -> str:
    # 郡山市 and 上郡町 are found before this is tried; a county stands before towns and villages only.
    return re.sub("^[^郡]+郡(?=.+[町村]$)", "", text)


def _split_prefecture(text: str) -> tuple[str | None, str]:
    """Cut the prefecture off the front; a prefecture alone is left whole."""
    for end in (3, 4):
        front, rest = text[:end], text[end:]
        if rest and front[-1:] in "都道府県" and front in prefecture_names():
            return prefecture_names()[front], rest
    return None, text


@cache
def _index() -> dict[str, list[Area]]:
    """Return the areas in use by every folded name they go by."""
    areas = [area for area in all_areas().values() if area.valid_to is None]
    index = _grouped((name, area) for area in areas for name in _names(area))
    for row in read_list("former_names"):
        index.setdefault(folded(row["name_ja"]), []).append(all_areas()[row["area_code"]])
    return index


@cache
def _retired_index() -> dict[str, list[Area]]:
    areas = [area for area in all_areas().values() if area.valid_to is not None]
    return _grouped((name, area) for area in areas for name in _names(area))


def _names(area: Area) -> set[str]:
    names = {area.name_ja}
    if area.level == "prefecture":
        names.add(re.sub("[都府県]$", "", area.name_ja))
    if area.kind == "ward":
        names.add(re.sub("^.+?市(?=.+区$)", "", area.name_ja))
    if area.county:
        names.add(area.county + area.name_ja)
    return {folded(name) for name in names}


def _grouped(pairs: Iterable[tuple[str, Area]]) -> dict[str, list[Area]]:
    groups: dict[str, list[Area]] = {}
    for name, area in pairs:
        groups.setdefault(name, []).append(area)
    return groups
