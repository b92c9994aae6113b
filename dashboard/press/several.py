"""Several series in one picture: compared on one scale, or as small charts of a programme side by side."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.context import Context
from dashboard.figure.model import Chart, Fact, Panel, Series
from dashboard.figure.numbers import Numbers
from dashboard.observations import Figures, Point
from dashboard.press import facts, sentences
from dashboard.press.footing import foot_of
from dashboard.press.observed import (
    absent,
    as_of,
    denominator,
    marked,
    numbers_of,
    phrases,
    row,
    series_of,
    sources,
)
from dashboard.press.trends import TrendInput, goal_of
from dashboard.text import Text
from dashboard.values import unit_of
from warehouse.catalogue import Programme
from warehouse.errors import InputError

MOST_SERIES = 6
MOST_PANELS = 12


def comparison_chart(
    context: Context, lines: Sequence[tuple[str, Figures, tuple[Point, ...]]], title: str, scale: str
) -> Chart:
    """Describe several series of one unit. `lines` are names, the indicators' figures, and the years in view.

    Raises:
        InputError: There are too many, or their units differ.
    """
    text = context.text
    units = {unit_of(found.indicator, text).strip() for _, found, _ in lines}
    if len(units) > 1:
        raise InputError(text("press.mixed_units", units=text("press.join").join(sorted(units))))
    if len(lines) > MOST_SERIES:
        raise InputError(text("press.too_many_series", most=MOST_SERIES))
    first = lines[0][1].indicator
    numbers = Numbers(units.pop(), text.lang, max(found.indicator.decimals for _, found, _ in lines), scale)
    series = tuple(series_of(name, points, numbers) for name, _, points in lines)
    every = [point for _, _, points in lines for point in points]
    newest = max(every, key=lambda point: point.order)
    indicators = list(dict.fromkeys(found.indicator.id for _, found, _ in lines))
    by_id = {found.indicator.id: found.indicator for _, found, _ in lines}
    required = [text("press.of", name=text.pick(one, "name"), note=note) if len(by_id) > 1 else note
                for one in by_id.values() for note in denominator(one, text)]  # fmt: skip
    return Chart(
        kind="comparison",
        lang=text.lang,
        indicator_ids=tuple(indicators),
        title=title,
        subtitle=text("press.subtitle.comparison", years=sentences.span_of(every, text), unit=numbers.unit),
        note="" if len(by_id) > 1 else text.pick(first, "definition"),
        unit=numbers.unit,
        numbers=numbers,
        foot=foot_of(context, sources(sorted(every, key=lambda point: point.order)), as_of(lines[0][1], newest, text),
                     [*dict.fromkeys([*_gaps(lines, text), *required])], marked(every, text)),
        series=series,
        unit_label=text("chart.unit", unit=numbers.unit),
        year_suffix=text("press.year_suffix"),
        provisional_word=text("values.provisional"),
        has_provisional=any(point.is_provisional for point in every),
        has_approximate=any(point.approximate for point in every),
        facts=(
            *(fact for one in series for fact in facts.of_years(one.points, numbers.unit)),
            *facts.of_periods(every),
            Fact(len(series), "count", "n"),
        ),
        phrases=tuple(one for indicator in by_id.values() for one in phrases(indicator, text)),
        caption=sentences.several_caption(series, text),
        alt_ja=sentences.comparison_alt(_again(lines, Text("ja"), scale), Text("ja")),
        alt_en=sentences.comparison_alt(_again(lines, Text("en"), scale), Text("en")),
        rows=tuple(row(found.indicator, point, name, text) for name, found, points in lines for point in points),
    )  # fmt: skip


def _gaps(lines: Sequence[tuple[str, Figures, tuple[Point, ...]]], text: Text) -> list[str]:
    """Notes on years without a figure; where they are the same for all series they are named once."""
    found = {name: absent(points, text) for name, _, points in lines}
    if len(set(found.values())) == 1:
        return [*filter(None, set(found.values()))]
    return [text("press.of", name=name, note=note) for name, note in found.items() if note]


def _again(lines: Sequence[tuple[str, Figures, tuple[Point, ...]]], text: Text, scale: str) -> list[Series]:
    """The lines in another language; breakdowns keep the source's own words."""
    found = []
    for name, figures, points in lines:
        is_part = bool(points[0].breakdown)
        named = name if is_part else text.pick(figures.indicator, "name")
        found.append(series_of(named, points, numbers_of(figures.indicator, text, scale)))
    return found


def multiples_chart(context: Context, programme: Programme, every: Sequence[TrendInput], scale: str) -> Chart:
    """Describe a programme's indicators as small charts, each with a scale of its own."""
    text = context.text
    shown, name = every[:MOST_PANELS], text.pick(programme, "name")
    panels = []
    for data in shown:
        numbers = numbers_of(data.indicator, text, scale)
        title = text.pick(data.indicator, "short")
        panels.append(Panel(title, series_of(title, data.years, numbers), numbers, goal_of(data.view, numbers, text)))
    points = [point for data in shown for point in data.years]
    newest = max(points, key=lambda point: point.order)
    notes_on, marks = ([note for data in shown for note in say(data, text)] for say in (_named_notes, _named_marks))
    said = [fact for panel in panels for fact in facts.of_years(panel.series.points, panel.numbers.unit)]
    return Chart(
        kind="multiples",
        lang=text.lang,
        indicator_ids=tuple(data.indicator.id for data in shown),
        title=text("press.title.multiples", programme=name),
        subtitle=text("press.subtitle.multiples", years=sentences.span_of(points, text)),
        note="",
        unit="",
        numbers=panels[0].numbers,
        foot=foot_of(context, sources(sorted(points, key=lambda point: point.order)),
                     as_of(shown[0].found, newest, text), notes_on, marks),
        panels=tuple(panels),
        more_label=text("press.more_panels", count="{count}"),
        year_suffix=text("press.year_suffix"),
        provisional_word=text("values.provisional"),
        has_provisional=any(point.is_provisional for point in points),
        has_approximate=any(point.approximate for point in points),
        facts=(*said, *facts.of_periods(points), Fact(len(panels), "count", "n")),
        phrases=(name, *(one for data in shown for one in phrases(data.indicator, text))),
        caption=sentences.several_caption([panel.series for panel in panels], text),
        alt_ja=_multiples_alt(programme, shown, Text("ja")),
        alt_en=_multiples_alt(programme, shown, Text("en")),
        rows=tuple(row(data.indicator, point, text.pick(data.indicator, "name"), text)
                   for data in shown for point in data.years),
    )  # fmt: skip


def _named_marks(data: TrendInput, text: Text) -> list[str]:
    short = text.pick(data.indicator, "short")
    return [text("press.of", name=short, note=note) for note in marked(data.years, text)]


def _named_notes(data: TrendInput, text: Text) -> list[str]:
    short = text.pick(data.indicator, "short")
    said = [text.pick(item, "note") for item in data.indicator.breaks
            if (data.years[0].fiscal_year or 0) < item.fiscal_year <= (data.years[-1].fiscal_year or 0)]  # fmt: skip
    return [text("press.of", name=short, note=note) for note in [*said, *denominator(data.indicator, text)]]


def _multiples_alt(programme: Programme, every: Sequence[TrendInput], text: Text) -> str:
    lines = [series_of(text.pick(data.indicator, "short"), data.years, numbers_of(data.indicator, text))
             for data in every]  # fmt: skip
    return sentences.multiples_alt(text.pick(programme, "name"), lines, text)
