"""Citing a slice: the credit that the terms of its publications ask for, the release, the filters, the day of access.

公共データ利用規約（第1.0版） asks whoever edits content to say so with the source: 「…を加工して作成」. Each
publication declares that line itself; it stays Japanese in an English citation.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from warehouse import queries
from warehouse.eras import date_label
from warehouse.release import Release
from warehouse.slice_words import filters, selection
from warehouse.slices import Slice

PRODUCT_JA = "地域力KPIモニター"
PRODUCT_EN = "Chiikiryoku KPI Monitor"
_SPECIAL = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{letter: "\\" + letter for letter in "&%$#_"},
}


@dataclass(frozen=True)
class Citation:
    """The forms of a citation. `csl` is CSL-JSON: the slice first, then the publications that it rests on."""

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
    rows = release.publications().select("publication_id", "credit", "title").iter_rows()
    return list(dict.fromkeys(credit or title for one, credit, title in rows if one in publication_ids))


def cite(
    release: Release,
    chosen: Slice,
    publication_ids: Sequence[str],
    *,
    accessed: dt.date | None = None,
    address: str | None = None,
) -> Citation:
    """Cite a slice.

    Args:
        release: Where it comes from.
        chosen: The slice.
        publication_ids: The publications that it rests on (`publications_of`).
        accessed: The day of access; a file that is the same on every day leaves it to its reader.
        address: Where the slice can be seen again.
    """
    credits = credit_lines(release, publication_ids)
    version = release.release_id
    subject = {lang: filters(release, chosen, lang)["indicators"] for lang in ("ja", "en")}
    known = chosen.as_known_on
    day = {lang: "" if known is None else date_label(known, lang) for lang in ("ja", "en")}
    full_ja = [
        "出典：" + "／".join(credits) if credits else "",
        f"{PRODUCT_JA}「{subject['ja']}」リリース {version}"
        + (f"（{day['ja']}時点で判明していた値）" if known else ""),
        f"取り出した内容は、{selection(release, chosen, 'ja')}",
        address or "",
        f"参照日 {date_label(accessed, 'ja')}" if accessed else "",
    ]
    full_en = [
        f"{PRODUCT_EN}, “{subject['en']}”, release {version}" + (f" (as known on {day['en']})" if known else ""),
        f"Filters: {selection(release, chosen, 'en')}",
        address or "",
        f"Accessed {date_label(accessed, 'en')}" if accessed else "",
        "Compiled from: " + "; ".join(credits) if credits else "",
    ]
    key = _key(version, chosen)
    return Citation(
        short_ja=f"出典：{'／'.join(credits) or PRODUCT_JA}（{PRODUCT_JA} リリース {version}）",
        short_en=f"Source: {'; '.join(credits) or PRODUCT_EN} ({PRODUCT_EN}, release {version})",
        full_ja="。".join(filter(None, full_ja)) + "。",
        full_en=". ".join(filter(None, full_en)) + ".",
        bibtex=_bibtex(release, chosen, publication_ids, key, accessed, address),
        csl=_csl(release, chosen, publication_ids, key, accessed, address),
    )


def _key(version: str, chosen: Slice) -> str:
    told = hashlib.sha256(repr(chosen.parameters()).encode()).hexdigest()[:8]
    return f"kpi_{version}_{told}"


def _publications(release: Release, publication_ids: Sequence[str]) -> list[dict[str, Any]]:
    rows = release.publications().iter_rows(named=True)
    return [row for row in rows if row["publication_id"] in publication_ids]


def _bibtex(
    release: Release,
    chosen: Slice,
    publication_ids: Sequence[str],
    key: str,
    accessed: dt.date | None,
    address: str | None,
) -> str:
    credits = "／".join(credit_lines(release, publication_ids))
    own = {
        "author": f"{{{_tex(PRODUCT_JA)}}}",
        "title": _tex(f"{PRODUCT_JA}: {filters(release, chosen, 'ja')['indicators']}"),
        "year": str(release.published_at.year),
        "version": _tex(release.release_id),
        "url": address,
        "urldate": accessed.isoformat() if accessed else None,
        "note": _tex(f"{credits}。{selection(release, chosen, 'ja')}" if credits else selection(release, chosen, "ja")),
    }
    entries = [_entry(key, own)]
    for row in _publications(release, publication_ids):
        published = row["published_text"]
        about = {
            "author": f"{{{_tex(row['publisher'] or '')}}}",
            "title": _tex(row["title"]),
            "year": published[:4] if published else None,
            "month": str(int(published[5:7])) if published else None,
            "url": row["url"],
            "note": _tex(row["credit"] or ""),
        }
        entries.append(_entry(re.sub(r"[^A-Za-z0-9_.:-]", "-", row["publication_id"]), about))
    return "\n\n".join(entries) + "\n"


def _entry(key: str, fields: dict[str, str | None]) -> str:
    # An address stands as it is: the fields of addresses are not typeset.
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@misc{{{key},", *lines, "}"])


def _tex(text: str) -> str:
    """Escape what TeX would take for a command."""
    return "".join(_SPECIAL.get(letter, letter) for letter in text)


def _csl(
    release: Release,
    chosen: Slice,
    publication_ids: Sequence[str],
    key: str,
    accessed: dt.date | None,
    address: str | None,
) -> list[dict[str, Any]]:
    credits = "／".join(credit_lines(release, publication_ids))
    own = {
        "id": key,
        "type": "dataset",
        "title": f"{PRODUCT_JA}: {filters(release, chosen, 'ja')['indicators']}",
        "author": [{"literal": PRODUCT_JA}],
        "publisher": PRODUCT_JA,
        "version": release.release_id,
        "issued": _date(release.published_at.date().isoformat()),
        "accessed": _date(accessed.isoformat()) if accessed else None,
        "URL": address,
        "note": "。".join(filter(None, (credits, selection(release, chosen, "ja")))),
        "language": "ja",
    }
    items = [own]
    for row in _publications(release, publication_ids):
        items.append(
            {
                "id": row["publication_id"],
                "type": "report",
                "title": row["title"],
                "author": [{"literal": row["publisher"]}] if row["publisher"] else None,
                "issued": _date(row["published_text"]) if row["published_text"] else None,
                "URL": row["url"],
                "note": row["credit"],
                "language": "ja",
            }
        )
    return [{name: value for name, value in item.items() if value} for item in items]


def _date(text: str) -> dict[str, list[list[int]]]:
    """A day, or a month where no day is known, in the form of CSL-JSON."""
    return {"date-parts": [[int(part) for part in text.split("-")]]}
