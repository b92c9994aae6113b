"""A citation names the credit that the terms ask for, the release, the filters and the day, in forms tools read."""

from __future__ import annotations

import datetime as dt
import json
import re
from pathlib import Path

import pytest
import yaml

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
    """Read BibTeX strictly, letter by letter: entries whose fields are in braces that balance."""
    entries, at = [], 0
    while at < len(text.rstrip()):
        head = re.compile(r"\s*@([a-z]+)\{([^\s,{}\"#%~\\]+),\s*").match(text, at)
        assert head, text[at : at + 40]
        fields: dict[str, str] = {}
        at = head.end()
        while text[at] != "}":
            name = re.compile(r"([a-z]+) = \{").match(text, at)
            assert name, text[at : at + 40]
            assert name[1] not in fields
            end = _closing(text, name.end())
            fields[name[1]] = text[name.end() : end]
            after = re.compile(r"\},\s*").match(text, end)
            assert after, text[end : end + 40]
            at = after.end()
        entries.append((head[1], head[2], fields))
        at += 1
    return entries


def _closing(text: str, at: int) -> int:
    """Where the brace closes that was opened before; BibTeX counts escaped braces too."""
    depth = 1
    while True:
        depth += {"{": 1, "}": -1}.get(text[at], 0)
        if depth == 0:
            return at
        at += 1


def _bench(bench: Workbench) -> Release:
    load(bench.raw, bench.home, catalogue_dir=bench.catalogue)
    return open_release(bench.home)


def _describe(folder: Path, **changes: object) -> None:
    """Change the description of a publication."""
    path = folder / "publication.yml"
    content = yaml.safe_load(path.read_text(encoding="utf-8")) | changes
    path.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")


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


@pytest.mark.parametrize("name", [r"割合 50% & A_B #1 {x} \y ~ ^ $", "unbalanced } and {", "}{", "{" * 3, "back\\"])
def test_what_tex_would_take_for_a_command_is_escaped(bench: Workbench, name: str) -> None:
    bench.declare(bench.indicator(name_ja=name))
    _describe(bench.publish("a", "年度,人数\nR6,1人\n"), title=name, publisher=name, credit=name)
    own, publication = (fields for _, _, fields in _bibtex(_cite(_bench(bench), Slice(indicators=("things",))).bibtex))
    assert _typeset(own["title"]) == f"{{{citation.PRODUCT_JA}: {name}}}"
    assert [_typeset(publication[field]) for field in ("title", "author", "note")] == [f"{{{name}}}"] * 2 + [name]


def _typeset(text: str) -> str:
    """What TeX prints of a text, but for the braces around a whole one."""
    named = {"backslash": "\\", "braceleft": "{", "braceright": "}", "asciitilde": "~", "asciicircum": "^"}
    escaped = re.compile(r"\\text([a-z]+)\{\}|\\([&%$#_])")
    assert not re.search(r"[\\&%$#_~^]", escaped.sub("", text))
    return escaped.sub(lambda found: named[found[1]] if found[1] else found[2], text)


def test_an_address_is_no_text_for_tex_and_cannot_end_its_field(release: Release) -> None:
    given = "https://example.org/data?a=50%25&b_c=#x{}}\\ y"
    found = cite(release, MEMBERS, publications_of(release, MEMBERS), accessed=DAY, address=given)
    assert _bibtex(found.bibtex)[0][2]["url"] == "https://example.org/data?a=50%25&b_c=#x%7B%7D%7D%5C%20y"
    assert found.csl[0]["URL"] == given


def test_csl_has_the_shape_that_reference_managers_read(release: Release) -> None:
    items = _cite(release, Slice()).csl
    assert items[0]["type"] == "dataset" and items[0]["version"] == release.release_id
    assert items[0]["accessed"] == {"date-parts": [[2026, 11, 26]]}
    assert len({item["id"] for item in items}) == len(items)
    assert {item["type"] for item in items[1:]} == {"report", "webpage"}
    texts = {"id", "type", "title", "publisher", "version", "URL", "note", "language"}
    for item in items:
        assert {"id", "type", "title"} <= set(item) <= texts | {"author", "issued", "accessed"}
        assert all(isinstance(item[name], str) and item[name] for name in texts & set(item))
        for name in {"issued", "accessed"} & set(item):
            assert set(item[name]) == {"date-parts"}
            [parts] = item[name]["date-parts"]
            assert 1 <= len(parts) <= 3 and all(type(part) is int for part in parts)
            dt.date(*parts, *[1] * (3 - len(parts)))
        assert all(set(author) == {"literal"} and author["literal"] for author in item.get("author", []))
    assert json.loads(json.dumps(items)) == items


def test_nobody_is_an_author_but_publishers_and_the_product(release: Release) -> None:
    publishers = {*release.publications()["publisher"], citation.PRODUCT_JA}
    found = _cite(release, Slice())
    assert {author["literal"] for item in found.csl for author in item["author"]} <= publishers
    assert {fields["author"].strip("{}") for _, _, fields in _bibtex(found.bibtex)} <= publishers


