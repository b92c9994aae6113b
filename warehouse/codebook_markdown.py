"""The codebook as Markdown pages, one in each language, generated from a release of the shipped publications.

`python -m warehouse.codebook_markdown docs` writes them from the served release; a test keeps them current.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

from warehouse.codebook import Entry, codebook, columns, matrix
from warehouse.eras import fiscal_year_label
from warehouse.release import Release, open_release
from warehouse.slice_words import level_name

COMMAND = "python3 bin/kpi uv run --frozen python -m warehouse.codebook_markdown docs"
PAGES = {"ja": "codebook.md", "en": "codebook.en.md"}

_WORDS = {
    "title": ("コードブック", "Codebook"),
    "about": (
        "値の列の意味と、各指標の定義、単位、期間、分母、断絶、注記、収録範囲です。"
        "指標カタログと、同梱した公表資料（`data/raw/`）の値から作られています。"
        "手で直さず、`kpi load` の後に次の1行で作り直します。",
        "What the columns of the data mean, and definition, unit, period, denominator, breaks, notes and coverage of "
        "each indicator. Generated from the catalogue and the shipped publications (`data/raw/`). Do not edit it: "
        "after `kpi load`, this line writes it anew.",
    ),
    "columns": ("列", "Columns"),
    "column": ("列名", "Column"),
    "type": ("型", "Type"),
    "meaning": ("意味", "Meaning"),
    "detail": (
        "次の列は、Python の `observations()` だけが加えます。",
        "The following are added by `observations()` in Python alone.",
    ),
    "matrix": (
        "表は収録範囲です。●は全国の総数、数は総数のある地域の数、△は内訳だけ、×は欠測の印だけ、空欄は値がないことを表します。"
        "列は年度の西暦の下2桁、「–」は期間の記載がない値です。",
        "Tables show the coverage: ● a national total, a number the areas that have a total, △ breakdowns only, "
        "× marks of missing values only, nothing no value. Columns are fiscal years by their last two digits; – is for "
        "values whose source states no period.",
    ),
    "coverage": ("収録範囲", "Coverage"),
    "indicator": ("指標", "Indicator"),
    "level": ("地域", "Areas"),
    "unit": ("単位", "Unit"),
    "period": ("期間", "Period"),
    "denominator": ("分母", "Denominator"),
    "break": ("断絶", "Break"),
    "note": ("注記", "Note"),
    "states": ("区分", "Values"),
    "unlisted": ("一覧にない団体", "Areas not listed"),
    "sum": ("内訳の合計", "Sum of breakdowns"),
    "sum_total": ("総数と等しい", "equals the total"),
    "sum_100": ("100%", "100%"),
    "fiscal_year": ("年度の値", "a fiscal year"),
    "point": ("ある日の値", "a day"),
    "none": ("資料に記載なし", "not stated by the source"),
    "publications": ("資料", "Publications"),
    "fetch": ("値は `kpi fetch {what}` で取得", "values come with `kpi fetch {what}`"),
}


def page(release: Release, lang: str) -> str:
    """Return the page in a language (`ja`, `en`)."""
    place = 1 if lang == "en" else 0
    words = {name: pair[place] for name, pair in _WORDS.items()}
    parts = [f"# {words['title']}", words["about"], f"```sh\n{COMMAND}\n```", f"## {words['columns']}"]
    parts += [_columns(words, lang, is_detail=False), words["detail"], _columns(words, lang, is_detail=True)]
    parts += [f"## {words['coverage']}", words["matrix"]]
    for programme, group in groupby(codebook(release), key=lambda one: one.programme):
        entries = list(group)
        parts.append(f"## {programme.name_en if lang == 'en' else programme.name_ja}")
        parts.append(f"`{programme.programme}`")
        if any(entry.coverage for entry in entries):
            parts.append(_matrix(words, lang, entries))
        parts += [_entry(words, lang, entry) for entry in entries]
    return "\n\n".join(parts) + "\n"


def _columns(words: dict[str, str], lang: str, *, is_detail: bool) -> str:
    lines = [f"| {words['column']} | {words['type']} | {words['meaning']} |", "| --- | --- | --- |"]
    for one in columns():
        if one.is_detail == is_detail:
            meaning = one.explanation_en if lang == "en" else one.explanation_ja
            lines.append(f"| `{one.name}` | {one.type} | {_cell(meaning)} |")
    return "\n".join(lines)


def _matrix(words: dict[str, str], lang: str, entries: Sequence[Entry]) -> str:
    """Indicators and levels by years: how many areas have a total."""
    years, rows = matrix(entries)
    heads = [words["indicator"], words["level"], *("–" if year is None else f"{year % 100:02}" for year in years)]
    lines = [_row(heads), _row(["---"] * 2 + [":-:"] * len(years))]
    for entry, level, marks in rows:
        name = f"`{entry.indicator.id}`"
        lines.append(_row([name, level_name(level, lang), *(marks.get(year, "") for year in years)]))
    return "\n".join(lines)


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _entry(words: dict[str, str], lang: str, entry: Entry) -> str:
    one, english = entry.indicator, lang == "en"
    lines = [f"### {one.name_en if english else one.name_ja}", "", f"`{one.id}`", ""]
    lines += [one.definition_en if english else one.definition_ja, ""]
    lines += [f"- {words[name]}: {told}" for name, told in _facts(words, entry, lang)]
    return "\n".join(lines)


def _facts(words: dict[str, str], entry: Entry, lang: str) -> Iterator[tuple[str, str]]:
    one, english = entry.indicator, lang == "en"
    yield "unit", one.unit_en if english else one.unit
    yield "period", words[one.period]
    if one.denominator_ja:
        yield "denominator", (one.denominator_en if english else None) or one.denominator_ja
    if one.states:
        names = [f"{state.value} {state.name_en if english else state.name_ja}" for state in one.states]
        yield "states", (", " if english else "、").join(names)
    if one.municipal and one.municipal.unlisted_ja:
        yield "unlisted", str(one.municipal.unlisted_en if english else one.municipal.unlisted_ja)
    if one.breakdowns_sum != "none":
        yield "sum", words[f"sum_{one.breakdowns_sum}"]
    for gap in one.breaks:
        yield "break", f"{fiscal_year_label(gap.fiscal_year, lang)} {gap.note_en if english else gap.note_ja}"
    yield from (("note", note) for note in (one.notes_en if english else one.notes_ja))
    if entry.publication_ids:
        yield "publications", ", ".join(f"`{name}`" for name in entry.publication_ids)
    elif one.fetched:
        yield "publications", words["fetch"].format(what=one.fetched)


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


if __name__ == "__main__":
    opened = open_release()
    for language, name in PAGES.items():
        (Path(sys.argv[1]) / name).write_text(page(opened, language), encoding="utf-8")
