"""Every picture can be read: nothing over another, nothing cut, nothing too small or too pale, in every size."""

from __future__ import annotations

from pathlib import Path

import pytest

from dashboard.figure.compose import compose
from dashboard.figure.look import Look
from dashboard.figure.model import KINDS, Bar, Chart, YearPoint
from dashboard.figure.sizes import SIZES, size_of
from dashboard.lettering import missing
from dashboard.press.checks import checked
from dashboard.text import Text
from tests.dashboard.press.drawing import every_chart, faults, shelf
from tests.dashboard.press.made import chart
from warehouse.area_records import all_areas
from warehouse.errors import InputError

OWN = ("70x100mm", "200x120mm", "1280x800px")


@pytest.fixture(scope="module", params=["ja", "en"])
def charts(request: pytest.FixtureRequest, shipped_home: Path) -> list[Chart]:
    return list(every_chart(shelf(shipped_home, request.param)))


@pytest.mark.parametrize("code", [*SIZES, *OWN])
def test_every_shipped_figure_is_drawn_well_in_every_size_and_look(charts: list[Chart], code: str) -> None:
    assert len(charts) > 100
    size = size_of(code)
    found = []
    for one in charts:
        for look in (Look(), Look(mono=True)):
            scene = compose(one, size, look)
            wrong = faults(scene, size)
            wrong += [
                f"{check.code}: {check.seen}" for check in checked(one, scene, size, Text("ja")) if not check.passed
            ]
            found += [(one.indicator_ids[0], one.kind, look.mono, fault) for fault in wrong]
    assert found == []


def test_every_kind_is_among_the_shipped_charts(charts: list[Chart]) -> None:
    assert {one.kind for one in charts} == set(KINDS)


def test_the_typeface_has_every_letter_of_the_country() -> None:
    names = "".join(area.name_ja for area in all_areas().values())
    assert missing(names + "①②▲△●○㎡→℃‰髙﨑−±〜：（）「」") == ""


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


@pytest.mark.parametrize("kind", KINDS)
def test_a_long_title_gets_smaller_or_is_one_clear_message(kind: str) -> None:
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
