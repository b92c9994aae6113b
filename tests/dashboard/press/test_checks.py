"""Six checks: each lets a right picture pass and stops one that is wrong in what it looks at."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path

import pytest

from dashboard.figure.compose import compose
from dashboard.figure.look import Look
from dashboard.figure.model import Chart
from dashboard.figure.scene import Scene, Words
from dashboard.figure.sizes import size_of
from dashboard.press.asked import Asked
from dashboard.press.checks import CODES, checked
from dashboard.press.described import chart_of
from dashboard.press.stated import stated
from dashboard.text import Text
from tests.dashboard.press.drawing import MEMBERS, shelf

SIZE = size_of("16x9")


@pytest.fixture(scope="module")
def members(shipped_home: Path) -> Chart:
    return chart_of(shelf(shipped_home), Asked((MEMBERS,)))


@pytest.fixture(scope="module")
def consultations(shipped_home: Path) -> Chart:
    return chart_of(shelf(shipped_home), Asked(("iju_consultations",)))


def failed(chart: Chart, scene: Scene) -> list[str]:
    return [check.code for check in checked(chart, scene, SIZE, Text("ja")) if not check.passed]


def changed(scene: Scene, change: Callable[[Words], Words | None]) -> Scene:
    """The picture with its words changed; None leaves them out."""
    items = [change(item) if isinstance(item, Words) else item for item in scene.items]
    return dataclasses.replace(scene, items=[item for item in items if item is not None])


def test_a_right_picture_passes_all_six(members: Chart) -> None:
    found = checked(members, compose(members, SIZE, Look()), SIZE, Text("ja"))
    assert [check.code for check in found] == list(CODES)
    assert all(check.passed and check.seen for check in found)


@pytest.mark.parametrize("role", ["foot"])
def test_a_picture_without_its_source_fails(members: Chart, role: str) -> None:
    scene = changed(compose(members, SIZE, Look()), lambda words: None if words.role == role else words)
    assert failed(members, scene) == ["source"]


@pytest.mark.parametrize("part", ["as_of", "updated", "release_id"])
def test_a_picture_without_its_period_date_or_release_fails(members: Chart, part: str) -> None:
    said = getattr(members.foot, part)
    scene = changed(
        compose(members, SIZE, Look()),
        lambda words: (
            dataclasses.replace(words, words=words.words.replace(said, "")) if words.role == "foot" else words
        ),
    )
    assert failed(members, scene) == ["source"]


def test_an_axis_that_does_not_begin_at_0_fails(members: Chart) -> None:
    scene = dataclasses.replace(compose(members, SIZE, Look()), axis=(5000.0, 10000.0))
    assert failed(members, scene) == ["zero"]


def test_an_axis_below_0_fails_where_no_figure_is(members: Chart) -> None:
    scene = dataclasses.replace(compose(members, SIZE, Look()), axis=(-5000.0, 10000.0))
    assert failed(members, scene) == ["zero"]


def test_letters_that_are_too_small_fail(members: Chart) -> None:
    scene = changed(
        compose(members, SIZE, Look()),
        lambda words: dataclasses.replace(words, points=SIZE.small - 1) if words.role == "year" else words,
    )
    assert failed(members, scene) == ["letters"]


def test_pale_letters_fail(members: Chart) -> None:
    scene = changed(
        compose(members, SIZE, Look()),
        lambda words: dataclasses.replace(words, colour="#9A9A9A") if words.role == "value" else words,
    )
    assert failed(members, scene) == ["contrast"]


def test_a_pale_line_fails(members: Chart) -> None:
    scene = compose(members, SIZE, Look())
    items = [
        dataclasses.replace(item, colour="#C5D7FB") if getattr(item, "role", "") == "series" else item  # type: ignore[type-var]
        for item in scene.items
    ]
    assert failed(members, dataclasses.replace(scene, items=items)) == ["contrast"]


def test_approximate_figures_that_are_not_marked_fail(consultations: Chart) -> None:
    assert consultations.has_approximate
    scene = changed(
        compose(consultations, SIZE, Look()),
        lambda words: dataclasses.replace(words, words=words.words.replace("約", "")),
    )
    assert failed(consultations, scene) == ["marked"]


@pytest.mark.parametrize(
    ("title", "stray"),
    [
        ("隊員は7,910人", []),
        ("隊員は８，０００人", ["8,000人"[:5]]),
        ("隊員は約8千人", []),
        ("隊員は約7,900人", []),
        ("隊員は7,900人", ["7,900"]),
        ("隊員は7,900人余り", []),
        ("隊員は8,000人余り", ["8,000"]),
        ("隊員は8,000人弱", []),
        ("前年度から9.9%増", []),
        ("前年度から10%増", []),
        ("前年度から13%増", ["13%"]),
        ("令和6年度に710人増", []),
        ("令和9年度に710人増", ["令和9年度"]),
        ("2024年度の隊員数", []),
        ("2031年度の隊員数", ["2031年度"]),
        ("目標まで2,090人、毎年1,045人の増加が必要", []),
        ("過去最多の7,910人", []),
        ("過去最少の7,910人", ["過去最少"]),
        ("47都道府県のうち", []),
    ],
)
def test_every_number_of_a_title_is_a_figure_of_the_chart(members: Chart, title: str, stray: list[str]) -> None:
    assert [one.words for one in stated(title, members) if not one.known] == stray


def test_digits_in_names_are_no_figures(members: Chart) -> None:
    named = dataclasses.replace(members, phrases=("26手続のオンライン化",))
    assert all(one.known for one in stated("26手続のオンライン化は7,910人", named))
    assert not all(one.known for one in stated("26手続のオンライン化は7,910人", members))


def test_a_record_is_one_of_all_years_and_not_of_those_in_view(shipped_home: Path) -> None:
    narrow = chart_of(shelf(shipped_home), Asked((MEMBERS,), last_year=2020))
    assert narrow.series[0].last.value == max(point.value for point in narrow.series[0].points)
    assert [one.known for one in stated("過去最多", narrow)] == [False]


def test_a_changed_title_is_checked_and_the_credit_stays(members: Chart) -> None:
    edited = members.edited("隊員は8,000人", None, "")
    assert failed(edited, compose(edited, SIZE, Look())) == ["numbers"]
    assert edited.foot == members.foot
    assert members.edited(" ", "", None).title == members.title
