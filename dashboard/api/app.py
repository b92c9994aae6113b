"""The addresses of the API. `openapi.json` beside them describes every parameter and answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, FastAPI, Query, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.middleware.cors import CORSMiddleware
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from dashboard.api import contents
from dashboard.api.answers import Content, answer, work
from dashboard.api.asked import (
    ONCE,
    Asked,
    AskedAreas,
    AskedCitation,
    AskedIndicator,
    AskedObservations,
    AskedStatus,
    AskedTrail,
)
from dashboard.api.described import ABOUT, PROBLEMS, answers_json, answers_observations
from dashboard.api.problems import Refused, failed, http_error, invalid, refused, unknown
from dashboard.context import opened_release
from dashboard.text import both
from warehouse.errors import KpiError
from warehouse.release import Release
from warehouse.releases import current_id, kpi_home, list_releases

ADDRESS = "/api/v1"
_EXPOSED = ("ETag", "Link", "Content-Disposition", contents.RELEASE, contents.TOTAL)
router = APIRouter(dependencies=[ONCE], responses=PROBLEMS)


async def _reply(
    request: Request, asked: Asked, make: Callable[[Release], Content], *, lasts: bool = True, state: str = ""
) -> Response:
    """Answer from the release that is asked for, else from the served one; `state` is what else the answer rests on."""
    home = str(kpi_home())
    release_id = asked.release or current_id(kpi_home())
    if release_id is None:
        raise Refused(503, both("api.no_release"))
    return await answer(
        request,
        home,
        release_id,
        lambda: make(opened_release(home, release_id)),
        lasts=lasts and asked.release is not None,
        state=state,
    )


@router.get("/indicators", responses=answers_json("indicators"), summary="Indicators with their definitions")
async def indicators(request: Request, asked: Annotated[Asked, Query()]) -> Response:
    """Return every indicator in the order of the catalogue, in Japanese and English."""
    return await _reply(request, asked, contents.indicators)


@router.get("/indicators/{indicator_id}", responses=answers_json("indicator"), summary="One indicator")
async def indicator(request: Request, indicator_id: str, asked: Annotated[AskedIndicator, Query()]) -> Response:
    """Return an indicator with breaks, notes, targets and its coverage, or as a schema.org Dataset."""
    return await _reply(request, asked, lambda release: contents.indicator(release, indicator_id, asked, request))


@router.get("/observations", responses=answers_observations(), summary="Observations: a slice")
async def observations(request: Request, asked: Annotated[AskedObservations, Query()]) -> Response:
    """Return the slice that the filters leave, in the order of the catalogue, areas, years and breakdowns."""
    return await _reply(request, asked, lambda release: contents.observations(release, asked, request))


@router.get("/citation", responses=answers_json("citation"), summary="How to cite a slice")
async def citation(request: Request, asked: Annotated[AskedCitation, Query()]) -> Response:
    """Return the citations of a slice, with the credit lines that its publications ask for; accessed today."""
    return await _reply(request, asked, lambda release: contents.citation(release, asked, request), lasts=False)


@router.get("/trail", responses=answers_json("trail"), summary="Where one value comes from")
async def trail(request: Request, asked: Annotated[AskedTrail, Query()]) -> Response:
    """Return a value's release, publication, place and form in print, and the checks that it passed."""
    return await _reply(request, asked, lambda release: contents.trail_of(release, asked))


@router.get("/areas", responses=answers_json("areas"), summary="Areas")
async def areas(request: Request, asked: Annotated[AskedAreas, Query()]) -> Response:
    """Return the country, prefectures, municipalities and wards, living and retired."""
    return await _reply(request, asked, lambda release: contents.areas(release, asked))


@router.get("/publications", responses=answers_json("publications"), summary="Publications")
async def publications(request: Request, asked: Annotated[Asked, Query()]) -> Response:
    """Return every publication with title, publisher, day, address, licence and credit line."""
    return await _reply(request, asked, contents.publications)


@router.get("/releases", responses=answers_json("releases"), summary="Releases")
async def releases(request: Request, asked: Annotated[Asked, Query()]) -> Response:
    """Return the published releases, newest first; with `release`, that one alone."""
    listed = await work(lambda: list_releases(kpi_home()))
    found = [one for one in listed if asked.release in {None, one["release_id"]}]
    return await _reply(request, asked, lambda release: contents.listed(release, found), lasts=False, state=repr(found))


@router.get("/status", responses=answers_json("status"), summary="Targets and where they stand")
async def status(request: Request, asked: Annotated[AskedStatus, Query()]) -> Response:
    """Return every target and milestone in force with state, verdicts, paces and sentences."""
    return await _reply(
        request, asked, lambda release: contents.status(release, asked), lasts=asked.as_known_on is not None
    )


class HeadAsGet:
    """Answer HEAD as GET; the server leaves the body out, and the description needs no addresses of its own for it."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        is_head = scope["type"] == "http" and scope["method"] == "HEAD"
        await self.app({**scope, "method": "GET"} if is_head else scope, receive, send)


def build() -> FastAPI:
    """Build the application, to be mounted at `ADDRESS`."""
    app = FastAPI(docs_url=None, redoc_url=None, **ABOUT)
    app.include_router(router)
    app.add_middleware(HeadAsGet)
    app.add_middleware(
        CORSMiddleware,
        allow_origins=["*"],
        allow_methods=["GET", "HEAD"],
        allow_headers=["*"],
        expose_headers=_EXPOSED,
    )
    handlers: dict[Any, Callable[[Request, Exception], Response]] = {
        KpiError: unknown,
        Refused: refused,
        RequestValidationError: invalid,
        HTTPException: http_error,
        Exception: failed,
    }
    for kind, handler in handlers.items():
        app.add_exception_handler(kind, handler)
    return app
