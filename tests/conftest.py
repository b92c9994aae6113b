"""Fixtures: homes of their own, a release of the shipped publications, publications of our own."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.support import SHIPPED, Workbench


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the files that take minutes, so that no process waits for one of them at the end."""
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


@pytest.fixture(autouse=True)
def _own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reads or writes the releases of the person who runs it."""
    monkeypatch.setenv("KPI_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("KPI_RAW", raising=False)
    monkeypatch.delenv("KPI_TODAY", raising=False)


@pytest.fixture(scope="session")
def shipped_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with a release of the shipped publications; read-only for tests."""
    from pipelines.load import load

    home = tmp_path_factory.mktemp("shipped")
    result = load(SHIPPED, home)
    assert result.outcome == "published", result.report and result.report.two_lines()
    return home


@pytest.fixture
def raw_copy(tmp_path: Path) -> Path:
    """A copy of the shipped publications that a test may spoil."""
    copy = tmp_path / "raw"
    shutil.copytree(SHIPPED, copy)
    return copy


@pytest.fixture
def bench(tmp_path: Path) -> Workbench:
    """Publications and a catalogue of our own."""
    return Workbench(tmp_path)
