"""Where things stand on the brief's page, in millimetres: the same for PDF and PowerPoint."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dashboard.brief.content import Brief, Card, Missing
from dashboard.printing import A4, flow, step, width, wrap
from dashboard.text import Text

EDGE, GAP, PAD = 12.0, 4.0, 4.0
WIDE = A4[0] - 2 * EDGE
CARD_WIDE = (WIDE - GAP) / 2
ROOM = CARD_WIDE - 2 * PAD
# Where the figure and the chart of a card end, and its words begin.
WORDS_AT = 42.0
FACTS, SENTENCE, METHODS, ROW, FOOT = 8.0, 8.5, 7.0, 8.5, 7.5


@dataclass(frozen=True)
class Words:
    """The lines of a card below its chart, and the height that the card needs."""

    facts: list[str]
    sentence: list[str]
    methods: list[str]

    @property
    def high(self) -> float:
        """The height of the card."""
        lines = ((self.facts, FACTS), (self.sentence, SENTENCE), (self.methods, METHODS))
        return WORDS_AT + sum(len(part) * step(points) + (1.5 if part else 0) for part, points in lines) + 2


def card_words(card: Card, text: Text, room: float) -> Words:
    """Break the words of a card into lines."""
    facts = flow(card.facts, "　", FACTS, room)
    methods = flow(card.methods, text("brief.join"), METHODS, room)
    return Words(facts, wrap(card.sentence, SENTENCE, room), methods)


def card_rows(brief: Brief, room: float = ROOM) -> Iterator[tuple[float, list[tuple[Card, Words]]]]:
    """Yield the cards two by two, with the height of the higher one; their words are broken at `room` millimetres."""
    for place in range(0, len(brief.cards), 2):
        row = [(card, card_words(card, brief.text, room)) for card in brief.cards[place : place + 2]]
        yield max(words.high for _, words in row), row


def missing_words(one: Missing) -> str:
    """Return what is said of a target without a figure."""
    return f"{one.name}　{one.target}　{one.why}"


def fitting(words: str, sizes: Sequence[float], room: float) -> float:
    """Return the largest size in which words fit into a room, else the smallest."""
    return next((points for points in sizes if width(words, points) <= room), sizes[-1])
