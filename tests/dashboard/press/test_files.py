"""The files that leave: as large as asked for, with their words inside, and the same bytes for the same release."""

from __future__ import annotations

import hashlib
import io
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pypdf
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from PIL import Image

from dashboard.figure import render
from dashboard.figure.sizes import SIZES, size_of
from dashboard.press.asked import Asked
from dashboard.press.batch import LIST, every_chart
from dashboard.press.described import chart_of
from dashboard.press.kit import press_kit, programme_indicators
from dashboard.press.leaving import FORMATS, Order, drawn, made
from dashboard.press.order import Style, address, order_of
from dashboard.press.shelf import Shelf
from tests.dashboard.press.drawing import MEMBERS, shelf
from warehouse.errors import InputError

SVG = "{http://www.w3.org/2000/svg}"
SITE = "https://kpi.example.jp"


@pytest.fixture(scope="module")
def of(shipped_home: Path) -> Shelf:
    return shelf(shipped_home)


def ordered(of: Shelf, size: str = "16x9", look: str = "light", **asked: object) -> Order:
    return order_of(of.context, Asked((MEMBERS,), **asked), Style(size, look), site=SITE)  # type: ignore[arg-type]


def squeezed(words: str) -> str:
    return "".join(words.split())


@pytest.mark.parametrize("code", SIZES)
def test_a_png_has_the_pixels_and_the_resolution_of_its_size(of: Shelf, code: str) -> None:
    picture = Image.open(io.BytesIO(made(ordered(of, code), "png")))
    assert picture.size == size_of(code).pixels
    assert picture.info["dpi"] == pytest.approx((size_of(code).dpi,) * 2, abs=0.02)
    assert picture.text["Source"].endswith("を加工して作成")  # type: ignore[attr-defined]


def test_a_png_holds_the_picture_as_it_was_drawn(of: Shelf) -> None:
    order = ordered(of, look="mono")
    scene = drawn(order)
    canvas = FigureCanvasAgg(render._figure(scene, size_of("16x9").dpi))
    canvas.draw()  # type: ignore[no-untyped-call]
    read = np.asarray(Image.open(io.BytesIO(made(order, "png", scene))))
    assert (read == np.asarray(canvas.buffer_rgba())[:, :, :3]).all()  # type: ignore[no-untyped-call]


@pytest.mark.parametrize("code", ["a4-landscape", "news-58"])
def test_a_pdf_is_one_page_of_the_size_with_its_words_and_its_typeface(of: Shelf, code: str) -> None:
    order = ordered(of, code)
    document = pypdf.PdfReader(io.BytesIO(made(order, "pdf")))
    (page,) = document.pages
    size = size_of(code)
    assert [float(side) for side in page.mediabox[2:]] == pytest.approx([size.width, size.height], abs=0.01)
    fonts = page["/Resources"]["/Font"].values()  # type: ignore[index]
    assert fonts and all("/FontFile2" in font.get_object()["/FontDescriptor"] for font in fonts)
    written = squeezed(page.extract_text())
    for words in drawn(order).words:
        assert squeezed(words.words) in written
    assert document.metadata is not None
    assert document.metadata.title == order.chart.title
    assert document.metadata.creation_date == order.created.replace(microsecond=0)


@pytest.mark.parametrize("kind", ["svg", "svg-text"])
def test_an_svg_is_of_its_size_and_says_what_it_shows(of: Shelf, kind: str) -> None:
    order = ordered(of)
    text = made(order, kind).decode()
    root = ElementTree.fromstring(text)
    assert root.get("viewBox") == "0 0 960.00 540.00"
    assert root.findtext(f"{SVG}title") == order.chart.title
    assert root.findtext(f"{SVG}desc") == order.chart.alt_ja
    assert text.count("http") == 1
    live = [element.text for element in root.iter(f"{SVG}text")]
    assert live == ([words.words for words in drawn(order).words] if kind == "svg-text" else [])


def test_a_table_has_every_figure_that_is_drawn(of: Shelf) -> None:
    order = ordered(of)
    lines = made(order, "csv").decode("utf-8-sig").splitlines()
    assert len(lines) == 1 + len(order.chart.series[0].points) + 1
    assert all("を加工して作成" in line and order.chart.foot.release_id in line for line in lines[1:])


