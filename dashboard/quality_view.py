"""Content of 品質: what the gate checked, whether the sources' own statements hold, how fresh the figures are."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from dashboard.components import page_footer, page_header, release_meta, table
from dashboard.context import Context
from dashboard.files import to_csv
from dashboard.formats import calendar_day, short_period
from dashboard.marks import mark
from dashboard.markup import Child, Element, div, el, span
from dashboard.observations import Figures
from dashboard.overview import headline_figures
from dashboard.quality_statements import exceptions_block, statements_block
from warehouse.freshness import STATES, Freshness, freshness
from warehouse.numbers import number

SHOWN = 12
_MARKS = {
    "passed": ("achieved", "good"),
    "failed": ("missed", "bad"),
    "error": ("missed", "bad"),
    "warning": ("caution", "plain"),
}
_FRESH_MARKS = {
    "overdue": ("missed", "bad"),
    "undated": ("caution", "plain"),
    "due": ("caution", "plain"),
    "current": ("achieved", "good"),
    "unscheduled": ("unknown", "plain"),
}


@dataclass(frozen=True)
class QualityPage:
    """The page, ready to be sent."""

    body: str
    csv: bytes
    csv_label: str
    csv_name: str
    rest: str


def build_quality(context: Context) -> QualityPage:
    """Build the page."""
    text, gate = context.text, context.release.gate
    meta = [
        (
            text("meta.checked"),
            text("quality.checked", rows=number(gate["rows"]), indicators=number(gate["indicators"])),
        ),
        *release_meta(context),
    ]
    statements = context.release.statements()
    body = [
        page_header(text("nav.quality"), text("quality.subtitle"), meta),
        el("p", text("quality.whole_release"), class_="remark") if context.known_on else None,
        refusal_block(context),
        conclusion(context, gate),
        div("pair-grid", checks_block(context, gate["checks"]), freshness_block(context)),
        statements_block(context, statements),
    ]
    rest = [exceptions_block(context, statements), corrections_block(context), quarantine_block(context)]
    publications = context.release.publications()
    if context.known_on is not None:
        publications = publications.filter(pl.col("published_on") <= context.known_on)
    rest.append(publications_block(context, publications))
    credit = text("quality.publication_count", count=publications.height)
    rest.append(page_footer(context, text("quality.foot_note"), sources=[credit]))
    return QualityPage(
        body="".join(str(part) for part in body if part is not None),
        csv=to_csv(context, statements.drop("formula").to_dicts(), text("quality.statements")),
        csv_label=text("quality.csv", rows=statements.height),
        csv_name=f"statements_{context.release.release_id}.csv",
        rest="".join(str(part) for part in rest if part is not None),
    )


def conclusion(context: Context, gate: Mapping[str, Any]) -> Element:
    """One sentence and four numbers."""
    text = context.text
    passed = bool(gate["passed"])
    shape, tone = _MARKS["passed" if passed else "failed"]
    totals = gate["statements"]
    exceptions = len(gate["exceptions"])
    figures = (
        ("quality.accepted", gate["rows"], "quality.rows"),
        ("quality.quarantined", gate["quarantined"], "quality.rows"),
        ("quality.recomputed", totals["total"], "quality.items"),
        ("quality.exceptions_count", exceptions, "quality.items"),
    )
    sentence = text("quality.passed_note" if not exceptions else "quality.passed_with_exceptions")
    return div(
        "conclusion",
        div(
            "",
            el("h2", mark(shape, text("quality.passed" if passed else "quality.refused"), tone)),
            el("p", sentence if passed else text("quality.refused_note")),
        ),
        el(
            "dl",
            *(
                div("pair", el("dt", text(name)), el("dd", number(count), span("unit", text(unit))))
                for name, count, unit in figures
            ),
            class_="figures",
        ),
    )


def refusal_block(context: Context) -> Element | None:
    """Say that the newest load was refused and why; None when it was not."""
    text, refused = context.text, context.release.refusal()
    if refused is None:
        return None
    failed = [
        check
        for check in refused["checks"]
        if check["status"] in {"failed", "error"} and check["severity"] == "critical"
    ]
    when = dt.datetime.fromisoformat(refused["checked_at"]).date()
    lines = [el("li", _check_title(context, check), text("meta.colon"), check["message_ja"]) for check in failed]
    head = el("h2", mark("missed", text("quality.newest_refused", day=calendar_day(when, text.lang)), "bad"))
    return el("div", head, el("p", text("quality.still_serving")), el("ul", *lines), class_="refusal", role="alert")


def _check_title(context: Context, check: Mapping[str, Any]) -> str:
    title = check["title_en"] if context.text.lang == "en" else check["title_ja"]
    return str(title or check["title_ja"])


def _check_row(context: Context, check: Mapping[str, Any]) -> list[Child]:
    text = context.text
    shape, tone = _MARKS[check["status"]]
    programme = context.release.catalogue.by_programme.get(check["programme"] or "")
    name = _check_title(context, check)
    if programme is not None:
        name = text("quality.check_of", programme=text.pick(programme, "name"), title=name)
    if check["failing"]:
        count = text("quality.failing", count=number(check["failing"]))
    else:
        count = number(check["rows_checked"]) if check["rows_checked"] is not None else "—"
    detail = [span("why", check["message_ja"])] if check["message_ja"] and text.lang == "ja" else []
    return [mark(shape, text(f"quality.status_{check['status']}"), tone), [el("b", name), *detail], count]


def checks_block(context: Context, checks: Sequence[Mapping[str, Any]]) -> Element:
    """The checks, those that need attention first; the others open on demand."""
    text = context.text
    order = {"error": 0, "failed": 1, "warning": 2, "passed": 3}
    ordered = sorted(checks, key=lambda check: (order[check["status"]], check["programme"] is not None))
    heads = [(text("quality.result"), ""), (text("quality.check"), ""), (text("quality.count"), "num")]
    rows = [_check_row(context, check) for check in ordered]
    caption = text("quality.checks")
    parts: list[Child] = [el("h2", caption), table(caption, heads, rows[:SHOWN], 1)]
    if len(rows) > SHOWN:
        summary = el("summary", text("chart.more", count=len(rows) - SHOWN))
        parts.append(el("details", summary, table(caption, heads, rows[SHOWN:], 1)))
    return el("section", *parts, el("p", text("quality.checks_note"), class_="remark"), class_="card-white")


def freshness_block(context: Context) -> Element:
    """Which headline series should have a newer figure by now; those without a known habit open on demand."""
    text = context.text
    figures = {found.indicator.id: found for found in headline_figures(context)}
    heads = [(text("table.indicator"), ""), (text("quality.state"), "")]
    fresh = freshness(context.release, today=context.today, as_known_on=context.known_on)
    shown = [one for one in fresh if one.indicator_id in figures]
    known = [_fresh_row(context, one, figures[one.indicator_id]) for one in shown if one.state != "unscheduled"]
    others = [_fresh_row(context, one, figures[one.indicator_id]) for one in shown if one.state == "unscheduled"]
    caption = text("quality.freshness")
    parts: list[Child] = [el("h2", caption)]
    if known:
        parts.append(table(caption, heads, known))
    if others:
        summary = el("summary", text("quality.no_habit", count=len(others)))
        parts.append(el("details", summary, table(caption, heads, others)))
    return el("section", *parts, el("p", text("quality.freshness_note"), class_="remark"), class_="card-white")


def _fresh_row(context: Context, fresh: Freshness, found: Figures) -> list[Child]:
    text = context.text
    point = found.latest or max(found.points, key=lambda point: point.order)
    when = short_period(point.fiscal_year, point.as_of, text, by_day=found.shows_day)
    if point.is_provisional:
        when += text("values.provisional_suffix")
    word = STATES[fresh.state][0 if text.lang == "ja" else 1]
    shape, tone = _FRESH_MARKS[fresh.state]
    said = [span("why", fresh.said(text.lang))] if fresh.state != "unscheduled" else []
    return [[text.pick(found.indicator, "name"), span("why", when)], [mark(shape, word, tone), *said]]


def corrections_block(context: Context) -> Element | None:
    """Typing errors of ours that were mended (訂正); None when there was none."""
    text, frame = context.text, context.release.corrections()
    if frame.is_empty():
        return None
    names = ("place", "wrong", "right", "corrected_on", "reason")
    heads = [(text(f"quality.{name}"), "") for name in names]
    rows: list[Sequence[Child]] = [
        [f"{row['file']} {row['place']}", row["wrong"], row["right"], str(row["corrected_on"]), row["reason"]]
        for row in frame.iter_rows(named=True)
    ]
    caption = text("quality.corrections")
    return el("section", el("h2", caption), table(caption, heads, rows), class_="card-white quality-block")


def quarantine_block(context: Context) -> Element:
    """Rows of the newest load that were refused, with file, line and reason; said also when there are none."""
    text, frame = context.text, context.release.quarantine()
    caption = text("quality.quarantine")
    if frame.is_empty():
        return el("section", el("h2", caption), el("p", text("quality.no_quarantine")), class_="card quality-block")
    heads = [(text("quality.file"), ""), (text("quality.line"), "num"), (text("quality.reason"), "")]
    rows: list[Sequence[Child]] = [
        [row["file"], str(row["line"] or "—"), row["reason"]] for row in frame.iter_rows(named=True)
    ]
    shown = table(caption, heads, rows[:50])
    note = el("p", text("quality.quarantine_more", count=len(rows) - 50), class_="remark") if len(rows) > 50 else None
    return el("section", el("h2", caption), shown, note, class_="card-white quality-block")


def publications_block(context: Context, publications: pl.DataFrame) -> Element:
    """Every publication in this release, newest first, with its licence."""
    text = context.text
    caption = text("quality.publications")
    heads = [(text("quality.publication"), ""), (text("quality.published"), "fixed"), (text("quality.licence"), "")]
    rows: list[Sequence[Child]] = []
    for row in publications.reverse().iter_rows(named=True):
        title = el("a", row["title"], href=row["url"], rel="noreferrer") if row["url"] else row["title"]
        how = text("quality.second_hand") if row["second_hand"] else ""
        day = row["published_text"] or text("definition.undated")
        rows.append([[title, span("why", row["publisher"] or "", how)], day, row["licence"]])
    opened = el(
        "details", el("summary", text("quality.publications_open", count=len(rows))), table(caption, heads, rows)
    )
    return el("section", el("h2", caption), opened, class_="card-white quality-block")
