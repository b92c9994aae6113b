"""Maps for the press: every figure once, none made up, and words that can be read in every size and look."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from functools import cache
from itertools import combinations, product
from pathlib import Path

import pytest
import yaml

from dashboard import text as words_of_text
from dashboard.context import Context
from dashboard.figure.frame import framed
from dashboard.figure.labels import overlap
from dashboard.figure.look import Look, contrast
from dashboard.figure.map_key import highest
from dashboard.figure.maps import draw_map, draw_tiles
from dashboard.figure.model import Area, Chart
from dashboard.figure.scene import Box, Disc, Item, Scene, Shape, Words
from dashboard.figure.sizes import SIZES, Size
from dashboard.observations import read_figures
from dashboard.press.footing import foot_of
from dashboard.press.map_legend import graded
from dashboard.press.mapped import municipal_chart, tile_chart
from dashboard.text import LANGUAGES, Text
from pipelines.load import load
from tests.dashboard.map.conftest import fetch_all
from tests.support import SHIPPED
from warehouse import open_release
from warehouse.boundaries import open_boundaries
from warehouse.municipal import area_figures

MEMBERS, TOKUTEI, CONSULTATIONS = (
    "kyoryokutai_members_tokko",
    "tokutei_cooperatives_in_municipality",
    "iju_consultations",
)
PLACES = (MEMBERS, TOKUTEI, CONSULTATIONS)
ONLINE, CIO, CARD = "dx_online_32_rate", "dx_cio_by_body", "mynumber_card_rate"
TODAY = dt.date(2026, 11, 24)


@pytest.fixture(autouse=True, scope="module")
def _words_to_be_merged() -> None:
    """Words that still stand in a file of their own."""
    own = Path(words_of_text.__file__).with_name("text_press_map.yml")
    if own.exists():
        words_of_text.entries().update(words_of_text._leaves(yaml.safe_load(own.read_text(encoding="utf-8"))))


@pytest.fixture(scope="module")
def bounded_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release with figures by municipality, and boundaries; read-only for tests."""
    home = tmp_path_factory.mktemp("bounded")
    fetch_all(home, only=("boundaries", "dx"))
    assert load(SHIPPED, home).outcome == "published"
    return home


def context(home: Path, lang: str = "ja") -> Context:
    return Context(Text(lang), open_release(home), True, TODAY)


@cache
def tiles(home: Path, indicator_id: str, lang: str = "ja", year: int | None = None) -> Chart | None:
    seen = context(home, lang)
    indicator = seen.release.catalogue.indicator(indicator_id)
    return tile_chart(seen, indicator, read_figures(seen.release, [indicator])[0], year)


@cache
def land(home: Path, indicator_id: str, lang: str = "ja", *, bounded: bool = True) -> Chart:
    seen = context(home, lang)
    found = municipal_chart(
        seen, seen.release.catalogue.indicator(indicator_id), open_boundaries(home) if bounded else None, None
    )
    assert found is not None
    return found


def drawn(chart: Chart, size: Size, look: Look) -> tuple[Scene, list[Item], Box]:
    """The picture, what belongs to the map, and its room."""
    scene, room = framed(chart, size, look)
    before = len(scene.items)
    (draw_map if chart.kind == "map" else draw_tiles)(scene, chart, look, size, room)
    return scene, scene.items[before:], room


def beneath(items: list[tuple[Item, Box]], words: Words, ground: str) -> Iterator[tuple[str, str]]:
    """Face and pattern under the beginning, the middle and the end of words, of what was drawn before them."""
    left, top, right, bottom = words.box
    near = [item for item, box in items if overlap(box, words.box)]
    for x in (left + 0.1, (left + right) / 2, right - 0.1):
        face, pattern = ground, ""
        for item in near:
            place = (x, (top + bottom) / 2)
            if isinstance(item, Shape) and item.face and item.outline.contains_point(place):
                face, pattern = item.face, item.pattern
            elif isinstance(item, Disc) and (item.x - place[0]) ** 2 + (item.y - place[1]) ** 2 < item.radius**2:
                face, pattern = item.face, ""
        yield face, pattern


def boxes(items: list[Item]) -> list[tuple[Item, Box]]:
    """What is drawn, with what it takes."""
    found = []
    for item in items:
        if isinstance(item, Shape):
            found.append((item, item.box))
        elif isinstance(item, Disc):
            r = item.radius
            found.append((item, (item.x - r, item.y - r, item.x + r, item.y + r)))
    return found


