"""Every chart of the catalogue in every size, written into a folder with a list of what there is."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from dashboard.context import Context
from dashboard.figure.model import Kind
from dashboard.figure.sizes import SIZES, size_of
from dashboard.files import csv_bytes
from dashboard.press.asked import Asked
from dashboard.press.checks import checked
from dashboard.press.described import chart_of, kinds_of
from dashboard.press.leaving import Order, drawn, made
from dashboard.press.order import Style, order_of
from dashboard.press.pool import Task, every
from dashboard.press.shelf import Shelf
from dashboard.text import Text
from warehouse.errors import InputError, KpiError

LIST = "charts.csv"
# Forms that are the same in every size.
_ONCE = frozenset({"csv"})


@dataclass
class Batch:
    """What was made: the number of files, and in words what was refused and why."""

    files: int = 0
    refused: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class _File:
    """A file that was made, or why it was not."""

    order: Order
    form: str
    data: bytes | None
    why: str = ""


def every_chart(
    context: Context,
    folder: Path,
    *,
    forms: Sequence[str],
    sizes: Sequence[str] | None = None,
    kinds: Sequence[str] | None = None,
    indicator_ids: Sequence[str] | None = None,
    look: str = "light",
    jobs: int | None = None,
    told: Callable[[int, int], None] = lambda done, of: None,
) -> Batch:
    """Draw each indicator as every kind that it can be shown as, in every size; None is all of them.

    A chart that fails a check is not written; the others are.

    Raises:
        NotFound: There is no such indicator.
        InputError: There is no such size, or the folder cannot be written to.
    """
    shelf = Shelf(context)
    codes = list(sizes or SIZES)
    for code in codes:
        size_of(code)
    wanted = list(indicator_ids or context.release.catalogue.indicators)
    shelf.fetch(wanted)
    pairs = _pairs(shelf, wanted, kinds)
    batch, listed = Batch(), []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        tasks = _tasks(shelf, pairs, codes, forms, look, batch)
        for place, files in enumerate(
            every(tasks, len(pairs) * len(codes) * len(forms), work=_files, jobs=jobs), start=1
        ):
            listed += [_kept(file, folder, batch) for file in files if file.data is not None]
            batch.refused += [f"{file.order.name(file.form)}: {file.why}" for file in files if file.data is None]
            told(place, len(pairs))
        origin = {"release_id": context.release.release_id}
        (folder / LIST).write_bytes(csv_bytes(listed, origin))
    except OSError as error:
        raise InputError(context.text("press.unwritable", folder=folder, why=error.strerror)) from error
    return batch


def _pairs(shelf: Shelf, wanted: Sequence[str], kinds: Sequence[str] | None) -> list[tuple[str, Kind]]:
    """Return each indicator with its kinds; the small charts of a programme, the same for all of it, come once."""
    found: list[tuple[str, Kind]] = []
    done = set()
    for one in dict.fromkeys(wanted):
        figures = shelf.figures(one)
        for kind in kinds_of(shelf, [figures]):
            shared = (kind, figures.indicator.programme) if kind == "multiples" else (kind, one)
            if (kinds is None or kind in kinds) and shared not in done:
                done.add(shared)
                found.append((one, kind))
    return found


def _tasks(
    shelf: Shelf, pairs: Sequence[tuple[str, Kind]], codes: Sequence[str], forms: Sequence[str], look: str, batch: Batch
) -> Iterator[Task]:
    for indicator_id, kind in pairs:
        asked = Asked((indicator_id,), kind)
        try:
            chart = chart_of(shelf, asked)
        except KpiError as error:
            batch.refused.append(f"{indicator_id} {kind}: {error}")
            continue
        every_size = tuple(form for form in forms if form not in _ONCE)
        yield tuple(
            (order_of(shelf.context, asked, Style(code, look), chart=chart), tuple(forms) if not place else every_size)
            for place, code in enumerate(codes)
        )


def _files(task: Task) -> list[_File]:
    """Check and make the files of a chart in its sizes."""
    found = []
    for order, forms in task:
        text = Text(order.chart.lang)
        try:
            scene = drawn(order)
        except InputError as error:
            found += [_File(order, form, None, str(error)) for form in forms]
            continue
        failed = [one for one in checked(order.chart, scene, size_of(order.size), text) if not one.passed]
        why = text("press.join").join(f"{text(f'press.check_name.{one.code}')} {one.seen}" for one in failed)
        found += [_File(order, form, None if failed else made(order, form, scene), why) for form in forms]
    return found


def _kept(file: _File, folder: Path, batch: Batch) -> dict[str, object]:
    """Write a file; returns its line of the list."""
    assert file.data is not None
    name, chart = file.order.name(file.form), file.order.chart
    (folder / name).write_bytes(file.data)
    batch.files += 1
    return {
        "file": name,
        "indicator_id": chart.indicator_ids[0],
        "kind": chart.kind,
        "size": file.order.size,
        "title": chart.title,
        "caption": chart.caption,
        "alt_ja": chart.alt_ja,
        "alt_en": chart.alt_en,
        "sha256": hashlib.sha256(file.data).hexdigest(),
    }
