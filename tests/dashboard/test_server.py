"""The web server: headers on every response, a page in the reader's language, immutable files packed once."""

from __future__ import annotations

import asyncio
import gzip
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.assets import Assets
from dashboard.middleware import HtmlPage, SecurityHeaders, rewrite_page
from dashboard.server import health, middleware, routes

Answer = tuple[int, dict[str, str], bytes]
PAGE = (
    b'<!-- x --><html lang="en"><script>\nwindow.prerenderReady = false\n</script>'
    b"<title>Streamlit</title><noscript>x</noscript></html>"
)


def ask(app: ASGIApp, path: str, query: str = "", **headers: str) -> Answer:
    """Send one GET request to an application and return status, headers and body."""
    scope: Scope = {
        "type": "http",
        "method": "GET",
        "path": path,
        "query_string": query.encode(),
        "headers": [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()],
    }
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        sent.append(message)

    # In a thread of its own: a browser test may have left an event loop running in this one.
    with ThreadPoolExecutor(1) as threads:
        threads.submit(lambda: asyncio.run(app(scope, receive, send))).result()  # type: ignore[arg-type]
    named = {name.decode().lower(): value.decode() for name, value in sent[0]["headers"]}
    return sent[0]["status"], named, b"".join(message.get("body", b"") for message in sent[1:])


async def inner(scope: Scope, receive: Receive, send: Send) -> None:
    headers: list[Any] = [(b"content-type", b"text/html; charset=utf-8"), (b"etag", b"1")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": PAGE[:20], "more_body": True})
    await send({"type": "http.response.body", "body": PAGE[20:]})


def test_every_response_has_security_headers() -> None:
    _, headers, _ = ask(SecurityHeaders(inner), "/")
    assert "script-src 'self'" in headers["content-security-policy"]
    assert "http:" not in headers["content-security-policy"] and "https:" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"


def test_the_page_is_in_japanese_and_has_no_inline_script() -> None:
    _, headers, body = ask(HtmlPage(inner, others="/api/v1"), "/", accept="text/html", accept_encoding="gzip")
    page = body.decode()
    assert '<html lang="ja"' in page and "<title>地域力KPIモニター</title>" in page
    assert "prerenderReady" not in page and "<!--" not in page
    assert int(headers["content-length"]) == len(body) and "etag" not in headers


def test_the_page_is_in_english_on_request() -> None:
    _, _, body = ask(HtmlPage(inner, others="/api/v1"), "/", "lang=en", accept="text/html")
    assert b'<html lang="en"' in body


def test_streamlits_own_page_is_rewritten_whole() -> None:
    import streamlit

    page = rewrite_page((Path(streamlit.__file__).parent / "static" / "index.html").read_text(encoding="utf-8"))
    assert '<html lang="ja"' in page
    assert re.search(r'<script src="./start.js\?v=[0-9a-f]{8}"></script>', page) and "<script>" not in page
    assert "favicon.svg" in page and "This app" not in page and 'as="font"' not in page


def test_the_font_is_packed_once_and_kept_by_the_browser() -> None:
    assets = Assets(inner)
    status, headers, body = ask(assets, "/fonts/ipaexg.ttf", accept_encoding="gzip, br")
    assert status == 200 and headers["content-encoding"] == "gzip" and "immutable" in headers["cache-control"]
    assert gzip.decompress(body)[:4] == b"\x00\x01\x00\x00"
    status, _, body = ask(assets, "/fonts/ipaexg.ttf", if_none_match=headers["etag"])
    assert (status, body) == (304, b"")


def test_paths_outside_the_static_folder_are_not_ours() -> None:
    assert ask(Assets(inner), "/static/../../config.py")[2] == PAGE
    assert ask(Assets(inner), "/static/js/none.js")[2] == PAGE


def test_health_says_whether_there_is_a_release(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert health(None).status_code == 200  # type: ignore[arg-type]
    monkeypatch.setenv("KPI_HOME", str(home / "none"))
    assert health(None).status_code == 503  # type: ignore[arg-type]
    own = {
        "/healthz",
        "/robots.txt",
        "/map/{kind}/{release}/{indicator}.json",
        "/map/picture/{release}/{indicator}.svg",
        "/map/first/{release}/{indicator}.png",
        "/api/v1",
    }
    assert {route.path for route in routes()} == own  # type: ignore[attr-defined]
    assert len(middleware()) == 3
