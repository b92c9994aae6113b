"""Content of 指標: everything about one indicator. Pure: release, words and choices in, page out."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import plotly.graph_objects as go
import polars as pl

from dashboard import indicator_bars as charts
from dashboard import indicator_parts as parts
from dashboard import indicator_tables as tables
from dashboard.components import page_footer, release_meta, source_names
from dashboard.context import LATEST, Context
from dashboard.figure.look import Look
from dashboard.figure.screen import figure as drawn
from dashboard.files import to_csv
from dashboard.formats import calendar_day, period, short_period
from dashboard.observations import Figures, Point, read_figures
from dashboard.pace_card import pace_card
from dashboard.press.trends import TrendInput, trend_chart
from dashboard.revisions import Revision, find_revisions
from dashboard.target_card import TargetView
from dashboard.theme import CARD
from dashboard.values import unit_of
from dashboard.verdict_card import verdict
from warehouse.catalogue import Indicator
from warehouse.status import VERDICTS, target_status

PERIODS = ("all", "10", "5")


@dataclass(frozen=True)
class Choice:
    """What the reader chose: indicator and years shown."""

    indicator_id: str
    period: str


@dataclass(frozen=True)
class Subject:
    """An indicator's figures under a choice, before they become a page."""

    context: Context
    choice: Choice
    found: Figures
    years: tuple[Point, ...]
    views: tuple[TargetView, ...]
    revisions: tuple[Revision, ...]

    @property
    def view(self) -> TargetView | None:
        """The target in force that matters most."""
        return self.views[0] if self.views else None

    @property
    def has_trend(self) -> bool:
        """Whether there are years to draw."""
        return len(self.years) > 1


@dataclass(frozen=True)
class IndicatorPage:
    """The page, ready to be sent."""

    described: str
    chart_head: str
    figure: go.Figure | None
    figure_alt: str
    chart_foot: str
    bars: str
    verdict: str
    pace: str
    tables: str
    definition: str
    csv: bytes
    csv_label: str
    csv_name: str
    foot: str


def page_meta(context: Context, found: Figures) -> list[tuple[str, str]]:
    """時点, 更新日 and リリース of the indicator's page."""
    text = context.text
    points = found.country or found.points
    newest = max(points, key=lambda point: point.order, default=None)
    when = text("values.unpublished")
    if newest is not None:
        when = period(newest.fiscal_year, newest.as_of, text, by_day=found.shows_day)
        if newest.is_provisional:
            when += text("values.provisional_suffix")
    return [(text("meta.as_of"), when), *release_meta(context)]


def subtitle(context: Context, indicator: Indicator) -> str:
    """Policy area, level of area and unit of an indicator, in words."""
    text = context.text
    area = text.pick(context.release.catalogue.by_programme[indicator.programme], "policy_area")
    levels = text("indicator.level_join").join(text(f"level.{level}") for level in indicator.levels)
    return text("indicator.subtitle", area=area, level=levels, unit=unit_of(indicator, text))


def known_days(context: Context, indicator_id: str) -> list[str]:
    """Days on which publications stated the indicator, newest first, as codes; the newest is `latest`."""
    frame = context.release.observations([indicator_id])
    days = sorted({day for day in frame["published_on"] if day is not None}, reverse=True)
    # The newest day is what is known now; an older one that the address names is listed as well.
    listed = {day.isoformat() for day in days[1:]} | ({context.known_on.isoformat()} if context.known_on else set())
    return [LATEST, *sorted(listed, reverse=True)]


def newest_day(context: Context, indicator_id: str) -> dt.date | None:
    """Day of the newest publication of the indicator."""
    newest = context.release.observations([indicator_id])["published_on"].max()
    return newest if isinstance(newest, dt.date) else None


def shown_years(found: Figures, choice: str) -> tuple[Point, ...]:
    """The years in view."""
    return found.yearly if choice == "all" else found.yearly[-int(choice) :]


