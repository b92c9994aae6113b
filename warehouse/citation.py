"""Citing a slice: the credit that the terms of its publications ask for, the release, the filters, the day of access.

公共データ利用規約（第1.0版） asks whoever edits content to say so with the source: 「…を加工して作成」. Each
publication declares that line itself; it stays Japanese in an English citation.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from warehouse import queries
from warehouse.eras import date_label
from warehouse.release import Release
from warehouse.slice_words import filters, selection
from warehouse.slices import Slice

PRODUCT_JA = "地域力KPIモニター"
PRODUCT_EN = "Chiikiryoku KPI Monitor"
# Credit lines that the short form has room for; the full form has all of them.
SHORT_CREDITS = 3
# BibTeX counts braces before TeX sees the backslash in front of them, so a brace needs a name as well.
_SPECIAL = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{letter: "\\" + letter for letter in "&%$#_"},
}


@dataclass(frozen=True)
class Citation:
    """The forms of a citation.

    Attributes:
        short_ja: One line for under a figure, as is `short_en`: credit lines (the first few of many) and release.
        short_en: The same in English.
        full_ja: All credit lines, release, filters in words, terms of use, address and day of access.
        full_en: The same in English; credit lines and names of licences stay Japanese.
        bibtex: An entry for the slice, then one for each publication.
        csl: The same as items of CSL-JSON. An unknown day is left out: styles have a term of their own for it.
    """

    short_ja: str
    short_en: str
    full_ja: str
    full_en: str
    bibtex: str
    csl: list[dict[str, Any]]


def publications_of(release: Release, chosen: Slice) -> list[str]:
    """Return the ids of the publications that a slice rests on, the undated first, then from the oldest."""
    found = queries.publication_ids(release.connection, chosen)
    return [one for one in release.publications()["publication_id"] if one in found]


def credit_lines(release: Release, publication_ids: Sequence[str]) -> list[str]:
    """Return the credit lines of publications, each once, in the order of their day; the title where there is none."""
    return _credits(_works(release, publication_ids))


def cite(
    release: Release,
    chosen: Slice,
    publication_ids: Sequence[str],
    *,
    accessed: dt.date | None = None,
    address: str | None = None,
) -> Citation:
    """Cite a slice. The same slice of the same release, accessed on the same day, is cited in the same words.

    Args:
        release: Where it comes from.
        chosen: The slice.
        publication_ids: The publications that it rests on (`publications_of`).
        accessed: The day of access; a file that is the same on every day leaves it to its reader.
        address: Where the slice can be seen again.
    """
    works = _works(release, publication_ids)
    # What the forms for reference managers say of the slice, by the names of BibTeX.
    own: dict[str, str | None] = {
        "author": PRODUCT_JA,
        "title": f"{PRODUCT_JA}: {_line(filters(release, chosen)['indicators'])}",
        "year": str(release.published_at.year),
        "version": release.release_id,
        "url": address,
        "urldate": accessed.isoformat() if accessed else None,
        "note": "。".join(filter(None, ["／".join(_credits(works)), _line(selection(release, chosen))])),
    }
    key = _key(release.release_id, chosen)
    return Citation(
        short_ja=_short_ja(release, works),
        short_en=_short_en(release, works),
        full_ja=_full_ja(release, chosen, works, accessed, address),
        full_en=_full_en(release, chosen, works, accessed, address),
        bibtex="\n\n".join([_entry(key, own), *(_entry(work["publication_id"], _cited(work)) for work in works)])
        + "\n",
        csl=[_own_item(key, own, release), *map(_item, works)],
    )


def _key(version: str, chosen: Slice) -> str:
    """The same for the same filters, in whatever order they were named; a filter that leaves nothing is one as well."""
    empty = [name for name, value in vars(chosen).items() if value == ()]
    told = hashlib.sha256(repr([*sorted(set(chosen.parameters())), *empty]).encode()).hexdigest()[:8]
    return f"kpi_{version}_{told}"


def _works(release: Release, publication_ids: Sequence[str]) -> list[dict[str, Any]]:
    """Publications in the order of their day, each text on one line."""
    return [
        {name: _line(value) if isinstance(value, str) else value for name, value in row.items()}
        for row in release.publications().iter_rows(named=True)
        if row["publication_id"] in publication_ids
    ]


def _line(text: str) -> str:
    return re.sub(r"\s*[\r\n]+\s*", " ", text).strip()


def _credits(works: Sequence[Mapping[str, Any]], undated: str = "") -> list[str]:
    """Credit lines, each once; one that stands for undated publications alone says so."""
    dated = {work["credit"] or work["title"]: False for work in works}
    for work in works:
        dated[work["credit"] or work["title"]] |= work["published_text"] is not None
    return [credit if is_dated else credit + undated for credit, is_dated in dated.items()]


def _licences(works: Sequence[Mapping[str, Any]]) -> list[str]:
    return list(dict.fromkeys(work["licence"] for work in works if work["licence"]))


def _few(works: Sequence[Mapping[str, Any]]) -> tuple[list[str], int]:
    """The credit lines for the short forms, those of the publishers themselves first, and how many more there are."""
    credits = _credits(sorted(works, key=lambda work: bool(work["second_hand"])))
    return credits[:SHORT_CREDITS], max(0, len(credits) - SHORT_CREDITS)


def _short_ja(release: Release, works: Sequence[Mapping[str, Any]]) -> str:
    credits, more = _few(works)
    told = "／".join(credits) + (f"、ほか{more}件" if more else "")
    return f"出典：{told or PRODUCT_JA}（{PRODUCT_JA} リリース {release.release_id}）"


def _short_en(release: Release, works: Sequence[Mapping[str, Any]]) -> str:
    credits, more = _few(works)
    told = "; ".join(credits) + (f" and {more} more" if more else "")
    return f"Source: {told or PRODUCT_EN} ({PRODUCT_EN}, release {release.release_id})"


def _full_ja(
    release: Release,
    chosen: Slice,
    works: Sequence[Mapping[str, Any]],
    accessed: dt.date | None,
    address: str | None,
) -> str:
    credits, licences = _credits(works, "（日付不詳）"), _licences(works)
    known = f"（{date_label(chosen.as_known_on)}時点で判明していた値）" if chosen.as_known_on else ""
    parts = [
        "出典：" + "／".join(credits) if credits else "",
        f"{PRODUCT_JA}「{_line(filters(release, chosen)['indicators'])}」リリース {release.release_id}{known}",
        f"取り出した内容は、{_line(selection(release, chosen))}",
        "出典の利用条件：" + "／".join(licences) if licences else "",
        f"入手先 <{address}>" if address else "",
        f"参照日 {date_label(accessed)}" if accessed else "",
    ]
    return "。".join(filter(None, parts)) + "。"


def _full_en(
    release: Release,
    chosen: Slice,
    works: Sequence[Mapping[str, Any]],
    accessed: dt.date | None,
    address: str | None,
) -> str:
    credits, licences = _credits(works, " (n.d.)"), _licences(works)
    known = f" (as known on {date_label(chosen.as_known_on, 'en')})" if chosen.as_known_on else ""
    parts = [
        f"{PRODUCT_EN}, “{_line(filters(release, chosen, 'en')['indicators'])}”, release {release.release_id}{known}",
        f"Filters: {_line(selection(release, chosen, 'en'))}",
        "Compiled from these sources, credited in Japanese as their terms ask: " + "; ".join(credits)
        if credits
        else "",
        "Terms of use of the sources: " + "; ".join(licences) if licences else "",
        f"Available at <{address}>" if address else "",
        f"Accessed {date_label(accessed, 'en')}" if accessed else "",
    ]
    return ". ".join(filter(None, parts)) + "."


def _cited(work: Mapping[str, Any]) -> dict[str, str | None]:
    """A publication by the names of BibTeX."""
    published = work["published_text"]
    return {
        "author": work["publisher"],
        "title": work["title"],
        "year": published[:4] if published else "n.d.",
        "month": str(int(published[5:7])) if published else None,
        "url": work["url"],
        "note": _note(work),
    }


def _note(work: Mapping[str, Any]) -> str | None:
    # The address of a figure read second hand is that of what reports the publication.
    read = f"読んだもの：{work['transcribed_from']}" if work["second_hand"] and work["transcribed_from"] else ""
    return "。".join(filter(None, [work["credit"], read])) or None


def _entry(key: str, fields: Mapping[str, str | None]) -> str:
    lines = [f"  {name} = {{{_field(name, value)}}}," for name, value in fields.items() if value]
    return "\n".join([f"@misc{{{key},", *lines, "}"])


def _field(name: str, value: str) -> str:
    if name == "url":
        # Addresses are not typeset, so nothing is escaped; braces alone would end the field.
        return re.sub(r"[{}\\\s]", lambda found: f"%{ord(found[0]):02X}", value)
    # The braces keep styles from taking a name apart and from changing the case of a title.
    return f"{{{_tex(value)}}}" if name in {"author", "title"} else _tex(value)


def _tex(text: str) -> str:
    """Escape what TeX would take for a command."""
    return "".join(_SPECIAL.get(letter, letter) for letter in text)


def _own_item(key: str, own: Mapping[str, str | None], release: Release) -> dict[str, Any]:
    item = {
        "id": key,
        "type": "dataset",
        "title": own["title"],
        "author": [{"literal": own["author"]}],
        "publisher": own["author"],
        "version": own["version"],
        "issued": _date(release.published_at.date().isoformat()),
        "accessed": _date(own["urldate"]),
        "URL": own["url"],
        "note": own["note"],
        "language": "ja",
    }
    return {name: value for name, value in item.items() if value}


def _item(work: Mapping[str, Any]) -> dict[str, Any]:
    is_page = bool(work["url"]) and not work["url"].lower().endswith(".pdf")
    publisher = work["publisher"]
    item = {
        "id": work["publication_id"],
        "type": "webpage" if is_page else "report",
        "title": work["title"],
        "author": [{"literal": publisher}] if publisher else None,
        "publisher": publisher,
        "issued": _date(work["published_text"]),
        "URL": work["url"],
        "note": _note(work),
        "language": "ja",
    }
    return {name: value for name, value in item.items() if value}


def _date(text: str | None) -> dict[str, list[list[int]]] | None:
    """A day, or a month where no day is known, in the form of CSL-JSON."""
    return {"date-parts": [[int(part) for part in text.split("-")]]} if text else None
