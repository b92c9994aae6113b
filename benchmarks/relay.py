"""A relay on loopback that counts what a browser's WebSocket carries, as it is on the wire: compressed."""

from __future__ import annotations

import socket
import socketserver
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

_STREAM = b"/_stcore/stream"


class Relay(socketserver.ThreadingTCPServer):
    """Passes connections on to a server. `down` counts the bytes of the WebSocket to the browser."""

    daemon_threads = True
    # An open connection of a browser does not keep the relay from ending.
    block_on_close = False

    def __init__(self, server: int) -> None:
        super().__init__(("127.0.0.1", 0), _Connection)
        self.server = server
        self.down = 0

    @property
    def port(self) -> int:
        """Where a browser connects."""
        return int(self.server_address[1])

    def count(self, size: int) -> None:
        """Count what went to the browser."""
        self.down += size


class _Connection(socketserver.BaseRequestHandler):
    server: Relay
    request: socket.socket

    def handle(self) -> None:
        first = self.request.recv(65536)
        # A connection is either the WebSocket's from its first request on, or none of it.
        is_stream = _STREAM in first.split(b"\r\n", 1)[0]
        with socket.create_connection(("127.0.0.1", self.server.server)) as server:
            server.sendall(first)
            count = self.server.count if is_stream else None
            down = threading.Thread(target=_pass, args=(server, self.request, count), daemon=True)
            down.start()
            _pass(self.request, server, None)
            down.join()


def _pass(source: socket.socket, sink: socket.socket, count: Callable[[int], None] | None) -> None:
    with suppress(OSError):
        while data := source.recv(65536):
            if count is not None:
                count(len(data))
            sink.sendall(data)
    with suppress(OSError):
        sink.shutdown(socket.SHUT_WR)


@contextmanager
def relayed(port: int) -> Iterator[Relay]:
    """Relay to a server until the block ends."""
    with Relay(port) as relay:
        threading.Thread(target=relay.serve_forever, daemon=True).start()
        yield relay
        relay.shutdown()
