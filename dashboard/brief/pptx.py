"""The brief as PowerPoint: A4 upright slides whose charts are PowerPoint's own, so that they can be edited."""

from __future__ import annotations

import io

from pptx import Presentation
from pptx.util import Mm

from dashboard.brief.content import Brief, Card
from dashboard.brief.layout import (
    CARD_WIDE,
    EDGE,
    FOOT,
    GAP,
    PAD,
    ROOM,
    ROW,
    WIDE,
    WORDS_AT,
    Words,
    card_rows,
    fitting,
    missing_words,
)
from dashboard.brief.pptx_chart import add_chart
from dashboard.brief.slides import BOTTOM, Slides
from dashboard.components import is_bad
from dashboard.context import Context
from dashboard.printing import A4, step, width, wrap
from dashboard.theme import BAD, CARD, INK, NEUTRAL

# Words are measured in the shipped typeface; another one may need more room.
NARROW = 0.92


def brief_pptx(brief: Brief, context: Context) -> bytes:
    """Return the presentation."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = Mm(A4[0]), Mm(A4[1])
    facts = deck.core_properties
    facts.title, facts.subject = brief.title, brief.subtitle
    facts.author = facts.last_modified_by = brief.text("product.name")
    facts.created = facts.modified = context.release.published_at.replace(tzinfo=None)
    facts.keywords = context.release.release_id
    facts.language = brief.text.lang
    page = Slides(deck)
    y = _head(page, brief)
    for high, row in card_rows(brief, ROOM * NARROW):
        y = page.room(y, high)
        for column, (card, words) in enumerate(row):
            x = EDGE + column * (CARD_WIDE + GAP)
            page.panel(x, y, CARD_WIDE, high, CARD)
            _card(page, brief, card, words, x + PAD, y)
        y += high + GAP
    _foot(page, brief, _missing(page, brief, y))
    buffer = io.BytesIO()
    deck.save(buffer)
    return buffer.getvalue()


def _head(page: Slides, brief: Brief) -> float:
    page.text(EDGE, 12, 124, brief.title, fitting(brief.title, (20, 18, 16, 14), 114))
    page.text(EDGE, 22, 120, brief.subtitle, 9.5, NEUTRAL)
    facts = "\n".join(f"{name}　{value}" for name, value in brief.facts)
    page.text(A4[0] - EDGE - 66, 12, 66, facts, 8, NEUTRAL, "right")
    x, y = EDGE, 29.5
    for state, word, count in brief.counts:
        said = f"{word} {count}{brief.text('overview.count_unit')}"
        long = width(said, 10) * 1.1 + 2
        if x + 6 + long > A4[0] - EDGE:
            x, y = EDGE, y + 6.5
        page.mark(x, y, state, 4.4)
        page.text(x + 6, y - 0.2, long, said, 10, BAD if is_bad(state) else INK)
        x += 6 + long + 4
    y += 7
    for sentence in brief.key_sentences:
        page.text(EDGE, y, WIDE, sentence, 10.5)
        y += len(wrap(sentence, 10.5, WIDE * NARROW)) * step(10.5)
    return y + 1


def _card(page: Slides, brief: Brief, card: Card, words: Words, x: float, y: float) -> None:
    page.mark(x, y + 3.5, card.view.state)
    page.text(x + 5.4, y + 3.5, 36, card.word, 9, BAD if is_bad(card.view.state) else INK)
    left = 8 + width(card.word, 9)
    size = fitting(card.deadline, (7, 6.5, 6), (ROOM - left) * NARROW)
    page.text(x + left, y + 3.8, ROOM - left, card.deadline, size, NEUTRAL, "right")
    page.text(x, y + 9.5, ROOM, card.name, fitting(card.name, (12, 11, 10, 9, 8), ROOM * 0.94))
    page.text(x, y + 16.5, 42, card.when, 7.5, NEUTRAL)
    long = width(card.number, 24) * 1.08 + 1
    page.text(x, y + 21.5, long, card.number, 24)
    page.text(x + long + 0.5, y + 26.8, 20, card.unit, 9)
    add_chart(page, card, brief.text, (x + 41, y + 14.5, ROOM - 41, 27))
    below = y + WORDS_AT
    for part in words.parts:
        page.text(x, below, ROOM, part.words, part.points, part.colour)
        below += part.high


def _missing(page: Slides, brief: Brief, y: float) -> float:
    if not brief.missing:
        return y
    y = page.room(y, 20)
    page.text(EDGE, y, WIDE, brief.missing_title, 11)
    y += 7
    for one in brief.missing:
        said = missing_words(one)
        high = len(wrap(said, ROW, (WIDE - 7) * NARROW)) * step(ROW)
        y = page.room(y, high)
        page.mark(EDGE, y, "none", 3.6)
        page.text(EDGE + 6, y, WIDE - 6, said, ROW)
        y += high + 1
    return y


def _foot(page: Slides, brief: Brief, y: float) -> None:
    high = sum(len(wrap(line, FOOT, WIDE * NARROW)) for line in brief.foot) * step(FOOT) + 2
    y = page.room(y + 1, high)
    page.text(EDGE, max(y, BOTTOM - high), WIDE, "\n".join(brief.foot), FOOT, NEUTRAL)
