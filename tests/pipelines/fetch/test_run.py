"""`kpi fetch` from files and from a server on loopback: verified, placed whole, and what was there before stays."""

from __future__ import annotations

import datetime as dt
import hashlib
import zipfile
from pathlib import Path

import pytest

from pipelines.fetch.run import downloaded, fetch
from pipelines.fetch.sources import SourceFile, read_sources
from pipelines.load import load
from tests.pipelines.fetch.servers import serving
from tests.support import SHIPPED, shared
from warehouse import open_release
from warehouse.boundaries import FULL, NATIONAL, open_boundaries
from warehouse.errors import InputError, NotFound

DX = "published/dx_dashboard_2024-07-12"


def _fetch(what: str, home: Path, given: list[Path], **more: dt.date | str | None) -> str:
    named = {"base_url": None, "published": None, "as_of": None, **more}
    return fetch(what, home, given=given, say=lambda _: None, **named)  # type: ignore[arg-type]


def _boundary_files() -> list[Path]:
    return [shared("boundaries/ja_municipality_area.json"), shared("boundaries/ja_prefecture_area.json")]


def test_boundaries_are_built_from_files(tmp_path: Path) -> None:
    assert open_boundaries(tmp_path) is None
    assert "1,741" in _fetch("boundaries", tmp_path, _boundary_files())
    found = open_boundaries(tmp_path)
    assert found is not None and "国土数値情報" in found.credit
    assert found.frame(NATIONAL, "municipality").height == 1747
    assert found.frame(FULL, "prefecture").height == 47
    assert found.frame(FULL, "municipality", "32").height == 19
    thin, full = (sum(map(len, found.frame(detail, "municipality")["coordinates"])) for detail in (NATIONAL, FULL))
    assert thin < full / 2


def test_a_corrupted_download_is_refused_and_the_old_boundaries_stay(tmp_path: Path) -> None:
    _fetch("boundaries", tmp_path, _boundary_files())
    before = open_boundaries(tmp_path)
    content = _boundary_files()[0].read_bytes()
    with serving(content[:-2] + b" }") as server, pytest.raises(InputError, match="sha256"):
        _fetch("boundaries", tmp_path, [], base_url=f"{server.url}/plain")
    spoilt = tmp_path / "ja_municipality_area.json"
    spoilt.write_bytes(content[:-2] + b" }")
    with pytest.raises(InputError, match="sha256"):
        _fetch("boundaries", tmp_path, [spoilt, _boundary_files()[1]])
    assert open_boundaries(tmp_path) == before


def test_where_an_address_has_it_no_more_the_next_one_is_asked(tmp_path: Path) -> None:
    content = b"x" * 5000
    digest = hashlib.sha256(content).hexdigest()
    said: list[str] = []
    with serving(content) as server:
        gone, other, right = (f"{server.url}/{how}/a.json" for how in ("missing", "spoilt", "plain"))
        file = SourceFile(name="a.json", url=gone, also=(other, right), sha256=digest)
        assert downloaded(file, tmp_path, None, said.append).read_bytes() == content
        assert sum("ほかの場所" in line for line in said) == 2
        file = SourceFile(name="b.json", url=gone, also=(other,), sha256=digest)
        with pytest.raises(InputError, match="確かめてあるものと違います"):
            downloaded(file, tmp_path, None, said.append)
    assert sorted(path.name for path in (tmp_path / "downloads").iterdir()) == ["a.json"]


def test_damaged_boundaries_are_none(tmp_path: Path) -> None:
    _fetch("boundaries", tmp_path, _boundary_files())
    found = open_boundaries(tmp_path)
    assert found is not None
    found.path.write_bytes(b"PAR1 nothing")
    assert open_boundaries(tmp_path) is None


