"""Figures, signs, units and periods as a reader expects them, in Japanese and English."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from dashboard.text import Text
from warehouse.eras import date_label, era_year, fiscal_year_label
from warehouse.numbers import MINUS, number

_MAN = 10_000
_OKU = 100_000_000


@dataclass(frozen=True)
class Quantity:
    """A figure and its unit, apart, so that a page can set the figure large."""

    number: str
    unit: str

    def __str__(self) -> str:
        return self.number + self.unit


def _shortest(value: float, scale: int) -> str:
    """Write `value / scale` with as many decimals as it needs, none lost."""
    exact = (Decimal(repr(value)) / scale).normalize()
    return f"{exact:,f}".replace("-", MINUS)


def _japanese(value: float, unit: str, decimals: int, approximate: bool) -> tuple[str, str]:
    size = abs(value)
    round_man = value % _MAN == 0
    if unit == "円" and size >= _MAN:
        scale, name = (_OKU, "億円") if size >= _OKU else (_MAN, "万円")
        return _shortest(value, scale), name
    if size >= _OKU and round_man:
        return _shortest(value, _OKU), "億" + unit
    if round_man and (size >= 100 * _MAN or (approximate and size >= _MAN)):
        return _shortest(value, _MAN) + "万", unit
    return _plain(value, decimals, approximate), unit


def _english(value: float, unit: str, decimals: int, approximate: bool) -> tuple[str, str]:
    space = "" if unit.startswith("%") else " "
    if abs(value) >= 1_000_000 and value % 10_000 == 0:
        return _shortest(value, 1_000_000) + " million", space + unit
    return _plain(value, decimals, approximate), space + unit


def _plain(value: float, decimals: int, approximate: bool) -> str:
    return number(value, 0 if approximate and value == int(value) else decimals)


def quantity(value: float, unit: str, lang: str, *, decimals: int = 0, approximate: bool = False) -> Quantity:
    """Write a value in its base unit: `7,910人`, `5.6億円`, `約41万件`, `1,000万人`."""
    write = _english if lang == "en" else _japanese
    text, unit_text = write(value, unit, decimals, approximate)
    prefix = {"ja": "約", "en": "about "}[lang] if approximate else ""
    return Quantity(prefix + text, unit_text)


def signed(value: float, unit: str, lang: str, *, decimals: int = 0) -> Quantity:
    """Write a difference with its sign: `+710人`, `−4圏域`, `±0人`; shares differ by points."""
    if unit.startswith("%"):
        unit = "ポイント" if lang == "ja" else "points"
    rounded = number(abs(value), decimals)
    if not any(digit in rounded for digit in "123456789"):
        return Quantity("±0", quantity(0, unit, lang).unit)
    body = quantity(abs(value), unit, lang, decimals=decimals)
    return Quantity(("+" if value > 0 else MINUS) + body.number, body.unit)


def signed_percent(ratio: float) -> str:
    """Write a relative change: 0.0986 is `+9.9%`."""
    text = number(abs(ratio) * 100, 1)
    if text == "0.0":
        return "±0.0%"
    return ("+" if ratio > 0 else MINUS) + text + "%"


def percent(ratio: float) -> str:
    """Write a share: 0.791 is `79.1%`."""
    return number(ratio * 100, 1) + "%"


def calendar_day(day: dt.date, lang: str) -> str:
    """Write a day by the Western calendar: `2025年6月30日`, `30 June 2025`."""
    return f"{day.year}年{day.month}月{day.day}日" if lang == "ja" else f"{day.day} {day:%B %Y}"


def period(fiscal_year: int | None, as_of: dt.date | None, text: Text, *, by_day: bool = False) -> str:
    """Write the period of a figure: the fiscal year with the Western year, or the day for a figure as of a day."""
    if as_of is not None and (by_day or fiscal_year is None):
        return text("period.as_of", day=date_label(as_of, text.lang))
    if fiscal_year is not None:
        return fiscal_year_label(fiscal_year, text.lang)
    return text("period.unknown")


def short_period(fiscal_year: int | None, as_of: dt.date | None, text: Text, *, by_day: bool = False) -> str:
    """Write the period for a table cell: `令和6年度`, `令和7年5月30日`."""
    if as_of is not None and (by_day or fiscal_year is None):
        return date_label(as_of, text.lang)
    if fiscal_year is not None:
        return era_year(fiscal_year) if text.lang == "ja" else f"FY{fiscal_year}"
    return text("period.unknown")
