"""Content of 概況: counts, key sentences, news, target cards, programme table. Pure: release and words in, page out."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.components import (
    page_footer,
    page_header,
    release_meta,
    section,
    source_names,
    state_mark,
    table,
)
from dashboard.context import Context
from dashboard.formats import calendar_day, period, short_period
from dashboard.markup import Element, div, el, span, strong_text
from dashboard.observations import Figures, Point, read_figures
from dashboard.programme_table import programme_csv, programme_table
from dashboard.target_card import TargetView, card_body, empty_card
from dashboard.values import change_text, point_quantity
from warehouse.status import VERDICTS, target_status

NEWS_COUNT = 5


@dataclass(frozen=True)
class Card:
    """A target's card; `indicator_id` is where its reason is explained."""

    key: str
    indicator_id: str | None
    body: str


@dataclass(frozen=True)
class Overview:
    """The page, ready to be sent."""

    head: str
    cards: tuple[Card, ...]
    rest: str
    csv: bytes
    csv_label: str
    csv_name: str
    foot: str


def build_overview(context: Context) -> Overview:
    """Build the page."""
    text = context.text
    every = target_views(context)
    views = [view for view in every if view.target.kpi]
    others = [view for view in every if not view.target.kpi]
    figures = headline_figures(context)
    judged = [view for view in views if view.state != "none"]
    missing = [view for view in views if view.state == "none"]
    rows, csv = programme_csv(context, figures)
    return Overview(
        head="".join(str(part) for part in _head(context, views, figures)),
        cards=tuple(
            Card(view.status.target_id, view.status.indicator_id, str(card_body(view, context))) for view in judged
        ),
        rest="".join(str(part) for part in _rest(context, views, missing, figures, others)),
        csv=csv,
        csv_label=text("overview.csv", rows=rows),
        csv_name=f"overview_{context.release.release_id}.csv",
        foot=str(page_footer(context, text("overview.foot_note"), sources=_sources(context, figures))),
    )


def _sources(context: Context, figures: Sequence[Figures]) -> list[str]:
    shown = [found.latest for found in figures if found.latest] + [
        found.breakdowns[0] for found in figures if not found.latest
    ]
    newest_first = sorted(shown, key=lambda point: point.published_on or dt.date.min, reverse=True)
    return source_names(context, [point.publication_id for point in newest_first])


def target_views(context: Context) -> list[TargetView]:
    """Return every target and milestone in force, the ones that need most attention first."""
    catalogue = context.release.catalogue
    targets = {target.target_id: target for target in catalogue.targets}
    order = {target_id: position for position, target_id in enumerate(targets)}
    views = [
        TargetView(
            status=status,
            target=targets[status.target_id],
            indicator=catalogue.indicators.get(status.indicator_id or ""),
            state=status.verdict,
            judged_on=context.clock,
        )
        for status in target_status(context.release, today=context.today, as_known_on=context.known_on)
    ]
    return sorted(views, key=lambda view: (VERDICTS.index(view.state), order[view.status.target_id]))


def headline_figures(context: Context) -> list[Figures]:
    """Return the indicators of the programme table, in order of programme."""
    wanted = [indicator for indicator in context.release.catalogue.indicators.values() if indicator.headline]
    return [
        found
        for found in read_figures(context.release, wanted, level="country", as_known_on=context.known_on)
        if found.points
    ]


def _head(context: Context, views: Sequence[TargetView], figures: Sequence[Figures]) -> list[Element]:
    text = context.text
    meta = [(text("meta.as_of"), usual_period(context, figures)), *release_meta(context)]
    return [
        page_header(text("nav.overview"), text("overview.subtitle", count=len(views)), meta),
        _counts(context, views),
        div("lead", *(el("p", *strong_text(line)) for line in key_sentences(context, views))),
        _news(context, views, figures),
        section(text("overview.progress"), text("overview.order")),
    ]


def usual_period(context: Context, figures: Sequence[Figures]) -> str:
    """Name the fiscal year of most latest values."""
    years = Counter(found.latest.fiscal_year for found in figures if found.latest and found.latest.fiscal_year)
    if not years:
        return context.text("period.unknown")
    newest_first = sorted(years.items(), key=lambda item: (item[1], item[0]), reverse=True)
    return context.text("overview.mostly", period=period(newest_first[0][0], None, context.text))


