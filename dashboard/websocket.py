"""The WebSocket of the pages, with the compression that their messages need.

A run sends again what has not changed, some 25 kB further back. The window of 4 kB that uvicorn negotiates does not
reach there; the largest one of DEFLATE (32 kB) does, and an interaction takes a fifth of the bytes.
"""

from __future__ import annotations

from typing import Any

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.extensions.permessage_deflate import ServerPerMessageDeflateFactory

WINDOW_BITS = 15


class WideWindow(WebSocketsSansIOProtocol):
    """uvicorn's own protocol, offering a window of 32 kB for what the server sends: 144 kB of memory a session."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.conn.available_extensions = [
            ServerPerMessageDeflateFactory(
                server_max_window_bits=WINDOW_BITS, client_max_window_bits=12, compress_settings={"memLevel": 5}
            )
        ]
