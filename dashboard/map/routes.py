"""The addresses from which the browser fetches what the map draws: compressed once, kept by the browser for good.

An address names the release, the boundaries and the version of what writes the file, so its content never changes.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from dashboard.assets import IMMUTABLE, Asset, build_asset, respond
from dashboard.context import known_day, opened_release
from dashboard.map.extent import view_of
from dashboard.map.geometry import area_features, outline_features, point_places
from dashboard.map.measures import LEVELS, MUNICIPALITY
from dashboard.text import LANGUAGES, Text
from warehouse.boundaries import open_boundaries
from warehouse.errors import KpiError
from warehouse.municipal import area_figures
from warehouse.releases import kpi_home

KINDS = ("areas", "points", "outlines")
_PARAMETERS = {"level", "pref", "part", "known", "lang", "edge", "phone", "v"}


def routes() -> list[BaseRoute]:
    """The routes of the map."""
    return [Route("/map/{kind}/{release}/{indicator}.json", features)]


def features(request: Request) -> Response:
    """Answer with GeoJSON; an address that names nothing is 404 with one line."""
    kind = str(request.path_params["kind"])
    given = {name: request.query_params.get(name, "") for name in _PARAMETERS}
    if kind not in KINDS or not _PARAMETERS.issuperset(request.query_params):
        return PlainTextResponse("no such file\n", status_code=404)
    try:
        asset = _asset(
            str(kpi_home()),
            kind,
            str(request.path_params["release"]),
            str(request.path_params["indicator"]),
            *(given[name] for name in ("level", "pref", "part", "known", "lang", "edge", "phone")),
        )
    except KpiError as error:
        return PlainTextResponse(f"{error}\n", status_code=404)
    return respond(asset, Headers(scope=request.scope))


@lru_cache(maxsize=48)
def _asset(
    home: str, kind: str, release_id: str, indicator_id: str, level: str, pref: str, part: str, known: str, lang: str,
    edge: str, phone: str,
) -> Asset:  # fmt: skip
    boundaries = open_boundaries(Path(home)) if edge else None
    if edge and (boundaries is None or boundaries.id != edge):
        raise KpiError("no such boundaries")
    release = opened_release(home, release_id)
    text = Text(lang if lang in LANGUAGES else LANGUAGES[0])
    level = level if level in LEVELS else LEVELS[0]
    prefecture = pref[:2] if len(pref) == 5 and pref.isdecimal() else None
    if kind == "outlines":
        if boundaries is None:
            raise KpiError("no boundaries")
        return _built(outline_features(boundaries))
    figures = area_figures(
        release,
        release.catalogue.indicator(indicator_id),
        breakdown=part or None,
        as_known_on=known_day(text, known or None),
    )
    if kind == "points":
        view = view_of(boundaries, pref if prefecture else None, phone=bool(phone))
        return _built(point_places(boundaries, figures, level, prefecture, text, view))
    if boundaries is None and level == MUNICIPALITY:
        raise KpiError("no boundaries")
    return _built(area_features(boundaries, figures, level, prefecture, text))


def _built(data: bytes) -> Asset:
    return build_asset("features.json", lambda: data, IMMUTABLE)
