"""The press kit: charts of several indicators with their words, figures and sources, in one zip."""

from __future__ import annotations

import hashlib
import io
import threading
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from dashboard.context import Context
from dashboard.figure.model import Chart
from dashboard.figure.sizes import size_of
from dashboard.press.asked import Asked
from dashboard.press.checks import checked
from dashboard.press.described import chart_of, kinds_of
from dashboard.press.leaving import Order, drawn
from dashboard.press.order import Style, citation_of, order_of
from dashboard.press.pool import Task, every, files_of
from dashboard.press.shelf import Shelf
from dashboard.text import Text
from warehouse.errors import InputError, KpiError

PICTURES = ("16x9", "1x1", "a4-landscape")
# The size of what is drawn as lines, and of what is printed.
DRAWING, PAGE = "16x9", "a4-landscape"
MOST = 60
# Of each chart: three pictures, a drawing, a page, a table.
FILES = 6
_turn = threading.Lock()


@dataclass(frozen=True)
class _Part:
    """A chart of the kit, the folder in which its files stand, and what cites it."""

    asked: Asked
    chart: Chart
    folder: str
    orders: Task
    citation: str
    bibtex: str


def programme_indicators(context: Context, programme: str) -> list[str]:
    """Return the indicators of a programme.

    Raises:
        InputError: There is no such programme.
    """
    found = [one.id for one in context.release.catalogue.indicators.values() if one.programme == programme]
    if not found:
        known = context.text("press.join").join(context.release.catalogue.by_programme)
        raise InputError(context.text("press.kit.no_programme", given=programme, known=known))
    return found


def press_kit(
    context: Context,
    indicator_ids: Sequence[str],
    *,
    look: str = "light",
    site: str = "",
    jobs: int | None = None,
    told: Callable[[int, int], None] = lambda done, of: None,
) -> bytes:
    """Return the kit of some indicators. The same release, language and day of judgement give the same bytes.

    Args:
        context: The release and the language.
        indicator_ids: Each gets the chart that is usual for it; those without a figure are named in the README.
        look: Of `order.LOOKS`.
        site: Address below which the pages stand, for links; may be empty.
        jobs: How many processes draw; None is as many as there are cores.
        told: Is called with how many charts are done, and of how many.

    Raises:
        NotFound: There is no such indicator.
        InputError: None of them has a figure, or there are too many.
        KpiError: A chart failed one of its checks.
    """
    text = context.text
    if len(indicator_ids) > MOST:
        raise InputError(text("press.kit.too_many", count=len(indicator_ids), most=MOST))
    # Readers of the dashboard take turns, so that many kits do not hold up its pages.
    with _turn:
        return _kit(context, indicator_ids, look, site, jobs, told)


def _kit(
    context: Context, indicator_ids: Sequence[str], look: str, site: str, jobs: int | None,
    told: Callable[[int, int], None],
) -> bytes:  # fmt: skip
    shelf = Shelf(context)
    usable, without = _usable(shelf, list(dict.fromkeys(indicator_ids)))
    if not usable:
        raise InputError(context.text("press.kit.nothing"))
    parts: list[_Part] = []
    written: dict[str, bytes] = {}
    tasks = _tasks(shelf, usable, look, site, parts)
    for place, files in enumerate(every(tasks, len(usable) * FILES, work=files_of, jobs=jobs)):
        part = parts[place]
        names = [order.name(kind) for order, kinds in part.orders for kind in kinds]
        written |= {f"{part.folder}/{name}": data for name, data in zip(names, files, strict=True)}
        told(place + 1, len(usable))
    written |= {name: words.encode() for name, words in _words(context, parts, without).items()}
    return _zipped(context, written)


def _usable(shelf: Shelf, indicator_ids: list[str]) -> tuple[list[str], list[str]]:
    """Return the indicators that have something to draw, and the names of the others."""
    shelf.fetch(indicator_ids)
    usable = [one for one in indicator_ids if kinds_of(shelf, [shelf.figures(one)])]
    catalogue, text = shelf.context.release.catalogue, shelf.context.text
    return usable, [text.pick(catalogue.indicators[one], "name") for one in indicator_ids if one not in usable]


