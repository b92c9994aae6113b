"""Pictures as PNG: drawn by matplotlib's renderer, straight from what stands where.

Letters are filled outlines, so that they look the same as those of the SVG, in every size. The typeface has one weight;
bold letters get a thin line around them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_rgba
from matplotlib.figure import Figure
from matplotlib.path import Path as Outline
from matplotlib.transforms import Affine2D

from dashboard.figure.png import encoded
from dashboard.figure.scene import Disc, Item, Line, Scene, Shape, Words
from dashboard.figure.sizes import Size
from dashboard.lettering import lettering

# The line around bold letters, in ems.
BOLD = 0.045
_CIRCLE = Outline.unit_circle()
_HATCH = {"/": "///", "\\": "\\\\\\", "x": "xx", ".": "..", "-": "---", "|": "|||", "+": "++", "o": "oo", "": None}


class _Drawn(Artist):
    """A scene as one artist: nothing of it is laid out anew."""

    def __init__(self, scene: Scene, dpi: float) -> None:
        super().__init__()
        self._scene, self._unit = scene, dpi / 72

    def draw(self, renderer: Any) -> None:
        """Draw everything in its order."""
        unit, high = self._unit, self._scene.height
        place = Affine2D().scale(1, -1).translate(0, high).scale(unit)
        for item in self._scene.items:
            _DRAW[type(item)](renderer, item, place, unit)


def _pen(renderer: Any, colour: str | None, width: float) -> Any:
    pen = renderer.new_gc()
    pen.set_foreground(to_rgba(colour or "#000000"), isRGBA=True)
    pen.set_linewidth(width if colour else 0)
    pen.set_antialiased(True)
    return pen


def _line(renderer: Any, line: Line, place: Affine2D, unit: float) -> None:
    pen = _pen(renderer, line.colour, line.width)
    pen.set_joinstyle("round")
    pen.set_capstyle("butt" if line.dash or line.role in {"grid", "rule"} else "round")
    if line.dash:
        pen.set_dashes(0, list(line.dash))
    renderer.draw_path(pen, Outline(line.places), place)


def _shape(renderer: Any, shape: Shape, place: Affine2D, unit: float) -> None:
    pen = _pen(renderer, shape.edge, shape.width)
    pen.set_joinstyle("miter")
    if shape.pattern:
        pen.set_hatch(_HATCH[shape.pattern])
        pen.set_hatch_color(to_rgba(shape.edge or "#000000"))
        pen.set_hatch_linewidth(0.7)
    renderer.draw_path(pen, shape.outline, place, to_rgba(shape.face) if shape.face else None)


def _disc(renderer: Any, disc: Disc, place: Affine2D, unit: float) -> None:
    pen = _pen(renderer, disc.edge, disc.width)
    at = Affine2D().scale(disc.radius).translate(disc.x, disc.y) + place
    renderer.draw_path(pen, _CIRCLE, at, to_rgba(disc.face))


def _words(renderer: Any, words: Words, place: Affine2D, unit: float) -> None:
    left = words.box[0]
    pen = _pen(renderer, words.colour, BOLD * words.points if words.bold else 0)
    pen.set_joinstyle("round")
    if not words.bold:
        pen.set_linewidth(0)
    at = Affine2D().scale(words.points, -words.points).translate(left, words.y) + place
    renderer.draw_path(pen, lettering(words.words), at, to_rgba(words.colour))


_DRAW: Mapping[type[Item], Any] = {Line: _line, Shape: _shape, Disc: _disc, Words: _words}


def _figure(scene: Scene, dpi: float) -> Figure:
    # Whole pixels, rounded as `Size.pixels` are and not cut.
    across, down = (round(side * dpi / 72) + 0.01 for side in (scene.width, scene.height))
    figure = Figure(figsize=(across / dpi, down / dpi), dpi=dpi, facecolor=scene.background)
    figure.add_artist(_Drawn(scene, dpi))
    return figure


def png(scene: Scene, size: Size, about: Mapping[str, str] | None = None, *, dpi: int | None = None) -> bytes:
    """Return the picture as PNG with its resolution; `about` are texts such as title and source. `dpi` overrides."""
    at = dpi or size.dpi
    canvas = FigureCanvasAgg(_figure(scene, at))
    canvas.draw()  # type: ignore[no-untyped-call]
    return encoded(np.asarray(canvas.buffer_rgba()), at, about or {})  # type: ignore[no-untyped-call]
