"""From a wish and a release to an order: the chart, what cites it, and the addresses under which it stands."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from dashboard.context import Context
from dashboard.figure.model import Chart
from dashboard.press.asked import Asked
from dashboard.press.described import chart_of
from dashboard.press.leaving import Order
from dashboard.press.shelf import Shelf
from warehouse.citation import Citation, cite, publications_of
from warehouse.slice_words import selection
from warehouse.slices import Slice

SIZE, LOOKS = "16x9", ("light", "mono")


@dataclass(frozen=True)
class Style:
    """How a chart is to look: the code of its size, and one of `LOOKS`."""

    size: str = SIZE
    look: str = LOOKS[0]


def slice_of(context: Context, asked: Asked) -> Slice:
    """Return the slice of the release that a chart draws from."""
    return Slice(
        indicators=tuple(asked.indicator_ids),
        first_year=asked.first_year,
        last_year=asked.last_year,
        as_known_on=context.known_on,
        current=True,
    )


def order_of(context: Context, asked: Asked, style: Style, *, site: str = "", chart: Chart | None = None) -> Order:
    """Return the order for a chart. `site` is the address below which the pages stand; without it files name none.

    Raises:
        NotFound: There is no such indicator.
        InputError: It has no figures in these years, or cannot be shown as this kind.
    """
    chart = chart or chart_of(Shelf(context), asked)
    frozen, live = (f"{site}/press?{urlencode(address(context, asked, style, chart, frozen=fixed))}" if site else ""
                    for fixed in (True, False))  # fmt: skip
    return Order(
        chart=chart,
        size=style.size,
        mono=style.look == "mono",
        created=context.release.published_at,
        author=context.text("product.name"),
        selection=selection(context.release, slice_of(context, asked)),
        frozen=frozen,
        live=live,
    )


def address(context: Context, asked: Asked, style: Style, chart: Chart, *, frozen: bool) -> Mapping[str, str]:
    """Return the parameters of the page for a chart.

    A frozen one names the release, the day of knowledge and the day by which targets are judged, so that it shows the
    same for ever; a live one follows the newest release.
    """
    given = {
        "ind": asked.indicator_ids[0],
        "with": ",".join(asked.indicator_ids[1:]),
        "kind": chart.kind,
        "from": str(asked.first_year or ""),
        "to": str(asked.last_year or ""),
        "size": style.size,
        "look": style.look,
        "scale": asked.scale,
        "title": asked.title,
        "subtitle": asked.subtitle,
        "in": context.text.lang,
        "lang": context.text.lang,
    }
    if frozen:
        known = context.known_on.isoformat() if context.known_on else ""
        given |= {"release": context.release.release_id, "known": known, "judged": context.clock.isoformat()}
    kept = {name: value for name, value in given.items() if value}
    # A note may be left empty; that is another chart than one with the usual note.
    return kept if asked.note is None else kept | {"note": asked.note}


def citation_of(context: Context, asked: Asked, chart: Chart, address_: str, *, accessed: dt.date | None) -> Citation:
    """Cite a chart: its publications, its release, what was chosen."""
    chosen = slice_of(context, Asked(chart.indicator_ids, None, asked.first_year, asked.last_year))
    named = chart.foot.publication_ids
    ordered = [one for one in publications_of(context.release, chosen) if one in named]
    # A target's publication states no figure of the slice.
    ordered += [one for one in reversed(named) if one not in ordered]
    return cite(context.release, chosen, ordered, accessed=accessed, address=address_ or None)
