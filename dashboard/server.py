"""The web server: own routes beside Streamlit's, the middleware around them, and `serve`."""

from __future__ import annotations

import contextlib
import logging

import uvicorn
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Mount, Route

from dashboard.api import app as api
from dashboard.api.problems import no_address
from dashboard.assets import Assets
from dashboard.map import routes as map_routes
from dashboard.map import still
from dashboard.middleware import HtmlPage, SecurityHeaders
from dashboard.websocket import WideWindow
from warehouse.releases import current_id, kpi_home

ROBOTS = "User-agent: *\nDisallow: /_stcore/\nDisallow: /media/\n"


def health(request: Request) -> Response:
    """Say whether a release can be served: 200 with its id, else 503."""
    release_id = current_id(kpi_home())
    if release_id is None:
        return JSONResponse({"status": "no release"}, status_code=503)
    return JSONResponse({"status": "ok", "release_id": release_id}, headers={"Cache-Control": "no-store"})


def robots(request: Request) -> Response:
    """Tell crawlers to leave the session endpoints alone."""
    return PlainTextResponse(ROBOTS)


def routes() -> list[BaseRoute]:
    """Routes served beside the pages."""
    return [
        Route("/healthz", health),
        Route("/robots.txt", robots),
        *map_routes.routes(),
        *still.routes(),
        # The mount begins at the slash.
        Route(api.ADDRESS, no_address),
        Mount(api.ADDRESS, app=api.build()),
    ]


def middleware() -> list[Middleware]:
    """Middleware around every response, outermost first."""
    return [Middleware(SecurityHeaders), Middleware(HtmlPage, others=api.ADDRESS), Middleware(Assets)]


def serve(port: int = 8501, host: str = "127.0.0.1") -> None:
    """Serve the dashboard until interrupted.

    The pages read the current release under `KPI_HOME` and follow the pointer when a newer one is published.
    """
    config = uvicorn.Config(
        "dashboard.app:app",
        host=host,
        port=port,
        ws=WideWindow,
        log_level="warning",
        access_log=False,
        server_header=False,
    )
    config.load()
    # Loading the app turned the log of every request on again, which takes longer than many an answer.
    logging.getLogger("uvicorn.access").disabled = True
    with contextlib.suppress(KeyboardInterrupt):
        uvicorn.Server(config).run()
