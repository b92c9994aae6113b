"""A figure that stands alone: large, with its period, its target or whole, and what is said of it."""

from __future__ import annotations

from dashboard.figure.frame import broken
from dashboard.figure.look import Look
from dashboard.figure.model import CardFacts, Chart
from dashboard.figure.scene import Box, Line, Scene, Shape, Words, rectangle
from dashboard.figure.sizes import Size
from dashboard.lettering import advance

# Of the height, what period and figure need at the least, in letters of the body.
LEAST = 5.2


def draw_card(scene: Scene, chart: Chart, look: Look, size: Size, room: Box) -> None:
    """Draw a card: period, figure, a bar against the target or the whole, and its facts."""
    card = chart.card
    assert card is not None
    body = max(size.small, size.body * 1.1)
    across, down = room[2] - room[0], room[3] - room[1]
    lines = [(name, line) for name, said in card.lines for line in _fact_lines(name, said, body, across)]
    bar = body * 5.4 if card.full is not None else 0.0
    while lines and len(lines) * body * 1.5 + bar + body * LEAST > down:
        scene.shortened.insert(0, lines.pop()[1])
    below = len(lines) * body * 1.5 + bar
    whole = advance(card.number) + advance(card.unit) * 0.45 + 0.2
    large = min(size.title * 3.2, across / whole, max(body * 2, (down - below - body * 2.6) * 0.8))
    spare = max(0.0, down - below - body * 2.6 - large)
    y = room[1] + spare * 0.3 + body
    scene.add(Words(room[0], y, card.when, body, look.quiet, role="when"))
    y += large * 0.95 + body * 0.4
    number = Words(room[0], y, card.number, large, look.actual, bold=True, role="number")
    unit = Words(
        number.box[2] + large * 0.08, y, card.unit, max(size.small, large * 0.4), look.ink, bold=True, role="unit"
    )
    scene.add(number, *([unit] if card.unit else []))
    y += body * 1.2
    if card.full is not None:
        y = _draw_bar(scene, card, look, body, room, y)
    for name, line in lines:
        y += body * 1.5
        scene.add(Words(room[0], y, line, body, look.ink if name else look.quiet, role="fact"))


def _fact_lines(name: str, said: str, points: float, across: float) -> list[str]:
    return broken(f"{name}\u3000{said}", points, across)


def _draw_bar(scene: Scene, card: CardFacts, look: Look, body: float, room: Box, y: float) -> float:
    """A bar from 0 against the target or the whole, whose ends are named; returns where the words go on."""
    assert card.full is not None
    highest = max(card.full, card.value) or 1.0
    right = room[2] - body * 0.8
    end, goal = (room[0] + max(0.0, value) / highest * (right - room[0]) for value in (card.value, card.full))
    top = y + body * 1.9
    bottom = top + body * 1.5
    scene.axis = (0.0, highest)
    anchor = "end" if goal > room[0] + 8 * body else "start"
    label = Words(goal, top - body * 0.6, card.full_label, body, look.ink, anchor, bold=True, role="goal")
    scene.add(
        Shape(rectangle(room[0], top, goal, bottom), look.band, look.axis, 0.8, role="whole"),
        Shape(
            rectangle(room[0], top, max(end, room[0] + 0.5), bottom), look.actual, None, said=card.number, role="bar"
        ),
        label,
        Words(room[0], bottom + body * 1.2, "0", body, look.quiet, role="axis"),
    )
    if card.is_target:
        scene.add(Line(((goal, top - body * 0.3), (goal, bottom + body * 0.3)), look.ink, 1.6, role="goal"))
    return bottom + body * 1.4
