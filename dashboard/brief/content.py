"""What the brief says: the same verdicts, figures and sentences as 概況, as plain words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.components import source_names, state_word
from dashboard.context import Context
from dashboard.figure.model import Chart
from dashboard.figure.numbers import SCALES
from dashboard.formats import calendar_day, percent, period, quantity, short_period
from dashboard.observations import read_figures
from dashboard.overview import key_sentences, target_views
from dashboard.press.parts import card_chart
from dashboard.press.shelf import Shelf
from dashboard.press.trends import TrendInput, trend_chart
from dashboard.target_card import TargetView, change_parts
from dashboard.text import LANGUAGES, Text
from warehouse.methods import Elapsed, Eurostat
from warehouse.sentences import GRADE_WORDS
from warehouse.status import VERDICTS


@dataclass(frozen=True)
class Card:
    """A target with a figure. `facts` and `methods` are short parts; `methods` is what both methods give."""

    view: TargetView
    chart: Chart
    word: str
    name: str
    deadline: str
    when: str
    number: str
    unit: str
    facts: tuple[str, ...]
    sentence: str
    methods: tuple[str, ...]
    alt: str


@dataclass(frozen=True)
class Missing:
    """A target for which no figure has been published."""

    name: str
    target: str
    why: str


@dataclass(frozen=True)
class Brief:
    """The brief, in words."""

    title: str
    subtitle: str
    facts: tuple[tuple[str, str], ...]
    counts: tuple[tuple[str, str, int], ...]
    key_sentences: tuple[str, ...]
    cards: tuple[Card, ...]
    missing_title: str
    missing: tuple[Missing, ...]
    foot: tuple[str, ...]
    text: Text


def build_brief(context: Context) -> Brief:
    """Build the brief of every target KPI in force."""
    text = context.text
    views = [view for view in target_views(context) if view.target.kpi]
    judged = [view for view in views if view.state != "none"]
    shelf = Shelf(context)
    shelf.fetch([view.indicator.id for view in judged if view.indicator])
    counted = Counter(view.state for view in views)
    return Brief(
        title=text("brief.title"),
        subtitle=text("brief.subtitle", count=len(views)),
        facts=(
            (text("brief.judged"), calendar_day(context.clock, text.lang)),
            (text("meta.updated"), calendar_day(context.release.published_at.date(), text.lang)),
            (text("meta.release"), context.release.release_id),
        ),
        counts=tuple((state, state_word(state, text), counted[state]) for state in VERDICTS if counted[state]),
        key_sentences=tuple(line.replace("**", "") for line in key_sentences(context, views)),
        cards=tuple(_card(view, shelf) for view in judged),
        missing_title=text("overview.no_actual"),
        missing=tuple(_missing(view, text) for view in views if view.state == "none"),
        foot=tuple(_foot(context, views)),
        text=text,
    )


def _card(view: TargetView, shelf: Shelf) -> Card:
    text, status = shelf.context.text, view.status
    by_day = view.indicator is not None and view.indicator.period == "point"
    when = period(status.fiscal_year, status.as_of, text, by_day=by_day)
    if status.obs_status == "P":
        when += text("values.provisional_suffix")
    assert status.value is not None
    figure = quantity(
        status.value, view.unit(text), text.lang, decimals=view.decimals(), approximate=status.approximate
    )
    return Card(
        view=view,
        chart=_chart(view, shelf),
        word=state_word(view.state, text),
        name=view.name(text),
        deadline=view.deadline(text),
        when=when,
        number=figure.number,
        unit=figure.unit.strip(),
        facts=tuple(_facts(view, text)),
        sentence=text.pick(status, "sentence"),
        methods=tuple(_methods(view, text)),
        alt=text(
            "charts.bar_alt",
            name=view.name(text),
            value=figure,
            target=view.target_text(text),
        ),
    )


def _chart(view: TargetView, shelf: Shelf) -> Chart:
    """The same description that is drawn on screen and for the press: the years, or a figure that stands alone."""
    assert view.indicator is not None
    found = shelf.figures(view.indicator.id)
    if len(found.yearly) > 1:
        return trend_chart(shelf.context, TrendInput(found, found.yearly, view, continued=True))
    return card_chart(shelf.context, found, view, SCALES[0])


def _facts(view: TargetView, text: Text) -> list[str]:
    status = view.status
    facts = [text("card.target", value=view.target_text(text))]
    if status.gap is not None:
        share = text("card.share", share=percent(status.level_share)) if status.level_share is not None else ""
        facts.append(f"{text('card.gap')}{text('meta.colon')}{view.signed(-status.gap, text)}{share}")
    parts = change_parts(view, text)
    if parts is None:
        return [*facts, text("card.no_previous")]
    since, change, ratio = parts
    return [*facts, f"{since}{text('meta.colon')}{change}{ratio}"]


def _methods(view: TargetView, text: Text) -> list[str]:
    status, place = view.status, LANGUAGES.index(text.lang)
    parts = []
    if isinstance(status.eurostat, Eurostat):
        word = GRADE_WORDS[status.eurostat.grade][place]
        parts.append(text("brief.eurostat", ratio=percent(status.eurostat.ratio), grade=word))
    if isinstance(status.elapsed, Elapsed):
        done, gone = percent(status.elapsed.progress), percent(status.elapsed.elapsed)
        parts.append(text("brief.elapsed", progress=done, elapsed=gone, grade=status.elapsed.grade))
    if parts and status.base_fiscal_year is not None:
        parts.append(text("brief.base", period=short_period(status.base_fiscal_year, None, text)))
    return parts


def _missing(view: TargetView, text: Text) -> Missing:
    why = text.pick(view.target, "no_actual") or view.status.reason or text("card.no_actual")
    target = text("card.target_deadline", value=view.target_text(text), deadline=view.deadline(text))
    return Missing(view.name(text), target, why)


def _foot(context: Context, views: Sequence[TargetView]) -> list[str]:
    text, catalogue = context.text, context.release.catalogue
    ids = dict.fromkeys(view.status.indicator_id for view in views if view.status.value is not None)
    wanted = [catalogue.indicators[one] for one in ids if one]
    figures = read_figures(context.release, wanted, level="country", as_known_on=context.known_on)
    stated = [found.latest.publication_id for found in figures if found.latest]
    sources = source_names(context, [*stated, *(view.target.publication_id for view in views)])
    lines = [text("meta.source") + text("meta.colon") + "／".join(sources)]
    if context.known_on is not None:
        lines.append(text("banner.known_on", day=calendar_day(context.known_on, text.lang)))
    lines.append(text("meta.note") + text("meta.colon") + text("brief.note"))
    return lines
