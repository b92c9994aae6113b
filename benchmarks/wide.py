"""500 invented indicators of 20 fiscal years, with targets: how a page's server time grows with the catalogue."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import polars as pl

from benchmarks import synthetic
from warehouse import eras

FIRST_YEAR, YEARS, INDICATORS, TARGETS, HEADLINES = 2005, 20, 500, 40, 60
PUBLICATION = "wide"


def load(folder: Path) -> Path:
    """Publish a release of these indicators; returns its home."""
    raw, catalogue, home = folder / "wide-raw", folder / "wide-catalogue", folder / "wide-home"
    publication = raw / PUBLICATION
    publication.mkdir(parents=True)
    catalogue.mkdir()
    table = {"年度": [eras.era_year(year) for year in range(FIRST_YEAR, FIRST_YEAR + YEARS)]}
    table |= {name(number): [_value(number, step) for step in range(YEARS)] for number in range(INDICATORS)}
    pl.DataFrame(table).write_csv(publication / "table.csv")
    targets = [[f"aim_{number:03}", name(number), "900000人", "令和8年度"] for number in range(TARGETS)]
    heads = "target_id,目標,目標値,期限,文言,決定日,決定文書,掲載箇所,原文行"
    lines = [heads, *(",".join([*target, "架空", "", "", "統計表", ""]) for target in targets)]
    (publication / "targets.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    synthetic.dump(publication / "publication.yml", synthetic.publication(PUBLICATION, [_table()]))
    synthetic.dump(catalogue / "wide.yml", _catalogue())
    kpi = Path(sys.executable).parent / "kpi"
    command = [str(kpi), "load", "--raw", str(raw), "--catalogue", str(catalogue)]
    subprocess.run(command, env={**os.environ, "KPI_HOME": str(home)}, check=True, capture_output=True)
    return home


def name(number: int) -> str:
    """Return the id of an indicator."""
    return f"wide_{number:03}"


def _value(number: int, step: int) -> int:
    return (number * 7919 % 991 + 10) * (100 + step * (1 + number % 7))


def _table() -> dict[str, object]:
    columns: dict[str, object] = {"年度": "fiscal_year"}
    columns |= {name(number): {"value": name(number), "unit": "人"} for number in range(INDICATORS)}
    return {"file": "table.csv", "locator": "統計表", "rows": YEARS, "columns": columns}


def _catalogue() -> dict[str, object]:
    texts = ("name_en", "short_ja", "short_en", "unit_en", "definition_ja", "definition_en", "bounds_reason")
    aim = {"kind": "level", "value": 900_000, "unit": "人", "unit_en": "persons", "fiscal_year": 2026, "kpi": True}
    aim |= dict.fromkeys(("deadline_ja", "deadline_en", "document_ja", "document_en", "wording", "locator"), "架空")
    return {
        "programme": "wide",
        "name_ja": "架空",
        "name_en": "Wide",
        "policy_area": "デジタル",
        "policy_area_en": "Digital",
        "order": 1,
        "indicators": [
            {
                **dict.fromkeys(texts, "架空"),
                "id": name(number),
                "name_ja": f"架空の指標{number}",
                "unit": "人",
                "family": "series",
                "direction": "up",
                "decimals": 0,
                "period": "fiscal_year",
                "bounds": [0, 1_000_000],
                "headline": number < HEADLINES,
            }
            for number in range(INDICATORS)
        ],
        "targets": [
            {
                **aim,
                "target_id": f"aim_{number:03}",
                "indicator_id": name(number),
                "name_ja": f"架空の目標{number}",
                "name_en": "Wide",
                "decided_on": "2022-12-23",
                "base_fiscal_year": 2021,
                "publication_id": PUBLICATION,
                "status": "active",
            }
            for number in range(TARGETS)
        ],
    }
