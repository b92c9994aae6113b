"""A drawing as part of a page: only what draws is kept of it, no script, no metadata and no outside file."""

from __future__ import annotations

import re
from xml.etree import ElementTree

from dashboard.markup import Element

_SVG = "{http://www.w3.org/2000/svg}"
_XLINK = "{http://www.w3.org/1999/xlink}"
_DRAWN = frozenset(
    {
        *(
            "svg",
            "g",
            "defs",
            "use",
            "symbol",
            "marker",
            "clipPath",
            "mask",
            "pattern",
            "image",
            "style",
            "title",
            "desc",
        ),
        *("path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "tspan", "textPath"),
        *("linearGradient", "radialGradient", "stop"),
    }
)
_NUMBER = re.compile(r"[0-9.]+")
# What a style could load; references to parts of the drawing itself stay.
_OUTSIDE = re.compile(r"@import|url\(\s*[^#\s)]", re.IGNORECASE)


def inline(svg: str, alt: str) -> Element:
    """Return a drawing as an element that is as wide as its room and that is read out as `alt`.

    Raises:
        ValueError: It is no SVG.
    """
    try:
        root = ElementTree.fromstring(svg)
    except ElementTree.ParseError as error:
        raise ValueError("This is no SVG.") from error
    if root.tag != f"{_SVG}svg":
        raise ValueError("This is no SVG.")
    drawn = _element(root)
    kept = {name: value for name, value in drawn.attributes if name not in {"width", "height", "role", "aria-label"}}
    if "viewBox" not in kept:
        sides = [found[0] for name in ("width", "height") if (found := _NUMBER.match(root.get(name, "")))]
        if len(sides) == 2:
            kept["viewBox"] = f"0 0 {' '.join(sides)}"
    return Element("svg", (*kept.items(), ("role", "img"), ("aria-label", alt)), drawn.children)


def _element(node: ElementTree.Element) -> Element:
    name = node.tag.removeprefix(_SVG)
    children: list[Element | str] = [_style(node.text or "") if name == "style" else node.text or ""]
    for child in node:
        # Comments have no name; what is of another language or draws nothing is left out.
        if isinstance(child.tag, str) and child.tag.removeprefix(_SVG) in _DRAWN:
            children.append(_element(child))
        children.append(child.tail or "")
    return Element(name, tuple(_attributes(node)), tuple(part for part in children if part != ""))


def _style(words: str) -> str:
    return "" if _OUTSIDE.search(words) else words


def _attributes(node: ElementTree.Element) -> list[tuple[str, str]]:
    found = []
    for name, value in node.attrib.items():
        plain = name.removeprefix(_XLINK)
        is_link = plain == "href"
        if plain.startswith(("{", "on")) or _OUTSIDE.search(value) or (name != plain and not is_link):
            continue
        if not is_link or value.startswith(("#", "data:image/")):
            found.append((plain, value))
    return found
