"""Charts as files: the same picture in every form, what files say about themselves, the same bytes twice, kits, all."""

from __future__ import annotations

import csv
import dataclasses
import hashlib
import io
import re
import zipfile
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit
from xml.etree import ElementTree

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from PIL import Image
from pypdf import PdfReader

from dashboard.context import Context
from dashboard.figure.look import Look
from dashboard.figure.pdf import pdf
from dashboard.figure.render import _figure, png
from dashboard.figure.scene import PATTERNS, Scene, Shape, Words, rectangle
from dashboard.figure.sizes import SIZES, size_of
from dashboard.figure.svg import svg
from dashboard.press.asked import Asked
from dashboard.press.batch import every_chart
from dashboard.press.described import chart_of
from dashboard.press.kit import MOST, press_kit, programme_indicators
from dashboard.press.leaving import FORMATS, Order, drawn, made
from dashboard.press.order import Style, address, order_of
from dashboard.press.shelf import Shelf
from dashboard.text import Text
from tests.dashboard.press.drawing import MEMBERS, shelf
from tests.dashboard.press.made import chart
from warehouse import open_release
from warehouse.eras import parse_date
from warehouse.errors import InputError, NotFound

SITE = "https://kpi.example.jp"
SVG = "{http://www.w3.org/2000/svg}"
SHARES, TOKKO, PLACES = (
    "kyoryokutai_post_term_share",
    "kyoryokutai_members_tokko",
    "tokutei_cooperatives_in_municipality",
)
DRAWN = ((MEMBERS, "trend", "16x9", "light"), (SHARES, "stacked", "news-58", "mono"), (TOKKO, "tiles", "1x1", "light"),
         (PLACES, "map", "news-90", "light"))  # fmt: skip


@pytest.fixture(scope="module")
def of(shipped_home: Path) -> Shelf:
    return shelf(shipped_home)


def ordered(of: Shelf, indicator_id: str, kind: str | None, size: str = "16x9", look: str = "light") -> Order:
    asked = Asked((indicator_id,), kind)  # type: ignore[arg-type]
    return order_of(of.context, asked, Style(size, look), site=SITE, chart=chart_of(of, asked))


@pytest.fixture(scope="module", params=DRAWN, ids=[f"{kind}-{size}" for _, kind, size, _ in DRAWN])
def order(request: pytest.FixtureRequest, of: Shelf) -> Order:
    return ordered(of, *request.param)


@pytest.fixture(scope="module")
def members(of: Shelf) -> Order:
    return ordered(of, MEMBERS, "trend")


def squeezed(words: str) -> str:
    return re.sub(r"\s", "", words)


def test_a_png_is_the_picture_that_the_renderer_draws(order: Order) -> None:
    scene, size = drawn(order), size_of(order.size)
    image = Image.open(io.BytesIO(made(order, "png", scene)))
    assert (image.format, image.mode, image.size) == ("PNG", "RGB", size.pixels)
    assert image.info["dpi"] == pytest.approx((size.dpi, size.dpi), abs=0.02)
    canvas = FigureCanvasAgg(_figure(scene, size.dpi))
    canvas.draw()
    given = np.asarray(canvas.buffer_rgba())
    assert (given[:, :, 3] == 255).all()
    assert np.array_equal(np.asarray(image), given[:, :, :3])
    # Not an empty page.
    assert len(np.unique(given[::7, ::7, 0])) > 3


def test_a_png_says_what_it_is(members: Order) -> None:
    image = Image.open(io.BytesIO(made(members, "png")))
    assert image.text["Title"] == members.chart.title  # type: ignore[attr-defined]
    assert image.text["Description"] == members.chart.caption  # type: ignore[attr-defined]
    assert members.chart.foot.credits[0] in image.text["Source"]  # type: ignore[attr-defined]
    assert members.chart.foot.release_id in image.text["Comment"]  # type: ignore[attr-defined]


