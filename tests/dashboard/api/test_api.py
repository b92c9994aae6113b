"""The API hands out what the release holds, strictly asked, cached by release, and never holds a long slice whole."""

from __future__ import annotations

import asyncio
import datetime as dt
import io
import json
import os
import re
import shutil
import subprocess
import sys
import urllib.parse
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2 as httpx
import polars as pl
import pytest

from dashboard import server
from dashboard.api import answers, contents
from dashboard.api import app as api
from dashboard.api.asked import LISTED
from dashboard.export import snippets
from dashboard.export.formats import FORMATS
from tests.dashboard.browsing import served
from warehouse import open_release, queries
from warehouse.release import Release
from warehouse.slices import Slice
from warehouse.trail import ObservationKey

MEMBERS = "indicator=kyoryokutai_members"


@pytest.fixture(scope="module")
def release(shipped_home: Path) -> Release:
    return open_release(shipped_home)


@pytest.fixture(scope="module")
def client(shipped_home: Path) -> Iterator[httpx.Client]:
    """A client of the dashboard as the command serves it."""
    with served(shipped_home) as base, httpx.Client(base_url=f"{base}{api.ADDRESS}/", timeout=60) as made:
        yield made


def test_every_address_answers_with_what_the_release_holds(client: httpx.Client, release: Release) -> None:
    assert [one["indicator_id"] for one in client.get("indicators").json()] == list(release.catalogue.indicators)
    assert len(client.get("areas").json()) == release.areas().height
    assert len(client.get("areas?level=prefecture").json()) == 47
    assert [one["publication_id"] for one in client.get("publications").json()] == list(
        release.publications()["publication_id"]
    )
    assert client.get("releases").json()[0]["release_id"] == release.release_id
    assert [one["target_id"] for one in client.get("status").json()] == list(release.status()["target_id"])
    one = client.get("indicators/kyoryokutai_members").json()
    assert one["definition_ja"] == release.catalogue.indicator("kyoryokutai_members").definition_ja
    assert one["targets"][0]["indicator_id"] == "kyoryokutai_members" and one["coverage"]


def test_observations_are_those_of_the_command(client: httpx.Client, release: Release) -> None:
    chosen = Slice(indicators=("kyoryokutai_members",), level="country", first_year=2015, current=True)
    asked = f"{MEMBERS}&level=country&from=2015&current=true&release={release.release_id}"
    for kind, one in FORMATS.items():
        answer = client.get(f"observations?{asked}&format={kind}")
        assert answer.content == b"".join(one.parts(release, chosen)), kind
        assert answer.headers["content-type"] == one.media_type
        named = answer.headers.get("content-disposition", "")
        assert (release.release_id in named) == (kind != "json")


def test_every_filter_reaches_the_slice(client: httpx.Client, release: Release) -> None:
    asked = [
        ("prefecture=01000&level=municipality", Slice(prefectures=("01000",), level="municipality")),
        ("kind=village&kind=town", Slice(kinds=("village", "town"))),
        ("area=00000&area=01000", Slice(areas=("00000", "01000"))),
        ("breakdown=total&breakdown=ALT", Slice(breakdowns=("total", "ALT"))),
        ("as_known_on=2025-04-10&to=2024", Slice(as_known_on=dt.date(2025, 4, 10), last_year=2024)),
    ]
    for query, chosen in asked:
        wanted = b"".join(FORMATS["json"].parts(release, chosen))
        assert client.get(f"observations?{query}").content == wanted, query


def test_links_lead_to_licences_the_codebook_and_the_next_page(client: httpx.Client) -> None:
    rows, address = [], f"observations?{MEMBERS}&limit=5"
    while address:
        answer = client.get(address)
        assert answer.headers["kpi-total-count"] == "18"
        rows += answer.json()
        links = dict(re.findall(r'<([^>]+)>; rel="(\w+)"', answer.headers["link"]))
        links = {rel: url for url, rel in links.items()}
        assert links["license"].startswith("https://www.digital.go.jp/")
        assert client.get(f"http://{answer.url.host}:{answer.url.port}{links['describedby']}").status_code == 200
        address = links.get("next", "").removeprefix(f"{api.ADDRESS}/")
        # The pages that follow are of the same release, whichever is served by then.
        assert not address or f"&release={answer.headers['kpi-release']}&" in address
    assert rows == client.get(f"observations?{MEMBERS}").json()


