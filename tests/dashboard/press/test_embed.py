"""A chart as a page that opens without a network: no script, no outside file, every figure, nothing unescaped."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
import yaml

from dashboard import text
from dashboard.figure.html import embed
from dashboard.figure.model import KINDS, Kind
from tests.dashboard.press.made import chart

FROZEN, LIVE = "https://kpi.example.jp/press?a=1&release=2025-06-30.1", "https://kpi.example.jp/press?a=1"
SVG = (
    '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
    'width="960pt" height="540pt" onload="alert(1)"><metadata>http://purl.org/dc</metadata>'
    "<style>.a { fill: #0017c1 }</style><script>alert(1)</script>"
    '<defs><clipPath id="c"><rect width="9" height="9"/></clipPath></defs><!-- a note -->'
    '<g clip-path="url(#c)"><path class="a" d="M 0 0 L 960 540"/><use xlink:href="#c"/></g>'
    '<image href="https://outside.example/a.png"/><rect style="fill:url(https://outside.example/b)"/>'
    '<text x="20" y="40">a &lt; b</text><foreignObject><p/></foreignObject></svg>'
)


@pytest.fixture(autouse=True)
def words(monkeypatch: pytest.MonkeyPatch) -> None:
    """The words of the page stand in a file of their own until they are joined to the others."""
    path = Path(text.__file__).with_name("text_press_html.yml")
    if "press.embed.table" not in text.entries() and path.exists():
        found = {**text.entries(), **dict(text._leaves(yaml.safe_load(path.read_text(encoding="utf-8"))))}
        monkeypatch.setattr(text, "entries", lambda: found)


class Page(HTMLParser):
    """Elements, attributes and text of a page; every element that is opened is closed."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in {"meta", "br"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data

    def named(self, tag: str) -> Iterator[dict[str, str | None]]:
        """Attributes of the elements of a name."""
        return (attributes for name, attributes in self.tags if name == tag)


def page(kind: Kind, lang: str = "ja", **changes: object) -> Page:
    html = embed(chart(kind, lang, **changes), SVG, frozen=FROZEN, live=LIVE).decode()
    assert html.startswith("<!doctype html>")
    found = Page(html)
    assert not found.open
    return found


@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize("kind", KINDS)
def test_it_says_everything_and_asks_for_nothing(kind: Kind, lang: str) -> None:
    found, described = page(kind, lang), chart(kind, lang)
    tags = {tag for tag, _ in found.tags}
    assert not tags & {"script", "link", "iframe", "object", "metadata", "foreignobject", "base", "form"}
    given = [
        (name, value) for _, attributes in found.tags for name, value in attributes.items() if value and "://" in value
    ]
    assert given == [("href", FROZEN), ("href", LIVE)]
    assert not [name for _, attributes in found.tags for name in attributes if name.startswith("on")]
    policies = [one["content"] for one in found.named("meta") if one.get("http-equiv") == "Content-Security-Policy"]
    assert policies == ["default-src 'none'; style-src 'unsafe-inline'; img-src data:"]
    assert next(found.named("html"))["lang"] == lang
    drawing = next(found.named("svg"))
    assert (drawing["role"], drawing["aria-label"], drawing["viewbox"]) == ("img", described.alt, "0 0 960 540")
    assert "width" not in drawing
    for part in (described.caption, *described.foot.credits, *described.foot.required, described.note):
        assert part in found.text
    for part in (described.foot.as_of, described.foot.updated, described.foot.release_id, FROZEN, LIVE):
        assert part in found.text
    for line in (*described.series, *(panel.series for panel in described.panels)):
        assert all(point.said in found.text for point in line.points)
    assert all(area.said in found.text for area in described.areas)


@pytest.mark.parametrize(
    ("kind", "columns"),
    [
        ("trend", "年度・時点 値 備考"),
        ("comparison", "系列 年度・時点 値 備考"),
        ("tiles", "系列 年度・時点 値"),
        ("stacked", "系列 年度・時点 値"),
    ],
)
def test_columns_are_those_that_say_something(kind: Kind, columns: str) -> None:
    html = embed(chart(kind), SVG, frozen=FROZEN, live=LIVE).decode()
    header = Page(html[html.index("<thead>") : html.index("</thead>")].replace("</th>", "</th> ") + "</thead>")
    assert header.text.split() == columns.split()


def test_without_figures_there_is_no_table() -> None:
    assert "table" not in {tag for tag, _ in page("card", rows=()).tags}


def test_targets_days_and_exact_figures() -> None:
    first = dict(chart("card").rows[0])
    rows = (
        {**first, "fiscal_year": None, "as_of": dt.date(2025, 5, 30), "value": 412862.25, "obs_status": "P"},
        {**first, "series": "target_id", "role": "target", "fiscal_year": 2026, "value": 500000.0},
    )
    found = page("card", rows=rows).text
    for part in ("令和7年5月30日", "412,862.25人", "速報値", "目標", "令和8年度（2026）"):
        assert part in found
    assert "target_id" not in found


def test_data_never_becomes_markup() -> None:
    nasty = '<script>alert("1")</script><b>'
    found = page("bars", title=nasty, caption=nasty, note=nasty, alt_ja=nasty)
    assert not list(found.named("script"))
    assert not list(found.named("b"))
    assert found.text.count(nasty) == 4
    assert next(found.named("svg"))["aria-label"] == nasty


@pytest.mark.parametrize("svg", ["", "<svg", "<p/>"])
def test_what_is_no_drawing_is_refused(svg: str) -> None:
    with pytest.raises(ValueError):
        embed(chart("bars"), svg, frozen=FROZEN, live=LIVE)


def test_an_address_of_a_script_is_refused() -> None:
    with pytest.raises(ValueError, match="web"):
        embed(chart("bars"), SVG, frozen="javascript:alert(1)", live=LIVE)
