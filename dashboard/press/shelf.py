"""Figures of a release that charts are described from, read once for many charts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from dashboard.context import Context
from dashboard.observations import Figures, read_figures
from dashboard.target_card import TargetView
from warehouse.catalogue import Indicator
from warehouse.status import VERDICTS, target_status


@dataclass
class Shelf:
    """The figures that were read so far, by indicator, and the targets, judged once."""

    context: Context
    _figures: dict[str, Figures] = field(default_factory=dict)
    _views: dict[str, list[TargetView]] | None = None

    def fetch(self, indicator_ids: Sequence[str]) -> None:
        """Read the figures of several indicators at once.

        Raises:
            NotFound: There is no such indicator.
        """
        missing = [one for one in dict.fromkeys(indicator_ids) if one not in self._figures]
        if not missing:
            return
        wanted = [self.context.release.catalogue.indicator(one) for one in missing]
        found = read_figures(self.context.release, wanted, as_known_on=self.context.known_on)
        self._figures |= {one.indicator.id: one for one in found}

    def figures(self, indicator_id: str) -> Figures:
        """Return the current figures of an indicator.

        Raises:
            NotFound: There is no such indicator.
        """
        self.fetch([indicator_id])
        return self._figures[indicator_id]

    def of_programme(self, indicator: Indicator) -> list[Figures]:
        """Return the figures of every indicator of a programme."""
        catalogue = self.context.release.catalogue
        ids = [one.id for one in catalogue.indicators.values() if one.programme == indicator.programme]
        self.fetch(ids)
        return [self._figures[one] for one in ids]

    def views(self, indicator: Indicator) -> list[TargetView]:
        """Return the targets of an indicator that are in force, the most important first."""
        if self._views is None:
            self._views = _judged(self.context)
        found = self._views.get(indicator.id, [])
        return sorted(found, key=lambda view: (not view.target.kpi, VERDICTS.index(view.state)))


def _judged(context: Context) -> dict[str, list[TargetView]]:
    catalogue = context.release.catalogue
    targets = {target.target_id: target for target in catalogue.targets}
    found: dict[str, list[TargetView]] = {}
    for status in target_status(context.release, today=context.today, as_known_on=context.known_on):
        if status.indicator_id is not None:
            indicator = catalogue.indicators[status.indicator_id]
            view = TargetView(status, targets[status.target_id], indicator, status.verdict, context.clock)
            found.setdefault(indicator.id, []).append(view)
    return found
