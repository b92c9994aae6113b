"""The ministry's yearly press document on the number of cooperators: members by municipality, out of a PDF.

Pages headed 活躍先 hold prefecture, municipality and number of members in several columns; some pages are rotated, a
name may be split into words, ★ marks a prefecture's own members, and a municipality that is not listed has none. The
reader only says what stands there: names are resolved by the load, and the gate compares the sum with the national
total. It has been proven on documents made in this layout alone, and awaits its first real one.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipelines.fetch.place import MINISTRY
from pipelines.normalise import tidy
from warehouse.area_names import prefecture_names
from warehouse.eras import parse_date
from warehouse.errors import InputError

HEADING = "活躍先"
OWN = "★"
_NUMBER = re.compile(r"^\d{1,3}(,\d{3})*(人|名)?$")
_YEAR = re.compile(r"令和(元|\d+)年度[^。]{0,20}?地域おこし協力隊の隊員数等について")
_DAY = re.compile(r"令和(?:元|\d+)年\d+月\d+日")
# Words of one line differ in height by less than this share of their size.
_LINE = 0.6
# Numbers of one column end at nearly the same place; columns lie further apart than this many sizes of type.
_APART = 2.0


@dataclass(frozen=True)
class Word:
    """A word on a page turned upright: its text, its left and right edge, its middle from the top, its size."""

    text: str
    left: float
    right: float
    middle: float
    size: float


@dataclass(frozen=True)
class Entry:
    """One line of the list: the body as printed, its prefecture, the number as printed, and the page."""

    prefecture: str
    body: str
    printed: str
    page: int

    @property
    def is_own(self) -> bool:
        """Whether the members are the prefecture's own."""
        return self.body == self.prefecture


def read_press_document(path: Path) -> tuple[Mapping[str, Any], dict[str, bytes]]:
    """Read a press document; returns the declaration of the publication and its files, the PDF among them.

    Raises:
        InputError: It is no PDF, its title or day cannot be read, or no page holds the list.
    """
    import pdfplumber
    from pdfminer.pdfparser import PDFSyntaxError
    from pdfplumber.utils.exceptions import PdfminerException

    try:
        with pdfplumber.open(path) as document:
            fiscal_year, published = _title(tidy(document.pages[0].extract_text() or ""), path)
            pages = [(number, words_of(page)) for number, page in enumerate(document.pages, start=1)]
    except (PDFSyntaxError, PdfminerException, IndexError):
        raise InputError("PDF として読めません。", file=str(path), advice="取得し直してください。") from None
    listed = [(number, words) for number, words in pages if any(HEADING in word.text for word in words)]
    entries = [entry for number, words in listed for entry in entries_of(words, number)]
    if not entries:
        raise InputError(
            f"「{HEADING}」の一覧が読めません。",
            file=str(path),
            advice="資料の体裁が変わっていないか確かめてください。",
        )
    return _declaration(fiscal_year, published, path.name), {
        path.name: path.read_bytes(),
        "shichoson.csv": _table([entry for entry in entries if not entry.is_own], ("都道府県", "市区町村")),
        "todofuken.csv": _table([entry for entry in entries if entry.is_own], ("都道府県", "団体")),
    }


def _title(text: str, path: Path) -> tuple[str, dt.date]:
    year, day = _YEAR.search(text), _DAY.search(text)
    if year is None or day is None:
        raise InputError(
            "表紙から年度と公表日を読めません。",
            file=str(path),
            advice="「地域おこし協力隊の隊員数等について」の資料ですか。",
        )
    published = parse_date(day[0])
    assert published is not None
    return f"令和{year[1]}年度", published


def words_of(page: Any) -> list[Word]:
    """Return the words of a page as one reads them, however the page is turned."""
    rotated = [char for char in page.chars if not char["upright"]]
    turned = len(rotated) * 2 > len(page.chars)
    if not turned:
        found = page.extract_words(keep_blank_chars=False)
        return [
            Word(_text(w["text"]), w["x0"], w["x1"], (w["top"] + w["bottom"]) / 2, w["bottom"] - w["top"])
            for w in found
        ]
    # Text that runs up the page starts at its foot; text that runs down starts at its head.
    runs_up = sum(char["matrix"][1] for char in rotated) > 0
    direction = {"char_dir": "btt", "line_dir": "ltr"} if runs_up else {"char_dir": "ttb", "line_dir": "rtl"}
    found = page.extract_words(
        **direction, char_dir_rotated=direction["char_dir"], line_dir_rotated=direction["line_dir"]
    )
    words = []
    for w in found:
        start, end = (page.height - w["bottom"], page.height - w["top"]) if runs_up else (w["top"], w["bottom"])
        across = (w["x0"] + w["x1"]) / 2
        words.append(Word(_text(w["text"]), start, end, across if runs_up else page.width - across, w["x1"] - w["x0"]))
    return words


