"""A small release of invented figures with one case of everything that a page must show."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import polars as pl

from warehouse import eras, releases
from warehouse.catalogue import Catalogue, Indicator, Programme, Target
from warehouse.database import add_views, open_build

OLD, NEW, UNDATED = "standin-2024", "standin-2025", "standin-undated"
YEARS = {year: 100 + 40 * position + position**2 for position, year in enumerate(range(2014, 2025))}


def indicator(indicator_id: str, name: str, order: int, **changes: Any) -> Indicator:
    """An indicator of the stand-in programme."""
    fields: dict[str, Any] = {
        "id": indicator_id,
        "name_ja": f"見本 {name}",
        "name_en": f"Sample {indicator_id}",
        "short_ja": name,
        "short_en": indicator_id,
        "unit": "人",
        "unit_en": "persons",
        "family": "series",
        "definition_ja": f"{name}の定義。",
        "definition_en": "Definition.",
        "direction": "up",
        "decimals": 0,
        "period": "fiscal_year",
        "bounds": (0, None),
        "bounds_reason": "数は0以上",
        "headline": True,
        "programme": "sample",
        "policy_area": "人の流れの創出",
        "sort_order": order,
    }
    return Indicator.model_validate({**fields, **changes})


def _target(target_id: str, indicator_id: str | None, name: str, **changes: Any) -> Target:
    fields: dict[str, Any] = {
        "target_id": target_id,
        "indicator_id": indicator_id,
        "name_ja": name,
        "name_en": target_id,
        "kind": "level",
        "value": 1000,
        "unit": "人",
        "unit_en": "persons",
        "fiscal_year": 2026,
        "deadline_ja": "令和8年度",
        "deadline_en": "FY2026",
        "decided_on": dt.date(2022, 12, 23),
        "document_ja": "見本の決定",
        "document_en": "A decision",
        "wording": "1,000人",
        "publication_id": NEW,
        "locator": "見本の頁",
        "base_fiscal_year": 2021,
        "base_reason_ja": "見本の理由",
        "status": "active",
        "kpi": True,
        "programme": "sample",
    }
    return Target.model_validate({**fields, **changes})


def catalogue() -> Catalogue:
    """One programme with a series, a figure of a day, shares, a budget, a municipal count, and five targets."""
    share = {"unit": "%", "unit_en": "%", "decimals": 1, "family": "survey", "headline": False, "direction": "none"}
    indicators = [
        indicator(
            "sample_series",
            "系列",
            0,
            breaks=[{"fiscal_year": 2018, "note_ja": "集計範囲が変更", "note_en": "Scope changed"}],
        ),
        indicator("sample_point", "時点の数", 1, period="point", unit="圏域", unit_en="zones", family="core"),
        indicator("sample_single", "単独の数", 2, family="core", direction="none"),
        indicator("sample_share", "構成比", 3, denominator_ja="回答した団体", denominator_en="respondents", **share),
        indicator(
            "sample_budget", "予算", 4, unit="円", unit_en="yen", family="budget", headline=False, direction="none"
        ),
        indicator(
            "sample_local",
            "組合の数",
            5,
            unit="組合",
            unit_en="cooperatives",
            family="municipality",
            levels=("municipality",),
            headline=False,
        ),
        indicator("sample_provisional", "速報の数", 6, period="point", family="core"),
        indicator("sample_done", "届いた数", 7, family="core", headline=False),
    ]
    targets = [
        _target("t_late", "sample_series", "見本 系列"),
        _target(
            "t_missed",
            "sample_point",
            "見本 時点の数",
            value=140,
            unit="圏域",
            unit_en="zones",
            fiscal_year=2024,
            base_fiscal_year=None,
        ),
        _target(
            "t_unknown",
            "sample_provisional",
            "見本 速報の数",
            value=500,
            fiscal_year=None,
            deadline_ja=None,
            base_fiscal_year=None,
        ),
        _target("t_done", "sample_done", "見本 届いた数", value=40, base_fiscal_year=None),
        _target(
            "t_none",
            None,
            "見本 実績のない目標",
            value=10_000_000,
            fiscal_year=2035,
            no_actual_ja="実績の公表がありません。",
        ),
    ]
    programme = Programme(
        programme="sample",
        name_ja="見本の施策",
        name_en="Sample",
        policy_area="人の流れの創出",
        policy_area_en="People",
        order=1,
    )
    return Catalogue(programmes=(programme,), indicators={one.id: one for one in indicators}, targets=tuple(targets))


def _row(indicator_id: str, value: float, fiscal_year: int | None, **changes: Any) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "indicator_id": indicator_id,
        "area_code": "00000",
        "fiscal_year": fiscal_year,
        "as_of": None,
        "breakdown": "",
        "value": value,
        "unit": "人",
        "approximate": False,
        "obs_status": "A",
        "publication_id": NEW,
        "locator": "見本の頁／見本の表",
        "as_printed": str(value),
        "precision": 1.0,
        "note": None,
        "source_lines": "10-12",
        "file": "sample.csv",
        "line": 2,
    }
    return {**fields, **changes}


def _rows() -> list[dict[str, Any]]:
    rows = [_row("sample_series", value, year) for year, value in YEARS.items()]
    rows.append(_row("sample_series", YEARS[2023] - 7, 2023, publication_id=OLD))
    rows.append(_row("sample_point", 131, 2025, as_of=dt.date(2025, 4, 1), unit="圏域"))
    rows.append(_row("sample_single", 410_000, 2023, approximate=True, note="概数"))
    rows.append(_row("sample_provisional", 52, 2025, as_of=dt.date(2025, 5, 29), obs_status="P"))
    rows.append(_row("sample_done", 47, 2024))
    rows += [
        _row("sample_share", value, 2024, breakdown=name, unit="%")
        for name, value in (("任意団体", 68.9), ("その他", 3.0), ("法人", 28.1))
    ]
    rows.append(_row("sample_budget", 560_000_000, 2025, breakdown="当初予算", unit="円"))
    rows.append(_row("sample_budget", 248_000_000, 2024, breakdown="補正予算", unit="円"))
    rows += [
        _row("sample_local", count, 2025, area_code=code, unit="組合") for code, count in (("01100", 1), ("13101", 2))
    ]
    return rows


def _publications() -> list[dict[str, Any]]:
    def one(publication_id: str, day: dt.date | None, title: str) -> dict[str, Any]:
        return {
            "publication_id": publication_id,
            "title": title,
            "publisher": "見本省",
            "published_on": day,
            "url": None,
            "licence": "見本",
            "published_text": f"{day:%Y-%m}" if day else None,
            "credit": f"見本省「{title}」を加工して作成",
            "method": "transcription",
            "second_hand": False,
        }

    return [
        one(OLD, dt.date(2024, 6, 30), "昨年の資料"),
        one(NEW, dt.date(2025, 6, 30), "今年の資料"),
        one(UNDATED, None, "日付のない資料"),
    ]


def _areas() -> list[dict[str, Any]]:
    places = [
        ("00000", "全国", None, "country"),
        ("01000", "北海道", "北海道", "prefecture"),
        ("13000", "東京都", "東京都", "prefecture"),
        ("01100", "札幌市", "北海道", "municipality"),
        ("13101", "千代田区", "東京都", "municipality"),
    ]
    return [
        {"area_code": code, "name_ja": name, "name_en": None, "prefecture_name": prefecture, "level": level}
        for code, name, prefecture, level in places
    ]


def _statements() -> list[dict[str, Any]]:
    def one(name: str, agrees: bool, **more: Any) -> dict[str, Any]:
        return {
            "publication_id": NEW,
            "id": name,
            "about": f"{name}の差",
            "locator": "見本の頁",
            "lines": "20",
            "printed": "57人",
            "value": 57.0,
            "decimals": 0,
            "relation": "=",
            "formula": "1",
            "method": "今年 − 前年",
            "recomputed": 57.0 if agrees else 59.0,
            "agrees": agrees,
            **more,
        }

    reason = {"exception_reason": "資料の合計が内訳と合わない", "exception_treatment": "内訳を正とする"}
    return [one("一致する記述", True), one("一致しない記述", False, **reason)]


def _gate(release_id: str | None, passed: bool) -> dict[str, Any]:
    check = {
        "check_id": "keys_unique",
        "programme": None,
        "title_ja": "同じ値が重複していない",
        "title_en": "Keys are unique",
        "severity": "critical",
        "status": "passed" if passed else "failed",
        "rows_checked": 24,
        "failing": 0 if passed else 1,
        "message_ja": "重複はありません。",
        "samples": [] if passed else [{"file": "sample.csv", "line": 3, "reason": "重複"}],
    }
    warning = {
        **check,
        "check_id": "period_known",
        "title_ja": "年度が分かる",
        "severity": "warning",
        "status": "warning",
        "failing": 1,
    }
    exception = {
        "id": "一致しない記述",
        "publication_id": NEW,
        "reason": "資料の合計が内訳と合わない",
        "treatment": "内訳を正とする",
    }
    return {
        "release_id": release_id,
        "checked_at": "2025-06-30T09:00:00+09:00",
        "passed": passed,
        "rows": 24,
        "indicators": 8,
        "quarantined": 0 if passed else 1,
        "checks": [check, warning],
        "exceptions": [exception],
        "statements": {"total": 2, "agreed": 1, "exceptions": 1, "disagreed": 0},
    }


def publish_standin(home: Path, release_id: str = "2025-06-30-standin", extra: Indicator | None = None) -> None:
    """Publish the release under a home folder, with one more indicator and figure where `extra` is given."""
    known = catalogue()
    rows = _rows()
    if extra is not None:
        known = known.model_copy(update={"indicators": {**known.indicators, extra.id: extra}})
        rows.append(_row(extra.id, 321, 2024))
    with releases.building(home) as folder:
        connection = open_build(folder / "kpi.duckdb")
        fields = ("programme", "policy_area", "sort_order", "name_ja", "name_en", "unit", "family")
        indicators = [
            {"indicator_id": one.id, **one.model_dump(include=set(fields))} for one in known.indicators.values()
        ]
        years = [
            {"fiscal_year": year, "era_year": eras.era_year(year), "era_short": eras.era_short(year)}
            for year in range(2010, 2030)
        ]
        tables: dict[str, list[dict[str, Any]]] = {
            "dim_indicator": indicators,
            "dim_area": _areas(),
            "dim_publication": _publications(),
            "fact_observation": rows,
            "dim_fiscal_year": years,
            "statement": _statements(),
            "release_info": [{"key": "catalogue", "value": known.model_dump_json()}],
        }
        for name, content in tables.items():
            connection.register("incoming", pl.DataFrame(content, infer_schema_length=None))
            connection.execute(f"insert into {name} by name select * from incoming")
        add_views(connection)
        connection.close()
        releases.write_json(folder / "gate.json", _gate(release_id, passed=True))
        manifest = {
            "release_id": release_id,
            "published_at": "2025-06-30T09:00:00+09:00",
            "digest": "standin",
            "inputs": {},
        }
        releases.write_json(folder / "manifest.json", manifest)
        releases.publish(home, folder, release_id)


def refuse_standin(home: Path) -> None:
    """Leave a refused load with one quarantined row."""
    folder = home / "refused" / "20250701T090000000000"
    folder.mkdir(parents=True)
    releases.write_json(folder / "gate.json", _gate(None, passed=False))
    (folder / "quarantine.csv").write_text(
        "check_id,file,line,reason,row_text\nkeys_unique,sample.csv,3,重複,x\n", encoding="utf-8"
    )
