"""Content of 広報: the chart as it will leave, what was checked, its words, and how it is cited."""

from __future__ import annotations

import base64
from collections.abc import Sequence

from dashboard.data_view import copyable
from dashboard.figure.model import Chart
from dashboard.figure.render import png
from dashboard.figure.scene import Scene
from dashboard.figure.sizes import Size, size_of
from dashboard.figure.svg import svg
from dashboard.marks import mark
from dashboard.markup import Element, div, el, span
from dashboard.press.checks import Check
from dashboard.text import Text
from warehouse.citation import Citation
from warehouse.numbers import number

# Above so many bytes a picture is sent as PNG, which land with thousands of corners is smaller as.
_LARGEST_SVG = 400_000
_SEEN_DPI = 110


def size_name(code: str, text: Text) -> str:
    """Return the name of a size with its measures."""
    return text("press.size_option", name=text(f"press.size.{code}"), measures=measures(size_of(code), text))


def measures(size: Size, text: Text) -> str:
    """Return the measures of a size: pixels, or millimetres."""
    if not size.is_print:
        return text("press.measured_px", across=size.pixels[0], down=size.pixels[1])
    across, down = (number(side) for side in size.millimetres)
    return text("press.measured_mm", across=across, down=down)


def preview(chart: Chart, scene: Scene, size: Size) -> Element:
    """Return the picture as it will leave, as wide as its place."""
    drawn = svg(scene, chart.title, chart.alt).encode()
    kind, data = "svg+xml", drawn
    if len(drawn) > _LARGEST_SVG:
        kind, data = "png", png(scene, size, dpi=_SEEN_DPI)
    address = f"data:image/{kind};base64,{base64.b64encode(data).decode()}"
    across, down = (round(side) for side in (scene.width, scene.height))
    shape = "tall" if down > across else "wide"
    return div(f"press-preview {shape}", el("img", src=address, alt=chart.alt, width=across, height=down))


def check_list(found: Sequence[Check], scene: Scene, text: Text) -> Element:
    """Return the checks with what was seen, and a sentence that says whether the chart may leave."""
    failed = [check for check in found if not check.passed]
    state = ("achieved", text("press.all_passed", count=len(found)), "good")
    if failed:
        state = ("missed", text("press.some_failed", count=len(failed)), "bad")
    items = (
        el(
            "li",
            mark("achieved" if check.passed else "missed", text(f"press.check_name.{check.code}"),
                 "plain" if check.passed else "bad"),
            el("p", check.seen, class_="why"),
            class_=None if check.passed else "failed",
        )
        for check in found
    )  # fmt: skip
    head = div("section-head", el("h3", text("press.checks")), mark(*state))
    told = el("p", text("press.cannot_leave"), class_="why") if failed else None
    return div("press-checks", head, told, el("ul", *items), *_told(scene, text))


def _told(scene: Scene, text: Text) -> list[Element]:
    """Say what has no room in this size."""
    notes = [one for one in scene.left_out if one != "credits"]
    found = [text("press.left_out", count=len(notes))] if notes else []
    found += scene.shortened
    return [el("p", words, class_="why") for words in found]


def words_of(title: str, about: str, *said: tuple[str, str]) -> Element:
    """Return words to be taken away: (heading, text) each; an empty heading is left out."""
    parts = [part for name, words in said for part in (el("h3", name) if name else None, copyable(words))]
    return div("card-white share", el("h2", title), el("p", about, class_="why"), parts)


def cited(citation: Citation, lang: str, frozen: str, live: str, text: Text) -> Element:
    """Return the citation in the language of the chart, and both links."""
    full = citation.full_ja if lang == "ja" else citation.full_en
    return div(
        "card-white share",
        el("h2", text("press.citing")),
        copyable(full),
        el("h3", text("press.frozen")),
        copyable(frozen),
        el("p", text("press.frozen_note"), class_="why"),
        el("h3", text("press.live")),
        copyable(live),
        el("p", text("press.live_note"), class_="why"),
    )


def credit(chart: Chart, text: Text) -> Element:
    """Return the credit line, which cannot be edited."""
    said = chart.foot.words["credit_join"].join(chart.foot.credits)
    return div("press-credit", span("label", text("press.credit_fixed")), el("p", said))
