"""What stands beneath every chart: whose figures they are, when they hold, when they were published here, and notes."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from dashboard.components import source_names
from dashboard.context import Context
from dashboard.figure.model import Foot
from dashboard.formats import calendar_day
from dashboard.text import Text

_PARTS = ("source", "as_of", "updated", "release", "note", "colon")


def foot_of(
    context: Context, publication_ids: Sequence[str], as_of: str, required: Sequence[str], marks: Sequence[str] = ()
) -> Foot:
    """Return what stands beneath a chart.

    Args:
        context: The release and the language.
        publication_ids: Of the figures that are drawn, in any order.
        as_of: When they hold, in words, without a label.
        required: Notes that cannot be edited, in their order.
        marks: Notes that mark provisional and approximate figures, which stand before them.
    """
    text = context.text
    works = _newest_first(context, publication_ids)
    return Foot(
        credits=tuple(source_names(context, [str(work["publication_id"]) for work in works])),
        credit_short=_short(works, text),
        as_of=as_of,
        updated=calendar_day(context.release.published_at.date(), text.lang),
        release_id=context.release.release_id,
        required=tuple(dict.fromkeys(note for note in (*marks, *required) if note)),
        marks=tuple(dict.fromkeys(marks)),
        publication_ids=tuple(str(work["publication_id"]) for work in works),
        words={name: text(f"meta.{name}") for name in _PARTS}
        | {"more": text("press.foot.more"), "credit_join": text("press.credit_join")},
    )


def _newest_first(context: Context, publication_ids: Sequence[str]) -> list[Mapping[str, Any]]:
    """The publications, each once; those without a day come last."""
    wanted = set(publication_ids)
    rows = context.release.publications().iter_rows(named=True)
    works = [row for row in rows if row["publication_id"] in wanted]
    return sorted(works, key=lambda work: work["published_on"] or dt.date.min, reverse=True)


def _short(works: Sequence[Mapping[str, Any]], text: Text) -> str:
    """Say whose works they are and how many; the publisher of the newest comes first, articles come last."""
    counted = Counter((_is_article(work, text), str(work["publisher"])) for work in works)
    if not counted:
        return ""
    kinds = {True: "articles", False: "documents"}
    said = [
        text(f"press.foot.{kinds[is_article]}", publisher=publisher, count=count)
        for (is_article, publisher), count in sorted(counted.items(), key=lambda item: item[0][0])
    ]
    only_articles = all(is_article for is_article, _ in counted)
    key = "press.foot.drawn_from" if only_articles else "press.foot.processed"
    return text(key, works=text("press.foot.join").join(said))


def _is_article(work: Mapping[str, Any], text: Text) -> bool:
    """Whether it tells of what another one has published; a copy of a ministry's own document does not."""
    return bool(work["second_hand"]) and text("press.foot.reported") in (work["credit"] or "")
