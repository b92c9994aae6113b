"""The codebook says what the catalogue says, in both languages and everywhere, and its coverage is that of the rows."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import get_args

import polars as pl
import pytest

from dashboard.codebook_view import build_codebook
from dashboard.context import Context
from dashboard.text import Text
from pipelines.load import load
from tests.support import ROOT, Workbench
from warehouse import codebook_markdown, open_release
from warehouse.catalogue import Indicator, load_catalogue
from warehouse.citation import credit_lines
from warehouse.codebook import (
    ENTRY_COLUMNS,
    Coverage,
    codebook,
    columns,
    coverage_frame,
    entry_frame,
    entry_row,
    matrix,
    runs,
)
from warehouse.codebook_markdown import PAGES, check_shipped, page, write_pages
from warehouse.codebook_words import RULES, described
from warehouse.errors import InputError, NotFound
from warehouse.queries import DETAIL_COLUMNS, SLICE_COLUMNS
from warehouse.release import Release

JAPANESE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")
KNOWN_ON = dt.date(2025, 4, 10)
_TYPES = {"string": pl.String, "integer": pl.Int16, "number": pl.Float64, "boolean": pl.Boolean, "date": pl.Date}


@pytest.fixture(scope="module")
def release(shipped_home: Path) -> Release:
    return open_release(shipped_home)


# Columns


def test_the_columns_are_those_of_a_slice_with_their_types(release: Release) -> None:
    assert tuple(one.name for one in columns() if not one.is_detail) == SLICE_COLUMNS
    assert tuple(one.name for one in columns() if one.is_detail) == DETAIL_COLUMNS
    frame = release.observations()
    assert {one.name: _TYPES[one.type] for one in columns()} == dict(frame.schema)


def test_every_row_of_the_release_keeps_what_the_columns_promise(release: Release) -> None:
    frame = release.observations()
    for one in columns():
        values = frame[one.name]
        if one.required:
            assert values.null_count() == 0, one.name
            assert values.dtype != pl.String or (values != "").all(), one.name
        if one.pattern:
            assert values.str.contains(one.pattern).all(), one.name
        if one.enum:
            assert set(values) <= set(one.enum), one.name


def test_constraints_are_words_of_table_schema() -> None:
    found = {one.name: one.constraints() for one in columns()}
    assert set().union(*found.values()) == {"required", "pattern", "enum"}
    assert found["area_code"] == {"required": True, "pattern": "^[0-9]{5}$"}
    assert found["obs_status"] == {"required": True, "enum": ["A", "P", "E", "B", "M"]}
    assert found["value"] == {}


def test_every_code_of_a_status_is_explained() -> None:
    (status,) = (one for one in columns() if one.name == "obs_status")
    for explanation in (status.explanation_ja, status.explanation_en):
        assert [code for code in status.enum or () if not re.search(rf"\b{code} \S", explanation)] == []


def test_rules_of_reading_are_about_columns_that_exist() -> None:
    assert {name for rule in RULES for name in rule.columns} <= set(SLICE_COLUMNS)


def test_what_the_rules_say_of_missing_values_holds(release: Release) -> None:
    frame = release.observations()
    assert frame.filter(pl.col("value").is_null())["obs_status"].unique().to_list() == ["M"]
    assert frame.filter(pl.col("obs_status") == "M")["value"].null_count() == 1


# Entries


def test_every_indicator_of_the_catalogue_is_described_in_full(release: Release) -> None:
    catalogue = load_catalogue()
    rows = {row["indicator_id"]: row for row in entry_frame(codebook(release)).to_dicts()}
    assert list(rows) == list(catalogue.indicators)
    for one in catalogue.indicators.values():
        row = rows[one.id]
        for name in ("name_ja", "name_en", "definition_ja", "definition_en", "unit", "unit_en", "denominator_ja",
                     "denominator_en", "period", "direction", "decimals", "share_of", "fetched"):  # fmt: skip
            assert row[name] == getattr(one, name), (one.id, name)
        programme = catalogue.by_programme[one.programme]
        assert (row["programme_ja"], row["programme_en"]) == (programme.name_ja, programme.name_en)
        assert (row["policy_area_ja"], row["policy_area_en"]) == (programme.policy_area, programme.policy_area_en)
        assert row["levels"].split() == list(one.levels)
        assert (row["related"] or "").split() == list(one.related)
        for lang in ("ja", "en"):
            assert (row[f"notes_{lang}"] or "") == "\n".join(getattr(one, f"notes_{lang}"))
            assert row[f"unlisted_{lang}"] == (one.municipal and getattr(one.municipal, f"unlisted_{lang}"))
            assert _lines(row[f"states_{lang}"]) == [f"{it.value} {getattr(it, f'name_{lang}')}" for it in one.states]
            breaks = [getattr(gap, f"note_{lang}") for gap in one.breaks]
            assert [
                line.split(") " if lang == "en" else "） ", 1)[1] for line in _lines(row[f"breaks_{lang}"])
            ] == breaks
            assert one.sum_reason is None or lang == "en" or one.sum_reason in row["breakdowns_ja"]


def _lines(text: str | None) -> list[str]:
    return text.split("\n") if text else []


def test_every_code_of_the_catalogue_has_words_in_both_languages(release: Release) -> None:
    some = release.catalogue.indicator("kyoryokutai_members")
    for field, subject in (("period", "period"), ("direction", "direction"), ("breakdowns_sum", "breakdowns")):
        codes = get_args(Indicator.model_fields[field].annotation)
        assert len(codes) == 3
        for lang in ("ja", "en"):
            said = {described(some.model_copy(update={field: code}), lang)[subject] for code in codes}
            assert len(said) == len(codes), (field, lang)
            assert all(bool(JAPANESE.search(words)) == (lang == "ja") for (words,) in said)


def test_an_entry_tells_which_areas_count_and_how_an_unlisted_one_is_read(release: Release) -> None:
    rows = {row["indicator_id"]: row for row in entry_frame(codebook(release)).to_dicts()}
    assert "特別区を除く" in rows["tokutei_cooperatives_in_municipality"]["areas_ja"]
    assert "One cooperative shared by several" in rows["tokutei_cooperatives_in_municipality"]["areas_en"]
    assert "122" in rows["tokutei_cooperatives_in_municipality"]["unlisted_en"]
    assert "government" in rows["kyoryokutai_members_of_prefecture"]["areas_en"]
    assert rows["kyoryokutai_members"]["areas_ja"] is None


def test_rows_have_the_published_columns_even_where_there_are_none(release: Release) -> None:
    entries = codebook(release)
    assert tuple(entry_row(entries[0])) == ENTRY_COLUMNS
    assert entry_frame([]).schema == entry_frame(entries).schema
    assert coverage_frame([]).schema == coverage_frame(entries).schema
    unfilled = {name for name, values in entry_frame(entries).to_dict().items() if values.is_null().all()}
    assert unfilled == set()


def test_chosen_indicators_come_in_the_order_of_the_catalogue(release: Release) -> None:
    asked = ["rmo_organizations", "kyoryokutai_members"]
    found = codebook(release, asked)
    assert [one.indicator.id for one in found] == ["kyoryokutai_members", "rmo_organizations"]
    everything = {one.indicator.id: one for one in codebook(release)}
    assert all(everything[one.indicator.id] == one for one in found)
    assert codebook(release, []) == ()


def test_an_unknown_indicator_is_refused(release: Release) -> None:
    with pytest.raises(NotFound, match="kyoryokutai_members"):
        codebook(release, ["kyoryokutai_member"])


@pytest.mark.parametrize("as_known_on", [None, KNOWN_ON])
def test_an_entry_names_the_publications_that_state_it_and_their_credit(
    release: Release, as_known_on: dt.date | None
) -> None:
    rows = release.observations(as_known_on=as_known_on)
    for entry in codebook(release, as_known_on=as_known_on):
        stating = rows.filter(pl.col("indicator_id") == entry.indicator.id)["publication_id"]
        assert set(entry.publication_ids) == set(stating), entry.indicator.id
        assert list(entry.credit_lines) == credit_lines(release, entry.publication_ids)
        row = entry_row(entry)
        assert (row["publications"], row["credit"]) == (
            " ".join(entry.publication_ids) or None,
            "\n".join(entry.credit_lines) or None,
        )


# Coverage


@pytest.mark.parametrize("as_known_on", [None, KNOWN_ON])
def test_coverage_counts_the_rows(release: Release, as_known_on: dt.date | None) -> None:
    counted: dict[tuple[object, ...], list[dict[str, object]]] = {}
    rows = release.observations(as_known_on=as_known_on)
    for row in rows.iter_rows(named=True):
        counted.setdefault((row["indicator_id"], row["fiscal_year"], row["level"]), []).append(row)
    expected = {}
    for key, group in counted.items():
        valued = [row for row in group if row["value"] is not None]
        expected[key] = (
            len({row["area_code"] for row in valued if row["breakdown"] == ""}),
            len(valued),
            len({row["breakdown"] for row in valued} - {""}),
            len(group) - len(valued),
        )
    found = {row[:3]: row[3:] for row in coverage_frame(codebook(release, as_known_on=as_known_on)).iter_rows()}
    assert found == expected
    assert sum(one[1] + one[3] for one in found.values()) == rows.height
    undated = release.publications().filter(pl.col("published_on").is_null())["publication_id"]
    assert (as_known_on is None) == (not set(undated).isdisjoint(rows["publication_id"]))


def test_coverage_goes_from_the_oldest_year_to_values_without_one(release: Release) -> None:
    for entry in codebook(release):
        keys = [
            (one.fiscal_year is None, one.fiscal_year or 0, ("country", "prefecture", "municipality").index(one.level))
            for one in entry.coverage
        ]
        assert keys == sorted(keys), entry.indicator.id


def test_a_mark_of_a_missing_value_is_no_value(bench: Workbench) -> None:
    bench.declare(bench.indicator(yearly=False))
    bench.publish("one", "年度,人数\n令和4年度,10\n令和5年度,…\n", missing=["…"])
    load(bench.raw, bench.home, catalogue_dir=bench.catalogue)
    (entry,) = codebook(open_release(bench.home))
    assert entry.coverage == (Coverage(2022, "country", 1, 1, 0, 0), Coverage(2023, "country", 0, 0, 0, 1))
    assert entry.years == (2022,)
    assert entry_row(entry)["last_fiscal_year"] == 2022
    assert matrix([entry]) == ([2022, 2023], [(entry, "country", {2022: "●", 2023: "×"})])


def test_years_in_a_row_with_the_same_counts_are_one_run() -> None:
    def cover(year: int | None, areas: int = 1) -> Coverage:
        return Coverage(year, "country", areas, 1, 0, 0)

    found = runs([cover(2009), cover(2010), cover(2012), cover(2013, 0), cover(2014, 0), cover(None)])
    assert [[one.fiscal_year for one in run] for run in found] == [[2009, 2010], [2012], [2013, 2014], [None]]
    assert runs([]) == []


# Pages


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_the_written_codebook_is_current(release: Release, lang: str) -> None:
    written = (ROOT / "docs" / PAGES[lang]).read_text(encoding="utf-8")
    assert written == page(release, lang), codebook_markdown.COMMAND
    assert codebook_markdown.COMMAND in written


def test_the_pages_are_written_from_the_served_release(
    shipped_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KPI_HOME", str(shipped_home))
    write_pages(tmp_path)
    for name in PAGES.values():
        assert (tmp_path / name).read_bytes() == (ROOT / "docs" / name).read_bytes()


def test_pages_are_not_written_from_other_publications_than_the_shipped_ones(bench: Workbench) -> None:
    bench.declare(bench.indicator())
    bench.publish("mine", "年度,人数\n令和5年度,10\n")
    load(bench.raw, bench.home, catalogue_dir=bench.catalogue)
    with pytest.raises(InputError, match="mine"):
        check_shipped(open_release(bench.home))


def test_pages_are_not_written_by_an_earlier_catalogue(release: Release, monkeypatch: pytest.MonkeyPatch) -> None:
    changed = release.catalogue.model_copy(update={"targets": ()})
    monkeypatch.setattr(codebook_markdown, "load_catalogue", lambda: changed)
    with pytest.raises(InputError, match="kpi load"):
        check_shipped(release)


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_every_indicator_stands_in_the_pages_with_what_the_catalogue_declares(lang: str) -> None:
    catalogue = load_catalogue()
    sections = _sections((ROOT / "docs" / PAGES[lang]).read_text(encoding="utf-8"))
    assert list(sections) == list(catalogue.indicators)
    for one in catalogue.indicators.values():
        section, bullets = sections[one.id], sections[one.id].splitlines()
        for name in ("name", "definition", "denominator"):
            assert (getattr(one, f"{name}_{lang}") or "") in section, (one.id, name)
        unit = one.unit_en if lang == "en" else one.unit
        assert any(line.startswith((f"- 単位: {unit}／", f"- Unit: {unit}; ")) for line in bullets), one.id
        for note in getattr(one, f"notes_{lang}"):
            assert f": {note}" in section, one.id
        for gap in one.breaks:
            assert any(str(gap.fiscal_year) in line and getattr(gap, f"note_{lang}") in line for line in bullets)
        for state in one.states:
            assert f"{state.value} {getattr(state, f'name_{lang}')}" in section, one.id
        assert (
            one.fetched is None
            or "資料: " in section
            or "Publications: " in section
            or (f"`kpi fetch {one.fetched}`" in section)
        )


def _sections(text: str) -> dict[str, str]:
    """Return the part of a page about each indicator, by its id."""
    parts = re.split(r"^(?=##+ )", text, flags=re.MULTILINE)
    return {found[1]: part for part in parts if (found := re.match(r"### .* `(\w+)`\n", part))}


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_the_pages_cover_the_years_of_the_release(release: Release, lang: str) -> None:
    sections = _sections((ROOT / "docs" / PAGES[lang]).read_text(encoding="utf-8"))
    for entry in codebook(release):
        lines = [
            it for it in sections[entry.indicator.id].splitlines() if it.startswith(("- 収録範囲（", "- Coverage, "))
        ]
        years: set[int] = set()
        for first, last in re.findall(r"(?<![\d,])(\d{4})(?:–(\d{4}))?(?![\d地 ]*(?:areas?|地域))", "\n".join(lines)):
            years |= set(range(int(first), int(last or first) + 1))
        assert years == {one.fiscal_year for one in entry.coverage if one.fiscal_year}, entry.indicator.id
        assert len(lines) == len({one.level for one in entry.coverage})


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_the_pages_name_no_release_and_no_day_of_building(release: Release, lang: str) -> None:
    text = page(release, lang)
    assert release.release_id not in text
    assert release.published_at.date().isoformat() not in text


def test_the_english_page_is_english(release: Release) -> None:
    quoted = [one.explanation_en for one in columns()]
    stray = [line for line in page(release, "en").splitlines() if JAPANESE.search(line)]
    # Explanations of columns quote what stands in the data.
    assert [line for line in stray if not any(explanation in line for explanation in quoted)] == []


def test_the_catalogue_has_english_wherever_it_has_japanese() -> None:
    catalogue = load_catalogue()
    declared: list[object] = [*catalogue.programmes, *catalogue.indicators.values()]
    for one in catalogue.indicators.values():
        declared += [*one.breaks, *one.states, *([one.municipal] if one.municipal else [])]
    missing = [
        (str(one)[:80], name)
        for one in declared
        for name, said in vars(one).items()
        if name.endswith("_ja") and _length(said) != _length(getattr(one, f"{name[:-3]}_en"))
    ]
    assert missing == []


def _length(said: object) -> int:
    """How many texts a field holds."""
    return len(said) if isinstance(said, tuple) else int(said is not None)


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_the_page_of_the_dashboard_says_the_same(release: Release, lang: str) -> None:
    body, count = build_codebook(Context(Text(lang), release, True, dt.date(2026, 1, 1)))
    assert count == len(release.catalogue.indicators)
    plain = re.sub(r"<[^>]+>", "", body).replace("&#x27;", "'").replace("&amp;", "&").replace("&quot;", '"')
    for one in release.catalogue.indicators.values():
        for name in ("name", "definition", "denominator"):
            assert (getattr(one, f"{name}_{lang}") or "") in plain, one.id
        for note in getattr(one, f"notes_{lang}"):
            assert note in plain, one.id
        for gap in one.breaks:
            assert getattr(gap, f"note_{lang}") in plain, one.id
