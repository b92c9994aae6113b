"""A chart as a slide: PowerPoint's own chart with the figures, nothing over another, and the same bytes twice."""

from __future__ import annotations

import dataclasses
import datetime as dt
import io
import time
import zipfile
from itertools import combinations
from typing import Any

import pytest
from PIL import Image
from pptx import Presentation
from pptx.oxml.ns import qn

from dashboard.figure.look import Look
from dashboard.figure.model import KINDS, Bar, Chart, Kind, Panel
from dashboard.figure.numbers import Numbers
from dashboard.figure.pptx import foot_words, presentation
from dashboard.figure.pptx_areas import places
from dashboard.figure.pptx_charts import along
from dashboard.figure.pptx_parts import number_format
from dashboard.figure.sizes import SIZES, size_of
from tests.dashboard.press.made import chart, series

CREATED = dt.datetime(2025, 6, 30, 9, 30, tzinfo=dt.timezone(dt.timedelta(hours=9)))
CODES = ("16x9", "9x16", "a4-portrait", "news-58", "120x80mm")
LONG = "地域おこし協力隊の隊員数は過去最多となったが目標の1万人にはなお2,090人足りず年1,045人の増加が必要となる"


def picture() -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (800, 600), "#CCDDEE").save(buffer, "PNG")
    return buffer.getvalue()


def made(described: Chart, code: str = "16x9", *, mono: bool = False) -> bytes:
    image = picture() if described.kind == "map" else None
    return presentation(described, size_of(code), Look(mono), created=CREATED, author="試験", picture=image)


def slide_of(data: bytes) -> Any:
    (slide,) = Presentation(io.BytesIO(data)).slides
    return slide


def charts_of(data: bytes) -> list[Any]:
    return [shape.chart for shape in slide_of(data).shapes if shape.has_chart]


def values(native: Any) -> dict[str, list[float | None]]:
    return {one.name: list(one.values) for one in native.plots[0].series}


def words(data: bytes) -> str:
    return "\n".join(shape.text_frame.text for shape in slide_of(data).shapes if shape.has_text_frame)


@pytest.mark.parametrize("mono", [False, True])
@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_a_slide_with_its_own_chart(kind: Kind, lang: str, mono: bool) -> None:
    described = chart(kind, lang)
    data = made(described, mono=mono)
    slide = slide_of(data)
    natives = charts_of(data)
    assert len(natives) == {"multiples": len(described.panels), "tiles": 0, "map": 0}.get(kind, 1)
    assert slide.shapes.title.text_frame.text == described.title
    said = words(data)
    for line in foot_words(described):
        assert line in said
    notes = slide.notes_slide.notes_text_frame.text
    assert all(part in notes for part in (described.caption, described.alt, *described.foot.credits))
    described_shapes = [shape for shape in slide.shapes if shape.has_chart or shape.shape_type == 13]
    assert all(shape._element.xpath(".//p:cNvPr")[0].get("descr") for shape in described_shapes)
    if described_shapes:
        assert described.alt in described_shapes[0]._element.xpath(".//p:cNvPr")[0].get("descr")
    for native in natives:
        assert native.value_axis.minimum_scale == 0


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize("kind", KINDS)
def test_nothing_lies_beside_the_slide_or_over_another(kind: Kind, lang: str, code: str) -> None:
    for described in (chart(kind, lang), chart(kind, lang, title=LONG)):
        data = made(described, code, mono=True)
        deck, slide, size = Presentation(io.BytesIO(data)), slide_of(data), size_of(code)
        assert (deck.slide_width, deck.slide_height) == (round(size.width * 12700), round(size.height * 12700))
        boxes = {}
        for shape in slide.shapes:
            left, top = shape.left, shape.top
            right, bottom = left + shape.width, top + shape.height
            assert min(shape.width, shape.height) > 0, shape.name
            assert left >= 0, shape.name
            assert top >= 0, shape.name
            assert right <= deck.slide_width + 1, shape.name
            assert bottom <= deck.slide_height + 1, shape.name
            # A frame of a small chart may touch its neighbour by a rounding.
            boxes[f"{shape.shape_id} {shape.name}"] = (left + 2, top + 2, right - 2, bottom - 2)
        for (one, first), (other, second) in combinations(boxes.items(), 2):
            over = (
                min(first[2], second[2]) - max(first[0], second[0]),
                min(first[3], second[3]) - max(first[1], second[1]),
            )
            is_key = "key" in one or "key" in other
            assert min(over) <= 0 or (kind == "tiles" and is_key), (one, other)