@pytest.mark.parametrize("kind", FORMATS)
def test_the_same_order_is_the_same_file(of: Shelf, kind: str) -> None:
    assert made(ordered(of), kind) == made(ordered(of), kind)


def test_comparisons_of_other_indicators_have_other_names(of: Shelf) -> None:
    names = {
        order_of(of.context, Asked(ids), Style()).name("png")
        for ids in (
            (MEMBERS, "kyoryokutai_interns"),
            (MEMBERS, "kyoryokutai_interns", "kyoryokutai_members_tokko"),
            (MEMBERS, "kyoryokutai_interns", "kyoryokutai_interns_appointed"),
        )
    }
    assert len(names) == 3


def test_a_frozen_address_has_everything_that_the_chart_depends_on(of: Shelf) -> None:
    asked = Asked((MEMBERS, "kyoryokutai_interns"), "comparison", 2015, 2024, "man", "隊員とインターン", None, "")
    given = address(of.context, asked, Style("1x1", "mono"), chart_of(of, asked), frozen=True)
    again = Asked(
        (given["ind"], *given["with"].split(",")), given["kind"], int(given["from"]), int(given["to"]), given["scale"],  # type: ignore[arg-type]
        given.get("title"), given.get("subtitle"), given.get("note"),
    )  # fmt: skip
    assert again == asked
    assert (given["release"], given["judged"]) == (of.context.release.release_id, of.context.clock.isoformat())
    live = address(of.context, asked, Style(), chart_of(of, asked), frozen=False)
    assert not {"release", "judged", "known"} & live.keys()


def test_a_kit_can_be_verified_and_is_the_same_every_time(of: Shelf) -> None:
    ids = [MEMBERS, "kyoryokutai_post_term_share", "kyoryokutai_members_in_municipality"]
    told: list[tuple[int, int]] = []
    data = press_kit(of.context, ids, site=SITE, told=lambda done, count: told.append((done, count)))
    assert told == [(1, 2), (2, 2)]
    assert data == press_kit(of.context, ids, site=SITE)
    kit = zipfile.ZipFile(io.BytesIO(data))
    sums = dict(reversed(line.split("  ")) for line in kit.read("SHA256SUMS").decode().splitlines())
    assert set(sums) == set(kit.namelist()) - {"SHA256SUMS"}
    assert all(hashlib.sha256(kit.read(name)).hexdigest() == total for name, total in sums.items())
    endings = sorted(name.rsplit(".", 1)[1] for name in kit.namelist() if name.startswith(f"01_{MEMBERS}/"))
    assert endings == ["csv", "pdf", "png", "png", "png", "svg"]
    assert "市区町村別" in kit.read("README.txt").decode()
    assert SITE in kit.read("captions.txt").decode()
    assert "Line chart." in kit.read("alt-texts.txt").decode() and "@misc" in kit.read("citations.bib").decode()


def test_a_kit_of_nothing_is_refused(of: Shelf) -> None:
    with pytest.raises(InputError):
        press_kit(of.context, ["kyoryokutai_members_in_municipality"])
    with pytest.raises(InputError, match="kyoryokutai"):
        programme_indicators(of.context, "no_such_programme")


def test_a_batch_lists_every_file(of: Shelf, tmp_path: Path) -> None:
    ids = [MEMBERS, "kyoryokutai_interns"]
    result = every_chart(of.context, tmp_path, forms=["png", "csv"], sizes=["16x9", "news-58"], indicator_ids=ids)
    files = {path.name for path in tmp_path.iterdir()} - {LIST}
    listed = (tmp_path / LIST).read_text(encoding="utf-8-sig").splitlines()[1:]
    assert result.refused == []
    assert result.files == len(files) == len(listed)
    # The small charts of a programme are the same for all its indicators.
    assert len([name for name in files if "_multiples_16x9_" in name and name.endswith("png")]) == 1


def test_several_processes_make_the_same_files_as_one(of: Shelf, tmp_path: Path) -> None:
    found = []
    for jobs in (1, 2):
        folder = tmp_path / str(jobs)
        every_chart(of.context, folder, forms=["svg"], kinds=["trend"], jobs=jobs)
        found.append({path.name: path.read_bytes() for path in folder.iterdir()})
    assert found[0] == found[1]
    assert len(found[0]) > 100
