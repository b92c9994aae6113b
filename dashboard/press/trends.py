"""Charts over the years: one indicator against its target, several compared, and small ones side by side."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from dashboard.context import Context
from dashboard.figure.model import BreakMark, Chart, Fact, Goal, Panel, Series, Way, YearPoint
from dashboard.figure.numbers import Numbers
from dashboard.formats import period, short_period
from dashboard.observations import Figures, Point
from dashboard.press import facts, sentences
from dashboard.press.footing import foot_of
from dashboard.target_card import TargetView
from dashboard.text import Text
from dashboard.values import unit_of
from warehouse.catalogue import Indicator, Programme
from warehouse.eras import era_short, era_year, fiscal_year_label
from warehouse.errors import InputError

MOST_SERIES = 6
MOST_PANELS = 12
# So many years make a record worth a title.
RECORD_YEARS = 5


@dataclass(frozen=True)
class TrendInput:
    """An indicator's years in view, the target in force, the years that were revised, and how figures are written."""

    found: Figures
    years: tuple[Point, ...]
    view: TargetView | None = None
    revised: Collection[int] = ()
    scale: str = "plain"
    # Whether the recent pace is continued up to the deadline.
    continued: bool = False

    @property
    def indicator(self) -> Indicator:
        """The indicator."""
        return self.found.indicator


def numbers_of(indicator: Indicator, text: Text, scale: str = "plain") -> Numbers:
    """Return how figures of an indicator are written."""
    return Numbers(unit_of(indicator, text).strip(), text.lang, indicator.decimals, scale)


def series_of(name: str, points: Sequence[Point], numbers: Numbers, revised: Collection[int] = ()) -> Series:
    """Turn observations into a line."""
    return Series(name, tuple(_year(point, numbers, revised) for point in points), numbers.unit)


def _year(point: Point, numbers: Numbers, revised: Collection[int]) -> YearPoint:
    year = point.fiscal_year or 0
    return YearPoint(
        year,
        point.value,
        numbers.said(point.value, approximate=point.approximate),
        numbers.short(point.value, approximate=point.approximate),
        point.approximate,
        point.is_provisional,
        year in revised,
    )


def trend_chart(context: Context, data: TrendInput) -> Chart:
    """Describe an indicator's years with its target, the required path, breaks and revisions."""
    text, indicator = context.text, data.indicator
    numbers = numbers_of(indicator, text, data.scale)
    name = text.pick(indicator, "name")
    series = series_of(name, data.years, numbers, data.revised)
    goal = _goal(data.view, numbers, text)
    path, base = _path(data, series, numbers, text)
    said = [*facts.of_years(series.points, numbers.unit), *facts.of_target(data.view, numbers.unit)]
    breaks = tuple(
        BreakMark(item.fiscal_year, text("values.break_number", number=number))
        for number, item in enumerate(indicator.breaks, start=1)
        if series.points[0].year < item.fiscal_year <= series.last.year
    )
    target_sources = [data.view.target.publication_id] if data.view and goal else []
    return Chart(
        kind="trend",
        lang=text.lang,
        indicator_ids=(indicator.id,),
        title=sentences.trend_title(name, series, goal, is_record=_is_record(indicator, series), text=text),
        subtitle=_subtitle(name, series, goal, numbers, text),
        note=text.pick(indicator, "definition"),
        unit=numbers.unit,
        numbers=numbers,
        foot=foot_of(
            context,
            [*sources(data.years), *target_sources],
            as_of(data.found, data.years[-1], text),
            [*notes(indicator, data.years, text), *_path_notes(path, data.view, text)],
        ),
        series=(series,),
        goal=goal,
        path=path,
        continuation=_continuation(data.view, numbers, text) if data.continued else None,
        base=base,
        breaks=breaks,
        year_suffix=text("press.year_suffix"),
        provisional_word=text("values.provisional"),
        has_provisional=any(point.provisional for point in series.points),
        has_approximate=any(point.approximate for point in series.points),
        facts=(*said, *facts.of_periods(data.years)),
        phrases=phrases(indicator, text),
        caption=sentences.trend_caption(
            name, series, goal, data.view, is_record=_is_record(indicator, series), text=text, numbers=numbers
        ),
        alt_ja=_alt(data, Text("ja")),
        alt_en=_alt(data, Text("en")),
        rows=tuple(row(indicator, point, name, text) for point in data.years) + _target_rows(data, goal),
        unit_label=text("chart.unit", unit=numbers.unit),
        revised_word=text("chart.revised_mark"),
        base_label=_base_words(base, text)[0],
        base_said=_base_words(base, text)[1],
    )


def short_year(year: int, text: Text) -> str:
    """Name a year in few letters."""
    return era_short(year) if text.lang == "ja" else str(year)