def test_a_trend_has_the_figures_and_gaps_are_blanks() -> None:
    described = chart("trend")
    data = made(described)
    (native,) = charts_of(data)
    found = values(native)
    figures = {point.year: point.value for point in described.series[0].points}
    assert found["隊員数"] == [figures.get(year) for year in range(2014, 2027)]
    assert found["隊員数"][2019 - 2014] is None
    assert found["目標 10,000人"] == [None] * 12 + [10000.0]
    assert described.path
    assert described.continuation
    assert found[described.path.label] == [along(described.path).get(year) for year in range(2014, 2027)]
    assert found[described.continuation.label][-3:] == [7910.0, 8510.0, 9110.0]
    space = native._chartSpace
    assert space.find(f".//{qn('c:dispBlanksAs')}").get("val") == "gap"
    names = list(native.plots[0].categories)
    assert (names[0], names[7]) == ("H26\n2014", "R3※1\n2021")
    labels = [label.text_frame.text for label in labels_of(native)]
    assert labels == ["7,910人", "目標 10,000人"]


def labels_of(native: Any) -> list[Any]:
    return [
        one.points[int(label.find(qn("c:idx")).get("val"))].data_label
        for one in native.plots[0].series
        for label in one._element.iter(qn("c:dLbl"))
    ]


def test_a_path_of_two_ends_has_no_gap() -> None:
    described = chart("trend")
    assert described.path
    ends = dataclasses.replace(described.path, places=((2020, 5000.0), (2026, 8000.0)))
    assert along(ends) == {2020 + step: 5000.0 + 500 * step for step in range(7)}


def test_a_target_without_a_deadline_is_a_line() -> None:
    described = chart("trend")
    assert described.goal
    open_goal = dataclasses.replace(described.goal, year=None)
    (native,) = charts_of(made(dataclasses.replace(described, goal=open_goal, path=None, continuation=None)))
    assert values(native)["目標 10,000人"] == [10000.0] * 11


def test_comparison_bars_and_parts_have_the_figures() -> None:
    described = chart("comparison")
    (native,) = charts_of(made(described))
    for one in described.series:
        figures = {point.year: point.value for point in one.points}
        assert values(native)[one.name] == [figures.get(year) for year in range(2014, 2025)]
    labels = [label.text_frame.text for label in labels_of(native)]
    assert labels == [f"{one.name} {one.last.said}" for one in described.series]
    described = chart("bars")
    (native,) = charts_of(made(described))
    assert [*values(native).values()] == [[bar.value for bar in described.bars]]
    assert list(native.plots[0].categories) == [bar.name for bar in described.bars]
    assert native.category_axis.reverse_order
    assert [label.text_frame.text for label in labels_of(native)] == [bar.said for bar in described.bars]
    described = chart("stacked")
    (native,) = charts_of(made(described))
    assert values(native) == {bar.name: [bar.value] for bar in described.bars}
    assert native.value_axis.maximum_scale == described.full
    assert all(bar.said in words(made(described)) for bar in described.bars)


def test_small_charts_have_titles_and_scales_of_their_own() -> None:
    described = chart("multiples")
    natives = charts_of(made(described))
    assert [one.chart_title.text_frame.text for one in natives] == [panel.title for panel in described.panels]
    for native, panel in zip(natives, described.panels, strict=True):
        given = [value for value in values(native)[panel.series.name] if value is not None]
        assert given == [point.value for point in panel.series.points]
    assert len({one.value_axis.maximum_scale for one in natives}) > 2


def test_tiles_lie_on_the_grid_and_say_their_figures() -> None:
    grid = places()
    assert len(grid) == len(set(grid.values())) == 47
    assert (grid["47"], grid["01"], grid["13"]) == ((0, 11), (12, 0), (11, 6))
    described = chart("tiles")
    shapes = {shape.name for shape in slide_of(made(described)).shapes}
    assert {f"{area.name}: {area.said}" for area in described.areas} <= shapes


