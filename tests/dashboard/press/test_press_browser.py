"""広報 in a browser: what is seen leaves, a wrong number does not, a frozen link shows the same for ever."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser

from pipelines.load import load
from tests.dashboard.browsing import WIDE, Watched, served, watching
from tests.support import Workbench

pytestmark = pytest.mark.browser
WRONG = "隊員は8,000人"


@pytest.fixture(scope="module")
def server(shipped_home: Path) -> Iterator[str]:
    with served(shipped_home) as base:
        yield base


@pytest.fixture
def watched(browser: Browser, server: str) -> Iterator[Watched]:
    with watching(browser, server, viewport=WIDE) as seen:
        yield seen


def picture(watched: Watched) -> str:
    return watched.page.locator(".press-preview img").get_attribute("src") or ""


FORMS = {
    "PNGを保存": b"\x89PNG",
    "SVG（輪郭）": b"<SVG",
    "PDF": b"%PDF",
    "PPTX": b"PK",
    "HTML": b"<!DOCTYPE",
    "数表": b"\xef\xbb\xbf",
}


def test_every_form_is_one_click_away(watched: Watched) -> None:
    watched.open("press")
    for label, begins in FORMS.items():
        name, content = watched.saved(watched.page.get_by_role("button", name=label))
        assert name.startswith("kyoryokutai_members_trend_16x9_")
        assert content.lstrip()[:9].upper().startswith(begins), label


def test_a_changed_title_is_drawn_and_checked_again(watched: Watched) -> None:
    watched.open("press")
    before = picture(watched)
    box = watched.page.get_by_role("textbox", name="題名")
    box.fill(WRONG)
    box.blur()
    watched.page.get_by_text("データにない数や言い方：8,000").wait_for()
    assert picture(watched) != before
    assert watched.page.get_by_role("button", name="PNGを保存").is_disabled()
    box.fill("隊員は7,910人")
    box.blur()
    watched.page.get_by_text("6項目すべて適合").wait_for()
    assert watched.page.get_by_role("button", name="PNGを保存").is_enabled()
    watched.page.wait_for_function("decodeURIComponent(location.search).includes('title=隊員は7,910人')")


def test_another_indicator_has_words_of_its_own(watched: Watched) -> None:
    watched.open(f"press?title={quote(WRONG)}")
    box = watched.page.locator(".st-key-press_ind").get_by_role("combobox")
    box.click()
    box.fill("地域運営組織数")
    watched.page.get_by_role("option", name="地域運営組織数（団体）").click()
    watched.page.get_by_text("6項目すべて適合").wait_for()
    assert watched.page.get_by_role("textbox", name="題名").input_value() == "地域運営組織数は8,193団体で過去最多"


def test_the_credit_line_cannot_be_edited(watched: Watched) -> None:
    watched.open("press")
    credit = watched.page.locator(".press-credit")
    assert "を加工して作成" in credit.inner_text()
    assert credit.locator("input, textarea, [contenteditable]").count() == 0


def test_a_kit_is_made_with_its_progress_and_saved(watched: Watched, tmp_path: Path) -> None:
    watched.open("press?kit=kyoryokutai_members,rmo_organizations")
    watched.page.get_by_role("button", name="資料一式を作成（2指標）").click()
    save = watched.page.get_by_role("button", name="資料一式を保存（zip、2指標）")
    save.wait_for(timeout=60_000)
    with watched.page.expect_download() as waiting:
        save.click()
    names = zipfile.ZipFile(waiting.value.path()).namelist()
    assert {"README.txt", "SHA256SUMS", "captions.txt"} <= set(names)
    assert sum(name.endswith(".png") for name in names) == 6


def test_a_frozen_link_shows_the_same_after_a_new_release(browser: Browser, bench: Workbench) -> None:
    bench.declare(bench.indicator())
    bench.publish("old", "年度,人数\n令和4年度,10\n令和5年度,12\n", "2024-06-30")
    load(bench.raw, bench.home, catalogue_dir=bench.catalogue)
    with served(bench.home) as base, watching(browser, base, viewport=WIDE) as seen:
        seen.open("press?ind=things")
        links = seen.page.locator(".share .copyable")
        frozen, live = (links.nth(links.count() - 2 + place).inner_text().strip() for place in (0, 1))
        before = picture(seen)
        bench.publish("new", "年度,人数\n令和6年度,15\n", "2025-06-30")
        load(bench.raw, bench.home, catalogue_dir=bench.catalogue)
        seen.open(live.removeprefix(base + "/"))
        assert "15人" in seen.page.get_by_role("textbox", name="題名").input_value()
        seen.open(frozen.removeprefix(base + "/"))
        assert picture(seen) == before
