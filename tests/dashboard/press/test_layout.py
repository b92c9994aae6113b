"""Every picture can be read: nothing over another, nothing cut, nothing too small or too pale, in every size."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from dashboard.figure.compose import compose
from dashboard.figure.look import Look
from dashboard.figure.model import KINDS, Bar, Chart, Kind, YearPoint
from dashboard.figure.scene import Disc, Line
from dashboard.figure.sizes import SIZES, size_of
from dashboard.lettering import missing
from dashboard.press.asked import Asked
from dashboard.press.checks import _plain, checked
from dashboard.press.described import chart_of, kinds_of
from dashboard.text import Text
from tests.dashboard.press.drawing import every_chart, faults, shelf
from tests.dashboard.press.made import chart
from warehouse.area_records import all_areas
from warehouse.errors import InputError

# English words are longer: the narrowest sizes, and one of paper.
ENGLISH = ("news-58", "1x1", "a4-portrait")


@cache
def described(home: Path, lang: str) -> list[Chart]:
    return list(every_chart(shelf(home, lang)))


@pytest.mark.parametrize(("lang", "code"), [*(("ja", code) for code in SIZES), *(("en", code) for code in ENGLISH)])
def test_every_shipped_figure_is_drawn_well_in_every_size_and_look(shipped_home: Path, lang: str, code: str) -> None:
    charts = described(shipped_home, lang)
    assert len(charts) > 100
    size = size_of(code)
    found = []
    for one in charts:
        for look in (Look(), Look(mono=True)):
            scene = compose(one, size, look)
            wrong = faults(scene, size)
            foot = "".join(words.words for words in scene.words if words.role == "foot")
            if not any(_plain(credit) in _plain(foot) for credit in (one.foot.credits[0], one.foot.credit_short)):
                wrong.append("no credit")
            wrong += [
                f"{check.code}: {check.seen}" for check in checked(one, scene, size, Text("ja")) if not check.passed
            ]
            found += [(one.indicator_ids[0], one.kind, look.mono, fault) for fault in wrong]
    assert found == []


def test_every_kind_is_among_the_shipped_charts(shipped_home: Path) -> None:
    assert {one.kind for one in described(shipped_home, "ja")} == set(KINDS)


def test_the_typeface_has_every_letter_of_the_country() -> None:
    names = "".join(area.name_ja for area in all_areas().values())
    assert missing(names + "①②▲△●○㎡→℃‰髙﨑−±〜：（）「」") == ""
    assert missing("隊員😀は🚃7人") == "😀🚃"


def _years(*values: float) -> tuple[YearPoint, ...]:
    return tuple(
        YearPoint(2010 + place, value, f"{value:,.0f}人", f"{value:,.0f}") for place, value in enumerate(values)
    )


def _bars(*values: float, name: str = "とても長い名前の項目その") -> tuple[Bar, ...]:
    return tuple(Bar(f"{name}{place}", value, f"{value:,.0f}人") for place, value in enumerate(values))


@pytest.mark.parametrize("code", SIZES)
@pytest.mark.parametrize(
    "values",
    [(5.0,), (0.0, 0.0, 0.0), (1.0, 10.0**12, 3.0), (-5.0, 3.0, -9.0, 4.0), (100.0, 99.0, 98.0, 1.0), tuple(range(40))],
    ids=["one", "zeros", "huge", "negative", "falling", "forty"],
)
def test_odd_series_are_drawn_well(values: tuple[float, ...], code: str) -> None:
    given = chart("trend")
    series = (given.series[0].__class__(given.series[0].name, _years(*map(float, values)), "人"),)
    odd = given.__class__(**{**vars(given), "series": series, "goal": None, "path": None, "base": None, "breaks": (),
                             "continuation": None})  # fmt: skip
    size = size_of(code)
    assert faults(compose(odd, size, Look()), size) == []


@pytest.mark.parametrize("code", SIZES)
@pytest.mark.parametrize("values", [(7.0,), (0.0, 0.0), (1.0, 10.0**12), (-5.0, 3.0), tuple(range(60))])
def test_odd_bars_are_drawn_well_and_those_left_out_are_counted(values: tuple[float, ...], code: str) -> None:
    bars = _bars(*map(float, values))
    odd = chart("bars", bars=bars, full=None, more_label="ほか{count}項目は数表にあります")
    size = size_of(code)
    scene = compose(odd, size, Look())
    assert faults(scene, size) == []
    names = {one.words for one in scene.words if one.role == "value"}
    assert scene.shortened or len(names) >= len({bar.said for bar in bars})


@pytest.mark.parametrize("code", SIZES)
@pytest.mark.parametrize("kind", KINDS)
def test_made_up_charts_of_every_kind_are_drawn_well(kind: Kind, code: str) -> None:
    size = size_of(code)
    for lang in ("ja", "en"):
        for look in (Look(), Look(mono=True)):
            assert faults(compose(chart(kind, lang), size, look), size) == []


@pytest.mark.parametrize("code", SIZES)
def test_years_without_figures_are_gaps_in_the_line(code: str) -> None:
    given = chart("trend").series[0]
    kept = tuple(point for point in given.points if point.year not in (2016, 2017, 2021, 2023))
    odd = chart("trend", series=(replace(given, points=kept),))
    size = size_of(code)
    scene = compose(odd, size, Look())
    assert faults(scene, size) == []
    lines = [one for one in scene.items if isinstance(one, Line) and one.role == "series"]
    # 2014–15, 2018, 2020, 2022, 2024: nothing is drawn across a year that has no figure.
    assert [len(one.places) for one in lines] == [2, 1, 1, 1, 1]
    assert sum(isinstance(one, Disc) and one.role == "point" for one in scene.items) == len(kept)


@pytest.mark.parametrize("code", SIZES)
@pytest.mark.parametrize("count", [2, 4, 6])
def test_lines_that_end_at_the_same_height_have_names_apart(code: str, count: int) -> None:
    line = chart("comparison").series[0]
    close = tuple(replace(line, name=f"とても長い名前の系列その{at}") for at in range(count))
    size = size_of(code)
    try:
        scene = compose(chart("comparison", series=close), size, Look())
    except InputError as error:
        assert code in str(error)
    else:
        assert faults(scene, size) == []


@pytest.fixture(scope="module")
def compared(shipped_home: Path) -> list[Chart]:
    """Shipped indicators of one unit, three to six at a time."""
    of = shelf(shipped_home)
    units: dict[str, list[str]] = {}
    for one in of.context.release.catalogue.indicators.values():
        if "trend" in kinds_of(of, [of.figures(one.id)]):
            units.setdefault(one.unit, []).append(one.id)
    groups = [tuple(ids[at : at + count]) for ids in units.values() for count in (3, 4, 6)
              for at in range(0, len(ids) - count + 1, 2)]  # fmt: skip
    assert len(groups) > 6
    return [chart_of(of, Asked(group)) for group in groups]


@pytest.mark.parametrize("code", SIZES)
def test_indicators_side_by_side_are_drawn_well_or_refused(compared: list[Chart], code: str) -> None:
    size = size_of(code)
    found = []
    for one in compared:
        # A long list of names has no room above the smallest; this is about the chart beneath.
        short = one.edited("比較", None, None)
        try:
            found += [(one.indicator_ids, fault) for fault in faults(compose(short, size, Look()), size)]
        except InputError as error:
            assert code in str(error)
    assert found == []


@pytest.mark.parametrize("code", SIZES)
@pytest.mark.parametrize("value", [0.0, -5.0, 10.0**12])
def test_odd_figures_alone_are_drawn_well(value: float, code: str) -> None:
    given = chart("card")
    assert given.card is not None
    card = replace(given.card, number=f"{value:,.0f}", value=value)
    size = size_of(code)
    assert faults(compose(chart("card", card=card), size, Look()), size) == []


@pytest.mark.parametrize("kind", KINDS)
def test_a_long_title_gets_smaller_or_is_one_clear_message(kind: Kind) -> None:
    size = size_of("16x9")
    for length in (20, 45, 80, 400):
        long = chart(kind, title="長い題名" * (length // 4))
        try:
            scene = compose(long, size, Look())
        except InputError as error:
            assert "題名" in str(error) and "16x9" in str(error)
            assert length > 45
        else:
            assert [fault for fault in faults(scene, size) if "題名" in fault] == []


@pytest.mark.parametrize("field", ["title", "subtitle", "note"])
def test_letters_that_the_typeface_lacks_are_refused(field: str) -> None:
    with pytest.raises(InputError, match="😀"):
        compose(chart("trend", **{field: "とても良い😀"}), size_of("16x9"), Look())


@pytest.mark.parametrize("code", ["huge", "10x10mm", "5000x100px", "120x80cm", ""])
def test_a_size_that_cannot_be_is_refused(code: str) -> None:
    with pytest.raises(InputError):
        size_of(code)
