"""A home with the published data sets by municipality and the boundaries, from the development material."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from dashboard.context import Context
from dashboard.text import Text
from pipelines.fetch.run import fetch
from pipelines.load import load
from tests.support import SHIPPED, shared
from warehouse import open_release

PUBLISHED = {
    "boundaries": ("boundaries", {}),
    "dx": ("published/dx_dashboard_2024-07-12", {}),
    "population": ("published/population", {"published": dt.date(2022, 8, 9)}),
    "kaso": ("published/kaso_2022-04-01", {"published": dt.date(2022, 4, 1), "as_of": dt.date(2022, 4, 1)}),
}


def fetch_all(home: Path, *, only: tuple[str, ...] = tuple(PUBLISHED)) -> None:
    """Take the data sets from the files beside the project."""
    for what in only:
        folder, days = PUBLISHED[what]
        files = sorted(shared(folder).iterdir())
        named = {"published": None, "as_of": None, **days}
        fetch(what, home, given=files, base_url=None, say=lambda _: None, **named)


@pytest.fixture(scope="session")
def mapped_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release with every data set by municipality; read-only for tests."""
    home = tmp_path_factory.mktemp("mapped")
    fetch_all(home)
    result = load(SHIPPED, home)
    assert result.outcome == "published", result.report and result.report.two_lines()
    return home


@pytest.fixture
def mapped(mapped_home: Path, monkeypatch: pytest.MonkeyPatch) -> Context:
    """The context of a page on that release."""
    monkeypatch.setenv("KPI_HOME", str(mapped_home))
    return Context(Text("ja"), open_release(mapped_home), is_current=True, today=dt.date(2026, 11, 24))
