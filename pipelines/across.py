"""Tables whose columns are areas: turned so that each area is a row, its name resolved by the order of the codes."""

from __future__ import annotations

from bisect import bisect_left

import polars as pl

from pipelines.publications import AreasAcross
from warehouse.area_names import candidates
from warehouse.areas import Area
from warehouse.errors import InputError

# Between the labels of an item, as in 「自治体業務のDX／AIの導入状況」.
JOIN = "／"


def turned(header: list[str], rows: list[list[str]], across: AreasAcross, place: str) -> pl.DataFrame:
    """Turn a table of areas across into one row per area.

    Returns:
        Text columns: `across.area` with the full name of the area, or the printed name where the order does not
        decide it; one for each item under its joined labels; and `__line__`, here the number of the file's column.

    Raises:
        InputError: A line has another number of cells than the header, or two items have one name.
    """
    names = [cell.strip() for cell in header]
    for line, row in enumerate(rows, start=2):
        if len(row) != len(names):
            raise InputError(
                f"列の数が {len(row)} で、見出しの {len(names)} と違います。途中で切れているおそれがあります。",
                file=place,
                line=line,
            )
    labels = across.labels
    items = [JOIN.join(filter(None, (cell.strip() for cell in row[:labels]))) for row in rows]
    if twice := next((item for item in items if items.count(item) > 1), None):
        raise InputError(f"項目「{twice}」が2行あります。", file=place)
    # A last separator at the end of each line makes a column without a name and without content.
    kept = [n for n in range(labels, len(names)) if names[n] or any(row[n].strip() for row in rows)]
    found = in_code_order([names[n] for n in kept], across.level)
    columns: dict[str, list[str]] = {
        across.area: [
            area.full_name if area is not None else _undecided(names[n]) for n, area in zip(kept, found, strict=True)
        ]
    }
    for item, row in zip(items, rows, strict=True):
        columns[item] = [row[n].strip() for n in kept]
    frame = pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String))
    return frame.with_columns(pl.Series("__line__", [n + 1 for n in kept], dtype=pl.Int32))


def _undecided(name: str) -> str:
    """A name that several areas bear stays as it is: reading it lists them. Another one stands out of order."""
    return name if len(candidates(name, None)) != 1 else f"{name}（コードの順に並んでいません）"


def in_code_order(names: list[str], level: str) -> list[Area | None]:
    """Resolve names without prefecture that stand in the order of the codes; None where that decides nothing.

    A name that several areas bear is the one whose code lies between those of the nearest names that one area alone
    bears. A name out of order is not decided either: the table is not what it was taken for.
    """
    within = [[area for area in candidates(name, None) if area.level == level] for name in names]
    alone = [(n, found[0].area_code) for n, found in enumerate(within) if len(found) == 1]
    in_order = _longest_rising([code for _, code in alone])
    anchors = {alone[k][0]: alone[k][1] for k in in_order}
    resolved: list[Area | None] = []
    below, above = "00000", _anchors_after(anchors, len(names))
    for found, limit in zip(within, above, strict=True):
        fitting = [area for area in found if below < area.area_code < limit]
        resolved.append(fitting[0] if len(fitting) == 1 else None)
        below = fitting[0].area_code if len(fitting) == 1 else below
    return resolved


def _anchors_after(anchors: dict[int, str], length: int) -> list[str]:
    """Return for each place the code of the nearest anchor after it, beyond which its own code does not lie."""
    found, after = [""] * length, "99999"
    for n in range(length - 1, -1, -1):
        found[n] = after
        after = anchors.get(n, after)
    return found


def _longest_rising(codes: list[str]) -> list[int]:
    """Return the places of a longest rising run of codes: what is left out stands out of order."""
    tails: list[str] = []
    last: list[int] = []
    before: list[int] = []
    for n, code in enumerate(codes):
        length = bisect_left(tails, code)
        before.append(last[length - 1] if length else -1)
        if length == len(tails):
            tails.append(code)
            last.append(n)
        else:
            tails[length], last[length] = code, n
    run: list[int] = []
    place = last[-1] if last else -1
    while place >= 0:
        run.append(place)
        place = before[place]
    return run[::-1]
