"""Numbers in running text, Japanese and English: what they are, and to which place they are given.

Reads amounts with separators and 万 or 億, shares, multiples, years of eras and fiscal years, and days, as sentences of
press releases write them: `7,910人`, `約1億2,000万円`, `七千人`, `9.9%`, `2.7倍`, `令和6年度`, `2025年6月30日`,
`30 June 2025`.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from kanjize import kanji2number

from warehouse.eras import parse_fiscal_year
from warehouse.errors import InputError

Kind = Literal["amount", "percent", "ratio", "years", "year", "day", "month"]
Counter = Literal["person", "money", "household", "thing"]

_NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_SCALES = {
    "兆": 1e12,
    "億": 1e8,
    "千万": 1e7,
    "百万": 1e6,
    "万": 1e4,
    "千": 1e3,
    "million": 1e6,
    "billion": 1e9,
    "": 1.0,
}
_SCALE = "兆|億|千万|百万|万|千| ?million| ?billion"
_AMOUNT = re.compile(
    rf"(?P<era>令和|平成|昭和|FY|(?<![A-Za-z])[RHS](?=\d))?\s?"
    rf"(?P<parts>(?:(?:{_NUMBER})(?:兆|億|万))*(?:(?:{_NUMBER})(?:{_SCALE})?|元(?=年))|(?:{_NUMBER})(?:兆|億|万))"
    rf"\s?(?P<unit>%|パーセント|割|倍|年度|年|times)?"
)
_PART = re.compile(rf"({_NUMBER})({_SCALE})?")
_DAY_JA = re.compile(r"(?P<era>令和|平成|昭和)?(?P<year>元|\d{1,4})年(?P<month>\d{1,2})月(?:(?P<day>\d{1,2})日)?")
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
           "December")  # fmt: skip
_DAY_EN = re.compile(rf"(?:(?P<day>\d{{1,2}}) )?(?P<month>{'|'.join(_MONTHS)}) (?P<year>\d{{4}})")
# Words that say that a number was rounded, before it or after it and its unit, and on which side it then lies.
_BEFORE = {
    "about": re.compile(r"(?:約|およそ|おおよそ|ほぼ|about|around)\s?$", re.IGNORECASE),
    "over": re.compile(r"(?:over|more than)\s?$", re.IGNORECASE),
    "under": re.compile(r"(?:nearly|almost)\s?$", re.IGNORECASE),
}
_AFTER = {
    "about": re.compile(r"^[^\W\d_\u3041-\u3096]{0,4}?(?:程度|ほど|前後)"),
    "over": re.compile(r"^[^\W\d_\u3041-\u3096]{0,4}?(?:余り|あまり|余|超|強|以上)"),
    "under": re.compile(r"^[^\W\d_\u3041-\u3096]{0,4}?(?:弱|近く|足らず)"),
}
# What an amount counts, by the words that follow it. Those of one line may stand for each other.
_COUNTERS: dict[Counter, str] = {
    "person": r"(?:人(?![口材工気間])|名(?![称前目簿])|people|persons?\b)",
    "money": r"(?:円(?![滑卓])|yen)",
    "household": r"(?:世帯|households?)",
    "thing": r"(?:団体|組織|組合|法人|企業|社(?![会員])|自治体|市区町村|市町村|都道府県|道府県|府県|圏域|地域|地区|件|"
    r"事例|[カか箇ヶヵ]所|[カか箇ヶヵ]国|手続|municipalit|prefecture|organi[sz]ation|cooperative|compan|bod(?:y|ies)\b|cases?\b)",
}
_COUNTED = {counter: re.compile(rf"\s?(?:{words})", re.IGNORECASE) for counter, words in _COUNTERS.items()}
# Numerals of letters that count something; 一人, 万人 and 数千人 are no figures, 三重 and 四国 count nothing.
_KANJI = "〇一二三四五六七八九十百千万億兆"
_IN_LETTERS = re.compile(
    rf"(?<![{_KANJI}\d.,数何幾第])(?![一万億兆](?![{_KANJI}割]))[{_KANJI}]+"
    rf"(?=倍|割|年|%|パーセント|ポイント|{'|'.join(_COUNTERS.values())})|(?<=年)[{_KANJI}]+(?=月)|(?<=月)[{_KANJI}]+(?=日)"
)
# Numbers of bodies that there are, by the standard area codes.
UNIVERSES = ("47都道府県", "四十七都道府県", "1,741市区町村", "1,718市町村", "1,788団体", "47 prefectures")
_FIRST_YEAR, _LAST_YEAR = 1900, 2200


@dataclass(frozen=True)
class Named:
    """A number as it stands in a text.

    Attributes:
        words: The number with what belongs to it.
        kind: `years` is a span of years, `year` a (fiscal) year, `month` one whose day is not given.
        value: In units, per cent, times or years; of a day its ordinal, of a month that of its first day.
        precision: The last place that is given: 10,000 for `41万`, 0.1 for `9.9%`.
        side: `about`, `over` or `under` where the text says that it is rounded, else empty.
        counter: What an amount counts, by the word that follows it; None where that says nothing.
    """

    words: str
    kind: Kind
    value: float
    precision: float
    side: str = ""
    counter: Counter | None = None

    @property
    def about(self) -> bool:
        """Whether the text says that it is rounded."""
        return bool(self.side)

    @property
    def rounded_to(self) -> float:
        """The place of the last digit that is no zero: 100 for 7,900."""
        place = self.precision
        while self.value and self.value % (place * 10) == 0:
            place *= 10
        return place


def numbers_in(text: str) -> list[Named]:
    """Return the numbers of a text: its days, then everything else in its order.

    Full-width digits and numerals of letters (七千人) are read too. A year or a day that no calendar has is an amount
    with the value -1, which no figure has.
    """
    rest = digits_of(text)
    found: list[Named] = []
    for pattern in (_DAY_JA, _DAY_EN):
        found += [_day(match) for match in pattern.finditer(rest)]
        rest = pattern.sub("□", rest)
    return found + list(_amounts(rest))


def digits_of(text: str) -> str:
    """Return a text with all numerals in plain digits: `７，９１０人` as `7,910人`, `七千人` as `7000人`."""
    return _IN_LETTERS.sub(_in_digits, unicodedata.normalize("NFKC", text))


def counter_of(unit: str) -> Counter:
    """Return what a unit of figures counts. A thing is whatever is no person, money or household."""
    return next((counter for counter, pattern in _COUNTED.items() if pattern.match(unit)), "thing")


def _in_digits(match: re.Match[str]) -> str:
    try:
        return str(kanji2number(match.group()))
    except ValueError:
        # Letters that are no number together: 十百.
        return match.group()


def _day(match: re.Match[str]) -> Named:
    given = match.groupdict()
    year = _year(f"{given.get('era') or ''}{given['year']}年")
    month = int(given["month"]) if given["month"].isdigit() else _MONTHS.index(given["month"]) + 1
    kind: Kind = "day" if given["day"] else "month"
    try:
        day = dt.date(year or 0, month, int(given["day"] or 1))
    except ValueError:
        return Named(match.group(), "amount", -1.0, 1.0)
    return Named(match.group(), kind, day.toordinal(), 1.0)


def _year(words: str) -> int | None:
    try:
        return parse_fiscal_year(words)
    except InputError:
        return None


def _amounts(text: str) -> Iterator[Named]:
    for match in _AMOUNT.finditer(text):
        before, after = text[: match.start()][-10:], text[match.end() :][:8]
        sides = [side for side in _BEFORE if _BEFORE[side].search(before) or _AFTER[side].match(after)]
        named = _amount(match, sides[-1] if sides else "")
        if named.kind == "amount":
            counter = next((name for name, pattern in _COUNTED.items() if pattern.match(text, match.end())), None)
            named = replace(named, counter=counter)
        yield named


def _amount(match: re.Match[str], side: str) -> Named:
    era, parts, unit = match["era"], match["parts"], match["unit"] or ""
    words = match.group().strip()
    if era or parts == "元":
        year = _year(parts) if era == "FY" else _year(f"{era or ''}{parts}")
        return Named(words, "year", year, 1.0, side) if year else Named(words, "amount", -1.0, 1.0, side)
    value, precision = _read(parts)
    if unit in {"年", "年度"} and _FIRST_YEAR <= value <= _LAST_YEAR:
        return Named(words, "year", value, 1.0, side)
    if unit == "割":
        return Named(words, "percent", value * 10, precision * 10, side)
    kinds: dict[str, Kind] = {"%": "percent", "パーセント": "percent", "倍": "ratio", "times": "ratio", "年": "years",
                              "年度": "years"}  # fmt: skip
    return Named(words, kinds.get(unit, "amount"), value, precision, side)


def _read(parts: str) -> tuple[float, float]:
    """Return the value of `1億2,000万` and the last place that it gives."""
    value, precision = 0.0, 1.0
    for number, scale in _PART.findall(parts):
        unit = _SCALES[scale.strip()]
        decimals = len(number.partition(".")[2])
        value += float(number.replace(",", "")) * unit
        precision = unit / 10**decimals
    return value, precision
