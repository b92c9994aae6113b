"""What the catalogue declares of an indicator, in words, and how the columns of a slice are to be read.

The codebook's pages and files say it in these words, in both languages.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from warehouse.catalogue import Indicator
from warehouse.counted import Municipal
from warehouse.eras import fiscal_year_label
from warehouse.slice_words import level_name

_PERIODS = {
    "fiscal_year": ("年度の値", "a fiscal year"),
    "point": ("ある日の値", "a day"),
    "none": ("資料に記載なし", "not stated by the source"),
}
_DIRECTIONS = {
    "up": ("増えるほどよい", "higher is better"),
    "down": ("減るほどよい", "lower is better"),
    "none": ("よしあしを問わない", "neither is better"),
}
_SUMS = {
    "total": ("足すと総数になる", "add up to the total"),
    "100": ("足すと100%になる", "add up to 100%"),
    "none": (
        "総数に足し上がるとは限らない（重なる、または一部だけ）",
        "need not add up to the total: they can overlap or be a part of it",
    ),
}
_UNIVERSES = {
    "with_wards": ("対象は市町村と特別区", "municipalities and the special wards of Tokyo can have a value"),
    "without_wards": ("対象は市町村（特別区を除く）", "municipalities can have a value; special wards cannot"),
}
_OWN = (
    "都道府県の値は都道府県庁のもので、その市区町村の合計ではない",
    "the value of a prefecture is that of its government, not the sum of its municipalities",
)
_SHARED = (
    "{shared}。注記が同じ団体は、合わせて1つと数える",
    "{shared}: those with the same note count it once together",
)
# Headings and sentences of the pages.
_PAGE = {
    "title": ("コードブック", "Codebook"),
    "about": (
        "値の列の意味と、各指標の定義、単位、期間、分母、断絶、注記、収録範囲です。"
        "指標カタログと、同梱した公表資料（`data/raw/`）の値から作られています。"
        "手で直さず、`kpi load` の後に次の1行で作り直します。",
        "What the columns of the data mean, and definition, unit, period, denominator, breaks, notes and coverage of "
        "each indicator. Generated from the catalogue and the shipped publications (`data/raw/`). Do not edit it: "
        "after `kpi load`, this line writes it anew.",
    ),
    "other": ("[English](codebook.en.md)", "[Japanese](codebook.md)"),
    "columns": ("列", "Columns"),
    "column": ("列名", "Column"),
    "type": ("型", "Type"),
    "required": ("空欄", "Empty"),
    "never": ("ない", "never"),
    "can": ("ある", "can be"),
    "meaning": ("意味", "Meaning"),
    "detail": (
        "次の列は、Python の `observations()` だけが加えます。",
        "The following are added by `observations()` in Python alone.",
    ),
    "rules": ("値の読み方", "How to read the values"),
    "coverage": ("収録範囲", "Coverage"),
    "coverage_of": ("収録範囲（{level}）: {years}", "Coverage, {level}: {years}"),
    "legend": (
        "施策ごとの表は、指標と地域の単位ごとの、値のある年度です。"
        "年度は始まる西暦年で、2009–2024 は両端とその間のすべてです。"
        "かっこの中は、総数のある地域の数、内訳の数、欠測の印の数で、それが同じ年度が続くかぎりまとめてあります。"
        "全国で、かっこのない年度は総数だけがあります。資料の題名、公表日、利用条件、出典の表示は"
        "[出典と利用条件](sources.md)にあります。",
        "The table of each programme gives the years that have values, for each indicator and level of areas. Years "
        "are the Western ones in which fiscal years begin; 2009–2024 is both ends and all between. In brackets: areas "
        "that have a total, breakdowns, marks of missing values; years in a row with the same numbers are put "
        "together. For the country, a year without brackets has a total and no breakdowns. Titles, days, terms and "
        "credit lines of the publications are in the [list of sources](sources.md), in Japanese.",
    ),
    "indicator": ("指標", "Indicator"),
    "level": ("地域の単位", "Areas"),
    "years": ("年度", "Fiscal years"),
    "no_period": ("期間の記載なし", "no period stated"),
    "total": ("総数", "total"),
    "area": ("{count}地域", "{count} area"),
    "areas_of": ("{count}地域", "{count} areas"),
    "breakdown": ("内訳{count}", "{count} breakdown"),
    "breakdowns_of": ("内訳{count}", "{count} breakdowns"),
    "missing": ("欠測{count}", "{count} missing"),
    "missing_of": ("欠測{count}", "{count} missing"),
    "run": ("{years}（{told}）", "{years} ({told})"),
    "fetch": ("同梱の資料にはない。`kpi fetch {what}` で取得する", "not shipped; `kpi fetch {what}` brings them"),
    "no_value": ("値はない", "no values"),
    "unit": ("単位", "Unit"),
    "period": ("期間", "Period"),
    "direction": ("向き", "Direction"),
    "decimals": ("小数", "Decimals"),
    "levels": ("地域の単位", "Areas"),
    "denominator": ("分母", "Denominator"),
    "states": ("区分", "Values"),
    "areas": ("団体", "Local governments"),
    "unlisted": ("一覧にない団体", "Not listed"),
    "unlisted_value": ("0（{why}）", "0 ({why})"),
    "breakdowns": ("内訳", "Breakdowns"),
    "breaks": ("断絶", "Break"),
    "notes": ("注記", "Note"),
    "share_of": ("もとの数", "Share of"),
    "related": ("関連", "Related"),
    "publications": ("資料", "Publications"),
    "stop": ("／", "; "),
    "comma": ("、", ", "),
}


@dataclass(frozen=True)
class Rule:
    """A rule by which columns of a slice are read, in both languages."""

    columns: tuple[str, ...]
    ja: str
    en: str


RULES = (
    Rule(
        ("publication_id",),
        "ひとつの公表資料が述べた値が1行です。2つの資料が同じ年度の値を述べれば、2行あります。集計の前に、最新の1行"
        "（`kpi slice --current`）を選びます。",
        "One row is one value as one publication states it; where two publications state the value of a year, there "
        "are two rows. Keep the current one (`kpi slice --current`) before adding up.",
    ),
    Rule(
        ("value", "obs_status"),
        "空欄の value は、資料が欠測と印したものです（obs_status は M）。0 は、資料が 0 と述べたか、載せないことが 0 を"
        "意味する場合だけです。欠けた値を補うことはありません。",
        "An empty value is one that the source marks as missing (obs_status is M). 0 stands only where the source "
        "states 0, or where not being listed means 0. No value is filled in.",
    ),
    Rule(
        ("breakdown",),
        "内訳は、足すと総数や100%になると書いた指標のほかは、足し合わせられません（複数回答、内数、再掲）。",
        "Breakdowns must not be added up, except where the indicator says what they add up to: they can be multiple "
        "answers, subsets or repeated figures.",
    ),
    Rule(
        ("indicator_id", "indicator_name", "area_name", "breakdown", "unit", "publication_id", "locator"),
        "CSV では、表計算ソフトが式とみなす文字（= + - @ や制御文字）で始まる文字列の前に、アポストロフィ（'）が"
        "付きます。ほかの形式では元のままです。",
        "In CSV, a text that a spreadsheet would take for a formula (one that begins with = + - @ or a control "
        "character) is preceded by an apostrophe ('). Other formats hold it as it is.",
    ),
)


def page_words(lang: str) -> dict[str, str]:
    """Return the headings and sentences of a page in a language (`ja`, `en`)."""
    return {name: pair[1 if lang == "en" else 0] for name, pair in _PAGE.items()}


def described(one: Indicator, lang: str) -> dict[str, tuple[str, ...]]:
    """Say what the catalogue declares of an indicator.

    Args:
        one: The indicator.
        lang: `ja` or `en`; the reason of a sum is given in Japanese alone, as the catalogue has it.

    Returns:
        Statements by their subject: period, denominator, direction, levels, breakdowns, states, areas (which can have
        a value and how it counts), unlisted (how an area is read that the source does not list), breaks, notes.
    """
    place = 1 if lang == "en" else 0
    reason = f"（{one.sum_reason}）" if one.sum_reason and lang != "en" else ""
    denominator = _said(one, "denominator", lang) or one.denominator_ja
    unlisted = one.municipal and _said(one.municipal, "unlisted", lang)
    return {
        "period": (_PERIODS[one.period][place],),
        "denominator": (denominator,) if denominator else (),
        "direction": (_DIRECTIONS[one.direction][place],),
        "levels": tuple(level_name(level, lang) for level in one.levels),
        "breakdowns": (_SUMS[one.breakdowns_sum][place] + reason,),
        "states": tuple(f"{state.value} {_said(state, 'name', lang)}" for state in one.states),
        "areas": tuple(_areas(one, one.municipal, lang)),
        "unlisted": (unlisted,) if unlisted else (),
        "breaks": tuple(f"{fiscal_year_label(gap.fiscal_year, lang)} {_said(gap, 'note', lang)}" for gap in one.breaks),
        "notes": one.notes_en if lang == "en" else one.notes_ja,
    }


def _areas(one: Indicator, municipal: Municipal | None, lang: str) -> Iterator[str]:
    place = 1 if lang == "en" else 0
    if municipal:
        yield _UNIVERSES[municipal.universe][place]
    if one.own_figures and "prefecture" in one.levels:
        yield _OWN[place]
    if municipal and municipal.shared_match:
        yield _SHARED[place].format(shared=_said(municipal, "shared", lang))


def _said(declared: object, name: str, lang: str) -> str | None:
    said: str | None = getattr(declared, f"{name}_{lang}")
    return said
