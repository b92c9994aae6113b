"""What a reader must know before the figures: an older release, an earlier day, or a newest load that was refused."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from dashboard.components import notice
from dashboard.context import Context
from dashboard.formats import calendar_day
from dashboard.markup import Element, el
from dashboard.state import query
from dashboard.text import Text
from warehouse import releases
from warehouse.errors import ReleaseError

# Parameters of the address that lead away from the newest figures.
_AWAY = ("release", "known")


def banner(context: Context, here: str, parameters: Mapping[str, str]) -> Element | None:
    """Say what is special about what is shown; None where the newest figures of a good load are.

    Args:
        context: The run.
        here: Path of the page.
        parameters: Those of the address.
    """
    text, release = context.text, context.release
    lines = []
    published = calendar_day(release.published_at.date(), text.lang)
    if not context.is_current:
        lines.append(el("p", text("banner.old_release", release=release.release_id, day=published)))
    if context.known_on is not None:
        lines.append(el("p", text("banner.known_on", day=calendar_day(context.known_on, text.lang))))
    if lines:
        lines.append(el("p", way_to_newest(text, here, parameters)))
    refused = releases.newest_refusal(release.home)
    if refused is not None and (day := _refused_on(refused)) is not None:
        link = el("a", text("banner.why_refused"), href="quality?" + query(**context.link_parameters))
        said = text("banner.refused", day=calendar_day(day, text.lang), shown=published)
        lines.append(el("p", said, link))
    return notice(*lines) if lines else None


@lru_cache(maxsize=8)
def _refused_on(folder: Path) -> dt.date | None:
    """The day of a refused load; None where its report cannot be read. A kept refusal never changes."""
    try:
        return dt.datetime.fromisoformat(releases.read_json(folder / "gate.json")["checked_at"]).date()
    except (ReleaseError, KeyError, ValueError):
        return None


def way_to_newest(text: Text, here: str, parameters: Mapping[str, str]) -> Element:
    """A link to the same page with the newest figures."""
    kept = {name: value for name, value in parameters.items() if name not in _AWAY}
    return el("a", text("product.to_newest"), href=f"./{here}?{query(**kept)}")
