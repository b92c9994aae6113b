"""Answers: small ones are made once and kept, long ones flow piece by piece and never stand in memory as a whole."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, field
from importlib.metadata import version
from typing import Any, TypeVar

from anyio import CancelScope, CapacityLimiter
from anyio.lowlevel import RunVar
from anyio.to_thread import run_sync
from cachetools import LRUCache
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from dashboard.assets import IMMUTABLE, Asset, has_tag, respond
from warehouse.eras import today

# Beyond this an answer flows instead of being kept.
SMALL = 1 << 18
KEPT_BYTES = 64 << 20
# At most so many answers are made at a time, so that exports never take every thread that pages need.
AT_ONCE = 6
# Whoever has an answer asks whether it is still right; only one of a named release is right for good.
_ASK_AGAIN = "public, no-cache"
_VERSION = version("chiikiryoku-kpi-monitor")

Result = TypeVar("Result")


@dataclass(frozen=True)
class Content:
    """What an answer consists of, before it is known whether it is small."""

    parts: Iterator[bytes]
    media_type: str
    headers: dict[str, str] = field(default_factory=dict)


_Key = tuple[object, ...]
_kept: LRUCache[_Key, tuple[Asset, dict[str, str]]] = LRUCache(
    KEPT_BYTES, getsizeof=lambda one: len(one[0].plain) + len(one[0].packed or b"") + 1000
)
_limiter: RunVar[CapacityLimiter] = RunVar("api_limiter")


async def answer(
    request: Request, home: str, release_id: str, make: Callable[[], Content], *, lasts: bool, state: str
) -> Response:
    """Answer with content: kept where it is small, else as a stream.

    Args:
        request: What is asked.
        home: Where the release lives.
        release_id: The release that answers.
        make: Makes the content; runs in a thread, and only when nobody has asked for it before.
        lasts: Whether the same address gives the same answer for good.
        state: What the answer rests on besides the release, the day and the address.
    """
    # Some answers hold addresses, which begin with the host by which they are asked for.
    day = None if lasts else today()
    key = (home, release_id, state, day, str(request.base_url), request.url.path, request.url.query)
    cache_control = IMMUTABLE if lasts else _ASK_AGAIN
    tag = f'"{hashlib.sha256(repr((_VERSION, *key)).encode()).hexdigest()[:24]}"'
    if key not in _kept:
        if has_tag(request.headers, tag):
            return Response(status_code=304, headers={"ETag": tag, "Cache-Control": cache_control})
        content, head, rest = await work(lambda: _begun(make()))
        if rest is not None:
            headers = {**content.headers, "ETag": tag, "Cache-Control": cache_control}
            return StreamingResponse(_flow(head, rest), headers=headers, media_type=content.media_type)
        _kept[key] = (_asset(head, content.media_type, cache_control), content.headers)
    asset, more = _kept[key]
    response = respond(asset, request.headers)
    response.headers.update(more)
    return response


def _asset(plain: bytes, media_type: str, cache_control: str) -> Asset:
    packs = len(plain) > 1000 and media_type.startswith(("text/", "application/json", "application/ld"))
    tag = f'"{hashlib.sha256(plain).hexdigest()[:24]}"'
    return Asset(plain, gzip.compress(plain, 6, mtime=0) if packs else None, media_type, tag, cache_control)


async def work(run: Callable[[], Result]) -> Result:
    """Run something that takes long in a thread, so that other requests go on."""
    limiter = _limiter.get(None)
    if limiter is None:
        limiter = CapacityLimiter(AT_ONCE)
        _limiter.set(limiter)
    return await run_sync(run, limiter=limiter)


def _begun(content: Content) -> tuple[Content, bytes, Iterator[bytes] | None]:
    """Take pieces until the content has ended or is no longer small."""
    head = bytearray()
    for piece in content.parts:
        head += piece
        if len(head) > SMALL:
            return content, bytes(head), content.parts
    return content, bytes(head), None


async def _flow(head: bytes, rest: Iterator[bytes]) -> AsyncIterator[bytes]:
    try:
        yield head
        while (piece := await work(lambda: next(rest, None))) is not None:
            yield piece
    finally:
        close = getattr(rest, "close", None)
        if close is not None:
            with CancelScope(shield=True):
                await work(close)


def json_content(content: Any, media_type: str = "application/json", **headers: str) -> Content:
    """Write something as JSON."""
    return Content(iter([json_bytes(content)]), media_type, headers)


def json_bytes(content: Any) -> bytes:
    """Write something as JSON in UTF-8; days and times as ISO 8601."""
    return (json.dumps(content, ensure_ascii=False, indent=1, default=str) + "\n").encode()
