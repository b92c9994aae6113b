"""Shared pieces: where the shipped publications are, and a folder of publications of our own."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[1]
SHIPPED = ROOT / "data" / "raw"
MINISTRY = "soumu-chiikiryoku-2025-06"


class Workbench:
    """A folder of publications and a catalogue of our own, for tests of single rules."""

    def __init__(self, folder: Path) -> None:
        self.raw = folder / "raw"
        self.catalogue = folder / "catalogue"
        self.home = Path(os.environ["KPI_HOME"])
        self.raw.mkdir()
        self.catalogue.mkdir()

    def indicator(self, indicator_id: str = "things", **changes: object) -> dict[str, object]:
        """Return the declaration of one indicator."""
        return {
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
            "bounds": [0, 100000],
            "bounds_reason": "試験",
            **changes,
        }

    def declare(self, *indicators: dict[str, object], targets: tuple[dict[str, object], ...] = ()) -> None:
        """Write the catalogue."""
        content = {
            "programme": "tests",
            "name_ja": "試験施策",
            "name_en": "Tests",
            "policy_area": "デジタル",
            "policy_area_en": "Digital",
            "order": 1,
            "indicators": list(indicators),
            "targets": list(targets),
        }
        (self.catalogue / "tests.yml").write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")

    def publish(self, publication_id: str, text: str, published: str | None = "2025-06-30", **spec: object) -> Path:
        """Write a publication with one table of the columns 年度 and 人数."""
        folder = self.raw / publication_id
        folder.mkdir()
        table = {"file": "t.csv", "locator": "表1", "columns": {"年度": "fiscal_year", "人数": {"value": "things"}}}
        content = {
            "publication_id": publication_id,
            "title": f"資料 {publication_id}",
            "publisher": "総務省",
            "published": published,
            "url": None,
            "licence": "公共データ利用規約（第1.0版）",
            "credit": f"総務省「{publication_id}」を加工して作成",
            "method": "original",
            "tables": [{**table, **spec}],
        }
        (folder / "publication.yml").write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
        (folder / "t.csv").write_text(text, encoding="utf-8")
        return folder


SHARED = ROOT.parent / "shared"


def shared(path: str) -> Path:
    """Return a file of the development material beside the project; the test is skipped where it is absent."""
    found = SHARED / path
    if not found.exists():
        if os.environ.get("CI"):
            pytest.fail(f"{path} is missing beside the project; CI must not skip this test")
        pytest.skip(f"{path} is not beside the project (development material that is not shipped)")
    return found
