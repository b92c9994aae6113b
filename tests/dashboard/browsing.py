"""A browser on the dashboard, which the command serves: what is on screen, what went wrong, what was asked for."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.error import URLError
from weakref import WeakKeyDictionary

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, ViewportSize, sync_playwright

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WIDE = ViewportSize(width=1440, height=1000)
PHONE = ViewportSize(width=390, height=844)
STARTS_WITHIN = 60


@dataclass
class Watched:
    """A page and what went wrong on it."""

    page: Page
    base: str
    errors: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)

    def open(self, path: str) -> str:
        """Open an address of the dashboard and return the words on screen once the page is complete."""
        self.page.goto(f"{self.base}/{path}")
        return self.words()

    def words(self) -> str:
        """Wait until the page's foot and its chart are there and return the words of the main part."""
        self.page.locator(".page-foot").wait_for(timeout=30_000)
        self.page.wait_for_load_state("networkidle")
        self.page.wait_for_function("!document.querySelector('[data-testid=stSkeleton]')")
        if self.page.locator("[data-testid=stPlotlyChart]").count():
            self.page.locator(".main-svg .xtick text").first.wait_for(timeout=30_000)
        before, words = "", self._main.inner_text()
        while words != before:
            self.page.wait_for_timeout(400)
            before, words = words, self._main.inner_text()
        return words

    def words_unlike(self, others: str) -> str:
        """Wait until the page shows other words than these: its address changes before its words do."""
        deadline = time.monotonic() + 30
        while self._main.inner_text() == others:
            assert time.monotonic() < deadline, "the page has not changed"
            self.page.wait_for_timeout(200)
        return self.words()

    def overflow(self) -> int:
        """Return by how many pixels the page is wider than the screen."""
        return int(self._main.evaluate("element => element.scrollWidth - element.clientWidth"))

    def saved(self, button: Locator) -> tuple[str, bytes]:
        """Press a button that saves a file and return the file's name and content."""
        with self.page.expect_download(timeout=30_000) as waiting:
            button.click()
        return waiting.value.suggested_filename, Path(waiting.value.path()).read_bytes()

    @property
    def _main(self) -> Locator:
        return self.page.locator("[data-testid=stMain]")


@contextmanager
def chromium(*more: str) -> Iterator[Browser]:
    """Start headless Chromium with further arguments; skips the test where it is not installed, but not in CI."""
    if CHROMIUM is None and not os.environ.get("CI"):
        pytest.skip("Chromium is not installed")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=[*ARGUMENTS, *more])
        yield started
        started.close()


@contextmanager
def served(home: Path) -> Iterator[str]:
    """Serve the dashboard on a home by the command, until the block ends."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [str(Path(sys.executable).with_name("kpi")), "serve", "--port", str(port)]
    environment = {**os.environ, "KPI_HOME": str(home)}
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait_for(f"http://127.0.0.1:{port}/healthz", process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=20)


def _wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < deadline:
        assert process.poll() is None, "the server ended by itself"
        try:
            with urllib.request.urlopen(address, timeout=2) as answer:
                assert answer.status == 200
                return
        except (URLError, ConnectionError, TimeoutError):
            time.sleep(0.2)
    pytest.fail(f"{address} did not answer within {STARTS_WITHIN} s")


@contextmanager
def watching(browser: Browser, server: str, **options: object) -> Iterator[Watched]:
    """Open a window without a past, and check at its end that nothing went wrong and nothing foreign was asked for.

    Windows with the same options share a cache, as those of one reader do: compiling the page's scripts anew for each
    takes most of a test's time. What a page stores is forgotten with the window.
    """
    context = next((kept for made, kept in _profiles(browser) if made == options), None)
    if context is None:
        context = browser.new_context(**options)  # type: ignore[arg-type]
        _profiles(browser).append((options, context))
    found = Watched(context.new_page(), server)
    found.page.on("console", lambda message: found.errors.append(message.text) if message.type == "error" else None)
    found.page.on("pageerror", lambda error: found.errors.append(str(error)))
    own = (server, server.replace("http", "ws"), "data:", "blob:")
    found.page.on("request", lambda sent: None if sent.url.startswith(own) else found.foreign.append(sent.url))
    yield found
    assert found.errors == []
    assert found.foreign == []
    assert found.page.locator("[data-testid=stException]").count() == 0
    found.page.evaluate("localStorage.clear()")
    found.page.close()


_PROFILES: WeakKeyDictionary[Browser, list[tuple[dict[str, object], BrowserContext]]] = WeakKeyDictionary()


def _profiles(browser: Browser) -> list[tuple[dict[str, object], BrowserContext]]:
    return _PROFILES.setdefault(browser, [])
