"""A chart as a slide of PowerPoint, whose chart is PowerPoint's own and can be edited there."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from pptx import Presentation

from dashboard.brief.slides import rgb
from dashboard.figure import pptx_bars, pptx_charts
from dashboard.figure.look import WHITE, Look
from dashboard.figure.model import Chart, Kind
from dashboard.figure.pptx_areas import map_picture, tiles
from dashboard.figure.pptx_shapes import Frame, Line, Page, height_of
from dashboard.figure.sizes import Size

# The earliest time that a file inside the container can have; the same input gives the same bytes.
_EPOCH = (1980, 1, 1, 0, 0, 0)
_STAMP = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")
_TITLE_ONLY = 5
# Of the height, what may stand beneath the chart before the short credit takes the place of the full ones.
FOOT_SHARE = 0.3
_DRAWN: dict[Kind, Callable[[Page, Frame, Chart], None]] = {
    "trend": pptx_charts.trend,
    "comparison": pptx_charts.comparison,
    "multiples": pptx_charts.multiples,
    "bars": pptx_bars.bars,
    "stacked": pptx_bars.stacked,
    "card": pptx_bars.card,
    "tiles": tiles,
}


def presentation(
    chart: Chart, size: Size, look: Look, *, created: datetime, author: str, picture: bytes | None = None
) -> bytes:
    """Return a presentation of one slide in a size.

    Args:
        chart: What is drawn.
        size: The slide is as large as this.
        look: Colours, or black alone with patterns.
        created: When the file says that it was made; the same input gives the same bytes.
        author: Who the file says made it.
        picture: Of a map, land and marks as PNG without title, list of classes and foot; PowerPoint has no such chart.

    Raises:
        ValueError: A map was asked for without its picture.
    """
    deck = Presentation()
    whole = Frame(0, 0, size.width, size.height)
    deck.slide_width, deck.slide_height = whole.emu[2:]
    _properties(deck, chart, created, author)
    slide = deck.slides.add_slide(deck.slide_layouts[_TITLE_ONLY])
    if look.ground != WHITE:
        slide.background.fill.solid()
        slide.background.fill.fore_color.rgb = rgb(look.ground)
    page = Page(slide, size, look, chart.lang)
    frame = _room(page, chart)
    if chart.kind == "map":
        if picture is None:
            raise ValueError("A map needs its picture.")
        map_picture(page, frame, chart, picture)
    else:
        _DRAWN[chart.kind](page, frame, chart)
    slide.notes_slide.notes_text_frame.text = "\n".join(_notes(chart))
    buffer = io.BytesIO()
    deck.save(buffer)
    return fixed(buffer.getvalue(), created)


def _properties(deck: Any, chart: Chart, created: datetime, author: str) -> None:
    facts = deck.core_properties
    facts.title, facts.subject = chart.title[:255], chart.subtitle[:255]
    facts.author = facts.last_modified_by = author[:255]
    facts.created = facts.modified = _utc(created)
    facts.keywords, facts.language = chart.foot.release_id, chart.lang


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment


def _room(page: Page, chart: Chart) -> Frame:
    """Write title, subtitle and foot; return the room for the chart between them."""
    size, look = page.size, page.look
    left, across = size.margin, size.width - 2 * size.margin
    title = _fitting(chart.title, size.title, size.body, across)
    title = title._replace(colour=look.ink, bold=True)
    y = size.margin
    high = height_of([title], across)
    _title(page, Frame(left, y, across, high), title)
    y += high + size.small * 0.2
    if chart.subtitle:
        subtitle = [Line(chart.subtitle, size.body, look.quiet)]
        high = height_of(subtitle, across)
        page.text(Frame(left, y, across, high), subtitle, "subtitle")
        y += high
    y += size.small * 0.5
    foot = _foot(page, chart, across, size.height - size.margin - y)
    high = height_of(foot, across)
    bottom = size.height - size.margin - high
    page.text(Frame(left, bottom, across, high), foot, "foot")
    return Frame(left, y, across, bottom - size.small * 0.5 - y)


def _fitting(words: str, points: float, least: float, room: float) -> Line:
    """The title in the largest letters in which it fills two lines, or in the least ones."""
    for share in (1.0, 0.9, 0.8, 0.7):
        line = Line(words, max(points * share, least), "", bold=True)
        if height_of([line], room) <= line.points * 2.7:
            break
    return line


def _title(page: Page, frame: Frame, title: Line) -> None:
    """Write the title as the slide's own, by which PowerPoint and screen readers name the slide."""
    holder = page.slide.shapes.title
    holder.left, holder.top, holder.width, holder.height = frame.emu
    holder.name = "title"
    # Where it needs a line less than was reckoned with, it still stands close to the subtitle.
    page.fill_text(holder.text_frame, [title], "bottom")


def _foot(page: Page, chart: Chart, across: float, room: float) -> list[Line]:
    """What stands beneath: notes, credits, period and release; with the short credit where the full ones are long."""
    points, colour = page.size.small, page.look.quiet
    full, short = (
        [Line(words, points, colour) for words in foot_words(chart, short=is_short)] for is_short in (False, True)
    )
    most = min(page.size.height * FOOT_SHARE, room * 0.5)
    return full if height_of(full, across) <= most else short


def foot_words(chart: Chart, *, short: bool = False) -> list[str]:
    """Return the paragraphs beneath a chart: sources, periods and release, notes."""
    foot, words = chart.foot, chart.foot.words
    gap = "　" if chart.lang == "ja" else "  "
    sources = foot.credit_short if short else ("／" if chart.lang == "ja" else "; ").join(foot.credits)
    parts = (("as_of", foot.as_of), ("updated", foot.updated), ("release", foot.release_id))
    facts = gap.join(f"{words[part]}{words['colon']}{said}" for part, said in parts if said)
    notes = gap.join(filter(None, (*foot.required, chart.note)))
    found = [f"{words['source']}{words['colon']}{sources}" if sources else "", facts]
    return [*filter(None, found), *([f"{words['note']}{words['colon']}{notes}"] if notes else [])]


def _notes(chart: Chart) -> list[str]:
    return [words for words in (chart.caption, chart.alt, *foot_words(chart)) if words]


def fixed(container: bytes, created: datetime) -> bytes:
    """Return a file of Office whose parts, workbooks inside among them, have no time but the one given."""
    buffer, stamped = io.BytesIO(), f"{_utc(created):%Y-%m-%dT%H:%M:%SZ}".encode()
    with zipfile.ZipFile(io.BytesIO(container)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name.endswith(".xlsx"):
                data = fixed(data, created)
            elif name == "docProps/core.xml":
                data = _STAMP.sub(rb"\g<1>" + stamped, data)
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, 3
            new.writestr(entry, data)
    return buffer.getvalue()
