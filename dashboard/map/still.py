"""Pictures of maps under addresses of their own: what a browser shows that cannot draw the map, or has not yet."""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache, partial
from pathlib import Path

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from dashboard.assets import IMMUTABLE, Asset, build_asset, respond
from dashboard.context import Context, known_day, opened_release
from dashboard.map.addresses import PICTURES
from dashboard.map.choice import COUNTRY, MapChoice
from dashboard.map.classes import METHODS
from dashboard.map.measures import CHANGES, LEVELS, measures_of
from dashboard.map.static import first_picture, picture
from dashboard.text import Text
from warehouse.boundaries import open_boundaries
from warehouse.eras import today
from warehouse.errors import InputError, KpiError
from warehouse.municipal import AreaFigures, area_figures
from warehouse.releases import kpi_home


def routes() -> list[BaseRoute]:
    """The routes of the pictures."""
    return [
        Route(f"/map/{kind}/{{release}}/{{indicator}}.{ending}", partial(still, kind=kind))
        for kind, ending in PICTURES.items()
    ]


def still(request: Request, kind: str) -> Response:
    """Answer with the picture; an address that names nothing is 404 with one line."""
    try:
        asset = _asset(
            str(kpi_home()),
            kind,
            str(request.path_params["release"]),
            str(request.path_params["indicator"]),
            tuple(sorted(request.query_params.items())),
        )
    except KpiError as error:
        return PlainTextResponse(f"{error}\n", status_code=404)
    return respond(asset, Headers(scope=request.scope))


@lru_cache(maxsize=32)
def _asset(home: str, kind: str, release_id: str, indicator_id: str, parameters: tuple[tuple[str, str], ...]) -> Asset:
    given = dict(parameters)
    text = Text(given.get("lang", ""))
    release = opened_release(home, release_id)
    context = Context(text, release, is_current=False, today=today(), known_on=known_day(text, given.get("known")))
    boundaries = open_boundaries(Path(home)) if given.get("edge") else None
    indicator = release.catalogue.indicator(indicator_id)
    figures = area_figures(release, indicator, breakdown=given.get("part"), as_known_on=context.known_on)
    choice = _choice(figures, indicator_id, given)
    if kind == "first":
        data = first_picture(context, figures, boundaries, choice)
    else:
        data = picture(context, figures, boundaries, choice, PICTURES[kind])
    return build_asset(f"map.{PICTURES[kind]}", lambda: data, IMMUTABLE)


def _choice(figures: AreaFigures, indicator_id: str, given: dict[str, str]) -> MapChoice:
    """Read a choice from an address.

    Raises:
        InputError: A part of it is none of those that there are.
    """
    codes = [period.code for period in figures.periods]
    level = _one_of(given.get("level"), LEVELS)
    period = _one_of(given.get("period"), codes)
    measure = _one_of(given.get("measure"), measures_of(figures, level, figures.period(period)))
    since = _one_of(given.get("since"), codes) if measure in CHANGES else ""
    pref = _one_of(given.get("pref"), [COUNTRY, *(f"{number}000" for number in figures.prefectures)])
    method = _one_of(given.get("method"), METHODS)
    phone = bool(given.get("phone"))
    return MapChoice(indicator_id, figures.breakdown, period, since, measure, level, pref, COUNTRY, method, phone)


def _one_of(value: str | None, known: Collection[str]) -> str:
    if value is None or value not in known:
        raise InputError("no such map", value=value)
    return value
