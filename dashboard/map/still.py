"""Pictures of maps under addresses of their own: what a browser shows that cannot draw the map, or has not yet."""

from __future__ import annotations

from functools import lru_cache, partial

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from dashboard.assets import IMMUTABLE, Asset, build_asset
from dashboard.map.addresses import PICTURES
from dashboard.map.asked import Asked, asked, one_of
from dashboard.map.choice import COUNTRY, MapChoice
from dashboard.map.classes import METHODS
from dashboard.map.measures import CHANGES, LEVELS, measures_of
from dashboard.map.routes import Parameters, answer
from dashboard.map.static import first_picture, picture
from warehouse.bodies import AreaFigures
from warehouse.releases import kpi_home

_PARAMETERS = {"part", "period", "since", "measure", "level", "pref", "method", "phone"}


def routes() -> list[BaseRoute]:
    """The routes of the pictures."""
    return [
        Route(f"/map/{kind}/{{release}}/{{indicator}}.{ending}", partial(still, kind=kind))
        for kind, ending in PICTURES.items()
    ]


def still(request: Request, kind: str) -> Response:
    """Answer with the picture; an address that names nothing is 404 with one line."""
    named = request.path_params
    parameters = tuple(sorted(request.query_params.items()))
    return answer(request, lambda: _asset(str(kpi_home()), kind, named["release"], named["indicator"], parameters))


@lru_cache(maxsize=64)
def _asset(home: str, kind: str, release_id: str, indicator_id: str, parameters: Parameters) -> Asset:
    found = asked(home, release_id, dict(parameters), _PARAMETERS)
    figures = found.figures(indicator_id)
    choice = _choice(found, figures)
    if kind == "first":
        data = first_picture(found.context, figures, found.boundaries, choice)
    else:
        data = picture(found.context, figures, found.boundaries, choice, PICTURES[kind])
    return build_asset(f"map.{PICTURES[kind]}", lambda: data, IMMUTABLE)


def _choice(found: Asked, figures: AreaFigures) -> MapChoice:
    """Read a choice from an address.

    Raises:
        InputError: A part of it is none of those that there are.
    """
    given = found.given
    level = one_of(given.get("level"), LEVELS)
    period = one_of(given.get("period"), [one.code for one in figures.periods])
    measure = one_of(given.get("measure"), measures_of(figures, level, figures.period(period)))
    earlier = [one.code for one in figures.earlier(period)]
    since = one_of(given.get("since"), earlier) if measure in CHANGES else ""
    method = one_of(given.get("method"), METHODS)
    pref, phone = found.prefecture(figures), "phone" in given
    return MapChoice(
        figures.indicator.id, figures.breakdown, period, since, measure, level, pref, COUNTRY, method, phone
    )
