"""Japanese eras, fiscal years and dates: reading them as printed, writing them as readers expect.

A fiscal year runs from 1 April to 31 March and is named by the Western year in which it starts (令和6年度 is 2024).
Era boundaries: 元号を改める政令 (昭和 1926-12-25, 平成 1989-01-08, 令和 2019-05-01).
"""

from __future__ import annotations

import datetime as dt
import os
import re
import unicodedata
from zoneinfo import ZoneInfo

from warehouse.errors import InputError

TOKYO = ZoneInfo("Asia/Tokyo")

# First Western year of each era, and the fiscal year from which it names fiscal years.
_ERAS = {"昭和": 1926, "平成": 1989, "令和": 2019}
_LETTERS = {"S": "昭和", "H": "平成", "R": "令和"}
_YEAR = r"(?P<era>昭和|平成|令和|[SHR])?\s*(?P<year>元|\d{1,4})"
_FISCAL_YEAR = re.compile(rf"^{_YEAR}\s*(?P<suffix>年度末|年度|年)?$")
_DATE = re.compile(
    rf"^{_YEAR}\s*(?:年|[./-])\s*(?P<month>\d{{1,2}})\s*(?:月|[./-])\s*(?P<day>\d{{1,2}})\s*日?(?:現在|時点)?$"
)
# Where a line must not break inside what names a year, as a pattern: the letters on both sides of a line feed.
UNBROKEN = r"年\n度|令\n和|平\n成|昭\n和|(?:令和|平成|昭和|約)\n"


def _western(era: str | None, year: str) -> int | None:
    number = 1 if year == "元" else int(year)
    if era is None:
        return number if year != "元" and 1900 <= number <= 2200 else None
    first = _ERAS[_LETTERS.get(era, era)]
    return first + number - 1 if 1 <= number <= 99 else None


def _tidy(text: str) -> str:
    return unicodedata.normalize("NFKC", text).replace(" ", "").replace("\u3000", "")


def parse_fiscal_year(text: str) -> int:
    """Read a fiscal year: `R6`, `令和6年度`, `平成31`, `R元`, `2024年度`.

    Returns:
        The Western year in which the fiscal year starts.

    Raises:
        InputError: The text is no fiscal year.
    """
    match = _FISCAL_YEAR.match(_tidy(text))
    year = _western(match["era"], match["year"]) if match else None
    if year is None:
        raise InputError(
            "年度として読めません。", value=text, advice="「令和6年度」「R6」「2024」のように書いてください。"
        )
    return year


def parse_date(text: str) -> dt.date:
    """Read a day: `令和7年4月1日`, `R7.5.30`, `2025-04-01`.

    Raises:
        InputError: The text is no day of the calendar.
    """
    match = _DATE.match(_tidy(text))
    year = _western(match["era"], match["year"]) if match else None
    if match and year is not None:
        try:
            return dt.date(year, int(match["month"]), int(match["day"]))
        except ValueError:
            pass
    raise InputError(
        "日付として読めません。", value=text, advice="「令和7年4月1日」「R7.4.1」「2025-04-01」のように書いてください。"
    )


def fiscal_year_of(day: dt.date) -> int:
    """Return the fiscal year in which a day falls (31 March 2025 is 2024, 1 April 2025 is 2025)."""
    return day.year if day.month >= 4 else day.year - 1


def _era_of(year: int) -> tuple[str, int]:
    era = next(name for name in reversed(_ERAS) if year >= _ERAS[name])
    return era, year - _ERAS[era] + 1


def era_year(fiscal_year: int) -> str:
    """Write a fiscal year in full: 2024 is `令和6年度`, 2019 is `令和元年度`."""
    era, number = _era_of(fiscal_year)
    return f"{era}{'元' if number == 1 else number}年度"


def era_parts(fiscal_year: int) -> tuple[str, str]:
    """Return the era of a fiscal year and its number in it: 2024 is (`令和`, `6`), 2019 is (`令和`, `元`)."""
    era, number = _era_of(fiscal_year)
    return era, "元" if number == 1 else str(number)


def era_short(fiscal_year: int) -> str:
    """Write a fiscal year for an axis: 2024 is `R6`."""
    era, number = _era_of(fiscal_year)
    letter = next(key for key, name in _LETTERS.items() if name == era)
    return f"{letter}{number}"


def fiscal_year_label(fiscal_year: int, lang: str = "ja") -> str:
    """Write a fiscal year for a reader: `令和6年度（2024）`, in English `FY2024 (R6)`."""
    if lang == "en":
        return f"FY{fiscal_year} ({era_short(fiscal_year)})"
    return f"{era_year(fiscal_year)}（{fiscal_year}）"


def date_label(day: dt.date, lang: str = "ja") -> str:
    """Write a day for a reader: `令和7年4月1日`, in English `1 April 2025`."""
    if lang == "en":
        return f"{day.day} {day:%B %Y}"
    era, number = _era_of(day.year)
    if day < dt.date(2019, 5, 1) and era == "令和":
        era, number = "平成", 31
    return f"{era}{'元' if number == 1 else number}年{day.month}月{day.day}日"


def today() -> dt.date:
    """Return the day by which verdicts are judged: `KPI_TODAY` if set, else today in Tokyo."""
    given = os.environ.get("KPI_TODAY")
    return parse_date(given) if given else dt.datetime.now(TOKYO).date()
