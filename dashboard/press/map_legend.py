"""The legend of a map for the press: the classes of the page 地図, with how dark each is where there is no colour."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from dashboard.figure.look import luminance
from dashboard.figure.model import LegendEntry
from dashboard.map.classes import Classes, classify
from dashboard.map.palette import NO_DATA, NONE_THERE, STEPS
from dashboard.map.scheme import Entry, Scheme
from dashboard.text import Text

# Of the only class beside that nothing is there: dark enough to be told from white, light enough for symbols on it.
_ONLY = 0.4


def entries_of(entries: Sequence[Entry], scheme: Scheme) -> tuple[LegendEntry, ...]:
    """Return the legend of a scheme in the order of the page."""
    counts = {step.colour: step.areas for step in scheme.steps} | {NO_DATA: scheme.without}
    coloured = [step.colour for step in scheme.steps if step.colour != NONE_THERE]
    # From the lightest: of states, the first of the publisher is the darkest.
    coloured.sort(key=lambda colour: -luminance(colour))
    shades = dict(zip(coloured, shades_of(len(coloured)), strict=True)) | {NONE_THERE: 0.0, NO_DATA: -1.0}
    return tuple(
        LegendEntry(entry.label, entry.count, entry.colour, shades[entry.colour], counts[entry.colour])
        for entry in entries
    )


def shades_of(count: int) -> list[float]:
    """Return how dark classes are, from the lowest."""
    return [_ONLY] if count == 1 else [(place + 1) / count for place in range(count)]


# The place in the legend of each value, and the legend.
Graded = tuple[tuple[int, ...], tuple[LegendEntry, ...]]
# Label, colour and shade of a class.
_Class = tuple[str, str, float]


def graded(values: Sequence[float], areas: int, decimals: int, write: Callable[[float], str], text: Text) -> Graded:
    """Divide values of prefectures as the page does: 0 by itself, else about as many in each class.

    Args:
        values: Of the prefectures that have one.
        areas: How many prefectures there are.
        decimals: Of the values.
        write: Writes a value with its unit.
        text: Language of the legend.
    """
    positive = [value for value in values if value > 0]
    classes = classify(positive, "quantile", decimals)
    zero: list[_Class] = [(write(0), NONE_THERE, 0.0)] if len(positive) < len(values) else []
    found = [*zero, *(_classed(classes, positive, decimals, write, text) if classes is not None else ())]
    steps = [len(zero) + classes.of(value) if classes is not None and value > 0 else 0 for value in values]
    counts = [steps.count(place) for place in range(len(found))]
    if areas > len(values):
        found.append((text("map.no_data"), NO_DATA, -1.0))
        counts.append(areas - len(values))
    unit = text("map.legend_prefectures")
    return tuple(steps), tuple(
        LegendEntry(label, text("map.legend_count", count=count, unit=unit), colour, shade, count)
        for (label, colour, shade), count in zip(found, counts, strict=True)
    )


def _classed(
    classes: Classes, values: Sequence[float], decimals: int, write: Callable[[float], str], text: Text
) -> Iterator[_Class]:
    # Between whole numbers there is nothing: a class begins with the next one.
    step = 1 if decimals == 0 and all(value == int(value) for value in values) else None
    colours, shades = STEPS[classes.count], shades_of(classes.count)
    for place in range(classes.count):
        low, high = classes.bounds(place)
        if {value for value in values if classes.of(value) == place} == {high}:
            # A class of one value is that value.
            low = high
        yield _label((low, high), place, step, write, text), colours[place], shades[place]


def _label(bounds: tuple[float, float], place: int, step: int | None, write: Callable[[float], str], text: Text) -> str:
    low, high = bounds
    if low == high:
        return write(high)
    if place and step:
        low += step
    if low == high:
        return write(high)
    return text("map.above_to" if place and not step else "map.from_to", low=write(low), high=write(high))
