"""Where things stand on the brief's page, in millimetres: the same for PDF and PowerPoint."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dashboard.brief.content import Brief, Card, Missing
from dashboard.printing import A4, flow, step, width, wrap
from dashboard.text import Text
from dashboard.theme import INK, NEUTRAL

EDGE, GAP, PAD = 12.0, 4.0, 4.0
WIDE = A4[0] - 2 * EDGE
CARD_WIDE = (WIDE - GAP) / 2
ROOM = CARD_WIDE - 2 * PAD
# Where the figure and the chart of a card end, and its words begin.
WORDS_AT = 42.0
# The distance between its parts.
APART = 1.5
ROW, FOOT = 8.5, 7.5


@dataclass(frozen=True)
class Part:
    """Words of a card that are set alike. `words` are set where the form breaks lines itself."""

    lines: list[str]
    words: str
    points: float
    colour: str

    @property
    def high(self) -> float:
        """The height that they need, with the distance to the next."""
        return len(self.lines) * step(self.points) + APART


@dataclass(frozen=True)
class Words:
    """What stands below the chart of a card."""

    parts: tuple[Part, ...]

    @property
    def high(self) -> float:
        """The height of the card."""
        return WORDS_AT + sum(part.high for part in self.parts) + 2


def card_words(card: Card, text: Text, room: float) -> Words:
    """Break the words of a card into lines."""
    facts = flow(card.facts, "　", 8, room)
    methods = flow(card.methods, text("brief.join"), 7, room)
    parts = (
        Part(facts, "\n".join(facts), 8, INK),
        Part(wrap(card.sentence, 8.5, room), card.sentence, 8.5, INK),
        Part(methods, "\n".join(methods), 7, NEUTRAL),
    )
    return Words(tuple(part for part in parts if part.lines))


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