@pytest.mark.parametrize(
    ("asked", "named"),
    [
        ("observations?foo=1", "foo"),
        ("observations?indicator=nothing", "nothing"),
        ("observations?indicator=Not%20An%20Id", "indicator"),
        ("observations?area=1", "area"),
        ("observations?area=99999", "99999"),
        ("observations?prefecture=13101", "prefecture"),
        ("observations?level=city", "level"),
        ("observations?kind=towns", "kind"),
        ("observations?from=%EF%BC%92020", "from"),
        ("observations?from=2020.0", "from"),
        ("observations?from=2021&to=2020", "2021"),
        ("observations?from=2020&from=2021", "from"),
        ("observations?as_known_on=0", "as_known_on"),
        ("observations?as_known_on=2025-02-30", "as_known_on"),
        ("observations?as_known_on=9999-12-31", "as_known_on"),
        ("status?as_known_on=9999-12-31", "as_known_on"),
        ("observations?current=yes", "current"),
        ("observations?breakdown=", "breakdown"),
        ("observations?breakdown=%E3%81%AA%E3%81%97", "なし"),
        ("observations?release=nothing", "nothing"),
        ("observations?release=../../etc", "release"),
        ("observations?format=exe", "format"),
        ("observations?limit=0", "limit"),
        ("observations?limit=5&format=parquet", '"parameter": "limit"'),
        ("observations?offset=5&format=parquet", '"parameter": "offset"'),
        ("observations?offset=-1", "offset"),
        ("areas?indicator=x", "indicator"),
        ("indicators?level=country", "level"),
        ("status?as_known_on=x", "as_known_on"),
        ("trail?indicator=kyoryokutai_members", "area"),
        ("citation?format=docx", "format"),
    ],
)
def test_a_parameter_that_is_unknown_or_bad_is_400_and_named(client: httpx.Client, asked: str, named: str) -> None:
    answer = client.get(asked)
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"
    told = answer.json()
    assert named in json.dumps(told, ensure_ascii=False) and told["status"] == 400 and told["detail"]
    assert "Traceback" not in answer.text and "/releases/" not in answer.text


@pytest.mark.parametrize("asked", ["nothing", "indicators/nothing", f"trail?{MEMBERS}&area=00000&publication=x"])
def test_what_does_not_exist_is_404(client: httpx.Client, asked: str) -> None:
    answer = client.get(asked)
    assert answer.status_code == 404 and answer.json()["title"] == "Not found"


def test_only_reading_is_served(client: httpx.Client) -> None:
    for method in ("POST", "PUT", "DELETE", "PATCH"):
        answer = client.request(method, "observations")
        assert answer.status_code == 405 and answer.headers["allow"]
    head = client.head(f"observations?{MEMBERS}")
    assert head.status_code == 200 and head.content == b""
    assert head.headers["etag"] == client.get(f"observations?{MEMBERS}").headers["etag"]


def test_other_sites_may_read(client: httpx.Client) -> None:
    answer = client.get("indicators", headers={"Origin": "https://example.org"})
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "ETag" in answer.headers["access-control-expose-headers"]
    asked = {
        "Origin": "https://example.org",
        "Access-Control-Request-Method": "GET",
        "Access-Control-Request-Headers": "If-None-Match, Cache-Control",
    }
    assert client.options("indicators", headers=asked).status_code == 200


