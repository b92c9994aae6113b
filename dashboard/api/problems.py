"""Answers that are no data: what is wrong, with which parameter, and what to do (RFC 9457)."""

from __future__ import annotations

import json
import logging
from typing import Any

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from dashboard.text import both
from warehouse.errors import InputError, KpiError, NotFound

_TITLES = {
    400: "Bad request",
    404: "Not found",
    405: "Method not allowed",
    503: "No release",
}
# What is answered outside the application, and so outside its middleware, can be read from other sites as well.
_ANYBODY = {"Access-Control-Allow-Origin": "*"}
_log = logging.getLogger(__name__)


class Refused(Exception):
    """A request that cannot be answered.

    Args:
        status: The HTTP status.
        detail: What is wrong.
        parameter: The parameter concerned.
    """

    def __init__(self, status: int, detail: str, parameter: str | None = None) -> None:
        self.status = status
        self.detail = detail
        self.parameter = parameter
        super().__init__(detail)


def problem(status: int, detail: str, headers: dict[str, str] | None = None, **more: Any) -> Response:
    """Write a problem as `application/problem+json`."""
    body = {"type": "about:blank", "title": _TITLES.get(status, "Error"), "status": status, "detail": detail, **more}
    return Response(
        json.dumps(body, ensure_ascii=False),
        status_code=status,
        headers={**(headers or {}), "Cache-Control": "no-store"},
        media_type="application/problem+json",
    )


def refused(request: Request, error: Exception) -> Response:
    """Answer a request that we refused."""
    assert isinstance(error, Refused)
    if error.parameter is None:
        return problem(error.status, error.detail)
    return problem(error.status, error.detail, parameter=error.parameter)


def unknown(request: Request, error: Exception) -> Response:
    """Answer with an error of the warehouse: what it was asked for does not exist or cannot be."""
    assert isinstance(error, KpiError)
    status = 400 if isinstance(error, InputError | NotFound) else 503
    return problem(status, str(error))


def invalid(request: Request, error: Exception) -> Response:
    """Answer a parameter that is unknown or not of its kind."""
    assert isinstance(error, RequestValidationError)
    found = [
        {"parameter": str(one["loc"][1] if len(one["loc"]) > 1 else one["loc"][0]), "detail": _told(one)}
        for one in error.errors()
    ]
    listed = "; ".join(f"{one['parameter']}: {one['detail']}" for one in found)
    return problem(400, listed, errors=found)


def _told(one: dict[str, Any]) -> str:
    if one["type"] == "extra_forbidden":
        return both("api.unknown")
    if one["type"] == "missing":
        return both("api.required")
    return str(one["msg"]).removeprefix("Value error, ")


def http_error(request: Request, error: Exception) -> Response:
    """Answer an address or a method that does not exist."""
    assert isinstance(error, HTTPException)
    told = {404: "api.no_address", 405: "api.no_method"}.get(error.status_code)
    detail = both(told) if told else str(error.detail)
    return problem(error.status_code, detail, headers=dict(error.headers or {}))


def no_address(request: Request) -> Response:
    """Answer the address of the API itself, which is outside the application that is mounted there."""
    return problem(404, both("api.no_address"), headers=_ANYBODY)


def failed(request: Request, error: Exception) -> Response:
    """Answer where we failed; the whole error is in the log of the server, which raises it again."""
    _log.error("%s: %s", request.url.path, error)
    return problem(500, both("api.failed"), headers=_ANYBODY)
