"""Small charts start at 0 and keep their words outside the picture; ticks are round."""

from __future__ import annotations

import base64
import re

from dashboard.breakdown_bars import ranked
from dashboard.charts import Scale, against_target, sparkline
from dashboard.figure.screen_axes import tick_levels
from dashboard.files import _cell
from dashboard.observations import Point


def _svg(html: str) -> str:
    found = re.search(r"base64,([^\"]+)", html)
    assert found
    return base64.b64decode(found[1]).decode()


def test_pictures_hold_no_words_because_they_cannot_use_the_shipped_font() -> None:
    chart = str(against_target(131, 140, value_name="131", target_name="目標 140", alt="説明"))
    assert "<text" not in _svg(chart)
    assert 'alt="説明"' in chart and "目標 140" in chart


def test_scales_start_at_zero() -> None:
    scale = Scale(0, 100, 0, 50, 2020, 2024, 200)
    assert scale.at(2020, 0) == (0, 50)
    assert scale.at(2024, 200) == (100, 0)


def test_a_sparkline_of_zeros_is_a_line() -> None:
    assert "polyline" in _svg(str(sparkline([(2020, 0), (2021, 0)], "説明")))


def test_axis_levels_are_round_and_start_at_zero() -> None:
    assert tick_levels(89, 10_000) == [0, 2000, 4000, 6000, 8000, 10_000]
    assert tick_levels(0, 0) == [0]
    assert tick_levels(-30, 90) == [-50, -25, 0, 25, 50, 75]


def test_the_rest_comes_last_and_restated_figures_are_left_out() -> None:
    def part(name: str, value: float) -> Point:
        return Point(2024, None, value, name, "00000", "全国", "country", False, "A", "p", None, "", "", "")

    names = [
        point.breakdown
        for point in ranked([part("その他", 50), part("乙", 20), part("甲", 30), part("甲/再掲：別の頁", 30)])
    ]
    assert names == ["甲", "乙", "その他"]


def test_a_cell_never_becomes_a_formula() -> None:
    assert _cell("=1+1") == "'=1+1"
    assert _cell("@x") == "'@x"
    assert _cell(-4.0) == "-4"
    assert _cell(68.9) == "68.9"
    assert _cell(None) == ""