@pytest.mark.parametrize("code", SIZES)
def test_a_png_has_the_pixels_of_its_size(members: Order, code: str) -> None:
    scene = Scene(SIZES[code].width, SIZES[code].height, "#FFFFFF")
    assert Image.open(io.BytesIO(png(scene, SIZES[code]))).size == SIZES[code].pixels


def test_a_pdf_is_one_page_of_its_size_with_its_letters_inside(order: Order) -> None:
    scene, size = drawn(order), size_of(order.size)
    book = PdfReader(io.BytesIO(made(order, "pdf", scene)))
    (page,) = book.pages
    assert (float(page.mediabox.width), float(page.mediabox.height)) == pytest.approx(
        (size.width, size.height), abs=0.01
    )
    fonts = [one.get_object() for one in page["/Resources"]["/Font"].values()]  # type: ignore[index]
    assert fonts
    for font in fonts:
        inner = font["/DescendantFonts"][0].get_object() if "/DescendantFonts" in font else font
        descriptor = inner["/FontDescriptor"].get_object()
        assert "/FontFile2" in descriptor and "+" in descriptor["/FontName"]
    if order.chart.kind == "map":
        # Its thousands of outlines take long to read.
        return
    text = squeezed(page.extract_text())
    for words in scene.words:
        assert squeezed(words.words) in text, words.words


def test_a_pdf_says_what_it_is_and_is_as_old_as_the_release(members: Order) -> None:
    about = PdfReader(io.BytesIO(made(members, "pdf"))).metadata
    assert about is not None
    assert (about.title, about.author, about.subject) == (members.chart.title, members.author, members.chart.caption)
    assert about.creation_date is not None
    assert about.creation_date == members.created.replace(microsecond=0)
    assert members.chart.foot.credits[0] in about["/Keywords"]


def elements(data: bytes) -> ElementTree.Element:
    """The picture, which asks no network for anything."""
    assert data.startswith(b'<svg xmlns="http://www.w3.org/2000/svg"')
    root = ElementTree.fromstring(data)
    for one in root.iter():
        for name, value in one.attrib.items():
            assert name == "aria-label" or "http" not in value, (name, value)
            assert not name.endswith("href") or value.startswith("#")
    assert data.count(b"xmlns") == 1
    return root


def test_an_svg_with_outlines_looks_alike_everywhere(order: Order) -> None:
    scene, size = drawn(order), size_of(order.size)
    root = elements(made(order, "svg", scene))
    assert root.findtext(f"{SVG}title") == order.chart.title
    assert root.findtext(f"{SVG}desc") == order.chart.alt
    assert (root.get("role"), root.get("aria-label")) == ("img", order.chart.alt)
    left, top, wide, high = map(float, root.get("viewBox", "").split())
    assert (left, top) == (0, 0) and (wide, high) == pytest.approx((size.width, size.height), abs=0.006)
    assert (root.get("width"), root.get("height")) == (f"{wide:.2f}pt", f"{high:.2f}pt")
    assert list(root.iter(f"{SVG}text")) == []
    known = {one.get("id") for one in root.iter()}
    assert all(one.get("href", "")[1:] in known for one in root.iter(f"{SVG}use"))
    assert all(found in known for found in re.findall(r"url\(#([^)]+)\)", made(order, "svg", scene).decode()))


def test_an_svg_with_text_has_the_words(order: Order) -> None:
    scene = drawn(order)
    root = elements(made(order, "svg-text", scene))
    assert [one.text for one in root.iter(f"{SVG}text")] == [one.words for one in scene.words]
    assert root.findtext(f"{SVG}title") == order.chart.title


@pytest.mark.parametrize("pattern", PATTERNS)
def test_every_pattern_is_drawn_in_every_form(pattern: str, members: Order) -> None:
    size = size_of("120x80mm")
    scene = Scene(size.width, size.height, "#FFFFFF")
    scene.add(Shape(rectangle(20, 20, 200, 200), "#FFFFFF", "#000000", 0.8, pattern))
    dark = np.asarray(Image.open(io.BytesIO(png(scene, size, dpi=72))).convert("L"))[30:190, 30:190] < 200
    assert dark.any() == bool(pattern)
    assert pdf(scene, {}, members.created).startswith(b"%PDF")
    assert ("<pattern" in svg(scene, "", "")) == bool(pattern)


