"""One indicator over the years against its target: the required path, breaks, revisions, and the words for them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from itertools import pairwise

from dashboard.components import state_word
from dashboard.context import Context
from dashboard.figure.model import BreakMark, Chart, Goal, Series, Way, YearPoint
from dashboard.figure.numbers import Numbers
from dashboard.formats import short_period
from dashboard.observations import Figures, Point
from dashboard.press import facts, sentences
from dashboard.press.footing import foot_of
from dashboard.press.observed import as_of, marked, notes, numbers_of, phrases, row, series_of, sources
from dashboard.target_card import TargetView
from dashboard.text import Text
from warehouse.catalogue import Indicator
from warehouse.eras import era_short, era_year, fiscal_year_label

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
    # All years of the indicator, by which records are judged; None where those in view are all.
    every: tuple[Point, ...] | None = None

    @property
    def indicator(self) -> Indicator:
        """The indicator."""
        return self.found.indicator


def trend_chart(context: Context, data: TrendInput) -> Chart:
    """Describe an indicator's years with its target, the required path, breaks and revisions."""
    text, indicator = context.text, data.indicator
    numbers = numbers_of(indicator, text, data.scale)
    name = text.pick(indicator, "name")
    series = series_of(name, data.years, numbers, data.revised)
    goal = goal_of(data.view, numbers, text)
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
        title=sentences.trend_title(name, series, goal, is_record=_is_record(data), text=text),
        subtitle=_subtitle(name, series, goal, numbers, text),
        note=text.pick(indicator, "definition"),
        unit=numbers.unit,
        numbers=numbers,
        foot=foot_of(
            context,
            [*sources(data.years), *target_sources],
            as_of(data.found, data.years[-1], text),
            [*notes(indicator, data.years, text), *_path_notes(path, data.view, text)],
            marked(data.years, text),
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
        record=record_of(data),
        streak=streak_of(data),
        facts=(*said, *facts.of_periods(data.years)),
        phrases=phrases(indicator, text),
        caption=sentences.trend_caption(
            name, series, goal, data.view, is_record=_is_record(data), text=text, numbers=numbers
        ),
        verdict=verdict(data.view, text) if goal else "",
        alt_ja=_alt(data, Text("ja")),
        alt_en=_alt(data, Text("en")),
        rows=tuple(row(indicator, point, name, text) for point in data.years) + _target_rows(data, goal),
        unit_label=text("chart.unit", unit=numbers.unit),
        revised_word=text("chart.revised_mark"),
        base_label=_base_words(base, text)[0],
        base_said=_base_words(base, text)[1],
    )


def verdict(view: TargetView | None, text: Text) -> str:
    """Return where a target stands: the word for it, and the sentence that cards and alerts have too."""
    if view is None:
        return ""
    return text("press.of", name=state_word(view.state, text), note=text.pick(view.status, "sentence"))


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


def record_of(data: TrendInput) -> str:
    """Return whether the newest figure of all years, if it is in view, is alone the largest or the smallest."""
    every = data.every or data.years
    earlier = [point.value for point in every[:-1]]
    if not earlier or every[-1] != data.years[-1]:
        return ""
    newest = every[-1].value
    return "most" if newest > max(earlier) else "least" if newest < min(earlier) else ""


def streak_of(data: TrendInput) -> int:
    """Return for how many years without a gap the newest figure rose, negative if it fell; 0 if it is not in view."""
    every = data.every or data.years
    if every[-1] != data.years[-1]:
        return 0
    streak = 0
    for early, late in reversed(list(pairwise(every))):
        sign = (late.value > early.value) - (late.value < early.value)
        is_next = early.fiscal_year is not None and late.fiscal_year == early.fiscal_year + 1
        if not sign or not is_next or sign * streak < 0:
            break
        streak += sign
    return streak


def _is_record(data: TrendInput) -> bool:
    """Whether the newest figure is a record worth saying: the largest of several years, of what should grow."""
    many = len(data.every or data.years) >= RECORD_YEARS
    return data.indicator.direction == "up" and many and record_of(data) == "most"


def _subtitle(name: str, series: Series, goal: Goal | None, numbers: Numbers, text: Text) -> str:
    words = {"name": name, "unit": numbers.unit, "years": sentences.span(series, text)}
    if goal is not None and goal.year is not None:
        return text("press.subtitle.target", deadline=goal.when, **words)
    return text("press.subtitle.trend", **words)


def goal_of(view: TargetView | None, numbers: Numbers, text: Text) -> Goal | None:
    """Return a target with its words; None where there is none in numbers."""
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
    return sentences.trend_alt(series, goal_of(data.view, numbers, text), text)
