"""The area master: every code of Japan's municipalities, their names, and what became of the retired ones."""

from __future__ import annotations

import csv
import json
import time
from collections import Counter
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from warehouse import area_names, area_records, areas
from warehouse.errors import InputError

SHARED = Path(__file__).parents[2].parent / "shared"

needs_shared = pytest.mark.skipif(
    not SHARED.is_dir(), reason="the project's shared reference data is not beside the repo"
)


def shared_rows(path: str) -> list[dict[str, str]]:
    with (SHARED / path).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def shapes(path: str) -> list[dict[str, object]]:
    topology = json.loads((SHARED / path).read_text(encoding="utf-8"))
    return [shape for item in topology["objects"].values() for shape in item["geometries"]]


# The table


def test_there_are_1741_municipalities() -> None:
    kinds = Counter(area.kind for area in areas.municipalities())
    assert kinds.total() == 1741
    assert kinds["special_ward"] == 23
    assert kinds["designated_city"] == 20
    assert kinds["designated_city"] + kinds["city"] == 792
    assert kinds["town"] == 743
    assert kinds["village"] == 183


def test_table_columns_and_keys() -> None:
    table = areas.area_table()
    assert table.columns == [
        *("area_code", "name_ja", "kana", "name_en", "prefecture_code", "prefecture_name", "level", "kind"),
        *(
            "parent_code",
            "latitude",
            "longitude",
            "valid_from",
            "valid_to",
            "successor_code",
            "retired_reason",
            "source",
        ),
    ]
    assert table["area_code"].is_unique().all()
    assert table["area_code"].is_sorted()
    assert table["area_code"].str.contains(r"^\d{5}$").all()
    assert table.schema["valid_to"] == pl.Date
    assert table.filter(level="prefecture").height == 47
    assert table["source"].null_count() == 0
    assert areas.area_table() is table


def test_parents_and_successors_exist() -> None:
    table = areas.area_table()
    codes = set(table["area_code"])
    assert set(table["parent_code"].drop_nulls()) <= codes
    assert set(table["successor_code"].drop_nulls()) <= codes
    retired = table.filter(pl.col("valid_to").is_not_null())
    assert retired["successor_code"].null_count() == 0
    assert retired["retired_reason"].null_count() == 0
    wards = table.filter(pl.col("level") == "ward", pl.col("valid_to").is_null())
    assert set(wards["parent_code"]) == {
        area.area_code for area in areas.municipalities() if area.kind == "designated_city"
    }


def test_offices_of_municipalities_in_use_are_in_japan() -> None:
    for area in areas.municipalities():
        assert area.latitude is not None and 24 < area.latitude < 46, area
        assert area.longitude is not None and 122 < area.longitude < 146, area
        assert area.kana


def test_every_retired_area_leads_to_one_in_use() -> None:
    for area in area_records.all_areas().values():
        if area.valid_to is not None:
            after = area_records.all_areas()[area.successor_code or ""]
            assert after.valid_to is None or after.valid_to >= area.valid_to
            assert areas.successor(area).valid_to is None
            assert area.valid_from is None or area.valid_from <= area.valid_to


@pytest.mark.parametrize(
    ("day", "count"),
    [
        # 市町村数の変遷 as the Ministry of Internal Affairs and Communications publishes it (special wards not counted)
        (date(1975, 4, 1), 3257),
        (date(1985, 4, 1), 3253),
        (date(1995, 4, 1), 3234),
        (date(1999, 3, 31), 3232),
        (date(2002, 4, 1), 3218),
        (date(2004, 4, 1), 3100),
        (date(2005, 4, 1), 2395),
        (date(2006, 3, 31), 1821),
        (date(2010, 3, 31), 1727),
        (date(2014, 4, 5), 1718),
    ],
)
def test_history_reproduces_the_published_numbers_of_municipalities(day: date, count: int) -> None:
    living = areas.area_table().filter(
        pl.col("level") == "municipality",
        ~pl.col("kind").is_in(["special_ward", "northern_village"]),
        pl.col("valid_from").is_null() | (pl.col("valid_from") <= day),
        pl.col("valid_to").is_null() | (pl.col("valid_to") >= day),
    )
    assert living.height == count


def test_building_the_table_is_fast() -> None:
    area_records.all_areas.cache_clear()
    areas.area_table.cache_clear()
    started = time.perf_counter()
    areas.area_table()
    assert time.perf_counter() - started < 0.5  # 0.06 s on the slowest machine seen; room for a busy one


# Codes


@given(st.from_regex(r"[0-9]{5}", fullmatch=True))
def test_check_digit_round_trip(code: str) -> None:
    assert areas.verify_code(code + areas.check_digit(code)) == code


@given(st.from_regex(r"[0-9]{5}", fullmatch=True), st.integers(0, 9))
def test_any_other_check_digit_is_refused_and_the_right_one_named(code: str, digit: int) -> None:
    right = areas.check_digit(code)
    if str(digit) != right:
        with pytest.raises(InputError, match=f"検査数字は {right} です"):
            areas.verify_code(f"{code}{digit}")


