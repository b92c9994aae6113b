"""Content of コードブック: every indicator with its definition, notes and coverage."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from dashboard.components import indicator_href, publication_column, table
from dashboard.context import Context
from dashboard.formats import short_period
from dashboard.markup import Child, Element, div, el, span
from dashboard.text import Text
from warehouse.codebook import Coverage, Entry, codebook, matrix, runs
from warehouse.eras import fiscal_year_label
from warehouse.numbers import number
from warehouse.slice_words import level_name


def build_codebook(context: Context) -> tuple[str, int]:
    """Return the page's body as HTML, and the number of indicators in it."""
    entries = codebook(context.release, as_known_on=context.known_on)
    titles = publication_column(context.release.publications(), "title")
    parts = [_contents(context, entries)]
    for programme, group in groupby(entries, key=lambda one: one.programme):
        listed = list(group)
        parts.append(el("h2", context.text.pick(programme, "name"), id=programme.programme))
        if any(one.coverage for one in listed):
            parts.append(_matrix(context, listed))
        parts += [_entry(context, one, titles) for one in listed]
    return "".join(map(str, parts)), len(entries)


def _contents(context: Context, entries: Iterable[Entry]) -> Element:
    programmes = dict.fromkeys(one.programme for one in entries)
    links = (el("li", el("a", context.text.pick(one, "name"), href=f"#{one.programme}")) for one in programmes)
    return el("nav", el("ul", *links, class_="related"), aria_label=context.text("codebook.contents"))


def _matrix(context: Context, entries: Sequence[Entry]) -> Element:
    """Indicators and levels by years, folded: what there is for which year, at a glance."""
    text = context.text
    years, rows = matrix(entries)
    heads = [(text("table.indicator"), ""), (text("data.level"), "fixed")]
    heads += [(text("codebook.no_year") if year is None else f"{year % 100:02}", "tick") for year in years]
    cells: list[list[Child]] = [
        [
            text.pick(entry.indicator, "short"),
            level_name(level, text.lang),
            *(marks.get(year, "") for year in years),
        ]
        for entry, level, marks in rows
    ]
    title = text("codebook.matrix")
    legend = el("p", text("codebook.matrix_note"), class_="why")
    return el("details", el("summary", title), legend, table(title, heads, cells, style="matrix"))


def _entry(context: Context, entry: Entry, titles: dict[str, str | None]) -> Element:
    text, one = context.text, entry.indicator
    english = text.lang == "en"
    notes = one.notes_en if english else one.notes_ja
    breaks = [f"{fiscal_year_label(gap.fiscal_year, text.lang)} {text.pick(gap, 'note')}" for gap in one.breaks]
    states = [f"{state.value} {text.pick(state, 'name')}" for state in one.states]
    rows: list[tuple[str, Sequence[Child]]] = [
        ("definition", [text.pick(one, "definition")]),
        ("unit", [text.pick(one, "unit")]),
        ("period", [text(f"codebook.period_{one.period}")]),
        ("denominator", [text.pick(one, "denominator")] if one.denominator_ja else []),
        ("states", states),
        ("unlisted", [text.pick(one.municipal, "unlisted")] if one.municipal and one.municipal.unlisted_ja else []),
        ("sums", [text(f"codebook.sum_{one.breakdowns_sum}")] if one.breakdowns_sum != "none" else []),
        ("breaks", breaks),
        ("notes", list(notes)),
        ("coverage", _coverage(text, entry)),
        ("publications", [titles.get(name) or name for name in entry.publication_ids]),
    ]
    pairs = (
        div("", el("dt", text(f"codebook.{name}")), el("dd", *(el("p", line) for line in lines)))
        for name, lines in rows
        if lines
    )
    head = el("h3", el("a", text.pick(one, "name"), href=indicator_href(context, one.id)))
    return el("section", head, el("code", one.id), el("dl", *pairs), class_="codebook-entry", id=one.id)


def _coverage(text: Text, entry: Entry) -> list[Child]:
    """A line for each level of areas: runs of years of which as many areas have a total."""
    if not any(cover.value_count for cover in entry.coverage):
        fetched = entry.indicator.fetched
        return [text("codebook.to_fetch", what=fetched) if fetched else text("codebook.no_value")]
    levels = dict.fromkeys(cover.level for cover in entry.coverage)
    return [_level(text, level, [one for one in entry.coverage if one.level == level]) for level in levels]


def _level(text: Text, level: str, covers: Sequence[Coverage]) -> Element:
    marks = [span("run", _run(text, run)) for run in runs(covers)]
    return div("cover", el("b", level_name(level, text.lang)), *marks)


def _run(text: Text, run: Sequence[Coverage]) -> str:
    first, last = (_year(text, cover) for cover in (run[0], run[-1]))
    years = first if len(run) == 1 else text("indicator.years", first=first, last=last)
    one = run[0]
    told = []
    if one.area_count and one.level != "country":
        told.append(text("codebook.areas", count=number(one.area_count)))
    if one.breakdown_count:
        told.append(text("codebook.breakdowns", count=number(one.breakdown_count)))
    if one.missing_count:
        told.append(text("codebook.missing", count=number(one.missing_count)))
    return text("codebook.run", years=years, told=text("codebook.join").join(told)) if told else years


def _year(text: Text, cover: Coverage) -> str:
    return text("codebook.no_period") if cover.fiscal_year is None else short_period(cover.fiscal_year, None, text)
