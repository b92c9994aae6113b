"""The marks of a line's figures, by shape and not by colour alone."""

from __future__ import annotations

from dashboard.figure.scene import Disc, Scene, Shape, diamond, rectangle


def draw_mark(scene: Scene, shape: str, x: float, y: float, radius: float, colour: str, ground: str, said: str) -> None:
    """Draw a mark: disc, square or diamond, filled or open."""
    is_open = shape.startswith("open")
    face = ground if is_open else colour
    if shape in {"disc", "open"}:
        scene.add(Disc(x, y, radius, face, colour, 1.3, said, "point"))
        return
    side = radius * 0.9
    outline = (
        diamond(x, y, radius * 1.2) if shape.endswith("diamond") else rectangle(x - side, y - side, x + side, y + side)
    )
    scene.add(Shape(outline, face, colour, 1.3, said=said, role="point"))
