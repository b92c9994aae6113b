"""Parts that several pages share."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from urllib.parse import urlencode

import polars as pl

from dashboard.context import Context
from dashboard.formats import calendar_day
from dashboard.marks import mark
from dashboard.markup import Child, Element, div, el, span
from dashboard.text import LANGUAGES, Text
from warehouse.sentences import VERDICT_WORDS

_TONES = {"missed": "bad", "late": "bad", "on_path": "good", "achieved": "good"}


def state_word(state: str, text: Text) -> str:
    """A state in words."""
    return VERDICT_WORDS[state][LANGUAGES.index(text.lang)]


def state_mark(state: str, text: Text) -> Element:
    """A state in word, shape and colour."""
    return mark(state, state_word(state, text), _TONES.get(state, "plain"))


def is_bad(state: str) -> bool:
    """Whether a state's figures are set in the colour of warning."""
    return _TONES.get(state) == "bad"


def notice(*children: Child) -> Element:
    """A message that the reader must see."""
    return el("div", mark("caution", "", "plain"), el("div", *children), class_="notice", role="alert")


def page_header(title: str, subtitle: str, meta: Sequence[tuple[str, str]]) -> Element:
    """The head of a page: title, subtitle, and facts such as 時点, 更新日 and リリース."""
    facts = el("dl", *(div("pair", el("dt", name), el("dd", value)) for name, value in meta), class_="page-meta")
    return el("header", div("page-title", el("h1", title), el("p", subtitle)), facts, class_="page-head")


def release_meta(context: Context) -> list[tuple[str, str]]:
    """更新日 and リリース."""
    text = context.text
    return [
        (text("meta.updated"), calendar_day(context.release.published_at.date(), text.lang)),
        (text("meta.release"), context.release.release_id),
    ]


def page_footer(context: Context, *notes: str, sources: Sequence[str] | None = None) -> Element:
    """The foot of a page: 出典 (of the whole release where none are named), 更新日, リリース, 注記."""
    text = context.text
    credit = context.release.credit if sources is None else "／".join(sources)
    facts = "　".join(f"{name}{text('meta.colon')}{value}" for name, value in release_meta(context))
    lines = [text("meta.source") + text("meta.colon") + credit, facts] if credit else [facts]
    lines += [text("meta.note") + text("meta.colon") + note for note in notes]
    return el("footer", *(el("p", line) for line in lines), class_="page-foot")


def section(title: str, aside: str = "", level: int = 2) -> Element:
    """A heading with a remark at its right."""
    return div("section-head", el(f"h{level}", title), span("aside", aside) if aside else None)


def indicator_href(context: Context, indicator_id: str) -> str:
    """Address of an indicator's page."""
    return "indicator?" + urlencode({"id": indicator_id, **context.link_parameters})


def trail_href(
    context: Context,
    indicator_id: str,
    area_code: str,
    publication_id: str,
    *,
    fiscal_year: int | None,
    as_of: dt.date | None,
    breakdown: str,
) -> str:
    """Address of the page that says where a value comes from."""
    key = {
        "indicator": indicator_id,
        "area": area_code,
        "publication": publication_id,
        "year": fiscal_year,
        "day": as_of,
        "part": breakdown,
    }
    given = {name: str(value) for name, value in key.items() if value not in {None, ""}}
    return "trail?" + urlencode({**given, **context.link_parameters})


def table(
    caption: str, heads: Sequence[tuple[str, str]], rows: Sequence[Sequence[Child]], row_head: int = 0, style: str = ""
) -> Element:
    """A table that scrolls sideways where it is wider than the screen.

    `heads` are words and style classes; `row_head` is the column that names the row; `style` is a class.
    """
    head = el("tr", *(el("th", word, scope="col", class_=style or None) for word, style in heads))
    body = (
        el(
            "tr",
            *(
                el("th", cell, scope="row", class_=style or None)
                if position == row_head
                else el("td", cell, class_=style or None)
                for position, (cell, (_, style)) in enumerate(zip(row, heads, strict=True))
            ),
        )
        for row in rows
    )
    whole = el("table", el("caption", caption, class_="hidden"), el("thead", head), el("tbody", *body))
    return el("div", whole, class_=f"scroll {style}".strip(), tabindex="0", role="region", aria_label=caption)


def source_names(context: Context, publication_ids: Sequence[str]) -> list[str]:
    """Credit lines of publications, each once, in the given order."""
    credits = publication_column(context.release.publications(), "credit")
    titles = publication_column(context.release.publications(), "title")
    return list(dict.fromkeys(credits.get(one) or titles[one] or one for one in publication_ids))


def publication_column(publications: pl.DataFrame, column: str) -> dict[str, str | None]:
    """Map publication ids to one of their fields."""
    return dict(publications.select("publication_id", column).iter_rows())
