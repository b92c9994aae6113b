"""What 広報 offers: the indicators that can be drawn, as which kinds, in which years, and beside which others."""

from __future__ import annotations

from dashboard.context import Context
from dashboard.figure.model import Kind
from dashboard.press.described import kinds_of
from dashboard.press.shelf import Shelf


class Choices:
    """The choices of a release, in the order of its catalogue."""

    def __init__(self, context: Context) -> None:
        catalogue = context.release.catalogue
        shelf = Shelf(context)
        shelf.fetch(list(catalogue.indicators))
        self.kinds: dict[str, tuple[Kind, ...]] = {}
        self._years: dict[str, tuple[int, ...]] = {}
        self._units: dict[str, str] = {}
        for one in catalogue.indicators.values():
            figures = shelf.figures(one.id)
            if not (kinds := kinds_of(shelf, [figures])):
                continue
            self.kinds[one.id] = tuple(kinds)
            self._years[one.id] = tuple(sorted({p.fiscal_year for p in figures.points if p.fiscal_year is not None}))
            if figures.yearly and not one.states:
                self._units[one.id] = one.unit
        targets = (target.indicator_id for target in catalogue.targets if target.kpi)
        self.first = next((one for one in targets if one in self.kinds), next(iter(self.kinds), ""))
        self.programmes: dict[str, list[str]] = {}
        for indicator_id in self.kinds:
            programme = catalogue.indicators[indicator_id].programme
            self.programmes.setdefault(programme, []).append(indicator_id)

    def years(self, indicator_id: str) -> tuple[int, ...]:
        """Return the fiscal years of an indicator's figures."""
        return self._years[indicator_id]

    def fellows(self, indicator_id: str) -> list[str]:
        """Return the indicators that can stand beside one in a comparison: those of its unit with figures by year."""
        unit = self._units.get(indicator_id)
        return [one for one, other in self._units.items() if other == unit and one != indicator_id]