def test_negative_figures_begin_below_nought() -> None:
    write = Numbers("人", "ja", 0)
    line = series("増減", {2020: 300.0, 2021: -250.0, 2022: 120.0}, write)
    described = chart("trend", series=(line,), goal=None, path=None, continuation=None, breaks=())
    (native,) = charts_of(made(described))
    assert native.value_axis.minimum_scale <= -250
    given = (Bar("増", 50.0, "50人"), Bar("減", -30.0, "−30人"))
    (native,) = charts_of(made(chart("bars", bars=given)))
    assert native.value_axis.minimum_scale <= -30


def test_bars_without_room_are_counted() -> None:
    many = tuple(Bar(f"項目{place}", 100.0 - place, f"{100 - place}人") for place in range(60))
    described = chart("bars", bars=many, more_label="ほか{count}項目は数表にあります")
    data = made(described)
    (native,) = charts_of(data)
    shown = len(list(native.plots[0].categories))
    assert f"ほか{60 - shown}項目は数表にあります" in words(data)


def test_twelve_small_charts_and_many_lines_stay_apart() -> None:
    one = chart("multiples").panels[0]
    panels: tuple[Panel, ...] = tuple(dataclasses.replace(one, title=f"指標{place}") for place in range(12))
    assert len(charts_of(made(chart("multiples", panels=panels)))) == 12
    line = chart("comparison").series[0]
    close = tuple(dataclasses.replace(line, name=f"系列{place}") for place in range(6))
    (native,) = charts_of(made(chart("comparison", series=close)))
    shifts = [
        float(y.get("val")) for y in native._chartSpace.iter(qn("c:y")) if y.getparent().getparent().getparent().tag
        == qn("c:dLbl")
    ]  # fmt: skip
    assert len(set(shifts)) == len(shifts) >= 5


def test_long_credits_give_way_to_the_short_one() -> None:
    described = chart("trend")
    foot = dataclasses.replace(described.foot, credits=described.foot.credits * 9)
    data = made(dataclasses.replace(described, foot=foot))
    assert foot.credit_short in words(data)
    assert foot.credits[0] in slide_of(data).notes_slide.notes_text_frame.text


def test_monochrome_has_patterns_and_no_colour() -> None:
    for kind in KINDS:
        with zipfile.ZipFile(io.BytesIO(made(chart(kind), mono=True))) as file:
            names = [name for name in file.namelist() if name.startswith(("ppt/slides/slide", "ppt/charts/chart"))]
            xml = "".join(file.read(name).decode() for name in names)
        colours = {part[:6] for part in xml.split('srgbClr val="')[1:]}
        assert all(one[:2] == one[2:4] == one[4:] for one in colours), (kind, colours)
        assert ("pattFill" in xml) == (kind in {"bars", "stacked", "tiles", "map"})


@pytest.mark.parametrize("kind", ["trend", "multiples", "map"])
def test_the_same_is_the_same_file(kind: Kind) -> None:
    first = made(chart(kind))
    time.sleep(2.1)
    assert made(chart(kind)) == first
    facts = Presentation(io.BytesIO(first)).core_properties
    assert facts.created == facts.modified
    assert facts.created is not None
    assert facts.created.replace(tzinfo=None) == dt.datetime(2025, 6, 30, 0, 30)
    with zipfile.ZipFile(io.BytesIO(first)) as file:
        assert {entry.date_time[0] for entry in file.infolist()} == {1980}
        for name in (name for name in file.namelist() if name.endswith(".xlsx")):
            with zipfile.ZipFile(io.BytesIO(file.read(name))) as book:
                assert {entry.date_time[0] for entry in book.infolist()} == {1980}


def test_figures_in_man_and_oku_have_formats() -> None:
    assert number_format(Numbers("人", "ja", 0), [0, 5000, 10000]) == "#,##0"
    assert number_format(Numbers("%", "ja", 1), [0, 0.5, 1]) == "#,##0.0"
    assert "万" in number_format(Numbers("件", "ja", 0, "man"), [0, 100000, 200000])
    assert "億" in number_format(Numbers("円", "ja", 0), [0, 5e8])


def test_a_map_needs_its_picture() -> None:
    with pytest.raises(ValueError, match="picture"):
        presentation(chart("map"), SIZES["16x9"], Look(), created=CREATED, author="試験")
