"""Which colour stands for what: one scheme for the map on screen, the map on paper and the legend of both."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from dashboard.map.classes import classify
from dashboard.map.measures import CHANGES, PREFECTURE, Measured, measure_unit, plain_values, state_text
from dashboard.map.palette import ANY, DECREASE, INCREASE, NO_DATA, NONE_THERE, OUTSIDE, SHARED, STEPS
from dashboard.text import Text


@dataclass(frozen=True)
class Step:
    """Values above `above` (None: whatever) up to `upto` (None: whatever) have one colour. `areas` have it now."""

    above: float | None
    upto: float | None
    colour: str
    label: str
    areas: int

    def holds(self, value: float) -> bool:
        """Whether a value belongs to this step."""
        return (self.above is None or value > self.above) and (self.upto is None or value <= self.upto)


@dataclass(frozen=True)
class Scheme:
    """Steps from the lowest, and what areas without a value look like."""

    measured: Measured
    areas: frozenset[str]
    steps: tuple[Step, ...]
    without: int
    # How the classes came about, in words; empty where there are none.
    method: str

    def colour(self, area_code: str) -> str:
        """The colour of an area."""
        value = self.measured.values.get(area_code)
        if value is None:
            return NO_DATA if area_code in self.areas else OUTSIDE
        return next(step.colour for step in self.steps if step.holds(value))

    @cached_property
    def expression(self) -> str:
        """The colour as an expression over the properties of a feature, which the browser evaluates."""
        return self.written(str)

    def written(self, paint: Callable[[str], str]) -> str:
        """Write such an expression for what is painted where areas have a colour."""
        measured = self.measured
        name = CHANGES.get(measured.measure, measured.measure)
        array = f"properties.{'value' if measured.is_state else name}"
        at = measured.figures.periods.index(measured.period)
        value, known = f"{array}[{at}]", f"{array}[{at}] != null"
        if measured.since is not None:
            since = measured.figures.periods.index(measured.since)
            known += f" && {array}[{since}] != null"
            value = f"({value} - {array}[{since}])"
        said = _rgb(paint(self.steps[-1].colour))
        for step in reversed(self.steps[:-1]):
            said = f"{value} <= {step.upto:.10g} ? {_rgb(paint(step.colour))} : {said}"
        return f"!{array} ? {_rgb(paint(OUTSIDE))} : {known} ? ({said}) : {_rgb(paint(NO_DATA))}"


@dataclass(frozen=True)
class Entry:
    """One line of the legend: its colour, its words, and how many areas have it."""

    colour: str
    label: str
    count: str


def legend(scheme: Scheme, text: Text) -> list[Entry]:
    """Return the legend from the lowest step, then what stands for areas without a value."""
    unit = text("map.legend_prefectures" if scheme.measured.level == PREFECTURE else "map.legend_municipalities")
    steps = [step for step in scheme.steps if step.label]
    if len(scheme.measured.figures.indicator.states) > 2 and scheme.measured.is_state:
        # Words in the order of the publisher, and last that there is none.
        steps = [*steps[1:], steps[0]]
    found = [(step.colour, step.label, step.areas) for step in steps]
    if scheme.without:
        found.append((NO_DATA, text("map.no_data"), scheme.without))
    return [
        Entry(colour, label, text("map.legend_count", count=f"{areas:,}", unit=unit)) for colour, label, areas in found
    ]


def shared_entry(shown: Measured, areas: Iterable[str], text: Text) -> Entry | None:
    """Return the line of the legend for what bodies share, which the map marks; None where there is none."""
    if not shown.has_symbols or shown.level == PREFECTURE:
        return None
    count = len(shown.figures.shared(shown.period.code).intersection(areas))
    if not count:
        return None
    said = text("map.legend_count", count=f"{count:,}", unit=text("map.legend_municipalities"))
    return Entry(SHARED, text.pick(shown.figures.municipal, "shared"), said)


def _rgb(colour: str) -> str:
    return f"[{int(colour[1:3], 16)}, {int(colour[3:5], 16)}, {int(colour[5:7], 16)}]"


def scheme_of(measured: Measured, areas: Iterable[str], method: str, text: Text) -> Scheme:
    """Choose the colours for a measure.

    Args:
        measured: What is shown.
        areas: Codes of the areas on the map, of which the legend counts.
        method: Of `METHODS`, for measures of degree.
        text: Language of the legend.
    """
    codes = list(areas)
    here = {code: measured.values[code] for code in codes if code in measured.values}
    if measured.is_state or measured.has_symbols:
        steps = _states(measured, text)
        said = ""
    elif measured.is_change:
        steps = _differences(measured, text)
        said = ""
    else:
        steps = _degrees(measured, method, text)
        said = text(f"map.method.{method}") if len(steps) > 2 else ""
        if said and len(measured.figures.periods) > 1:
            said += text("map.method.common")
    counted = tuple(
        Step(step.above, step.upto, step.colour, step.label, sum(map(step.holds, here.values()))) for step in steps
    )
    return Scheme(measured, frozenset(codes), counted, len(codes) - len(here), said)


def _states(measured: Measured, text: Text) -> list[Step]:
    indicator = measured.figures.indicator
    if measured.has_symbols and measured.figures.municipal.kind == "context":
        # Everybody has some: the land is land, and the symbols say how much.
        return [Step(None, None, NONE_THERE, "", 0)]
    none = Step(None, 0, NONE_THERE, state_text(indicator, 0, text), 0)
    named = sorted((state for state in indicator.states if state.value > 0), key=lambda state: state.value)
    if len(named) < 2:
        return [none, Step(0, None, ANY, state_text(indicator, 1, text), 0)]
    # The first is the strongest.
    colours = reversed(STEPS[len(named)])
    pairs = zip(named, colours, strict=True)
    return [none, *(Step(one.value - 1, one.value, colour, text.pick(one, "name"), 0) for one, colour in pairs)]


def _degrees(measured: Measured, method: str, text: Text) -> list[Step]:
    """Classes over all periods, so that a colour means the same in every year; 0 stands by itself."""
    every = _all_values(measured)
    _, decimals = measure_unit(measured.figures, measured.level, measured.measure, text)
    classes = classify((value for value in every if value > 0), method, decimals)
    zero = [Step(None, 0, NONE_THERE, measured.text(0, text), 0)] if 0 in every or classes is None else []
    if classes is None:
        return zero
    colours = STEPS[classes.count]
    are_whole = decimals == 0 and all(value == int(value) for value in every)
    steps = []
    for number in range(classes.count):
        low, high = classes.bounds(number)
        last = number == classes.count - 1
        label = _range(measured, low, high, first=number == 0, whole=are_whole, text=text)
        above = (0 if zero else None) if number == 0 else low
        steps.append(Step(above, None if last else high, colours[number], label, 0))
    return [*zero, *steps]


def _range(measured: Measured, low: float, high: float, *, first: bool, whole: bool, text: Text) -> str:
    if low == high:
        return measured.text(high, text)
    if first or not whole:
        key = "map.from_to" if first else "map.above_to"
        return text(key, low=measured.text(low, text), high=measured.text(high, text))
    # Between whole numbers there is nothing: from the next one.
    if low + 1 == high:
        return measured.text(high, text)
    return text("map.from_to", low=measured.text(low + 1, text), high=measured.text(high, text))


def _differences(measured: Measured, text: Text) -> list[Step]:
    """Two steps down, none, two steps up, divided where half of the differences are larger."""
    _, decimals = measure_unit(measured.figures, measured.level, measured.measure, text)
    sizes = [abs(value) for value in measured.values.values() if value]
    classes = classify(sizes, "quantile", decimals, most=2)
    end = classes.ends[0] if classes is not None and classes.ends else None
    said = measured.text
    if end is None:
        return [
            Step(None, -1e-12, DECREASE[0], text("map.decrease"), 0),
            Step(-1e-12, 0, NONE_THERE, text("map.no_change"), 0),
            Step(0, None, INCREASE[1], text("map.increase"), 0),
        ]
    return [
        Step(None, -end - 1e-9, DECREASE[0], text("map.below", value=said(-end, text)), 0),
        Step(-end - 1e-9, -1e-12, DECREASE[1], text("map.decrease_to", value=said(-end, text)), 0),
        Step(-1e-12, 0, NONE_THERE, text("map.no_change"), 0),
        Step(0, end, INCREASE[0], text("map.increase_to", value=said(end, text)), 0),
        Step(end, None, INCREASE[1], text("map.above", value=said(end, text)), 0),
    ]


def _all_values(measured: Measured) -> list[float]:
    found: list[float] = []
    figures = measured.figures
    by_period: list[Mapping[str, float]] = [
        plain_values(figures, measured.level, measured.measure, period)
        for period in figures.periods
        if measured.measure != "per_people" or figures.denominator(period.code) is not None
    ]
    for values in by_period:
        found.extend(values.values())
    return found
