"""The target of a line over the years: its mark, what is missing to it, and its words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dashboard.figure.axes import Plane
from dashboard.figure.labels import Placer
from dashboard.figure.look import Look
from dashboard.figure.model import Chart, Goal
from dashboard.figure.scene import Box, Line, Scene, Shape, Words, diamond
from dashboard.figure.sizes import Size

GOAL_MARK = 6.0


def goal_lines(goal: Goal | None, look: Look, size: Size) -> list[Words]:
    """The words of a target from the top: when, what, how far, how fast. Their places are still to be found."""
    if goal is None:
        return []
    body, large = max(size.small, size.body), max(size.small, size.body * 1.5)
    found = [(goal.when, body, look.quiet, False), (goal.label, large, look.ink, True)]
    found += [(goal.gap, max(size.small, size.body * 1.2), look.bad, True), (goal.pace, body, look.ink, False)]
    return [
        Words(0, 0, words, points, colour, bold=bold, role="goal") for words, points, colour, bold in found if words
    ]


def draw_goal(
    scene: Scene, chart: Chart, goal: Goal, words: Sequence[Words], look: Look, size: Size, plane: Plane, room: Box,
    placer: Placer,
) -> None:  # fmt: skip
    """Draw a target's mark and what is missing to it, and its words if they stand here."""
    y = plane.y(goal.value)
    if goal.year is None:
        scene.add(Line(((plane.left, y), (plane.right, y)), look.ink, 1.0, (4.0, 3.0), role="goal"))
        placer.block_line(((plane.left, y), (plane.right, y)))
        placed = [replace(one, x=plane.left, y=y - size.body * 0.5) for one in words if one.words == goal.label]
    else:
        x, mark = plane.x(goal.year), GOAL_MARK * size.body / 12
        last = chart.series[0].last
        if goal.gap:
            _draw_gap(scene, plane.at(last.year, last.value), (x, y), look, size)
        scene.add(Shape(diamond(x, y, mark), look.ground, look.ink, 1.6, said=goal.label, role="goal"))
        placer.block((x - mark, y - mark, x + mark, y + mark))
        placed = _stacked(words, room, plane, x + mark + size.body * 0.5, y)
    scene.add(*placed)
    placer.block(*(one.box for one in placed))


def _stacked(words: Sequence[Words], room: Box, plane: Plane, x: float, y: float) -> list[Words]:
    """Set the words of a target below each other beside its mark."""
    if not words:
        return []
    high = sum(one.points * 1.3 for one in words)
    top = min(max(room[1], y - words[0].points * 1.7), plane.bottom - high)
    found = []
    for one in words:
        top += one.points * 1.3
        found.append(replace(one, x=x, y=top - one.points * 0.3))
    return found


def _draw_gap(scene: Scene, here: tuple[float, float], goal: tuple[float, float], look: Look, size: Size) -> None:
    """A bracket between the level of the newest figure and the target."""
    x, y = goal
    sign = 1 if here[1] > y else -1
    start, half = y + sign * GOAL_MARK * size.body / 12 * 1.3, size.body * 0.32
    if sign * (here[1] - start) <= 0:
        return
    if x > here[0]:
        scene.add(Line((here, (x, here[1])), look.axis, 0.8, role="guide"))
    scene.add(
        Line(((x, start), (x, here[1])), look.bad, 1.8, role="gap"),
        Line(((x - half, here[1]), (x + half, here[1])), look.bad, 1.8, role="gap"),
    )