@given(st.from_regex(r"[0-9]{5}", fullmatch=True), st.integers(0, 4), st.integers(1, 9))
def test_one_wrong_digit_is_noticed(code: str, place: int, shift: int) -> None:
    wrong = code[:place] + str((int(code[place]) + shift) % 10) + code[place + 1 :]
    # A remainder of 0 and of 10 share the check digit 1 (11 and 1), so such a pair stays unnoticed by design.
    remainders = {sum(int(d) * w for d, w in zip(c, (6, 5, 4, 3, 2), strict=True)) % 11 for c in (code, wrong)}
    if remainders != {0, 10}:
        assert areas.check_digit(code) != areas.check_digit(wrong)


@pytest.mark.parametrize(("text", "name"), [("011002", "札幌市"), ("01100", "札幌市"), ("１３１０１", "千代田区")])
def test_codes_of_five_and_six_digits(text: str, name: str) -> None:
    assert areas.resolve_code(text).name_ja == name


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("99999", "01 から 47 まで"),
        ("13999", "東京都（13）にこの番号の市区町村はありません"),
        ("1100", "先頭の 0 が落ちていませんか（01100）"),
        ("13101x", "半角数字"),
        ("1310101", "桁数（7桁）"),
        ("", "半角数字"),
    ],
)
def test_unknown_codes_are_refused_with_the_reason(text: str, message: str) -> None:
    with pytest.raises(InputError) as refused:
        areas.resolve_code(text)
    assert message in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    ("code", "parts"),
    [
        ("03305", ("滝沢村", "2013-12-31まで", "市制施行", "03216 滝沢市")),
        ("04423", ("富谷町", "04216 富谷市")),
        ("09367", ("岩舟町", "2014-04-04まで", "編入", "09203 栃木市")),
        ("11445", ("白岡町", "11246 白岡市")),
        ("40305", ("那珂川町", "2018-09-30まで", "40231 那珂川市")),
        ("22131", ("浜松市中区", "2023-12-31まで", "22138 浜松市中央区")),
        ("22135", ("浜松市北区", "22139 浜松市浜名区", "ほかに 22138 浜松市中央区")),
        ("22137", ("22140 浜松市天竜区",)),
        ("11204", ("浦和市", "11244 さいたま市", "11100 埼玉県 さいたま市")),
        ("20431", ("山口村", "21206 岐阜県 中津川市")),
        ("26381", ("京北町", "26100 京都市", "区は 26108 京都市右京区")),
    ],
)
def test_retired_codes_are_refused_with_their_successor(code: str, parts: tuple[str, ...]) -> None:
    with pytest.raises(InputError) as refused:
        areas.resolve_code(code)
    assert "廃止" in str(refused.value)
    for part in parts:
        assert part in str(refused.value)


def test_new_wards_have_their_city_and_office() -> None:
    ward = areas.resolve_code("22138")
    assert (ward.parent_code, ward.kind, ward.valid_from) == ("22130", "ward", date(2024, 1, 1))
    assert ward.latitude is not None


# Names


@pytest.mark.parametrize(
    ("name", "prefecture", "code"),
    [
        ("全国", None, "00000"),
        ("計", None, "00000"),
        ("計", "青森県", "02000"),
        ("青森県", None, "02000"),
        ("青森", None, "02000"),
        ("北海道", None, "01000"),
        ("北海道 名寄市", None, "01221"),
        ("北海道　名寄市", None, "01221"),
        ("名寄市", "北海道", "01221"),
        ("北海道名寄市", "北海道", "01221"),
        ("府中市", "東京都", "13206"),
        ("府中市", "34", "34208"),
        ("茅ケ崎市", None, "14207"),
        ("鎌ヶ谷市", None, "12224"),
        ("鯵ヶ沢町", None, "02321"),
        ("鰺ケ沢町", None, "02321"),
        ("梼原町", "高知県", "39405"),
        ("檮原町", "高知県", "39405"),
        ("赤穂郡上郡町", None, "28481"),
        ("上郡町", None, "28481"),
        ("郡上市", None, "21219"),
        ("福島県郡山市", None, "07203"),
        ("中頭郡読谷村", "沖縄県", "47324"),
        ("泊村", "北海道", "01403"),
        ("国後郡泊村", "北海道", "01696"),
        ("色丹村", None, "01695"),
        ("東京都千代田区", None, "13101"),
        ("札幌市中央区", None, "01101"),
        ("札幌市 中央区", "北海道", "01101"),
        ("中央区", "東京都", "13102"),
        ("篠山市", "兵庫県", "28221"),
        ("丹波篠山市", None, "28221"),
        ("京都市", "京都府", "26100"),
        ("四日市市", None, "24202"),
        ("廿日市市", None, "34213"),
    ],
)
def test_names(name: str, prefecture: str | None, code: str) -> None:
    assert areas.resolve_name(name, prefecture).area_code == code


