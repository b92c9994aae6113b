"""Numbers as readers expect them: separators, U+2212 for minus, 万 and 億 for large targets."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

MINUS = "−"


def rounded(value: float, decimals: int) -> Decimal:
    """Round half up, in decimals, so that what is shown is what a reader computes."""
    return Decimal(repr(value)).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


def telling_decimals(value: float, decimals: int) -> int:
    """Return as many decimals as it takes for a number other than zero not to read as zero."""
    while value and decimals < 6 and not rounded(value, decimals):
        decimals += 1
    return decimals


def number(value: float, decimals: int = 0) -> str:
    """Write a number: `7,910`, `68.9`, `−4`."""
    exact = rounded(value, decimals)
    text = f"{abs(exact):,}"
    return MINUS + text if exact < 0 else text


def signed(value: float, decimals: int = 0) -> str:
    """Write a difference with its sign: `+710`, `−4`, `±0`."""
    exact = rounded(value, decimals)
    if exact == 0:
        return f"±{abs(exact):,}"
    return ("+" if exact > 0 else MINUS) + f"{abs(exact):,}"


def large_ja(value: float, decimals: int = 0) -> str:
    """Write a round large number as Japanese readers do: `1,000万`, `1億`, `5.6億`; others as `number` does."""
    exact = Decimal(repr(value))
    for word, scale in (("兆", 10**12), ("億", 10**8), ("万", 10**4)):
        share = exact / scale
        if abs(exact) >= max(scale, 10**6) and share == share.quantize(Decimal("0.1")):
            return f"{share.normalize():,f}{word}"
    return number(value, decimals)
