"""The press document on cooperators, in PDFs made in its layout: what is read, and what the gate lets pass."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.fetch.kyoryokutai import read_press_document
from pipelines.fetch.run import fetch
from pipelines.load import LoadResult, load
from tests.pipelines.fetch.press_pdf import Line, make_press_pdf
from tests.support import SHIPPED
from warehouse import open_release
from warehouse.areas import municipalities
from warehouse.errors import InputError


def _line(name: str, number: str, prefecture: str = "") -> Line:
    texts = [(0.0, prefecture)] if prefecture else []
    return [*texts, (0.09, name)], number


# Own members, a name in two words, a name that two prefectures bear, variants of characters, a long number.
FIRST: list[list[Line]] = [
    [
        ([(0.0, "★北海道")], "3"),
        _line("札幌市", "2", "北海道"),
        _line("泊村", "4"),
        ([(0.09, "中頓"), (0.13, "別町")], "1"),
        _line("鯵ヶ沢町", "5", "青森県"),
    ],
    [
        _line("府中市", "1", "東京都"),
        _line("府中市", "6", "広島県"),
        ([(0.0, "高知県"), (0.09, "★")], "7"),
        _line("檮原町", "1,234"),
    ],
]
READ = [
    ("北海道", "札幌市", "2"),
    ("北海道", "泊村", "4"),
    ("北海道", "中頓別町", "1"),
    ("青森県", "鯵ヶ沢町", "5"),
    ("東京都", "府中市", "1"),
    ("広島県", "府中市", "6"),
    ("高知県", "檮原町", "1,234"),
]


def _rows(data: bytes) -> list[tuple[str, ...]]:
    return [tuple(line.replace('"1,234"', "1_234").split(",")[:3]) for line in data.decode().splitlines()[1:]]


@pytest.mark.parametrize("rotated", [None, "attribute", "up", "down"])
def test_the_list_is_read_however_the_page_is_turned(tmp_path: Path, rotated: str | None) -> None:
    path = make_press_pdf(tmp_path / "000941085.pdf", [FIRST], rotated=rotated)
    declared, files = read_press_document(path)
    assert _rows(files["shichoson.csv"]) == [tuple(cell.replace(",", "_") for cell in row) for row in READ]
    assert _rows(files["todofuken.csv"]) == [("北海道", "北海道", "3"), ("高知県", "高知県", "7")]
    assert declared["publication_id"] == "soumu-kyoryokutai-dantaibetsu-r5"
    assert declared["published"] == "2024-04-05"
    assert files["000941085.pdf"] == path.read_bytes()


def test_a_list_goes_on_over_columns_and_pages(tmp_path: Path) -> None:
    pages = [
        [[_line("札幌市", "2", "北海道"), _line("函館市", "3")]],
        [[_line("小樽市", "4", "北海道"), _line("旭川市", "5")]],
    ]
    _, files = read_press_document(make_press_pdf(tmp_path / "a.pdf", pages))
    assert [row[1] for row in _rows(files["shichoson.csv"])] == ["札幌市", "函館市", "小樽市", "旭川市"]


def _loaded(home: Path, first: str, name: str = "札幌市") -> LoadResult:
    """Fetch a list of 300 members in each of 24 bodies, which are the 7,200 of the fiscal year, and load it."""
    names = [name, *(area.name_ja for area in municipalities()[1:23])]
    numbers = [first, *["300"] * 22]
    lines = [
        _line(body, number, "" if n else "北海道") for n, (body, number) in enumerate(zip(names, numbers, strict=True))
    ]
    path = make_press_pdf(home.with_suffix(".pdf"), [[[([(0.0, "★北海道")], "300"), *lines]]])
    fetch("kyoryokutai", home, given=[path], base_url=None, published=None, as_of=None, say=lambda _: None)
    return load(SHIPPED, home)


def test_members_that_make_up_the_national_total_are_published(tmp_path: Path) -> None:
    home = tmp_path / "home"
    assert _loaded(home, "300").outcome == "published"
    members = open_release(home).observations(["kyoryokutai_members_in_municipality"])
    assert members.height == 23 and set(members["value"]) == {300} and set(members["fiscal_year"]) == {2023}
    own = open_release(home).observations(["kyoryokutai_members_of_prefecture"])
    assert own["area_code"].to_list() == ["01000"]


@pytest.mark.parametrize(
    ("first", "name", "reason"), [("299", "札幌市", "municipal_total"), ("300", "札幌布", "札幌布")]
)
def test_a_list_that_does_not_make_up_the_total_is_refused(tmp_path: Path, first: str, name: str, reason: str) -> None:
    result = _loaded(tmp_path / "home", first, name)
    assert result.outcome == "refused" and result.refused_folder is not None
    assert reason in (result.refused_folder / "quarantine.csv").read_text(encoding="utf-8")


def test_no_list_no_title_no_pdf(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="活躍先"):
        read_press_document(make_press_pdf(tmp_path / "a.pdf", []))
    with pytest.raises(InputError, match="年度と公表日"):
        read_press_document(make_press_pdf(tmp_path / "b.pdf", [FIRST], cover=("別の資料",)))
    (tmp_path / "c.pdf").write_bytes(b"%PDF-1.4 broken")
    with pytest.raises(InputError, match="PDF"):
        read_press_document(tmp_path / "c.pdf")
