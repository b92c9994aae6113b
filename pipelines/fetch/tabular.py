"""Tables of one row per municipality that somebody carried over: population, and the list of depopulated areas."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from pipelines.fetch.place import MINISTRY
from pipelines.tables import decode
from warehouse.errors import InputError

# Headers under which such tables hold the code, the name and what is not needed beside them.
_CODES = {"code5", "muni_code5", "area_code", "code", "団体コード", "市区町村コード", "標準地域コード"}
_NAMES = {"name", "area_name", "市区町村", "市区町村名", "団体名"}
_BESIDE = {"pref", "prefecture", "都道府県", "都道府県名", "lgcode6"}
_DATES = {"date", "as_of", "時点", "基準日"}
_PEOPLE = {"population", "人口", "総人口"}
_KINDS = {"kaso_kind", "kind", "区分", "過疎区分", "過疎地域の区分"}
_DATED = re.compile(r"^(?:pop_|population_|人口_?)?(\d{4}-\d{2}-\d{2})$")


def population(path: Path, page: str, published: dt.date | None, as_of: dt.date | None) -> Mapping[str, Any]:
    """Declare a table of population: a column a date (`2022-01-01`, `pop_2022-01-01`), or a row a date.

    Raises:
        InputError: No publication day is given, or a column that is needed is missing.
    """
    header = _header(path)
    columns: dict[str, Any] = _areas(header, path)
    rest = [name for name in header if name not in columns]
    dated = {name: found[1] for name in rest if (found := _DATED.match(name))}
    for name in rest:
        if name in dated:
            columns[name] = {"value": "population", "as_of": dated[name]}
        elif name in _DATES:
            columns[name] = "as_of"
        elif name in _PEOPLE:
            columns[name] = {"value": "population"}
        else:
            raise _unknown(name, path, [*sorted(_PEOPLE), *sorted(_DATES), "人口_2022-01-01"])
    if not dated and not ({*rest} & _PEOPLE and ({*rest} & _DATES or as_of)):
        raise InputError("人口の列と時点がありません。", file=path.name, advice="列は 団体コード、時点、人口 です。")
    day = _published(published, "人口の表")
    defaults = {"as_of": str(as_of)} if as_of else {}
    title = "住民基本台帳に基づく人口、人口動態及び世帯数（市区町村別）"
    return _declaration(f"soumu-jumin-jinko-{day}", title, page, day, path, columns, defaults)


def kaso(path: Path, page: str, published: dt.date | None, as_of: dt.date | None) -> Mapping[str, Any]:
    """Declare a list of depopulated municipalities with their kind (全部過疎, みなし過疎, 一部過疎).

    Raises:
        InputError: The day as of which it holds or the publication day is not given, or a column is missing.
    """
    header = _header(path)
    columns: dict[str, Any] = _areas(header, path)
    for name in header:
        if name in columns:
            continue
        if name not in _KINDS:
            raise _unknown(name, path, sorted(_KINDS))
        columns[name] = {"value": "kaso_area_kind"}
    if not {*header} & _KINDS:
        raise InputError(
            "過疎地域の区分の列がありません。", file=path.name, advice=f"見出しは {'、'.join(sorted(_KINDS))}"
        )
    if as_of is None:
        raise InputError("いつ現在の一覧かが分かりません。", advice="--as-of で日付を指定してください。")
    day = _published(published, "過疎市町村の一覧")
    return _declaration(
        f"soumu-kaso-shichoson-{as_of}", "過疎関係市町村の一覧", page, day, path, columns, {"as_of": str(as_of)}
    )


# What `kpi fetch … --from` takes as a table.
READERS: Mapping[str, Callable[[Path, str, dt.date | None, dt.date | None], Mapping[str, Any]]] = {
    "population": population,
    "kaso": kaso,
}


def _header(path: Path) -> list[str]:
    if path.suffix.lower() != ".csv":
        raise InputError("CSV ではありません。", file=str(path), advice="CSV で保存し直してください。")
    header = next(csv.reader(io.StringIO(decode(path.read_bytes(), path.name))), [])
    if not header:
        raise InputError("ファイルが空です。", file=str(path))
    return header


def _areas(header: list[str], path: Path) -> dict[str, Any]:
    columns: dict[str, Any] = {}
    for name in header:
        if name in _CODES:
            columns[name] = "area_code"
        elif name in _NAMES:
            columns[name] = "area_name"
        elif name in _BESIDE:
            columns[name] = "ignore"
    if "area_code" not in columns.values():
        raise InputError(
            "団体コードの列がありません。",
            file=path.name,
            advice=f"見出しは {'、'.join(sorted(_CODES))} のどれかです。",
        )
    return columns


def _unknown(name: str, path: Path, known: list[str]) -> InputError:
    return InputError("知らない列です。", file=path.name, column=name, advice=f"読めるのは {'、'.join(known)} です。")


def _published(given: dt.date | None, what: str) -> dt.date:
    if given is None:
        raise InputError(
            f"{what}の公表日が分かりません。公表日のない資料の値は、最新の値になりません。",
            advice="--published で日付を指定してください。",
        )
    return given


def _declaration(
    publication_id: str,
    title: str,
    page: str,
    published: dt.date,
    path: Path,
    columns: Mapping[str, Any],
    defaults: Mapping[str, str],
) -> Mapping[str, Any]:
    return {
        "publication_id": publication_id,
        "title": title,
        "published": str(published),
        "url": page,
        **MINISTRY,
        "method": "original",
        "credit": f"総務省「{title}」を加工して作成",
        "tables": [{"file": path.name, "locator": title, "defaults": dict(defaults), "columns": dict(columns)}],
    }
