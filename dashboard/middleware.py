"""What every response carries: security headers, and a page in Japanese that loads nothing inline or from elsewhere."""

from __future__ import annotations

import hashlib
import re
from collections.abc import MutableMapping
from functools import cache
from html import escape
from typing import Any

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.assets import OWN_FILES
from dashboard.text import Text

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'self'",
        # Plotly and Streamlit's Arrow reader compile code at run time.
        "script-src 'self' 'unsafe-eval' 'wasm-unsafe-eval' blob:",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self' ws: wss: data: blob:",
        "worker-src 'self' blob:",
        "frame-ancestors 'self'",
        "base-uri 'self'",
        "form-action 'self'",
        "object-src 'none'",
    )
)
SECURITY_HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


class SecurityHeaders:
    """Add the security headers to every HTTP response."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in SECURITY_HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self.app(scope, receive, send_with_headers if scope["type"] == "http" else send)


class HtmlPage:
    """Rewrite Streamlit's page: its language, title, icon, and nothing that the content security policy would block.

    A request for a page is passed on without `Accept-Encoding` and validators, so that the answer is whole and plain.
    Addresses that begin with `others` hold no pages.
    """

    def __init__(self, app: ASGIApp, others: str) -> None:
        self.app = app
        self.others = others

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        asks_page = scope["type"] == "http" and "text/html" in Headers(scope=scope).get("accept", "")
        if not asks_page or scope["path"].removeprefix(scope.get("root_path", "")).startswith(self.others):
            await self.app(scope, receive, send)
            return
        dropped = {b"accept-encoding", b"if-none-match", b"if-modified-since", b"range"}
        inner = {**scope, "headers": [pair for pair in scope["headers"] if pair[0].lower() not in dropped]}
        lang = "en" if b"lang=en" in scope.get("query_string", b"").split(b"&") else "ja"
        await self.app(inner, receive, _Rewriter(send, lang))


class _Rewriter:
    """Hold back an HTML response until it is complete, then send it rewritten; pass any other response through."""

    def __init__(self, send: Send, lang: str) -> None:
        self._send = send
        self._lang = lang
        self._start: MutableMapping[str, Any] | None = None
        self._body = bytearray()

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            if Headers(raw=message["headers"]).get("content-type", "").startswith("text/html"):
                self._start = message
                return
        elif self._start is not None and message["type"] == "http.response.body":
            self._body += message.get("body", b"")
            if not message.get("more_body", False):
                await self._finish(self._start)
            return
        await self._send(message)

    async def _finish(self, start: MutableMapping[str, Any]) -> None:
        body = rewrite_page(bytes(self._body).decode("utf-8"), self._lang).encode("utf-8") if self._body else b""
        headers = MutableHeaders(raw=list(start["headers"]))
        for name in ("etag", "last-modified"):
            if name in headers:
                del headers[name]
        if body:
            headers["content-length"] = str(len(body))
        headers["cache-control"] = "no-cache"
        await self._send({**start, "headers": headers.raw})
        await self._send({"type": "http.response.body", "body": body})


@cache
def _start_version() -> str:
    return hashlib.sha256(OWN_FILES["/start.js"][0]()).hexdigest()[:8]


def rewrite_page(html: str, lang: str = "ja") -> str:
    """Return Streamlit's page with our language, title, icon and no-script text, without inline script and preloads."""
    text = Text(lang)
    html = re.sub(r"<!--.*?-->", "", html, flags=re.S)
    html = re.sub(r'<html lang="[^"]*"', f'<html lang="{lang}"', html, count=1)
    html = re.sub(r"<title>.*?</title>", f"<title>{escape(text('product.name'))}</title>", html, count=1, flags=re.S)
    # Says where the server is; otherwise a visit to a page's own address asks for the server below that address first.
    # A browser that has kept the script of another version does not take that one.
    start = f'<script src="./start.js?v={_start_version()}"></script>'
    html = re.sub(r"<script>\s*window\.prerenderReady.*?</script>", start, html, count=1, flags=re.S)
    html = re.sub(r'<link\s+rel="preload"[^>]*as="font"[^>]*/>', "", html, flags=re.S)
    html = re.sub(r'<link rel="service-desc"[^>]*/>', "", html)
    html = html.replace('href="./favicon.png"', 'href="./favicon.svg" type="image/svg+xml"', 1)
    noscript = f"<noscript><p>{escape(text('product.noscript'))}</p></noscript>"
    return re.sub(r"<noscript>.*?</noscript>", lambda _: noscript, html, count=1, flags=re.S)