def test_a_month_stays_a_month_and_an_unknown_day_is_said_to_be_unknown(bench: Workbench) -> None:
    bench.declare(bench.indicator())
    bench.publish("month", "年度,人数\nR6,1人\n", published="2025-06")
    bench.publish("undated", "年度,人数\nR5,1人\n", published=None)
    found = _cite(_bench(bench), Slice())
    items = {item["id"]: item for item in found.csl}
    assert items["month"]["issued"] == {"date-parts": [[2025, 6]]}
    assert "issued" not in items["undated"]
    entries = {key: fields for _, key, fields in _bibtex(found.bibtex)}
    assert (entries["month"]["year"], entries["month"]["month"]) == ("2025", "6")
    assert entries["undated"]["year"] == "n.d." and "month" not in entries["undated"]
    assert "「undated」を加工して作成（日付不詳）" in found.full_ja
    assert "「undated」を加工して作成 (n.d.)" in found.full_en
    assert "「month」を加工して作成（日付不詳）" not in found.full_ja


def test_the_same_credit_line_is_given_once_and_the_oldest_publication_comes_first(bench: Workbench) -> None:
    bench.declare(bench.indicator())
    for name, day, title in (("a", "2026-06-30", "乙"), ("b", "2025-06-30", "甲"), ("c", None, "甲")):
        folder = bench.publish(name, "年度,人数\nR6,1人\n", published=day)
        _describe(folder, credit=f"省「{title}」を加工して作成")
    found = _cite(_bench(bench), Slice())
    # One of the two of the same line has a day: it is not said to be undated.
    assert found.full_ja.startswith("出典：省「甲」を加工して作成／省「乙」を加工して作成。")


def test_what_was_read_second_hand_keeps_its_own_credit_and_says_what_was_read(bench: Workbench) -> None:
    bench.declare(bench.indicator())
    read = {"second_hand": True, "method": "transcription", "transcribed_from": "ある新聞の記事"}
    told = {
        "credit": "ある新聞の記事が伝える総務省の公表値",
        "url": "https://example.org/a",
        "licence": "事実のみを引用",
    }
    _describe(bench.publish("news", "年度,人数\nR6,1人\n"), **read, **told)
    found = _cite(_bench(bench), Slice())
    assert found.short_ja.startswith("出典：ある新聞の記事が伝える総務省の公表値（")
    assert "加工して作成" not in found.full_ja
    assert found.csl[1]["type"] == "webpage" and found.csl[1]["note"].endswith("。読んだもの：ある新聞の記事")
    assert "読んだもの：ある新聞の記事" in _bibtex(found.bibtex)[1][2]["note"]


def test_the_full_form_names_the_terms_of_use_each_once(release: Release) -> None:
    found = _cite(release, Slice())
    for licence in release.publications()["licence"].unique():
        assert 1 <= len(re.findall(rf"[：／]{re.escape(licence)}[／。]", found.full_ja)) <= 1
        assert licence in found.full_en


def test_the_short_form_is_one_line_for_under_a_figure(release: Release, bench: Workbench) -> None:
    found = _cite(release, Slice())
    count = len(citation.credit_lines(release, publications_of(release, Slice())))
    assert f"、ほか{count - citation.SHORT_CREDITS}件（" in found.short_ja
    assert f" and {count - citation.SHORT_CREDITS} more (" in found.short_en
    # Where not all have room, those of the publishers themselves go before what others report of them.
    assert found.short_ja.count("を加工して作成") == citation.SHORT_CREDITS
    bench.declare(bench.indicator())
    _describe(bench.publish("a", "年度,人数\nR6,1人\n"), title="題\n名", credit="省「題\n名」を\n加工して作成")
    small = _cite(_bench(bench), Slice())
    for line in (small.short_ja, small.short_en, small.full_ja, small.full_en):
        assert "\n" not in line and "省「題 名」を 加工して作成" in line


def test_a_slice_that_nothing_is_in_is_cited_without_sources(release: Release) -> None:
    chosen = Slice(indicators=())
    found = _cite(release, chosen)
    assert publications_of(release, chosen) == []
    assert found.short_ja.startswith(f"出典：{citation.PRODUCT_JA}（")
    assert "出典：" not in found.full_ja and len(found.csl) == 1 == len(_bibtex(found.bibtex))


def test_the_same_slice_on_the_same_day_is_cited_the_same(release: Release, shipped_home: Path) -> None:
    assert _cite(release, MEMBERS) == _cite(open_release(shipped_home), MEMBERS)


def test_the_key_of_a_slice_is_that_of_its_filters(release: Release) -> None:
    a, b = "kyoryokutai_members", "kyoryokutai_municipalities"
    chosen = [MEMBERS, Slice(), Slice(indicators=()), Slice(indicators=(a,)), Slice(indicators=(a, b)), Slice(areas=())]
    keys = [_cite(release, one).csl[0]["id"] for one in chosen]
    assert len(set(keys)) == len(keys)
    assert keys[4] == _cite(release, Slice(indicators=(b, a, b))).csl[0]["id"]
    assert all(key.startswith(f"kpi_{release.release_id}_") for key in keys)


def test_a_file_leaves_the_day_of_access_to_its_reader(release: Release) -> None:
    found = cite(release, MEMBERS, publications_of(release, MEMBERS))
    assert "参照日" not in found.full_ja and "accessed" not in found.csl[0] and "urldate" not in found.bibtex


def test_the_product_has_one_name() -> None:
    assert (Text("ja")("product.name"), Text("en")("product.name")) == (citation.PRODUCT_JA, citation.PRODUCT_EN)
