"""Pictures as SVG: letters as outlines that look alike everywhere, or as live text that can be edited and found."""

from __future__ import annotations

from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from matplotlib.path import Path as Outline

from dashboard.figure.render import BOLD
from dashboard.figure.scene import Disc, Line, Scene, Shape, Words
from dashboard.lettering import glyph

FAMILY = "'BIZ UDPGothic','Noto Sans JP','Hiragino Sans','Yu Gothic',IPAexGothic,sans-serif"
_MARKS = {Outline.MOVETO: "M", Outline.LINETO: "L", Outline.CURVE3: "Q", Outline.CURVE4: "C"}
# Patterns as strokes in a square of 6 points.
_STROKES = {
    "/": "M-1 1L1 -1M0 6L6 0M5 7L7 5",
    "\\": "M-1 5L1 7M0 0L6 6M5 -1L7 1",
    "x": "M0 0L6 6M6 0L0 6",
    "-": "M0 3L6 3",
    "|": "M3 0L3 6",
    "+": "M0 3L6 3M3 0L3 6",
    ".": "M2 3a1 1 0 1 0 2 0a1 1 0 1 0 -2 0",
    "o": "M1 3a2 2 0 1 0 4 0a2 2 0 1 0 -4 0",
}


def svg(scene: Scene, title: str, alt: str, *, live: bool = False) -> str:
    """Return the picture as SVG with its title and alternative text; `live` keeps letters as text."""
    ids: dict[str, str] = {}
    body = "".join(_item(item, ids, live=live) for item in scene.items)
    wide, high = f"{scene.width:.2f}", f"{scene.height:.2f}"
    patterns = "".join(_pattern(name, colour) for name, colour in sorted(_patterns(scene)))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide}pt" height="{high}pt" viewBox="0 0 {wide} {high}" '
        f'role="img" aria-label={quoteattr(alt)}><title>{escape(title)}</title><desc>{escape(alt)}</desc>'
        f"<defs>{patterns}{''.join(ids.values())}</defs>"
        f'<rect width="{wide}" height="{high}" fill="{scene.background}"/>{body}</svg>\n'
    )


def _item(item: object, ids: dict[str, str], *, live: bool) -> str:
    if isinstance(item, Words):
        return _text(item) if live else _letters(item, ids)
    if isinstance(item, Line):
        dash = f' stroke-dasharray="{" ".join(f"{one:.2f}" for one in item.dash)}"' if item.dash else ""
        cap = "" if item.dash or item.role in {"grid", "rule"} else ' stroke-linecap="round"'
        places = " ".join(f"{x:.2f},{y:.2f}" for x, y in item.places)
        return (
            f'<polyline points="{places}" fill="none" stroke="{item.colour}" stroke-width="{item.width:.2f}" '
            f'stroke-linejoin="round"{cap}{dash}/>'
        )
    if isinstance(item, Disc):
        edge = f' stroke="{item.edge}" stroke-width="{item.width:.2f}"' if item.edge else ""
        start = f'<circle cx="{item.x:.2f}" cy="{item.y:.2f}" r="{item.radius:.2f}" fill="{item.face}"{edge}'
        return _named(start, "circle", item.said)
    assert isinstance(item, Shape)
    edge = f' stroke="{item.edge}" stroke-width="{item.width:.2f}"' if item.edge else ""
    data = path_data(item.outline)
    found = _named(f'<path d="{data}" fill="{item.face or "none"}"{edge} fill-rule="evenodd"', "path", item.said)
    if item.pattern:
        found += f'<path d="{data}" fill="url(#{_pattern_id(item.pattern, item.edge)})" fill-rule="evenodd"/>'
    return found


def _named(start: str, tag: str, said: str) -> str:
    """End an element; with words it shows them under the pointer."""
    return f"{start}><title>{escape(said)}</title></{tag}>" if said else f"{start}/>"


def path_data(outline: Outline) -> str:
    """Return an outline as the data of a path."""
    return "".join(_commands(outline))


def _commands(outline: Outline) -> Iterator[str]:
    for vertices, code in outline.iter_segments(simplify=False, curves=True):
        if code == Outline.CLOSEPOLY:
            yield "Z"
        else:
            yield _MARKS[code] + " ".join(f"{value:.2f}" for value in vertices)


def _letters(words: Words, ids: dict[str, str]) -> str:
    """Letters as outlines, each drawn once and used where it stands."""
    pen, size = words.box[0], words.points
    uses = []
    for letter in words.words:
        step, _, _ = glyph(letter)
        name = f"g{ord(letter):x}"
        if name not in ids:
            ids[name] = f'<path id="{name}" d="{_glyph_data(letter)}"/>'
        if letter.strip():
            uses.append(f'<use href="#{name}" x="{(pen - words.box[0]) / size * 1000:.0f}"/>')
        pen += step * size
    line = f' stroke="{words.colour}" stroke-width="{BOLD * 1000:.0f}" stroke-linejoin="round"' if words.bold else ""
    return (
        f'<g transform="translate({words.box[0]:.2f} {words.y:.2f}) scale({size / 1000:.5f})" '
        f'fill="{words.colour}"{line}>{"".join(uses)}</g>'
    )


def _glyph_data(letter: str) -> str:
    _, vertices, codes = glyph(letter)
    if not len(vertices):
        return ""
    outline = Outline(vertices * (1000, -1000), codes)
    found = []
    for places, code in outline.iter_segments(simplify=False, curves=True):
        found.append("Z" if code == Outline.CLOSEPOLY else _MARKS[code] + " ".join(f"{one:.0f}" for one in places))
    return "".join(found)


def _text(words: Words) -> str:
    anchor = "" if words.anchor == "start" else f' text-anchor="{words.anchor}"'
    bold = ' font-weight="bold"' if words.bold else ""
    return (
        f'<text x="{words.x:.2f}" y="{words.y:.2f}" font-family="{FAMILY}" font-size="{words.points:.2f}" '
        f'fill="{words.colour}"{anchor}{bold} xml:space="preserve">{escape(words.words)}</text>'
    )


def _patterns(scene: Scene) -> set[tuple[str, str]]:
    return {(item.pattern, item.edge or "#000000") for item in scene.items if isinstance(item, Shape) and item.pattern}


def _pattern_id(name: str, colour: str | None) -> str:
    return f"p{ord(name[0]):x}{(colour or '#000000')[1:]}"


def _pattern(name: str, colour: str) -> str:
    return (
        f'<pattern id="{_pattern_id(name, colour)}" width="6" height="6" patternUnits="userSpaceOnUse">'
        f'<path d="{_STROKES[name]}" fill="none" stroke="{colour}" stroke-width="0.9"/></pattern>'
    )
