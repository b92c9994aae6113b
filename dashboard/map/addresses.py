"""Addresses of what the browser fetches for the map. Each names everything that its content depends on."""

from __future__ import annotations

import hashlib
from dataclasses import asdict
from functools import cache
from pathlib import Path
from urllib.parse import quote, urlencode

import dashboard
import warehouse
from dashboard.context import Context
from dashboard.map.choice import MapChoice


@cache
def version() -> str:
    """Return what changes with all the code, words and lists of areas that these files are made by."""
    roots = (Path(dashboard.__file__).parent, Path(warehouse.__file__).parent)
    parts = [path for root in roots for path in sorted(root.rglob("*")) if path.suffix in {".py", ".yml", ".csv"}]
    return hashlib.sha256(b"".join(path.read_bytes() for path in parts)).hexdigest()[:8]


def feature_address(
    context: Context, kind: str, indicator_id: str, boundaries_id: str | None, **given: str | None
) -> str:
    """Return where the browser finds a file, below the address of the dashboard."""
    known = context.known_on.isoformat() if context.known_on else None
    named = {"known": known, "lang": context.text.lang, "edge": boundaries_id, "v": version(), **given}
    parameters = urlencode({name: value for name, value in named.items() if value})
    return f"/map/{kind}/{quote(context.release.release_id)}/{quote(indicator_id)}.json?{parameters}"


def outline_address(context: Context, boundaries_id: str) -> str:
    """Return where the browser finds the outlines of the prefectures, which are the same for every indicator."""
    parameters = urlencode({"edge": boundaries_id, "v": version()})
    return f"/map/outlines/{quote(context.release.release_id)}/country.json?{parameters}"


# Kinds of pictures of a choice, and what their files are.
PICTURES = {"picture": "svg", "first": "png"}


def picture_address(context: Context, choice: MapChoice, boundaries_id: str | None, kind: str = "picture") -> str:
    """Return where the browser finds a picture of a choice: the whole one, or the map alone as it is on screen."""
    known = context.known_on.isoformat() if context.known_on else ""
    chosen = {name: value for name, value in asdict(choice).items() if name not in {"indicator_id", "area", "phone"}}
    phone = "1" if choice.phone and kind == "first" else ""
    named = {
        **chosen, "known": known, "lang": context.text.lang, "edge": boundaries_id or "", "phone": phone, "v": version()
    }  # fmt: skip
    parameters = urlencode({name: value for name, value in named.items() if value})
    name = f"{quote(choice.indicator_id)}.{PICTURES[kind]}"
    return f"/map/{kind}/{quote(context.release.release_id)}/{name}?{parameters}"
