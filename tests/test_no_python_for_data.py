"""Adding an indicator or a year touches data and YAML alone: it appears in the slice, the suite and on the pages."""

from __future__ import annotations

import shutil
from pathlib import Path

import polars as pl
import pytest
import yaml

from pipelines.load import load
from tests.support import MINISTRY, ROOT, SHIPPED, Workbench
from warehouse import open_release


@pytest.fixture
def extended(tmp_path: Path, bench: Workbench) -> Path:
    """A home whose release holds the shipped data and a throw-away indicator of a publication of its own."""
    shutil.copytree(SHIPPED, bench.raw, dirs_exist_ok=True)
    shutil.copytree(ROOT / "warehouse" / "catalogue", bench.catalogue, dirs_exist_ok=True)
    indicator = bench.indicator("things", name_ja="試しの指標", short_ja="試し", yearly=True, headline=True)
    bench.declare(indicator)
    bench.publish("trial", "年度,人数\nR4,12人\nR5,34人\nR6,56人\n")
    result = load(bench.raw, bench.home, catalogue_dir=bench.catalogue)
    assert result.outcome == "published", result.report and result.report.two_lines()
    return bench.home


def test_a_new_indicator_is_in_the_slice(extended: Path) -> None:
    frame = open_release(extended).observations(["things"], current=True)
    assert frame["value"].to_list() == [12, 34, 56]


def test_a_new_indicator_is_in_the_suite(extended: Path) -> None:
    from expectations.derived import suite_for
    from warehouse.catalogue import load_catalogue

    catalogue = load_catalogue(extended.parent / "catalogue")
    assert "things" in str(suite_for(catalogue))


def test_a_new_indicator_is_on_the_pages(extended: Path) -> None:
    from streamlit.testing.v1 import AppTest

    overview = AppTest.from_file(str(ROOT / "dashboard" / "app.py"), default_timeout=60).run()
    assert not overview.exception
    assert "試し" in _everything(overview)
    page = AppTest.from_file(str(ROOT / "dashboard" / "app.py"), default_timeout=60)
    page.query_params["id"] = "things"
    page.switch_page("app_pages/indicator.py")
    page.run()
    assert not page.exception
    assert "試しの指標" in _everything(page)


def _everything(app: object) -> str:
    return str([element.proto for element in app.main] + [app])  # type: ignore[attr-defined]


def test_a_new_year_is_a_new_row(raw_copy: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    folder = raw_copy / MINISTRY
    follow = raw_copy / "soumu-chiikiryoku-2026-06"
    follow.mkdir()
    publication = yaml.safe_load((folder / "publication.yml").read_text(encoding="utf-8"))
    table = next(item for item in publication["tables"] if item["file"] == "rmo_suii.csv")
    table.pop("rows", None)
    publication |= {"publication_id": follow.name, "published": "2026-06", "tables": [table]}
    (follow / "publication.yml").write_text(yaml.safe_dump(publication, allow_unicode=True), encoding="utf-8")
    lines = (folder / "rmo_suii.csv").read_text(encoding="utf-8").splitlines()
    year = lines[-1].replace("R6年度", "R7年度").replace("8,193", "8,500")
    (follow / "rmo_suii.csv").write_text("\n".join([lines[0], year]) + "\n", encoding="utf-8")
    result = load(raw_copy, home)
    assert result.outcome == "published", result.report and result.report.two_lines()
    frame = open_release(home).observations(["rmo_organizations"], current=True)
    assert frame.filter(pl.col("fiscal_year") == 2025)["value"].to_list() == [8500]
