"""An HTTP server on loopback that serves one file in bad ways."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class FileServer(ThreadingHTTPServer):
    """Serves `content` at any address. The first segment of the path says how."""

    def __init__(self, content: bytes) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.content = content
        self.seen: list[tuple[str, str | None]] = []

    @property
    def url(self) -> str:
        """Address of the server."""
        return f"http://127.0.0.1:{self.server_address[1]}"


class _Handler(BaseHTTPRequestHandler):
    server: FileServer

    def do_GET(self) -> None:
        content, how = self.server.content, self.path.split("/")[1]
        asked = self.headers.get("Range")
        nth = sum(path == self.path for path, _ in self.server.seen)
        self.server.seen.append((self.path, asked))
        if how == "redirect":
            self._say(302, b"", Location=self.path.replace("redirect", "plain"))
        elif how == "circle":
            self._say(302, b"", Location=self.path)
        elif how == "missing":
            self._say(404, b"")
        elif how == "broken" or (how == "weak" and nth < 2):
            self._say(500, b"")
        elif how == "spoilt":
            self._say(200, content[:-1] + b"?")
        elif how == "slow":
            self.send_response(200)
            self.end_headers()
            time.sleep(2)
        elif how == "cut" and nth < 2:
            start = int(asked.removeprefix("bytes=").rstrip("-")) if asked else 0
            self._say(206 if asked else 200, content[start : start + 1000], length=len(content) - start)
        elif how == "cut_whole" and nth < 1:
            self._say(200, content[:1000], length=len(content))
        else:
            start = int(asked.removeprefix("bytes=").rstrip("-")) if asked and how != "cut_whole" else 0
            if start >= len(content):
                self._say(416, b"")
            else:
                self._say(206 if start else 200, content[start:])

    def _say(self, status: int, body: bytes, length: int | None = None, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body) if length is None else length))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def serving(content: bytes) -> Iterator[FileServer]:
    """Serve some content until the block ends."""
    server = FileServer(content)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
