"""Charts without years: breakdowns and rankings as bars, shares of a whole, and a figure that stands alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from dashboard.breakdown_bars import is_rest, ranked
from dashboard.context import Context
from dashboard.figure.model import Bar, CardFacts, Chart, Fact, Foot
from dashboard.figure.numbers import Numbers
from dashboard.formats import period
from dashboard.observations import Figures, Point
from dashboard.press import facts, sentences
from dashboard.press.footing import foot_of
from dashboard.press.observed import denominator, marked, numbers_of, phrases, row, sources
from dashboard.press.trends import verdict
from dashboard.target_card import TargetView, change_parts
from dashboard.text import Text
from warehouse.area_records import all_areas

ALL_PREFECTURES = 47
HUNDRED = 100.0
# Printed shares are rounded, so the parts of a whole may miss it by this much.
ROUNDING = 1.0


def parts_of(found: Figures) -> list[Point]:
    """Return the newest breakdown in the order in which it is shown; parts of parts follow only where all are."""
    points = ranked(found.breakdowns)
    depths = [point.breakdown.count("/") for point in points]
    least = min(depths, default=0)
    # A parent and its parts in one chart would show the same thing twice.
    names = {point.breakdown for point in points}
    nested = any("/" in name and name.rsplit("/", 1)[0] in names for name in names)
    return [point for point, depth in zip(points, depths, strict=True) if depth == least] if nested else points


def is_whole(found: Figures) -> bool:
    """Whether the breakdown is known to add up: to the total, or to 100 %."""
    points = parts_of(found)
    if found.indicator.breakdowns_sum == "none" or len(points) < 2:
        return False
    total = HUNDRED if found.indicator.breakdowns_sum == "100" else _total(found, points)
    return total is not None and abs(sum(point.value for point in points) - total) <= ROUNDING


def _total(found: Figures, points: Sequence[Point]) -> float | None:
    year = points[0].fiscal_year
    return next((point.value for point in found.country if point.fiscal_year == year), None)


def _bars(points: Sequence[Point], numbers: Numbers, names: Sequence[str]) -> tuple[Bar, ...]:
    return tuple(
        Bar(
            name,
            point.value,
            numbers.said(point.value, approximate=point.approximate),
            is_rest(point.breakdown),
            point.approximate,
        )
        for point, name in zip(points, names, strict=True)
    )


def _part_names(points: Sequence[Point], text: Text) -> list[str]:
    return [point.breakdown.replace("/", text("press.part_join")) for point in points]


def _when(found: Figures, points: Sequence[Point], text: Text) -> str:
    newest = max(points, key=lambda point: point.order)
    return period(newest.fiscal_year, newest.as_of, text, by_day=found.shows_day)


def _foot(context: Context, found: Figures, points: Sequence[Point], *more: str) -> Foot:
    text = context.text
    ordered = sorted(points, key=lambda point: point.order)
    when = _when(found, points, text)
    if ordered[-1].is_provisional:
        when += text("values.provisional_suffix")
    required = [*more, *denominator(found.indicator, text)]
    return foot_of(context, sources(ordered), when, required, marked(points, text))


def bars_chart(context: Context, found: Figures, scale: str) -> Chart:
    """Describe the newest breakdown of an indicator as bars."""
    points = parts_of(found)
    text, indicator = context.text, found.indicator
    full = HUNDRED if indicator.unit.startswith("%") else None
    of = text("press.subtitle.breakdown")
    return _ranking(context, found, points, _part_names, numbers_of(indicator, text, scale), of=of, full=full)


def ranking_chart(context: Context, found: Figures, scale: str) -> Chart:
    """Describe the figures of prefectures as bars, the largest first."""
    text = context.text
    points = sorted(found.at_level("prefecture"), key=lambda point: (-point.value, point.area_code))
    few = len(points) < ALL_PREFECTURES
    more = [text("chart.some_prefectures", count=len(points))] if few else []
    numbers, of = numbers_of(found.indicator, text, scale), text("press.subtitle.prefectures")
    return _ranking(context, found, points, _area_names, numbers, of=of, more=more)


def _area_names(points: Sequence[Point], text: Text) -> list[str]:
    return [text.pick(all_areas()[point.area_code], "name") for point in points]


def _ranking(
    context: Context,
    found: Figures,
    points: Sequence[Point],
    names_of: Callable[[Sequence[Point], Text], list[str]],
    numbers: Numbers,
    *,
    of: str,
    full: float | None = None,
    more: Sequence[str] = (),
) -> Chart:
    text, indicator = context.text, found.indicator
    names = names_of(points, text)
    bars, name, when = _bars(points, numbers, names), text.pick(indicator, "name"), _when(found, points, text)
    named = sorted((bar for bar in bars if not bar.rest), key=lambda bar: -bar.value) or list(bars)
    title = text("press.title.bars", name=name, top=named[0].name, value=named[0].said)
    return Chart(
        kind="bars",
        lang=text.lang,
        indicator_ids=(indicator.id,),
        title=title if len(bars) > 1 else text("press.title.value", name=name, value=named[0].said),
        subtitle=text("press.subtitle.bars", of=of, when=when, unit=numbers.unit),
        note=text.pick(indicator, "definition"),
        unit=numbers.unit,
        numbers=numbers,
        foot=_foot(context, found, points, *more),
        bars=bars,
        full=full,
        more_label=text("press.more_bars", count="{count}"),
        has_provisional=any(point.is_provisional for point in points),
        has_approximate=any(point.approximate for point in points),
        facts=(*facts.of_bars(bars, numbers.unit), *facts.of_periods(points)),
        phrases=(*phrases(indicator, text), *names),
        caption=sentences.bars_caption(name, when, bars, text),
        alt_ja=_again(found, points, names_of(points, Text("ja")), Text("ja")),
        alt_en=_again(found, points, names_of(points, Text("en")), Text("en")),
        rows=tuple(row(indicator, point, label, text) for point, label in zip(points, names, strict=True)),
    )


def _again(found: Figures, points: Sequence[Point], names: Sequence[str], text: Text, *, whole: bool = False) -> str:
    """The alternative text in a language; labels of the source stay as they are."""
    bars = _bars(points, numbers_of(found.indicator, text), names)
    say = sentences.stacked_alt if whole else sentences.bars_alt
    return say(text.pick(found.indicator, "name"), _when(found, points, text), bars, text)


def stacked_chart(context: Context, found: Figures, scale: str) -> Chart:
    """Describe the parts of a whole that is known."""
    text, indicator, points = context.text, found.indicator, parts_of(found)
    numbers = numbers_of(indicator, text, scale)
    names, name, when = _part_names(points, text), text.pick(indicator, "name"), _when(found, points, text)
    bars = _bars(points, numbers, names)
    is_share = indicator.breakdowns_sum == "100"
    total = HUNDRED if is_share else _total(found, points) or 0.0
    top = max((bar for bar in bars if not bar.rest), key=lambda bar: bar.value, default=bars[0])
    said = sum(bar.value for bar in bars)
    off = [text("press.rounding_note", total=numbers.said(said))] if is_share and abs(said - HUNDRED) > 1e-6 else []
    return Chart(
        kind="stacked",
        lang=text.lang,
        indicator_ids=(indicator.id,),
        title=text("press.title.bars", name=name, top=top.name, value=top.said),
        subtitle=text("press.subtitle.stacked", when=when, total=numbers.said(total)),
        note=text.pick(indicator, "definition"),
        unit=numbers.unit,
        numbers=numbers,
        foot=_foot(context, found, points, *off),
        bars=bars,
        full=total,
        total=text("press.total", value=numbers.said(total)),
        has_provisional=any(point.is_provisional for point in points),
        has_approximate=any(point.approximate for point in points),
        facts=(*facts.of_bars(bars, numbers.unit), *facts.of_periods(points), facts.value(total, "total", numbers.unit),
               facts.value(said, "sum", numbers.unit)),
        phrases=(*phrases(indicator, text), *names),
        caption=sentences.stacked_caption(name, when, bars, text),
        alt_ja=_again(found, points, names, Text("ja"), whole=True),
        alt_en=_again(found, points, names, Text("en"), whole=True),
        rows=tuple(row(indicator, point, label, text) for point, label in zip(points, names, strict=True)),
    )  # fmt: skip


def lone_point(found: Figures) -> Point | None:
    """Return the figure of a card: the newest total, else a breakdown that is alone."""
    if found.latest is not None:
        return found.latest
    parts = parts_of(found)
    return parts[0] if len(parts) == 1 else None


def card_chart(context: Context, found: Figures, view: TargetView | None, scale: str) -> Chart:
    """Describe a figure that stands alone, with its target, its change, or the whole that it is a share of."""
    text, indicator, point = context.text, found.indicator, lone_point(found)
    assert point is not None
    numbers, name = numbers_of(indicator, text, scale), text.pick(indicator, "name")
    if point.breakdown:
        name = text("values.part", name=name, part=point.breakdown.replace("/", text("press.part_join")))
    card, said = _card(found, view, point, text, scale), numbers.said(point.value, approximate=point.approximate)
    target = [view.target.publication_id] if view is not None and card.is_target else []
    foot = _foot(context, found, [point])
    if target:
        foot = foot_of(context, [point.publication_id, *target], foot.as_of, foot.required, foot.marks)
    return Chart(
        kind="card",
        lang=text.lang,
        indicator_ids=(indicator.id,),
        title=text("press.title.value", name=name, value=said),
        subtitle=text("press.subtitle.card", when=card.when, unit=numbers.unit),
        note=text.pick(indicator, "definition"),
        unit=numbers.unit,
        numbers=numbers,
        foot=foot,
        card=card,
        has_provisional=point.is_provisional,
        has_approximate=point.approximate,
        facts=_card_facts(found, view, point, numbers),
        phrases=(*phrases(indicator, text), name),
        caption=text("press.caption.card", name=name, when=card.when, value=said),
        verdict=verdict(view, text) if card.is_target else "",
        alt_ja=_card_alt(found, view, point, Text("ja"), scale),
        alt_en=_card_alt(found, view, point, Text("en"), scale),
        rows=(row(indicator, point, name, text),),
    )


def _card_alt(found: Figures, view: TargetView | None, point: Point, text: Text, scale: str) -> str:
    return sentences.card_alt(text.pick(found.indicator, "name"), _card(found, view, point, text, scale), text)


def _card_facts(found: Figures, view: TargetView | None, point: Point, numbers: Numbers) -> tuple[Fact, ...]:
    given = [facts.value(point.value, "value", numbers.unit), *facts.of_periods([point])]
    given += facts.of_target(view, numbers.unit)
    if found.change is not None:
        given.append(Fact(abs(found.change.value), "value", "change"))
        given.append(Fact(found.change.earlier.fiscal_year or 0, "year", "change"))
        if found.change.ratio is not None:
            given.append(Fact(abs(found.change.ratio) * 100, "percent", "change"))
    return (*given, Fact(HUNDRED, "percent", "whole")) if numbers.unit.startswith("%") else tuple(given)


def _card(found: Figures, view: TargetView | None, point: Point, text: Text, scale: str) -> CardFacts:
    numbers = numbers_of(found.indicator, text, scale)
    when = _when(found, [point], text)
    if point.is_provisional:
        when += text("values.provisional_suffix")
    short = numbers.short(point.value, approximate=point.approximate)
    unit = numbers.said(point.value, approximate=point.approximate).removeprefix(short)
    lines: list[tuple[str, str]] = []
    full, label, is_target = None, "", False
    if view is not None and view.status.target_value is not None and not point.breakdown:
        status, full, is_target = view.status, view.status.target_value, True
        label = text("charts.target", value=numbers.said(full))
        deadline = text("press.in_brackets", words=view.deadline(text))
        lines.append((text("brief.target"), numbers.said(full) + deadline))
        if status.gap is not None:
            lines.append((text("card.gap"), str(view.signed(-status.gap, text))))
        if (parts := change_parts(view, text)) is not None:
            lines.append((parts[0], parts[1] + parts[2]))
    elif found.indicator.unit.startswith("%"):
        full, label = HUNDRED, text("charts.whole", value=text("charts.hundred"))
    if said := text.pick(found.indicator, "denominator"):
        lines.append((text("press.denominator"), said))
    return CardFacts(when, short, unit, tuple(lines), point.value, full, label, is_target)
