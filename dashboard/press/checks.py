"""Six checks before a chart leaves the house. They read what stands in the picture, not what was meant to."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dashboard.figure.look import contrast
from dashboard.figure.model import Chart
from dashboard.figure.scene import Disc, Item, Line, Scene, Shape, Words
from dashboard.figure.sizes import Size
from dashboard.press.stated import stated
from dashboard.text import Text

CODES = ("numbers", "source", "zero", "letters", "contrast", "marked")
TEXT_CONTRAST, MARK_CONTRAST = 4.5, 3.0
NAMED = 8
# Lines and marks that carry a figure, which must be seen as well as words.
_MARKS = frozenset({"series", "point", "goal", "gap", "bar"})


@dataclass(frozen=True)
class Check:
    """One check: whether it holds, and what was seen."""

    code: str
    passed: bool
    seen: str


def checked(chart: Chart, scene: Scene, size: Size, text: Text) -> list[Check]:
    """Check a picture of a chart.

    Args:
        chart: The description, with its words as they were edited.
        scene: The picture.
        size: Its size.
        text: Language of what is said about it.
    """
    return [
        _numbers(chart, text),
        _source(chart, scene, text),
        _zero(chart, scene, text),
        _letters(scene, size, text),
        _contrast(scene, text),
        _marked(chart, scene, text),
    ]


def _numbers(chart: Chart, text: Text) -> Check:
    found = [one for words in (chart.title, chart.subtitle, chart.caption, chart.note) for one in stated(words, chart)]
    wrong = list(dict.fromkeys(one.words for one in found if not one.known))
    join = text("press.check.join")
    if wrong:
        return Check("numbers", False, text("press.check.numbers_wrong", numbers=join.join(wrong)))
    right = list(dict.fromkeys(one.words for one in found))
    seen = join.join(right[:NAMED]) + (text("press.check.more", count=len(right) - NAMED) if len(right) > NAMED else "")
    return Check("numbers", True, seen or text("press.check.no_numbers"))


def _plain(words: str) -> str:
    """Words without spaces, which lines are broken at."""
    return "".join(unicodedata.normalize("NFKC", words).split())


def _source(chart: Chart, scene: Scene, text: Text) -> Check:
    foot = chart.foot
    written = _plain("".join(words.words for words in scene.words if words.role == "foot"))
    has_all = all(_plain(credit) in written for credit in foot.credits)
    has_short = bool(foot.credit_short) and _plain(foot.credit_short) in written
    needed = {"as_of": foot.as_of, "updated": foot.updated, "release": foot.release_id}
    missing = [text(f"meta.{name}") for name, words in needed.items() if not words or _plain(words) not in written]
    if not foot.credits or not (has_all or has_short):
        missing.insert(0, text("meta.source"))
    if missing:
        return Check("source", False, text("press.check.missing", names=text("press.join").join(missing)))
    return Check("source", True, text("press.check.source_all" if has_all else "press.check.source_short"))


def _zero(chart: Chart, scene: Scene, text: Text) -> Check:
    if scene.axis is None:
        return Check("zero", True, text("press.check.no_axis"))
    low, high = scene.axis
    lowest = min((value for value in _values(chart)), default=0.0)
    passed = low <= 0 <= high and (low == 0 or lowest < 0)
    if chart.panels:
        return Check("zero", passed, text("press.check.zero_panels"))
    ends = text("press.check.range", low=chart.numbers.level(low), high=chart.numbers.level(high))
    return Check("zero", passed, ends)


def _values(chart: Chart) -> Iterator[float]:
    yield from (point.value for series in chart.series for point in series.points)
    yield from (point.value for panel in chart.panels for point in panel.series.points)
    yield from (bar.value for bar in chart.bars)
    if chart.card is not None:
        yield chart.card.value


def _letters(scene: Scene, size: Size, text: Text) -> Check:
    least = min(words.points for words in scene.words)
    passed = least >= size.small - 1e-6
    if size.is_print:
        return Check("letters", passed, text("press.check.points", least=f"{least:.1f}", needed=f"{size.small:.1f}"))
    unit = size.dpi / 72
    return Check(
        "letters", passed, text("press.check.pixels", least=f"{least * unit:.0f}", needed=f"{size.small * unit:.0f}")
    )


def _contrast(scene: Scene, text: Text) -> Check:
    words, marks = contrasts(scene)
    passed = words >= TEXT_CONTRAST and marks >= MARK_CONTRAST
    return Check("contrast", passed, text("press.check.contrast", least=f"{words:.1f}", marks=f"{marks:.1f}"))


def contrasts(scene: Scene) -> tuple[float, float]:
    """Return the least contrast of words, and of lines and marks that carry figures, with what lies under them."""
    words, marks = [21.0], [21.0]
    faces: list[Shape | Disc] = []
    for item in scene.items:
        if isinstance(item, Words):
            words.append(min(contrast(item.colour, face) for face in _under(item, faces, scene.background)))
        elif item.role in _MARKS:
            marks.append(_of_mark(item, scene.background))
        if isinstance(item, Disc) or (isinstance(item, Shape) and item.face is not None):
            faces.append(item)
    return min(words), min(marks)


def _of_mark(item: Item, ground: str) -> float:
    if isinstance(item, Line):
        return contrast(item.colour, ground)
    assert isinstance(item, Shape | Disc)
    colours = [colour for colour in (item.face, item.edge) if colour]
    return max(contrast(colour, ground) for colour in colours)


def _under(words: Words, faces: Sequence[Shape | Disc], ground: str) -> list[str]:
    """The colours on which words stand: those of the last shape drawn there, of its pattern too."""
    left, top, right, bottom = words.box
    x, y = (left + right) / 2, (top + bottom) / 2
    for face in reversed(faces):
        if isinstance(face, Disc):
            if (face.x - x) ** 2 + (face.y - y) ** 2 <= face.radius**2:
                return [face.face]
            continue
        box = face.box
        if box[0] <= x <= box[2] and box[1] <= y <= box[3] and face.outline.contains_point((x, y)):
            return [colour for colour in (face.face, face.edge if face.pattern else None) if colour]
    return [ground]


def _marked(chart: Chart, scene: Scene, text: Text) -> Check:
    written = _plain("".join(words.words for words in scene.words))
    marks = Text(chart.lang)
    needed = [("provisional", marks("values.provisional"))] if chart.has_provisional else []
    needed += [("approximate", marks("values.about", value="").strip())] if chart.has_approximate else []
    missing = [name for name, words in needed if _plain(words) not in written]
    names = text("press.join").join(text(f"press.check.{name}") for name in missing or [name for name, _ in needed])
    if missing:
        return Check("marked", False, text("press.check.missing", names=names))
    return Check("marked", True, text("press.check.marked", names=names) if needed else text("press.check.none_needed"))
