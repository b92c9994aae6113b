"""Receivers on loopback: a real mail server and a real web server that can be told to misbehave."""

from __future__ import annotations

import email
import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from email.policy import default
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, cast

from aiosmtpd.controller import Controller


def free_port() -> int:
    """Return a port of this machine on which nobody listens."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


class Mailbox:
    """What a mail server accepted; `refused` gives the reply to an address, `replies` those to the next messages."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.refused: dict[str, str] = {}
        self.replies: list[str] = []

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any) -> str:  # noqa: N802
        if address in self.refused:
            return self.refused[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        reply = self.replies.pop(0) if self.replies else "250 OK"
        if reply.startswith("250"):
            found = cast(EmailMessage, email.message_from_bytes(envelope.content, policy=default))
            assert envelope.rcpt_tos == [found["To"]]
            self.mails.append(found)
        return reply

    def to(self, address: str) -> list[str]:
        """Return the subjects of the mails to an address, in the order of their arrival."""
        return [mail["Subject"] for mail in self.mails if mail["To"] == address]


@contextmanager
def mail_server(mailbox: Mailbox, port: int, **options: Any) -> Iterator[None]:
    """Run a mail server on a port of this machine."""
    controller = Controller(mailbox, hostname="127.0.0.1", port=port, **options)
    controller.start()
    try:
        yield
    finally:
        controller.stop()


class Hook:
    """What a web server was posted; `replies` are the statuses and headers of the next answers, then 200."""

    def __init__(self) -> None:
        self.posts: list[dict[str, Any]] = []
        self.keys: list[str] = []
        self.replies: list[tuple[int, dict[str, str]]] = []
        self.requests = 0


@contextmanager
def web_server(hook: Hook, port: int = 0) -> Iterator[str]:
    """Run a web server on this machine; gives its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            hook.requests += 1
            body = self.rfile.read(int(self.headers["Content-Length"]))
            status, headers = hook.replies.pop(0) if hook.replies else (200, {})
            if status == 200:
                hook.posts.append(json.loads(body))
                hook.keys.append(self.headers["Idempotency-Key"])
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/hook"
    finally:
        server.shutdown()
        server.server_close()
        thread.join(timeout=10)
