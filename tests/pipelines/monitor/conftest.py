"""A home with a target that a second publication flips, and whose series has a known month of publication."""

from __future__ import annotations

import pytest

from pipelines.load import load
from tests.support import Workbench
from tests.warehouse.targets import target

_HEAD = "target_id,目標,目標値,期限,文言,決定日,決定文書,掲載箇所,原文行\n"


class Home(Workbench):
    """The workbench with a release."""

    def load(self) -> str:
        """Load what is there; returns how it ended."""
        return load(self.raw, self.home, catalogue_dir=self.catalogue).outcome

    def grow(self, figures: str = "R7,31人\n") -> None:
        """Publish and load the second publication, by which the target is met."""
        self.publish("p2", f"年度,人数\n{figures}", published="2026-06-30")
        assert self.load() == "published"

    def spoil(self) -> None:
        """Make the next load be refused."""
        self.publish("bad", "年度,人数\nR7,-5\n", published="2026-07-31")
        assert self.load() == "refused"


@pytest.fixture
def home(bench: Workbench, monkeypatch: pytest.MonkeyPatch) -> Home:
    """30 persons are wanted by FY2026; the first publication says 10 and 12."""
    bench.__class__ = Home
    assert isinstance(bench, Home)
    aim = target(target_id="aim", indicator_id="things", value=30, publication_id="p1", base_fiscal_year=2023)
    schedule = {"month": 6, "years_after": 1, "publications": ["p1", "p2"]}
    bench.declare(bench.indicator(schedule=schedule), targets=(aim.model_dump(mode="json"),))
    folder = bench.publish("p1", "年度,人数\nR5,10人\nR6,12人\n")
    (folder / "targets.csv").write_text(_HEAD + "aim,人数,30人,令和8年度,x,,,x,\n", encoding="utf-8")
    monkeypatch.setenv("KPI_TODAY", "2026-06-10")
    assert bench.load() == "published"
    return bench