@pytest.mark.parametrize("asked", ["indicators", f"observations?{MEMBERS}", "areas", "observations?format=csv"])
def test_whoever_has_an_answer_is_not_sent_it_again(client: httpx.Client, release: Release, asked: str) -> None:
    first = client.get(asked)
    again = client.get(asked, headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    # A proxy weakens a tag, a client may know several, and a browser asks for a page.
    for known in (f"W/{first.headers['etag']}", f'"x", {first.headers["etag"]}'):
        told = {"If-None-Match": known, "Accept": "text/html,*/*"}
        assert client.get(asked, headers=told).status_code == 304
    assert client.get(asked, headers={"If-None-Match": '"x"'}).status_code == 200
    assert first.headers["cache-control"] == "public, no-cache"
    named = client.get(f"{asked}{'&' if '?' in asked else '?'}release={release.release_id}")
    assert "immutable" in named.headers["cache-control"]
    assert first.headers["kpi-release"] == release.release_id


def _here(asked: str, base: str = "http://x", **options: Any) -> httpx.Response:
    """Ask the API in this process, of the home that the environment names."""

    async def ask() -> httpx.Response:
        transport = httpx.ASGITransport(app=api.build(), raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url=base) as client:
            return await client.get(asked, **options)

    return asyncio.run(ask())


def test_the_list_of_releases_follows_the_pointer(
    shipped_home: Path, release: Release, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "home"
    shutil.copytree(shipped_home, home)
    monkeypatch.setenv("KPI_HOME", str(home))
    first, second = release.release_id, "2099-01-01-00000000"
    told = json.loads((home / "releases" / first / "manifest.json").read_text(encoding="utf-8"))

    def current(asked: str = "releases") -> list[tuple[str, bool]]:
        return [(one["release_id"], one["is_current"]) for one in _here(asked).json()]

    assert current() == [(first, True)]
    shutil.copytree(home / "releases" / first, home / "releases" / second)
    (home / "releases" / second / "manifest.json").write_text(json.dumps({**told, "release_id": second}))
    assert set(current()) == {(first, True), (second, False)}
    (home / "current").write_text(f"{second}\n", encoding="utf-8")
    assert set(current()) == {(first, False), (second, True)}
    assert current(f"releases?release={first}") == [(first, False)]
    (home / "current").write_text(f"{first}\n", encoding="utf-8")
    assert set(current()) == {(first, True), (second, False)}


def test_an_error_can_be_read_from_other_sites(
    shipped_home: Path, client: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_down(_release: Release) -> None:
        raise OSError("/secret/place")

    monkeypatch.setenv("KPI_HOME", str(shipped_home))
    monkeypatch.setattr(contents, "publications", break_down)

    for asked, status in (("publications?release=", 400), ("publications", 500)):
        answer = _here(asked, "http://broken", headers={"Origin": "https://example.org"})
        assert answer.status_code == status and "secret" not in answer.text
        assert answer.headers["access-control-allow-origin"] == "*"
    outside = httpx.get(str(client.base_url).rstrip("/"))
    assert outside.status_code == 404 and outside.headers["content-type"] == "application/problem+json"


def test_python_by_address_gives_the_same_rows(client: httpx.Client, release: Release) -> None:
    """The server's own kind of answer is what matters here: parts of a file are not to be had from it."""
    for chosen in (Slice(), Slice(indicators=("rmo_organizations",), current=True), Slice(first_year=2200)):
        base = str(client.base_url).removesuffix(f"{api.ADDRESS}/")
        address = snippets.api_address(base, chosen, release.release_id, "csv-plain")
        names: dict[str, Any] = {}
        exec(snippets.python_by_address(address), names)
        frame, expected = names["frame"], queries.observations(release.connection, chosen, detail=False)
        assert tuple(frame.columns) == queries.SLICE_COLUMNS
        for name in ("indicator_id", "area_code", "fiscal_year", "value"):
            assert frame[name].to_list() == expected[name].to_list()


def test_what_depends_on_the_day_is_never_kept_for_good(client: httpx.Client, release: Release) -> None:
    for asked in ("status", f"citation?{MEMBERS}", "releases"):
        separator = "&" if "?" in asked else "?"
        answer = client.get(f"{asked}{separator}release={release.release_id}")
        assert "immutable" not in answer.headers["cache-control"], asked


def test_a_host_that_a_request_invents_reaches_nobody_else(client: httpx.Client) -> None:
    asked = "indicators/kyoryokutai_members?format=jsonld"
    evil = client.get(asked, headers={"Host": "evil.example"})
    assert "evil.example" in evil.text
    assert "evil.example" not in client.get(asked).text


def test_citations_come_in_four_forms(client: httpx.Client, release: Release) -> None:
    whole = client.get(f"citation?{MEMBERS}").json()
    assert set(whole) == {"short_ja", "short_en", "full_ja", "full_en", "bibtex", "csl"}
    assert client.get(f"citation?{MEMBERS}&format=bibtex").text == whole["bibtex"]
    assert client.get(f"citation?{MEMBERS}&format=csl").json() == whole["csl"]
    assert client.get(f"citation?{MEMBERS}&format=text").text.splitlines() == [whole["full_ja"], whole["full_en"]]
    assert "observations?release=" in client.get("citation").json()["csl"][0]["URL"]
    address = whole["csl"][0]["URL"]
    assert client.get(address).json() == client.get(f"observations?{MEMBERS}").json()


def test_every_row_of_a_slice_leads_to_its_trail(client: httpx.Client) -> None:
    for row in client.get(f"observations?{MEMBERS}").json()[:6]:
        names = {"indicator": "indicator_id", "area": "area_code", "publication": "publication_id",
                 "fiscal_year": "fiscal_year", "as_of": "as_of", "breakdown": "breakdown"}  # fmt: skip
        given = {name: row[column] for name, column in names.items() if row[column] not in {None, ""}}
        found = client.get(f"trail?{urllib.parse.urlencode(given)}").json()
        assert found["observation"]["value"] == row["value"]
    assert ObservationKey("a", "00000", "b").breakdown == ""


def test_a_long_answer_flows_and_is_the_whole_slice(
    shipped_home: Path, release: Release, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KPI_HOME", str(shipped_home))
    monkeypatch.setattr(answers, "SMALL", 1000)
    monkeypatch.setattr("warehouse.portions.ROWS", 20)
    answers._kept.clear()

    async def ask() -> tuple[dict[str, str], list[bytes]]:
        sent: list[dict[str, object]] = []

        async def receive() -> dict[str, object]:
            await asyncio.sleep(30)
            return {"type": "http.disconnect"}

        async def send(message: dict[str, object]) -> None:
            sent.append(message)

        scope = {"type": "http", "method": "GET", "path": "/observations", "raw_path": b"/observations", "headers": [],
                 "query_string": b"format=csv-plain", "root_path": "", "scheme": "http", "server": ("x", 80),
                 "http_version": "1.1", "client": ("x", 1)}  # fmt: skip
        await api.build()(scope, receive, send)
        headers = {name.decode(): value.decode() for name, value in sent[0]["headers"]}  # type: ignore[attr-defined]
        return headers, [bytes(message.get("body", b"")) for message in sent[1:]]  # type: ignore[arg-type]

    headers, parts = asyncio.run(ask())
    assert len(parts) > 10 and "content-length" not in headers and headers["etag"]
    assert b"".join(parts) == b"".join(FORMATS["csv-plain"].parts(release, Slice()))
    assert not answers._kept


def test_json_ld_is_served_for_search_engines(client: httpx.Client) -> None:
    answer = client.get("indicators/kyoryokutai_members?format=jsonld")
    assert answer.headers["content-type"] == "application/ld+json"
    described = answer.json()
    csv_address = next(one["contentUrl"] for one in described["distribution"] if one["encodingFormat"] == "text/csv")
    texts = {"area_code": pl.String}
    assert pl.read_csv(io.BytesIO(client.get(csv_address).content), schema_overrides=texts).height == 18


def test_without_a_release_the_api_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KPI_HOME", str(tmp_path))
    transport = httpx.ASGITransport(app=api.build())

    async def ask() -> httpx.Response:
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
            return await client.get("/indicators")

    answer = asyncio.run(ask())
    assert answer.status_code == 503 and answer.json()["title"] == "No release"


def test_the_api_stands_beside_the_pages() -> None:
    assert api.ADDRESS in {getattr(route, "path", "") for route in server.routes()}


def _with_real_ids(description: dict[str, Any], release: Release) -> dict[str, Any]:
    """The description with the ids of a release: made-up ones would be refused, and no answer would be looked at."""
    frame = release.observations()
    known = {
        "release": [release.release_id],
        "indicator": frame["indicator_id"].unique().sort().to_list(),
        "area": frame["area_code"].unique().sort().to_list()[:50],
        "prefecture": ["01000", "13000", "47000"],
        "publication": frame["publication_id"].unique().sort().to_list(),
        "breakdown": ["total", *frame["breakdown"].unique().sort().to_list()[1:20]],
    }
    for path, operations in description["paths"].items():
        for parameter in operations["get"]["parameters"]:
            name = "indicator" if parameter["name"] == "indicator_id" else parameter["name"]
            if name in known:
                listed = name in LISTED and "/trail" not in path and parameter["in"] == "query"
                one = {"type": "string", "enum": known[name]}
                parameter["schema"] = {"type": "array", "items": one, "maxItems": 4} if listed else one
    return description


def test_nothing_contradicts_the_description(shipped_home: Path, release: Release, tmp_path: Path) -> None:
    """schemathesis asks what the description allows and what it forbids, and holds every answer against it."""
    with served(shipped_home) as base:
        address = f"{base}{api.ADDRESS}"
        described = _with_real_ids(httpx.get(f"{address}/openapi.json").json(), release)
        (tmp_path / "openapi.json").write_text(json.dumps(described), encoding="utf-8")
        command = [str(Path(sys.executable).with_name("schemathesis")), "run", "openapi.json", "--url", address]
        # Years in the wrong order, or a page of a format that has none, are well-formed each and refused together.
        command += ["--exclude-checks", "positive_data_acceptance", "--phases", "coverage,fuzzing"]
        command += ["--max-examples", "40", "--seed", "1", "--no-color", "--report", "ndjson", "--report-dir", "told"]
        environment = {**os.environ, "HOME": str(tmp_path)}
        done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path, env=environment)
    assert done.returncode == 0, done.stdout[-6000:]
    told = "".join(path.read_text(encoding="utf-8") for path in (tmp_path / "told").iterdir())
    answered = [int(status) for status in re.findall(r'"status_code":\s*(\d+)', told)]
    assert answered.count(200) > 100 and answered.count(400) > 50 and answered.count(405) > 10