def _counts(context: Context, views: Sequence[TargetView]) -> Element:
    text = context.text
    counted = Counter(view.state for view in views)
    always = ("missed", "late", "unknown", "none", "on_path", "achieved")
    shown = [state for state in (*always[:3], "before", *always[3:]) if state in always or counted[state]]
    unit = span("unit", text("overview.count_unit"))
    items = (
        div(
            "count" if counted[state] else "count zero",
            el("dt", state_mark(state, text)),
            el("dd", str(counted[state]), unit),
        )
        for state in shown
    )
    total = div("count total", el("dt", text("overview.targets")), el("dd", str(len(views)), unit))
    return el("dl", total, *items, class_="counts", aria_label=text("overview.targets"))


def key_sentences(context: Context, views: Sequence[TargetView]) -> list[str]:
    """One sentence on the most urgent target before its deadline, one on one that missed it; at most two."""
    text = context.text
    sentences = []
    for state in ("late", "missed", "on_path", "before", "achieved"):
        view = next((one for one in views if one.state == state), None)
        if view is not None and (sentence := view.key_sentence(text)):
            sentences.append(sentence)
    return sentences[:2]


def _news(context: Context, views: Sequence[TargetView], figures: Sequence[Figures]) -> Element:
    text = context.text
    aimed_at = {view.status.indicator_id for view in views}
    dated = [(found, found.latest) for found in figures if found.latest is not None and found.latest.published_on]

    def urgency(item: tuple[Figures, Point]) -> tuple[int, bool, int]:
        found, latest = item
        published = latest.published_on.toordinal() if latest.published_on else 0
        return (-published, found.indicator.id not in aimed_at, found.indicator.sort_order)

    items = [_news_item(context, found, latest) for found, latest in sorted(dated, key=urgency)[:NEWS_COUNT]]
    changed = "overview.changed_then" if context.known_on else "overview.changed"
    heading = section(text(changed), text("overview.changed_order"))
    return div("block", heading, el("ul", *items, class_="news"))


def _news_item(context: Context, found: Figures, latest: Point) -> Element:
    text = context.text
    programme = context.release.catalogue.by_programme[found.indicator.programme]
    change = found.change
    note = text("values.first") if change is None else change_text(change, found.indicator, text)
    if latest.is_provisional:
        note += text("values.provisional_suffix")
    when = short_period(latest.fiscal_year, latest.as_of, text, by_day=found.shows_day)
    published = calendar_day(latest.published_on, text.lang) if latest.published_on else ""
    return el(
        "li",
        el("span", f"{text.pick(programme, 'name')} {text.pick(found.indicator, 'short')}", class_="news-name"),
        el(
            "span",
            el("b", str(point_quantity(latest, found.indicator, text))),
            " ",
            span("news-change", note),
            class_="news-value",
        ),
        el("span", text("overview.news_when", period=when, day=published), class_="news-when"),
    )


def _other_targets(context: Context, views: Sequence[TargetView]) -> Element:
    """Milestones, planned outputs and targets that are no KPI: each with its state and the reason for it."""
    text = context.text
    heads = [
        (text("overview.other"), ""),
        (text("overview.other_state"), "fixed"),
        (text("overview.deadline"), "fixed"),
    ]
    heads.append((text("overview.reason"), ""))
    rows = [
        (
            text.pick(view.target, "name"),
            state_mark(view.state, text),
            view.deadline(text),
            view.status.reason_en if text.lang == "en" else view.status.reason,
        )
        for view in views
    ]
    caption = text("overview.others")
    return div("block", el("h2", caption, class_="small"), table(caption, heads, rows))


def _rest(
    context: Context,
    views: Sequence[TargetView],
    missing: Sequence[TargetView],
    figures: Sequence[Figures],
    others: Sequence[TargetView],
) -> list[Element]:
    text = context.text
    bases = text("overview.base_join").join(
        text(
            "overview.base",
            name=view.name(text),
            period=short_period(view.status.base_fiscal_year, None, text),
        )
        for view in views
        if view.status.base_fiscal_year is not None
    )
    notes = [text("overview.order_note"), text("overview.bases", bases=bases) if bases else ""]
    notes.append(text("overview.judged", day=calendar_day(context.clock, text.lang)))
    parts = []
    if missing:
        cards = div("empty-cards", *(empty_card(view, context) for view in missing))
        parts.append(div("block", el("h2", text("overview.no_actual"), class_="small"), cards))
    parts.append(el("p", "".join(notes), class_="remark"))
    if others:
        parts.append(_other_targets(context, others))
    parts.append(div("block", section(text("overview.programmes")), programme_table(context, figures)))
    parts.append(el("p", text("overview.table_note"), class_="remark"))
    return parts
