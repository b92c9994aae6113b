"""How an indicator is counted by body: the words that stand for its values, its universe, and its national totals."""

from __future__ import annotations

from typing import Literal

from pydantic import model_validator

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


class Quotient(Declared):
    """The counts, published for the same bodies, that a percentage is the quotient of."""

    numerator: str
    denominator: str


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
    # Where a percentage has one, several bodies together have their summed numerators over their summed denominators.
    quotient: Quotient | None = None
    # A note of this form (a regular expression) says with whom a body shares what it counts; those with the same note
    # count it once together. The words are those of the legend.
    shared_match: str | None = None
    shared_ja: str | None = None
    shared_en: str | None = None

    @property
    def named_indicators(self) -> tuple[str, ...]:
        """Ids of the indicators that are named here."""
        named = [one for total in self.totals for one in (total.indicator, total.plus)]
        named += [self.quotient.numerator, self.quotient.denominator] if self.quotient else []
        return tuple(one for one in named if one)

    @model_validator(mode="after")
    def _consistent(self) -> Municipal:
        for together in (("unlisted_ja", "unlisted_en"), ("shared_match", "shared_ja", "shared_en")):
            if len({getattr(self, name) is None for name in together}) > 1:
                raise ValueError(f"{'、'.join(together)} は一緒に書いてください")
        if self.quotient is not None and self.kind != "rate":
            raise ValueError("quotient は kind が rate の指標にだけ書けます")
        if self.shared_match is not None and self.kind != "count":
            raise ValueError("shared_match は kind が count の指標にだけ書けます")
        return self
