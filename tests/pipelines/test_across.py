"""Tables whose columns are areas: each column is matched to exactly one area or refused with its number."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.across import in_code_order, turned
from pipelines.fetch.run import fetch
from pipelines.load import load
from pipelines.publications import AreasAcross
from tests.support import SHIPPED, shared
from warehouse import open_release
from warehouse.areas import municipalities
from warehouse.errors import InputError

EVERYONE = municipalities()
DX = "published/dx_dashboard_2024-07-12"
COMPARISON = "市区町村毎のDX進捗状況_市区町村比較.csv"


@given(st.sets(st.integers(0, len(EVERYONE) - 1), max_size=60))
def test_columns_may_be_missing_but_never_wrong(left_out: set[int]) -> None:
    kept = [area for number, area in enumerate(EVERYONE) if number not in left_out]
    found = in_code_order([area.name_ja for area in kept], "municipality")
    for area, one in zip(kept, found, strict=True):
        assert one is None or one.area_code == area.area_code
    if not left_out:
        assert None not in found


@given(st.integers(0, len(EVERYONE) - 2), st.integers(0, len(EVERYONE) - 2))
def test_a_column_out_of_order_is_not_decided(start: int, to: int) -> None:
    order = list(EVERYONE)
    order.insert(to, order.pop(start))
    found = in_code_order([area.name_ja for area in order], "municipality")
    for area, one in zip(order, found, strict=True):
        assert one is None or one.area_code == area.area_code


ACROSS = AreasAcross(level="municipality", labels=2)


def test_turning_a_table() -> None:
    frame = turned(
        ["", "", "札幌市", "函館市", ""], [["甲", "乙 ", "1", "2", ""], ["甲", "丙", "3", "4", ""]], ACROSS, "x"
    )
    assert frame.rows() == [("北海道 札幌市", "1", "3", 3), ("北海道 函館市", "2", "4", 4)]
    assert frame.columns == ["地域", "甲／乙", "甲／丙", "__line__"]


def test_a_table_that_cannot_be_turned() -> None:
    with pytest.raises(InputError, match="列の数"):
        turned(["", "", "札幌市"], [["甲", "乙", "1", "2"]], ACROSS, "x")
    with pytest.raises(InputError, match="2行"):
        turned(["", "", "札幌市"], [["甲", "乙", "1"], ["甲", "乙", "2"]], ACROSS, "x")


def _fetched(home: Path, files: list[Path]) -> None:
    fetch("dx", home, given=files, base_url=None, published=None, as_of=None, say=lambda _: None)


def test_every_column_of_the_published_tables_is_joined_or_refused(tmp_path: Path) -> None:
    """The join report: what was printed for each area, against what the release holds for it."""
    home = tmp_path / "home"
    _fetched(home, sorted(shared(DX).iterdir()))
    assert load(SHIPPED, home).outcome == "published"
    frame = open_release(home).observations()
    rows = frame.filter(frame["publication_id"] == "digitalcho-jichitai-dx-dantaibetsu-2024-07")
    for path in sorted(shared(DX).iterdir()):
        header, *lines = list(csv.reader(path.read_text(encoding="utf-8-sig").splitlines()))
        blank = "申請率" in path.name
        printed = [
            cell.strip()
            for line in lines
            for name, cell in zip(header[2:], line[2:], strict=True)
            if name and (cell.strip() or not blank)
        ]
        level = "municipality" if path.name.startswith("市") else "prefecture"
        inside = rows.filter(
            (rows["level"] == level) & rows["indicator_id"].str.starts_with("dx_application").eq(blank)
        )
        assert sorted(inside["as_printed"]) == sorted(printed), path.name


@pytest.mark.parametrize(
    ("old", "new", "says"), [(",函館市,", ",函館布,", "函館布"), (",函館市,小樽市,", ",小樽市,函館市,", "コードの順")]
)
def test_a_name_that_is_not_matched_is_refused_with_its_column(tmp_path: Path, old: str, new: str, says: str) -> None:
    home = tmp_path / "home"
    _fetched(home, sorted(shared(DX).iterdir()))
    path = next((home / "fetched").glob(f"*/{COMPARISON}"))
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    result = load(SHIPPED, home)
    assert result.outcome == "refused" and result.refused_folder is not None
    quarantine = list(
        csv.reader((result.refused_folder / "quarantine.csv").read_text(encoding="utf-8-sig").splitlines())
    )
    refused = [row for row in quarantine if says in row[3]]
    assert refused and {row[2] for row in refused} <= {"4", "5"}, "the number of the file's column"