def table(data: bytes) -> list[dict[str, str]]:
    text = data.decode("utf-8-sig")
    return list(csv.DictReader(line for line in io.StringIO(text) if not line.startswith("#")))


def test_a_table_has_the_figures_drawn_and_their_source(order: Order) -> None:
    data = made(order, "csv")
    rows = table(data)
    assert len(rows) == len(order.chart.rows)
    for row, given in zip(rows, order.chart.rows, strict=True):
        value = given["value"]
        assert (float(row["value"]) if row["value"] else None) == value
        assert row["indicator_id"] == given["indicator_id"]
    words = data.decode("utf-8-sig")
    assert order.chart.foot.release_id in words
    assert order.chart.foot.credits[0] in words
    assert order.selection and order.selection in words


@pytest.mark.parametrize("form", FORMATS)
def test_the_same_order_gives_the_same_bytes(form: str, members: Order, of: Shelf) -> None:
    again = Shelf(dataclasses.replace(of.context))
    other = ordered(again, MEMBERS, "trend")
    assert other == members
    first = made(members, form)
    assert first and made(other, form) == first
    changed = dataclasses.replace(other, chart=other.chart.edited("隊員は7,910人", None, None))
    assert form == "csv" or made(changed, form) != first


def test_names_of_files_say_what_they_show(members: Order) -> None:
    release = members.chart.foot.release_id
    assert members.name("png") == f"{MEMBERS}_trend_16x9_{release}.png"
    mono = dataclasses.replace(members, mono=True, size="news-58")
    assert mono.name("svg-text") == f"{MEMBERS}_trend_news-58_mono_text_{release}.svg"
    names = {members.name(form) for form in FORMATS}
    assert len(names) == len(FORMATS)
    many = [dataclasses.replace(members.chart, indicator_ids=("a", "b", last)) for last in "cd"]
    assert len({dataclasses.replace(members, chart=one).name("png") for one in many}) == 2


def asked_of(given: dict[str, str]) -> Asked:
    """What the page asks for at an address."""
    ids = (given["ind"], *filter(None, given.get("with", "").split(",")))
    first, last = (int(given[name]) if name in given else None for name in ("from", "to"))
    kind, scale = given["kind"], given.get("scale", "plain")
    return Asked(ids, kind, first, last, scale, given.get("title"), given.get("subtitle"), given.get("note"))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "asked",
    [
        Asked((MEMBERS,)),
        Asked((MEMBERS,), "trend", 2015, 2024, "man", "隊員は約0.79万人", "副題　その1", ""),
        Asked((MEMBERS, "kyoryokutai_interns"), first_year=2019),
        Asked((TOKKO,), "bars", title="北海道 & 長野 = 最多?"),
    ],
)
@pytest.mark.parametrize("lang", ["ja", "en"])
def test_a_frozen_address_gives_the_same_chart(shipped_home: Path, asked: Asked, lang: str) -> None:
    release = open_release(shipped_home)
    context = Context(Text(lang), release, True, parse_date("2025-07-01"), parse_date("2026-01-31"))
    style = Style("news-58", "mono")
    order = order_of(context, asked, style, site=SITE)
    given = dict(parse_qsl(urlsplit(order.frozen).query, keep_blank_values=True, strict_parsing=True))
    assert given == dict(address(context, asked, style, order.chart, frozen=True))
    assert (given["size"], given["look"], given["release"]) == ("news-58", "mono", release.release_id)
    then = Context(
        Text(given["in"]), open_release(shipped_home, release_id=given["release"]), False, parse_date(given["judged"]),
        parse_date(given["known"]),
    )  # fmt: skip
    assert chart_of(Shelf(then), asked_of(given)) == order.chart
    live = dict(parse_qsl(urlsplit(order.live).query, keep_blank_values=True))
    assert not {"release", "known", "judged"} & set(live)
    assert asked_of(live) == asked_of(given)