def check(chart: Chart, size: Size, look: Look) -> None:
    """Words lie inside the room, apart from each other, are large enough, and can be read."""
    scene, items, room = drawn(chart, size, look)
    written = [item for item in items if isinstance(item, Words)]
    faces = {id(item): at for at, item in enumerate(items)}
    taken = boxes(items)
    for words in written:
        left, top, right, bottom = words.box
        assert left >= room[0] - 0.01 and top >= room[1] - 0.01, words
        assert right <= room[2] + 0.01 and bottom <= room[3] + 0.01, words
        assert words.points >= size.small - 1e-9
        for face, pattern in beneath(
            [one for one in taken if faces[id(one[0])] < faces[id(words)]], words, scene.background
        ):
            assert not pattern, words
            assert contrast(words.colour, face) >= 4.5, (words, face)
    for one, other in combinations(written, 2):
        assert not overlap(one.box, other.box), (one.words, other.words)
    for entry in chart.legend:
        assert entry.label in {words.words for words in written}


@pytest.mark.parametrize(("code", "mono", "lang"), list(product(SIZES, (False, True), LANGUAGES)))
def test_words_on_tiles_can_be_read(shipped_home: Path, code: str, mono: bool, lang: str) -> None:
    for indicator_id, year in ((MEMBERS, None), (TOKUTEI, None), (CONSULTATIONS, 2018)):
        chart = tiles(shipped_home, indicator_id, lang, year)
        assert chart is not None
        check(chart, SIZES[code], Look(mono))
        _, items, _ = drawn(chart, SIZES[code], Look(mono))
        found = [item.box for item in items if isinstance(item, Shape) and item.role == "tile"]
        assert len(found) == len(set(found)) == 47
        assert not any(overlap(one, other) for one, other in combinations(found, 2))


@pytest.mark.parametrize(("code", "mono", "lang"), list(product(SIZES, (False, True), LANGUAGES)))
def test_words_on_the_map_can_be_read_and_cover_nothing(bounded_home: Path, code: str, mono: bool, lang: str) -> None:
    for indicator_id in (TOKUTEI, ONLINE):
        chart = land(bounded_home, indicator_id, lang)
        check(chart, SIZES[code], Look(mono))
        _, items, room = drawn(chart, SIZES[code], Look(mono))
        plates = [item.box for item in items if isinstance(item, Shape) and item.role == "legend" and not item.edge]
        assert len(plates) == 1
        left, top, right, bottom = plates[0]
        for item in items:
            if isinstance(item, Shape) and item.role in {"area", "border"}:
                x, y = item.outline.vertices.T
                assert not ((x > left) & (x < right) & (y > top) & (y < bottom)).any()
                assert item.box[0] >= room[0] - 1 and item.box[3] <= room[3] + 1
            if isinstance(item, Disc) and item.role == "symbol":
                box = (item.x - item.radius, item.y - item.radius, item.x + item.radius, item.y + item.radius)
                assert not overlap(box, plates[0])


@pytest.mark.parametrize("mono", [False, True])
def test_the_map_of_offices_can_be_read(bounded_home: Path, mono: bool) -> None:
    chart = land(bounded_home, TOKUTEI, bounded=False)
    assert chart.picture is not None
    assert len(chart.picture.dots) == len(chart.areas) == 1718
    assert not chart.picture.outlines
    for code in ("16x9", "news-58"):
        check(chart, SIZES[code], Look(mono))


@pytest.mark.parametrize("indicator_id", PLACES)
def test_every_prefecture_stands_in_one_class_and_counts_add_up(shipped_home: Path, indicator_id: str) -> None:
    chart = tiles(shipped_home, indicator_id)
    assert chart is not None
    assert [area.code for area in chart.areas] == [f"{number:02d}000" for number in range(1, 48)]
    assert sum(entry.areas for entry in chart.legend) == 47
    for place, entry in enumerate(chart.legend):
        assert sum(area.step == place for area in chart.areas) == entry.areas
        assert entry.count == f"{entry.areas}都道府県"
    assert [row["area_code"] for row in chart.rows] == [area.code for area in chart.areas]


def test_missing_is_not_zero(shipped_home: Path) -> None:
    chart = tiles(shipped_home, CONSULTATIONS, year=2018)
    assert chart is not None
    missing = [area for area in chart.areas if area.value is None]
    assert len(missing) == 27
    assert {(area.said, chart.legend[area.step].shade) for area in missing} == {("データなし", -1.0)}
    assert all(row["value"] is None for row in chart.rows if row["area_code"] in {area.code for area in missing})
    assert any("0とは区別" in note for note in chart.foot.required)
    # Of those without a figure one may have more: the title says of whom it speaks.
    assert "値のある20都道府県" in chart.title
    _, items, _ = drawn(chart, SIZES["a4-portrait"], Look(mono=True))
    hatched = [item for item in items if isinstance(item, Shape) and item.role == "tile" and item.pattern]
    assert len(hatched) == 27
    full = tiles(shipped_home, MEMBERS)
    assert full is not None
    none_there = next(area for area in full.areas if area.code == "14000")
    assert (none_there.value, none_there.said, full.legend[none_there.step].shade) == (0, "0人", 0)


