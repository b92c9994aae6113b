"""The map of 1,741 municipalities and 20 fiscal years: on the wire, on the server, in the browser, and two rivals."""

from __future__ import annotations

import gzip
import itertools
import json
import os
import shutil
import statistics
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

from benchmarks import synthetic
from benchmarks.page import seconds, served
from benchmarks.relay import Relay, relayed

# Where the official boundaries are, as their publisher has them; `kpi fetch boundaries --from` takes the same files.
BOUNDARIES = Path("../shared/boundaries")
RIVALS = {"inline pydeck": "map_inline.py", "plotly choropleth": "map_plotly.py"}
TIMES = 5
_INDICATOR = 3
_YEARS = range(synthetic.FIRST_YEAR, synthetic.FIRST_YEAR + synthetic.YEARS)
_FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
# Notes when messages arrive, when many triangles are drawn (only areas have so many), and when the page is there.
_WATCH = """
window.seen = {messages: [], drawn: [], picture: 0, notice: 0}
const draws = {drawElements: 1, drawArrays: 2, drawElementsInstanced: 1, drawArraysInstanced: 2}
for (const [name, at] of Object.entries(draws)) {
  const own = WebGL2RenderingContext.prototype[name]
  WebGL2RenderingContext.prototype[name] = function (...given) {
    if (given[at] > 5000) seen.drawn.push(performance.now())
    return own.apply(this, given)
  }
}
window.WebSocket = class extends WebSocket {
  constructor(...given) {
    super(...given)
    this.addEventListener("message", () => seen.messages.push(performance.now()))
  }
}
const look = () => {
  const picture = document.querySelector(".map-first")
  if (!seen.picture && picture?.complete && picture.naturalWidth) seen.picture = performance.now()
  if (!seen.notice && document.querySelector(".notice")) seen.notice = performance.now()
  requestAnimationFrame(look)
}
requestAnimationFrame(look)
"""


@dataclass(frozen=True)
class Measured:
    """Bytes on the wire, seconds of runs, milliseconds in the browser; those of the rivals by their names."""

    wire: dict[str, int]
    rival_wire: dict[str, int]
    geometry: int
    run: tuple[float, float]
    rival_runs: dict[str, float]
    redraw: float
    # Of inline pydeck; plotly does not draw by WebGL.
    rival_redraw: float
    first_picture: float
    first_map: float
    empty_page: float


def measure(folder: Path, boundaries: Path) -> Measured | None:
    """Measure the map; None where the boundaries or Chromium are not there."""
    browser = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not boundaries.is_dir() or browser is None:
        return None
    ours = {"KPI_HOME": str(_home(folder, boundaries)), "KPI_GEOMETRY": str(folder / "geometry.json")}
    rival_runs, rival_wire = {}, {}
    rival_redraws: list[float] = []
    with served(ours) as port:
        size = _geometry(port, Path(ours["KPI_HOME"]), folder)
        runs = _run(port)
        with _browser(browser) as new_page:
            wire, redraw = _interactions(new_page, port)
            first = [_opened(new_page, port) for _ in range(TIMES)]
    for name, script in RIVALS.items():
        with served(ours, script) as rival:
            years = itertools.cycle(range(20))
            rival_runs[name] = seconds(rival, "", lambda y=years: f"year={next(y)}", TIMES)  # type: ignore[misc]
            with _browser(browser) as new_page:
                rival_wire[name], redrawn = _rival(new_page, rival)
                rival_redraws.append(redrawn)
    middles = [statistics.median(times) for times in zip(*first, strict=True)]
    return Measured(wire, rival_wire, size, runs, rival_runs, redraw, max(rival_redraws), *middles)


def _home(folder: Path, boundaries: Path) -> Path:
    """Publish one indicator by municipality and build the boundaries; returns the home."""
    raw, catalogue, home = folder / "map-raw", folder / "map-catalogue", folder / "map-home"
    synthetic.write_one(raw, catalogue, _INDICATOR)
    kpi = str(Path(sys.executable).parent / "kpi")
    environment = {**os.environ, "KPI_HOME": str(home)}
    given = [part for path in sorted(boundaries.glob("*.json")) for part in ("--from", str(path))]
    for command in (
        [kpi, "fetch", "boundaries", *given],
        [kpi, "load", "--raw", str(raw), "--catalogue", str(catalogue)],
    ):
        subprocess.run(command, env=environment, check=True, capture_output=True)
    return home


def _geometry(port: int, home: Path, folder: Path) -> int:
    """Fetch what the browser does for the country, keep it for the rivals; returns the bytes of all shapes, packed."""
    release = (home / "current").read_text(encoding="utf-8").strip()
    edge = (home / "boundaries" / "current").read_text(encoding="utf-8").strip()
    name = f"{release}/{synthetic.indicator(_INDICATOR)}.json?level=municipality&lang=ja&edge={edge}"
    areas = _get(port, f"/map/areas/{name}")
    (folder / "geometry.json").write_bytes(areas)
    outlines = _get(port, f"/map/outlines/{release}/country.json?edge={edge}")
    content = json.loads(areas)
    for feature in content["features"]:
        feature["properties"] = {"c": feature["properties"]["c"]}
    shapes = json.dumps(content, separators=(",", ":")).encode()
    return sum(len(gzip.compress(data, 6)) for data in (shapes, outlines))


