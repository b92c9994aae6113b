"""Names of areas in the language of the page."""

from __future__ import annotations

from dashboard.context import Context


def area_names(context: Context) -> dict[str, str]:
    """Map area codes to names; the Japanese name where there is no English one."""
    rows = context.release.areas().select("area_code", "name_ja", "name_en").iter_rows()
    if context.text.lang == "en":
        return {code: english or japanese for code, japanese, english in rows}
    return {code: japanese for code, japanese, _ in rows}


def prefecture_names(context: Context) -> dict[str, str]:
    """Map area codes to the name of the prefecture in which they lie; the country has none."""
    names = area_names(context)
    return {code: names.get(code[:2] + "000", "") for code in names}
