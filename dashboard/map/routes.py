"""The addresses from which the browser fetches what the map draws: compressed once, kept by the browser for good.

An address names the release, the boundaries and the version of what writes the file, so its content never changes.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from dashboard.assets import IMMUTABLE, Asset, build_asset, respond
from dashboard.map.asked import asked, one_of
from dashboard.map.choice import COUNTRY
from dashboard.map.extent import view_of
from dashboard.map.geometry import area_features, outline_features, point_places
from dashboard.map.measures import LEVELS, MUNICIPALITY
from warehouse.errors import InputError, KpiError
from warehouse.releases import kpi_home

KINDS = ("areas", "points", "outlines")
Parameters = tuple[tuple[str, str], ...]


def routes() -> list[BaseRoute]:
    """The routes of the map."""
    return [Route("/map/{kind}/{release}/{indicator}.json", features)]


def features(request: Request) -> Response:
    """Answer with GeoJSON; an address that names nothing is 404 with one line."""
    named = request.path_params
    parameters = tuple(sorted(request.query_params.items()))
    return answer(
        request, lambda: _asset(str(kpi_home()), named["kind"], named["release"], named["indicator"], parameters)
    )


def answer(request: Request, make: Callable[[], Asset]) -> Response:
    """Answer with a file that is made once, or with 404 and one line where the address names nothing."""
    try:
        return respond(make(), Headers(scope=request.scope))
    except KpiError as error:
        return PlainTextResponse(f"{error}\n", status_code=404)


@lru_cache(maxsize=48)
def _asset(home: str, kind: str, release_id: str, indicator_id: str, parameters: Parameters) -> Asset:
    one_of(kind, KINDS)
    found = asked(home, release_id, dict(parameters), {"level", "pref", "part", "phone"} if kind != "outlines" else ())
    boundaries, text = found.boundaries, found.context.text
    if kind == "outlines":
        if boundaries is None:
            raise InputError("no boundaries")
        return _built(outline_features(boundaries))
    figures = found.figures(indicator_id)
    level = one_of(found.given.get("level"), LEVELS)
    pref = found.prefecture(figures)
    prefecture = None if pref == COUNTRY else pref[:2]
    if kind == "points":
        view = view_of(boundaries, prefecture, phone="phone" in found.given)
        return _built(point_places(boundaries, figures, level, prefecture, text, view))
    if boundaries is None and level == MUNICIPALITY:
        raise InputError("no boundaries")
    return _built(area_features(boundaries, figures, level, prefecture, text))


def _built(data: bytes) -> Asset:
    return build_asset("features.json", lambda: data, IMMUTABLE)
