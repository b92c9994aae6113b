"""A chart as a page of its own, which opens without a network, a script or another file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from dashboard.figure.html_svg import inline
from dashboard.figure.model import Chart
from dashboard.figure.numbers import Numbers
from dashboard.markup import Element, el
from dashboard.text import Text
from warehouse.eras import date_label, fiscal_year_label

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
_PROVISIONAL, _TARGET = "P", "target"
# Without quotes and angle brackets, since text is escaped.
_STYLE = """
:root { color-scheme: light; }
body { margin: 0; padding: 16px; background: #fff; color: #1a1a1a; line-height: 1.7;
  font-family: BIZ UDPGothic, Hiragino Sans, Noto Sans JP, Meiryo, sans-serif; overflow-wrap: anywhere; }
main { max-width: 60rem; margin: 0 auto; }
figure { margin: 0; }
svg { display: block; width: 100%; height: auto; }
figcaption { margin: 12px 0; font-size: 1.0625rem; }
.unseen { position: absolute; width: 1px; height: 1px; margin: 0; overflow: hidden; clip-path: inset(50%); }
details { margin: 12px 0; border: 1px solid #767676; border-radius: 6px; padding: 0 12px; }
summary { padding: 8px 0; min-height: 28px; cursor: pointer; }
.scroll { overflow-x: auto; margin-bottom: 12px; }
table { border-collapse: collapse; width: 100%; font-size: 0.9375rem; }
th, td { padding: 4px 10px 4px 0; border-bottom: 1px solid #ccc; text-align: left; vertical-align: top; }
th { border-bottom-color: #1a1a1a; overflow-wrap: normal; word-break: keep-all; }
td { overflow-wrap: normal; min-width: 4em; }
.figure { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
dl { margin: 12px 0; font-size: 0.9375rem; }
dt { font-weight: bold; }
dd { margin: 0 0 6px; }
a { color: #0017c1; }
a:visited { color: #6f23d0; }
:focus-visible { outline: 3px solid #1a1a1a; outline-offset: 2px; }
.address { display: block; font-size: 0.875rem; color: #4d4d4d; }
@media print {
  body { padding: 0; font-size: 10pt; }
  figure, tr { break-inside: avoid; }
  details { border: 0; padding: 0; }
  details::details-content { content-visibility: visible; block-size: auto; }
}
"""


@dataclass(frozen=True)
class _Alone(Element):
    """An element that has no end tag."""

    def __str__(self) -> str:
        return super().__str__().removesuffix(f"</{self.tag}>")


def _meta(**attributes: str) -> Element:
    made = el("meta", **attributes)
    return _Alone(made.tag, made.attributes, made.children)


def embed(chart: Chart, svg: str, *, frozen: str, live: str) -> bytes:
    """Return the page.

    Args:
        chart: What is drawn; its figures become a table.
        svg: The chart as drawn; only what draws is kept of it.
        frozen: Address of the chart with the figures of its release; empty where the site is not known.
        live: Address of the chart with the newest figures; empty as well then.

    Raises:
        InputError: The drawing is no SVG.
        ValueError: An address is none of the web.
    """
    if not all(address.startswith(("https://", "http://")) for address in (frozen, live) if address):
        raise ValueError("Both addresses must be of the web.")
    text = Text(chart.lang)
    head = el(
        "head",
        _meta(charset="utf-8"),
        _meta(http_equiv="Content-Security-Policy", content=_POLICY),
        _meta(name="viewport", content="width=device-width, initial-scale=1"),
        el("title", chart.title),
        el("style", _STYLE),
    )
    figure = el("figure", inline(svg, chart.alt), el("figcaption", chart.caption) if chart.caption else None)
    main = el(
        "main",
        el("h1", chart.title, class_="unseen"),
        figure,
        _table(chart, text),
        _foot(chart, text, frozen, live),
    )
    return f"<!doctype html>\n{el('html', head, el('body', main), lang=chart.lang)}\n".encode()


def _foot(chart: Chart, text: Text, frozen: str, live: str) -> Element:
    """Sources, notes, when the figures are of, and where the chart stands."""
    foot, words = chart.foot, chart.foot.words
    parts: list[tuple[str, Sequence[Element | str]]] = [
        (words["source"], foot.credits),
        (words["note"], [note for note in (*foot.required, chart.note) if note]),
        (words["as_of"], [foot.as_of]),
        (words["updated"], [foot.updated]),
        (words["release"], [foot.release_id]),
        (
            text("press.embed.addresses"),
            [
                _link(said, address)
                for said, address in (
                    (text("press.embed.frozen", release=foot.release_id), frozen),
                    (text("press.embed.live"), live),
                )
                if address
            ],
        ),
    ]
    return el("dl", [(el("dt", name), [el("dd", one) for one in said]) for name, said in parts if said])


def _link(words: str, address: str) -> Element:
    """A link whose address can be read on paper too."""
    return el("span", el("a", words, href=address, rel="noopener"), el("span", address, class_="address"))


def _table(chart: Chart, text: Text) -> Element | None:
    """The figures as a table; it has a column for whatever differs between them."""
    if not chart.rows:
        return None
    columns = list(_columns(chart, text))
    header = el("tr", [el("th", name, scope="col", class_=_class(key)) for key, name, _ in columns])
    lines = [
        el("tr", [el("td", cells[place], class_=_class(key)) for key, _, cells in columns])
        for place in range(len(chart.rows))
    ]
    title = text("press.embed.table", count=len(chart.rows))
    table = el("table", el("thead", header), el("tbody", lines))
    box = el("div", table, class_="scroll", tabindex=0, role="region", aria_label=title)
    return el("details", el("summary", title), box)


def _class(key: str) -> str | None:
    return "figure" if key == "value" else None


def _columns(chart: Chart, text: Text) -> Iterator[tuple[str, str, list[str]]]:
    """Yield key, name and cells of the columns in which something is to be read."""
    rows, taken = chart.rows, list[list[str]]()
    found = {
        "series": [_series(row, text) for row in rows],
        "area": [_said(row, "area_name") for row in rows],
        "breakdown": [_said(row, "breakdown") for row in rows],
        "period": [_period(row, chart.lang) for row in rows],
        "value": list(_values(chart, text)),
        "remark": [_remark(row, text) for row in rows],
    }
    for key, cells in found.items():
        wanted = len(set(cells)) > 1 if key in {"series", "area"} else any(cells)
        if wanted and cells not in taken:
            taken.append(cells)
            yield key, text(f"press.embed.{key}"), cells


def _said(row: Mapping[str, object], name: str) -> str:
    return str(row.get(name) or "")


def _series(row: Mapping[str, object], text: Text) -> str:
    return text("press.embed.target") if row.get("role") == _TARGET else _said(row, "series")


def _period(row: Mapping[str, object], lang: str) -> str:
    year, day = row.get("fiscal_year"), row.get("as_of")
    if isinstance(year, int):
        return fiscal_year_label(year, lang)
    return date_label(day, lang) if isinstance(day, dt.date) else ""


def _remark(row: Mapping[str, object], text: Text) -> str:
    found = [text("press.embed.provisional")] if row.get("obs_status") == _PROVISIONAL else []
    found += [text("press.embed.approximate")] if row.get("approximate") else []
    return text("chart.absent_join").join(found)


def _values(chart: Chart, text: Text) -> Iterator[str]:
    """Yield every figure in full, with as many decimals as its unit has anywhere in the chart."""
    panels = dict(zip(chart.indicator_ids, chart.panels, strict=False))
    decimals: dict[object, int] = {}
    for row in chart.rows:
        unit = row.get("unit")
        decimals[unit] = max(decimals.get(unit, 0), _decimals(row.get("value")))
    for row in chart.rows:
        value, panel = row.get("value"), panels.get(str(row.get("indicator_id")))
        numbers = panel.numbers if panel else chart.numbers
        if isinstance(value, int | float):
            most = max(numbers.decimals, decimals[row.get("unit")])
            yield Numbers(numbers.unit, chart.lang, most).said(value, approximate=bool(row.get("approximate")))
        else:
            yield text("press.embed.no_value")


def _decimals(value: object) -> int:
    if not isinstance(value, int | float):
        return 0
    exponent = Decimal(repr(value)).normalize().as_tuple().exponent
    return min(6, max(0, -exponent)) if isinstance(exponent, int) else 0
