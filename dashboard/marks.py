"""Marks of state, a shape with a word and a colour, and horizontal bars."""

from __future__ import annotations

from dashboard.charts import data_uri
from dashboard.markup import Element, el, span
from dashboard.theme import ACTUAL, BAD, INK

_SHAPES: dict[str, tuple[Element, ...]] = {
    "missed": (
        el("rect", x="1", y="1", width="18", height="18", rx="2", fill=BAD),
        el("path", d="M6 6 14 14M14 6 6 14", stroke="#fff", stroke_width="2.4"),
    ),
    "late": (
        el("path", d="M10 0 20 10 10 20 0 10Z", fill=BAD),
        el("path", d="M10 5V11M10 13V15.4", stroke="#fff", stroke_width="2.4"),
    ),
    "unknown": (
        el("rect", x="2", y="2", width="16", height="16", rx="3", fill="#fff", stroke=INK, stroke_width="2"),
        el(
            "path",
            d="M7.2 8A2.8 2.6 0 1 1 10.6 10.4Q10 10.8 10 12M10 13.6V15.4",
            stroke=INK,
            stroke_width="1.8",
            fill="none",
        ),
    ),
    "none": (
        el("circle", cx="10", cy="10", r="8", fill="none", stroke=INK, stroke_width="2", stroke_dasharray="3 2.2"),
        el("path", d="M6 10H14", stroke=INK, stroke_width="2"),
    ),
    "on_path": (
        el("circle", cx="10", cy="10", r="8", fill="none", stroke=ACTUAL, stroke_width="2.4"),
        el("circle", cx="10", cy="10", r="4.2", fill=ACTUAL),
    ),
    "achieved": (
        el("circle", cx="10", cy="10", r="9.4", fill=ACTUAL),
        el("path", d="M5.6 10.4 8.8 13.4 14.4 7", stroke="#fff", stroke_width="2.4", fill="none"),
    ),
    "caution": (
        el("path", d="M10 2 19 18H1Z", fill="#fff", stroke=INK, stroke_width="2", stroke_linejoin="round"),
        el("path", d="M10 7.6V12.4M10 14V16", stroke=INK, stroke_width="2"),
    ),
    "before": (
        el("circle", cx="10", cy="10", r="8", fill="none", stroke=INK, stroke_width="2.2"),
        el("path", d="M10 5V10L13.4 12", stroke=INK, stroke_width="2", fill="none"),
    ),
}
SHAPE_URIS = {name: data_uri(20, 20, *shapes) for name, shapes in _SHAPES.items()}


def mark(shape: str, word: str, tone: str) -> Element:
    """A state: a shape, a word and a colour together. `tone` is good, bad or plain."""
    return span(f"mark {tone}", el("img", src=SHAPE_URIS[shape], alt="", width=20, height=20), word)


def bar(share: float, tone: str = "actual") -> Element:
    """A horizontal bar from 0 whose length is a share of the room; its figure stands beside it as text."""
    length = f"--share:{max(0.0, min(1.0, share)):.4f}"
    return el("span", el("span", class_=f"fill {tone}"), class_="bar", aria_hidden="true", style=length)
