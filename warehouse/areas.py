"""Areas: every country, prefecture, municipality and ward code with its names, office and validity.

Where the data come from and what was corrected is told in `warehouse.area_records`.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from warehouse.area_codes import check_digit, five_digits, verify_code
from warehouse.area_names import candidates, prefecture_names, retired, same_name
from warehouse.area_records import Area, all_areas
from warehouse.errors import InputError

if TYPE_CHECKING:
    import polars as pl

__all__ = [
    "Area",
    "area_table",
    "check_digit",
    "municipalities",
    "prefecture",
    "resolve_code",
    "resolve_name",
    "same_name",
    "successor",
    "verify_code",
]

_LISTED = 8


@cache
def area_table() -> pl.DataFrame:
    """Return every area, in use and retired, one row per code, ordered by code (see `Area` for the columns)."""
    import polars as pl

    schema = {name: pl.String for name in Area._fields if name != "county"}
    types = schema | dict.fromkeys(("latitude", "longitude"), pl.Float64) | {"valid_from": pl.Date, "valid_to": pl.Date}
    columns = {name: [getattr(area, name) for area in all_areas().values()] for name in schema}
    return pl.DataFrame(columns, schema=types)


@cache
def municipalities() -> tuple[Area, ...]:
    """Return the 1,741 municipalities in use: 1,718 cities, towns and villages and the 23 special wards of Tokyo."""
    living = (area for area in all_areas().values() if area.level == "municipality" and area.valid_to is None)
    return tuple(area for area in living if area.kind != "northern_village")


@cache
def resolve_code(text: str) -> Area:
    """Return the area of a written code: 5 digits, 6 with check digit, or 2 for a prefecture.

    Raises:
        InputError: The code is malformed, unknown or retired; a retired one names what came after it.
    """
    code = five_digits(text)
    area = all_areas().get(code)
    if area is None:
        raise InputError(f"地域コード {code} はありません。", value=text, advice=_about_unknown(code))
    if area.valid_to is not None:
        raise InputError(f"地域コード {code} は廃止されています: {_about_retired(area)}", value=text, advice=_use(area))
    return area


@cache
def resolve_name(name: str, prefecture: str | None = None) -> Area:
    """Return the area of a printed name: 全国, 青森県, 北海道 名寄市, 中頭郡読谷村.

    Args:
        name: With or without prefecture and county.
        prefecture: Name or code of the prefecture, where it is printed apart.

    Raises:
        InputError: The name is unknown, retired or means several areas; the message lists them.
    """
    within = _prefecture_code(prefecture) if prefecture else None
    found = candidates(name, within)
    if len(found) == 1:
        return found[0]
    printed = f"{prefecture} {name}" if prefecture else name
    if found:
        advice = f"都道府県名を付けるか地域コードで書いてください。候補: {_listing(found)}"
        raise InputError(f"「{name}」は {len(found)} か所あり、1つに決まりません。", value=printed, advice=advice)
    former = retired(name, within)
    if former:
        story = "、".join(_about_retired(area) for area in former[:_LISTED])
        now = _use(former[0]) if len({successor(area) for area in former}) == 1 else None
        raise InputError(f"「{name}」は現存しません: {story}", value=printed, advice=now)
    raise InputError(f"地域「{name}」はありません。", value=printed, advice="名称を確かめてください。")


def prefecture(text: str) -> Area:
    """Return the prefecture of a name (青森県, 青森) or of the code of any area in it (02, 02201).

    Raises:
        InputError: No prefecture has that name or code.
    """
    return all_areas()[f"{_prefecture_code(text)}000"]


def successor(area: Area) -> Area:
    """Return the area in use that holds a retired area (of a divided one the first named); one in use is its own."""
    while area.valid_to is not None and area.successor_code is not None:
        area = all_areas()[area.successor_code]
    return area


def _prefecture_code(text: str) -> str:
    code = prefecture_names().get("".join(text.split()))
    if code is None and text.strip().isdecimal():
        code = five_digits(text)[:2]
    if code not in prefecture_names().values():
        raise InputError("この都道府県はありません。", value=text, advice="名称か2桁のコードで書きます。")
    return code or ""


def _about_unknown(code: str) -> str:
    whole = all_areas().get(f"{code[:2]}000")
    if whole is None or code[:2] == "00":
        return f"先頭2桁 {code[:2]} に当たる都道府県がありません。01 から 47 までです。"
    return f"{whole.name_ja}（{code[:2]}）にこの番号の市区町村はありません。写し間違いではありませんか。"


def _about_retired(area: Area) -> str:
    after = all_areas()[area.successor_code] if area.successor_code else None
    last = f"{area.valid_to:%Y-%m-%d}まで" if area.valid_to else ""
    into = f"、後継は {after.area_code} {after.name_ja}" if after else ""
    return f"{area.full_name}（{area.area_code}、{last}、{area.retired_reason}{into}）"


def _use(area: Area) -> str | None:
    living = successor(area)
    return f"現在の地域は {living.area_code} {living.full_name} です。" if living.valid_to is None else None


def _listing(areas: list[Area]) -> str:
    names = "、".join(f"{area.area_code} {area.full_name}" for area in areas[:_LISTED])
    return names if len(areas) <= _LISTED else f"{names} ほか"
