"""What the filters of a slice mean, in words: the page, the files and the citation say it in the same ones."""

from __future__ import annotations

from collections.abc import Sequence

from warehouse.area_records import all_areas
from warehouse.eras import date_label, fiscal_year_label
from warehouse.release import Release
from warehouse.slices import TOTAL, Slice

# Names of more than these are counted instead.
SHOWN = 5

_LEVELS = {
    None: ("全国、都道府県、市区町村", "the country, prefectures and municipalities"),
    "country": ("全国", "the country"),
    "prefecture": ("都道府県", "prefectures"),
    "municipality": ("市区町村", "municipalities"),
}
_KINDS = {
    "designated_city": ("政令指定都市", "designated cities"),
    "city": ("市（政令指定都市を除く）", "cities other than designated ones"),
    "town": ("町", "towns"),
    "village": ("村", "villages"),
    "special_ward": ("特別区", "special wards"),
}
_NAMES = {
    "indicators": ("指標", "Indicators"),
    "areas": ("地域", "Areas"),
    "years": ("期間", "Period"),
    "breakdowns": ("内訳", "Breakdowns"),
    "publications": ("資料", "Publications"),
    "rows": ("行", "Rows"),
}


def filters(release: Release, chosen: Slice, lang: str = "ja") -> dict[str, str]:
    """Return what each kind of filter keeps, in words: indicators, areas, years, breakdowns, publications, rows."""
    return {
        "indicators": _indicators(release, chosen, lang),
        "areas": _areas(chosen, lang),
        "years": _years(chosen, lang),
        "breakdowns": _breakdowns(chosen, lang),
        "publications": _publications(chosen, lang),
        "rows": _rows(chosen, lang),
    }


def filter_name(kind: str, lang: str = "ja") -> str:
    """Return the heading of a kind of filter."""
    return _NAMES[kind][_index(lang)]


def selection(release: Release, chosen: Slice, lang: str = "ja") -> str:
    """Return all filters in one line, as it goes with every file."""
    colon, stop = ("：", "／") if lang == "ja" else (": ", "; ")
    parts = filters(release, chosen, lang).items()
    return stop.join(f"{filter_name(kind, lang)}{colon}{words}" for kind, words in parts)


def kind_name(kind: str, lang: str = "ja") -> str:
    """Return the name of a kind of municipality."""
    return _KINDS[kind][_index(lang)]


def level_name(level: str | None, lang: str = "ja") -> str:
    """Return the name of a level of areas; None is all of them."""
    return _LEVELS[level][_index(lang)]


def _index(lang: str) -> int:
    return 1 if lang == "en" else 0


def _listed(names: Sequence[str], lang: str) -> str:
    if len(names) > SHOWN:
        rest = len(names) - SHOWN
        return _listed(names[:SHOWN], lang) + (f"、ほか{rest}" if lang == "ja" else f" and {rest} more")
    return ("、" if lang == "ja" else ", ").join(names)


def _indicators(release: Release, chosen: Slice, lang: str) -> str:
    known = release.catalogue.indicators
    if chosen.indicators is None:
        return f"すべての指標（{len(known)}）" if lang == "ja" else f"all {len(known)} indicators"
    return _listed([known[one].name_en if lang == "en" else known[one].name_ja for one in chosen.indicators], lang)


def _area_name(code: str, lang: str) -> str:
    area = all_areas()[code]
    name = (area.name_en if lang == "en" else None) or area.name_ja
    if area.level != "municipality" or not area.prefecture_code:
        return name
    return f"{name} ({code})" if lang == "en" else f"{all_areas()[area.prefecture_code + '000'].name_ja}{name}"


def _areas(chosen: Slice, lang: str) -> str:
    words = [level_name(chosen.level, lang)]
    if chosen.kinds is not None:
        kinds = _listed([kind_name(kind, lang) for kind in chosen.kinds], lang)
        words = [kinds] if chosen.level in {None, "municipality"} else [*words, kinds]
    if chosen.prefectures is not None:
        names = _listed([_area_name(code, lang) for code in chosen.prefectures], lang)
        words.append(f"{names}の中" if lang == "ja" else f"within {names}")
    if chosen.areas is not None:
        names = _listed([_area_name(code, lang) for code in chosen.areas], lang)
        if len(words) == 1 and chosen.level is None and chosen.kinds is None:
            return names
        words.append(f"{names}だけ" if lang == "ja" else f"only {names}")
    return ("、" if lang == "ja" else ", ").join(words)


def _years(chosen: Slice, lang: str) -> str:
    first, last = (year and fiscal_year_label(year, lang) for year in (chosen.first_year, chosen.last_year))
    if first is None and last is None:
        return (
            "すべて（期間の記載がない値を含む）" if lang == "ja" else "all, with values whose source states no period"
        )
    if lang == "en":
        bounds = f"{first} to {last}" if first and last else f"from {first}" if first else f"up to {last}"
        return f"{bounds}, without values whose source states no period"
    bounds = (f"{first}から" if first else "") + (f"{last}まで" if last else "")
    return f"{bounds}（期間の記載がない値を除く）"


def _breakdowns(chosen: Slice, lang: str) -> str:
    total = "total" if lang == "en" else "総数"
    if chosen.breakdowns is None:
        return "総数とすべての内訳" if lang == "ja" else "totals and all breakdowns"
    if chosen.breakdowns == (TOTAL,):
        return "総数だけ" if lang == "ja" else "totals only"
    return _listed([total if one == TOTAL else one for one in chosen.breakdowns], lang)


def _publications(chosen: Slice, lang: str) -> str:
    day = chosen.as_known_on
    if day is None:
        return "リリースにあるすべての公表資料" if lang == "ja" else "all publications of the release"
    if lang == "en":
        return f"those published up to {date_label(day, lang)}, without undated ones"
    return f"{date_label(day)}までに公表された資料（公表日の分からない資料を除く）"


def _rows(chosen: Slice, lang: str) -> str:
    if chosen.current:
        if lang == "en":
            return "the current one per indicator, area, fiscal year and breakdown"
        return "指標・地域・年度・内訳ごとに最新の1行"
    if lang == "en":
        return "every value that a publication states, earlier and revised ones as rows of their own"
    return "各資料が述べた値のすべて（改定の前と後も、それぞれ1行）"
