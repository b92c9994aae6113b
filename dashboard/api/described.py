"""What `openapi.json` says of the answers: their media types, their shape, and the problems that can be met."""

from __future__ import annotations

from typing import Any

from dashboard.export.formats import FORMATS
from warehouse.codebook import Column, columns

ABOUT: dict[str, Any] = {
    "title": "Chiikiryoku KPI Monitor API",
    "version": "1",
    "summary": "Indicators of Japan's regional policy, each value with its publication, place and release.",
    "description": (
        "Read-only. An address that names a `release` gives the same bytes for good. Parameters that are unknown or "
        "malformed are refused with 400. Values are in the unit that `unit` names; null is no value and never 0."
    ),
}
_PROBLEM = {
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "In Japanese and, where it is about a parameter, English."},
        "parameter": {"type": "string"},
        "errors": {"type": "array", "items": {"type": "object"}},
    },
}
_HEADERS = {
    "KPI-Release": {"description": "The release that answers.", "schema": {"type": "string"}},
    "ETag": {"description": "The same for the same bytes.", "schema": {"type": "string"}},
}


def _problem(description: str) -> dict[str, Any]:
    return {"description": description, "content": {"application/problem+json": {"schema": _PROBLEM}}}


PROBLEMS: dict[int | str, dict[str, Any]] = {
    "4XX": _problem("The request cannot be answered; nothing is wrong with the data."),
    "503": _problem("Nothing has been published yet."),
}
_TYPES = {"date": ("string", "date"), "integer": ("integer", None), "number": ("number", None)}
_OBJECT = {"type": "object", "additionalProperties": True}
# Addresses that answer with one object; all others answer with an array of them.
_SINGLE = {"indicator", "citation", "trail"}


def answers_json(name: str) -> dict[int | str, dict[str, Any]]:
    """Describe an answer of one object, or of an array of objects."""
    schema: dict[str, Any] = _OBJECT if name in _SINGLE else {"type": "array", "items": _OBJECT}
    content: dict[str, Any] = {"application/json": {"schema": schema}}
    if name == "indicator":
        content["application/ld+json"] = {"schema": _OBJECT}
    if name == "citation":
        content["application/vnd.citationstyles.csl+json"] = {"schema": {"type": "array", "items": _OBJECT}}
        for media_type in ("application/x-bibtex", "text/plain"):
            content[media_type] = {"schema": {"type": "string"}}
    return {200: {"description": "The answer.", "content": content, "headers": _HEADERS}}


def answers_observations() -> dict[int | str, dict[str, Any]]:
    """Describe the formats of a slice; the columns are those of the codebook."""
    row = {
        "type": "object",
        "additionalProperties": False,
        "required": [one.name for one in columns() if not one.is_detail],
        "properties": {one.name: _property(one) for one in columns() if not one.is_detail},
    }
    content: dict[str, Any] = {"application/json": {"schema": {"type": "array", "items": row}}}
    for kind, one in FORMATS.items():
        if kind != "json":
            binary = {"type": "string", "format": "binary"}
            content[one.media_type.split(";")[0]] = {"schema": binary}
    more = {
        "KPI-Total-Count": {"description": "Rows in all, where a page is asked for.", "schema": {"type": "integer"}},
        "Link": {"description": "Licences, the codebook, the next page.", "schema": {"type": "string"}},
    }
    return {200: {"description": "The slice.", "content": content, "headers": {**_HEADERS, **more}}}


def _property(column: Column) -> dict[str, Any]:
    name, form = _TYPES.get(column.type, (column.type, None))
    found: dict[str, Any] = {"type": name if column.required else [name, "null"], "description": column.explanation_en}
    if form:
        found["format"] = form
    if column.enum:
        found["enum"] = list(column.enum)
    if column.pattern:
        found["pattern"] = column.pattern
    return found
