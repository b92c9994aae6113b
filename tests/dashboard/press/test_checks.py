"""The six checks before a chart leaves: each lets a right chart pass and holds a wrong one back."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path

import pytest

from dashboard.figure.compose import compose
from dashboard.figure.look import Look
from dashboard.figure.model import KINDS, Bar, Chart, Kind
from dashboard.figure.scene import Line, Scene, Shape, Words, rectangle
from dashboard.figure.sizes import SIZES
from dashboard.press.asked import Asked
from dashboard.press.checks import CODES, Check, checked, contrasts
from dashboard.press.described import chart_of
from dashboard.press.shelf import Shelf
from dashboard.text import Text
from tests.dashboard.press.drawing import MEMBERS, shelf
from tests.dashboard.press.made import chart

SIZE = SIZES["16x9"]
PROVISIONAL, APPROXIMATE, SHARES, FALLEN = (
    "kyoryokutai_members_tokko",
    "iju_consultations",
    "kyoryokutai_post_term_share",
    "dx_structure_building_prefectures",
)
PALE = "#C8C8C8"


@pytest.fixture(scope="module")
def of(shipped_home: Path) -> Shelf:
    return shelf(shipped_home)


@pytest.fixture(scope="module")
def members(of: Shelf) -> Chart:
    return chart_of(of, Asked((MEMBERS,)))


def check(code: str, described: Chart, scene: Scene | None = None, lang: str = "ja") -> Check:
    """What one of the checks says of a picture; without one, of the picture as it is composed."""
    scene = scene or compose(described, SIZE, Look())
    (found,) = [one for one in checked(described, scene, SIZE, Text(lang)) if one.code == code]
    return found


def tampered(described: Chart, which: Callable[[Words], bool], **changes: object) -> Scene:
    """The picture with some of its words changed; there must be such words."""
    scene = compose(described, SIZE, Look())
    assert any(which(one) for one in scene.words)
    scene.items = [
        dataclasses.replace(one, **changes)  # type: ignore[arg-type]
        if isinstance(one, Words) and which(one)
        else one
        for one in scene.items
    ]
    return scene


@pytest.mark.parametrize("kind", KINDS)
def test_a_chart_that_is_right_passes_all_six(kind: Kind) -> None:
    described = chart(kind)
    bare = dataclasses.replace(described, title="題名", subtitle="副題", note="", caption="説明")
    found = checked(bare, compose(bare, SIZE, Look()), SIZE, Text("ja"))
    assert tuple(one.code for one in found) == CODES
    assert [(one.code, one.seen) for one in found if not one.passed] == []


# What the newest figure of 7,910, the one before of 7,200 and the target of 10,000 bear out.
RIGHT = (
    "隊員は7,910人",
    "隊員は７，９１０人",
    "令和6年度に7910人",
    "FY2024: 7,910",
    "R6は7,910人、R8に1万人",
    "目標まで2,090人",
    "毎年1,045人の増加が必要",
    "前年度から710人増",
    "9.9%増",
    "9.86%増",
    "10%増",
    "1.1倍",
    "達成率79.1%",
    "約8千人",
    "約7,900人",
    "約0.79万人",
    "7千人余り",
    "nearly 8,000",
    "15年で約89倍",
    "直近2年の平均は732人",
    "平成21〜令和6年度",
    "47都道府県と1,741市区町村",
    "過去最多",
    "過去最多の7,910人",
    "最多の7,910人",
    "隊員は七千九百十人",
    "約八千人",
    "令和六年度に7,910人",
    "四十七都道府県",
    "7,910名",
    "5年連続で増加",
    "五年連続増",
    "rose for 5 consecutive years",
)
WRONG = {
    "隊員は8,000人": "8,000",
    "隊員は7,911人": "7,911",
    "隊員は８０００人": "8000",
    "8千人": "8千",
    "0.79万人": "0.79万",
    "7,900人": "7,900",
    "over 8,000": "8,000",
    "約7,950人": "7,950",
    "9%増": "9%",
    "9.8%増": "9.8%",
    "1割増": "1割",
    "7,910%": "7,910%",
    "2,090%": "2,090%",
    "令和7年度": "令和7年度",
    "FY2025": "FY2025",
    "令和7年6月30日": "令和7年6月30日",
    "2025年13月1日": "2025年13月1日",
    "10年ぶり": "10年",
    "26手続": "26",
    "過去最少": "過去最少",
    "過去最低の7,910人": "過去最低",
    "a record low": "record low",
    "最少の7,910人": "最少",
    "隊員は八千人": "8000",
    "八割": "8割",
    "隊員は7,910団体": "7,910",
    "7,910円": "7,910",
    "予算は7,910万円": "7,910万",
    "2,090世帯": "2,090",
    "4年連続で増加": "4年連続で増",
    "3年連続で減少": "3年連続で減",
    "2024人": "2024",
}


@pytest.mark.parametrize("title", RIGHT)
def test_a_title_that_the_figures_bear_out_passes(members: Chart, title: str) -> None:
    found = check("numbers", members.edited(title, None, None))
    assert found.passed, found.seen


@pytest.mark.parametrize("title", WRONG)
def test_a_title_that_they_do_not_is_held_back_and_the_number_is_named(members: Chart, title: str) -> None:
    found = check("numbers", members.edited(title, None, None))
    assert not found.passed
    assert found.seen == f"データにない数や言い方：{WRONG[title]}"


@pytest.mark.parametrize("where", ["title", "subtitle", "note"])
def test_every_word_that_can_be_changed_is_checked(members: Chart, where: str) -> None:
    words = {"title": None, "subtitle": None, "note": None, where: "隊員は8,000人"}
    assert "8,000" in check("numbers", members.edited(**words)).seen
    assert not check("numbers", dataclasses.replace(members, caption="隊員は8,000人")).passed


# 55.7, 23.5, 13.2, 6.8 and 0.7 %.
@pytest.mark.parametrize(
    "title", ["55.7%が定住", "56%が定住", "約56%が定住", "約6割が定住", "23.5%が転出", "24%", "合計100%", "その他は1%"]
)
def test_a_share_may_be_rounded_to_whole_per_cents(of: Shelf, title: str) -> None:
    found = check("numbers", chart_of(of, Asked((SHARES,))).edited(title, None, None))
    assert found.passed, found.seen


@pytest.mark.parametrize("title", ["55%が定住", "55.8%", "5割が定住", "6割が定住", "60%が定住", "20%が転出"])
def test_a_share_is_rounded_to_tens_only_where_that_is_said(of: Shelf, title: str) -> None:
    assert not check("numbers", chart_of(of, Asked((SHARES,))).edited(title, None, None)).passed


@pytest.mark.parametrize("title", ["90倍", "100倍"])
def test_a_ratio_is_held_to_the_places_that_it_gives(members: Chart, title: str) -> None:
    assert check("numbers", members.edited("約" + title, None, None)).passed
    assert not check("numbers", members.edited(title, None, None)).passed


def test_a_claim_of_a_record_is_true_of_all_years_or_not_made(of: Shelf, members: Chart) -> None:
    assert check("numbers", members.edited("過去最高", None, None)).passed
    before = chart_of(of, Asked((MEMBERS,), last_year=2023))
    assert not check("numbers", before.edited("過去最多", None, None)).passed
    after = chart_of(of, Asked((MEMBERS,), first_year=2020))
    assert check("numbers", after.edited("過去最多", None, None)).passed
    fallen = chart_of(of, Asked((FALLEN,)))
    assert check("numbers", fallen.edited("過去最少", None, None)).passed
    assert not check("numbers", fallen.edited("過去最多", None, None)).passed
    bars = chart_of(of, Asked((SHARES,), "bars"))
    assert not check("numbers", bars.edited("過去最多", None, None)).passed


def test_digits_in_names_are_no_figures(of: Shelf) -> None:
    named = chart("trend", phrases=("子育て・介護関係の26手続", "26手続"), caption="", note="")
    assert check("numbers", dataclasses.replace(named, title="26手続のオンライン化", subtitle="年度別")).passed
    found = check("numbers", dataclasses.replace(named, title="27手続のオンライン化", subtitle="年度別"))
    assert not found.passed and "27" in found.seen
    ages = chart_of(of, Asked(("kyoryokutai_share_20s_30s",)))
    assert "20" in ages.title
    assert check("numbers", ages).passed


def test_words_without_numbers_pass_and_say_so(members: Chart) -> None:
    plain = dataclasses.replace(members, title="隊員", subtitle="推移", note="", caption="")
    assert check("numbers", plain) == Check("numbers", True, "文に数はありません")


def test_source_period_and_release_stand_beneath(members: Chart) -> None:
    assert check("source", members).passed
    bare = compose(members, SIZE, Look())
    bare.items = [one for one in bare.items if not (isinstance(one, Words) and one.role == "foot")]
    found = check("source", members, bare)
    assert not found.passed
    assert all(name in found.seen for name in ("出典", "時点", "更新日", "リリース"))


@pytest.mark.parametrize("part", ["as_of", "updated", "release_id"])
def test_each_part_of_the_foot_is_missed_alone(members: Chart, part: str) -> None:
    name = {"as_of": "時点", "updated": "更新日", "release_id": "リリース"}[part]
    words = getattr(members.foot, part)
    scene = tampered(members, lambda one: one.role == "foot", words="")
    kept = [one for one in compose(members, SIZE, Look()).words if one.role == "foot"]
    scene.items += [dataclasses.replace(one, words=one.words.replace(words, "")) for one in kept]
    found = check("source", members, scene)
    assert (found.passed, found.seen) == (False, f"図にありません：{name}")


def test_the_credit_is_missed_and_the_short_one_will_do(members: Chart) -> None:
    scene = compose(members, SIZE, Look())
    whole = "".join(one.words for one in scene.words if one.role == "foot")
    scene.items = [one for one in scene.items if not (isinstance(one, Words) and one.role == "foot")]
    cut = whole.replace(members.foot.credits[0], "")
    assert cut != whole
    foot = Words(0, 100, cut, SIZE.small, "#000000", role="foot")
    scene.add(foot)
    assert check("source", members, scene).seen == "図にありません：出典"
    scene.add(dataclasses.replace(foot, words=members.foot.credit_short))
    assert check("source", members, scene) == Check("source", True, "3項目とも記載（出典は発行者ごとの略記）")


def test_a_chart_without_a_source_never_leaves() -> None:
    described = chart("trend")
    bare = dataclasses.replace(described, foot=dataclasses.replace(described.foot, credits=(), credit_short=""))
    assert not check("source", bare).passed


def test_the_credit_cannot_be_edited_away(members: Chart) -> None:
    edited = members.edited("別の題名", "別の副題", "")
    assert (edited.title, edited.subtitle, edited.note) == ("別の題名", "別の副題", "")
    assert edited.foot == members.foot
    assert check("source", edited).passed
    written = "".join(one.words for one in compose(edited, SIZE, Look()).words if one.role == "foot")
    assert members.foot.credits[0] in written
    assert not {field.name for field in dataclasses.fields(Asked)} & {"foot", "credit", "credits", "caption"}


def test_an_empty_title_is_that_of_the_figures(members: Chart) -> None:
    assert members.edited(" ", "", None) == members


@pytest.mark.parametrize(
    ("axis", "passed"),
    [((0.0, 10000.0), True), ((100.0, 200.0), False), ((7000.0, 10000.0), False), ((-10.0, 10000.0), False)],
)
def test_the_axis_begins_at_0(members: Chart, axis: tuple[float, float], passed: bool) -> None:
    scene = compose(members, SIZE, Look())
    scene.axis = axis
    found = check("zero", members, scene)
    assert found.passed is passed
    assert "〜" in found.seen


def test_the_axis_goes_below_0_only_for_negative_figures() -> None:
    below = chart("bars", bars=(Bar("増", 50.0, "50人"), Bar("減", -30.0, "−30人")))
    assert check("zero", below).passed
    scene = compose(below, SIZE, Look())
    scene.axis = (-50.0, -10.0)
    assert not check("zero", below, scene).passed


def test_no_letters_are_smaller_than_the_size_allows(members: Chart) -> None:
    assert check("letters", members).seen == "最小24 px（基準24 px以上）"
    scene = tampered(members, lambda one: one.role == "axis", points=SIZE.small - 1)
    found = check("letters", members, scene)
    assert (found.passed, found.seen) == (False, "最小22 px（基準24 px以上）")


@pytest.mark.parametrize("role", ["title", "foot", "axis", "value"])
def test_pale_words_are_held_back(members: Chart, role: str) -> None:
    assert check("contrast", members).passed
    assert not check("contrast", members, tampered(members, lambda one: one.role == role, colour=PALE)).passed


def test_a_pale_line_and_words_on_a_dark_face_are_held_back(members: Chart) -> None:
    scene = compose(members, SIZE, Look())
    scene.items = [
        dataclasses.replace(one, colour=PALE) if isinstance(one, Line) and one.role == "series" else one
        for one in scene.items
    ]
    assert contrasts(scene)[1] < 3
    assert not check("contrast", members, scene).passed
    covered = compose(members, SIZE, Look())
    title = next(one for one in covered.words if one.role == "title")
    covered.items.insert(0, Shape(rectangle(*title.box), "#333333"))
    assert not check("contrast", members, covered).passed


def test_provisional_figures_are_marked(of: Shelf) -> None:
    described = chart_of(of, Asked((PROVISIONAL,)))
    assert described.has_provisional
    assert check("marked", described).seen == "速報値を明示"
    scene = compose(described, SIZE, Look())
    scene.items = [one for one in scene.items if not (isinstance(one, Words) and "速報" in one.words)]
    assert (check("marked", described, scene).passed, check("marked", described, scene).seen) == (
        False,
        "図にありません：速報値",
    )


def test_approximate_figures_are_marked(of: Shelf) -> None:
    described = chart_of(of, Asked((APPROXIMATE,)))
    assert described.has_approximate
    assert check("marked", described).seen == "概数を明示"
    scene = compose(described, SIZE, Look())
    scene.items = [one for one in scene.items if not (isinstance(one, Words) and "約" in one.words)]
    assert check("marked", described, scene).seen == "図にありません：概数"


def test_what_is_neither_needs_no_mark(members: Chart) -> None:
    assert check("marked", members) == Check("marked", True, "該当なし")


def test_checks_speak_the_language_of_the_reader(members: Chart) -> None:
    found = check("numbers", members.edited("隊員は8,000人", None, None), lang="en")
    assert found.seen == "Not borne out by the data: 8,000"
