"""Every page on a small release: what it says, how its address works, what it says when something is missing."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.dashboard.conftest import APP, words
from tests.dashboard.standin import indicator, publish_standin, refuse_standin

PAGES = ("overview", "indicator", "map", "data", "codebook", "trail", "sql", "quality", "history")


def open_page(app: AppTest, page: str, **parameters: str) -> str:
    for name, value in parameters.items():
        app.query_params[name] = value
    app.run()
    if page != "overview":
        app.switch_page(f"app_pages/{page}.py")
        for name, value in parameters.items():
            app.query_params[name] = value
        app.run()
    assert not app.exception
    return words(app)


def test_overview_shows_every_target_in_order_of_attention(app: AppTest) -> None:
    page = open_page(app, "overview")
    places = [
        page.index(f"<h3>{name}</h3>") for name in ("見本 時点の数", "見本 系列", "見本 速報の数", "見本 届いた数")
    ]
    assert places == sorted(places)
    for word in ("期限経過・未達", "期限前・遅れ", "判定不能", "実績なし", "達成"):
        assert word in page


def test_overview_shows_signs_units_and_periods(app: AppTest) -> None:
    page = open_page(app, "overview")
    for said in (
        "−9圏域",
        "−400人",
        "+59人",
        "令和6年度（2024）",
        "令和7年4月1日時点・速報値".replace("・速報値", ""),
        "約41万",
        "・速報値",
    ):
        assert said in page
    assert "1,000万人" in page
    assert "毎年 +200人" in page


def test_missing_values_say_why(app: AppTest) -> None:
    page = open_page(app, "overview")
    for said in ("前年度値の記載なし", "前回値の記載なし", "1時点のみ", "実績の公表がありません。"):
        assert said in page


def test_overview_has_source_update_and_release(app: AppTest) -> None:
    page = open_page(app, "overview")
    assert "出典：見本省「今年の資料」を加工して作成" in page
    assert "更新日：2025年6月30日" in page
    assert "リリース：2025-06-30-standin" in page


def test_overview_table_can_be_saved(app: AppTest) -> None:
    open_page(app, "overview")
    labels = [button.label for button in app.get("download_button")]
    assert labels == ["1枚資料（PDF）を保存", "1枚資料（PowerPoint）を保存", "一覧をCSVで保存（4行）"]


@pytest.mark.parametrize("page", PAGES)
def test_address_names_every_parameter(app: AppTest, page: str) -> None:
    open_page(app, page)
    choice = {
        "indicator": {"id", "period", "known"},
        "data": {
            "indicator", "level", "from", "to", "known", "rows", "breakdown", "prefecture", "kind", "area", "by",
        },
    }  # fmt: skip
    assert set(app.query_params) == choice.get(page, set()) | {"lang"}


@pytest.mark.parametrize("page", PAGES)
def test_every_page_in_english(app: AppTest, page: str) -> None:
    body = open_page(app, page, lang="en")
    assert app.query_params["lang"] in ("en", ["en"])
    assert {
        "overview": "Progress against the targets",
        "indicator": "Definition",
        "map": "no figures by municipality",
        "data": "Save as a file",
        "codebook": "Definition, unit and notes",
        "trail": "no such value",
        "sql": "Runs one SELECT of DuckDB",
        "quality": "Checks before publication",
        "history": "which figures and verdicts changed",
    }[page] in body


@pytest.mark.parametrize("page", PAGES)
def test_every_image_has_alternative_text_and_headings_keep_their_order(app: AppTest, page: str) -> None:
    body = open_page(app, page)
    assert all('alt="' in image for image in re.findall(r"<img[^>]*>", body))
    levels = [int(level) for level in re.findall(r"<h([1-6])", body)]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_indicator_shows_trend_verdict_pace_table_definition_and_source(app: AppTest) -> None:
    page = open_page(app, "indicator", id="sample_series")
    said = (
        "見本 系列の推移と目標（年度、人）",
        "期限前・遅れ",
        "必要なペースは",
        "令和6年度（2024）",
        "系列の定義。",
        "見本省「",
        "※1　集計範囲が変更",
        "へ改定。差 +7人",
        "時点：令和6年度（2024）",
    )
    for one in said:
        assert one in page, one
    assert len(app.get("plotly_chart")) == 1


def test_main_chart_has_a_text_alternative(app: AppTest) -> None:
    open_page(app, "indicator", id="sample_series")
    chart = app.get("plotly_chart")[0]
    assert "見本 系列の折れ線グラフ" in str(chart.proto)


def test_an_earlier_day_of_knowledge_shows_the_earlier_figure(app: AppTest) -> None:
    page = open_page(app, "indicator", id="sample_series", known="2024-06-30")
    assert "2024年6月30日までに公表された資料" in page
    assert "534" in page and "541人" not in page


def test_breakdowns_and_regions_are_bars(app: AppTest) -> None:
    page = open_page(app, "indicator", id="sample_share")
    assert page.index("任意団体") < page.index("法人") < page.index("その他")
    assert "割合の分母：回答した団体" in page
    page = open_page(app, "indicator", id="sample_local")
    assert "札幌市" in page and "北海道" in page


def test_money_is_written_in_large_units(app: AppTest) -> None:
    assert "5.6億円" in open_page(app, "indicator", id="sample_budget")


def test_unknown_indicator_warns_and_leads_back(app: AppTest) -> None:
    page = open_page(app, "indicator", id="<b>x</b>")
    assert "指標「&lt;b&gt;x&lt;/b&gt;」はありません" in page
    assert "概況に戻る" in page
    assert not app.get("plotly_chart")


def test_unknown_value_warns_and_shows_the_default(app: AppTest) -> None:
    page = open_page(app, "indicator", id="sample_series", period="7")
    assert "「7」は使えないため" in page
    assert "見本 系列の推移と目標" in page


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"known": "2025-02-30"}, "「2025-02-30」は日付として読めません。"),
        ({"known": "2030-01-01"}, "「2030-01-01」はまだ来ていない日付です。"),
        ({"release": "no-such"}, "リリース「no-such」はありません。"),
        ({"release": "no-such", "lang": "en"}, "There is no release “no-such”."),
    ],
)
def test_a_wrong_day_or_release_gets_one_line_and_a_way_back(
    app: AppTest, page: str, given: dict[str, str], said: str
) -> None:
    found = open_page(app, page, **given)
    assert said in found
    way = re.search(r'href="\./([a-z]*)\?([^"]*)"', found)
    assert way
    assert "known" not in way[2]
    assert "release" not in way[2]


@pytest.mark.parametrize("page", PAGES)
def test_every_page_can_be_seen_as_known_on_a_day(app: AppTest, page: str) -> None:
    found = open_page(app, page, known="2025-06-30")
    assert "2025年6月30日までに公表されていた値を、その日の判定で表示しています。" in found
    assert app.query_params["known"] == "2025-06-30"
    for address in re.findall(r'href="((?:indicator|quality)\?[^"]*)"', found):
        assert "known=2025-06-30" in address


def test_before_the_first_publication_nothing_is_known(app: AppTest) -> None:
    page = open_page(app, "overview", known="2000-01-01")
    assert "7,910" not in page
    page = open_page(app, "indicator", id="sample_series", known="2000-01-01")
    assert "公表" in page


def test_choosing_a_day_changes_the_whole_page(app: AppTest) -> None:
    open_page(app, "indicator", id="sample_series")
    box = app.selectbox(key="indicator_known")
    older = box.options[-1]
    box.select_index(len(box.options) - 1).run()
    assert not app.exception
    assert older in words(app)
    assert "までに公表されていた値を" in words(app)


def test_permalink_names_the_release(app: AppTest) -> None:
    open_page(app, "indicator", id="sample_series")
    link = app.code[0].value
    assert link.endswith("?id=sample_series&period=all&known=latest&lang=ja&release=2025-06-30-standin")


def test_quality_shows_checks_recomputation_exceptions_and_quarantine(app: AppTest) -> None:
    page = open_page(app, "quality")
    said = (
        "検査に合格し、公開しています",
        "同じ値が重複していない",
        "年度が分かる",
        "内訳を正とする",
        "隔離した行はありません",
        "速報値",
    )
    for one in said:
        assert one in page, one
    assert page.index("一致しない記述の差") < page.index("一致する記述の差")


def test_quality_reports_a_refused_load(app: AppTest, home: Path) -> None:
    refuse_standin(home)
    page = open_page(app, "quality")
    assert "2025年6月30日の読み込みは検査に合格せず、公開していません" in page
    assert "sample.csv" in page


def test_without_a_release_the_page_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KPI_HOME", str(tmp_path / "empty"))
    app = AppTest.from_file(str(APP), default_timeout=60).run()
    assert not app.exception
    assert "kpi load" in words(app)


def test_a_new_indicator_appears_without_code(app: AppTest, home: Path) -> None:
    extra = indicator("thrown_away", "使い捨て", 9, family="core")
    publish_standin(home, "2025-07-01-more", extra)
    assert "使い捨て" in open_page(app, "overview")
    assert "321" in open_page(app, "indicator", id="thrown_away")
    assert "見本 使い捨て" in open_page(app, "quality")


def test_a_link_to_an_earlier_release_shows_it(app: AppTest, home: Path) -> None:
    publish_standin(home, "2025-07-01-more", indicator("thrown_away", "使い捨て", 9, family="core"))
    page = open_page(app, "overview", release="2025-06-30-standin")
    assert "過去のリリース 2025-06-30-standin" in page
    assert "使い捨て" not in page


@pytest.mark.parametrize("page", PAGES)
def test_every_page_says_that_the_newest_load_was_refused(app: AppTest, home: Path, page: str) -> None:
    refuse_standin(home)
    found = open_page(app, page)
    assert "2025年6月30日の読み込みは検査に合格しなかったため、公開していません。" in found
    assert "2025年6月30日に公開した値を表示しています。" in found
    assert 'href="quality?' in found


def test_a_damaged_refusal_does_not_break_a_page(app: AppTest, home: Path) -> None:
    refuse_standin(home)
    (home / "refused" / "20250701T090000000000" / "gate.json").write_text("{", encoding="utf-8")
    assert "見本 系列" in open_page(app, "overview")


def test_history_of_a_first_release(app: AppTest) -> None:
    page = open_page(app, "history")
    assert "最初のリリースです。" in page
    assert "公開中" in page
    assert "kpi rollback 2025-06-30-standin" in page
    assert "known=2025-06-30" in page


def test_history_tells_what_changed(app: AppTest, home: Path) -> None:
    publish_standin(home, "2025-07-01-more", indicator("thrown_away", "使い捨て", 9, family="core"))
    page = open_page(app, "history")
    assert "2025-06-30-standin から：" in page
    assert "新しい値1件" in page
    assert ">321人<" in page
    assert "kpi diff 2025-06-30-standin 2025-07-01-more" in page
    assert 'release=2025-06-30-standin"' in page
    assert "1 new" in open_page(app, "history", lang="en")


def test_a_damaged_release_does_not_break_the_history(app: AppTest, home: Path) -> None:
    publish_standin(home, "2025-07-01-more", indicator("thrown_away", "使い捨て", 9, family="core"))
    (home / "releases" / "2025-06-30-standin" / "kpi.duckdb").write_bytes(b"damaged")
    page = open_page(app, "history")
    assert "1つ前のリリースのファイルが読めないため" in page
    assert "このリリースのファイルは読めません。" in page


def test_an_error_of_ours_is_a_sentence(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise KeyError("broken")

    monkeypatch.setattr("dashboard.built.build_overview", fail)
    app.run()
    assert not app.exception
    assert "このページを表示できませんでした" in words(app)