KIT = (SHARES, MEMBERS, "population")


@pytest.fixture(scope="module")
def kit(of: Shelf) -> bytes:
    return press_kit(of.context, KIT, site=SITE, jobs=1)


def read(kit: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(kit)) as opened:
        assert opened.testzip() is None
        return {name: opened.read(name) for name in opened.namelist()}


def test_a_kit_has_charts_words_figures_and_sources(kit: bytes, of: Shelf) -> None:
    release = of.context.release.release_id
    files = read(kit)
    folder = f"02_{MEMBERS}/{MEMBERS}_trend"
    ends = ("16x9_{}.png", "16x9_{}.svg", "16x9_{}.csv", "1x1_{}.png", "a4-landscape_{}.png", "a4-landscape_{}.pdf")
    wanted = {f"{folder}_{end.format(release)}" for end in ends}
    wanted |= {f"01_{SHARES}/{SHARES}_stacked_{end.format(release)}" for end in ends}
    words = {"captions.txt", "alt-texts.txt", "citations.txt", "citations.bib", "README.txt", "SHA256SUMS"}
    assert set(files) == wanted | words
    described = chart_of(of, Asked((MEMBERS,)))
    assert described.caption in files["captions.txt"].decode()
    assert f"{SITE}/press?" in files["captions.txt"].decode()
    assert all(note in files["captions.txt"].decode() for note in described.foot.required)
    assert all(alt in files["alt-texts.txt"].decode() for alt in (described.alt_ja, described.alt_en))
    assert release in files["citations.txt"].decode() and files["citations.bib"].startswith(b"@")
    assert described.foot.credits[0] in files["README.txt"].decode()


def test_indicators_without_figures_are_named_in_the_kit(kit: bytes, of: Shelf) -> None:
    name = of.context.release.catalogue.indicators["population"].name_ja
    readme = read(kit)["README.txt"].decode()
    assert name in readme.split("図のない指標")[1].splitlines()
    assert "図（2点）" in readme


def test_every_file_of_a_kit_can_be_verified(kit: bytes) -> None:
    files = read(kit)
    sums = dict(line.split("  ")[::-1] for line in files.pop("SHA256SUMS").decode().splitlines())
    assert sums == {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}


def test_files_of_a_kit_are_those_made_alone(kit: bytes, of: Shelf) -> None:
    files = read(kit)
    order = ordered(of, MEMBERS, "trend")
    for form in ("png", "svg", "csv"):
        assert files[f"02_{MEMBERS}/{order.name(form)}"] == made(order, form)


def test_the_same_kit_is_the_same_bytes(kit: bytes, of: Shelf) -> None:
    told: list[tuple[int, int]] = []
    context = dataclasses.replace(of.context)
    assert press_kit(context, [*KIT, MEMBERS], site=SITE, jobs=2, told=lambda *at: told.append(at)) == kit
    assert told == [(1, 2), (2, 2)]


def test_a_kit_that_cannot_be_made_is_one_message(of: Shelf) -> None:
    with pytest.raises(InputError, match="図にできる値がありません"):
        press_kit(of.context, ["population"])
    with pytest.raises(InputError, match="60指標まで"):
        press_kit(of.context, [MEMBERS] * (MOST + 1))
    with pytest.raises(NotFound):
        press_kit(of.context, [MEMBERS, "nothing"])
    with pytest.raises(InputError, match="「nothing」はありません。使える施策"):
        programme_indicators(of.context, "nothing")


def test_a_programme_has_its_indicators(of: Shelf) -> None:
    programme = of.context.release.catalogue.indicators[MEMBERS].programme
    found = programme_indicators(of.context, programme)
    assert MEMBERS in found and "rmo_organizations" not in found


