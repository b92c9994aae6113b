"""Rows are read by what their columns mean; what is unknown is refused with its place."""

from __future__ import annotations

import datetime as dt
from typing import Any

import polars as pl
import pytest

from pipelines.publications import Table
from pipelines.stage import Staged, stage_table
from pipelines.tables import LINE
from warehouse.catalogue import Catalogue, Indicator


def _indicator(indicator_id: str, unit: str, **more: Any) -> Indicator:
    texts = dict.fromkeys(
        ("name_en", "short_ja", "short_en", "unit_en", "definition_ja", "definition_en", "bounds_reason"), "x"
    )
    return Indicator(
        id=indicator_id,
        name_ja=f"名 {indicator_id}",
        unit=unit,
        family="series",
        direction="up",
        decimals=0,
        period="none",
        bounds=(None, None),
        **texts,
        **more,
    )


CATALOGUE = Catalogue(
    programmes=(),
    targets=(),
    indicators={
        "members": _indicator("members", "人"),
        "budget": _indicator("budget", "円"),
        "bodies": _indicator("bodies", "団体", unit_aliases=("組織",)),
    },
)


def _stage(rows: dict[str, list[str]], columns: dict[str, Any], **spec: Any) -> Staged:
    table = Table.model_validate({"file": "t.csv", "columns": columns, **spec})
    count = len(next(iter(rows.values())))
    frame = pl.DataFrame({**rows, LINE: range(2, count + 2)})
    return stage_table(frame, table, "pub", "pub/t.csv", CATALOGUE)


YEAR_AND_MEMBERS = {"年度": "fiscal_year", "隊員数": {"value": "members"}}


def test_a_wide_table_becomes_one_row_per_figure() -> None:
    staged = _stage(
        {"年度": ["R5", "R6"], "隊員数": ["7,200人", "7,910人"], "予算": ["2億円", "3億円"]},
        {**YEAR_AND_MEMBERS, "予算": {"value": "budget", "breakdown": "当初予算"}},
    )
    rows = staged.rows.select("indicator_id", "fiscal_year", "breakdown", "value", "unit", "line").rows()
    assert rows == [
        ("members", 2023, "", 7200, "人", 2),
        ("members", 2024, "", 7910, "人", 3),
        ("budget", 2023, "当初予算", 2e8, "円", 2),
        ("budget", 2024, "当初予算", 3e8, "円", 3),
    ]
    assert staged.refused.is_empty()


def test_the_print_is_kept_and_an_alias_is_the_same_unit() -> None:
    staged = _stage({"数": ["８,193組織"]}, {"数": {"value": "bodies"}})
    assert staged.rows.select("value", "unit", "as_printed").rows() == [(8193, "団体", "８,193組織")]


def test_a_header_may_print_unit_and_scale() -> None:
    staged = _stage({"予算（百万円）": ["248"]}, {"予算（百万円）": {"value": "budget"}})
    assert staged.rows.select("value", "precision").rows() == [(248e6, 1e6)]


def test_a_day_gives_the_fiscal_year_unless_one_is_printed() -> None:
    columns = {"時点": "as_of", "隊員数": {"value": "members"}}
    staged = _stage({"時点": ["令和7年3月31日", "R7.4.1", ""], "隊員数": ["1", "2", "3"]}, columns)
    assert staged.rows.select("fiscal_year", "as_of").rows() == [
        (2024, dt.date(2025, 3, 31)),
        (2025, dt.date(2025, 4, 1)),
        (None, None),
    ]


def test_a_missing_mark_must_be_declared() -> None:
    rows = {"年度": ["R5", "R6"], "隊員数": ["-", "1人"]}
    refused = _stage(rows, YEAR_AND_MEMBERS).refused
    assert refused["line"].to_list() == [2]
    declared = _stage(rows, YEAR_AND_MEMBERS, missing=["-"]).rows
    assert declared.select("value", "obs_status", "as_printed").rows() == [(None, "M", "-"), (1, "A", "1人")]


def test_a_blank_is_never_zero() -> None:
    refused = _stage({"年度": ["R5"], "隊員数": [""]}, YEAR_AND_MEMBERS).refused
    assert "欠測なら" in refused["reason"][0]


@pytest.mark.parametrize(
    ("rows", "columns", "reason"),
    [
        ({"年度": ["R5"], "隊員数": ["1円"]}, YEAR_AND_MEMBERS, "単位「円」"),
        ({"年度": ["6"], "隊員数": ["1人"]}, YEAR_AND_MEMBERS, "年度として読めません"),
        ({"年度": ["R5"], "x": ["1"]}, {"年度": "fiscal_year", "x": {"value": "nothing"}}, "カタログにありません"),
        ({"指標": ["nothing"], "値": ["1"]}, {"指標": "indicator", "値": "value"}, "指標「nothing」"),
        ({"地域": ["架空市"], "x": ["1"]}, {"地域": "area", "x": {"value": "members"}}, "架空市"),
        ({"コード": ["99999"], "x": ["1"]}, {"コード": "area_code", "x": {"value": "members"}}, "99999"),
        ({"状態": ["Q"], "x": ["1"]}, {"状態": "obs_status", "x": {"value": "members"}}, "知らない印"),
    ],
)
def test_what_is_unknown_is_refused_with_line_and_reason(
    rows: dict[str, list[str]], columns: dict[str, Any], reason: str
) -> None:
    staged = _stage(rows, columns)
    assert staged.rows.is_empty()
    assert staged.refused.select("file", "line").rows() == [("pub/t.csv", 2)]
    assert reason in staged.refused["reason"][0]


def test_areas_resolve_by_name_within_their_prefecture() -> None:
    columns = {"県": "prefecture", "町": "area", "x": {"value": "members"}}
    staged = _stage(
        {"県": ["山形県", "奈良県", "宮崎県"], "町": ["川西町", "川西町", "都農町"], "x": ["1", "2", "3"]}, columns
    )
    assert staged.rows["area_code"].to_list() == ["06382", "29361", "45406"]


def test_a_code_and_a_name_must_be_the_same_place() -> None:
    columns = {"コード": "area_code", "町": "area_name", "x": {"value": "members"}}
    staged = _stage({"コード": ["01100", "01100"], "町": ["札幌市", "函館市"], "x": ["1", "2"]}, columns)
    assert staged.rows["area_code"].to_list() == ["01100"]
    assert "名称「函館市」" in staged.refused["reason"][0]


def test_breakdowns_are_normalised_and_joined() -> None:
    columns = {"種別": "breakdown", "分野": "breakdown", "x": {"value": "members"}}
    staged = _stage({"種別": ["企業派遣型", "副業型"], "分野": ["ＤＸ", ""], "x": ["1", "2"]}, columns)
    assert staged.rows["breakdown"].to_list() == ["企業派遣型/DX", "副業型"]


def test_scaled_money_is_exact_to_the_last_digit() -> None:
    staged = _stage({"金額（億円）": ["0.57", "0.29", "1,234.5"]}, {"金額（億円）": {"value": "budget"}})
    assert staged.rows["value"].to_list() == [57_000_000, 29_000_000, 123_450_000_000]
