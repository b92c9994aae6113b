"""The benchmarks still measure what they say: each task runs on a small set, and a load stores what a copy stores."""

from __future__ import annotations

from pathlib import Path

from benchmarks import rows, wide
from benchmarks.synthetic import write
from warehouse import open_release


def test_the_tasks_on_rows_run_and_agree(tmp_path: Path) -> None:
    made = write(tmp_path / "synthetic", indicators=1)
    assert made.rows == 1741 * 20
    loaded, copied = rows.load(made, tmp_path), rows.copy(made, tmp_path)
    assert loaded["digest"] == copied["digest"]
    assert rows.gate(made, tmp_path)["gate"] > 0
    assert rows.whole(made, tmp_path)["memory"] > 0


def test_the_large_catalogue_is_published(tmp_path: Path) -> None:
    release = open_release(wide.load(tmp_path))
    assert len(release.catalogue.indicators) == wide.INDICATORS
