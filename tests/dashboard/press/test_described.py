"""Charts of the shipped figures say what the figures say: numbers, records, marks, breaks, years, kinds, languages."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

import pytest

from dashboard.figure.model import Chart, Kind, YearPoint
from dashboard.observations import Figures
from dashboard.press.asked import Asked
from dashboard.press.described import chart_of, kinds_of
from dashboard.press.parts import is_whole
from dashboard.press.sentences import stretches
from dashboard.press.shelf import Shelf
from dashboard.press.trends import RECORD_YEARS
from tests.dashboard.press.drawing import MEMBERS, every_chart, shelf
from warehouse.errors import InputError, NotFound
from warehouse.prose import numbers_in

PROVISIONAL, CONSULTATIONS, SHARES = "kyoryokutai_members_tokko", "iju_consultations", "kyoryokutai_post_term_share"
RECORD = re.compile("過去最[多高]")
JAPANESE = re.compile(r"[ぁ-ゖァ-ヺ一-鿿]")
FIGURES = {2009: 89, 2010: 257, 2011: 413, 2012: 617, 2013: 978, 2014: 1629, 2015: 2799, 2016: 4090, 2017: 4976,
           2018: 5530, 2019: 5503, 2020: 5560, 2021: 6015, 2022: 6447, 2023: 7200, 2024: 7910}  # fmt: skip


@pytest.fixture(scope="module")
def of(shipped_home: Path) -> Shelf:
    return shelf(shipped_home)


@pytest.fixture(scope="module")
def english(shipped_home: Path) -> Shelf:
    return shelf(shipped_home, "en")


@pytest.fixture(scope="module")
def charts(of: Shelf) -> list[Chart]:
    return list(every_chart(of))


@pytest.fixture(scope="module")
def members(of: Shelf) -> Chart:
    return chart_of(of, Asked((MEMBERS,)))


def amounts(words: str, kind: str = "amount") -> list[float]:
    return [one.value for one in numbers_in(words) if one.kind == kind]


def test_the_figures_are_those_of_the_release(of: Shelf, members: Chart) -> None:
    drawn = {point.year: point.value for point in members.series[0].points}
    assert drawn == FIGURES
    rows = [row for row in members.rows if row["role"] == "actual"]
    assert {row["fiscal_year"]: row["value"] for row in rows} == FIGURES
    (target,) = [row for row in members.rows if row["role"] == "target"]
    assert (target["fiscal_year"], target["value"]) == (2026, 10000)
    assert all(row["publication_id"] for row in members.rows)


def test_title_caption_and_alternative_text_name_the_same_figures(members: Chart) -> None:
    assert members.title == "地域おこし協力隊 隊員数は7,910人で過去最多　目標まであと2,090人"
    assert amounts(members.caption) == [7910, 710, 10000, 2090, 1045, 732]
    assert amounts(members.caption, "percent") == [9.9]
    assert amounts(members.caption, "year") == [2024, 2026]
    assert amounts(members.alt_ja) == [89, 5530, 5560, 7910, 10000]
    assert amounts(members.alt_ja, "year") == [2009, 2018, 2020, 2024, 2026]
    assert amounts(members.alt_en) == amounts(members.alt_ja)
    assert amounts(members.alt_en, "year") == amounts(members.alt_ja, "year")
    goal = members.goal
    assert goal is not None
    assert (goal.value, goal.year, goal.gap, goal.met) == (10000, 2026, "あと2,090人", False)


def test_a_record_is_claimed_only_where_the_newest_of_several_years_is_the_largest(
    of: Shelf, charts: list[Chart]
) -> None:
    claimed = []
    for described in (one for one in charts if one.kind == "trend"):
        every = [point.value for point in of.figures(described.indicator_ids[0]).yearly]
        direction = of.figures(described.indicator_ids[0]).indicator.direction
        is_record = every[-1] > max(every[:-1]) and len(every) >= RECORD_YEARS and direction == "up"
        assert bool(RECORD.search(described.title)) is is_record, described.title
        assert bool(RECORD.search(described.caption)) is is_record, described.caption
        claimed.append(is_record)
    assert True in claimed and False in claimed


def test_a_record_is_of_all_years_and_not_of_those_in_view(of: Shelf) -> None:
    before = chart_of(of, Asked((MEMBERS,), last_year=2018))
    assert before.series[0].highest == before.series[0].last.value
    assert before.record == "" and not RECORD.search(before.title + before.caption)
    assert chart_of(of, Asked((MEMBERS,), first_year=2023)).record == "most"


def test_provisional_figures_say_so(of: Shelf) -> None:
    described = chart_of(of, Asked((PROVISIONAL,)))
    provisional = [point.year for point in described.series[0].points if point.provisional]
    assert provisional and described.has_provisional
    assert any("速報値" in note for note in described.foot.required)
    card = chart_of(of, Asked((PROVISIONAL,), "card"))
    assert card.has_provisional == described.series[0].last.provisional
    inaka = chart_of(of, Asked(("kyoryokutai_inaka_de_hatarakitai",)))
    assert inaka.has_provisional and inaka.card is not None
    assert "速報値" in inaka.card.when and any("速報値" in note for note in inaka.foot.required)


def test_approximate_figures_say_so(of: Shelf) -> None:
    described = chart_of(of, Asked((CONSULTATIONS,)))
    rough = [point for point in described.series[0].points if point.approximate]
    assert rough and all(point.said.startswith("約") and point.short.startswith("約") for point in rough)
    assert not any(point.said.startswith("約") for point in described.series[0].points if not point.approximate)
    assert any("「約」" in note for note in described.foot.required)
    assert {row["fiscal_year"] for row in described.rows if row["approximate"]} == {point.year for point in rough}
    assert chart_of(of, Asked(("kyoryokutai_share_women",))).title.endswith("約40%")


def test_years_without_a_figure_are_named_and_not_filled(of: Shelf) -> None:
    described = chart_of(of, Asked((CONSULTATIONS,)))
    years = [point.year for point in described.series[0].points]
    assert 2020 not in years and years[0] < 2020 < years[-1]
    assert any("令和2年度" in note for note in described.foot.required)


def test_breaks_inside_the_years_in_view_are_marked_and_explained(of: Shelf, members: Chart) -> None:
    assert [(one.year, one.number) for one in members.breaks] == [(2014, "※1"), (2022, "※2")]
    for one in members.breaks:
        assert any(note.startswith(one.number) for note in members.foot.required)
    later = chart_of(of, Asked((MEMBERS,), first_year=2016))
    assert [(one.year, one.number) for one in later.breaks] == [(2022, "※2")]
    assert not any(note.startswith("※1") for note in later.foot.required)


def test_a_range_of_years_narrows_what_is_drawn_and_listed(of: Shelf) -> None:
    described = chart_of(of, Asked((MEMBERS,), first_year=2018, last_year=2022))
    years = list(range(2018, 2023))
    assert [point.year for point in described.series[0].points] == years
    assert [row["fiscal_year"] for row in described.rows] == years
    # The target is judged by the newest figure, which is not in view.
    assert (described.goal, described.path, described.verdict) == (None, None, "")
    assert "6,447人" in described.title and "平成30〜令和4年度" in described.subtitle
    reaching = chart_of(of, Asked((MEMBERS,), first_year=2018))
    assert reaching.goal is not None and reaching.years == (2018, 2026)


def test_figures_in_man_say_where_they_are_rounded(of: Shelf) -> None:
    described = chart_of(of, Asked((MEMBERS,), scale="man"))
    assert described.series[0].last.said == "約0.79万人"
    assert described.goal is not None and described.goal.label == "目標 1万人"


@pytest.mark.parametrize(
    ("indicator_id", "kinds"),
    [
        (MEMBERS, ["trend", "card", "multiples"]),
        (PROVISIONAL, ["trend", "bars", "card", "tiles", "multiples"]),
        (SHARES, ["stacked", "bars"]),
        ("kyoryokutai_post_term_persons", ["bars"]),
        ("kigyojin_persons", ["card"]),
        ("tokutei_cooperatives_in_municipality", ["map", "tiles"]),
        ("dx_cio_appointed", ["bars", "comparison"]),
        ("population", []),
    ],
)
def test_an_indicator_is_offered_as_what_its_figures_allow(of: Shelf, indicator_id: str, kinds: list[str]) -> None:
    assert kinds_of(of, [of.figures(indicator_id)]) == kinds


def test_parts_are_a_whole_only_where_they_add_up(of: Shelf) -> None:
    found = of.figures(SHARES)
    assert is_whole(found)
    largest = max(found.breakdowns, key=lambda point: point.value)
    short = Figures(found.indicator, tuple(point for point in found.points if point is not largest))
    assert not is_whole(short)
    assert kinds_of(of, [short]) == ["bars"]
    off = tuple(
        dataclasses.replace(point, value=point.value + 2) if point is largest else point for point in found.points
    )
    assert not is_whole(Figures(found.indicator, off))
    for one in of.context.release.catalogue.indicators.values():
        if one.breakdowns_sum == "none":
            assert "stacked" not in kinds_of(of, [of.figures(one.id)])


def test_indicators_of_one_unit_are_compared(of: Shelf) -> None:
    ids = ("rmo_municipalities", "rmo_organizations")
    units = {of.figures(one).indicator.unit for one in ids}
    assert len(units) == 2
    with pytest.raises(InputError, match="単位の異なる指標") as raised:
        chart_of(of, Asked(ids))
    assert all(unit in str(raised.value) for unit in units)
    same = chart_of(of, Asked(("kyoryokutai_interns", MEMBERS)))
    assert (same.kind, len(same.series), same.unit) == ("comparison", 2, "人")
    assert same.indicator_ids == ("kyoryokutai_interns", MEMBERS)


def test_one_chart_compares_a_few_series(of: Shelf, charts: list[Chart]) -> None:
    units: dict[str, list[str]] = {}
    for described in (one for one in charts if one.kind == "trend"):
        units.setdefault(described.unit, []).append(described.indicator_ids[0])
    many = max(units.values(), key=len)
    assert len(many) > 6
    with pytest.raises(InputError, match="6本まで"):
        chart_of(of, Asked(tuple(many[:7])))


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (Asked((MEMBERS,), first_year=2030), "選んだ年度の値がありません"),
        (Asked((MEMBERS,), last_year=1990), "選んだ年度の値がありません"),
        (Asked((MEMBERS,), first_year=2024, last_year=2020), "順を直してください"),
        (Asked((MEMBERS,), "map"), "作れる図：推移と目標、数値カード、施策の小さな図"),
        (Asked((MEMBERS,), "comparison"), "いっしょに描く指標"),
        (Asked((MEMBERS,), scale="oku"), "plain、man"),
        (Asked(()), "指標が選ばれていません"),
        (Asked(("population",)), "population|人口"),
        (Asked((MEMBERS, SHARES)), "図にできません"),
        (Asked((PROVISIONAL,), "tiles", last_year=1999), "選んだ年度の値がありません"),
    ],
)
def test_what_cannot_be_drawn_is_one_message(of: Shelf, asked: Asked, words: str) -> None:
    with pytest.raises(InputError, match=words) as raised:
        chart_of(of, asked)
    assert "\n" not in str(raised.value)


def test_an_unknown_indicator_is_not_found(of: Shelf) -> None:
    with pytest.raises(NotFound):
        chart_of(of, Asked(("nothing",)))
    with pytest.raises(NotFound):
        chart_of(of, Asked((MEMBERS, "nothing")))


def years(*values: float) -> list[YearPoint]:
    return [YearPoint(2010 + place, value, f"{value}", f"{value}") for place, value in enumerate(values)]


@pytest.mark.parametrize(
    ("values", "went"),
    [
        ((5,), []),
        ((1, 2), [("up", 2011)]),
        ((2, 1), [("down", 2011)]),
        ((5, 5, 5), [("level", 2012)]),
        ((0, 0, 0), [("level", 2012)]),
        ((1, 2, 3, 4), [("up", 2013)]),
        ((1, 5, 2), [("up", 2011), ("down", 2012)]),
        ((100, 50, 100), [("down", 2011), ("up", 2012)]),
        # A step of a hundredth of the value and of the range is none.
        ((100, 1000, 1005, 2000), [("up", 2011), ("level", 2012), ("up", 2013)]),
        # Small beside the value but not beside the range, it is one.
        ((1000, 1005, 1010), [("up", 2012)]),
        ((-5, 3, -9), [("up", 2011), ("down", 2012)]),
        ((0, 10, 0, 10, 0, 10), [("up", 2011), ("down", 2012), ("up", 2013), ("down", 2014), ("up", 2015)]),
    ],
)
def test_a_series_goes_up_down_or_stays(values: tuple[float, ...], went: list[tuple[str, int]]) -> None:
    assert [(way, point.year) for way, point in stretches(years(*values))] == went


def names_of(described: Chart) -> set[str]:
    """Names that sources give: of breakdowns and of areas."""
    found = {bar.name for bar in described.bars} | {area.name for area in described.areas}
    found |= {str(row["breakdown"]).replace("/", " / ") for row in described.rows if row.get("breakdown")}
    return found - {""}


def test_english_charts_hold_no_japanese_but_names_of_sources(english: Shelf) -> None:
    left = []
    for described in every_chart(english):
        goal, card = described.goal, described.card
        said = [described.title, described.subtitle, described.note, described.caption, described.alt_en]
        said += [
            described.verdict,
            described.unit,
            described.total,
            described.more_label,
            *described.foot.words.values(),
        ]
        said += [goal.label, goal.when, goal.gap, goal.pace] if goal else []
        said += (
            [card.when, card.number, card.unit, card.full_label, *(one for line in card.lines for one in line)]
            if card
            else []
        )
        said += [point.said for series in described.series for point in series.points]
        said += [*described.foot.required, described.foot.as_of, described.foot.updated]
        names = sorted(names_of(described), key=len, reverse=True)
        for words in said:
            rest = words
            for name in names:
                rest = rest.replace(name, "")
            if JAPANESE.search(rest):
                left.append((described.indicator_ids[0], described.kind, rest))
    assert left == []


@pytest.mark.parametrize(
    ("indicator_id", "kind"),
    [(MEMBERS, "trend"), (PROVISIONAL, "bars"), ("kyoryokutai_share_women", "card"), (MEMBERS, "multiples"),
     (SHARES, "stacked"), ("dx_cio_appointed", "comparison"), (PROVISIONAL, "tiles")],
)  # fmt: skip
def test_alternative_texts_are_the_same_in_charts_of_both_languages(
    of: Shelf, english: Shelf, indicator_id: str, kind: Kind
) -> None:
    japanese, other = (chart_of(on, Asked((indicator_id,), kind)) for on in (of, english))
    assert (japanese.alt, other.alt) == (japanese.alt_ja, other.alt_en)
    assert (japanese.alt_ja, japanese.alt_en) == (other.alt_ja, other.alt_en)


def test_every_chart_has_words_for_those_who_cannot_see_it(charts: list[Chart]) -> None:
    for described in charts:
        words = (described.title, described.subtitle, described.caption, described.alt_ja, described.alt_en)
        assert all(one.strip() for one in words), described.indicator_ids
        assert not any("{" in one for one in words), described.indicator_ids
        assert described.rows and described.foot.credits and described.foot.credit_short
