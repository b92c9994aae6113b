"""What every chart has around it: title and subtitle above; beneath it source, period, release and notes."""

from __future__ import annotations

from collections.abc import Collection

from dashboard.figure.look import Look
from dashboard.figure.model import Chart
from dashboard.figure.scene import DROP, RISE, Box, Line, Scene, Words
from dashboard.figure.sizes import Size
from dashboard.lettering import advance, missing, wrapped
from dashboard.text import Text
from warehouse.errors import InputError

LEADING = 1.36
MOST_TITLE_LINES, MOST_SUBTITLE_LINES = 3, 3
# The largest share of the height that the foot may take, and of the foot that the sources may.
FOOT_SHARE, CREDIT_SHARE = 0.34, 0.5
# What is left for the chart itself, and the lines that source and periods need at the least.
CHART_SHARE, LEAST_LINES = 0.42, 4
# On a picture whose shorter side has fewer points, letters take more of it, and the chart needs a larger share.
SMALL, SMALL_SHARE = 400.0, 0.5
# A wide space, at which titles may be broken.
APART = "\u3000"
# Letters alone on the last line of a title, and how much smaller a title may get to do without it.
ORPHAN, LEAST_SHRUNK = 5, 0.8


def broken(words: str, points: float, room: float, *, by_phrase: bool = False) -> list[str]:
    """Break words into lines no longer than a room, all in points; a word that is longer stands alone."""
    return wrapped(words, room / points, by_phrase=by_phrase) if words else []


def framed(chart: Chart, size: Size, look: Look) -> tuple[Scene, Box]:
    """Begin a picture: everything but the chart itself. Returns it with the room that is left for the chart.

    Raises:
        InputError: The title or the subtitle is too long for the size, or has letters that the typeface lacks.
    """
    _check_letters(chart)
    scene = Scene(size.width, size.height, look.ground)
    top = _head(scene, chart, size, look)
    bottom = _foot(scene, chart, size, look, top)
    return scene, (size.margin, top, size.width - size.margin, bottom)


def _check_letters(chart: Chart) -> None:
    text = Text(chart.lang)
    for what, words in (("title", chart.title), ("subtitle", chart.subtitle), ("note", chart.note)):
        if letters := missing(words):
            raise InputError(text("press.no_letters", what=text(f"press.{what}_name"), letters=letters))


def _head(scene: Scene, chart: Chart, size: Size, look: Look) -> float:
    room = size.width - 2 * size.margin
    points, lines = _title_lines(chart.title, size, room, chart.lang)
    y = size.margin + RISE * points
    for line in lines:
        scene.add(Words(size.margin, y, line, points, look.ink, bold=True, role="title"))
        y += points * LEADING
    y += (DROP - LEADING) * points
    small = max(size.small, min(size.body * 1.2, points * 0.62))
    lines = broken(chart.subtitle, small, room, by_phrase=True)
    if len(lines) > MOST_SUBTITLE_LINES or _too_long(lines, small, room):
        raise _too_long_error("subtitle_name", chart.subtitle, size, chart.lang)
    for line in lines:
        y += small * LEADING
        scene.add(Words(size.margin, y, line, small, look.quiet, role="subtitle"))
    return y + size.body * 0.9


def _title_lines(title: str, size: Size, room: float, lang: str) -> tuple[float, list[str]]:
    """The largest letters in which a title has at most three lines, and the lines.

    Raises:
        InputError: It has more in the smallest letters that a title may have.
    """
    for share in (1.0, 0.9, 0.8, 0.7, 0.6):
        points = max(size.title * share, size.body)
        parts = title.split(APART)
        whole = advance(title) * points <= room * 0.985
        if not whole and 1 < len(parts) <= 2 and all(advance(part) * points <= room for part in parts):
            return points, parts
        # Letters that are drawn bold are a little wider.
        lines = broken(title, points, room * 0.985, by_phrase=True)
        halves = [line for part in parts for line in broken(part, points, room * 0.985, by_phrase=True)]
        lines = halves if len(halves) == len(lines) else lines
        if len(lines) > 1 and share > LEAST_SHRUNK and len(lines[-1]) <= ORPHAN:
            # A few letters alone on a line are worth slightly smaller ones, where these do without that line.
            smaller = broken(title, max(size.title * LEAST_SHRUNK, size.body), room * 0.985, by_phrase=True)
            if len(smaller) < len(lines):
                continue
        few = MOST_TITLE_LINES if share < 0.95 else MOST_TITLE_LINES - 1
        if len(lines) <= few and not _too_long(lines, points, room):
            return points, lines
    raise _too_long_error("title_name", title, size, lang)


