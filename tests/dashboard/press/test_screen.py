"""A chart on the screen holds the figures, words, colours and order of its description, as that in print does."""

from __future__ import annotations

from typing import Any, get_args

import pytest

from dashboard.figure.compose import compose
from dashboard.figure.look import Look
from dashboard.figure.model import Chart, Kind, YearPoint
from dashboard.figure.scene import Line, Shape
from dashboard.figure.screen import figure
from dashboard.figure.screen_axes import tick_years
from dashboard.figure.sizes import SIZES
from tests.dashboard.press import made

LOOKS = (Look(), Look(mono=True))


def _said(drawn: Any) -> str:
    return "\n".join(str(one.text) for one in drawn.layout.annotations)


def _lines(drawn: Any, chart: Chart) -> list[Any]:
    names = [series.name for series in chart.series] + [panel.series.name for panel in chart.panels]
    return [trace for trace in drawn.data if trace.name in names]


def _scene(chart: Chart, look: Look | None = None) -> Any:
    return compose(chart, SIZES["16x9"], look or Look())


def test_a_map_of_land_is_left_to_its_page() -> None:
    with pytest.raises(ValueError, match="map"):
        figure(made.chart("map"))


@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize("kind", [kind for kind in get_args(Kind) if kind != "map"])
@pytest.mark.parametrize("look", LOOKS)
def test_every_kind_is_drawn_in_both_looks_and_languages(kind: Kind, lang: str, look: Look) -> None:
    drawn = figure(made.chart(kind, lang), look)
    assert drawn.layout.paper_bgcolor == look.ground and len(drawn.data) > 0


@pytest.mark.parametrize("kind", ["trend", "comparison", "multiples"])
def test_lines_hold_their_figures_in_order_and_gaps_are_none(kind: Kind) -> None:
    chart = made.chart(kind)
    series = list(chart.series) or [panel.series for panel in chart.panels]
    drawn = _lines(figure(chart), chart)
    assert [trace.name for trace in drawn] == [one.name for one in series]
    for trace, one in zip(drawn, series, strict=True):
        known = {point.year: point for point in one.points}
        assert list(trace.x) == list(range(one.points[0].year, one.last.year + 1))
        assert list(trace.y) == [known[year].value if year in known else None for year in trace.x]
        assert not trace.connectgaps
        for year, words in zip(trace.x, trace.customdata, strict=True):
            assert known[year].said in words if year in known else words == ""
    assert any(None in trace.y for trace in drawn)


@pytest.mark.parametrize("kind", ["trend", "comparison", "multiples"])
def test_values_begin_at_zero(kind: Kind) -> None:
    drawn = figure(made.chart(kind))
    axes = list(drawn.select_yaxes())
    assert all(axis.range[0] == 0 for axis in axes)


def test_values_beneath_zero_have_room() -> None:
    below = made.series("差", {2022: -30.0, 2023: 10.0, 2024: 90.0}, made.numbers())
    drawn = figure(made.chart("comparison", series=(below,)))
    assert drawn.layout.yaxis.range[0] <= -30
    assert 0 in drawn.layout.yaxis.tickvals


def test_the_trend_says_target_provisional_base_gap_and_break() -> None:
    chart = made.chart("trend", unit_label="（人）", base_label="基準年", base_said="基準年の値", revised_word="改")
    drawn, goal = figure(chart), chart.goal
    assert goal is not None and chart.continuation is not None
    for words in (
        chart.series[0].last.said,
        chart.provisional_word,
        goal.label,
        goal.path_gap,
        "※1",
        "（人）",
        "基準年",
    ):
        assert words in _said(drawn), words
    hovers = [trace.customdata[0] for trace in drawn.data if trace.mode == "markers"]
    assert "基準年の値" in hovers and chart.continuation.said in hovers
    dashes = {trace.line.dash for trace in drawn.data if trace.mode == "lines"}
    assert {"dot", "dash", "solid"} <= dashes
    assert [shape.x0 for shape in drawn.layout.shapes] == [2020.5]
    band = next(trace for trace in drawn.data if trace.fill == "toself")
    assert set(band.y) == {7910.0, 8200.0, 8800.0, 8600.0, 9600.0}


def test_a_revised_figure_is_marked() -> None:
    chart = made.chart("trend", revised_word="改")
    line = chart.series[0]
    point = YearPoint(2022, 6447.0, "6,447人", "6,447", revised=True)
    points = tuple(point if one.year == 2022 else one for one in line.points)
    drawn = figure(made.chart("trend", revised_word="改", series=(type(line)(line.name, points, line.unit),)))
    marks = [one for one in drawn.layout.annotations if one.text == "改"]
    assert [(one.x, one.y) for one in marks] == [(2022, 6447.0)]
    assert "改" not in _said(figure(chart))


def test_bars_keep_names_figures_and_the_rest_apart() -> None:
    chart, look = made.chart("bars"), Look()
    drawn = figure(chart)
    bars = drawn.data[0]
    assert list(bars.x) == [bar.value for bar in chart.bars]
    assert [words[3:-4] for words in bars.text] == [bar.said for bar in chart.bars]
    assert list(drawn.layout.yaxis.ticktext) == [bar.name for bar in chart.bars]
    # The first stands at the top.
    assert drawn.layout.yaxis.range[0] > drawn.layout.yaxis.range[1]
    assert list(bars.marker.color) == [look.band if bar.rest else look.actual for bar in chart.bars]
    assert drawn.layout.xaxis.range[0] == 0


