"""What a chart says: its figures with the words that stand for them, and everything that must stand beneath it.

A description is plain data without a place or a size. It knows nothing of how it is drawn, so the same one is drawn by
plotly on screen (`screen`), for print (`layout`, `render`, `svg`) and as a chart of PowerPoint's own.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from dashboard.figure.numbers import Numbers

Kind = Literal["trend", "comparison", "bars", "stacked", "multiples", "tiles", "map", "card"]
KINDS: tuple[Kind, ...] = ("trend", "comparison", "bars", "stacked", "multiples", "tiles", "map", "card")


@dataclass(frozen=True)
class YearPoint:
    """A figure of a fiscal year. `said` is it with its unit; approximate ones say 約 in both forms."""

    year: int
    value: float
    said: str
    short: str
    approximate: bool = False
    provisional: bool = False
    revised: bool = False


@dataclass(frozen=True)
class Series:
    """A line: its figures by year, the oldest first. A year without a figure is absent, and the line has a gap."""

    name: str
    points: tuple[YearPoint, ...]
    unit: str

    @property
    def last(self) -> YearPoint:
        """The newest figure."""
        return self.points[-1]

    @property
    def highest(self) -> float:
        """The largest figure."""
        return max(point.value for point in self.points)


@dataclass(frozen=True)
class Goal:
    """A target. Without a deadline `year` is None. `gap` and `pace` are empty where there is nothing left to do."""

    value: float
    year: int | None
    label: str
    when: str
    gap: str
    pace: str
    met: bool
    # On the required path or not; None where no path can be computed.
    on_path: bool | None = None
    path_gap: str = ""
    # The label with the year in its short form, where nothing else says it.
    dated: str = ""


@dataclass(frozen=True)
class Way:
    """A line that is no observation: (year, value) from the first to the last, and the words that name it."""

    places: tuple[tuple[int, float], ...]
    label: str
    said: str = ""
    # Of a continuation: the lowest and highest value by year within its own past errors.
    band: tuple[tuple[int, float, float], ...] = ()


@dataclass(frozen=True)
class BreakMark:
    """A year from which figures are not comparable with those before; `number` is that of its note."""

    year: int
    number: str


@dataclass(frozen=True)
class Bar:
    """A bar, or a part of a whole: `said` is its figure with its unit; `rest` is その他 or 不明, which stand last."""

    name: str
    value: float
    said: str
    rest: bool = False
    approximate: bool = False


@dataclass(frozen=True)
class Panel:
    """One of several small charts, each with a scale of its own from 0."""

    title: str
    series: Series
    numbers: Numbers
    goal: Goal | None = None


@dataclass(frozen=True)
class Area:
    """An area of a map: the class that it belongs to (a place in `legend`), and its figure in words."""

    code: str
    name: str
    value: float | None
    said: str
    short: str
    step: int
    # What is written on a tile, and the same in few letters for small ones; empty where the name is.
    label: str = ""
    tag: str = ""


@dataclass(frozen=True)
class LegendEntry:
    """A class of a map. `shade` is 0 for nothing there, 1 for the darkest, -1 for no data; in between it is lighter."""

    label: str
    count: str
    colour: str
    shade: float
    # The number in `count`.
    areas: int = 0


@dataclass(frozen=True)
class MapPicture:
    """The land and the marks of a map, in any unit with y upwards.

    Attributes:
        box: west, south, east, north of what is shown.
        outlines: (place in the legend, or -1 for land that the figures are not about; rings) for every area.
        borders: rings of the prefectures.
        frames: open lines around places that were moved.
        dots: x, y, radius as a share of the width, place in the legend.
        symbols: x, y, radius as a share of the width.
        names: x, y, words.
        sizes: radius as a share of the width and words, of the symbols that a legend explains.
        shared: x, y, half the width as a share of the width, of diamonds over what several areas share.
        shared_entry: words and count of these in a legend; empty where there are none.
    """

    box: tuple[float, float, float, float]
    outlines: tuple[tuple[int, tuple[Any, ...]], ...] = ()
    borders: tuple[Any, ...] = ()
    frames: tuple[tuple[tuple[float, float], ...], ...] = ()
    dots: tuple[tuple[float, float, float, int], ...] = ()
    symbols: tuple[tuple[float, float, float], ...] = ()
    names: tuple[tuple[float, float, str], ...] = ()
    sizes: tuple[tuple[float, str], ...] = ()
    shared: tuple[tuple[float, float, float], ...] = ()
    shared_entry: tuple[str, str] = ("", "")


@dataclass(frozen=True)
class CardFacts:
    """A figure that stands alone: when it is of, the figure, its unit, and lines about it (target, change, whole)."""

    when: str
    number: str
    unit: str
    lines: tuple[tuple[str, str], ...]
    value: float
    # What the bar beneath runs to: the target, or the whole of a share; None without either.
    full: float | None = None
    full_label: str = ""
    is_target: bool = False


@dataclass(frozen=True)
class Fact:
    """A number that words about a chart may name. `kind`: value, percent, year, day, count or ratio."""

    value: float
    kind: str
    about: str


@dataclass(frozen=True)
class Foot:
    """What stands beneath every chart and cannot be edited away.

    `credits` are the lines that the terms of the sources ask for; `required` are notes on breaks, provisional and
    approximate figures, absent years and denominators. `words` name the parts.
    """

    credits: tuple[str, ...]
    credit_short: str
    as_of: str
    updated: str
    release_id: str
    required: tuple[str, ...]
    words: Mapping[str, str]
    # Of the required ones those that mark provisional and approximate figures: they stand in every size.
    marks: tuple[str, ...] = ()
    publication_ids: tuple[str, ...] = ()


@dataclass(frozen=True)
class Chart:
    """A chart. `title`, `subtitle` and `note` can be edited; nothing else can."""

    kind: Kind
    lang: str
    indicator_ids: tuple[str, ...]
    title: str
    subtitle: str
    note: str
    unit: str
    numbers: Numbers
    foot: Foot
    series: tuple[Series, ...] = ()
    goal: Goal | None = None
    path: Way | None = None
    continuation: Way | None = None
    base: YearPoint | None = None
    breaks: tuple[BreakMark, ...] = ()
    bars: tuple[Bar, ...] = ()
    # The value that a full bar stands for: 100 for shares; None where the longest bar fills the room.
    full: float | None = None
    total: str = ""
    more_label: str = ""
    panels: tuple[Panel, ...] = ()
    areas: tuple[Area, ...] = ()
    legend: tuple[LegendEntry, ...] = ()
    picture: MapPicture | None = None
    card: CardFacts | None = None
    year_suffix: str = ""
    provisional_word: str = ""
    has_provisional: bool = False
    has_approximate: bool = False
    facts: tuple[Fact, ...] = ()
    # Names in which digits are no figures, such as 26手続 or 20・30代.
    phrases: tuple[str, ...] = ()
    # Whether the newest figure is the largest ("most") or the smallest ("least") of all years, not only those in view.
    record: str = ""
    # For how many years up to the newest figure it rose (or fell: negative), of all years too.
    streak: int = 0
    caption: str = ""
    # Where the target stands, judged on the day of the chart; empty without one.
    verdict: str = ""
    alt_ja: str = ""
    alt_en: str = ""
    # The figures drawn, as a table: one row for each, with its source.
    rows: tuple[Mapping[str, object], ...] = ()
    # Words of the chart on a page: over the axis, beside the base year, when it is pointed at, and of a revised figure.
    unit_label: str = ""
    base_label: str = ""
    base_said: str = ""
    revised_word: str = ""

    @property
    def alt(self) -> str:
        """The alternative text in the language of the chart."""
        return self.alt_ja if self.lang == "ja" else self.alt_en

    @property
    def years(self) -> tuple[int, int]:
        """First and last fiscal year of what is drawn, the target's included."""
        found = [point.year for series in self.series for point in series.points]
        found += [self.goal.year] if self.goal and self.goal.year else []
        return min(found), max(found)

    def edited(self, title: str | None, subtitle: str | None, note: str | None) -> Chart:
        """Return the chart with other words; None keeps what stands there, and so does an empty title or subtitle."""
        return dataclasses.replace(
            self,
            title=(title or "").strip() or self.title,
            subtitle=(subtitle or "").strip() or self.subtitle,
            note=self.note if note is None else note,
        )