@pytest.mark.parametrize(
    ("name", "prefecture", "candidates"),
    [
        ("府中市", None, ("13206 東京都 府中市", "34208 広島県 府中市")),
        ("伊達市", None, ("01233 北海道 伊達市", "07213 福島県 伊達市")),
        ("美郷町", None, ("05434 秋田県 美郷町", "32448 島根県 美郷町", "45431 宮崎県 美郷町")),
        ("中央区", None, ("13102 東京都 中央区", "01101 北海道 札幌市中央区")),
        ("北区", "大阪府", ("27127 大阪府 大阪市北区", "27146 大阪府 堺市北区")),
    ],
)
def test_ambiguous_names_are_refused_with_candidates(
    name: str, prefecture: str | None, candidates: tuple[str, ...]
) -> None:
    with pytest.raises(InputError) as refused:
        areas.resolve_name(name, prefecture)
    for candidate in candidates:
        assert candidate in str(refused.value)


@pytest.mark.parametrize(
    ("name", "prefecture", "message"),
    [
        ("岩舟町", "栃木県", "09203 栃木県 栃木市"),
        ("下都賀郡岩舟町", "栃木県", "現存しません"),
        ("清水市", None, "22100 静岡県 静岡市"),
        ("浜松市北区", None, "22139 浜松市浜名区"),
        ("名寄市", "青森県", "ありません"),
        ("市区町村計", None, "ありません"),
        ("名寄市", "ない県", "この都道府県はありません"),
        ("", None, "ありません"),
    ],
)
def test_unknown_and_retired_names_are_refused(name: str, prefecture: str | None, message: str) -> None:
    with pytest.raises(InputError, match=message):
        areas.resolve_name(name, prefecture)


def test_every_area_is_found_by_its_full_name() -> None:
    for area in area_records.all_areas().values():
        if area.valid_to is None and area.kind != "northern_village":
            assert areas.resolve_name(area.full_name) == area
            assert areas.same_name(area, area.name_ja)


def test_equal_characters_do_not_join_two_names_of_a_prefecture() -> None:
    names = {(area.prefecture_code, area.name_ja) for area in areas.municipalities()}
    assert len({(prefecture, area_names.folded(name)) for prefecture, name in names}) == len(names) == 1741


def test_same_name() -> None:
    yusuhara = areas.resolve_code("39405")
    assert areas.same_name(yusuhara, "梼原町")
    assert areas.same_name(yusuhara, "高知県 高岡郡檮原町")
    assert not areas.same_name(yusuhara, "四万十町")


@pytest.mark.parametrize("text", ["02", "02201", "青森県", "青森", "022012"])
def test_prefecture(text: str) -> None:
    assert areas.prefecture(text).area_code == "02000"


# Codes and names in reference data


@needs_shared
@pytest.mark.parametrize(
    ("path", "five", "six"),
    [
        ("published/municipality_master_2024-01-01/municipality_master_2024-01-01.csv", "code5", "lgcode6"),
        ("published/kaso_2022-04-01/kaso_municipalities_2022-04-01.csv", "muni_code5", "lgcode6"),
        ("published/population/population_jan1_2016_2022.csv", "code5", None),
    ],
)
def test_codes_and_names_of_shared_tables_resolve(path: str, five: str, six: str | None) -> None:
    for row in shared_rows(path):
        area = areas.resolve_code(row[five])
        assert areas.same_name(area, row["name"]), row
        assert areas.resolve_name(row["name"], row["pref"]) == area
        if six:
            assert areas.resolve_code(row[six]) == area


@needs_shared
def test_municipalities_equal_the_shared_master() -> None:
    rows = shared_rows("published/municipality_master_2024-01-01/municipality_master_2024-01-01.csv")
    ours = {area.area_code: area.kind for area in areas.municipalities()}
    assert {row["code5"]: row["type"] for row in rows} == ours


@needs_shared
def test_boundaries_resolve() -> None:
    municipal = shapes("boundaries/ja_municipality_area.json")
    found = {areas.resolve_code(str(shape["id"])) for shape in municipal}
    assert len(found) == len(municipal) == 1747
    assert found >= set(areas.municipalities())
    for shape in municipal:
        properties = shape["properties"]
        assert isinstance(properties, dict)
        area = areas.resolve_code(properties["lg_code"])
        assert areas.same_name(area, properties["county_name"] + properties["city_name"])
    prefectures = shapes("boundaries/ja_prefecture_area.json")
    assert {areas.resolve_code(str(shape["id"])).level for shape in prefectures} == {"prefecture"}
    assert len(prefectures) == 47


@needs_shared
def test_municipal_names_of_the_dx_tables_are_known() -> None:
    for path in sorted(SHARED.glob("published/dx_dashboard_*/*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as file:
            names = [name for name in next(csv.reader(file))[2:] if name]
        assert names
        for name in names:
            assert area_names.candidates(name, None), (path.name, name)
