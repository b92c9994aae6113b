"""The brief as PDF: A4 upright, on one page as long as the targets fit, else on as many as they need."""

from __future__ import annotations

import io

from matplotlib.backends.backend_pdf import PdfPages

from dashboard.brief.chart import draw
from dashboard.brief.content import Brief, Card
from dashboard.brief.layout import (
    APART,
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
from dashboard.components import is_bad
from dashboard.context import Context
from dashboard.printing import A4, Sheet, step, width, wrap
from dashboard.theme import BAD, CARD, INK, NEUTRAL

BOTTOM = A4[1] - 10.0


def brief_pdf(brief: Brief, context: Context) -> bytes:
    """Return the PDF. The same release, language and days give the same bytes."""
    sheets = [Sheet()]
    y = _head(sheets[0], brief)
    for high, row in card_rows(brief):
        if y + high > BOTTOM:
            sheets.append(Sheet())
            y = EDGE
        for column, (card, words) in enumerate(row):
            x = EDGE + column * (CARD_WIDE + GAP)
            sheets[-1].panel(x, y, CARD_WIDE, high, CARD)
            _card(sheets[-1], brief, card, words, x + PAD, y)
        y += high + GAP
    y = _missing(sheets, brief, [wrap(missing_words(one), ROW, WIDE - 7) for one in brief.missing], y)
    _foot(sheets, brief, y)
    for number, sheet in enumerate(sheets, 1):
        if len(sheets) > 1:
            sheet.text(A4[0] - EDGE, A4[1] - 6, f"{number} / {len(sheets)}", 7.5, NEUTRAL, "right")
    buffer = io.BytesIO()
    facts = {
        "Title": brief.title,
        "Subject": brief.subtitle,
        "Author": brief.text("product.name"),
        "CreationDate": context.release.published_at,
        "ModDate": context.release.published_at,
        "Keywords": context.release.release_id,
    }
    with PdfPages(buffer, metadata=facts) as pages:
        for sheet in sheets:
            pages.savefig(sheet.figure)
    return buffer.getvalue()


def _head(sheet: Sheet, brief: Brief) -> float:
    sheet.text(EDGE, 20, brief.title, fitting(brief.title, (20, 18, 16, 14), WIDE - 50))
    sheet.text(EDGE, 26.5, brief.subtitle, 9.5, NEUTRAL)
    for line, (name, value) in enumerate(brief.facts):
        sheet.text(A4[0] - EDGE, 15.5 + line * 5, f"{name}　{value}", 8, NEUTRAL, "right")
    x, y = EDGE, 33.0
    for state, word, count in brief.counts:
        said = f"{word} {count}{brief.text('overview.count_unit')}"
        if x + 6 + width(said, 10) > A4[0] - EDGE:
            x, y = EDGE, y + 6.5
        sheet.mark(x, y - 3.6, state, 4.4)
        sheet.text(x + 6, y, said, 10, BAD if is_bad(state) else INK)
        x += 6 + width(said, 10) + 8
    y += 7
    for sentence in brief.key_sentences:
        y = sheet.paragraph(EDGE, y, sentence, 10.5, WIDE)
    return y + 0.5


def _card(sheet: Sheet, brief: Brief, card: Card, words: Words, x: float, y: float) -> None:
    sheet.mark(x, y + 4, card.view.state)
    sheet.text(x + 5.4, y + 7.4, card.word, 9, BAD if is_bad(card.view.state) else INK)
    left = ROOM - 5.4 - width(card.word, 9) - 3
    sheet.text(x + ROOM, y + 7.4, card.deadline, fitting(card.deadline, (7.5, 7, 6.5, 6), left), NEUTRAL, "right")
    sheet.text(x, y + 14.2, card.name, fitting(card.name, (12, 11, 10, 9, 8), ROOM))
    sheet.text(x, y + 20, card.when, 7.5, NEUTRAL)
    sheet.text(x, y + 31, card.number, 26)
    sheet.text(x + width(card.number, 26) + 1, y + 31, card.unit, 9)
    draw(sheet.axes(x + 40, y + 18.5, ROOM - 41, 16), card.chart)
    below = y + WORDS_AT + 3
    for part in words.parts:
        for line in part.lines:
            sheet.text(x, below, line, part.points, part.colour)
            below += step(part.points)
        below += APART


def _missing(sheets: list[Sheet], brief: Brief, rows: list[list[str]], y: float) -> float:
    if not rows:
        return y
    if y + 8 + len(rows[0]) * step(ROW) > BOTTOM:
        sheets.append(Sheet())
        y = EDGE
    y += 4
    sheets[-1].text(EDGE, y, brief.missing_title, 11)
    y += 2.5
    for lines in rows:
        if y + len(lines) * step(ROW) + 2 > BOTTOM:
            sheets.append(Sheet())
            y = EDGE
        sheets[-1].rule(EDGE, y, WIDE)
        sheets[-1].mark(EDGE, y + 1.6, "none", 3.6)
        for line in lines:
            y += step(ROW)
            sheets[-1].text(EDGE + 6, y, line, ROW)
        y += 2
    return y


def _foot(sheets: list[Sheet], brief: Brief, y: float) -> None:
    lines = [line for words in brief.foot for line in wrap(words, FOOT, WIDE)]
    high = len(lines) * step(FOOT) + 3
    if y + high > BOTTOM:
        sheets.append(Sheet())
        y = EDGE
    y = max(y + 2, BOTTOM - high)
    sheets[-1].rule(EDGE, y, WIDE)
    y += 4.2
    for line in lines:
        sheets[-1].text(EDGE, y, line, FOOT, NEUTRAL)
        y += step(FOOT)
