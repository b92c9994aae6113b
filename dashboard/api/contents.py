"""What the addresses of the API answer with, made from a release."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Any, Literal
from urllib.parse import urlencode

import polars as pl
from fastapi import Request

from dashboard.api.answers import Content, json_content
from dashboard.api.asked import (
    AskedAreas,
    AskedCitation,
    AskedIndicator,
    AskedObservations,
    AskedStatus,
    AskedTrail,
)
from dashboard.api.problems import Refused
from dashboard.export.formats import BOM, FORMATS, file_name
from dashboard.export.snippets import api_address
from dashboard.text import both
from warehouse import portions, queries
from warehouse.citation import cite, publications_of
from warehouse.codebook import codebook, coverage_frame, entry_row
from warehouse.dataset_ld import dataset
from warehouse.eras import today
from warehouse.errors import NotFound
from warehouse.release import Release
from warehouse.slices import Slice
from warehouse.status import status_row, target_status
from warehouse.trail import ObservationKey, trail

RELEASE = "KPI-Release"
TOTAL = "KPI-Total-Count"
# Formats that can be handed out page by page: how their text is written, and what precedes it.
_PAGED: dict[str, tuple[Literal["csv", "json"], bytes]] = {
    "json": ("json", b""),
    "csv": ("csv", BOM),
    "csv-plain": ("csv", b""),
}


def server_address(request: Request) -> str:
    """Return where the server is, as the reader sees it, without a slash at the end."""
    return str(request.base_url).rstrip("/").removesuffix("/api/v1")


def indicators(release: Release) -> Content:
    """Every indicator in the order of the catalogue."""
    return listed(release, [entry_row(one) for one in codebook(release)])


def indicator(release: Release, indicator_id: str, asked: AskedIndicator, request: Request) -> Content:
    """One indicator with its targets and its coverage.

    Raises:
        Refused: There is no such indicator.
    """
    try:
        release.catalogue.indicator(indicator_id)
    except NotFound as error:
        raise Refused(404, str(error)) from None
    if asked.format == "jsonld":
        described = dataset(release, indicator_id, address=server_address(request))
        return json_content(described, "application/ld+json", **_headers(release))
    entry = codebook(release, [indicator_id])[0]
    targets = [one.model_dump(mode="json") for one in release.catalogue.targets if one.indicator_id == indicator_id]
    rows = coverage_frame([entry]).drop("indicator_id").to_dicts()
    links = _licence_links(release, entry.publication_ids)
    return json_content({**entry_row(entry), "targets": targets, "coverage": rows}, **_headers(release, links))


def observations(release: Release, asked: AskedObservations, request: Request) -> Content:
    """A slice in the format that is asked for.

    Raises:
        Refused: A page of a format that has none.
        NotFound: The release does not know what a filter names.
    """
    chosen = asked.slice()
    release.check(chosen)
    kind = asked.format
    links = _licence_links(release, publications_of(release, chosen))
    described = urlencode([("release", release.release_id)])
    links.append(f'<{request.scope["root_path"]}/indicators?{described}>; rel="describedby"')
    headers = {}
    if asked.limit is None and not asked.offset:
        parts = FORMATS[kind].parts(release, chosen)
    elif kind in _PAGED:
        total = queries.row_count(release.connection, chosen)
        parts = _page(release, chosen, asked)
        headers[TOTAL] = str(total)
        links += _pages(release, asked, request, total)
    else:
        raise Refused(400, both("api.unpaged"), parameter="offset" if asked.limit is None else "limit")
    if kind != "json":
        headers["Content-Disposition"] = f'attachment; filename="{file_name(release, chosen, kind)}"'
    return Content(parts, FORMATS[kind].media_type, {**_headers(release, links), **headers})


def _page(release: Release, chosen: Slice, asked: AskedObservations) -> Iterator[bytes]:
    kind, before = _PAGED[asked.format]
    return chain([before], portions.text(release, chosen, kind, limit=asked.limit, offset=asked.offset))


def _pages(release: Release, asked: AskedObservations, request: Request, total: int) -> list[str]:
    """The address of the page that follows, if one does: of this release, whichever is served by then."""
    if asked.limit is None or asked.offset + asked.limit >= total:
        return []
    given = [pair for pair in request.query_params.multi_items() if pair[0] not in {"offset", "release"}]
    query = urlencode([*given, ("release", release.release_id), ("offset", str(asked.offset + asked.limit))])
    return [f'<{request.url.path}?{query}>; rel="next"']


def citation(release: Release, asked: AskedCitation, request: Request) -> Content:
    """The citations of a slice, accessed today.

    Raises:
        NotFound: The release does not know what a filter names.
    """
    chosen = asked.slice()
    release.check(chosen)
    address = api_address(server_address(request), chosen, release.release_id)
    found = cite(release, chosen, publications_of(release, chosen), accessed=today(), address=address)
    headers = _headers(release)
    if asked.format == "bibtex":
        return Content(iter([found.bibtex.encode()]), "application/x-bibtex; charset=utf-8", headers)
    if asked.format == "csl":
        return json_content(found.csl, "application/vnd.citationstyles.csl+json", **headers)
    if asked.format == "text":
        return Content(iter([f"{found.full_ja}\n{found.full_en}\n".encode()]), "text/plain; charset=utf-8", headers)
    return json_content(vars(found), **headers)


def trail_of(release: Release, asked: AskedTrail) -> Content:
    """Where one value comes from.

    Raises:
        Refused: There is no such value.
    """
    key = ObservationKey(
        asked.indicator, asked.area, asked.publication, asked.fiscal_year, asked.as_of, asked.breakdown or ""
    )
    try:
        found = trail(release, key)
    except NotFound as error:
        raise Refused(404, str(error)) from None
    return json_content(found.as_dict(), **_headers(release, _licence_links(release, [asked.publication])))


def areas(release: Release, asked: AskedAreas) -> Content:
    """Areas of a level, or in some prefectures."""
    frame = release.areas()
    if asked.level is not None:
        frame = frame.filter(pl.col("level") == asked.level)
    if asked.prefecture:
        frame = frame.filter(pl.col("prefecture_code").is_in([code[:2] for code in asked.prefecture]))
    return listed(release, frame.to_dicts())


def publications(release: Release) -> Content:
    """Every publication of the release."""
    return listed(release, release.publications().to_dicts())


def status(release: Release, asked: AskedStatus) -> Content:
    """Every target in force, judged on a day."""
    return listed(release, [status_row(one) for one in target_status(release, as_known_on=asked.as_known_on)])


def listed(release: Release, rows: Sequence[dict[str, Any]]) -> Content:
    """Rows that somebody has put together."""
    return json_content(rows, **_headers(release))


def _headers(release: Release, links: Sequence[str] = ()) -> dict[str, str]:
    return {RELEASE: release.release_id, **({"Link": ", ".join(links)} if links else {})}


def _licence_links(release: Release, publication_ids: Sequence[str]) -> list[str]:
    rows = release.publications().select("publication_id", "licence_url").iter_rows()
    addresses = dict.fromkeys(url for one, url in rows if url and one in publication_ids)
    return [f'<{url}>; rel="license"' for url in addresses]
