"""Titles, captions and alternative texts of charts, written from the figures: fact, comparison, what is needed next."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from dashboard.figure.model import Bar, CardFacts, Goal, Series, YearPoint
from dashboard.figure.numbers import Numbers
from dashboard.formats import percent, short_period
from dashboard.observations import Point
from dashboard.target_card import TargetView
from dashboard.text import Text
from warehouse.numbers import number

# A step within these shares of the value before and of the whole range reads as level.
LEVEL_OF_VALUE, LEVEL_OF_RANGE = 0.03, 0.05
# More stretches than these are told as ups and downs.
MOST_STRETCHES = 4
NAMED = 5


def _year(year: int, text: Text) -> str:
    return short_period(year, None, text)


def span(series: Series, text: Text) -> str:
    """Return the first and last year of a series: `平成21〜令和6年度`."""
    return _span(series.points[0].year, series.last.year, text)


def span_of(points: Sequence[Point], text: Text) -> str:
    """Return the first and last year of figures."""
    years = [point.fiscal_year for point in points if point.fiscal_year is not None]
    return _span(min(years), max(years), text)


def _span(first: int, last: int, text: Text) -> str:
    if first == last:
        return _year(first, text)
    suffix = text("press.year_suffix")
    return text("press.span", first=_year(first, text).removesuffix(suffix), last=_year(last, text))


def record_word(unit: str, text: Text) -> str:
    """Return how a record reads: of shares and amounts of money it is the highest, of others the largest number."""
    return text("press.record_high" if unit.startswith(("%", "円", "yen")) else "press.record_most")


def trend_title(name: str, series: Series, goal: Goal | None, *, is_record: bool, text: Text) -> str:
    """Return a title that says the newest figure, whether it is a record, and what is missing to the target."""
    words = text("press.title.value", name=name, value=series.last.said)
    if is_record:
        words = text("press.title.record", name=name, value=series.last.said, record=record_word(series.unit, text))
    if goal is None:
        return words
    if goal.met:
        return text("press.title.met", words=words, target=goal.label)
    return text("press.title.gap", words=words, gap=goal.gap) if goal.gap else words


def trend_caption(
    name: str, series: Series, goal: Goal | None, view: TargetView | None, *, is_record: bool, text: Text,
    numbers: Numbers,
) -> str:  # fmt: skip
    """Return the sentences for an article: the newest figure, its change, the target and the pace that it needs."""
    last = series.last
    when = _when(last, text)
    record = text("press.caption.record", record=record_word(series.unit, text)) if is_record else ""
    words = {"name": name, "when": when, "value": last.said}
    if len(series.points) < 2:
        found = [text("press.caption.single", **words)]
    else:
        found = [text("press.caption.changed", change=_change(series, numbers, text), record=record, **words)]
    if goal is not None and view is not None:
        found += _towards(goal, view, numbers, text)
    return text("press.sentence_join").join(found)


def _when(point: YearPoint, text: Text) -> str:
    when = _year(point.year, text)
    return text("press.provisional_when", when=when) if point.provisional else when


def _change(series: Series, numbers: Numbers, text: Text) -> str:
    early, late = series.points[-2], series.last
    since = (
        text("press.since_last") if late.year - early.year == 1 else text("press.since", when=_year(early.year, text))
    )
    amount = late.value - early.value
    if not amount:
        return text("press.unchanged", since=since)
    said = amount_said(abs(amount), numbers, text, approximate=early.approximate or late.approximate)
    if early.value and not series.unit.startswith("%"):
        said += text("press.ratio", ratio=percent(abs(amount) / early.value))
    return text("press.grew" if amount > 0 else "press.shrank", since=since, amount=said)


def amount_said(amount: float, numbers: Numbers, text: Text, *, approximate: bool = False) -> str:
    """Write the size of a difference; one of shares is in points."""
    if numbers.unit.startswith("%"):
        return text("press.points", value=number(amount, numbers.decimals))
    return numbers.said(amount, approximate=approximate)


def _towards(goal: Goal, view: TargetView, numbers: Numbers, text: Text) -> list[str]:
    status = view.status
    target = numbers.said(goal.value)
    deadline = text("press.by", when=goal.when) if goal.when else ""
    if goal.met:
        return [text("press.caption.met", deadline=deadline, target=target)]
    if status.gap is None:
        return [text("press.caption.aim", deadline=deadline, target=target)]
    gap = amount_said(abs(status.gap), numbers, text)
    if status.needed_per_year is None or status.state != "期限前":
        return [text("press.caption.short", deadline=deadline, target=target, gap=gap), text.pick(status, "reason")]
    needed = amount_said(abs(status.needed_per_year), numbers, text)
    way = text("press.growth" if status.needed_per_year > 0 else "press.fall")
    found = [text("press.caption.needed", deadline=deadline, target=target, gap=gap, needed=needed, way=way)]
    if status.mean is not None:
        mean = status.mean.per_year
        way = text("press.growth" if mean > 0 else "press.fall")
        said = amount_said(abs(mean), numbers, text)
        found.append(text("press.caption.mean", years=status.mean.years, mean=said, way=way))
    return found


def stretches(points: Sequence[YearPoint]) -> list[tuple[str, YearPoint]]:
    """Return how a series went: `up`, `down` or `level` with the point up to which it did."""
    values = [point.value for point in points]
    reach = max(values) - min(values)
    found: list[tuple[str, YearPoint]] = []
    for early, late in pairwise(points):
        step = late.value - early.value
        is_level = abs(step) <= LEVEL_OF_VALUE * abs(early.value) and abs(step) <= LEVEL_OF_RANGE * reach
        way = "level" if is_level or not step else "up" if step > 0 else "down"
        if found and found[-1][0] == way:
            found.pop()
        found.append((way, late))
    return found


def course(series: Series, text: Text) -> str:
    """Say how a series went, from its first figure to its last, with the figures at every turn."""
    points = series.points
    start = text("press.alt.start", when=_year(points[0].year, text), value=points[0].said)
    turns = stretches(points)
    if not turns:
        return text("press.alt.only", when=_year(points[0].year, text), value=points[0].said)
    if len(turns) > MOST_STRETCHES:
        high, low = (choose(points, key=lambda one: one.value) for choose in (max, min))
        return text(
            "press.alt.updown", start=start, when=_year(points[-1].year, text), value=points[-1].said,
            high=text("press.alt.at", when=_year(high.year, text), value=high.said),
            low=text("press.alt.at", when=_year(low.year, text), value=low.said),
        )  # fmt: skip
    said = [
        text(f"press.alt.{way}{'_last' if place == len(turns) - 1 else ''}",
             when=_year(point.year, text), value=point.said)
        for place, (way, point) in enumerate(turns)
    ]  # fmt: skip
    return start + text("press.alt.then").join(said)


def trend_alt(series: Series, goal: Goal | None, text: Text) -> str:
    """Return the alternative text of a trend: its kind, its course and its target."""
    found = [text("press.alt.trend", name=series.name, course=course(series, text))]
    if goal is not None:
        when = goal.when or text("press.no_deadline")
        found.append(text("press.alt.target", target=goal.label, when=when))
    return text("press.sentence_join").join(found)


def comparison_alt(lines: Sequence[Series], text: Text) -> str:
    """Return the alternative text of several lines."""
    said = [text("press.alt.line", name=one.name, course=course(one, text)) for one in lines]
    return text("press.alt.comparison", count=len(lines)) + text("press.sentence_join").join(said)


def multiples_alt(programme: str, lines: Sequence[Series], text: Text) -> str:
    """Return the alternative text of small charts: the ends of each."""
    head = text("press.alt.multiples", programme=programme, count=len(lines))
    said = [
        text("press.alt.ends", name=one.name, first=_year(one.points[0].year, text), first_value=one.points[0].said,
             last=_year(one.last.year, text), last_value=one.last.said)
        for one in lines
    ]  # fmt: skip
    return head + text("press.sentence_join").join(said)


def several_caption(lines: Sequence[Series], text: Text) -> str:
    """Return the sentence of several series: the newest figure of each."""
    said = [text("press.caption.one", name=one.name, when=_when(one.last, text), value=one.last.said) for one in lines]
    return text("press.caption.list", parts=text("press.join").join(said))


def listed(bars: Sequence[Bar], text: Text, most: int = NAMED) -> str:
    """Name the first few bars with their figures."""
    return text("press.join").join(text("press.named", name=bar.name, value=bar.said) for bar in bars[:most])


def bars_caption(name: str, when: str, bars: Sequence[Bar], text: Text) -> str:
    """Return the sentence of a ranking: the largest, and what follows."""
    ranked = [bar for bar in bars if not bar.rest]
    top = max(ranked or bars, key=lambda bar: bar.value)
    others = [bar for bar in sorted(ranked, key=lambda bar: -bar.value) if bar is not top]
    words = {"name": name, "when": when, "top": top.name, "value": top.said, "count": len(bars)}
    if not others:
        return text("press.caption.bar", **words)
    return text("press.caption.bars", others=listed(others, text, 2), **words)


def bars_alt(name: str, when: str, bars: Sequence[Bar], text: Text) -> str:
    """Return the alternative text of bars: how many, the largest and the smallest."""
    return text("press.alt.bars", name=name, when=when, count=len(bars), parts=listed(bars, text))


def stacked_alt(name: str, when: str, bars: Sequence[Bar], text: Text) -> str:
    """Return the alternative text of a whole in its parts: all of them."""
    return text("press.alt.stacked", name=name, when=when, parts=listed(bars, text, len(bars)))


def stacked_caption(name: str, when: str, bars: Sequence[Bar], text: Text) -> str:
    """Return the sentence of a whole in its parts."""
    return text("press.caption.stacked", name=name, when=when, parts=listed(bars, text, len(bars)))


def card_alt(name: str, card: CardFacts, text: Text) -> str:
    """Return the alternative text of a figure that stands alone."""
    said = "".join(text("press.alt.fact", name=key, value=words) for key, words in card.lines)
    return text("press.alt.card", name=name, when=card.when, value=card.number + card.unit, facts=said)
