"""データ, 値の由来 and SQL: a choice is an address, says what it means, and leads to the files, the trail, the rows."""

from __future__ import annotations

import html
import re
from urllib.parse import parse_qs, urlsplit

from streamlit.testing.v1 import AppTest

from dashboard.data_view import readable_size
from dashboard.state import packed, unpacked
from tests.dashboard.test_pages import open_page
from warehouse import open_release
from warehouse.releases import kpi_home


def _first_id() -> str:
    return next(iter(open_release(kpi_home()).catalogue.indicators))


def test_a_choice_in_the_address_is_the_choice_of_the_page(app: AppTest) -> None:
    ids = list(open_release(kpi_home()).catalogue.indicators)[:2]
    page = open_page(
        app, "data", indicator=",".join(ids), level="all", rows="every", breakdown="", **{"from": "2020", "to": "2024"}
    )
    release = open_release(kpi_home())
    rows = release.observations(ids, first_year=2020, last_year=2024).height
    assert f"<b>{rows}</b>" in page
    assert "令和2年度（2020）から令和6年度（2024）まで" in page and "総数とすべての内訳" in page


def test_nothing_chosen_is_every_indicator(app: AppTest) -> None:
    page = open_page(app, "data", indicator="", level="all", rows="every", breakdown="")
    assert f"<b>{open_release(kpi_home()).observations().height}</b>" in page
    assert "すべての指標" in page


def test_every_file_is_the_slice_of_this_release(app: AppTest) -> None:
    page = open_page(app, "data", indicator=_first_id())
    links = [html.unescape(link) for link in re.findall(r'href="([^"]*api/v1/observations[^"]*)"', page)]
    assert [parse_qs(urlsplit(link).query)["format"] for link in links] == [
        ["csv"], ["csv-plain"], ["xlsx"], ["parquet"], ["json"], ["datapackage"],
    ]  # fmt: skip
    for link in links:
        asked = parse_qs(urlsplit(link).query)
        assert asked["indicator"] == [_first_id()] and asked["release"] == [open_release(kpi_home()).release_id]


def test_years_in_the_wrong_order_are_one_message(app: AppTest) -> None:
    page = open_page(app, "data", **{"from": "2024", "to": "2020"})
    assert "期間の始めが終わりより後です" in page and "ファイルで保存" not in page


def test_what_the_address_does_not_know_is_said(app: AppTest) -> None:
    page = open_page(app, "data", indicator=f"{_first_id()},nothing", level="planet", kind="hamlet")
    for given in ("nothing", "planet", "hamlet"):
        assert given in page


def test_a_choice_without_rows_says_so(app: AppTest) -> None:
    page = open_page(app, "data", indicator=_first_id(), kind="village", level="municipality")
    assert "この条件に合う値はありません" in page


def test_a_value_of_the_preview_leads_to_its_trail(app: AppTest) -> None:
    page = open_page(app, "data", indicator=_first_id())
    link = html.unescape(re.findall(r'href="(trail\?[^"]*)"', page)[0])
    asked = {name: values[0] for name, values in parse_qs(link.partition("?")[2]).items()}
    app.query_params.clear()
    trail = open_page(app, "trail", **asked)
    assert "印字のまま" in trail and "公開前の検査" in trail


def test_a_trail_that_leads_nowhere_is_one_message(app: AppTest) -> None:
    for asked in (
        {"indicator": "x"},
        {"indicator": _first_id(), "year": "next"},
        {"indicator": "x", "day": "2025-13-01"},
    ):
        app.query_params.clear()
        assert "表示中のリリースにありません" in open_page(app, "trail", **asked)


def test_a_query_is_answered_and_a_mistake_explained(app: AppTest) -> None:
    page = open_page(app, "sql", q="select 40 + 2 as answer")
    assert "<td" in page and "42" in page


def test_a_mistake_in_a_query_is_explained(app: AppTest) -> None:
    assert "Candidate bindings" in open_page(app, "sql", q="select vlue from slice")


def test_a_hostile_query_is_refused_on_the_page(app: AppTest) -> None:
    page = open_page(app, "sql", q="select * from read_text('/etc/passwd')")
    assert "「read_text」は使えません" in page and "root:" not in page


def test_several_codes_are_one_parameter_and_come_back() -> None:
    codes = ["a", "50%", "x,y", "%2C"]
    assert unpacked(packed(codes)) == codes
    assert unpacked("") == [] and unpacked("a,,a,b") == ["a", "b"]


def test_sizes_read_as_files_do() -> None:
    assert [readable_size(size) for size in (0, 812, 12_400, 3_100_000)] == ["0 B", "812 B", "12.4 kB", "3.1 MB"]
