"""Content of 更新履歴: releases with what changed in each, and the days as of which the figures can be seen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby, pairwise
from pathlib import Path
from typing import Any

import polars as pl

from dashboard.components import indicator_href, page_footer, page_header, release_meta, section, state_mark, table
from dashboard.context import Context
from dashboard.files import to_csv
from dashboard.formats import calendar_day, short_period
from dashboard.marks import mark
from dashboard.markup import Child, Element, div, el, span
from dashboard.places import area_names
from dashboard.state import query
from dashboard.text import LANGUAGES
from dashboard.values import value_quantity
from warehouse import open_release
from warehouse.differences import CHANGES, Flip, count_words, differences, standings, verdict_flips
from warehouse.errors import KpiError
from warehouse.numbers import number
from warehouse.release import Release
from warehouse.status import target_status

SHOWN_RELEASES = 20
SHOWN_FIGURES = 200
# A release that adds a whole municipal series is told by its count; the command lists every figure.
KEPT_FIGURES = 5000


@dataclass(frozen=True)
class HistoryPage:
    """The page, ready to be sent."""

    body: str
    csv: bytes
    csv_label: str
    csv_name: str
    foot: str


@dataclass(frozen=True)
class Changes:
    """What a release changed.

    `counts` are figures by kind of change; `figures` are the first of them (columns of
    `warehouse.differences.differences`), restated ones left out; `flips` are verdicts.
    """

    counts: Mapping[str, int]
    figures: pl.DataFrame
    flips: tuple[Flip, ...]


# Two releases never change, so what lies between them is computed once for each day of judgement.
@lru_cache(maxsize=64)
def changes_between(home: Path, old_id: str, new_id: str, clock: dt.date) -> Changes | None:
    """Compare two releases; None where one of them cannot be read any more."""
    try:
        old, new = open_release(home, old_id), open_release(home, new_id)
    except KpiError:
        return None
    try:
        flips = verdict_flips(*(standings(target_status(side, today=clock)) for side in (old, new)))
        figures = differences(old, new)
        counts = dict(figures.group_by("change").len().iter_rows())
        return Changes(counts, figures.filter(pl.col("change") != "restated").head(KEPT_FIGURES), tuple(flips))
    finally:
        old.close()
        new.close()


def build_history(context: Context, published: Sequence[tuple[str, bool]]) -> HistoryPage:
    """Build the page.

    Args:
        context: The run.
        published: Ids of the releases, newest first, each with whether it is the served one.
    """
    text = context.text
    meta = [(text("history.count"), text("history.releases", count=len(published))), *release_meta(context)]
    blocks = [_release_block(context, published, place) for place in range(len(published[:SHOWN_RELEASES]))]
    rows = _all_changes(context, published)
    more = len(published) - SHOWN_RELEASES
    body = [
        page_header(text("nav.history"), text("history.subtitle"), meta),
        section(text("history.heading"), text("history.order")),
        *(block for block in blocks if block is not None),
        el("p", text("history.more", count=more), class_="remark") if more > 0 else None,
        _known_block(context),
        _commands_block(context, published),
    ]
    return HistoryPage(
        body="".join(str(part) for part in body if part is not None),
        csv=to_csv(context, rows, text("history.heading")),
        csv_label=text("history.csv", rows=number(len(rows))),
        csv_name=f"history_{context.release.release_id}.csv",
        foot=str(page_footer(context, text("history.foot_note"), sources=[_sources(context)])),
    )


def _sources(context: Context) -> str:
    return context.text("quality.publication_count", count=context.release.publications().height)


def _all_changes(context: Context, published: Sequence[tuple[str, bool]]) -> list[dict[str, object]]:
    """Every change between the releases shown, as rows of one table; oldest release last."""
    rows: list[dict[str, object]] = []
    for (new_id, _), (old_id, _) in pairwise(published[: SHOWN_RELEASES + 1]):
        found = changes_between(context.release.home, old_id, new_id, context.today)
        if found is not None:
            frame = found.figures.with_columns(pl.col("as_of").cast(pl.String))
            rows += [{"in_release": new_id, "since_release": old_id, **row} for row in frame.iter_rows(named=True)]
    return rows


def _release_block(context: Context, published: Sequence[tuple[str, bool]], place: int) -> Element | None:
    text = context.text
    release_id, is_current = published[place]
    try:
        release = open_release(context.release.home, release_id)
    except KpiError:
        return div("card-white", el("h3", release_id), el("p", text("history.unreadable"), class_="why"))
    try:
        head = _release_head(context, release, is_current=is_current)
        if place + 1 == len(published):
            return el("section", head, el("p", text("history.first"), class_="why"), class_="card-white history")
        old_id = published[place + 1][0]
        found = changes_between(context.release.home, old_id, release_id, context.today)
        if found is None:
            return el("section", head, el("p", text("history.no_before"), class_="why"), class_="card-white history")
        return el("section", head, *_changes(context, release, found, old_id), class_="card-white history")
    finally:
        release.close()


def _release_head(context: Context, release: Release, *, is_current: bool) -> Element:
    text = context.text
    when = text(
        "history.published",
        day=calendar_day(release.published_at.date(), text.lang),
        time=f"{release.published_at:%H:%M}",
        rows=number(release.manifest.get("rows", 0)),
    )
    if is_current:
        aside: Element = mark("achieved", text("history.served"), "good")
    else:
        address = "./?" + query(lang=text.lang, release=release.release_id)
        aside = el("a", text("history.view"), href=address)
    return div("history-head", el("h3", release.release_id), span("why", when), aside)


def _changes(context: Context, release: Release, found: Changes, old_id: str) -> list[Element | None]:
    text = context.text
    summary = count_words(found.counts, text.lang) or text("history.nothing")
    flips = [
        el(
            "li",
            el("b", flip.name_en if text.lang == "en" else flip.name_ja),
            span("flip", *_flip_sides(flip, context)),
        )
        for flip in found.flips
    ]
    return [
        el("p", text("history.since", release=old_id), summary),
        el("p", text("history.flips", count=len(flips)), class_="strong") if flips else None,
        el("ul", *flips, class_="flips") if flips else None,
        _figures(context, release, found),
    ]


def _flip_sides(flip: Flip, context: Context) -> list[Child]:
    if flip.old_verdict != flip.new_verdict and flip.old_verdict and flip.new_verdict:
        return [state_mark(flip.old_verdict, context.text), " → ", state_mark(flip.new_verdict, context.text)]
    return [flip.words(context.text.lang)]


def _figures(context: Context, release: Release, found: Changes) -> Element | None:
    """The figures that changed, folded: one line an indicator with their number, then the figures."""
    text, told = context.text, found.figures
    total = sum(count for change, count in found.counts.items() if change != "restated")
    if told.is_empty():
        return None
    order = {change: place for place, change in enumerate(CHANGES)}
    rows = sorted(
        told.head(SHOWN_FIGURES).iter_rows(named=True),
        key=lambda row: (order[row["change"]], row["indicator_id"], -(row["fiscal_year"] or 0)),
    )
    heads = [(text(f"history.{name}"), style) for name, style in _COLUMNS]
    titles = dict(release.publications().select("publication_id", "title").iter_rows())
    lines = [_line(context, release, row, titles) for row in rows]
    caption = text("history.figures", count=number(total))
    parts: list[Child] = [el("summary", caption), table(caption, heads, lines, 1)]
    if total > SHOWN_FIGURES:
        parts.append(el("p", text("history.rest", count=number(total - SHOWN_FIGURES)), class_="remark"))
    return el("details", *parts)


_COLUMNS = (("what", "fixed"), ("figure", ""), ("old", "num"), ("new_value", "num"), ("publication", ""))


def _line(context: Context, release: Release, row: Mapping[str, Any], titles: Mapping[str, str | None]) -> list[Child]:
    text = context.text
    what = CHANGES[row["change"]][LANGUAGES.index(text.lang)]
    indicator = release.catalogue.indicators.get(row["indicator_id"])
    if indicator is None:
        # A vanished figure of an indicator that the newer catalogue no longer has.
        return [what, row["indicator_id"], "—", "—", row["publication_id"]]
    place = area_names(context).get(row["area_code"], row["area_code"]) if row["area_code"] != "00000" else ""
    when = short_period(row["fiscal_year"], row["as_of"], text, by_day=indicator.period == "point")
    parts = [part for part in (when, place, (row["breakdown"] or "").replace("/", "／")) if part]
    name: Child = text.pick(indicator, "name")
    if row["indicator_id"] in context.release.catalogue.indicators:
        name = el("a", name, href=indicator_href(context, row["indicator_id"]))
    values = [
        str(value_quantity(row[side], indicator, text)) if row[side] is not None else "—"
        for side in ("old_value", "new_value")
    ]
    title = titles.get(row["publication_id"]) or row["publication_id"]
    return [what, [name, span("why", text("history.comma").join(parts))], *values, title]


def _known_block(context: Context) -> Element:
    """The days on which something was published, each a link to what was known then."""
    text = context.text
    dated = context.release.publications().filter(pl.col("published_on").is_not_null())
    ordered = dated.sort("published_on", descending=True).iter_rows(named=True)
    heads = [(text("history.day"), "fixed"), (text("history.published_then"), ""), ("", "fixed")]
    rows: list[Sequence[Child]] = []
    for day, group in groupby(ordered, key=lambda row: row["published_on"]):
        kept = {"lang": text.lang, "known": day.isoformat()}
        pinned = {} if context.is_current else {"release": context.release.release_id}
        link = el("a", text("history.view_then"), href="./?" + query(**kept, **pinned))
        titles = text("history.title_join").join(dict.fromkeys(row["title"] for row in group))
        rows.append([calendar_day(day, text.lang), titles, link])
    caption = text("history.known")
    opened = el("details", el("summary", text("history.days", count=len(rows))), table(caption, heads, rows))
    note = el("p", text("history.known_note"), class_="why")
    return el("section", el("h2", caption), note, opened, class_="card-white quality-block known")


def _commands_block(context: Context, published: Sequence[tuple[str, bool]]) -> Element:
    """The commands that compare releases and go back to one, with ids that exist."""
    text = context.text
    newest = published[0][0]
    before = published[1][0] if len(published) > 1 else newest
    lines = (
        ("history.command_back", f"kpi rollback {before}"),
        ("history.command_diff", f"kpi diff {before} {newest}"),
        ("history.command_list", "kpi releases"),
    )
    items = [div("pair", el("dt", text(key)), el("dd", el("code", command))) for key, command in lines]
    parts = (el("h2", text("history.commands")), el("dl", *items, class_="commands"))
    return el("section", *parts, class_="card-white quality-block")
