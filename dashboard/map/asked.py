"""What an address of a file of the map names, read strictly: its content is kept by browsers for good."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from dashboard.context import Context, known_day, opened_release
from dashboard.map.choice import COUNTRY
from dashboard.text import LANGUAGES, Text
from warehouse.bodies import AreaFigures
from warehouse.boundaries import Boundaries, open_boundaries
from warehouse.eras import today
from warehouse.errors import InputError
from warehouse.municipal import area_figures


@dataclass(frozen=True)
class Asked:
    """The release and language, and the boundaries in use, which the address names; None where it names none."""

    context: Context
    boundaries: Boundaries | None
    given: Mapping[str, str]

    def figures(self, indicator_id: str) -> AreaFigures:
        """Return the figures of an indicator for the breakdown that the address names, else its first.

        Raises:
            KpiError: There is no such indicator or breakdown.
        """
        release = self.context.release
        indicator = release.catalogue.indicator(indicator_id)
        part = self.given.get("part")
        figures = area_figures(release, indicator, breakdown=part, as_known_on=self.context.known_on)
        if part is not None:
            one_of(part, figures.breakdowns)
        if not figures.periods:
            raise InputError("no figures")
        return figures

    def prefecture(self, figures: AreaFigures) -> str:
        """Return the code of the prefecture that the address names, else that of the country.

        Raises:
            InputError: There is no such prefecture.
        """
        known = [COUNTRY, *(f"{number}000" for number in figures.prefectures)]
        return one_of(self.given.get("pref", COUNTRY), known)


def asked(home: str, release_id: str, given: Mapping[str, str], known: Collection[str]) -> Asked:
    """Read an address.

    Args:
        home: `KPI_HOME`.
        release_id: The release that it names.
        given: Its parameters.
        known: Names of parameters that it may have, beside those of every address of the map.

    Raises:
        KpiError: It names something that does not exist, or is not in use any more.
    """
    for name in given:
        one_of(name, {"known", "lang", "edge", "v", *known})
    text = Text(one_of(given.get("lang", LANGUAGES[0]), LANGUAGES))
    release = opened_release(home, release_id)
    boundaries = open_boundaries(Path(home)) if "edge" in given else None
    if "edge" in given:
        one_of(given["edge"], {boundaries.id} if boundaries else ())
    day = known_day(text, given.get("known"))
    return Asked(Context(text, release, is_current=False, today=today(), known_on=day), boundaries, given)


def one_of(value: str | None, known: Collection[str]) -> str:
    """Return a value if it is a known one.

    Raises:
        InputError: It is not.
    """
    if value is None or value not in known:
        raise InputError("no such map", value=value)
    return value