def test_what_a_list_leaves_out_is_zero_where_its_publisher_says_so(shipped_home: Path) -> None:
    chart = tiles(shipped_home, TOKUTEI)
    assert chart is not None
    found = {area.code: area.value for area in chart.areas}
    assert None not in found.values()
    assert found["13000"] == 0
    figures = area_figures(context(shipped_home).release, context(shipped_home).release.catalogue.indicator(TOKUTEI))
    assert found["32000"] == figures.summary(figures.periods[-1].code, "32").total


def test_there_is_no_map_without_figures(shipped_home: Path) -> None:
    assert tiles(shipped_home, "kigyojin_persons") is None
    assert tiles(shipped_home, MEMBERS, year=1999) is None
    seen = context(shipped_home)
    assert municipal_chart(seen, seen.release.catalogue.indicator(MEMBERS), None, None) is None
    assert municipal_chart(seen, seen.release.catalogue.indicator(CIO), None, None) is None


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("indicator_id", [TOKUTEI, ONLINE, CIO, CARD])
def test_the_municipal_map_counts_every_body_once(bounded_home: Path, indicator_id: str, lang: str) -> None:
    chart = land(bounded_home, indicator_id, lang)
    assert sum(entry.areas for entry in chart.legend) == len(chart.areas) == len(chart.rows)
    assert chart.picture is not None
    steps = dict.fromkeys(range(len(chart.legend)), 0)
    for step, _ in chart.picture.outlines:
        steps[step] = steps.get(step, 0) + 1
    for place, entry in enumerate(chart.legend):
        assert steps[place] == entry.areas
    # The licence of the boundaries asks for their credit, in the short form too.
    assert "国土数値情報" in chart.foot.credits[-1]
    assert "国土数値情報" in chart.foot.credit_short
    assert chart.alt_ja.startswith("地図「") and chart.alt_en.startswith("Map: ")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_numbers_of_titles_are_facts(bounded_home: Path, lang: str) -> None:
    charts = [land(bounded_home, one, lang) for one in (TOKUTEI, ONLINE, CIO, CARD)]
    charts += [chart for one in (*PLACES, TOKUTEI, ONLINE, CIO) if (chart := tiles(bounded_home, one, lang))]
    for chart in charts:
        short = context(bounded_home, lang).release.catalogue.indicator(chart.indicator_ids[0])
        said = chart.title.removeprefix(Text(lang).pick(short, "short"))
        said = re.sub(r"[（(][^（(]*[）)]$", "", said)
        for number in re.findall(r"\d[\d,]*(?:\.\d+)?", said):
            amount = float(number.replace(",", ""))
            assert any(abs(fact.value - amount) < 0.051 for fact in chart.facts), (chart.title, number)


def test_classes_are_those_of_the_map_page_and_0_stands_alone() -> None:
    steps, legend = graded([0, 3, 3, 5, 8], 7, 0, lambda value: f"{value:g}人", Text("ja"))
    assert [entry.label for entry in legend] == ["0人", "3人", "5人", "8人", "データなし"]
    assert steps == (0, 1, 1, 2, 3)
    assert [entry.areas for entry in legend] == [1, 2, 1, 1, 2]
    _, rates = graded([1.5, 2.5, 3.5, 4.0, 4.5, 5.0, 6.0], 7, 1, lambda value: f"{value:.1f}%", Text("ja"))
    assert rates[-1].label.endswith("%") and "データなし" not in {entry.label for entry in rates}


def test_ties_for_the_last_place_are_not_named() -> None:
    areas = [Area(str(at), str(at), value, "", "", 0) for at, value in enumerate((9.0, 8.0, 7.0, 6.0, 5.0, 5.0, None))]
    assert [(rank, area.code) for rank, area in highest(areas)] == [(1, "0"), (2, "1"), (3, "2"), (4, "3")]


def test_the_foot_names_publishers_newest_first_and_articles_last(shipped_home: Path) -> None:
    works = ["kyodo-2025-11-14", "soumu-iju-soudan-r5", "soumu-iju-soudan-r4"]
    foot = foot_of(context(shipped_home), works, "令和6年度", ["注", "", "注"])
    assert foot.credit_short == "総務省の公表資料2点、共同通信社の記事1点を加工して作成"
    assert "共同通信社" in foot.credits[0] and len(foot.credits) == 3
    assert foot.required == ("注",)
    assert foot_of(context(shipped_home), works[:1], "", []).credit_short == "共同通信社の記事1点が伝える数値から作成"