def _base_words(base: YearPoint | None, text: Text) -> tuple[str, str]:
    """What is written beside the base year, and what is said when it is pointed at."""
    if base is None:
        return "", ""
    when = fiscal_year_label(base.year, text.lang)
    return (
        text("chart.base_label", year=short_year(base.year, text), value=base.said),
        text("chart.base_hover", period=when, value=base.said),
    )


def _is_record(indicator: Indicator, series: Series) -> bool:
    """Whether the newest figure is the largest that there has been, which is worth saying of what should grow."""
    earlier = [point.value for point in series.points[:-1]]
    return indicator.direction == "up" and len(earlier) >= RECORD_YEARS - 1 and series.last.value > max(earlier)


def _subtitle(name: str, series: Series, goal: Goal | None, numbers: Numbers, text: Text) -> str:
    words = {"name": name, "unit": numbers.unit, "years": sentences.span(series, text)}
    if goal is not None and goal.year is not None:
        return text("press.subtitle.target", deadline=goal.when, **words)
    return text("press.subtitle.trend", **words)


def _goal(view: TargetView | None, numbers: Numbers, text: Text) -> Goal | None:
    if view is None or view.status.target_value is None:
        return None
    status = view.status
    goal = view.status.target_value
    assert goal is not None
    open_gap = status.gap is not None and not status.met
    gap = numbers.said(abs(status.gap or 0)) if open_gap else ""
    is_down = view.indicator is not None and view.indicator.direction == "down"
    needed = status.needed_per_year if status.state == "期限前" and open_gap else None
    off = status.value - status.path_value if status.value is not None and status.path_value is not None else None
    return Goal(
        value=goal,
        year=status.target_fiscal_year,
        label=text("charts.target", value=numbers.said(goal)),
        when=short_period(status.target_fiscal_year, None, text) if status.target_fiscal_year else "",
        gap=text("press.gap_down" if is_down else "press.gap_up", gap=_points(gap, numbers, text)) if gap else "",
        pace=text("press.pace", change=view.signed(needed, text)) if needed else "",
        met=status.met,
        on_path=status.on_path,
        path_gap=text("chart.gap_label", value=view.signed(off, text))
        if off is not None and view.state == "late"
        else "",
        dated=text("chart.target_label", value=numbers.said(goal), year=short_year(status.target_fiscal_year, text))
        if status.target_fiscal_year
        else "",
    )


def _points(gap: str, numbers: Numbers, text: Text) -> str:
    """A difference of shares is in points."""
    return text("press.points", value=gap.removesuffix("%")) if numbers.unit.startswith("%") else gap


def _path(data: TrendInput, series: Series, numbers: Numbers, text: Text) -> tuple[Way | None, YearPoint | None]:
    status = data.view.status if data.view else None
    if status is None or status.base_fiscal_year is None or status.base_value is None:
        return None, None
    end, goal = status.target_fiscal_year, status.target_value
    if end is None or goal is None or not series.points[0].year <= status.base_fiscal_year < end:
        return None, None
    said = numbers.said(status.base_value)
    base = YearPoint(status.base_fiscal_year, status.base_value, said, numbers.short(status.base_value))
    way = Way(((base.year, base.value), (end, goal)), text("chart.legend_path"))
    return way, base


def _path_notes(path: Way | None, view: TargetView | None, text: Text) -> list[str]:
    if path is None:
        return []
    return [text("press.path_note", base=short_period(path.places[0][0], None, text))]


def _continuation(view: TargetView | None, numbers: Numbers, text: Text) -> Way | None:
    if view is None or not view.continuation or view.status.mean is None or view.status.value is None:
        return None
    steps, years = view.continuation, view.status.mean.years
    start = (view.status.year or 0, view.status.value)
    banded = [step for step in steps if step.low is not None and step.high is not None]
    band = tuple((step.fiscal_year, step.low or 0.0, step.high or 0.0) for step in banded)
    last = steps[-1]
    said = text("chart.extension_hover", years=years, value=numbers.said(last.value))
    if last.low is not None and last.high is not None:
        said += text("chart.band_hover", low=numbers.said(last.low), high=numbers.said(last.high))
    return Way((start, *((step.fiscal_year, step.value) for step in steps)), text("brief.continued"), said, band)


def as_of(found: Figures, newest: Point, text: Text) -> str:
    """Return the period of the newest figure, in words."""
    when = period(newest.fiscal_year, newest.as_of, text, by_day=found.shows_day)
    return when + text("values.provisional_suffix") if newest.is_provisional else when


def sources(points: Sequence[Point]) -> list[str]:
    """Return the publications of figures, the newest figure's first."""
    return list(dict.fromkeys(point.publication_id for point in reversed(points)))


