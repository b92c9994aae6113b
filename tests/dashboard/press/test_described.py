"""What a chart says is what the release holds, in words that are true."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from dashboard.figure.model import YearPoint
from dashboard.press.asked import Asked
from dashboard.press.described import chart_of, kinds_of
from dashboard.press.sentences import stretches
from dashboard.press.stated import stated
from tests.dashboard.press.drawing import MEMBERS, every_chart, shelf
from warehouse.errors import InputError, NotFound

JAPANESE = re.compile(r"[\u3041-\u30ff\u4e00-\u9fff]")


def test_a_trend_says_its_figures_its_target_and_what_is_needed(shipped_home: Path) -> None:
    chart = chart_of(shelf(shipped_home), Asked((MEMBERS,)))
    assert chart.title == "地域おこし協力隊 隊員数は7,910人で過去最多　目標まであと2,090人"
    assert "前年度から710人（9.9%）増えて、過去最多" in chart.caption
    assert "毎年1,045人の増加が必要" in chart.caption
    assert chart.verdict.startswith("期限前・遅れ：")
    assert "平成21年度の89人から" in chart.alt_ja and "7,910 persons in FY2024" in chart.alt_en
    values = {row["fiscal_year"]: row["value"] for row in chart.rows if row["role"] == "actual"}
    assert values == {point.year: point.value for point in chart.series[0].points}
    assert [row["value"] for row in chart.rows if row["role"] == "target"] == [10000]


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_every_number_that_the_product_writes_is_a_figure(shipped_home: Path, lang: str) -> None:
    stray = [
        (chart.indicator_ids[0], chart.kind, one.words)
        for chart in every_chart(shelf(shipped_home, lang))
        for words in (chart.title, chart.subtitle, chart.caption, chart.alt)
        for one in stated(words, chart)
        if not one.known
    ]
    assert stray == []


def test_every_row_names_its_publication(shipped_home: Path) -> None:
    for chart in every_chart(shelf(shipped_home)):
        named = [
            row.get("publication_id") or row.get("publication_ids") for row in chart.rows if row["value"] is not None
        ]
        assert named and all(named), chart.indicator_ids
        assert chart.foot.publication_ids
        assert chart.foot.credits and chart.foot.as_of and chart.alt_ja and chart.alt_en and chart.caption


def test_breaks_gaps_and_approximate_figures_are_noted(shipped_home: Path) -> None:
    members = chart_of(shelf(shipped_home), Asked((MEMBERS,)))
    assert [note[:2] for note in members.foot.required if note.startswith("※")] == ["※1", "※2"]
    consultations = chart_of(shelf(shipped_home), Asked(("iju_consultations",)))
    assert any("令和2年度の値は資料に記載がありません" in note for note in consultations.foot.required)
    assert any("概数" in note for note in consultations.foot.marks)
    assert 2020 not in {point.year for point in consultations.series[0].points}


def test_years_can_be_narrowed(shipped_home: Path) -> None:
    chart = chart_of(shelf(shipped_home), Asked((MEMBERS,), first_year=2015, last_year=2018))
    assert [point.year for point in chart.series[0].points] == [2015, 2016, 2017, 2018]
    assert chart.goal is None


def test_only_parts_that_add_up_are_shown_as_a_whole(shipped_home: Path) -> None:
    of = shelf(shipped_home)
    assert "stacked" in kinds_of(of, [of.figures("kyoryokutai_post_term_share")])
    assert "stacked" not in kinds_of(of, [of.figures("jet_employers")])


def test_an_indicator_without_figures_is_no_chart_of_others(shipped_home: Path) -> None:
    of = shelf(shipped_home)
    assert kinds_of(of, [of.figures("kyoryokutai_members_in_municipality")]) == []
    with pytest.raises(InputError, match="kpi fetch"):
        chart_of(of, Asked(("kyoryokutai_members_in_municipality",)))


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        (Asked(()), "指標"),
        (Asked((MEMBERS,), first_year=2030), "年度"),
        (Asked((MEMBERS,), first_year=2020, last_year=2010), "順"),
        (Asked((MEMBERS,), scale="dozen"), "数の書き方"),
        (Asked((MEMBERS,), kind="stacked"), "構成比"),
        (Asked((MEMBERS, "rmo_organizations")), "単位"),
        (Asked((MEMBERS,), kind="comparison"), "いっしょに描く指標"),
    ],
)
def test_what_cannot_be_drawn_is_one_clear_message(shipped_home: Path, asked: Asked, says: str) -> None:
    with pytest.raises(InputError, match=says):
        chart_of(shelf(shipped_home), asked)


def test_an_unknown_indicator_is_not_found(shipped_home: Path) -> None:
    with pytest.raises(NotFound):
        chart_of(shelf(shipped_home), Asked(("no_such_thing",)))


def test_figures_in_units_of_ten_thousand_say_that_they_are_rounded(shipped_home: Path) -> None:
    chart = chart_of(shelf(shipped_home), Asked(("iju_consultations",), scale="man"))
    assert chart.series[0].last.short == "43.4万"
    assert chart.series[0].last.said == "約43.4万件"


@pytest.mark.parametrize(
    ("values", "ways"),
    [
        ((1, 2, 3), ["up"]),
        ((3, 2, 1), ["down"]),
        ((100, 100, 100), ["level"]),
        ((100, 500, 505, 900), ["up", "level", "up"]),
        ((100, 900, 300), ["up", "down"]),
        ((5,), []),
    ],
)
def test_the_course_of_a_series_is_told_by_its_turns(values: tuple[int, ...], ways: list[str]) -> None:
    points = [YearPoint(2010 + place, value, str(value), str(value)) for place, value in enumerate(values)]
    assert [way for way, _ in stretches(points)] == ways
