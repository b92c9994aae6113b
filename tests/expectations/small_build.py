"""A small build that passes every check, and ways to spoil it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import duckdb

from expectations.gate import run_gate
from expectations.report import Check, GateReport
from warehouse.catalogue import Break, Catalogue, Indicator, Programme
from warehouse.database import open_build

TODAY = dt.date(2026, 11, 23)
PUBLICATION = "report-2025"
PREFECTURES = [f"{number:02}000" for number in range(1, 48)]


def indicator(indicator_id: str, **changes: Any) -> Indicator:
    """Return a declaration of an indicator that counts people by fiscal year."""
    fields: dict[str, Any] = {
        "id": indicator_id,
        "name_ja": f"試験 {indicator_id}",
        "name_en": indicator_id,
        "short_ja": indicator_id,
        "short_en": indicator_id,
        "unit": "人",
        "unit_en": "persons",
        "family": "series",
        "definition_ja": "試験のための数。",
        "definition_en": "A number for tests.",
        "direction": "up",
        "decimals": 0,
        "period": "fiscal_year",
        "levels": ("country", "prefecture", "municipality"),
        "bounds": (0, 1000),
        "bounds_reason": "試験",
        "sum_reason": "試験",
        "programme": "tests",
        **changes,
    }
    return Indicator.model_validate(fields)


def catalogue(*more: Indicator) -> Catalogue:
    """Return the catalogue of the small build."""
    indicators = [
        indicator(
            "members",
            yearly=True,
            max_jump=0.5,
            max_jump_reason="試験",
            breaks=(Break(fiscal_year=2024, note_ja="定義", note_en="definition"),),
        ),
        indicator("parts", breakdowns_sum="total"),
        indicator("shares", unit="%", decimals=1, bounds=(0, 100), breakdowns_sum="100", share_of="parts"),
        indicator(
            "rate",
            unit="%",
            bounds=(0, 100),
            municipal={
                "kind": "rate",
                "universe": "with_wards",
                "quotient": {"numerator": "done", "denominator": "all"},
            },
        ),
        indicator("done"),
        indicator("all"),
        indicator("snapshot", period="point", levels=("country",)),
        indicator("balance", unit="円", bounds=(None, None), period="none"),
        *more,
    ]
    programme = Programme(
        programme="tests", name_ja="試験", name_en="Tests", policy_area="デジタル", policy_area_en="Digital", order=1
    )
    return Catalogue(programmes=(programme,), indicators={item.id: item for item in indicators}, targets=())


class Build:
    """A build database with the tables of the contract, filled by name."""

    def __init__(self, path: Path, declared: Catalogue) -> None:
        self.connection: duckdb.DuckDBPyConnection = open_build(path)
        self.catalogue = declared
        self._line = 1
        self.connection.begin()
        self._fill_dimensions()
        self._fill_facts()
        self.connection.commit()

    def insert(self, table: str, **row: Any) -> None:
        """Insert one row."""
        columns = ", ".join(f'"{name}"' for name in row)
        marks = ", ".join("?" for _ in row)
        self.connection.execute(f"insert into {table} ({columns}) values ({marks})", list(row.values()))

    def sql(self, text: str) -> None:
        """Run SQL."""
        self.connection.execute(text)

    def observe(self, indicator_id: str = "members", value: float | None = 100, **changes: Any) -> None:
        """Insert an observation that passes, but for the changes."""
        self._line += 1
        declared = self.catalogue.indicators.get(indicator_id)
        row: dict[str, Any] = {
            "indicator_id": indicator_id,
            "area_code": "00000",
            "fiscal_year": 2024,
            "breakdown": "",
            "value": value,
            "unit": declared.unit if declared else "人",
            "approximate": False,
            "obs_status": "A",
            "publication_id": PUBLICATION,
            "locator": "表1",
            "as_printed": f"{value:g}" if value is not None else "-",
            "precision": 0.1 if declared and declared.unit == "%" else 1.0,
            "file": f"{PUBLICATION}/t.csv",
            "line": self._line,
            **changes,
        }
        self.insert("fact_observation", **row)

    def publication(self, publication_id: str, **changes: Any) -> None:
        """Insert a publication that passes, but for the changes."""
        row: dict[str, Any] = {
            "publication_id": publication_id,
            "title": "資料",
            "publisher": "総務省",
            "published_on": dt.date(2025, 6, 30),
            "published_text": "2025-06",
            "licence": "公共データ利用規約（第1.0版）",
            "credit": "総務省",
            "method": "original",
            **changes,
        }
        self.insert("dim_publication", **row)

    def state(self, formula: str, value: float, **changes: Any) -> None:
        """Insert a derived statement."""
        row: dict[str, Any] = {
            "publication_id": PUBLICATION,
            "id": "statement",
            "about": "増加数",
            "printed": str(value),
            "value": value,
            "decimals": 0,
            "relation": "=",
            "formula": formula,
            "method": "計算",
            **changes,
        }
        self.insert("statement", **row)

    def run(self, *, previous: Path | None = None) -> GateReport:
        """Run the gate on the day of the tests."""
        if previous is not None:
            self.sql(f"attach '{previous}' as previous (read_only)")
        return run_gate(self.connection, self.catalogue, previous=previous is not None, today=TODAY)

    def check(self, check_id: str, *, previous: Path | None = None) -> Check:
        """Run the gate and return the outcome of one check."""
        report = self.run(previous=previous)
        return next(check for check in report.checks if check.check_id == check_id)

    def _fill_dimensions(self) -> None:
        self.insert("dim_area", area_code="00000", name_ja="全国", level="country")
        for code in PREFECTURES:
            self.insert("dim_area", area_code=code, name_ja=code, prefecture_code=code[:2], level="prefecture")
        for code in ("01100", "01202", "13101"):
            self.insert("dim_area", area_code=code, name_ja=code, prefecture_code=code[:2], level="municipality")
        self.insert(
            "dim_area",
            area_code="01999",
            name_ja="旧町",
            prefecture_code="01",
            level="municipality",
            valid_to=dt.date(2006, 3, 31),
            successor_code="01202",
            retired_reason="合併。",
        )
        for year in range(2019, 2027):
            self.insert("dim_fiscal_year", fiscal_year=year)
        for item in self.catalogue.indicators.values():
            self.insert(
                "dim_indicator", indicator_id=item.id, unit=item.unit, family=item.family, decimals=item.decimals
            )
        self.publication(PUBLICATION)

    def _fill_facts(self) -> None:
        """Insert figures of every kind, all of them right."""
        for year, value in ((2021, 100), (2022, 110), (2023, 120), (2024, 300)):
            self.observe(value=value, fiscal_year=year)
        self.observe("parts", 41)
        for label, count, share in (("男", 13, 31.7), ("女", 28, 68.3)):
            self.observe("parts", count, breakdown=label)
            self.observe("shares", share, breakdown=label)
        for name, value in (("rate", 39), ("done", 7), ("all", 18)):
            self.observe(name, value, area_code="01202", precision=1.0)
        self.observe("snapshot", 7, fiscal_year=2024, as_of=dt.date(2025, 3, 31))
        self.observe("balance", 560000000, fiscal_year=None, precision=10000000.0)
