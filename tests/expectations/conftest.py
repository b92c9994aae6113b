"""Fixtures of the gate's tests."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.expectations.small_build import Build, catalogue


@pytest.fixture
def build(tmp_path: Path) -> Iterator[Build]:
    """A build that passes every check."""
    made = Build(Path(":memory:"), catalogue())
    yield made
    made.connection.close()


@pytest.fixture
def make_previous(tmp_path: Path) -> Callable[..., Path]:
    """Write the last release: the same figures, then the given SQL. Returns its path."""

    def make(*changes: str) -> Path:
        path = tmp_path / "previous.duckdb"
        previous = Build(path, catalogue())
        for change in changes:
            previous.sql(change)
        previous.connection.close()
        return path

    return make
