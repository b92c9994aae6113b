"""The codebook as Markdown pages, one in each language, generated from a release of the shipped publications.

`python -m warehouse.codebook_markdown docs` writes them from the served release; a test keeps them current.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path

from warehouse.catalogue import load_catalogue
from warehouse.codebook import Coverage, Entry, codebook, columns, runs
from warehouse.codebook_words import RULES, described, page_words
from warehouse.errors import InputError, KpiError
from warehouse.numbers import number
from warehouse.release import Release, open_release
from warehouse.slice_words import level_name

COMMAND = "python3 bin/kpi uv run --frozen python -m warehouse.codebook_markdown docs"
PAGES = {"ja": "codebook.md", "en": "codebook.en.md"}
SHIPPED = Path(__file__).parents[1] / "data" / "raw"

# What an entry says line by line, in this order.
_DECLARED = ("denominator", "states", "areas", "unlisted", "breakdowns", "breaks", "notes")
Words = dict[str, str]


def page(release: Release, lang: str) -> str:
    """Return the page in a language (`ja`, `en`)."""
    words = page_words(lang)
    parts = [f"# {words['title']}", words["other"], words["about"], f"```sh\n{COMMAND}\n```"]
    parts += [f"## {words['columns']}", _columns(words, lang, is_detail=False)]
    parts += [words["detail"], _columns(words, lang, is_detail=True)]
    parts += [f"## {words['rules']}", _rules(lang), f"## {words['coverage']}", words["legend"]]
    for programme, group in groupby(codebook(release), key=lambda one: one.programme):
        entries = list(group)
        area = programme.policy_area_en if lang == "en" else programme.policy_area
        parts.append(f"## {programme.name_en if lang == 'en' else programme.name_ja}")
        parts += [f"`{programme.programme}`{words['stop']}{area}", _index(words, lang, entries)]
        parts += [_entry(words, lang, entry) for entry in entries]
    return "\n\n".join(parts) + "\n"


def _columns(words: Words, lang: str, *, is_detail: bool) -> str:
    lines = [_row(words[name] for name in ("column", "type", "required", "meaning")), _row(["---"] * 4)]
    for one in columns():
        if one.is_detail == is_detail:
            meaning = one.explanation_en if lang == "en" else one.explanation_ja
            lines.append(_row([f"`{one.name}`", one.type, words["never" if one.required else "can"], meaning]))
    return "\n".join(lines)


def _rules(lang: str) -> str:
    lines = []
    for rule in RULES:
        names = ", ".join(f"`{name}`" for name in rule.columns)
        lines.append(f"- {names}: {rule.en if lang == 'en' else rule.ja}")
    return "\n".join(lines)


def _index(words: Words, lang: str, entries: Sequence[Entry]) -> str:
    """A row for each indicator and level of areas that has values, with the years; one for an indicator without."""
    lines = [_row(words[name] for name in ("indicator", "level", "years")), _row(["---"] * 3)]
    for entry in entries:
        link = f"[{_name(entry, lang)}](#{_anchor(_heading(entry, lang))})"
        told = _coverage(words, lang, entry) or [("", _absence(words, entry))]
        lines += [_row([link if place == 0 else "", level, years]) for place, (level, years) in enumerate(told)]
    return "\n".join(lines)


def _coverage(words: Words, lang: str, entry: Entry) -> list[tuple[str, str]]:
    """The levels of an indicator that have rows, and the runs of years of each."""
    levels = dict.fromkeys(cover.level for cover in entry.coverage)
    return [
        (
            level_name(level, lang),
            words["comma"].join(_run(words, run) for run in runs(one for one in entry.coverage if one.level == level)),
        )
        for level in levels
    ]


def _run(words: Words, run: Sequence[Coverage]) -> str:
    first, last = run[0], run[-1]
    if first.fiscal_year is None:
        years = words["no_period"]
    else:
        years = str(first.fiscal_year) if len(run) == 1 else f"{first.fiscal_year}–{last.fiscal_year}"
    counts = [
        ("area", "areas_of", 0 if first.level == "country" else first.area_count),
        ("breakdown", "breakdowns_of", first.breakdown_count),
        ("missing", "missing_of", first.missing_count),
    ]
    told = [words[one if count == 1 else more].format(count=number(count)) for one, more, count in counts if count]
    if told and first.area_count and first.level == "country":
        told.insert(0, words["total"])
    return words["run"].format(years=years, told=words["comma"].join(told)) if told else years


def _absence(words: Words, entry: Entry) -> str:
    fetched = entry.indicator.fetched
    return words["fetch"].format(what=fetched) if fetched else words["no_value"]


def _entry(words: Words, lang: str, entry: Entry) -> str:
    one = entry.indicator
    lines = [f"### {_heading(entry, lang)}", "", one.definition_en if lang == "en" else one.definition_ja, ""]
    lines += [f"- {told}" for told in _facts(words, entry, lang)]
    return "\n".join(lines)


def _facts(words: Words, entry: Entry, lang: str) -> Iterator[str]:
    one, said = entry.indicator, described(entry.indicator, lang)
    first = {"unit": one.unit_en if lang == "en" else one.unit, "period": said["period"][0]}
    first |= {"direction": said["direction"][0], "decimals": str(one.decimals)}
    first["levels"] = words["comma"].join(said["levels"])
    yield words["stop"].join(f"{words[name]}: {told}" for name, told in first.items())
    said["unlisted"] = tuple(words["unlisted_value"].format(why=why) for why in said["unlisted"])
    if one.breakdowns_sum == "none" and not any(cover.breakdown_count for cover in entry.coverage):
        said["breakdowns"] = ()
    said["states"] = (words["comma"].join(said["states"]),) if said["states"] else ()
    said["share_of"] = (f"`{one.share_of}`",) if one.share_of else ()
    for name, listed in (("related", one.related), ("publications", entry.publication_ids)):
        said[name] = (", ".join(f"`{told}`" for told in listed),) if listed else ()
    for name in (*_DECLARED, "share_of", "related"):
        yield from (f"{words[name]}: {told}" for told in said[name])
    levels = _coverage(words, lang, entry)
    yield from (words["coverage_of"].format(level=level, years=years) for level, years in levels)
    if not levels:
        yield f"{words['coverage']}: {_absence(words, entry)}"
    yield from (f"{words['publications']}: {told}" for told in said["publications"])


def _name(entry: Entry, lang: str) -> str:
    return entry.indicator.name_en if lang == "en" else entry.indicator.name_ja


def _heading(entry: Entry, lang: str) -> str:
    # Names are not unique; with its id, a heading is, and so is the anchor that a code host makes of it.
    return f"{_name(entry, lang)} `{entry.indicator.id}`"


def _anchor(heading: str) -> str:
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def _row(cells: Iterable[str]) -> str:
    escaped = (cell.replace("|", r"\|") for cell in cells)
    return f"| {' | '.join(escaped)} |"


def check_shipped(release: Release) -> None:
    """Make sure that a release has the shipped publications alone, and the catalogue of this version.

    Raises:
        InputError: It has others, lacks some, or was loaded before the catalogue was changed.
    """
    shipped = {folder.name for folder in SHIPPED.iterdir() if (folder / "publication.yml").is_file()}
    if other := shipped.symmetric_difference(release.publications()["publication_id"]):
        raise InputError(
            f"リリース「{release.release_id}」の資料が、同梱した資料と違います: {'、'.join(sorted(other))}。",
            advice="KPI_HOME に空のフォルダを指定して `kpi load` を実行し、もう一度作ってください。",
        )
    if release.catalogue != load_catalogue():
        raise InputError(
            f"リリース「{release.release_id}」は、今の指標カタログで作られていません。",
            advice="`kpi load` を実行し、もう一度作ってください。",
        )


def write_pages(folder: Path) -> None:
    """Write the pages of the served release into a folder.

    Raises:
        NotFound: There is no release.
        InputError: The release is not one of the shipped publications alone.
    """
    release = open_release()
    check_shipped(release)
    for lang, name in PAGES.items():
        (folder / name).write_text(page(release, lang), encoding="utf-8")


if __name__ == "__main__":
    try:
        write_pages(Path(sys.argv[1]))
    except KpiError as error:
        sys.exit(str(error))
