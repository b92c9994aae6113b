"""A slice as a Data Package (version 2): plain CSV files, what their columns mean, sources, licences, how to cite."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from typing import Any

import polars as pl

from dashboard.export.origin import origin
from dashboard.export.workbook import described, publications
from dashboard.text import Text
from warehouse import codebook, portions
from warehouse.citation import cite, publications_of
from warehouse.files import made, pieces
from warehouse.release import Release
from warehouse.slices import Slice
from warehouse.spreadsheet import guarded

_PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
_TYPES = {pl.String: "string", pl.Int64: "integer", pl.Float64: "number", pl.Boolean: "boolean", pl.Date: "date"}


def package_parts(release: Release, chosen: Slice) -> Iterator[bytes]:
    """Yield the zip in pieces. Its times are those of the release, so the same slice gives the same bytes."""
    publication_ids = publications_of(release, chosen)
    entries = described(release, chosen)
    beside = {
        "indicators": codebook.entry_frame(entries),
        "coverage": codebook.coverage_frame(entries),
        "publications": publications(release, publication_ids),
    }
    with made() as path, zipfile.ZipFile(path, "w") as package:
        descriptor = _descriptor(release, chosen, publication_ids, beside)
        _put(package, release, "datapackage.json", json.dumps(descriptor, ensure_ascii=False, indent=1) + "\n")
        _put(package, release, "README.md", _readme(release, chosen, publication_ids))
        with package.open(_entry(release, "observations.csv"), "w", force_zip64=True) as file:
            for piece in portions.text(release, chosen, "csv"):
                file.write(piece)
        for name, frame in beside.items():
            _put(package, release, f"{name}.csv", guarded(frame).write_csv())
    yield from pieces(path)


def _put(package: zipfile.ZipFile, release: Release, name: str, content: str) -> None:
    package.writestr(_entry(release, name), content)


def _entry(release: Release, name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, release.published_at.timetuple()[:6])
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    return entry


def _descriptor(
    release: Release, chosen: Slice, publication_ids: list[str], beside: dict[str, pl.DataFrame]
) -> dict[str, Any]:
    told = origin(release, chosen)
    listed = publications(release, publication_ids).to_dicts()
    resources = [_resource("observations", _observation_fields(), _FOREIGN)]
    resources += [
        _resource(name, _fields(frame), _FOREIGN[:1] if name == "coverage" else None, _KEYS[name])
        for name, frame in beside.items()
    ]
    lists: dict[str, list[Any]] = {
        "keywords": sorted({one.programme.programme for one in described(release, chosen)}),
        "licenses": _licences(listed),
        "sources": _sources(listed),
    }
    return {
        "$schema": _PROFILE,
        "name": f"kpi-{release.release_id}".lower(),
        "id": f"{release.release_id}/{told['selection_en']}",
        "title": Text("ja")("product.name"),
        "description": f"{told['selection_ja']}\n\n{told['selection_en']}",
        "version": release.release_id,
        "created": release.published_at.isoformat(),
        # What has nothing to list is left out: the profile allows no empty list.
        **{name: found for name, found in lists.items() if found},
        "contributors": [{"title": Text("ja")("product.name"), "roles": ["aggregator"]}],
        "resources": resources,
        "kpi": told,
    }


_FOREIGN = [
    {"fields": ["indicator_id"], "reference": {"resource": "indicators", "fields": ["indicator_id"]}},
    {"fields": ["publication_id"], "reference": {"resource": "publications", "fields": ["publication_id"]}},
]
_KEYS = {"indicators": ["indicator_id"], "coverage": None, "publications": ["publication_id"]}


def _resource(
    name: str, fields: list[dict[str, Any]], foreign: list[dict[str, Any]] | None, key: list[str] | None = None
) -> dict[str, Any]:
    schema: dict[str, Any] = {"fields": fields, "missingValues": [""]}
    if foreign:
        schema["foreignKeys"] = foreign
    if key:
        schema["primaryKey"] = key
    return {
        "name": name,
        "path": f"{name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": schema,
    }


def _observation_fields() -> list[dict[str, Any]]:
    return [
        {
            "name": one.name,
            "type": one.type,
            "description": f"{one.explanation_ja} / {one.explanation_en}",
            **({"constraints": one.constraints()} if one.constraints() else {}),
        }
        for one in codebook.columns()
        if not one.is_detail
    ]


def _fields(frame: pl.DataFrame) -> list[dict[str, Any]]:
    return [{"name": name, "type": _TYPES[type_.base_type()]} for name, type_ in frame.schema.items()]


def _licences(listed: list[dict[str, Any]]) -> list[dict[str, str]]:
    """Terms with an address, each once. Those that only allow to quote facts have none; README names all."""
    found: dict[str, str] = {}
    for row in listed:
        if path := row["licence_url"]:
            # Where publications add remarks to the same terms, the shortest text is their name.
            found[path] = min(found.get(path, row["licence"]), row["licence"], key=len)
    return [{"path": path, "title": title} for path, title in found.items()]


def _sources(listed: list[dict[str, Any]]) -> list[dict[str, str]]:
    return [
        {
            "title": row["credit"] or row["title"],
            **({"path": row["url"]} if row["url"] else {}),
            **({"version": row["published_text"]} if row["published_text"] else {}),
        }
        for row in listed
    ]


def _readme(release: Release, chosen: Slice, publication_ids: list[str]) -> str:
    cited = cite(release, chosen, publication_ids)
    told = origin(release, chosen)
    listed = publications(release, publication_ids).iter_rows(named=True)
    parts = []
    for lang in ("ja", "en"):
        text = Text(lang)
        parts.append(
            text(
                "export.readme",
                product=text("product.name"),
                release=release.release_id,
                published=told["published_at"],
                digest=told["release_digest"],
                selection=told[f"selection_{lang}"],
                short=getattr(cited, f"short_{lang}"),
                full=getattr(cited, f"full_{lang}"),
            )
        )
    terms = "\n".join(
        f"- `{row['publication_id']}`: {row['credit'] or row['title']}／{row['licence']}" for row in listed
    )
    return "\n".join(
        [*parts, Text("ja")("export.terms"), "", terms, "", "## BibTeX", "", "```bibtex", cited.bibtex + "```\n"]
    )