def _tasks(shelf: Shelf, indicator_ids: Sequence[str], look: str, site: str, parts: list[_Part]) -> Iterator[Task]:
    """Describe the charts one after the other, while earlier ones are drawn; `parts` keeps them."""
    for place, indicator_id in enumerate(indicator_ids, start=1):
        parts.append(_part(shelf, Asked((indicator_id,)), f"{place:02d}_{indicator_id}", look, site))
        yield parts[-1].orders


def _part(shelf: Shelf, asked: Asked, folder: str, look: str, site: str) -> _Part:
    context = shelf.context
    chart = chart_of(shelf, asked)
    orders = []
    for code in PICTURES:
        order = order_of(context, asked, Style(code, look), site=site, chart=chart)
        _check(order, context.text)
        kinds = ["png", *(["svg"] if code == DRAWING else []), *(["pdf"] if code == PAGE else [])]
        orders.append((order, (*kinds, "csv") if code == DRAWING else tuple(kinds)))
    cited = citation_of(context, asked, chart, orders[0][0].frozen, accessed=None)
    words = cited.full_ja if context.text.lang == "ja" else cited.full_en
    return _Part(asked, chart, folder, tuple(orders), words, cited.bibtex)


def _check(order: Order, text: Text) -> None:
    """Let no chart into the kit that fails a check.

    Raises:
        KpiError: It fails one.
    """
    for check in checked(order.chart, drawn(order), size_of(order.size), text):
        if not check.passed:
            name = text(f"press.check_name.{check.code}")
            raise KpiError(text("press.check_failed", title=order.chart.title, name=name, seen=check.seen))


def _words(context: Context, parts: Sequence[_Part], without: Sequence[str]) -> dict[str, str]:
    """Return the texts of the kit by name of file."""
    line = "\n"
    captions = [_caption(context, part) for part in parts]
    alts = [f"## {part.chart.title}\n\n[ja] {part.chart.alt_ja}\n[en] {part.chart.alt_en}\n" for part in parts]
    cited = [f"## {part.chart.title}\n\n{part.citation}\n" for part in parts]
    return {
        "captions.txt": line.join(captions),
        "alt-texts.txt": line.join(alts),
        "citations.txt": line.join(cited),
        "citations.bib": line.join(dict.fromkeys(part.bibtex for part in parts)) + line,
        "README.txt": _readme(context, parts, without),
    }


def _caption(context: Context, part: _Part) -> str:
    chart = part.chart
    verdict = f"\n{context.text('press.verdict')}: {chart.verdict}\n" if chart.verdict else ""
    notes = "".join(f"- {note}\n" for note in (*chart.foot.required, chart.note) if note)
    head = f"{chart.foot.words['note']}\n{notes}" if notes else ""
    return f"## {chart.title}\n{chart.subtitle}\n\n{chart.caption}\n{verdict}\n{head}{_links(context, part)}"


def _links(context: Context, part: _Part) -> str:
    order = part.orders[0][0]
    if not order.frozen:
        return ""
    text = context.text
    return f"\n{text('press.frozen')}: {order.frozen}\n{text('press.live')}: {order.live}\n"


def _readme(context: Context, parts: Sequence[_Part], without: Sequence[str]) -> str:
    text, release = context.text, context.release
    credits = dict.fromkeys(credit for part in parts for credit in part.chart.foot.credits)
    known = context.clock.isoformat()
    lines = [
        text("press.kit.title"),
        text("press.kit.release", release=release.release_id, updated=parts[0].chart.foot.updated, day=known),
        "",
        text("press.kit.files"),
        "",
        text("press.kit.charts", count=len(parts)),
        *(f"{part.folder}\u3000{part.chart.title}" for part in parts),
    ]
    if without:
        lines += ["", text("press.kit.without"), *without]
    lines += ["", text("press.kit.terms"), *(f"- {credit}" for credit in credits), "", text("press.kit.verify")]
    return "\n".join(lines) + "\n"


def _zipped(context: Context, written: dict[str, bytes]) -> bytes:
    """Zip files with the day of the release as their time, and a list by which each can be verified."""
    sums = "".join(f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in sorted(written.items()))
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as kit:
        for name, data in sorted({**written, "SHA256SUMS": sums.encode()}.items()):
            entry = zipfile.ZipInfo(name, context.release.published_at.timetuple()[:6])
            packed = name.endswith((".png", ".pdf"))
            entry.compress_type = zipfile.ZIP_STORED if packed else zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            kit.writestr(entry, data)
    return buffer.getvalue()
