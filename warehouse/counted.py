"""How an indicator is counted by body: the words that stand for its values, its universe, and its national totals."""

from __future__ import annotations

from typing import Literal

from warehouse.declared import Declared


class State(Declared):
    """A word that a publication prints instead of a number, and the number that stands for it."""

    value: int
    name_ja: str
    name_en: str


class NationalTotal(Declared):
    """The national figure that the figures of one level make up; the gate compares the two."""

    level: Literal["prefecture", "municipality"]
    indicator: str
    breakdown: str = ""
    # sum: of the values. adopting: the number of areas with a value above 0.
    of: Literal["sum", "adopting"]
    # Another indicator, of prefectures, whose values belong to the sum.
    plus: str | None = None
    # The figures may not be published without a national one of their year.
    required: bool = False


class Municipal(Declared):
    """How an indicator of municipalities is counted and mapped.

    `status` says whether a municipality takes part, `count` how much of something there is, `rate` is a percentage,
    `context` is no adoption but describes the municipality (its population).
    """

    kind: Literal["status", "count", "rate", "context"]
    # Which municipalities can have a value: with the 23 special wards of Tokyo (市区町村) or without them (市町村).
    universe: Literal["with_wards", "without_wards"]
    # Why a municipality that the publication does not list has the value 0; None where it has no value.
    unlisted_ja: str | None = None
    unlisted_en: str | None = None
    totals: tuple[NationalTotal, ...] = ()
