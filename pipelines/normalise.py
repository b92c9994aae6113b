"""Figures as printed, turned into numbers: full-width and spaced digits, separators, 万/億/百万/千/割, 約."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

from warehouse.errors import InputError

_SCALES = {
    "": Decimal(1),
    "千": Decimal(1_000),
    "万": Decimal(10_000),
    "十万": Decimal(100_000),
    "百万": Decimal(1_000_000),
    "千万": Decimal(10_000_000),
    "億": Decimal(100_000_000),
    "兆": Decimal(1_000_000_000_000),
}
_ABOUT = re.compile(r"^(約|およそ|おおよそ|概ね|おおむね)")
# 以上 and 超 bound a value instead of stating it: they are refused like any other word.
_ABOUT_AFTER = re.compile(r"(程度|余り|強|弱)$")
_NEGATIVE = "-−–△▲"
_PART = re.compile(r"(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?(十万|百万|千万|千|万|億|兆)?")
_GROUPED_WRONG = re.compile(r"\d,\d{1,2}(?!\d)|\d,\d{4,}|,,")


@dataclass(frozen=True)
class Quantity:
    """A figure as read: value in `unit`, whether it is approximate, and what its last printed digit is worth."""

    value: float
    unit: str
    approximate: bool
    precision: float


def tidy(text: str) -> str:
    """Normalise text for reading: NFKC, without any white space."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def parse_quantity(text: str) -> Quantity:
    """Read one printed figure with its unit.

    `7,910人` is 7910 人; `5.6億円` is 560000000 円; `約1万3,000社` is 13000 社, approximate; `３割` is 30 %.

    Raises:
        InputError: The text is no single figure; it is never read in part.
    """
    body = tidy(text)
    about = bool(_ABOUT.match(body))
    body = _ABOUT.sub("", body)
    negative = body[:1] in tuple(_NEGATIVE)
    number, precision, rest = _read_number(body[1:] if negative else body.removeprefix("+"), text)
    if _ABOUT_AFTER.search(rest):
        about = True
        rest = _ABOUT_AFTER.sub("", rest)
    if rest.startswith("割"):
        number, precision, rest = number * 10, precision * 10, "%" + rest[1:]
        about = True
    if re.search(r"[\d.,~〜～]|以上|以下|未満|超", rest):
        raise _unreadable(text)
    if about:
        precision = _rounded_precision(number, precision)
    return Quantity(float(-number if negative else number), rest, about, float(precision))


def _read_number(body: str, text: str) -> tuple[Decimal, Decimal, str]:
    total, precision, position, last_scale = Decimal(0), Decimal(1), 0, None
    if _GROUPED_WRONG.search(body):
        raise _unreadable(text)
    while match := _PART.match(body, position):
        digits, fraction, scale_word = match.groups()
        scale = _SCALES[scale_word or ""]
        if last_scale is not None and scale >= last_scale:
            raise _unreadable(text)
        total += Decimal(digits.replace(",", "") + (fraction or "")) * scale
        precision = scale * Decimal(1).scaleb(-len(fraction) + 1 if fraction else 0)
        position, last_scale = match.end(), scale
        if scale == 1 or fraction:
            break
    if last_scale is None:
        raise _unreadable(text)
    return total, precision, body[position:]


def _rounded_precision(number: Decimal, precision: Decimal) -> Decimal:
    # An approximate 13,000 is rounded to thousands: its trailing zeros say so.
    while number and number % (precision * 10) == 0:
        precision *= 10
    return precision


def _unreadable(text: str) -> InputError:
    return InputError(
        "数値として読めません。", value=text, advice="資料に印刷されたとおりの数値と単位だけを書いてください。"
    )


def scale_of_unit(text: str) -> tuple[str, Decimal]:
    """Split a printed unit into its base unit and scale: `百万円` is 円 and 1,000,000; `人` is 人 and 1."""
    unit = tidy(text)
    for word in sorted(filter(None, _SCALES), key=len, reverse=True):
        if unit.startswith(word) and len(unit) > len(word):
            return unit[len(word) :], _SCALES[word]
    return unit, Decimal(1)


def tidy_label(text: str) -> str:
    """Normalise a breakdown's label: NFKC, single spaces; the mark of a restatement keeps its wide colon 再掲：."""
    return " ".join(unicodedata.normalize("NFKC", text).split()).replace("再掲:", "再掲：")
