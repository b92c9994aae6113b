"""The table of programmes on 概況, and the same table as a file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from dashboard.breakdown_bars import ranked
from dashboard.charts import sparkline
from dashboard.components import indicator_href
from dashboard.context import Context
from dashboard.files import to_csv
from dashboard.formats import short_period
from dashboard.markup import Element, el, span
from dashboard.observations import Figures, Point
from dashboard.values import change_text, missing_change, point_quantity, ratio_text, unit_of

MOST_BREAKDOWNS = 4


@dataclass(frozen=True)
class Line:
    """One line: an indicator's total, or one of its breakdowns where the source gives no total."""

    found: Figures
    point: Point

    @property
    def is_total(self) -> bool:
        """Whether the line shows the total."""
        return not self.point.breakdown


def table_lines(figures: Sequence[Figures]) -> Iterator[Line]:
    """Yield the lines of the table: totals, else the few breakdowns, else the largest of many."""
    for found in figures:
        if found.latest is not None:
            yield Line(found, found.latest)
        else:
            parts = ranked(found.breakdowns)
            for part in parts if len(parts) <= MOST_BREAKDOWNS else parts[:1]:
                yield Line(found, part)


def programme_table(context: Context, figures: Sequence[Figures]) -> Element:
    """Build the table, grouped by policy area. On a narrow screen each row becomes a list entry."""
    text = context.text
    names = ("programme", "indicator", "latest", "period", "change", "ratio", "trend")
    right = {"latest", "change", "ratio"}
    head = el(
        "tr", *(el("th", text(f"table.{name}"), scope="col", class_="num" if name in right else None) for name in names)
    )
    areas = groupby(table_lines(figures), key=lambda line: line.found.indicator.policy_area)
    bodies = [_area_body(context, list(lines)) for _, lines in areas]
    caption = el("caption", text("overview.programmes"), class_="hidden")
    return el("table", caption, el("thead", head), *bodies, class_="programmes")


def _area_body(context: Context, lines: Sequence[Line]) -> Element:
    programme = context.release.catalogue.by_programme[lines[0].found.indicator.programme]
    title = el("tr", el("th", context.text.pick(programme, "policy_area"), colspan=7, scope="rowgroup"), class_="area")
    before = ""
    rows = []
    for line in lines:
        rows.append(_row(context, line, line.found.indicator.programme == before))
        before = line.found.indicator.programme
    return el("tbody", title, *rows)


def _name(context: Context, line: Line) -> str:
    short = context.text.pick(line.found.indicator, "short")
    return short if line.is_total else context.text("values.part", name=short, part=line.point.breakdown)


def _row(context: Context, line: Line, repeated: bool) -> Element:
    text = context.text
    found, point = line.found, line.point
    programme = context.release.catalogue.by_programme[found.indicator.programme]
    value = point_quantity(point, found.indicator, text)
    when = short_period(point.fiscal_year, point.as_of, text, by_day=found.shows_day)
    if point.is_provisional:
        when += text("values.provisional_suffix")
    change = found.change if line.is_total else None
    if change is None:
        changes = [el("td", missing_change(found, text), colspan=2, class_="num why change")]
    else:
        changes = [
            el("td", change_text(change, found.indicator, text, bare=True), class_="num strong change"),
            el("td", ratio_text(change, found.indicator) or text("values.points_only"), class_="num ratio"),
        ]
    link = el("a", _name(context, line), href=indicator_href(context, found.indicator.id))
    return el(
        "tr",
        el(
            "td",
            span("repeat", text.pick(programme, "name")) if repeated else text.pick(programme, "name"),
            class_="programme",
        ),
        el("th", link, scope="row", class_="name"),
        el("td", el("b", value.number), span("unit", value.unit), class_="num value"),
        el("td", when, class_="when"),
        *changes,
        el("td", _spark(context, line), class_="trend"),
    )


def _spark(context: Context, line: Line) -> Element | str:
    text = context.text
    series = line.found.yearly if line.is_total else ()
    if len(series) < 2:
        return span("why", text("values.single" if line.point.fiscal_year or line.point.as_of else "values.no_period"))
    first, last = series[0], series[-1]
    alt = text(
        "charts.spark_alt",
        name=text.pick(line.found.indicator, "name"),
        first=short_period(first.fiscal_year, None, text),
        first_value=point_quantity(first, line.found.indicator, text),
        last=short_period(last.fiscal_year, None, text),
        last_value=point_quantity(last, line.found.indicator, text),
    )
    return sparkline([(point.fiscal_year or 0, point.value) for point in series], alt)


def programme_csv(context: Context, figures: Sequence[Figures]) -> tuple[int, bytes]:
    """Return the number of lines and the table as a file: plain values, one a cell, units in their own column."""
    text = context.text
    by_programme = context.release.catalogue.by_programme
    rows = []
    for line in table_lines(figures):
        indicator, point = line.found.indicator, line.point
        change = line.found.change if line.is_total else None
        rows.append(
            {
                "policy_area": indicator.policy_area,
                "programme": text.pick(by_programme[indicator.programme], "name"),
                "indicator_id": indicator.id,
                "indicator_name": text.pick(indicator, "name"),
                "breakdown": point.breakdown,
                "fiscal_year": point.fiscal_year,
                "as_of": point.as_of,
                "value": point.value,
                "unit": unit_of(indicator, text),
                "approximate": point.approximate,
                "obs_status": point.obs_status,
                "change": change.value if change else None,
                "change_since_fiscal_year": change.earlier.fiscal_year if change else None,
                "publication_id": point.publication_id,
                "locator": point.locator,
            }
        )
    return len(rows), to_csv(context, rows, text("overview.csv_filter"))