def test_the_archive_is_taken_from_a_server(tmp_path: Path) -> None:
    archive = tmp_path / "table.zip"
    with zipfile.ZipFile(archive, "w") as out:
        for path in shared(DX).iterdir():
            out.writestr(f"20240712/{path.name}", path.read_bytes())
        out.writestr("../../outside.csv", b"not wanted")
    with serving(archive.read_bytes()) as server:
        assert "kpi load" in _fetch("dx", tmp_path / "home", [], base_url=f"{server.url}/redirect")
    placed = tmp_path / "home" / "fetched"
    assert [folder.name for folder in placed.iterdir()] == ["digitalcho-jichitai-dx-dantaibetsu-2024-07"]
    assert len(list(next(placed.iterdir()).iterdir())) == 5
    assert not list(tmp_path.rglob("outside.csv"))


@pytest.mark.parametrize("spoil", ["missing", "changed", "no archive"])
def test_an_archive_that_is_not_the_known_one_is_refused(tmp_path: Path, spoil: str) -> None:
    archive = tmp_path / "table.zip"
    files = sorted(shared(DX).iterdir())
    with zipfile.ZipFile(archive, "w") as out:
        for number, path in enumerate(files[1:] if spoil == "missing" else files):
            out.writestr(path.name, path.read_bytes() + (b"," if spoil == "changed" and number == 0 else b""))
    if spoil == "no archive":
        archive.write_bytes(b"<html>not found</html>")
    with pytest.raises(InputError):
        _fetch("dx", tmp_path / "home", [archive])
    assert not list((tmp_path / "home").rglob("publication.yml"))


def test_tables_of_municipalities_in_either_shape(tmp_path: Path) -> None:
    home, day = tmp_path / "home", dt.date(2022, 8, 9)
    tidy = tmp_path / "jinko.csv"
    tidy.write_text(
        "団体コード,市区町村名,時点,人口\n011002,札幌市,2022-01-01,1960668\n32202,浜田市,2022-01-01,51546\n",
        encoding="utf-8",
    )
    _fetch("population", home, [tidy], published=day)
    assert load(SHIPPED, home).outcome == "published"
    people = open_release(home).observations(["population"])
    assert dict(people.select("area_code", "value").iter_rows()) == {"01100": 1960668, "32202": 51546}
    _fetch("population", home, [shared("published/population/population_jan1_2016_2022.csv")], published=day)
    assert load(SHIPPED, home).outcome == "published"
    assert open_release(home).observations(["population"]).height == 1741 * 7


@pytest.mark.parametrize(
    ("what", "header", "days", "says"),
    [
        ("population", "code,人口", {"published": dt.date(2022, 8, 9)}, "時点"),
        ("population", "code,2022-01-01", {}, "公表日"),
        ("population", "code,2022-01-01,謎", {"published": dt.date(2022, 8, 9)}, "知らない列"),
        ("population", "市区町村名,2022-01-01", {"published": dt.date(2022, 8, 9)}, "団体コード"),
        ("kaso", "code,区分", {"published": dt.date(2022, 4, 1)}, "いつ現在"),
        ("kaso", "code", {"published": dt.date(2022, 4, 1), "as_of": dt.date(2022, 4, 1)}, "区分の列"),
    ],
)
def test_a_table_that_lacks_something_is_one_error(
    tmp_path: Path, what: str, header: str, days: dict[str, dt.date], says: str
) -> None:
    path = tmp_path / "t.csv"
    path.write_text(f"{header}\n", encoding="utf-8")
    with pytest.raises(InputError, match=says):
        _fetch(what, tmp_path / "home", [path], **days)


def test_what_is_not_known_or_not_there(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="boundaries"):
        _fetch("nothing", tmp_path, [])
    with pytest.raises(InputError, match="ファイルがありません"):
        _fetch("dx", tmp_path, [tmp_path / "none.zip"])
    with pytest.raises(InputError, match="--from"):
        _fetch("kaso", tmp_path, [])
    assert {"boundaries", "dx", "kyoryokutai", "population", "kaso"} == set(read_sources())
