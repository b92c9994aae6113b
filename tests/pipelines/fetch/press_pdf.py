"""A press document in the layout of the ministry's: a cover, and pages of a list in several columns."""

from __future__ import annotations

from pathlib import Path

import matplotlib as mpl
import matplotlib_fontja
from matplotlib.backends.backend_pdf import PdfPages
from matplotlib.figure import Figure
from pypdf import PdfReader, PdfWriter

FONT = Path(matplotlib_fontja.__file__).parent / "fonts" / "ipaexg.ttf"
COVER = ("令和６年４月５日", "令和５年度 地域おこし協力隊の隊員数等について", "総務省は、隊員数をとりまとめました。")
# What a line of a column holds: texts at their distance from the left of the column, and the number.
Line = tuple[list[tuple[float, str]], str | None]


def make_press_pdf(path: Path, pages: list[list[list[Line]]], *, rotated: str | None = None, cover=COVER) -> Path:
    """Write a PDF.

    Args:
        path: Where.
        pages: Of each page the columns, of each column the lines.
        rotated: None; `attribute` turns the pages of the list by the page's own rotation, which a reader of the file
            undoes; `up` and `down` set the text itself upwards or downwards on an upright page.
        cover: Lines of the first page.
    """
    mpl.rcParams["pdf.fonttype"] = 42
    with PdfPages(path) as document:
        figure = Figure(figsize=(8.27, 11.69))
        for n, line in enumerate(cover):
            figure.text(0.1, 0.9 - n * 0.05, line, font=FONT, size=12)
        document.savefig(figure)
        for columns in pages:
            document.savefig(_list_page(columns, rotated))
    if rotated == "attribute":
        writer = PdfWriter(PdfReader(path))
        for page in writer.pages[1:]:
            page.rotate(90)
        writer.write(path)
    return path


def _list_page(columns: list[list[Line]], rotated: str | None) -> Figure:
    sideways = rotated in {"up", "down"}
    figure = Figure(figsize=(8.27, 11.69) if sideways or not rotated else (11.69, 8.27))

    def put(x: float, y: float, text: str, ha: str = "left") -> None:
        at = {"up": (1 - y, x), "down": (y, 1 - x)}.get(rotated or "", (x, y))
        turn = {"up": 90, "down": -90}.get(rotated or "", 0)
        figure.text(*at, text, font=FONT, size=8, rotation=turn, rotation_mode="anchor", ha=ha, va="baseline")

    put(0.08, 0.94, "地域おこし協力隊の活躍先")
    put(0.5, 0.02, "12")
    for n, lines in enumerate(columns):
        left = 0.08 + n * 0.3
        put(left, 0.9, "団体名")
        put(left + 0.24, 0.9, "隊員数", "right")
        for row, (texts, number) in enumerate(lines):
            for distance, text in texts:
                put(left + distance, 0.87 - row * 0.025, text)
            if number is not None:
                put(left + 0.24, 0.87 - row * 0.025, number, "right")
    return figure