def _get(port: int, path: str) -> bytes:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=30) as answer:
        data: bytes = answer.read()
    return data


def _run(port: int) -> tuple[float, float]:
    """Median seconds of a run: of a choice that somebody made before, and of one that is new."""
    years = itertools.cycle(_YEARS)
    fresh = (f"ind=&lang=ja&year={year}&measure={measure}" for measure in ("value", "adoption") for year in _YEARS)
    next(fresh)
    new = seconds(port, "map", lambda: next(fresh), 2 * len(_YEARS) - 8)
    warm = seconds(port, "map", lambda: f"ind=&lang=ja&year={next(years)}&measure=value", 30)
    return warm, new


@contextmanager
def _browser(path: str) -> Iterator[Callable[[], Page]]:
    """Start Chromium; gives a function that opens a page with nothing kept from before."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=_FLAGS)

        def new_page() -> Page:
            context = started.new_context(viewport={"width": 1440, "height": 1000})
            context.add_init_script(_WATCH)
            return context.new_page()

        yield new_page
        started.close()


def _interactions(new_page: Callable[[], Page], port: int) -> tuple[dict[str, int], float]:
    """Bytes that each kind of interaction takes on the WebSocket; the median milliseconds until a year is drawn."""
    steps = {
        "another year": [
            ("時点", "平成17年度"),
            ("時点", "平成18年度"),
            ("時点", "平成19年度"),
            ("時点", "平成20年度"),
        ],
        "another measure": [("表し方", "該当の有無・区分")],
        "prefectures": [("表示", "都道府県")],
        "one prefecture": [("表示", "市区町村"), ("都道府県", "島根県")],
        "one municipality": [("市区町村", "浜田市"), ("市区町村", "出雲市")],
    }
    with relayed(port) as relay:
        page = new_page()
        page.goto(f"http://127.0.0.1:{relay.port}/map?lang=ja&year={_YEARS[-1]}")
        _settle(page)
        wire, redraws = {}, []
        for name, choices in steps.items():
            taken = []
            for label, option in choices:
                sent, drawn = _choose(page, relay, label, option)
                taken.append(sent)
                if name == "another year":
                    assert drawn, "the map was not drawn anew"
                    redraws.append(drawn)
            wire[name] = max(taken)
        page.context.close()
    return wire, statistics.median(redraws)


def _rival(new_page: Callable[[], Page], port: int) -> tuple[int, float]:
    """Bytes that another year takes, and the milliseconds until it is drawn (0 where nothing is drawn by WebGL)."""
    with relayed(port) as relay:
        page = new_page()
        page.goto(f"http://127.0.0.1:{relay.port}/")
        _settle(page)
        done = [_choose(page, relay, "時点", year) for year in ("3", "4", "5")]
        page.context.close()
    return max(sent for sent, _ in done), statistics.median(drawn for _, drawn in done)


def _choose(page: Page, relay: Relay, label: str, option: str) -> tuple[int, float]:
    page.evaluate("Object.assign(seen, {messages: [], drawn: []})")
    before = relay.down
    box = page.get_by_role("combobox", name=label, exact=False).first
    box.click()
    box.fill(option)
    page.keyboard.press("Enter")
    page.wait_for_function("seen.messages.length > 0", timeout=30_000)
    _settle(page)
    seen: dict[str, Any] = page.evaluate("seen")
    drawn = seen["drawn"][-1] - seen["messages"][0] if seen["drawn"] else 0.0
    return relay.down - before, drawn


def _settle(page: Page) -> None:
    """Wait until nothing has arrived and nothing has been drawn for a second."""
    page.wait_for_function(
        "seen.messages.length && performance.now() - Math.max(...seen.messages, ...seen.drawn) > 1000", timeout=60_000
    )


def _opened(new_page: Callable[[], Page], port: int) -> tuple[float, float, float]:
    """Milliseconds until the map is seen, until it can be moved, and until an empty page of the server is there."""
    page = new_page()
    page.goto(f"http://127.0.0.1:{port}/map?lang=ja")
    page.wait_for_function("seen.picture && seen.drawn.length", timeout=60_000)
    picture, drawn = page.evaluate("[seen.picture, seen.drawn[0]]")
    page.context.close()
    page = new_page()
    page.goto(f"http://127.0.0.1:{port}/map?lang=ja&release=none")
    page.wait_for_function("seen.notice", timeout=60_000)
    empty = page.evaluate("seen.notice")
    page.context.close()
    return picture, drawn, empty
