"""The reference of indicators and targets as a Markdown page, generated from the catalogue.

`python -m warehouse.reference docs/indicators.md` writes it; a test keeps the page current.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from warehouse.catalogue import Catalogue, Indicator, Programme, Target, load_catalogue
from warehouse.counted import Municipal
from warehouse.eras import date_label, fiscal_year_label

COMMAND = "python3 bin/kpi uv run --frozen python -m warehouse.reference docs/indicators.md"

_KINDS_OF_MAP = {"status": "実施の有無・区分", "count": "数", "rate": "割合", "context": "背景の数"}
_UNIVERSES = {"with_wards": "市区町村 1,741 のうち", "without_wards": "市町村 1,718 のうち"}
_LEVELS = {"country": "全国", "prefecture": "都道府県", "municipality": "市区町村"}
_DIRECTIONS = {"up": "増えるほどよい", "down": "減るほどよい", "none": "よしあしを問わない"}
_PERIODS = {"fiscal_year": "年度の値", "point": "ある日の値", "none": "資料に記載なし"}
_FAMILIES = {
    "series": "推移",
    "core": "主要な数",
    "breakdown": "内訳",
    "survey": "調査",
    "budget": "予算",
    "ranking": "順位表",
    "municipality": "市区町村別",
}
_SUMS = {"total": "足すと総数になる", "100": "足すと100%になる"}
_KINDS = {"level": "水準", "coverage": "全団体での実施", "milestone": "節目", "planned": "予定"}
_STATUSES = {"active": "有効", "superseded": "後の目標に置き換え", "achieved": "達成済み", "abandoned": "取りやめ"}


def reference_markdown(catalogue: Catalogue) -> str:
    """Return the page: every programme with its indicators and targets, in the order of the catalogue."""
    parts = [_opening(catalogue)]
    for programme in catalogue.programmes:
        parts.append(_programme(programme))
        parts += [_indicator(item) for item in catalogue.indicators.values() if item.programme == programme.programme]
        targets = [item for item in catalogue.targets if item.programme == programme.programme]
        if targets:
            parts.append(f"### {programme.name_ja}の目標と節目")
            parts += [_target(item) for item in targets]
    return "\n\n".join(parts) + "\n"


def _opening(catalogue: Catalogue) -> str:
    programmes, indicators, targets = map(len, (catalogue.programmes, catalogue.indicators, catalogue.targets))
    return "\n".join(
        [
            "# 指標と目標の一覧",
            "",
            f"施策 {programmes}、指標 {indicators}、目標と節目 {targets}。",
            "このページは指標カタログ（`warehouse/catalogue/`）から作られています。手で直さず、次の1行で作り直します。",
            "",
            "```sh",
            COMMAND,
            "```",
        ]
    )


def _programme(programme: Programme) -> str:
    lines = [
        f"## {programme.name_ja}",
        "",
        f"`{programme.programme}`／{programme.name_en}／政策分野: {programme.policy_area}",
    ]
    return "\n".join(lines)


def _mapped(municipal: Municipal) -> Iterator[str]:
    yield f"地図: {_KINDS_OF_MAP[municipal.kind]}、{_UNIVERSES[municipal.universe]}"
    if municipal.unlisted_ja:
        yield f"一覧にない団体: 0（{municipal.unlisted_ja}）"
    if municipal.shared_ja:
        yield f"共有する団体: {municipal.shared_ja}（注記が同じ団体は、合わせて1つと数える）"
    if municipal.quotient:
        yield f"分子 `{municipal.quotient.numerator}`、分母 `{municipal.quotient.denominator}`"


def _indicator(item: Indicator) -> str:
    first = [
        f"単位 {item.unit}" + (f"（資料では{'・'.join(item.unit_aliases)}とも）" if item.unit_aliases else ""),
        _FAMILIES[item.family],
        _PERIODS[item.period],
        "・".join(_LEVELS[level] for level in item.levels),
        _DIRECTIONS[item.direction],
        f"小数 {item.decimals} 桁",
    ]
    lines = [f"### {item.name_ja}", "", f"`{item.id}`／{item.name_en}", "", item.definition_ja, "", _bullet(*first)]
    if item.denominator_ja:
        lines.append(_bullet(f"分母: {item.denominator_ja}"))
    lines.append(_bullet(f"とりうる範囲: {_range(item)}（{item.bounds_reason}）"))
    if item.yearly:
        lines.append(_bullet("年度が途切れないことを検査する"))
    if item.max_jump is not None:
        lines.append(_bullet(f"前年度からの変化の目安: ±{item.max_jump * 100:g}%（{item.max_jump_reason}）"))
    if item.breakdowns_sum != "none":
        lines.append(_bullet(f"内訳: {_SUMS[item.breakdowns_sum]}（{item.sum_reason}）"))
    if item.share_of:
        lines.append(_bullet(f"もとの数: `{item.share_of}`"))
    lines += [_bullet(f"断絶 {fiscal_year_label(gap.fiscal_year)}: {gap.note_ja}") for gap in item.breaks]
    lines += [_bullet(f"注記: {note}") for note in item.notes_ja]
    if item.schedule:
        when = f"年度の始まる年の{item.schedule.years_after}年後の{item.schedule.month}月末まで"
        seen = "、".join(f"`{name}`" for name in item.schedule.publications)
        lines.append(_bullet(f"例年の公表: {when}（{seen} の公表日による）"))
    if item.states:
        lines.append(_bullet("区分: " + "、".join(f"{state.value} {state.name_ja}" for state in item.states)))
    if item.municipal:
        lines += [_bullet(line) for line in _mapped(item.municipal)]
    if item.fetched:
        lines.append(_bullet(f"取得: `kpi fetch {item.fetched}`"))
    if item.related:
        lines.append(_bullet("関連: " + "、".join(f"`{name}`" for name in item.related)))
    return "\n".join(lines)


def _range(item: Indicator) -> str:
    lower, upper = ("" if bound is None else f"{bound:,.10g}" for bound in item.bounds)
    return f"{lower}～{upper}{item.unit}"


def _target(item: Target) -> str:
    value = "数値なし" if item.value is None else f"{item.value:,.10g}{item.unit or ''}"
    first = [_KINDS[item.kind], value, f"期限 {item.deadline_ja or 'なし'}", _STATUSES[item.status]]
    if item.kpi:
        first.append("概況の目標カードに出す")
    about = f"`{item.target_id}`／{item.name_en}"
    lines = [f"#### {item.name_ja}", "", about, "", f"資料の表現: {item.wording}", "", _bullet(*first)]
    if item.indicator_id:
        lines.append(_bullet(f"指標: `{item.indicator_id}`"))
    if item.document_ja:
        lines.append(_bullet(f"決定: {item.document_ja}"))
    elif item.decided_on:
        lines.append(_bullet(f"決定: {date_label(item.decided_on)}"))
    lines.append(_bullet(f"出典: `{item.publication_id}`、{item.locator}"))
    if item.base_fiscal_year is not None:
        reason = f"（{item.base_reason_ja}）" if item.base_reason_ja else ""
        lines.append(_bullet(f"基準年度: {fiscal_year_label(item.base_fiscal_year)}{reason}"))
    if item.no_actual_ja:
        lines.append(_bullet(f"実績がない理由: {item.no_actual_ja}"))
    lines += [_bullet(f"注記: {note}") for note in item.notes_ja]
    return "\n".join(lines)


def _bullet(*parts: str) -> str:
    return "- " + "／".join(parts)


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(reference_markdown(load_catalogue()), encoding="utf-8")