def _too_long(lines: list[str], points: float, room: float) -> bool:
    return any(advance(line) * points > room for line in lines)


def _too_long_error(what: str, words: str, size: Size, lang: str) -> InputError:
    text = Text(lang)
    return InputError(text("press.too_long", what=text(f"press.{what}"), count=len(words), size=size.code))


def _foot(scene: Scene, chart: Chart, size: Size, look: Look, head: float) -> float:
    """Write the foot upwards from the lower edge; returns where the chart, which begins at `head`, must end."""
    step = size.small * LEADING
    share = SMALL_SHARE if min(size.width, size.height) < SMALL else CHART_SHARE
    spare = size.height * (1 - share) - head - size.margin - size.small
    lines = foot_lines(scene, chart, size, max(LEAST_LINES, int(min(spare, size.height * FOOT_SHARE) / step)))
    top = size.height - size.margin - len(lines) * step
    rule = top - size.small * 0.35
    scene.add(Line(((size.margin, rule), (size.width - size.margin, rule)), look.grid, 0.8, role="rule"))
    for place, line in enumerate(lines):
        y = top + place * step + RISE * size.small + (step - size.small) / 2
        scene.add(Words(size.margin, y, line, size.small, look.quiet, role="foot"))
    return rule - size.small * 0.6


def foot_lines(scene: Scene, chart: Chart, size: Size, most: int) -> list[str]:
    """Return the lines of the foot: sources, periods, then as many notes as `most` lines hold, the needed ones first.

    Sources that would take too much room are named by publisher; all of them stand in the citation beside the chart.
    """
    foot, words, colon = chart.foot, chart.foot.words, chart.foot.words["colon"]
    room = size.width - 2 * size.margin
    lines = broken(f"{words['source']}{colon}{words['credit_join'].join(foot.credits)}", size.small, room)
    if len(lines) > max(2, most * CREDIT_SHARE):
        lines = broken(f"{words['source']}{colon}{foot.credit_short}", size.small, room)
        scene.left_out.append("credits")
    facts = [f"{words[name]}{colon}{said}" for name, said in
             (("as_of", foot.as_of), ("updated", foot.updated), ("release", foot.release_id))]  # fmt: skip
    lines += _flowed(facts, size.small, room)
    head, notes = words["note"] + colon, [*foot.required, *([chart.note] if chart.note else [])]
    kept = _kept(notes, foot.marks, head, size.small, room, most - len(lines))
    if any(note not in kept for note in foot.required):
        # A mark in the chart must not stand without a word: the rest is said to stand beside it.
        kept = [*_kept(notes, foot.marks, head, size.small, room, most - len(lines) - 1), words["more"]]
    scene.left_out += [note for note in notes if note not in kept]
    return lines + _notes(kept, head, size.small, room)


def _kept(notes: list[str], marks: Collection[str], head: str, points: float, room: float, most: int) -> list[str]:
    """Return the notes that have room in so many lines, in their order; marks stand whether there is room or not."""
    kept = [note for note in notes if note in marks]
    for note in notes:
        if note not in marks and len(_notes([*kept, note], head, points, room)) <= most:
            kept.append(note)
    return kept


def _notes(notes: list[str], head: str, points: float, room: float) -> list[str]:
    return broken(head + APART.join(notes), points, room) if notes else []


def _flowed(parts: list[str], points: float, room: float) -> list[str]:
    """Set parts one after another; one that does not fit on the line begins the next."""
    lines: list[str] = []
    for part in parts:
        if lines and advance(lines[-1] + APART + part) * points <= room:
            lines[-1] += APART + part
        else:
            lines += broken(part, points, room)
    return lines
