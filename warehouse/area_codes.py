"""Codes of areas: the check digit and the shapes in which a code is written.

The five digits are those of JIS X 0401 (prefecture) and JIS X 0402 (municipality); the sixth digit of a
全国地方公共団体コード is a check digit: the digits are weighted 6, 5, 4, 3, 2 and summed, and the last digit of
11 minus the remainder of that sum by 11 is the check digit.
"""

from __future__ import annotations

import re
import unicodedata

from warehouse.errors import InputError

COUNTRY = "00000"

_WEIGHTS = (6, 5, 4, 3, 2)


def check_digit(code: str) -> str:
    """Return the check digit of a five-digit code.

    Raises:
        InputError: The text is not five digits.
    """
    if not re.fullmatch("[0-9]{5}", code):
        raise InputError("検査数字を計算できるのは5桁の地域コードだけです。", value=code)
    total = sum(int(digit) * weight for digit, weight in zip(code, _WEIGHTS, strict=True))
    return str((11 - total % 11) % 10)


def verify_code(code: str) -> str:
    """Check a six-digit code and return it without its check digit.

    Raises:
        InputError: The text is not six digits, or its check digit is wrong; the message names the right one.
    """
    if not re.fullmatch("[0-9]{6}", code):
        raise InputError("6桁の団体コードではありません。", value=code)
    right = check_digit(code[:5])
    if code[5] != right:
        advice = f"{code[:5]} の検査数字は {right} です（{code[:5]}{right}）。写し間違いではありませんか。"
        raise InputError(f"団体コードの検査数字 {code[5]} が合いません。", value=code, advice=advice)
    return code[:5]


def five_digits(text: str) -> str:
    """Bring a written code (2, 5 or 6 digits, full-width allowed) to five digits.

    Two digits are a prefecture of JIS X 0401. A code that lost its leading zero in a spreadsheet is refused.

    Raises:
        InputError: The text is not a code, or its check digit is wrong.
    """
    code = unicodedata.normalize("NFKC", text).strip()
    if not re.fullmatch("[0-9]+", code):
        raise InputError("地域コードは半角数字5桁（検査数字つきは6桁）で書きます。", value=text)
    match len(code):
        case 2:
            return f"{code}000"
        case 5:
            return code
        case 6:
            return verify_code(code)
        case 1 | 4:
            advice = f"先頭の 0 が落ちていませんか（{code.zfill(len(code) + 1)}）。列は文字列で保存します。"
        case _:
            advice = "5桁の標準地域コードか、検査数字つきの6桁で書いてください。"
    raise InputError(f"地域コードの桁数（{len(code)}桁）が違います。", value=text, advice=advice)
