"""A citation names the credit that the terms ask for, the release, the filters and the day, in forms tools read."""

from __future__ import annotations

import datetime as dt
import json
import re
from pathlib import Path

import pytest

from dashboard.text import Text
from pipelines.load import load
from tests.support import Workbench
from warehouse import citation, open_release
from warehouse.citation import cite, publications_of
from warehouse.release import Release
from warehouse.slices import Slice

DAY = dt.date(2026, 11, 26)
ADDRESS = "https://example.org/data?indicator=a&b=%E5%80%A4"
MEMBERS = Slice(indicators=("kyoryokutai_members",), level="country", current=True, as_known_on=dt.date(2025, 6, 30))


@pytest.fixture(scope="module")
def release(shipped_home: Path) -> Release:
    return open_release(shipped_home)


def _cite(release: Release, chosen: Slice) -> citation.Citation:
    return cite(release, chosen, publications_of(release, chosen), accessed=DAY, address=ADDRESS)


def _bibtex(text: str) -> list[tuple[str, str, dict[str, str]]]:
    """Read BibTeX strictly: entries, each field in braces that balance."""
    entries = []
    for whole in re.findall(r"@(\w+)\{([^,]+),\n(.*?)\n\}", text, flags=re.S):
        kind, key, body = whole
        fields = {}
        for line in body.split("\n"):
            match = re.fullmatch(r"  (\w+) = \{(.*)\},", line)
            assert match, line
            plain = re.sub(r"\\[\\{}&%$#_~^]", "", match[2])
            assert plain.count("{") == plain.count("}"), line
            fields[match[1]] = match[2]
        entries.append((kind, key, fields))
    assert re.sub(r"@(\w+)\{([^,]+),\n(.*?)\n\}", "", text, flags=re.S).strip() == ""
    return entries


def test_the_credit_the_terms_ask_for_is_in_every_form(release: Release) -> None:
    found = _cite(release, MEMBERS)
    credit = "総務省「地域力創造グループの令和７年度新規・拡充施策について」（令和7年6月）を加工して作成"
    for form in (
        found.short_ja,
        found.short_en,
        found.full_ja,
        found.full_en,
        json.dumps(found.csl, ensure_ascii=False),
    ):
        assert credit in form
    assert credit in found.bibtex


def test_the_full_form_names_release_filters_knowledge_address_and_day(release: Release) -> None:
    found = _cite(release, MEMBERS)
    for said in (
        release.release_id,
        "令和7年6月30日時点で判明していた値",
        ADDRESS,
        "参照日 令和8年11月26日",
        "地域：全国",
    ):
        assert said in found.full_ja
    for said in (
        release.release_id,
        "as known on 30 June 2025",
        ADDRESS,
        "Accessed 26 November 2026",
        "Areas: the country",
    ):
        assert said in found.full_en
    assert release.release_id in found.short_ja


def test_only_the_publications_of_the_slice_are_cited(release: Release) -> None:
    few, all_ = publications_of(release, MEMBERS), publications_of(release, Slice())
    assert 0 < len(few) < len(all_)
    assert set(few) == set(release.observations(["kyoryokutai_members"], level="country", current=True,
                                                as_known_on=MEMBERS.as_known_on)["publication_id"])  # fmt: skip


def test_bibtex_is_well_formed_and_its_keys_are_unique(release: Release) -> None:
    entries = _bibtex(_cite(release, Slice()).bibtex)
    keys = [key for _, key, _ in entries]
    assert len(set(keys)) == len(keys) == len(publications_of(release, Slice())) + 1
    assert all(re.fullmatch(r"[A-Za-z0-9_.:-]+", key) for key in keys)
    assert entries[0][2]["urldate"] == "2026-11-26"


def test_what_tex_would_take_for_a_command_is_escaped(bench: Workbench) -> None:
    bench.declare(bench.indicator(name_ja=r"割合 50% & A_B #1 {x} \y ~ ^"))
    bench.publish("a", "年度,人数\nR6,1人\n")
    load(bench.raw, bench.home, catalogue_dir=bench.catalogue)
    own = _bibtex(_cite(open_release(bench.home), Slice(indicators=("things",))).bibtex)[0][2]
    assert r"50\% \& A\_B \#1 \{x\} \textbackslash{}y \textasciitilde{} \textasciicircum{}" in own["title"]


def test_csl_has_the_shape_that_reference_managers_read(release: Release) -> None:
    items = _cite(release, Slice()).csl
    assert items[0]["type"] == "dataset" and items[0]["version"] == release.release_id
    assert items[0]["accessed"] == {"date-parts": [[2026, 11, 26]]}
    assert len({item["id"] for item in items}) == len(items)
    for item in items:
        assert {"id", "type", "title"} <= set(item)
        for name in ("issued", "accessed"):
            for part in item.get(name, {"date-parts": [[2000]]})["date-parts"][0]:
                assert isinstance(part, int)
        assert all(set(author) == {"literal"} for author in item.get("author", []))


def test_a_month_stays_a_month_and_an_unknown_day_is_left_out(bench: Workbench) -> None:
    bench.declare(bench.indicator())
    bench.publish("month", "年度,人数\nR6,1人\n", published="2025-06")
    bench.publish("undated", "年度,人数\nR5,1人\n", published=None)
    load(bench.raw, bench.home, catalogue_dir=bench.catalogue)
    items = {item["id"]: item for item in _cite(open_release(bench.home), Slice()).csl}
    assert items["month"]["issued"] == {"date-parts": [[2025, 6]]}
    assert "issued" not in items["undated"]


def test_the_same_slice_on_the_same_day_is_cited_the_same(release: Release, shipped_home: Path) -> None:
    assert _cite(release, MEMBERS) == _cite(open_release(shipped_home), MEMBERS)
    other = Slice(indicators=("kyoryokutai_members",))
    assert _cite(release, MEMBERS).bibtex.split(",")[0] != _cite(release, other).bibtex.split(",")[0]


def test_a_file_leaves_the_day_of_access_to_its_reader(release: Release) -> None:
    found = cite(release, MEMBERS, publications_of(release, MEMBERS))
    assert "参照日" not in found.full_ja and "accessed" not in found.csl[0] and "urldate" not in found.bibtex


def test_the_product_has_one_name() -> None:
    assert (Text("ja")("product.name"), Text("en")("product.name")) == (citation.PRODUCT_JA, citation.PRODUCT_EN)
