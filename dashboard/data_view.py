"""Content of データ: what a choice takes, how it reads in words, a look at its rows, and the files it comes in."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import polars as pl

from dashboard.components import notice, table, trail_href
from dashboard.context import Context
from dashboard.export import snippets
from dashboard.export.formats import FORMATS, file_name
from dashboard.export.sheets import SHEET_ROWS
from dashboard.export.snippets import api_address
from dashboard.markup import Child, Element, div, el, span, strong_text
from warehouse import queries
from warehouse.citation import Citation, cite, publications_of
from warehouse.codebook import columns
from warehouse.eras import today
from warehouse.numbers import number
from warehouse.slice_words import filter_name, filters
from warehouse.slices import Slice

# Rows and columns of the preview; the others open on demand, or come with a file.
SHOWN = 8
UNFOLDED = 50
PREVIEWED = ("indicator_id", "area_code", "fiscal_year", "era_year", "breakdown", "value", "unit", "obs_status")
# Files of so many rows are made to know their size; that of longer ones is estimated from a part.
MEASURED = 20_000
_STYLES = {"value": "num"}
_KB = 1000


@dataclass(frozen=True)
class DataPage:
    """A choice, ready to be shown. `sizes` are in bytes, by format; those of `is_estimated` are about right."""

    indicator_count: int
    row_count: int
    missing_count: int
    publication_ids: tuple[str, ...]
    head: pl.DataFrame
    sizes: dict[str, int]
    is_estimated: bool


def build_data(context: Context, chosen: Slice) -> DataPage:
    """Count the rows of a choice, read the first of them, and measure its files."""
    release = context.release
    rows = queries.row_count(release.connection, chosen)
    head = queries.observations(release.connection, chosen, newest_first=True, limit=UNFOLDED)
    measured, part_rows = chosen, rows
    if rows > MEASURED:
        # One from the middle: the first indicators of a catalogue are not like the others.
        found = queries.portions(release.connection, chosen, MEASURED)
        measured = found[len(found) // 2]
        part_rows = queries.row_count(release.connection, measured)
    sizes = {
        kind: sum(map(len, one.parts(release, measured))) * rows // max(part_rows, 1) if rows else 0
        for kind, one in FORMATS.items()
        if kind != "xlsx" or rows <= SHEET_ROWS
    }
    return DataPage(
        indicator_count=len(queries.indicator_ids(release.connection, chosen)),
        row_count=rows,
        missing_count=queries.missing_count(release.connection, chosen),
        publication_ids=tuple(publications_of(release, chosen)),
        head=head,
        sizes=sizes,
        is_estimated=measured is not chosen,
    )


def taken(context: Context, chosen: Slice, page: DataPage) -> Element:
    """The choice as a sentence, what each filter means, and how many rows it leaves."""
    text = context.text
    words = filters(context.release, chosen, text.lang)
    sentence = text("data.sentence", **{name: words[name] for name in ("indicators", "areas", "years")})
    meaning = el(
        "dl",
        *(div("pair", el("dt", filter_name(name, text.lang)), el("dd", said)) for name, said in words.items()),
        class_="meaning",
    )
    count = div(
        "taken-count",
        el("p", el("b", number(page.row_count)), span("unit", text("data.row_unit"))),
        el("p", text("data.missing_count", count=number(page.missing_count)), class_="why"),
    )
    told = div("", el("p", text("data.taken"), class_="label"), el("p", strong_text(sentence), class_="sentence"))
    opened = el("details", el("summary", text("data.meaning")), meaning)
    return div("taken", div("", told, opened), count)


def preview(context: Context, page: DataPage) -> Element:
    """The first rows; each value leads to its trail."""
    text = context.text
    if not page.row_count:
        return div("card-white", notice(el("p", text("data.no_rows"))))
    title = text("data.preview", shown=number(min(SHOWN, page.head.height)), rows=number(page.row_count))
    total = len(queries.SLICE_COLUMNS)
    aside = text("data.preview_some", columns=total, shown=len(PREVIEWED))
    heads = [(name, _STYLES.get(name, "fixed")) for name in PREVIEWED]
    rows = [_row(context, row) for row in page.head.iter_rows(named=True)]
    parts: list[Child] = [div("section-head", el("h2", title), span("aside", aside))]
    parts.append(table(title, heads, rows[:SHOWN], style="raw"))
    if len(rows) > SHOWN:
        summary = el("summary", text("chart.more", count=len(rows) - SHOWN))
        parts.append(el("details", summary, table(title, heads, rows[SHOWN:], style="raw")))
    return div("card-white", *parts, el("p", text("data.preview_note"), class_="why"))


def _row(context: Context, row: dict[str, Any]) -> list[Child]:
    address = trail_href(
        context,
        row["indicator_id"],
        row["area_code"],
        row["publication_id"],
        fiscal_year=row["fiscal_year"],
        as_of=row["as_of"],
        breakdown=row["breakdown"],
    )
    cells = {name: _plain(row[name]) for name in PREVIEWED}
    return [el("a", cell or "—", href=address) if name == "value" else cell for name, cell in cells.items()]


def _plain(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return f"{value:.0f}" if value.is_integer() else repr(value)
    return str(value)


def files(context: Context, chosen: Slice, page: DataPage, base: str) -> Element:
    """The formats, each with what it is for, its size, and the address that hands it out."""
    text = context.text
    items = (_file(context, chosen, page, base, kind) for kind in FORMATS)
    note = el("p", text("data.save_note"), class_="why")
    return div("card file-list", el("h2", text("data.save")), el("ul", *items), note)


def _file(context: Context, chosen: Slice, page: DataPage, base: str, kind: str) -> Element:
    text = context.text
    name = el("b", text(f"data.format.{kind}"))
    if kind not in page.sizes:
        most = text("data.too_many", most=number(SHEET_ROWS))
        return el("li", div("", name, el("p", most, class_="why")))
    size = text("data.size", rows=number(page.row_count), size=_size(context, page, kind))
    button = el(
        "a",
        el("b", text("data.save_button")),
        span("size", size),
        class_="button primary" if kind == next(iter(FORMATS)) else "button",
        href=api_address(base, chosen, context.release.release_id, kind),
        download="",
    )
    return el("li", div("", name, el("p", text(f"data.use.{kind}"), class_="why")), button)


def _size(context: Context, page: DataPage, kind: str) -> str:
    size = readable_size(page.sizes[kind])
    return context.text("data.about_size", size=size) if page.is_estimated else size


def readable_size(size: float) -> str:
    """Write a number of bytes as readers know it from their files: `812 B`, `12.4 kB`, `3.1 MB`."""
    if size < _KB:
        return f"{size:.0f} B"
    return f"{size / _KB:,.1f} kB" if size < _KB**2 else f"{size / _KB**2:,.1f} MB"


def definitions(context: Context, page: DataPage) -> Element:
    """Every column with its type, its meaning and an example from the rows that were chosen."""
    text = context.text
    names = {"column": "", "column_type": "fixed", "column_meaning": "meaning-cell", "column_example": ""}
    heads = [(text(f"data.{name}"), style) for name, style in names.items()]
    example = next(page.head.iter_rows(named=True), {})
    rows: list[list[Child]] = []
    for column in columns():
        if column.name not in queries.SLICE_COLUMNS:
            continue
        shown = _plain(example.get(column.name)) or text("data.empty_example")
        rows.append(
            [el("code", column.name), text(f"data.type.{column.type}"), text.pick(column, "explanation"), shown]
        )
    title = text("data.definitions")
    link = el("a", text("data.to_codebook"), href="codebook?" + urlencode(context.link_parameters))
    return div("card-white", el("h2", title), table(title, heads, rows, style="columns"), el("p", link))


def share(context: Context, cited: Citation, address: str) -> Element:
    """How to cite the choice, and the link that will show it later."""
    text = context.text
    forms = ("ja", "en") if text.lang == "ja" else ("en", "ja")
    full = [getattr(cited, f"full_{lang}") for lang in forms]
    more = [
        el("h3", text("data.citation_other")),
        copyable(full[1]),
        el("h3", "BibTeX"),
        copyable(cited.bibtex),
        el("h3", "CSL-JSON"),
        copyable(json.dumps(cited.csl, ensure_ascii=False, indent=1)),
    ]
    return div(
        "card-white share",
        el("h2", text("data.share")),
        el("h3", text("data.citation")),
        copyable(full[0]),
        el("h3", text("data.citation_short")),
        copyable(getattr(cited, f"short_{forms[0]}")),
        el("details", el("summary", text("data.citation_more")), *more),
        el("h3", text("data.link")),
        copyable(address),
        el("p", text("data.link_note"), class_="why"),
    )


def copyable(words: str) -> Element:
    """Text to be taken away as it is: one click selects all of it."""
    return el("pre", el("code", words), class_="copyable", tabindex="0")


def cited(context: Context, chosen: Slice, page: DataPage, address: str) -> Citation:
    """The citations of a choice, accessed today."""
    return cite(context.release, chosen, page.publication_ids, accessed=today(), address=address)


def steps(context: Context, chosen: Slice, means: str, base: str) -> list[tuple[str, str]]:
    """The same slice by other means, each with its heading."""
    text, release_id = context.text, context.release.release_id
    plain = api_address(base, chosen, release_id, "csv-plain")
    output = file_name(context.release, chosen, "csv")
    found = {
        "command": [
            ("command", snippets.command(chosen, release_id, "csv", output)),
            ("sql", snippets.sql(chosen)),
        ],
        "api": [("api", plain), ("api_json", api_address(base, chosen, release_id, "json"))],
        "python": [("python", snippets.python(chosen, release_id)), ("python_api", snippets.python_by_address(plain))],
        "r": [("r", snippets.r(plain))],
        "excel": [("excel", snippets.power_query(plain))],
    }
    return [(text(f"data.step.{name}"), words) for name, words in found[means]]