def test_all_charts_are_written_and_listed(of: Shelf, tmp_path: Path) -> None:
    folder = tmp_path / "new" / "charts"
    ids, sizes = [SHARES, "kigyojin_persons"], ["1x1", "news-58"]
    batch = every_chart(of.context, folder, forms=["png", "csv"], sizes=sizes, indicator_ids=ids, jobs=1)
    # Two kinds of the one, one of the other; a table is the same in every size.
    assert (batch.files, batch.refused) == (3 * 2 + 3, [])
    listed = table((folder / "charts.csv").read_bytes())
    assert {row["file"] for row in listed} | {"charts.csv"} == {one.name for one in folder.iterdir()}
    assert len(listed) == batch.files
    for row in listed:
        assert hashlib.sha256((folder / row["file"]).read_bytes()).hexdigest() == row["sha256"]
        assert all(row[name] for name in ("title", "caption", "alt_ja", "alt_en", "kind", "size", "indicator_id"))
    assert {(row["indicator_id"], row["kind"]) for row in listed} == {
        (SHARES, "stacked"), (SHARES, "bars"), ("kigyojin_persons", "card")
    }  # fmt: skip


def test_charts_of_a_kind_alone_are_written(of: Shelf, tmp_path: Path) -> None:
    batch = every_chart(
        of.context, tmp_path, forms=["svg"], sizes=["1x1"], kinds=["bars"], indicator_ids=[SHARES], jobs=1
    )
    assert batch.files == 1


def test_a_chart_that_has_no_room_is_reported_and_the_others_are_made(
    of: Shelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    catalogue = of.context.release.catalogue
    long = catalogue.indicators[MEMBERS].model_copy(update={"name_ja": "とても長い名前" * 30})
    monkeypatch.setitem(catalogue.indicators, MEMBERS, long)  # type: ignore[arg-type]
    ids = [MEMBERS, "kigyojin_persons"]
    batch = every_chart(
        of.context, tmp_path, forms=["svg"], sizes=["news-58"], kinds=["trend", "card"], indicator_ids=ids, jobs=1
    )
    assert batch.files == 1
    assert len(batch.refused) == 2
    assert all(MEMBERS in line and "題名" in line and "news-58" in line for line in batch.refused)
    assert {one.suffix for one in tmp_path.iterdir()} == {".svg", ".csv"}


@pytest.mark.parametrize(
    ("changes", "error"),
    [({"sizes": ["huge"]}, InputError), ({"indicator_ids": ["nothing"]}, NotFound)],
)
def test_what_is_not_there_stops_all_before_anything_is_written(
    of: Shelf, tmp_path: Path, changes: dict[str, list[str]], error: type[Exception]
) -> None:
    with pytest.raises(error):
        every_chart(of.context, tmp_path / "out", forms=["png"], **changes)  # type: ignore[arg-type]
    assert not (tmp_path / "out").exists()


def test_a_folder_that_cannot_be_written_is_one_message(of: Shelf, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(InputError, match="書き込めません"):
        every_chart(of.context, tmp_path / "file", forms=["csv"], sizes=["1x1"], indicator_ids=[SHARES], jobs=1)


def test_letters_with_a_meaning_in_markup_stay_letters(members: Order) -> None:
    odd = dataclasses.replace(members, chart=members.chart.edited('<b>"A&B"</b>', None, None))
    root = elements(made(odd, "svg-text"))
    assert root.findtext(f"{SVG}title") == '<b>"A&B"</b>'
    assert any(one.text == '<b>"A&B"</b>' for one in root.iter(f"{SVG}text"))


def test_a_made_up_chart_of_every_kind_can_be_saved_in_every_form(members: Order) -> None:
    for kind in ("comparison", "bars", "multiples", "card"):
        order = dataclasses.replace(members, chart=chart(kind))  # type: ignore[arg-type]
        scene = drawn(order)
        assert any(isinstance(one, Words) for one in scene.items)
        for form in FORMATS:
            if form != "png":
                assert made(order, form, scene)
    assert Look(mono=True) != Look()
