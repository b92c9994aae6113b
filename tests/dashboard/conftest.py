"""A small published release for the tests of the dashboard."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit as st
from playwright.sync_api import Browser
from streamlit.testing.v1 import AppTest

from tests.dashboard.browsing import chromium
from tests.dashboard.standin import publish_standin
from tests.support import ROOT

APP = ROOT / "dashboard" / "app.py"


@pytest.fixture(scope="session")
def standin_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the stand-in release; read-only for tests."""
    folder = tmp_path_factory.mktemp("standin")
    publish_standin(folder)
    return folder


@pytest.fixture
def home(standin_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of the test's own with the stand-in release, judged on a fixed day."""
    folder = tmp_path / "standin"
    shutil.copytree(standin_home, folder, symlinks=True)
    monkeypatch.setenv("KPI_HOME", str(folder))
    monkeypatch.setenv("KPI_TODAY", "2025-07-01")
    return folder


@pytest.fixture
def app(home: Path) -> Iterator[AppTest]:
    """The dashboard on the stand-in release, not yet run."""
    yield AppTest.from_file(str(APP), default_timeout=60)
    st.cache_resource.clear()


def words(app: AppTest) -> str:
    """Everything that a run wrote as HTML."""
    return "\n".join(element.proto.body for element in app.get("html"))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Headless Chromium. It may be missing on a developer's machine, never in CI."""
    with chromium() as started:
        yield started
