"""A server with one route and nothing of ours: the floor of the API."""

from __future__ import annotations

import sys

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

# As long as the answer to one indicator of one area over 20 years.
BODY = b'{"a":"' + b"x" * 5_600 + b'"}'


async def answer(request: Request) -> Response:
    """Answer at once."""
    return Response(BODY, media_type="application/json")


if __name__ == "__main__":
    app = Starlette(routes=[Route("/", answer)])
    uvicorn.run(app, host="127.0.0.1", port=int(sys.argv[1]), log_level="warning", access_log=False)
