"""The dashboard in a real browser, served by the command of the README: what is on screen, what is not asked for."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.dashboard.browsing import PHONE, WIDE, Watched, served, watching

pytestmark = pytest.mark.browser

FIGURES = {
    "": ("概況", "7,910人", "+710人", "毎年 +1,045人", "8,193団体", "131圏域", "令和6年度（2024）", "期限前・遅れ"),
    "indicator?id=kyoryokutai_members": (
        "地域おこし協力隊 隊員数",
        "79.1",
        "−2,090人",
        "6,447",
        "+432",
        "必要経路",
        "R = 92.8%",
        "41.2%",
    ),
    "indicator?id=rmo_legal_form_share": ("地域運営組織 組織形態", "90.9%"),
    "indicator?id=tokutei_cooperatives_in_municipality": ("島根県", "14市区町村"),
    "map": (
        "特定地域づくりの組合数",
        "1,718団体の 7.1%",
        "47都道府県の 83.0%",
        "島根県",
        "73.7%",
        "kpi fetch boundaries",
    ),
    "quality": (
        "検査に合格し、公開しています",
        "資料の記述の再計算",
        "不一致",
        "確認済みの例外",
        "隔離した行",
        "公表日未確認",
    ),
    "history": ("最初のリリースです。", "ある日に分かっていた値で見る", "kpi rollback"),
    "data": ("データ", "16", "ファイルで保存", "引用・共有", "kpi slice", "current_slice", "7910", "保存"),
    "codebook": ("コードブック", "126指標", "収録範囲", "平成21年度～令和7年度"),
    "sql?q=select%20count(*)%20as%20n%20from%20slice%20where%20indicator_id%20%3D%20'rmo_organizations'": (
        "結果",
        "1行",
    ),
    "trail?indicator=kyoryokutai_members&area=00000&publication=soumu-chiikiryoku-2025-06&year=2024": (
        "値の由来",
        "7,910人",
        "印字のまま",
        "を加工して作成",
        "公共データ利用規約",
        "kyoryokutai_suii.csv:17",
        "sha256",
    ),
    "press": (
        "仕上がり（16:9",
        "6項目すべて適合",
        "説明文",
        "前年度から710人（9.9%）増えて",
        "折れ線グラフ。",
        "固定リンク",
        "資料一式",
    ),
    "press?ind=kyoryokutai_members_tokko&kind=tiles&look=mono&size=1x1": ("仕上がり（1:1", "6項目すべて適合", "821人"),
    "?known=2025-07-01": ("2025年7月1日までに公表されていた値", "期限前・順調", "7,910人"),
}


@pytest.fixture(scope="module")
def server(shipped_home: Path) -> Iterator[str]:
    """The dashboard on the shipped figures."""
    with served(shipped_home) as address:
        yield address


@pytest.fixture(params=[WIDE, PHONE], ids=["wide", "phone"])
def watched(request: pytest.FixtureRequest, browser: Browser, server: str) -> Iterator[Watched]:
    """A fresh browser window at both widths."""
    with watching(browser, server, viewport=request.param) as found:
        yield found


@pytest.mark.parametrize("path", FIGURES)
def test_figures_are_on_screen(watched: Watched, path: str) -> None:
    words = watched.open(path)
    for figure in FIGURES[path]:
        assert figure in words, figure
    assert watched.page.evaluate("document.documentElement.lang") == "ja"
    assert watched.overflow() <= 1, "the page is wider than the screen"


def test_japanese_is_legible_without_japanese_fonts(watched: Watched) -> None:
    watched.open("")
    loaded = "[...document.fonts].some(face => face.family.includes('KPIGothic') && face.status === 'loaded')"
    # A letter that the font lacks is drawn from another font, with another width than the full one.
    width = """letter => {
        const context = document.createElement("canvas").getContext("2d")
        context.font = "40px KPIGothic"
        return context.measureText(letter).width
    }"""
    if watched.page.evaluate(loaded):
        assert [watched.page.evaluate(width, letter) for letter in "概髙﨑①℃"] == [40] * 5


def test_the_reason_is_one_click_away(watched: Watched) -> None:
    watched.open("")
    watched.page.get_by_text("理由と定義を見る").nth(1).click()
    watched.page.get_by_text("定義・出典・注記").wait_for()
    assert "/indicator?id=" in watched.page.url and "lang=ja" in watched.page.url


def test_the_brief_is_one_click_away(watched: Watched) -> None:
    watched.open("")
    for label, begins in (("1枚資料（PDF）を保存", b"%PDF"), ("1枚資料（PowerPoint）を保存", b"PK")):
        name, content = watched.saved(watched.page.get_by_role("button", name=label))
        assert name.startswith("brief_")
        assert content.startswith(begins), label


def test_a_slice_is_one_click_away(watched: Watched) -> None:
    watched.open("data?indicator=rmo_organizations")
    for place, begins in ((0, b"\xef\xbb\xbfindicator_id,"), (2, b"PK"), (3, b"PAR1")):
        name, content = watched.saved(watched.page.get_by_role("link", name="保存").nth(place))
        assert name.startswith("kpi_rmo_organizations_")
        assert content.startswith(begins), name


def test_a_query_is_run_by_its_button(watched: Watched) -> None:
    watched.open("sql")
    box = watched.page.get_by_role("textbox", name="問い合わせ")
    box.fill("select 6 * 7 as answer")
    watched.page.get_by_role("button", name="実行").click()
    watched.page.get_by_role("cell", name="42").or_(watched.page.get_by_role("rowheader", name="42")).wait_for()
    watched.page.wait_for_url("**q=select**")


def test_a_value_of_a_table_leads_to_its_trail(watched: Watched) -> None:
    watched.open("indicator?id=kyoryokutai_members")
    watched.page.locator("a.to-trail").first.click()
    watched.page.get_by_text("印字のまま").first.wait_for()
    assert "/trail?" in watched.page.url


def test_a_permanent_link_reproduces_the_page(watched: Watched, browser: Browser) -> None:
    words = watched.open("indicator?id=kyoryokutai_members&period=5&known=latest&lang=ja")
    link = watched.page.locator("[data-testid=stCode] code").inner_text().replace("\n", "")
    assert "period=5" in link and "release=" in link
    watched.page.goto(link)
    assert watched.words() == words


def test_back_returns_to_the_choice_before(watched: Watched) -> None:
    first = watched.open("indicator?id=kyoryokutai_members&period=all&known=latest&lang=ja")
    box = watched.page.get_by_role("combobox", name="表示期間")
    box.click()
    watched.page.get_by_role("option").nth(1).click()
    watched.page.wait_for_url("**period=10**")
    later = watched.words_unlike(first)
    watched.page.go_back()
    watched.page.wait_for_url("**period=all**")
    assert watched.words_unlike(later) == first


def test_every_page_in_english(watched: Watched) -> None:
    assert "Progress against the targets" in watched.open("?lang=en")
    assert watched.page.evaluate("document.documentElement.lang") == "en"
    assert "Checks before publication" in watched.open("quality?lang=en")


def test_an_unknown_indicator_is_said_and_leads_back(watched: Watched) -> None:
    assert "指標「nothing」はありません" in watched.open("indicator?id=nothing")
    watched.page.get_by_role("link", name="概況に戻る").click()
    watched.page.get_by_text("目標に対する進み具合").wait_for()