def read_subject(context: Context, choice: Choice) -> Subject:
    """Read an indicator's figures."""
    indicator = context.release.catalogue.indicator(choice.indicator_id)
    found = read_figures(context.release, [indicator], as_known_on=context.known_on)[0]
    targets = {target.target_id: target for target in context.release.catalogue.targets}
    views = [
        TargetView(status, targets[status.target_id], indicator, status.verdict, context.clock)
        for status in target_status(context.release, today=context.today, as_known_on=context.known_on)
        if status.indicator_id == indicator.id
    ]
    views.sort(key=lambda view: (not view.target.kpi, VERDICTS.index(view.state)))
    revisions = find_revisions(context.release, indicator, context.known_on)
    return Subject(context, choice, found, shown_years(found, choice.period), tuple(views), tuple(revisions))


def build_indicator(context: Context, choice: Choice) -> IndicatorPage:
    """Build the page."""
    text = context.text
    subject = read_subject(context, choice)
    figure = trend_figure(subject) if subject.has_trend else None
    rows = csv_rows(context, choice)
    return IndicatorPage(
        described=describe(subject),
        chart_head=str(parts.chart_head(subject, chart_title(subject))) if figure else "",
        figure=figure,
        figure_alt=parts.figure_alt(subject) if figure else "",
        chart_foot="".join(str(part) for part in charts.below_chart(subject)),
        bars="".join(str(part) for part in charts.bar_grid(subject)),
        verdict=str(verdict(subject)),
        pace=str(pace_card(subject) or ""),
        tables="".join(str(part) for part in tables.tables(subject)),
        definition=str(tables.definition_list(subject)),
        csv=to_csv(context, rows, describe(subject)),
        csv_label=text("indicator.csv", rows=len(rows)),
        csv_name=f"{choice.indicator_id}_{context.release.release_id}.csv",
        foot=str(page_footer(context, text("indicator.foot_note"), sources=sources(subject))),
    )


def trend_figure(subject: Subject) -> go.Figure:
    """Draw the years in view, with the target and the recent pace continued."""
    revised = {item.fiscal_year for item in subject.revisions if item.fiscal_year and not item.breakdown}
    data = TrendInput(subject.found, subject.years, subject.view, revised, continued=True)
    return drawn(trend_chart(subject.context, data), Look(ground=CARD))


def describe(subject: Subject) -> str:
    """Say in words what is shown."""
    context, text = subject.context, subject.context.text
    name = text.pick(subject.found.indicator, "name")
    known = context.known_on or newest_day(context, subject.choice.indicator_id)
    day = calendar_day(known, text.lang) if known else text("period.unknown")
    if not subject.found.points:
        return text("indicator.described_none", name=name, day=day)
    if not subject.has_trend:
        return text("indicator.described", name=name, count=len(subject.found.points), day=day)
    first, last = subject.years[0].fiscal_year or 0, subject.years[-1].fiscal_year or 0
    years = {
        "first": short_period(first, None, text),
        "last": short_period(last, None, text),
        "count": len(subject.years),
    }
    return text("indicator.described_years", name=name, day=day, **years)


def chart_title(subject: Subject) -> str:
    """Say content, kind and unit of the chart."""
    text = subject.context.text
    key = "chart.title_target" if subject.view else "chart.title"
    indicator = subject.found.indicator
    return text(key, name=text.pick(indicator, "name"), unit=unit_of(indicator, text).strip())


def sources(subject: Subject) -> list[str]:
    """Credit lines of the publications that state what is shown, newest first."""
    points = sorted(subject.found.points, key=lambda point: point.order, reverse=True)
    return source_names(subject.context, [point.publication_id for point in points])


def csv_rows(context: Context, choice: Choice) -> list[dict[str, object]]:
    """Every current observation of the indicator, in the order of the published slice."""
    frame = context.release.observations([choice.indicator_id], as_known_on=context.known_on, current=True)
    return frame.drop("published_on", "level").with_columns(pl.col("as_of").cast(pl.String)).to_dicts()