def _text(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


def entries_of(words: Sequence[Word], page: int) -> Iterator[Entry]:
    """Yield the entries of a page, column by column from the left, each from the top.

    A line of a column is a name, in one word or several, and at its right a number. A prefecture's name before another
    one, or above the lines of its municipalities, holds until the next.
    """
    columns = _columns([word for word in words if _NUMBER.match(word.text)])
    left = float("-inf")
    prefecture = ""
    for numbers in columns:
        right = max(number.right for number in numbers)
        inside = [word for word in words if left < word.left and word.right <= right and word not in numbers]
        # What stands above the first number is a heading; a prefecture's name there holds for what follows.
        for line in _lines([*inside, *numbers]):
            names = [word.text for word in line if word not in numbers]
            found = [word for word in line if word in numbers]
            prefecture, body = _named(names, prefecture)
            if found and (body or prefecture):
                yield Entry(prefecture, body or prefecture, found[-1].text, page)
        left = right


def _columns(numbers: Sequence[Word]) -> list[list[Word]]:
    """Group numbers by where they end, from the left. A lonely number is no column: a page number, a total."""
    groups: list[list[Word]] = []
    for word in sorted(numbers, key=lambda number: number.right):
        if groups and word.right - groups[-1][-1].right <= _APART * word.size:
            groups[-1].append(word)
        else:
            groups.append([word])
    return [group for group in groups if len(group) > 1]


def _lines(words: Sequence[Word]) -> Iterator[list[Word]]:
    """Yield words line by line from the top, each line from the left."""
    line: list[Word] = []
    for word in sorted(words, key=lambda one: one.middle):
        if line and word.middle - line[0].middle > _LINE * word.size:
            yield sorted(line, key=lambda one: one.left)
            line = []
        line.append(word)
    if line:
        yield sorted(line, key=lambda one: one.left)


def _named(names: Sequence[str], prefecture: str) -> tuple[str, str]:
    """Return the prefecture in force and the body that the words of a line name; an empty body is the prefecture."""
    marked = any(OWN in name for name in names)
    joined = "".join(names).replace(OWN, "")
    for full in (name for name in prefecture_names() if name.endswith(("都", "道", "府", "県"))):
        if joined == full:
            return full, ""
        if names and names[0].replace(OWN, "") == full:
            return full, joined.removeprefix(full)
    return prefecture, "" if marked and not joined else joined


def _table(entries: Sequence[Entry], header: tuple[str, str]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([*header, "隊員数", "頁"])
    writer.writerows([entry.prefecture, entry.body, entry.printed, f"{entry.page}頁"] for entry in entries)
    return out.getvalue().encode()


def _declaration(fiscal_year: str, published: dt.date, name: str) -> Mapping[str, Any]:
    title = f"{fiscal_year} 地域おこし協力隊の隊員数等について"
    number = re.sub(r"\D", "", fiscal_year)
    shared = {"defaults": {"fiscal_year": fiscal_year, "unit": "人"}}
    place = {"頁": "locator"}
    return {
        "publication_id": f"soumu-kyoryokutai-dantaibetsu-r{number}",
        "title": title,
        **MINISTRY,
        "published": str(published),
        "url": f"https://www.soumu.go.jp/main_content/{name}" if name[:9].isdecimal() else None,
        "credit": f"総務省「{title}」を加工して作成",
        "method": "transcription",
        "transcribed_from": f"公表された PDF（{name}）の「{HEADING}」の頁から、プログラムが文字の位置で読み取った",
        "tables": [
            {
                "file": "shichoson.csv",
                **shared,
                "columns": {
                    "都道府県": "prefecture",
                    "市区町村": "area",
                    "隊員数": {"value": "kyoryokutai_members_in_municipality"},
                    **place,
                },
            },
            {
                "file": "todofuken.csv",
                **shared,
                "columns": {
                    "都道府県": "area",
                    "団体": "ignore",
                    "隊員数": {"value": "kyoryokutai_members_of_prefecture"},
                    **place,
                },
            },
        ],
    }
