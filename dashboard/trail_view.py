"""Content of 値の由来: one value, followed back to the place where it is printed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dashboard.components import table
from dashboard.context import Context
from dashboard.formats import calendar_day
from dashboard.marks import mark
from dashboard.markup import Child, Element, div, el
from dashboard.places import area_names
from dashboard.text import Text
from warehouse.catalogue import Indicator
from warehouse.eras import fiscal_year_label
from warehouse.numbers import number
from warehouse.trail import Trail

Pairs = Sequence[tuple[str, Child]]


def build_trail(context: Context, found: Trail) -> list[Element]:
    """The blocks of the page: the value, its publication, its release, what was checked, what others state."""
    return [
        div("pair-grid", _value(context, found), _publication(context, found)),
        div("pair-grid", _release(context, found), _checks(context, found)),
        *_others(context, found),
        *_statements(context, found),
        *_corrections(context, found),
    ]


def value_words(text: Text, indicator: Indicator, value: float | None) -> str:
    """A value with its unit, in every digit it has."""
    if value is None:
        return text("trail.missing")
    decimals = 0 if float(value).is_integer() else max(indicator.decimals, 1)
    return f"{number(value, decimals)}{'' if text.lang == 'ja' else ' '}{text.pick(indicator, 'unit')}"


def _block(text: Text, title: str, pairs: Pairs) -> Element:
    shown = (div("", el("dt", text(f"trail.{name}")), el("dd", value)) for name, value in pairs if value)
    return el("section", el("h2", text(f"trail.{title}")), el("dl", *shown), class_="card-white trail")


def _period(text: Text, row: dict[str, Any]) -> str:
    year, day = row["fiscal_year"], row["as_of"]
    parts = [fiscal_year_label(year, text.lang)] if year is not None else []
    parts += [calendar_day(day, text.lang)] if day is not None else []
    return text("codebook.join").join(parts) or text("codebook.no_period")


def _value(context: Context, found: Trail) -> Element:
    text, row = context.text, found.observation
    indicator = context.release.catalogue.indicator(row["indicator_id"])
    status = text(f"trail.status_{row['obs_status']}")
    approximate = text("trail.is_approximate") if row["approximate"] else None
    standing = text("trail.is_current") if found.is_current else _not_current(text, found, indicator)
    return _block(
        text,
        "value",
        [
            ("as_stored", el("b", value_words(text, indicator, row["value"]), class_="large")),
            ("as_printed", row["as_printed"]),
            ("area", area_names(context)[row["area_code"]]),
            ("period", _period(text, row)),
            ("breakdown", row["breakdown"] or text("data.total")),
            ("status", status),
            ("approximate", approximate),
            ("note", row["note"]),
            ("standing", standing),
        ],
    )


def _not_current(text: Text, found: Trail, indicator: Indicator) -> str:
    current = found.current
    if current is None:
        return text("trail.none_current")
    value = value_words(text, indicator, current["value"])
    return text("trail.other_current", value=value, publication=current["publication_id"])


def _publication(context: Context, found: Trail) -> Element:
    text, row = context.text, found.publication
    title: Child = el("a", row["title"], href=row["url"], rel="noreferrer") if row["url"] else row["title"]
    licence: Child = (
        el("a", row["licence"], href=row["licence_url"], rel="noreferrer") if row["licence_url"] else row["licence"]
    )
    return _block(
        text,
        "publication",
        [
            ("title_of", title),
            ("publisher", row["publisher"]),
            ("published", row["published_text"] or text("definition.undated")),
            ("place", found.observation["locator"]),
            ("credit", row["credit"]),
            ("licence", licence),
            ("method", text(f"trail.method_{row['method']}")),
            ("read", row["transcribed_from"]),
            ("second_hand", text("trail.is_second_hand") if row["second_hand"] else None),
        ],
    )


def _release(context: Context, found: Trail) -> Element:
    row, observation = found.release, found.observation
    lines = observation["source_lines"]
    return _block(
        context.text,
        "release",
        [
            ("release_id", row["release_id"]),
            ("published_at", calendar_day(context.release.published_at.date(), context.text.lang)),
            ("digest", row["digest"]),
            ("file", f"{observation['file']}:{observation['line']}"),
            ("source_lines", lines),
            ("input_sha256", row["input_sha256"]),
        ],
    )


def _checks(context: Context, found: Trail) -> Element:
    text = context.text
    passed = [one for one in found.checks if one["status"] == "passed"]
    others = [one for one in found.checks if one["status"] != "passed"]
    named = "title_en" if text.lang == "en" else "title_ja"
    listed = el("ul", *(el("li", mark("achieved", one[named], "good")) for one in passed))
    told: list[Child] = [
        el("h2", text("trail.checks")),
        el("p", text("trail.checks_passed", count=len(passed), rows=number(context.release.gate["rows"]))),
        el("details", el("summary", text("trail.checks_open")), listed),
    ]
    if others:
        # A check of the whole table names rows, of which this need not be one.
        told.append(el("p", text("trail.checks_other"), class_="why"))
        told.append(el("ul", *(el("li", mark("caution", one[named], "plain")) for one in others)))
    return el("section", *told, class_="card-white trail")


def _others(context: Context, found: Trail) -> list[Element]:
    if len(found.others) < 2:
        return []
    text = context.text
    indicator = context.release.catalogue.indicator(found.observation["indicator_id"])
    heads = [(text("trail.title_of"), ""), (text("trail.published"), "fixed"), (text("trail.as_stored"), "num")]
    heads.append((text("trail.as_printed"), "num"))
    rows: list[Sequence[Child]] = [
        [
            row["title"],
            row["published_text"] or text("definition.undated"),
            value_words(text, indicator, row["value"]),
            row["as_printed"] or "",
        ]
        for row in found.others
    ]
    title = text("trail.others")
    return [el("section", el("h2", title), table(title, heads, rows), class_="card-white")]


def _statements(context: Context, found: Trail) -> list[Element]:
    if not found.statements:
        return []
    text = context.text
    heads = [(text("trail.about"), ""), (text("trail.as_printed"), ""), (text("trail.recomputed"), "num")]
    heads.append((text("trail.agrees"), "fixed"))
    rows: list[Sequence[Child]] = []
    for row in found.statements:
        recomputed = "—" if row["recomputed"] is None else f"{row['recomputed']:,.10g}"
        agreed = (
            mark("achieved", text("trail.yes"), "good") if row["agrees"] else mark("caution", text("trail.no"), "plain")
        )
        rows.append([row["about"], row["printed"], recomputed, agreed])
    title = text("trail.statements")
    return [el("section", el("h2", title), table(title, heads, rows), class_="card-white")]


def _corrections(context: Context, found: Trail) -> list[Element]:
    if not found.corrections:
        return []
    text = context.text
    names = ("place", "wrong", "right", "corrected_on", "reason")
    heads = [(text(f"quality.{name}"), "") for name in names]
    rows = [[str(row[name]) for name in names] for row in found.corrections]
    title = text("quality.corrections")
    return [el("section", el("h2", title), table(title, heads, rows), class_="card-white")]
