"""What python-pptx has no words for: where the plot of a chart stands, labels with words, and formats of figures."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, NamedTuple

from pptx.oxml.ns import qn

from dashboard.brief.slides import write
from dashboard.figure.numbers import Numbers
from dashboard.figure.pptx_shapes import Frame

_OKU = 1e8
# What stands after a label's place in its element, by the order of the file format.
_AFTER_SHAPE = ("c:txPr", "c:dLblPos", "c:showLegendKey")
_AFTER_LAYOUT = ("c:tx", "c:numFmt", "c:spPr", *_AFTER_SHAPE)

_MAN_SIGN, _OKU_SIGN = "万", "億"


class Inner(NamedTuple):
    """Where the plot stands in its chart, in points from the chart's top left corner; names stand outside of it."""

    left: float
    top: float
    width: float
    height: float


def number_format(numbers: Numbers, steps: Sequence[float]) -> str:
    """Return the format of the values of an axis, such as `#,##0` or, for 41.3万, `0\\.0,"万"`.

    A format can divide by thousands only, so that 万 and 億 are written by a point that is set between digits.
    """
    if numbers.in_man:
        return '[=0]0;0\\.0,"' + _MAN_SIGN + '"'
    if numbers.lang == "ja" and max(map(abs, steps)) >= _OKU:
        return '[=0]0;0\\.00,,"' + _OKU_SIGN + '"'
    decimals = 0
    while decimals < 6 and any(not math.isclose(step, round(step, decimals), abs_tol=1e-9) for step in steps):
        decimals += 1
    return "#,##0" + ("." + "0" * decimals if decimals else "")


def place_plot(chart: Any, inner: Inner, frame: Frame) -> None:
    """Fix where the plot stands, so that there is room for words beside it."""
    area = chart._chartSpace.find(f".//{qn('c:plotArea')}")
    for old in area.findall(qn("c:layout")):
        area.remove(old)
    area.insert(0, _layout(chart._chartSpace, {
        "layoutTarget": "inner", "xMode": "edge", "yMode": "edge",
        "x": inner.left / frame.width, "y": inner.top / frame.height,
        "w": inner.width / frame.width, "h": inner.height / frame.height,
    }))  # fmt: skip


def _layout(any_element: Any, settings: dict[str, str | float]) -> Any:
    layout = any_element.makeelement(qn("c:layout"), {})
    manual = _child(layout, "c:manualLayout")
    for name, value in settings.items():
        _child(manual, f"c:{name}", value if isinstance(value, str) else f"{value:.5f}")
    return layout


def _child(parent: Any, name: str, value: str | None = None) -> Any:
    child = parent.makeelement(qn(name), {} if value is None else {"val": value})
    parent.append(child)
    return child


def skip_names(axis: Any, longest: float, room: float, count: int) -> None:
    """Name every n-th category, so that names of this length have room beside each other."""
    every = max(1, math.ceil(longest * count / max(room, 1)))
    skip = axis._element.makeelement(qn("c:tickLblSkip"), {"val": str(every)})
    axis._element.find(qn("c:noMultiLvlLbl")).addprevious(skip)
    marks = axis._element.makeelement(qn("c:tickMarkSkip"), {"val": "1"})
    skip.addnext(marks)


def hide_entries(chart: Any, positions: Sequence[int]) -> None:
    """Leave series out of the legend."""
    legend = chart.legend._element
    for position in reversed(positions):
        entry = legend.makeelement(qn("c:legendEntry"), {})
        _child(entry, "c:idx", str(position))
        _child(entry, "c:delete", "1")
        legend.find(qn("c:legendPos")).addnext(entry)


def label(
    series: Any,
    position: int,
    words: str,
    colour: str,
    points: float,
    place: Any,
    shift: tuple[float, float] = (0.0, 0.0),
    *,
    bold: bool = False,
    ground: str = "",
) -> None:
    """Write words at a point of a series.

    Args:
        series: The series.
        position: Which point of it.
        words: What is written.
        colour: Of the letters.
        points: Size of the letters.
        place: Of `XL_LABEL_POSITION`; None is the middle of a part of a bar.
        shift: By what shares of the chart's width and height the words stand further right and lower than they would.
        bold: Whether the letters are bold.
        ground: A face behind the words, where they stand on a pattern.
    """
    one = series.points[position].data_label
    frame = one.text_frame
    frame.word_wrap = False
    for number, line in enumerate(words.split("\n")):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        write(paragraph, line, points, colour)
        paragraph.runs[-1].font.bold = bold
    if place is not None:
        one.position = place
    element = one._dLbl
    if any(shift):
        _before(element, _layout(element, {"x": shift[0], "y": shift[1]}), _AFTER_LAYOUT)
    if ground:
        shape = element.makeelement(qn("c:spPr"), {})
        _child(_child(shape, "a:solidFill"), "a:srgbClr", ground.removeprefix("#"))
        _before(element, shape, _AFTER_SHAPE)


def _before(parent: Any, child: Any, names: Sequence[str]) -> None:
    """Put an element where the order of the file format wants it: before the first that there is of these."""
    old = parent.find(child.tag)
    if old is not None:
        parent.remove(old)
    follower = next(found for name in names if (found := parent.find(qn(name))) is not None)
    follower.addprevious(child)
