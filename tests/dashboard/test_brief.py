"""The executive brief: complete, on one page, nothing beside the paper or over another, the same in both forms."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from itertools import combinations
from pathlib import Path
from typing import Any

import pypdf
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from pptx import Presentation

from dashboard.brief import make_brief, pdf
from dashboard.brief.content import Brief, build_brief
from dashboard.context import Context
from dashboard.printing import Sheet, flow, width, wrap
from dashboard.text import Text
from warehouse import open_release
from warehouse.eras import today

KPI = Path(sys.executable).parent / "kpi"


def context(home: Path, lang: str = "ja") -> Context:
    return Context(Text(lang), open_release(home), True, today())


def squeezed(text: str) -> str:
    """A text without spaces and line breaks, which a file sets where it likes."""
    return "".join(text.split())


def read_pdf(data: bytes) -> tuple[int, str]:
    pages = pypdf.PdfReader(io.BytesIO(data)).pages
    return len(pages), squeezed("".join(page.extract_text() for page in pages))


def read_pptx(data: bytes) -> tuple[list[Any], str]:
    slides = list(Presentation(io.BytesIO(data)).slides)
    shapes = [shape for slide in slides for shape in slide.shapes]
    return shapes, squeezed("".join(shape.text_frame.text for shape in shapes if shape.has_text_frame))


def said(brief: Brief) -> list[str]:
    """Everything that the brief has to say."""
    found = [brief.title, brief.subtitle, *(value for _, value in brief.facts), *brief.key_sentences, *brief.foot]
    found += [f"{word} {count}{brief.text('overview.count_unit')}" for _, word, count in brief.counts]
    for card in brief.cards:
        found += [card.word, card.name, card.deadline, card.when, card.number + card.unit, *card.facts, card.sentence]
        found += card.methods
    for one in brief.missing:
        found += [one.name, one.target, one.why]
    return [squeezed(part) for part in found]


@pytest.fixture
def shipped(shipped_home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KPI_TODAY", "2026-11-24")
    return shipped_home


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_both_forms_say_everything_on_one_page(shipped: Path, lang: str) -> None:
    seen = context(shipped, lang)
    brief = build_brief(seen)
    kpis = [target for target in seen.release.catalogue.targets if target.kpi]
    assert len(brief.cards) + len(brief.missing) == len(kpis)
    pages, printed = read_pdf(make_brief(seen, "pdf"))
    shapes, shown = read_pptx(make_brief(seen, "pptx"))
    assert pages == 1
    for part in said(brief):
        assert part in printed, part
        assert part in shown, part
    assert sum(shape.has_chart for shape in shapes) == len(brief.cards)


def test_the_figures_are_those_of_the_release(shipped: Path) -> None:
    text = read_pdf(make_brief(context(shipped), "pdf"))[1]
    for figure in (
        "7,910人",
        "−2,090人（79.1%）",
        "毎年+1,045人",
        "92.8%中程度の進展",
        "131圏域",
        "総務省「地域力創造グループ",
    ):
        assert figure in text


def test_the_charts_of_the_presentation_are_its_own_and_hold_the_figures(shipped: Path) -> None:
    seen = context(shipped)
    shapes, _ = read_pptx(make_brief(seen, "pptx"))
    charts = [shape.chart for shape in shapes if shape.has_chart]
    for card, chart in zip(build_brief(seen).cards, charts, strict=True):
        status, series = card.view.status, [list(one.values) for one in chart.plots[0].series]
        if len(status.series) < 2:
            assert series == [[status.target_value, status.value]]
            continue
        assert [value for value in series[0] if value is not None] == [value for _, value in status.series]
        assert [value for value in series[3] if value is not None] == [status.target_value]
        if card.view.state == "late":
            path = [value for value in series[1] if value is not None]
            assert (path[0], path[-1]) == (status.base_value, status.target_value)
    for shape in (shape for shape in shapes if shape.has_chart):
        assert shape._element.nvGraphicFramePr.cNvPr.get("descr")


def test_the_same_release_gives_the_same_pdf(shipped: Path) -> None:
    assert make_brief(context(shipped), "pdf") == make_brief(context(shipped), "pdf")


def sheets(seen: Context, brief: Brief, monkeypatch: pytest.MonkeyPatch) -> list[Sheet]:
    made: list[Sheet] = []

    class Kept(Sheet):
        def __init__(self) -> None:
            super().__init__()
            made.append(self)

    monkeypatch.setattr(pdf, "Sheet", Kept)
    pdf.brief_pdf(brief, seen)
    return made


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_nothing_stands_beside_the_paper_or_over_another(
    shipped: Path, monkeypatch: pytest.MonkeyPatch, lang: str
) -> None:
    seen = context(shipped, lang)
    for sheet in sheets(seen, build_brief(seen), monkeypatch):
        renderer = FigureCanvasAgg(sheet.figure).get_renderer()
        across, down = sheet.figure.bbox.width, sheet.figure.bbox.height
        boxes = []
        for frame in sheet.figure.axes:
            labels = [*frame.texts, *(frame.get_xticklabels() if frame.axison else [])]
            boxes += [(label.get_text(), label.get_window_extent(renderer)) for label in labels if label.get_text()]
        assert len(boxes) > 30
        for words, box in boxes:
            assert box.x0 > 0 and box.x1 < across and box.y0 > 0 and box.y1 < down, words
        for (one, first), (other, second) in combinations(boxes, 2):
            # Boxes hold the room of the tallest letters, so neighbours may touch.
            overlap_x = min(first.x1, second.x1) - max(first.x0, second.x0)
            overlap_y = min(first.y1, second.y1) - max(first.y0, second.y0)
            assert overlap_x <= 1 or overlap_y <= 3, (one, other)


def test_more_targets_than_a_page_holds_go_on(shipped: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = context(shipped)
    brief = build_brief(seen)
    many = Brief(**{**vars(brief), "cards": brief.cards * 3, "missing": brief.missing * 6})
    assert len(sheets(seen, many, monkeypatch)) > 2
    from dashboard.brief.pptx import brief_pptx

    slides = Presentation(io.BytesIO(brief_pptx(many, seen))).slides
    height = Presentation(io.BytesIO(brief_pptx(many, seen))).slide_height
    assert len(slides) > 2
    for slide in slides:
        assert all(shape.top + shape.height <= height for shape in slide.shapes)


def test_a_brief_without_any_target_still_says_so(home: Path) -> None:
    seen = context(home)
    brief = build_brief(seen)
    none = Brief(**{**vars(brief), "cards": (), "missing": (), "counts": (), "key_sentences": ()})
    assert pdf.brief_pdf(none, seen).startswith(b"%PDF")


def test_lines_keep_punctuation_and_units_with_what_they_belong_to() -> None:
    words = (
        "令和6年度は7,910人（前年度差+710人）で、目標の10,000人まで2,090人です。令和8年度まで毎年+1,045人が必要です。"
    )
    for room in range(18, 80):
        lines = wrap(words, 9, room)
        assert "".join(lines) == words
        for line in lines:
            assert line[0] not in "、。）人度"
            assert not line.endswith(("（", "+", "令和"))
            assert width(line, 9) <= room or room < 24
    assert flow(["aa bb", "cc"], " / ", 9, 200) == ["aa bb / cc"]
    assert flow(["目標 10,000人", "差 −2,090人"], "　", 9, 25) == ["目標 10,000人", "差 −2,090人"]


def run(home: Path, *arguments: str) -> tuple[int, str]:
    env = {**os.environ, "KPI_HOME": str(home)}
    done = subprocess.run([KPI, "brief", *arguments], env=env, capture_output=True, timeout=120, check=False)
    return done.returncode, done.stderr.decode()


def test_the_command_writes_the_form_that_the_name_asks_for(shipped: Path, tmp_path: Path) -> None:
    for name, begins in (("a.pdf", b"%PDF"), ("b.PPTX", b"PK")):
        code, _ = run(shipped, str(tmp_path / name), "--as-known-on", "2025-07-01", "--lang", "en")
        assert code == 0
        assert (tmp_path / name).read_bytes().startswith(begins)
    assert "1 July 2025".replace(" ", "") in read_pdf((tmp_path / "a.pdf").read_bytes())[1]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("brief.docx",), ".pdf か .pptx"),
        (("nowhere/brief.pdf",), "書き込めません"),
        (("brief.pdf", "--release", "none"), "リリース「none」はありません"),
        (("brief.pdf", "--as-known-on", "yesterday"), "yesterday"),
    ],
)
def test_wrong_use_is_one_line(shipped: Path, tmp_path: Path, arguments: tuple[str, ...], said: str) -> None:
    code, line = run(shipped, str(tmp_path / arguments[0]), *arguments[1:])
    assert (code, said in line, line.count("\n")) == (2, True, 1)
