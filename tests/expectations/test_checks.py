"""For each check of the gate there is a build that passes it and one that does not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from expectations.evaluator import all_suites
from expectations.report import Check
from tests.expectations.small_build import PREFECTURES, PUBLICATION, Build, catalogue

Change = Callable[[Build], None]


def _sql(text: str) -> Change:
    return lambda build: build.sql(text)


def _observe(indicator_id: str = "members", value: float | None = 100, **changes: object) -> Change:
    return lambda build: build.observe(indicator_id, value, **changes)


def _members(assignment: str) -> Change:
    return _sql(f"update fact_observation set {assignment} where indicator_id = 'members' and fiscal_year = 2022")


def _prefectures(value: float, of: list[str] = PREFECTURES) -> Change:
    def change(build: Build) -> None:
        for code in of:
            build.observe("members", value, area_code=code, fiscal_year=2023)

    return change


def _bodies(adopting: int, national: float | None, *, of: str = "adopting", required: bool = False) -> Change:
    """Some municipalities with 60 each and one with 0, and a national figure of another indicator, or none."""

    def change(build: Build) -> None:
        total = {"indicator_id": "members", "level": "municipality", "of": of, "required": required}
        build.insert("area_total", **total, national_indicator_id="parts", national_breakdown="団体")
        for code in ["01202", "13101"][:adopting]:
            build.observe("members", 60, area_code=code)
        build.observe("members", 0, area_code="01100")
        if national is not None:
            build.observe("parts", national, breakdown="団体")

    return change


def _publication(**changes: object) -> Change:
    return lambda build: build.publication("second", **changes)


def _target(printed: float | None = 500, value: float | None = 500, **changes: object) -> Change:
    def change(build: Build) -> None:
        fields: dict[str, object] = {"target_id": "t", "publication_id": PUBLICATION, "fiscal_year": 2026}
        target = {"indicator_id": "members", "kind": "level", "value": value, "unit": "人", **changes}
        build.insert("target", **{**fields, **target})
        build.insert("printed_target", **fields, value=printed, file=f"{PUBLICATION}/targets.csv", line=2)

    return change


def _state(formula: str, value: float, **changes: object) -> Change:
    return lambda build: build.state(formula, value, **changes)


def _printed_only(build: Build) -> None:
    build.insert("printed_target", target_id="t", publication_id=PUBLICATION, file="x", line=2)


def _printed_twice(build: Build) -> None:
    _target()(build)
    _printed_only(build)


def _stated_twice(build: Build) -> None:
    build.state(GROWTH, 180)
    build.state(GROWTH, 180)


def _nothing(_: Build) -> None:
    pass


SECOND = {"publication_id": "second", "fiscal_year": 2023, "file": "second/t.csv"}


def _revised(build: Build) -> None:
    build.publication("second")
    build.observe("members", 121, **SECOND)


def _restated_rounded(build: Build) -> None:
    build.publication("second")
    build.observe("members", 100, **{**SECOND, "precision": 100.0, "approximate": True})


AGAIN = "再掲：別の頁"
GROWTH = "v('members', 2024) - v('members', 2023)"

# check, a change that the check accepts, a change that it does not.
CASES: list[tuple[str, Change, Change]] = [
    ("publication_known", _nothing, _members("publication_id = 'nobody'")),
    ("area_known", _nothing, _members("area_code = '99999'")),
    ("area_in_force", _observe(area_code="01202"), _observe(area_code="01999")),
    ("fiscal_year_known", _observe(fiscal_year=2019, area_code="01202"), _observe(fiscal_year=1868)),
    (
        "as_of_in_fiscal_year",
        _observe("snapshot", as_of=dt.date(2025, 4, 1), fiscal_year=2024, note="年度の結果とみる"),
        _observe("snapshot", as_of=dt.date(2025, 4, 1), fiscal_year=2024),
    ),
    (
        "not_after_publication",
        _observe("snapshot", as_of=dt.date(2025, 6, 30), fiscal_year=2025),
        _observe("snapshot", as_of=dt.date(2025, 7, 1), fiscal_year=2025),
    ),
    ("value_present", _observe("shares", None, breakdown="他", obs_status="M"), _members("value = null")),
    ("status_known", _members("obs_status = 'P'"), _members("obs_status = 'Q'")),
    ("provenance", _members("note = null"), _members("locator = ''")),
    ("breakdown_form", _observe(breakdown="起業/観光業"), _observe(breakdown="起業/")),
    ("percent_range", _nothing, _observe("shares", 100.1, breakdown="x", area_code="01000")),
    ("count_not_negative", _observe("balance", 0, breakdown="x"), _members("value = -1")),
    ("key_unique", _observe(area_code="01000"), _observe(fiscal_year=2022)),
    ("repeated_figure", _observe(value=310, breakdown=AGAIN, precision=100.0), _observe(value=310, breakdown=AGAIN)),
    ("revision", _restated_rounded, _revised),
    ("area_total", _prefectures(2, PREFECTURES[:3]), _prefectures(3)),
    ("area_total", _nothing, _prefectures(2)),
    ("municipal_total", _bodies(2, 2), _bodies(2, 3)),
    ("municipal_total", _bodies(2, None), _bodies(2, None, required=True)),
    ("municipal_total", _bodies(2, 120, of="sum"), _bodies(2, 121, of="sum")),
    ("reading", _nothing, _sql("insert into quarantine values ('read', 'f.csv', 3, '読めない', '')")),
    ("schema", _nothing, _sql("alter table target alter column kpi type varchar")),
    ("dimension_unique", _nothing, _sql("insert into dim_area by name select '13000' as area_code, 'x' as name_ja")),
    ("publication_described", _publication(), _publication(licence="")),
    ("publication_described", _publication(), _publication(method="transcription")),
    (
        "not_from_the_future",
        _publication(published_on=dt.date(2026, 11, 30), published_text="2026-11"),
        _publication(published_on=dt.date(2026, 11, 30), published_text="2026-11-30"),
    ),
    ("embargo", _publication(embargo=dt.date(2026, 11, 23)), _publication(embargo=dt.date(2026, 11, 24))),
    ("publication_used", _nothing, _publication()),
    ("target_as_printed", _target(), _target(printed=400)),
    ("target_as_printed", _target(printed=None), _target(fiscal_year=2027)),
    ("target_in_publication", _target(), _printed_only),
    ("target_unique", _target(), _printed_twice),
    ("target_unit", _target(), _target(unit="団体")),
    ("statement_computable", _state(GROWTH, 180), _state("v('members', 2030)", 180)),
    (
        "statement_applicable",
        _state("in_pub('report-2025', 'members', 2023, '00000')", 120),
        _state("in_pub('absent', 'members', 2023, '00000')", 120),
    ),
    ("statement_agrees", _state(GROWTH, 180), _state(GROWTH, 181)),
    (
        "statement_exception",
        _state(GROWTH, 181, exception_reason="出典の誤り"),
        _state(GROWTH, 180, exception_reason="出典の誤り"),
    ),
    ("statement_uses_figures", _state(GROWTH, 180), _state("1 + 1", 2)),
    ("statement_unique", _state(GROWTH, 180), _stated_twice),
    ("indicator_known", _nothing, _members("indicator_id = 'unknown'")),
    ("unit", _nothing, _members("unit = '団体'")),
    ("bounds", _members("value = 1000"), _members("value = 1001")),
    ("level", _nothing, _observe("snapshot", 7, area_code="01000")),
    ("period", _observe("balance", 1, fiscal_year=None, breakdown="x"), _members("fiscal_year = null")),
    ("decimals", _nothing, _members("value = 100.5")),
    ("yearly_series", _nothing, _sql("delete from fact_observation where line = 3")),
    ("jump", _nothing, _members("value = 151")),
    ("breakdown_total", _nothing, _sql("update fact_observation set value = 14 where as_printed = '13'")),
    ("breakdown_total", _observe("parts", 4, breakdown="再掲：別の頁"), _observe("parts", 4, breakdown="他")),
    ("breakdown_100", _nothing, _sql("update fact_observation set value = 31.9 where as_printed = '31.7'")),
    ("share_of_count", _nothing, _sql("update fact_observation set value = 14 where as_printed = '13'")),
    ("quotient", _nothing, _sql("update fact_observation set value = 38 where indicator_id = 'rate'")),
    ("quotient", _nothing, _sql("update fact_observation set value = 0 where indicator_id = 'all'")),
    ("quotient", _nothing, _sql("delete from fact_observation where indicator_id = 'done'")),
    ("indicator_has_rows", _nothing, _sql("delete from fact_observation where indicator_id = 'balance'")),
    ("catalogue_stored", _nothing, _sql("update dim_indicator set unit = '件' where indicator_id = 'members'")),
]


@pytest.fixture(scope="module")
def clean() -> dict[str, Check]:
    """The outcomes for the small build as it is."""
    return {check.check_id: check for check in Build(Path(":memory:"), catalogue()).run().checks}


@pytest.mark.parametrize(("check_id", "good", "bad"), CASES, ids=[f"{case[0]}-{at}" for at, case in enumerate(CASES)])
def test_a_check_passes_what_is_right_and_finds_what_is_not(
    check_id: str, good: Change, bad: Change, build: Build, clean: dict[str, Check]
) -> None:
    good(build)
    passed = clean[check_id] if good is _nothing else build.check(check_id)
    assert (passed.status, passed.failing) == ("passed", 0), passed.samples
    spoiled = Build(Path(":memory:"), catalogue())
    bad(spoiled)
    found = spoiled.check(check_id)
    spoiled.connection.close()
    assert found.status == ("failed" if found.severity == "critical" else "warning")
    assert found.failing >= 1
    assert found.samples[0].reason


PREVIOUS_CASES: list[tuple[str, list[str], list[str]]] = [
    (
        "key_vanished",
        ["delete from fact_observation where fiscal_year = 2022"],
        ["insert into fact_observation select * replace (2020 as fiscal_year) from fact_observation where line = 2"],
    ),
    ("value_changed", [], ["update fact_observation set value = 99, as_printed = '99' where line = 2"]),
    (
        "row_count",
        [],
        ["insert into fact_observation select * replace ('x' as breakdown) from fact_observation where line = 2"],
    ),
]


@pytest.mark.parametrize(("check_id", "good", "bad"), PREVIOUS_CASES, ids=[case[0] for case in PREVIOUS_CASES])
def test_a_check_against_the_last_release_passes_what_is_right_and_finds_what_is_not(
    check_id: str, good: list[str], bad: list[str], build: Build, make_previous: Callable[..., Path], tmp_path: Path
) -> None:
    passed = build.check(check_id, previous=make_previous(*good))
    assert (passed.status, passed.failing) == ("passed", 0), passed.samples
    build.sql("detach previous")
    (tmp_path / "previous.duckdb").unlink()
    found = build.check(check_id, previous=make_previous(*bad))
    assert found.status == ("failed" if found.severity == "critical" else "warning")
    assert found.failing == 1


def test_every_check_has_a_case() -> None:
    checks = {rule.check_id for suite in all_suites(catalogue()) for rule in suite.rules}
    assert checks == {case[0] for case in CASES} | {case[0] for case in PREVIOUS_CASES}


def test_the_small_build_passes_every_check(build: Build, make_previous: Callable[..., Path]) -> None:
    report = build.run(previous=make_previous())
    assert report.passed
    assert {check.check_id: check.status for check in report.checks if check.status != "passed"} == {}


@pytest.mark.parametrize("change", ["delete from fact_observation", "update fact_observation set value = 99"])
def test_a_recorded_correction_explains_a_change(change: str, build: Build, make_previous: Callable[..., Path]) -> None:
    build.sql(f"{change} where line = 2")
    build.insert("correction", publication_id=PUBLICATION, file="t.csv", place="2行", wrong="100", right="99")
    report = build.run(previous=make_previous())
    assert [check.check_id for check in report.failures] == []


def test_a_newer_publication_may_take_the_place_of_a_figure(build: Build, make_previous: Callable[..., Path]) -> None:
    build.publication("newer", published_on=dt.date(2025, 12, 1), published_text="2025-12-01")
    build.sql(f"update fact_observation set publication_id = 'newer' where publication_id = '{PUBLICATION}'")
    assert build.check("key_vanished", previous=make_previous()).status == "passed"
