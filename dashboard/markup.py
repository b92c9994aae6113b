"""Elements of a page as a tree. Text is escaped when the tree is written, so data can never become markup."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape

VOID = frozenset({"br", "hr", "img"})


@dataclass(frozen=True)
class Element:
    """One element with its attributes and children."""

    tag: str
    attributes: tuple[tuple[str, str], ...]
    children: tuple[Element | str, ...]

    def __str__(self) -> str:
        attributes = "".join(f' {name}="{escape(value)}"' for name, value in self.attributes)
        if self.tag in VOID:
            return f"<{self.tag}{attributes}>"
        inner = "".join(escape(child) if isinstance(child, str) else str(child) for child in self.children)
        return f"<{self.tag}{attributes}>{inner}</{self.tag}>"


@dataclass(frozen=True)
class _Written:
    """HTML that is ready; Streamlit takes it as it is, without looking for a file of that name or for indentation."""

    html: str

    def _repr_html_(self) -> str:
        return self.html


def show(content: Element | str) -> None:
    """Put elements, or HTML that was written from elements, on the page."""
    # Elements are written into files too, which need no server.
    import streamlit as st

    st.html(_Written(str(content)))


Child = Element | str | None | Iterable["Child"]


def _flatten(children: Iterable[Child]) -> Iterable[Element | str]:
    for child in children:
        if isinstance(child, Element | str):
            yield child
        elif child is not None:
            yield from _flatten(child)


def el(tag: str, *children: Child, **attributes: str | int | None) -> Element:
    """Build an element. `class_` and `aria_label` become `class` and `aria-label`; None is left out."""
    named = (
        (name.rstrip("_").replace("_", "-"), str(value)) for name, value in attributes.items() if value is not None
    )
    return Element(tag, tuple(named), tuple(_flatten(children)))


def div(class_: str, *children: Child) -> Element:
    """A `div` of one style class."""
    return el("div", *children, class_=class_)


def span(class_: str, *children: Child) -> Element:
    """A `span` of one style class."""
    return el("span", *children, class_=class_)


def strong_text(text: str) -> list[Element | str]:
    """Split a sentence at `**` into plain and strong parts."""
    return [el("b", part) if position % 2 else part for position, part in enumerate(text.split("**")) if part]
