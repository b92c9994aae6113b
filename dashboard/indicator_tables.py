"""The figures of an indicator as tables, and what they mean and where they come from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from dashboard.breakdown_bars import RESTATED
from dashboard.components import indicator_href, table, trail_href
from dashboard.context import Context
from dashboard.formats import period, short_period
from dashboard.markup import Child, Element, div, el
from dashboard.observations import Point, change_at
from dashboard.places import area_names, prefecture_names
from dashboard.target_card import path_values
from dashboard.text import Text
from dashboard.values import change_text, difference, point_quantity, ratio_text, unit_of, value_quantity
from dashboard.verdict_card import base_words
from warehouse.numbers import number
from warehouse.numbers import signed as signed_number

if TYPE_CHECKING:
    from dashboard.indicator_view import Subject

SHOWN_ROWS = 6


def tables(subject: Subject) -> list[Element]:
    """The tables that an indicator has: years, breakdowns, areas."""
    made = (year_table(subject), breakdown_table(subject), area_table(subject))
    return [one for one in made if one is not None]


def _folded(caption: str, heads: Sequence[tuple[str, str]], rows: Sequence[Sequence[Child]], text: Text) -> Element:
    """A table of the first rows; the others open on demand."""
    shown = table(caption, heads, rows[:SHOWN_ROWS])
    if len(rows) <= SHOWN_ROWS:
        return shown
    rest = table(caption, heads, rows[SHOWN_ROWS:])
    return div("", shown, el("details", el("summary", text("chart.more", count=len(rows) - SHOWN_ROWS)), rest))


def year_table(subject: Subject) -> Element | None:
    """Years, newest first, with changes and, where a path is required, how far from it."""
    if not subject.has_trend:
        return None
    text, found = subject.context.text, subject.found
    view = subject.view
    path = path_values(view) if view else {}
    heads = [
        (text("table.year"), ""),
        (text.pick(found.indicator, "short"), "num"),
        (text("table.change"), "num"),
        (text("table.ratio"), "num"),
    ]
    if path:
        heads += [(text("table.path"), "num"), (text("table.path_gap"), "num")]
    positions = range(len(found.yearly) - 1, len(found.yearly) - 1 - len(subject.years), -1)
    rows = [_year_row(subject, position, path) for position in positions]
    title = text("table.title", unit=unit_of(found.indicator, text).strip())
    return div("card-white", el("h2", title), _folded(title, heads, rows, text))


def _year_row(subject: Subject, position: int, path: dict[int, float]) -> list[Child]:
    text, found = subject.context.text, subject.found
    point = found.yearly[position]
    year = point.fiscal_year or 0
    change = change_at(found, position)
    name = period(year, None, text)
    if point.is_provisional:
        name += text("values.provisional_suffix")
    row: list[Child] = [name, _traced(subject, point, point_quantity(point, found.indicator, text).number)]
    row += [
        change_text(change, found.indicator, text, bare=True) if change else "—",
        (ratio_text(change, found.indicator) or "—") if change else "—",
    ]
    if path:
        required = path.get(year)
        row.append(number(required, _path_decimals(subject, path)) if required is not None else "—")
        row.append(_path_gap(subject, point, year, required, _path_decimals(subject, path)))
    return row


def _traced(subject: Subject, point: Point, words: str) -> Element:
    """A value that leads to where it comes from."""
    address = trail_href(
        subject.context,
        subject.found.indicator.id,
        point.area_code,
        point.publication_id,
        fiscal_year=point.fiscal_year,
        as_of=point.as_of,
        breakdown=point.breakdown,
    )
    return el("b", el("a", words, href=address, class_="to-trail"))


def _path_decimals(subject: Subject, path: dict[int, float]) -> int:
    """Decimals with which values on the path are shown: one more where they are not as round as the figures."""
    decimals = subject.found.indicator.decimals
    return decimals if all(value == round(value, decimals) for value in path.values()) else decimals + 1


def _path_gap(subject: Subject, point: Point, year: int, required: float | None, decimals: int) -> Child:
    text = subject.context.text
    if required is None or subject.view is None:
        return "—"
    if year == subject.view.status.base_fiscal_year:
        return text("table.base")
    gap = point.value - required
    wrong = gap > 0 if subject.found.indicator.direction == "down" else gap < 0
    return el("span", signed_number(gap, decimals), class_="bad" if wrong else None)


def breakdown_table(subject: Subject) -> Element | None:
    """Every breakdown in every period, newest first, as printed."""
    text, found = subject.context.text, subject.found
    if not found.all_breakdowns:
        return None
    ordered = sorted(
        found.all_breakdowns, key=lambda point: (-(point.fiscal_year or 0), RESTATED in point.breakdown, -point.value)
    )
    heads = [
        (text("table.breakdown"), ""),
        (text("table.period"), ""),
        (text("table.value"), "num"),
        (text("table.as_printed"), "num"),
    ]
    rows: list[Sequence[Child]] = [
        [
            point.breakdown.replace("/", "／"),
            short_period(point.fiscal_year, point.as_of, text, by_day=found.shows_day),
            _traced(subject, point, str(point_quantity(point, found.indicator, text))),
            point.as_printed,
        ]
        for point in ordered
    ]
    title = text("table.breakdown_title")
    return div("card-white", el("h2", title), _folded(title, heads, rows, text))


def area_table(subject: Subject) -> Element | None:
    """Municipalities with their figures."""
    text, found = subject.context.text, subject.found
    points = found.at_level("municipality")
    if not points:
        return None
    names, prefectures = area_names(subject.context), prefecture_names(subject.context)
    heads = [(text("table.municipality"), ""), (text("table.prefecture"), ""), (text("table.value"), "num")]
    rows: list[Sequence[Child]] = [
        [
            names[point.area_code],
            prefectures[point.area_code],
            _traced(subject, point, str(point_quantity(point, found.indicator, text))),
        ]
        for point in points
    ]
    title = text("table.municipality_title")
    return div("card-white", el("h2", title), _folded(title, heads, rows, text))


def definition_list(subject: Subject) -> Element:
    """Definition, denominator, targets, sources, notes, revisions and related indicators."""
    text, indicator = subject.context.text, subject.found.indicator
    entries: list[tuple[str, list[Child]]] = [(text("definition.definition"), [text.pick(indicator, "definition")])]
    if indicator.denominator_ja:
        entries.append((text("definition.denominator"), [text.pick(indicator, "denominator")]))
    entries.append((text("definition.targets"), _targets(subject)))
    entries.append((text("definition.sources"), _sources(subject)))
    entries.append((text("definition.notes"), _notes(subject)))
    entries.append((text("definition.revisions"), _revisions(subject)))
    if indicator.related:
        entries.append((text("definition.related"), [_related(subject.context, indicator.related)]))
    pairs = (div("entry", el("dt", name), *(el("dd", line) for line in lines)) for name, lines in entries if lines)
    return div("card-white", el("h2", text("definition.title")), el("dl", *pairs, class_="definition"))


def _targets(subject: Subject) -> list[Child]:
    text = subject.context.text
    lines: list[Child] = []
    for view in subject.views:
        document = text.pick(view.target, "document")
        words = text("definition.target", value=view.target_text(text), deadline=view.deadline(text))
        lines.append(words + (text("definition.document", document=document) if document else ""))
        if view.status.declared_base_year is not None and (reason := text.pick(view.target, "base_reason")):
            declared = short_period(view.status.declared_base_year, None, text)
            lines.append(text("definition.base", period=declared, reason=reason))
        lines.append(base_words(view, text) if view.status.base_rule != "declared" else None)
        lines += [str(note) for note in (view.target.notes_en if text.lang == "en" else view.target.notes_ja)]
    return lines or [text("indicator.no_target")]


def _sources(subject: Subject) -> list[Child]:
    """Each publication once, with its day, how it came here, and where in it the figures stand."""
    text = subject.context.text
    publications = {row["publication_id"]: row for row in subject.context.release.publications().iter_rows(named=True)}
    places: dict[str, dict[str, None]] = {}
    for point in sorted(subject.found.points, key=lambda point: point.order, reverse=True):
        places.setdefault(point.publication_id, {}).update(dict.fromkeys(point.locator.split("；")))
    lines: list[Child] = []
    for publication_id, locators in places.items():
        row = publications[publication_id]
        title = el("a", row["title"], href=row["url"], rel="noreferrer") if row["url"] else row["title"]
        how = text("definition.second_hand") if row["second_hand"] else ""
        place = text("definition.place", place="；".join(list(locators)[:3])) if any(locators) else ""
        day = row["published_text"] or text("definition.undated")
        lines.append([row["publisher"] or "", "「", title, "」", text("definition.published", day=day), how, place])
    return lines


def _notes(subject: Subject) -> list[Child]:
    text, indicator = subject.context.text, subject.found.indicator
    breaks = [
        text("values.numbered_break", number=position, note=text.pick(item, "note"))
        for position, item in enumerate(indicator.breaks, start=1)
    ]
    general = indicator.notes_en if text.lang == "en" else indicator.notes_ja
    by_day = subject.found.shows_day
    own = dict.fromkeys(
        text(
            "definition.point_note", period=period(point.fiscal_year, point.as_of, text, by_day=by_day), note=point.note
        )
        for point in subject.found.points
        if point.note and point.level == "country"
    )
    return [*breaks, *general, *list(own)[:6]]


def _revisions(subject: Subject) -> list[Child]:
    text, indicator = subject.context.text, subject.found.indicator
    if not subject.revisions:
        return [text("definition.no_revision")]
    told = subject.context.release.publications().select("publication_id", "title", "published_text")
    stated = {name: text("definition.stated", title=title, day=day) for name, title, day in told.iter_rows()}
    return [
        text(
            "definition.revision",
            period=short_period(item.fiscal_year, None, text) + (f"・{item.breakdown}" if item.breakdown else ""),
            old=value_quantity(item.old_value, indicator, text),
            new=value_quantity(item.new_value, indicator, text),
            change=difference(item.new_value - item.old_value, indicator, text),
            first=stated[item.old_publication],
            later=stated[item.new_publication],
        )
        for item in subject.revisions
    ]


def _related(context: Context, related: Sequence[str]) -> Element:
    links = []
    for indicator_id in related:
        name = context.text.pick(context.release.catalogue.indicator(indicator_id), "name")
        links.append(el("li", el("a", name, href=indicator_href(context, indicator_id))))
    return el("ul", *links, class_="related")
