"""What running text claims of a series beside its numbers: that the newest figure is a record, that it rose for years.

Japanese and English, as in `過去最多`, `3年連続で増加`, `fell for 2 consecutive years`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from warehouse.prose import digits_of

Side = Literal["most", "least", "up", "down"]

_RECORDS: dict[Side, re.Pattern[str]] = {
    "most": re.compile(r"[過史][去上]最[多高大]|the most so far|highest so far|record high", re.IGNORECASE),
    "least": re.compile(r"[過史][去上]最[少低小]|the lowest so far|record low", re.IGNORECASE),
}
# Of a line over the years they say the same: there is nothing else of which the newest could be the most.
_BARE: dict[Side, re.Pattern[str]] = {
    "most": re.compile(r"(?<![去上])最[多高](?![位級齢])"),
    "least": re.compile(r"(?<![去上])最[少低](?![限位級齢])"),
}
_UP = r"増|伸び|上昇|拡大|プラス|最多|最高|r[io]se|rising|increas|gr[eo]w|higher|up\b"
_DOWN = r"減|縮小|下降|低下|下落|マイナス|最少|最低|fell|fall|declin|decreas|shr[aiu]nk|lower|down\b"
_WAY = rf"(?:(?P<up>{_UP})|(?P<down>{_DOWN}))"
_IN_A_ROW = r"(?P<years>\d+)(?:st|nd|rd|th)? (?:(?:consecutive|straight|running) years?|years? (?:in a row|running))"
_STREAKS = (
    re.compile(rf"(?P<years>\d+)年(?:度|間)?(?:連続|続けて|続き)[^。、,\d]{{0,12}}?{_WAY}"),
    re.compile(rf"{_IN_A_ROW} of [^.,\d]{{0,20}}?{_WAY}", re.IGNORECASE),
    re.compile(rf"{_WAY}[^.,\d]{{0,40}}?{_IN_A_ROW}", re.IGNORECASE),
)


@dataclass(frozen=True)
class Claim:
    """A claim as it reads. `years` is the length of a rise (`up`) or a fall (`down`), 0 of a record."""

    words: str
    side: Side
    years: int = 0


def records_in(text: str, *, bare: bool = False) -> list[Claim]:
    """Return the claims of a record in a text; with `bare` also those that leave out 過去."""
    rest = digits_of(text)
    kinds = (_RECORDS, _BARE) if bare else (_RECORDS,)
    found = [(side, pattern) for patterns in kinds for side, pattern in patterns.items()]
    return [Claim(match.group(), side) for side, pattern in found for match in pattern.finditer(rest)]


def streaks_in(text: str) -> tuple[list[Claim], str]:
    """Return the claims of years in a row (`3年連続で増加`), and the text without them."""
    rest, found = digits_of(text), []
    for pattern in _STREAKS:
        for match in pattern.finditer(rest):
            found.append(Claim(match.group(), "up" if match["up"] else "down", int(match["years"])))
        rest = pattern.sub("□", rest)
    return found, rest
