"""A chart as a file, in any form. Nothing here needs a release, so it can be made in another process."""

from __future__ import annotations

import datetime as dt
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from dashboard.figure.compose import compose
from dashboard.figure.look import Look
from dashboard.figure.model import Chart
from dashboard.figure.pdf import pdf
from dashboard.figure.render import png
from dashboard.figure.scene import Scene
from dashboard.figure.sizes import size_of
from dashboard.figure.svg import svg
from dashboard.files import csv_bytes

# What a chart can be saved as: the ending of its name, and what a browser calls it.
FORMATS: Mapping[str, tuple[str, str]] = {
    "png": ("png", "image/png"),
    "svg": ("svg", "image/svg+xml"),
    "svg-text": ("svg", "image/svg+xml"),
    "pdf": ("pdf", "application/pdf"),
    "pptx": ("pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
    "html": ("html", "text/html"),
    "csv": ("csv", "text/csv"),
}


@dataclass(frozen=True)
class Order:
    """A chart to be made into files.

    Attributes:
        chart: The description.
        size: Code of the size.
        mono: Black alone, with patterns.
        created: When the release was published, which files name as the time of their making.
        author: Who files say made them.
        selection: What is shown, in words, for the table of figures.
        frozen: Address of the chart with these figures; empty where the site is not known.
        live: Address of the chart with the newest figures.
    """

    chart: Chart
    size: str
    mono: bool
    created: dt.datetime
    author: str
    selection: str
    frozen: str = ""
    live: str = ""

    @property
    def about(self) -> dict[str, str]:
        """What files say about themselves."""
        foot = self.chart.foot
        return {
            "Title": self.chart.title,
            "Author": self.author,
            "Description": self.chart.caption,
            "Source": foot.words["credit_join"].join(foot.credits),
            "Comment": f"{foot.words['release']} {foot.release_id}",
        }

    def name(self, kind: str) -> str:
        """Return a name for the file, which says what it shows, in which size, of which release."""
        ids = self.chart.indicator_ids
        # Of many indicators the first is named; a sum tells charts of others apart.
        more = [f"and-{len(ids) - 1}-{zlib.crc32(' '.join(ids).encode()):08x}"] if len(ids) > 2 else ids[1:]
        parts = ["-".join((ids[0], *more)), self.chart.kind, self.size]
        parts += ["mono"] if self.mono else []
        parts += ["text"] if kind == "svg-text" else []
        return "_".join([*parts, self.chart.foot.release_id]) + f".{FORMATS[kind][0]}"


def drawn(order: Order) -> Scene:
    """Set the chart of an order in its size."""
    return compose(order.chart, size_of(order.size), Look(order.mono))


def made(order: Order, kind: str, scene: Scene | None = None) -> bytes:
    """Return a file of one of the `FORMATS`. The same order gives the same bytes.

    Raises:
        InputError: The title is too long for the size.
    """
    return _MADE[kind](order, scene or drawn(order))


def _png(order: Order, scene: Scene) -> bytes:
    return png(scene, size_of(order.size), order.about)


def _svg(order: Order, scene: Scene) -> bytes:
    return svg(scene, order.chart.title, order.chart.alt).encode()


def _svg_text(order: Order, scene: Scene) -> bytes:
    return svg(scene, order.chart.title, order.chart.alt, live=True).encode()


def _pdf(order: Order, scene: Scene) -> bytes:
    return pdf(scene, order.about, order.created)


def _pptx(order: Order, scene: Scene) -> bytes:
    from dashboard.figure.maps import map_alone
    from dashboard.figure.pptx import presentation

    look, size = Look(order.mono), size_of(order.size)
    picture = png(map_alone(order.chart, look, size), size) if order.chart.kind == "map" else None
    return presentation(order.chart, size, look, created=order.created, author=order.author, picture=picture)


def _html(order: Order, scene: Scene) -> bytes:
    from dashboard.figure.html import embed

    return embed(order.chart, svg(scene, order.chart.title, order.chart.alt), frozen=order.frozen, live=order.live)


def _csv(order: Order, scene: Scene) -> bytes:
    foot = order.chart.foot
    origin = {
        "release_id": foot.release_id,
        "selection": order.selection,
        "credit": foot.words["credit_join"].join(foot.credits),
    }
    return csv_bytes(order.chart.rows, origin)


_MADE: Mapping[str, Callable[[Order, Scene], bytes]] = {
    "png": _png,
    "svg": _svg,
    "svg-text": _svg_text,
    "pdf": _pdf,
    "pptx": _pptx,
    "html": _html,
    "csv": _csv,
}
