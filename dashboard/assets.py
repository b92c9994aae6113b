"""Files that never change under their name: Streamlit's scripts and styles, the shipped font, the icon.

Each is compressed once and kept in memory, because Streamlit serves its scripts uncompressed.
"""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
from collections.abc import Callable
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

import streamlit
from anyio.to_thread import run_sync
from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

STREAMLIT_STATIC = Path(streamlit.__file__).parent / "static" / "static"
COMPRESSIBLE = {".js", ".css", ".svg", ".json", ".ttf", ".wasm"}
IMMUTABLE = "public, max-age=31536000, immutable"
DAILY = "public, max-age=86400"


@dataclass(frozen=True)
class Asset:
    """One file as it leaves the server."""

    plain: bytes
    packed: bytes | None
    media_type: str
    etag: str
    cache_control: str


def _package_file(package: str, *parts: str) -> Callable[[], bytes]:
    return lambda: resources.files(package).joinpath(*parts).read_bytes()


OWN_FILES: dict[str, tuple[Callable[[], bytes], str]] = {
    "/fonts/ipaexg.ttf": (_package_file("matplotlib_fontja", "fonts", "ipaexg.ttf"), IMMUTABLE),
    "/fonts/IPA_Font_License_Agreement_v1.0.txt": (
        _package_file("matplotlib_fontja", "fonts", "IPA_Font_License_Agreement_v1.0.txt"),
        DAILY,
    ),
    "/start.js": (_package_file("dashboard", "media", "start.js"), DAILY),
    "/favicon.svg": (_package_file("dashboard", "media", "favicon.svg"), DAILY),
    "/favicon.ico": (_package_file("dashboard", "media", "favicon.svg"), DAILY),
    "/favicon.png": (_package_file("dashboard", "media", "favicon.svg"), DAILY),
}


def find_source(path: str) -> tuple[Callable[[], bytes], str] | None:
    """Return how to read the file behind a URL path and how long it may be cached; None when it is not ours."""
    if path in OWN_FILES:
        return OWN_FILES[path]
    if not path.startswith("/static/") or Path(path).suffix not in COMPRESSIBLE:
        return None
    file = (STREAMLIT_STATIC / path.removeprefix("/static/")).resolve()
    if STREAMLIT_STATIC.resolve() not in file.parents or not file.is_file():
        return None
    return file.read_bytes, IMMUTABLE


def build_asset(path: str, read: Callable[[], bytes], cache_control: str) -> Asset:
    """Read and compress one file."""
    plain = read()
    packed = gzip.compress(plain, 6, mtime=0) if len(plain) > 1000 else None
    media_type = "image/svg+xml" if path.startswith("/favicon") else mimetypes.guess_type(path)[0]
    kind = {".js": "text/javascript", ".ttf": "font/ttf"}.get(Path(path).suffix, media_type)
    return Asset(
        plain, packed, kind or "application/octet-stream", f'"{hashlib.sha256(plain).hexdigest()[:20]}"', cache_control
    )


class Assets:
    """Answer GET and HEAD for the immutable files; pass everything else on."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self._ready: dict[str, Asset] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        asset = await self._asset(scope) if scope["type"] == "http" and scope["method"] in {"GET", "HEAD"} else None
        if asset is None:
            await self.app(scope, receive, send)
            return
        await respond(asset, Headers(scope=scope))(scope, receive, send)

    async def _asset(self, scope: Scope) -> Asset | None:
        path = scope["path"].removeprefix(scope.get("root_path", ""))
        if path not in self._ready:
            source = find_source(path)
            if source is None:
                return None
            self._ready[path] = await run_sync(build_asset, path, *source)
        return self._ready[path]


def respond(asset: Asset, request: Headers) -> Response:
    """Answer with a file: compressed where the browser takes that, empty where it has the file already."""
    headers = {"Cache-Control": asset.cache_control, "ETag": asset.etag, "Vary": "Accept-Encoding"}
    if has_tag(request, asset.etag):
        return Response(status_code=304, headers=headers)
    if asset.packed is not None and "gzip" in request.get("accept-encoding", ""):
        return Response(asset.packed, headers={**headers, "Content-Encoding": "gzip"}, media_type=asset.media_type)
    return Response(asset.plain, headers=headers, media_type=asset.media_type)


def has_tag(request: Headers, tag: str) -> bool:
    """Whether a request comes from who has the answer of that tag; a proxy that compresses marks tags as weak."""
    known = (one.strip().removeprefix("W/") for one in request.get("if-none-match", "").split(","))
    return tag in known