@pytest.mark.parametrize("look", LOOKS)
def test_parts_fill_the_whole_from_the_top(look: Look) -> None:
    chart = made.chart("stacked")
    drawn = figure(chart, look)
    assert [trace.name for trace in drawn.data] == [bar.name for bar in chart.bars]
    assert [trace.y[0] for trace in drawn.data] == [bar.value for bar in chart.bars]
    assert [trace.marker.color for trace in drawn.data] == [look.part(place)[0] for place in range(len(chart.bars))]
    ends = [trace.base[0] for trace in drawn.data]
    assert ends == sorted(ends, reverse=True) and ends[-1] == pytest.approx(0)
    assert tuple(drawn.layout.yaxis.range) == (0, chart.full)
    assert all(bar.said in _said(drawn) and bar.name in _said(drawn) for bar in chart.bars)
    assert chart.total in _said(drawn)


def test_tiles_show_every_prefecture_in_its_class() -> None:
    chart, look = made.chart("tiles"), Look()
    drawn = figure(chart)
    assert [trace.name for trace in drawn.data] == [f"{entry.label}　{entry.count}" for entry in chart.legend]
    assert [trace.marker.color for trace in drawn.data] == [look.area(entry)[0] for entry in chart.legend]
    for step, trace in enumerate(drawn.data):
        areas = [area for area in chart.areas if area.step == step]
        assert list(trace.text) == [f"{area.name}<br>{area.short}" for area in areas]
        assert [words.split("<b>")[1] for words in trace.customdata] == [f"{area.said}</b>" for area in areas]
    places = [place for trace in drawn.data for place in zip(trace.x, trace.base, strict=True)]
    assert len(set(places)) == 47


def test_a_class_without_areas_stays_in_the_legend() -> None:
    chart = made.chart("tiles")
    empty = figure(made.chart("tiles", areas=tuple(area for area in chart.areas if area.step != 3))).data[3]
    assert list(empty.y) == [None] and empty.name.startswith(chart.legend[3].label)


def test_a_card_is_a_bar_from_zero_against_the_target() -> None:
    chart, look = made.chart("card"), Look()
    drawn = figure(chart)
    assert [trace.x[0] for trace in drawn.data] == [10000.0, 7910.0]
    assert [trace.marker.color for trace in drawn.data] == [look.band, look.actual]
    assert tuple(drawn.layout.xaxis.range) == (0, 10000)
    assert chart.card is not None
    for words in (
        chart.card.when,
        chart.card.number,
        chart.card.unit,
        chart.card.full_label,
        *sum(chart.card.lines, ()),
    ):
        assert words in _said(drawn), words


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("kind", ["trend", "comparison", "multiples"])
def test_print_and_screen_agree_on_colours_of_series(kind: Kind, look: Look) -> None:
    chart = made.chart(kind)
    printed = [item.colour for item in _scene(chart, look).items if isinstance(item, Line) and item.role == "series"]
    drawn = [trace.line.color for trace in _lines(figure(chart, look), chart)]
    assert list(dict.fromkeys(printed)) == list(dict.fromkeys(drawn))


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("kind", ["bars", "stacked"])
def test_print_and_screen_agree_on_colours_of_bars(kind: Kind, look: Look) -> None:
    chart = made.chart(kind)
    printed = [item.face for item in _scene(chart, look).items if isinstance(item, Shape) and item.role == "bar"]
    drawn = figure(chart, look).data
    found = list(drawn[0].marker.color) if kind == "bars" else [trace.marker.color for trace in drawn]
    assert printed == found


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_print_and_screen_say_the_same_of_the_newest_figure_and_the_target(lang: str) -> None:
    chart = made.chart("trend", lang)
    printed = {words.words for words in _scene(chart).words}
    assert chart.goal is not None
    for words in (chart.series[0].last.said, chart.goal.label):
        assert words in printed
        assert any(one.text.startswith(f"<b>{words}</b>") for one in figure(chart).layout.annotations)


def test_an_undated_target_is_a_level_with_its_label() -> None:
    chart = made.chart("trend")
    undated = type(chart.goal)(10000.0, None, "目標 1万人", "", "", "", met=False)
    drawn = figure(made.chart("trend", goal=undated, path=None, base=None, continuation=None))
    assert "目標 1万人" in _said(drawn)
    assert any(set(trace.y) == {10000.0} for trace in drawn.data)


def test_named_years_keep_apart_and_the_important_ones_stay() -> None:
    assert tick_years(2009, 2026, [2024, 2026, 2009, 2022]) == [2009, 2012, 2015, 2018, 2022, 2024, 2026]
    assert tick_years(2015, 2024, [2024, 2015]) == [2015, 2017, 2019, 2021, 2024]
    assert tick_years(2024, 2025, [2025, 2024]) == [2024, 2025]
