"""Tiles of the prefectures from figures that publications state of prefectures themselves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from dashboard.context import Context
from dashboard.figure.model import Area, Chart, Fact, Foot
from dashboard.figure.numbers import Numbers
from dashboard.formats import period as period_text
from dashboard.formats import short_period
from dashboard.map.tiles import NUMBERS
from dashboard.observations import Figures, Point
from dashboard.press.footing import foot_of
from dashboard.press.map_figures import facts_of, rows_of, short_of
from dashboard.press.map_legend import graded
from dashboard.press.map_words import named, tile_words, title_of_highest
from dashboard.text import LANGUAGES, Text
from dashboard.values import unit_of, value_quantity
from warehouse.area_records import all_areas
from warehouse.bodies import Period

_CODES = tuple(f"{number}000" for number in NUMBERS)


def points_chart(context: Context, figures: Figures, fiscal_year: int | None) -> Chart | None:
    """Describe the prefectures as tiles; None where fewer than two have a figure in the year (None: the newest)."""
    points = _points(figures, fiscal_year)
    if len(points) < 2:
        return None
    text, indicator = context.text, figures.indicator
    unit = unit_of(indicator, text)
    numbers = Numbers(unit, text.lang, indicator.decimals)
    steps, legend = graded(
        [point.value for point in points.values()], len(_CODES), indicator.decimals, partial(_said, figures, text), text
    )
    places = dict(zip(points, steps, strict=True))
    areas = tuple(_area(code, points.get(code), places.get(code, len(legend) - 1), numbers, figures, text)
                  for code in _CODES)  # fmt: skip
    period = _period(list(points.values()))
    titles = {lang: _title(figures, points, period, Text(lang)) for lang in LANGUAGES}
    name = text.pick(indicator, "name")
    return Chart(
        kind="tiles",
        lang=text.lang,
        indicator_ids=(indicator.id,),
        title=titles[text.lang],
        subtitle=text(
            "press.map.subtitle", name=name, by=text("press.map.by.prefecture"), period=_long(figures, period, text)
        ),
        note="",
        unit=unit,
        numbers=numbers,
        foot=_foot(context, figures, points, period),
        areas=areas,
        legend=legend,
        has_approximate=any(point.approximate for point in points.values()),
        has_provisional=any(point.is_provisional for point in points.values()),
        facts=(*facts_of(areas, legend, period, unit), Fact(len(_CODES) - len(points), "count", "missing")),
        caption=text("press.map.caption.tiles", title=titles[text.lang]),
        alt_ja=_alt(figures, points, titles["ja"], Text("ja")),
        alt_en=_alt(figures, points, titles["en"], Text("en")),
        rows=tuple(_with_source(row, points) for row in rows_of(indicator.id, areas, legend, period, unit)),
    )  # fmt: skip


def _foot(context: Context, figures: Figures, points: Mapping[str, Point], period: Period) -> Foot:
    text = context.text
    when = _short(figures, period, text) if figures.shows_day else _long(figures, period, text)
    return foot_of(context, period.publication_ids, when, _required(figures, points, text))


def _points(figures: Figures, fiscal_year: int | None) -> dict[str, Point]:
    """Totals of the prefectures of one year by code; of several days of a year, those of the last."""
    found = figures.at_level("prefecture")
    if fiscal_year is not None:
        every = (point for point in figures.points if point.level == "prefecture" and not point.breakdown)
        found = tuple(point for point in every if point.fiscal_year == fiscal_year)
    return {point.area_code: point for point in sorted(found, key=lambda point: (point.area_code, point.order))}


def _period(points: Sequence[Point]) -> Period:
    days = [point.as_of for point in points if point.as_of is not None]
    sources = tuple(sorted({point.publication_id for point in points}))
    return Period(points[0].fiscal_year, max(days, default=None), sources)


def _said(figures: Figures, text: Text, value: float, approximate: bool = False) -> str:
    return str(value_quantity(value, figures.indicator, text, approximate))


def _area(code: str, point: Point | None, step: int, numbers: Numbers, figures: Figures, text: Text) -> Area:
    name, words = text.pick(all_areas()[code], "name"), tile_words(text)[code]
    if point is None:
        none = text("map.no_data")
        return Area(code, name, None, none, none, step, *words)
    said = _said(figures, text, point.value, point.approximate)
    return Area(code, name, point.value, said, short_of(numbers, point.value), step, *words)


def _long(figures: Figures, period: Period, text: Text) -> str:
    return period_text(period.fiscal_year, period.as_of, text, by_day=figures.shows_day)


def _short(figures: Figures, period: Period, text: Text) -> str:
    return short_period(period.fiscal_year, period.as_of, text, by_day=figures.shows_day)


def _title(figures: Figures, points: Mapping[str, Point], period: Period, text: Text) -> str:
    when = _short(figures, period, text)
    values = {code: point.value for code, point in points.items()}
    return title_of_highest(
        text.pick(figures.indicator, "short"), values, lambda code: _of(figures, points[code], text), when, text,
        is_amount=not figures.indicator.unit.startswith("%"),
    )  # fmt: skip


def _of(figures: Figures, point: Point, text: Text) -> str:
    return _said(figures, text, point.value, point.approximate)


def _required(figures: Figures, points: Mapping[str, Point], text: Text) -> list[str]:
    found = []
    missing = len(_CODES) - len(points)
    if missing:
        found.append(text("press.map.missing", count=missing))
    denominator = text.pick(figures.indicator, "denominator")
    if denominator:
        found.append(text("chart.denominator", denominator=denominator))
    if any(point.approximate for point in points.values()):
        found.append(text("press.map.approximate"))
    if any(point.is_provisional for point in points.values()):
        found.append(text("press.map.provisional"))
    return [*found, text("map.method.quantile")]


def _alt(figures: Figures, points: Mapping[str, Point], title: str, text: Text) -> str:
    order = sorted(points.values(), key=lambda point: -point.value)
    high, low = order[0], order[-1]
    key = "spread" if high.value > low.value else "same"
    tops, lows = (
        named([point.area_code for point in order if point.value == end.value], text) for end in (high, low)
    )  # fmt: skip
    said = text(
        f"press.map.alt.{key}", title=title, known=len(points), highest=tops, lowest=lows,
        high=_of(figures, high, text), low=_of(figures, low, text),
    )  # fmt: skip
    missing = len(_CODES) - len(points)
    return said + text("press.map.alt.missing", count=missing) if missing else said


def _with_source(row: Mapping[str, object], points: Mapping[str, Point]) -> Mapping[str, object]:
    """Name the publication of the figure itself: prefectures can come from different ones."""
    point = points.get(str(row["area_code"]))
    return {**row, "publication_ids": point.publication_id if point else "", "as_of": point.as_of if point else None}