def phrases(indicator: Indicator, text: Text) -> tuple[str, ...]:
    """Return names in which digits are no figures."""
    found = [text.pick(indicator, field) for field in ("name", "short", "definition", "denominator")]
    return tuple(filter(None, found))


def notes(indicator: Indicator, years: Sequence[Point], text: Text) -> list[str]:
    """Return notes on breaks, absent years, denominators, and on provisional, approximate and second-hand figures."""
    shown = [point.fiscal_year or 0 for point in years]
    found = [
        text("values.numbered_break", number=number, note=text.pick(item, "note"))
        for number, item in enumerate(indicator.breaks, start=1)
        if shown[0] < item.fiscal_year <= shown[-1]
    ]
    if gap := absent(years, text):
        found.append(gap)
    return [*marked(years, text), *found, *denominator(indicator, text)]


def absent(years: Sequence[Point], text: Text) -> str:
    """Return the note on years without a figure inside a series; empty where there are none."""
    shown = {point.fiscal_year or 0 for point in years}
    gaps = [short_period(year, None, text) for year in range(min(shown), max(shown)) if year not in shown]
    return text("chart.absent", years=text("chart.absent_join").join(gaps)) if gaps else ""


def denominator(indicator: Indicator, text: Text) -> list[str]:
    """Return the note on what 100 % is."""
    said = text.pick(indicator, "denominator")
    return [text("chart.denominator", denominator=said)] if said else []


def marked(points: Sequence[Point], text: Text) -> list[str]:
    """Return the notes that mark provisional and approximate figures."""
    found = []
    provisional = [point for point in points if point.is_provisional]
    if provisional:
        years = dict.fromkeys(short_period(point.fiscal_year, point.as_of, text) for point in provisional)
        found.append(text("press.provisional_note", years=text("chart.absent_join").join(years)))
    if any(point.approximate for point in points):
        found.append(text("press.approximate_note"))
    return found


def row(indicator: Indicator, point: Point, series: str, text: Text, *, role: str = "actual") -> dict[str, object]:
    """Return a figure as a row of the table of what is drawn."""
    return {
        "indicator_id": indicator.id,
        "series": series,
        "role": role,
        "area_code": point.area_code,
        "area_name": point.area_name,
        "fiscal_year": point.fiscal_year,
        "era_year": era_year(point.fiscal_year) if point.fiscal_year is not None else None,
        "as_of": point.as_of,
        "breakdown": point.breakdown,
        "value": point.value,
        "unit": indicator.unit,
        "approximate": point.approximate,
        "obs_status": point.obs_status,
        "publication_id": point.publication_id,
    }


def _target_rows(data: TrendInput, goal: Goal | None) -> tuple[dict[str, object], ...]:
    if goal is None or data.view is None:
        return ()
    blank = dict.fromkeys(row(data.indicator, data.years[-1], "", Text("ja")))
    return (
        {
            **blank,
            "indicator_id": data.indicator.id,
            "series": data.view.target.target_id,
            "role": "target",
            "area_code": data.years[-1].area_code,
            "area_name": data.years[-1].area_name,
            "fiscal_year": goal.year,
            "era_year": era_year(goal.year) if goal.year is not None else None,
            "value": goal.value,
            "unit": data.indicator.unit,
            "approximate": False,
            "publication_id": data.view.target.publication_id,
        },
    )


def _alt(data: TrendInput, text: Text) -> str:
    numbers = numbers_of(data.indicator, text, data.scale)
    series = series_of(text.pick(data.indicator, "name"), data.years, numbers)
    return sentences.trend_alt(series, _goal(data.view, numbers, text), text)


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
                     [*marked(every, text), *dict.fromkeys([*_gaps(lines, text), *required])]),
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
        panels.append(Panel(title, series_of(title, data.years, numbers), numbers, _goal(data.view, numbers, text)))
    points = [point for data in shown for point in data.years]
    newest = max(points, key=lambda point: point.order)
    notes_on = [note for data in shown for note in _named_notes(data, text)]
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
                     as_of(shown[0].found, newest, text), [*marked(points, text), *notes_on]),
        panels=tuple(panels),
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


def _named_notes(data: TrendInput, text: Text) -> list[str]:
    short = text.pick(data.indicator, "short")
    said = [text.pick(item, "note") for item in data.indicator.breaks
            if (data.years[0].fiscal_year or 0) < item.fiscal_year <= (data.years[-1].fiscal_year or 0)]  # fmt: skip
    return [text("press.of", name=short, note=note) for note in [*said, *denominator(data.indicator, text)]]


def _multiples_alt(programme: Programme, every: Sequence[TrendInput], text: Text) -> str:
    lines = [series_of(text.pick(data.indicator, "short"), data.years, numbers_of(data.indicator, text))
             for data in every]  # fmt: skip
    return sentences.multiples_alt(text.pick(programme, "name"), lines, text)
