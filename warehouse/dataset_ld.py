"""An indicator as a schema.org `Dataset` in JSON-LD, as search engines for data read it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from warehouse.citation import PRODUCT_EN, PRODUCT_JA, credit_lines
from warehouse.codebook import codebook
from warehouse.release import Release

_DISTRIBUTED = {"csv": "text/csv", "json": "application/json", "parquet": "application/vnd.apache.parquet"}


def dataset(release: Release, indicator_id: str, *, address: str) -> dict[str, Any]:
    """Describe an indicator of a release.

    Args:
        release: Where it comes from.
        indicator_id: The indicator.
        address: Where the server is, without a slash at the end.

    Raises:
        NotFound: There is no such indicator.
    """
    one = release.catalogue.indicator(indicator_id)
    entry = codebook(release, [indicator_id])[0]
    rows = [row for row in release.publications().to_dicts() if row["publication_id"] in entry.publication_ids]
    years = entry.years
    here = urlencode({"id": indicator_id, "release": release.release_id})
    credits = credit_lines(release, entry.publication_ids)
    owner = {"@type": "Organization", "name": PRODUCT_JA, "alternateName": PRODUCT_EN, "url": f"{address}/"}
    described = {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "@id": f"{address}/indicator?{here}",
        "url": f"{address}/indicator?{here}",
        "identifier": f"{indicator_id}@{release.release_id}",
        "name": one.name_ja,
        "alternateName": one.name_en,
        "description": _description(release, indicator_id, years),
        "inLanguage": ["ja", "en"],
        "isAccessibleForFree": True,
        "license": sorted({row["licence_url"] for row in rows if row["licence_url"]}),
        "creator": owner,
        "publisher": owner,
        "creditText": "／".join(credits),
        "isBasedOn": [_work(row) for row in rows],
        "dateModified": release.published_at.date().isoformat(),
        "version": release.release_id,
        "temporalCoverage": f"{years[0]}-04-01/{years[-1] + 1}-03-31" if years else None,
        "spatialCoverage": {"@type": "Place", "name": "日本", "alternateName": "Japan"},
        "variableMeasured": {
            "@type": "PropertyValue",
            "name": one.name_ja,
            "alternateName": one.name_en,
            "description": one.definition_ja,
            "unitText": one.unit,
        },
        "distribution": [_download(address, indicator_id, release.release_id, kind) for kind in _DISTRIBUTED],
    }
    return {name: value for name, value in described.items() if value not in (None, [], "")}


def _description(release: Release, indicator_id: str, years: tuple[int, ...]) -> str:
    one = release.catalogue.indicator(indicator_id)
    programme = release.catalogue.by_programme[one.programme]
    span = f"{years[0]}～{years[-1]}年度。" if len(years) > 1 else f"{years[0]}年度。" if years else ""
    japanese = f"{programme.name_ja}の指標「{one.name_ja}」（単位 {one.unit}）。{one.definition_ja}{span}"
    return f"{japanese}\n{programme.name_en}: {one.name_en} ({one.unit_en}). {one.definition_en}"


def _work(row: dict[str, Any]) -> dict[str, Any]:
    work = {
        "@type": "CreativeWork",
        "name": row["title"],
        "publisher": {"@type": "Organization", "name": row["publisher"]} if row["publisher"] else None,
        "datePublished": row["published_text"],
        "url": row["url"],
        "license": row["licence_url"],
    }
    return {name: value for name, value in work.items() if value}


def _download(address: str, indicator_id: str, release_id: str, kind: str) -> dict[str, str]:
    asked = urlencode({"indicator": indicator_id, "release": release_id, "format": kind})
    return {
        "@type": "DataDownload",
        "encodingFormat": _DISTRIBUTED[kind],
        "contentUrl": f"{address}/api/v1/observations?{asked}",
    }
