"""Charts of every kind with made-up figures, in both languages: what the renderers of press charts are tested on.

`chart("trend")` has a year without a figure, an approximate one, a provisional one, a break, a target, a required path
and a continuation. `chart("bars")` ends with その他. Every chart has credits, notes, alternative text and rows.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping

from dashboard.figure.model import (
    Area,
    Bar,
    BreakMark,
    CardFacts,
    Chart,
    Fact,
    Foot,
    Goal,
    Kind,
    LegendEntry,
    MapPicture,
    Panel,
    Series,
    Way,
    YearPoint,
)
from dashboard.figure.numbers import Numbers
from warehouse.area_records import all_areas
from warehouse.eras import era_year

FIGURES = {
    2014: 1511.0,
    2015: 2799.0,
    2016: 4090.0,
    2017: 4976.0,
    2018: 5530.0,
    2020: 5560.0,
    2021: 6015.0,
    2022: 6447.0,
    2023: 7200.0,
    2024: 7910.0,
}
_WORDS = {
    "ja": {
        "source": "出典",
        "as_of": "時点",
        "updated": "更新日",
        "release": "リリース",
        "note": "注",
        "colon": "：",
        "more": "ほかの注記は図の説明にあります。",
        "credit_join": "／",
    },
    "en": {
        "source": "Source",
        "as_of": "As of",
        "updated": "Updated",
        "release": "Release",
        "note": "Note",
        "colon": ": ",
        "more": "More notes stand beside the chart.",
        "credit_join": " / ",
    },
}
_TITLES = {
    "trend": ("地域おこし協力隊員の数は7,910人　目標の1万人まで2,090人", "7,910 members, 2,090 short of the target"),
    "comparison": ("3県の隊員数の推移", "Members in three prefectures"),
    "bars": ("隊員が多いのは北海道と長野県", "Hokkaido and Nagano have the most members"),
    "stacked": ("任期を終えた隊員の約7割が定住", "About 70 % of former members stayed"),
    "multiples": ("4指標の推移", "Four indicators over the years"),
    "tiles": ("都道府県別の隊員数", "Members by prefecture"),
    "map": ("都道府県別の隊員数（地図）", "Members by prefecture (map)"),
    "card": ("隊員数は7,910人", "7,910 members"),
}


def _pick(lang: str, ja: str, en: str) -> str:
    return ja if lang == "ja" else en


def numbers(lang: str = "ja", unit: str = "", decimals: int = 0) -> Numbers:
    """Numbers of people, or of another unit."""
    return Numbers(unit or _pick(lang, "人", "people"), lang, decimals)


def series(name: str, figures: Mapping[int, float], write: Numbers) -> Series:
    """A line; the newest figure is provisional, and that of 2014 approximate."""
    return Series(
        name,
        tuple(
            YearPoint(
                year,
                value,
                write.said(value, approximate=year == 2014),
                write.short(value, approximate=year == 2014),
                approximate=year == 2014,
                provisional=year == max(figures),
            )
            for year, value in sorted(figures.items())
        ),
        write.unit,
    )


def foot(lang: str = "ja") -> Foot:
    """What stands beneath: one long credit and one short, and notes."""
    if lang == "ja":
        return Foot(
            credits=(
                "総務省「地域おこし協力隊の隊員数等について」（令和7年4月4日公表）"
                "（https://www.soumu.go.jp/main_content/000999999.pdf）を加工して作成",
                "総務省「住民基本台帳に基づく人口、人口動態及び世帯数」を加工して作成",
            ),
            credit_short="総務省資料を加工して作成",
            as_of="令和6年度（2024）",
            updated="令和7年6月30日",
            release_id="2025-06-30.1",
            required=("平成26年度は概数。", "令和6年度は速報値。", "※1 令和3年度から集計の方法が変わった。"),
            words=_WORDS["ja"],
        )
    return Foot(
        credits=(
            "Ministry of Internal Affairs and Communications, “Members of the Local Vitalization Cooperator programme” "
            "(4 April 2025) (https://www.soumu.go.jp/main_content/000999999.pdf), processed",
            "Ministry of Internal Affairs and Communications, “Population of the resident register”, processed",
        ),
        credit_short="MIC, processed",
        as_of="FY2024 (R6)",
        updated="30 June 2025",
        release_id="2025-06-30.1",
        required=("FY2014 is approximate.", "FY2024 is provisional.", "*1 Counted in another way since FY2021."),
        words=_WORDS["en"],
    )


def goal(lang: str = "ja", value: float = 10000.0) -> Goal:
    """A target of FY2026."""
    write = numbers(lang)
    return Goal(
        value=value,
        year=2026,
        label=_pick(lang, f"目標 {write.said(value)}", f"Target {write.said(value)}"),
        when=_pick(lang, "令和8年度（2026）", "FY2026 (R8)"),
        gap=_pick(lang, "あと2,090人", "2,090 to go"),
        pace=_pick(lang, "年1,045人のペースが必要", "1,045 a year needed"),
        met=False,
        on_path=False,
        path_gap=_pick(lang, "必要な経路を423人下回る", "423 below the required path"),
    )


def _trend(lang: str) -> dict[str, object]:
    write = numbers(lang)
    line = series(_pick(lang, "隊員数", "Members"), FIGURES, write)
    return {
        "series": (line,),
        "goal": goal(lang),
        "path": Way(
            tuple((year, 5560.0 + 740.0 * (year - 2020)) for year in range(2020, 2027)),
            _pick(lang, "目標に必要な経路", "Required path"),
            _pick(lang, "年740人", "740 a year"),
        ),
        "continuation": Way(
            ((2024, 7910.0), (2025, 8510.0), (2026, 9110.0)),
            _pick(lang, "直近のペースが続いた場合", "At the recent pace"),
            write.said(9110.0, approximate=True),
            ((2025, 8200.0, 8800.0), (2026, 8600.0, 9600.0)),
        ),
        "base": line.points[0],
        "breaks": (BreakMark(2021, _pick(lang, "※1", "*1")),),
        "has_provisional": True,
        "has_approximate": True,
        "provisional_word": _pick(lang, "速報値", "provisional"),
    }


def _comparison(lang: str) -> dict[str, object]:
    write = numbers(lang)
    names = ((("北海道", "Hokkaido"), 0.14), (("長野県", "Nagano"), 0.07), (("島根県", "Shimane"), 0.045))
    return {
        "series": tuple(
            series(
                _pick(lang, *name),
                {
                    year: float(round(value * share))
                    for year, value in FIGURES.items()
                    if (year, name[0]) != (2022, "島根県")
                },
                write,
            )
            for name, share in names
        )
    }


def _bars(lang: str) -> dict[str, object]:
    write = numbers(lang)
    names = (
        ("北海道", "Hokkaido"),
        ("長野県", "Nagano"),
        ("福島県", "Fukushima"),
        ("新潟県", "Niigata"),
        ("高知県", "Kochi"),
        ("島根県", "Shimane"),
        ("熊本県", "Kumamoto"),
    )
    values = (1100.0, 461.0, 390.0, 312.0, 287.0, 240.0, 230.0)
    found = [Bar(_pick(lang, *name), value, write.said(value)) for name, value in zip(names, values, strict=True)]
    rest = Bar(
        _pick(lang, "その他", "Others"), 4890.0, write.said(4890.0, approximate=True), rest=True, approximate=True
    )
    return {
        "bars": (*found, rest),
        "total": write.said(7910.0),
        "more_label": _pick(lang, "ほか{count}件", "{count} more"),
    }


def _stacked(lang: str) -> dict[str, object]:
    write = numbers(lang)
    parts = (
        (("同じ市町村に定住", "Stayed in the municipality"), 4292.0, False),
        (("近隣市町村に定住", "Stayed nearby"), 1044.0, False),
        (("他の地域へ転出", "Moved away"), 2281.0, False),
        (("不明", "Unknown"), 196.0, True),
    )
    bars = tuple(
        Bar(_pick(lang, *name), value, f"{write.said(value)}（{value / 78.13:.1f}%）", rest=rest)
        for name, value, rest in parts
    )
    return {"bars": bars, "full": 7813.0, "total": _pick(lang, "全体 ", "Total ") + write.said(7813.0)}


def _multiples(lang: str) -> dict[str, object]:
    write, share = numbers(lang), numbers(lang, "%", 1)
    return {
        "indicator_ids": tuple(f"made_up_{place}" for place in range(4)),
        "panels": (
            Panel(
                _pick(lang, "隊員数", "Members"),
                series(_pick(lang, "隊員数", "Members"), FIGURES, write),
                write,
                goal(lang),
            ),
            Panel(
                _pick(lang, "任期終了者", "Former members"),
                series(
                    _pick(lang, "任期終了者", "Former members"),
                    {year: round(value / 3) for year, value in FIGURES.items()},
                    write,
                ),
                write,
            ),
            Panel(
                _pick(lang, "定住率", "Share who stayed"),
                series(
                    _pick(lang, "定住率", "Share who stayed"),
                    {2020: 62.3, 2021: 65.3, 2022: 64.9, 2023: 64.6, 2024: 68.9},
                    share,
                ),
                share,
            ),
            Panel(
                _pick(lang, "受入自治体数", "Municipalities"),
                series(
                    _pick(lang, "受入自治体数", "Municipalities"),
                    {2020: 1065, 2021: 1085, 2022: 1118, 2023: 1164, 2024: 1176},
                    write,
                ),
                write,
            ),
        ),
    }


_BOUNDS = (300.0, 200.0, 100.0)


def _areas(lang: str) -> dict[str, object]:
    write = numbers(lang)

    def areas() -> Iterator[Area]:
        for place, area in enumerate(one for one in all_areas().values() if one.level == "prefecture"):
            name = _pick(lang, area.name_ja, area.name_en or area.area_code)
            value = None if place == 12 else float(1100 if place == 0 else 60 + (place * 37) % 330)
            step = 4 if value is None else sum(value < bound for bound in _BOUNDS)
            said = _pick(lang, "値なし", "no figure") if value is None else write.said(value)
            yield Area(area.area_code, name, value, said, "–" if value is None else write.short(value), step)

    found = tuple(areas())
    words = (
        ("300人以上", "300 or more"),
        ("200〜299人", "200–299"),
        ("100〜199人", "100–199"),
        ("100人未満", "under 100"),
    )
    colours = ("#0017C1", "#3460FB", "#7096F8", "#C5D7FB")
    counts = [sum(area.step == step for area in found) for step in range(5)]
    count = _pick(lang, "{}団体", "{} prefectures")
    entries = [
        LegendEntry(_pick(lang, *word), count.format(counts[place]), colour, 1 - place * 0.28)
        for place, (word, colour) in enumerate(zip(words, colours, strict=True))
    ]
    entries.append(LegendEntry(_pick(lang, "値なし", "No figure"), count.format(counts[4]), "#FFFFFF", -1.0))
    return {"areas": found, "legend": tuple(entries)}


def _square(x: float, y: float) -> tuple[tuple[tuple[float, float], ...], ...]:
    return (((x, y), (x + 0.9, y), (x + 0.9, y + 0.9), (x, y + 0.9), (x, y)),)


def _map(lang: str) -> dict[str, object]:
    found = _areas(lang)
    areas = found["areas"]
    assert isinstance(areas, tuple)
    outlines = tuple((area.step, _square(place % 8, place // 8)) for place, area in enumerate(areas))
    names = tuple((place % 8 + 0.45, place // 8 + 0.45, area.name[:2]) for place, area in enumerate(areas[:6]))
    return {**found, "picture": MapPicture((0.0, 0.0, 8.0, 6.0), outlines=outlines, names=names)}


def _card(lang: str) -> dict[str, object]:
    write = numbers(lang)
    return {
        "goal": goal(lang),
        "card": CardFacts(
            when=_pick(lang, "令和6年度（2024）", "FY2024 (R6)"),
            number="7,910",
            unit=_pick(lang, "人", "people"),
            lines=(
                (_pick(lang, "目標", "Target"), _pick(lang, "1万人（令和8年度）", "10,000 people (FY2026)")),
                (_pick(lang, "前年度から", "Since the year before"), _pick(lang, "+710人（+9.9%）", "+710 (+9.9%)")),
                (_pick(lang, "達成率", "Reached"), "79.1%"),
            ),
            value=7910.0,
            full=10000.0,
            full_label=_pick(lang, f"目標 {write.said(10000.0)}", f"Target {write.said(10000.0)}"),
            is_target=True,
        ),
    }


_MAKERS = {
    "trend": _trend,
    "comparison": _comparison,
    "bars": _bars,
    "stacked": _stacked,
    "multiples": _multiples,
    "tiles": _areas,
    "map": _map,
    "card": _card,
}


def _figures(made: Chart) -> Iterator[tuple[str, str, float | None, str, str]]:
    """Name, period, value, the figure in words, and the area of everything drawn."""
    lines = [*made.series, *(panel.series for panel in made.panels)]
    for line in lines:
        for point in line.points:
            yield line.name, f"{point.year}", point.value, point.said, ""
    for bar in made.bars:
        yield bar.name, "2024", bar.value, bar.said, ""
    for area in made.areas:
        yield area.name, "2024", area.value, area.said, area.code
    if made.card:
        yield made.title, "2024", made.card.value, made.card.number + made.card.unit, ""


def _rows(made: Chart) -> tuple[Mapping[str, object], ...]:
    ids = {panel.series.name: one for panel, one in zip(made.panels, made.indicator_ids, strict=False)}
    return tuple(
        {
            "indicator_id": ids.get(name, "made_up"),
            "series": name,
            "role": "actual",
            "area_code": code,
            "area_name": name if code else "全国",
            "fiscal_year": int(year),
            "era_year": era_year(int(year)),
            "as_of": None,
            "breakdown": name if made.bars else None,
            "value": value,
            "unit": "%" if said.endswith("%") else "人",
            "approximate": said.startswith(("約", "about")),
            "obs_status": "final",
            "publication_id": "made_up_2025",
        }
        for name, year, value, said, code in _figures(made)
    )


def chart(kind: Kind, lang: str = "ja", **changes: object) -> Chart:
    """Return a chart of a kind; `changes` replace its fields."""
    write = numbers(lang)
    title = _pick(lang, *_TITLES[kind])
    alt = {
        which: _pick(which, f"{ja}を示す図。2024年度は7,910人。", f"Chart: {en}. FY2024: 7,910 people.")
        for which in ("ja", "en")
        for ja, en in (_TITLES[kind],)
    }
    common: dict[str, object] = {
        "indicator_ids": ("made_up",),
        "title": title,
        "subtitle": _pick(
            lang, "地域おこし協力隊の隊員数（人、年度）", "Members of the programme (people, fiscal years)"
        ),
        "note": _pick(lang, "特別交付税の算定の対象となった隊員。", "Members counted for the special grant."),
        "unit": write.unit,
        "numbers": write,
        "foot": foot(lang),
        "year_suffix": _pick(lang, "年度", ""),
        "facts": (Fact(7910.0, "value", "latest"), Fact(2024, "year", "latest"), Fact(10000.0, "value", "target")),
        "caption": _pick(
            lang, "2024年度の隊員数は7,910人で、目標の1万人まで2,090人。", "7,910 members in FY2024, 2,090 to go."
        ),
        "alt_ja": alt["ja"],
        "alt_en": alt["en"],
    }
    given = {**common, **_MAKERS[kind](lang), **changes}
    made = Chart(kind=kind, lang=lang, **given)  # type: ignore[arg-type]
    return made if "rows" in changes else dataclasses.replace(made, rows=_rows(made))
