"""地図 in a real browser: a click leads to a municipality, its address reproduces it; without WebGL it is a picture."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from benchmarks.relay import relayed
from dashboard.map.extent import SIZES, view_of
from dashboard.map.mercator import mercator
from dashboard.map.tiles import tile_centre
from tests.dashboard.browsing import PHONE, WIDE, Watched, served, watching

pytestmark = pytest.mark.browser

# Where the office of 浜田市 is, and a place in the middle of the city.
HAMADA = (132.18, 34.83)
PRESS = """([x, y]) => {
    const canvas = document.querySelector("#deckgl-overlay"), box = canvas.getBoundingClientRect()
    const place = {clientX: box.x + x, clientY: box.y + y}
    const at = {...place, bubbles: true, pointerId: 1, pointerType: "mouse", isPrimary: true}
    canvas.dispatchEvent(new PointerEvent("pointermove", at))
    canvas.dispatchEvent(new PointerEvent("pointerdown", {...at, button: 0, buttons: 1}))
    canvas.dispatchEvent(new PointerEvent("pointerup", {...at, button: 0}))
}"""


@pytest.fixture(scope="module")
def server(mapped_home: Path) -> Iterator[str]:
    """The dashboard on the published data sets."""
    with served(mapped_home) as address:
        yield address


@pytest.fixture
def watched(browser: Browser, server: str) -> Iterator[Watched]:
    """A fresh browser window."""
    with watching(browser, server, viewport=WIDE) as found:
        yield found


def _drawn(watched: Watched, path: str) -> str:
    """Open a map and wait until its areas have arrived."""
    with watched.page.expect_response(lambda answer: "/map/areas/" in answer.url, timeout=30_000):
        watched.page.goto(f"{watched.base}/{path}")
    watched.page.locator("#deckgl-overlay").wait_for(timeout=30_000)
    words = watched.words()
    watched.page.wait_for_timeout(1500)
    return words


def _at(page: Page, place: tuple[float, float]) -> tuple[float, float]:
    """Return where a place of the country is on the canvas."""
    view = view_of(None, None).state
    box = page.locator("#deckgl-overlay").bounding_box()
    assert box is not None
    scale = 512 / 360 * 2 ** view["zoom"]
    x = (place[0] - view["longitude"]) * scale + box["width"] / 2
    y = (mercator(view["latitude"]) - mercator(place[1])) * scale + box["height"] / 2
    return x, y


def test_a_click_on_a_municipality_shows_its_profile(watched: Watched) -> None:
    _drawn(watched, "map?lang=ja")
    watched.page.evaluate(PRESS, _at(watched.page, HAMADA))
    watched.page.wait_for_url("**area=32202**", timeout=30_000)
    profile = watched.page.locator(".profile")
    profile.get_by_role("heading", name="浜田市（島根県）").wait_for(timeout=30_000)
    words = watched.words()
    for said in (
        "団体コード 322024",
        "2組合",
        "51,546人",
        "−5,184人（−9.1%）",
        "みなし過疎",
        "島根県の市区町村",
        "14団体",
    ):
        assert said in words, said
    assert "pref=32000" in watched.page.url
    address = watched.page.url
    watched.page.goto("about:blank")
    watched.page.goto(address)
    assert "浜田市（島根県）" in watched.words()


def test_the_keyboard_leads_as_far_as_the_mouse(watched: Watched) -> None:
    _drawn(watched, "map?lang=ja")
    for label, wanted in (("都道府県", "島根県"), ("市区町村", "浜田市")):
        box = watched.page.get_by_role("combobox", name=label, exact=True)
        box.focus()
        box.fill(wanted)
        watched.page.keyboard.press("Enter")
        watched.page.wait_for_timeout(1500)
    watched.page.locator(".profile").get_by_role("heading", name="浜田市（島根県）").wait_for(timeout=30_000)
    watched.page.go_back()
    watched.page.wait_for_url("**area=00000**", timeout=30_000)


def test_another_year_or_way_to_show_it_fetches_nothing_anew(watched: Watched) -> None:
    _drawn(watched, "map?ind=population&lang=ja&year=2021")
    fetched: list[str] = []
    watched.page.on("request", lambda sent: fetched.append(sent.url) if "/map/" in sent.url else None)
    for address in ("year=2020", "year=2019"):
        box = watched.page.get_by_role("combobox", name="時点")
        box.click()
        day = {"year=2020": "令和3年1月1日", "year=2019": "令和2年1月1日"}[address]
        watched.page.get_by_role("option", name=day).click()
        watched.page.wait_for_url(f"**{address}**")
        watched.words()
    assert fetched == []


def _choose(page: Page, label: str, option: str) -> None:
    box = page.get_by_role("combobox", name=label, exact=True)
    box.click()
    box.fill(option)
    page.keyboard.press("Enter")


def test_an_interaction_takes_less_than_5_kb_of_the_wire(browser: Browser, server: str) -> None:
    with relayed(int(server.rsplit(":", 1)[1])) as relay:
        context = browser.new_context(viewport=WIDE)
        watched = Watched(context.new_page(), f"http://127.0.0.1:{relay.port}")
        watched.open("map?ind=population&lang=ja&year=2021")
        assert relay.down > 5000, "the first run is the whole page, so the relay counts what it should"
        for label, option, address in (
            ("時点", "令和3年1月1日", "year=2020"),
            ("都道府県", "島根県", "pref=32000"),
            ("市区町村", "浜田市", "area=32202"),
            ("時点", "令和2年1月1日", "year=2019"),
        ):
            before = relay.down
            _choose(watched.page, label, option)
            watched.page.wait_for_url(f"**{address}**")
            watched.words()
            assert relay.down - before <= 5000, f"{label}: {relay.down - before} bytes"
        context.close()


def test_the_map_is_seen_as_a_picture_until_it_can_be_moved(watched: Watched) -> None:
    watched.page.route("**/map/areas/**", lambda route: None)
    watched.page.goto(f"{watched.base}/map?lang=ja")
    picture = watched.page.locator(".map-first")
    watched.page.wait_for_function("document.querySelector('.map-first')?.naturalWidth > 0", timeout=30_000)
    # The points have arrived by then, but no areas.
    watched.page.wait_for_timeout(2500)
    assert picture.is_visible()
    watched.page.unroute("**/map/areas/**")
    _drawn(watched, "map?lang=ja")
    watched.page.wait_for_function("document.documentElement.classList.contains('map-drawn')")
    assert not picture.is_visible()
    watched.page.evaluate("document.documentElement.classList.remove('map-drawn')")
    for width in (1440, 1000, 720):
        watched.page.set_viewport_size({"width": width, "height": 1000})
        watched.page.wait_for_timeout(700)
        canvas, shown = watched.page.locator("#deckgl-overlay").bounding_box(), picture.bounding_box()
        assert canvas and shown
        assert abs(shown["y"] - canvas["y"]) <= 1 and abs(shown["height"] - canvas["height"]) <= 1
        middles = [box["x"] + box["width"] / 2 for box in (shown, canvas)]
        assert abs(middles[0] - middles[1]) <= 1, width
        assert watched.overflow() <= 1, width
    _choose(watched.page, "表示", "都道府県")
    watched.page.wait_for_url("**level=prefecture**")
    watched.words()
    assert picture.count() == 0


def test_without_boundaries_a_tile_leads_to_its_prefecture(mapped_home: Path, browser: Browser, tmp_path: Path) -> None:
    home = tmp_path / "home"
    shutil.copytree(mapped_home, home, ignore=shutil.ignore_patterns("boundaries"))
    with served(home) as address, watching(browser, address, viewport=WIDE) as found:
        words = _drawn(found, "map?lang=ja&level=prefecture")
        assert "都道府県を同じ大きさの四角で示しています" in words
        found.page.evaluate(PRESS, _at(found.page, tile_centre("32")))
        found.page.wait_for_url("**pref=32000**", timeout=30_000)
        assert "島根県の市区町村" in found.words()


def test_on_a_phone_the_whole_country_is_in_view(browser: Browser, server: str) -> None:
    agent = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130 Mobile Safari/537.36"
    with watching(browser, server, viewport=PHONE, user_agent=agent) as found:
        _drawn(found, "map?lang=ja")
        box = found.page.locator("#deckgl-overlay").bounding_box()
        assert box is not None and box["height"] == SIZES[True][1]
        assert found.overflow() <= 1


def test_without_webgl_there_is_a_picture_and_the_table(mapped_home: Path, server: str, browser: Browser) -> None:
    context = browser.new_context(viewport=WIDE)
    # What a thin client's browser answers when it is asked for WebGL.
    context.add_init_script("HTMLCanvasElement.prototype.getContext = () => null")
    page = context.new_page()
    page.goto(f"{server}/map?lang=ja")
    picture = page.locator(".map-still img")
    picture.wait_for(timeout=30_000)
    page.wait_for_function("document.querySelector('.map-still img').naturalWidth > 0", timeout=30_000)
    assert "122団体（7.1%）が該当します" in (picture.get_attribute("alt") or "")
    assert not page.locator("#deckgl-overlay").is_visible()
    page.locator(".ranking").get_by_text("島根県").wait_for()
    context.close()


def test_the_map_is_saved_by_one_click(watched: Watched) -> None:
    _drawn(watched, "map?lang=ja")
    for label, begins in {"PNG": b"\x89PNG", "SVG": b"<?xml", "GeoJSON": b"{", "CSV": b"\xef\xbb\xbf"}.items():
        _, content = watched.saved(watched.page.get_by_role("button", name=label, exact=True))
        assert content.startswith(begins), label


def test_another_breakdown_is_shown_at_once(watched: Watched) -> None:
    _drawn(watched, "map?ind=dx_application_32_rate&lang=ja")
    box = watched.page.get_by_role("combobox", name="内訳")
    box.click()
    box.fill("図書館の図書貸出予約等")
    with watched.page.expect_response(lambda answer: "/map/areas/" in answer.url, timeout=30_000):
        watched.page.keyboard.press("Enter")
    assert "図書館の図書貸出予約等" in watched.words()
    assert "表示中：よく使う32手続 オンライン申請率（図書館の図書貸出予約等）" in watched.words()


@pytest.mark.parametrize(
    "query",
    ["lang=ja", "lang=en", "lang=ja&ind=dx_online_32_rate", "lang=en&ind=dx_online_32_rate", "lang=ja&pref=32000"],
)
def test_no_column_of_the_ranking_is_cut(watched: Watched, query: str) -> None:
    # The table is the same without the land, whose drawing in software takes most of the time.
    no_land = {"type": "FeatureCollection", "features": []}
    watched.page.route("**/map/*/**", lambda route: route.fulfill(json=no_land))
    watched.open(f"map?{query}")
    for size in (PHONE, WIDE):
        watched.page.set_viewport_size(size)
        watched.words()
        table = watched.page.locator(".coverage .scroll")
        assert table.evaluate("element => element.scrollWidth - element.clientWidth") <= 1, size
