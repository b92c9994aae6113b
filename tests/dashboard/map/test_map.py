"""The map on real figures: what it sums up, how it is coloured, what the browser fetches, what is saved."""

from __future__ import annotations

import csv
import datetime as dt
import gzip
import io
import json
from dataclasses import replace
from pathlib import Path

import matplotlib.image
import pytest
import shapely
from starlette.applications import Starlette
from starlette.testclient import TestClient

from dashboard.context import Context
from dashboard.map import routes, still
from dashboard.map.addresses import feature_address, outline_address, picture_address
from dashboard.map.cards import cards
from dashboard.map.choice import COUNTRY, MapChoice
from dashboard.map.coverage import ranked, scored
from dashboard.map.extent import SIZES, view_of
from dashboard.map.geometry import in_frames, places, shapes
from dashboard.map.insets import FRAMES, VIEW
from dashboard.map.islands import cell_of, cells
from dashboard.map.measures import (
    LEVELS,
    MUNICIPALITY,
    PREFECTURE,
    area_text,
    measured,
    measures_of,
    prefecture_value,
)
from dashboard.map.mercator import mercator
from dashboard.map.page import build_map
from dashboard.map.palette import NO_DATA, NONE_THERE
from dashboard.map.parts import describe
from dashboard.map.saving import SAVED, saved_map
from warehouse.area_records import all_areas
from warehouse.areas import municipalities
from warehouse.bodies import AreaFigures, Period
from warehouse.boundaries import FULL, NATIONAL, Boundaries, open_boundaries
from warehouse.municipal import area_figures, mapped_indicators

TOKUTEI = "tokutei_cooperatives_in_municipality"


def _figures(context: Context, indicator_id: str) -> AreaFigures:
    return area_figures(context.release, context.release.catalogue.indicator(indicator_id))


def _boundaries(context: Context) -> Boundaries:
    found = open_boundaries(context.release.home)
    assert found is not None
    return found


def _choice(figures: AreaFigures, **changes: str) -> MapChoice:
    period = figures.periods[-1].code
    level = changes.get("level", LEVELS[0])
    measure = measures_of(figures, level, figures.periods[-1])[0]
    plain = {"since": "", "measure": measure, "level": level, "pref": COUNTRY, "area": COUNTRY, "method": "quantile"}
    return MapChoice(figures.indicator.id, figures.breakdown, **{"period": period, **plain, **changes})


def test_what_the_publishers_say_is_what_the_map_adds_up(mapped: Context) -> None:
    # Each from another source than the rows: the ministry's and the agency's own totals.
    known = {
        TOKUTEI: (1718, 1718, 122),
        "dx_cio_by_body": (1741, 1733, 1270),
        "dx_cio_aide_by_body": (1741, 1733, 846),
        "dx_policy_by_body": (1741, 1733, 862),
        "dx_external_talent_by_body": (1741, 1733, 522),
        "dx_ai_by_body": (1741, 1741, 879),
        "dx_rpa_by_body": (1741, 1741, 720),
        "dx_telework_by_body": (1741, 1741, 1055),
        "kaso_area_kind": (1718, 1718, 885),
    }
    for indicator_id, (bodies, surveyed, adopting) in known.items():
        figures = _figures(mapped, indicator_id)
        summary = figures.summary(figures.periods[-1].code, None)
        assert (summary.bodies, summary.known, summary.adopting) == (bodies, surveyed, adopting), indicator_id
        parts = [figures.summary(figures.periods[-1].code, number) for number in figures.prefectures]
        assert sum(part.adopting for part in parts) == adopting
        assert sum(part.known for part in parts) == surveyed


def test_not_surveyed_is_neither_no_nor_in_the_denominator(mapped: Context) -> None:
    figures = _figures(mapped, "dx_cio_by_body")
    code = figures.periods[-1].code
    not_surveyed = [area for area, gap in figures.gaps[code].items() if gap == "missing"]
    assert len(not_surveyed) == 8
    scheme = describe(mapped, figures, None, _choice(figures)).scheme
    assert {scheme.colour(area) for area in not_surveyed} == {NO_DATA}
    no = next(area for area, value in figures.values[code].items() if value == 0)
    assert scheme.colour(no) == NONE_THERE


def test_names_that_several_municipalities_bear_are_told_apart_by_the_order_of_codes(mapped: Context) -> None:
    rows = mapped.release.observations(["mynumber_card_rate"], detail=False)
    assert rows.height == 1741 and rows["area_code"].n_unique() == 1741
    raw = (mapped.release.home / "fetched").glob("digitalcho*/市区町村毎のDX進捗状況_市区町村比較.csv")
    lines = list(csv.reader(next(raw).read_text(encoding="utf-8-sig").splitlines()))
    printed = next(line for line in lines if line[1] == "マイナンバーカードの保有状況")
    in_order = dict(zip([area.area_code for area in municipalities()], printed[2:], strict=False))
    assert {code: f"{value:.0f}%" for code, value in rows.select("area_code", "value").iter_rows()} == in_order


def test_shimane_as_the_ministry_counts_it(mapped: Context) -> None:
    figures = _figures(mapped, TOKUTEI)
    shown = measured(figures, MUNICIPALITY, "value", figures.periods[-1])
    first = ranked(shown)[0]
    assert first.summary.area_code == "32000"
    assert (first.summary.adopting, first.summary.bodies, first.summary.total) == (14, 19, 15)
    assert first.summary.share == pytest.approx(73.684, abs=1e-3)
    ties = [one.rank for one in ranked(shown)]
    assert ties[3:5] == [4, 4] and ties[5] == 6


def test_rates_take_the_newest_population_up_to_their_day(mapped: Context) -> None:
    figures = _figures(mapped, TOKUTEI)
    base = figures.denominator("2025")
    assert base is not None and base.as_of.isoformat() == "2022-01-01"
    assert figures.per_people("2025", "32202") == pytest.approx(2 / 51546 * 10_000)
    small = [area for area in base.people if figures.is_small("2025", area)]
    assert small and max(base.people[area] for area in small) < 1000


def test_every_indicator_can_be_shown_by_every_measure(mapped: Context) -> None:
    boundaries = _boundaries(mapped)
    for indicator in mapped_indicators(mapped.release):
        figures = _figures(mapped, indicator.id)
        period = figures.periods[-1]
        for level in LEVELS:
            for measure in measures_of(figures, level, period):
                since = figures.periods[0].code if "change" in measure else ""
                choice = _choice(figures, level=level, measure=measure, since=since)
                page = build_map(mapped, figures, boundaries, choice)
                steps = describe(mapped, figures, boundaries, choice).scheme
                areas = describe(mapped, figures, boundaries, choice).areas
                assert sum(step.areas for step in steps.steps) + steps.without == len(areas), (indicator.id, measure)
                assert page.alt and "{" not in page.alt


def test_a_percentage_whose_counts_are_published_is_pooled(mapped: Context) -> None:
    figures = _figures(mapped, "dx_online_32_rate")
    code = figures.periods[-1].code
    counts = {name: _figures(mapped, f"dx_online_32_{name}").values[code] for name in ("done", "procedures")}
    for number in (None, *figures.prefectures):
        summary = figures.summary(code, number)
        inside = [area for area in figures.values[code] if number is None or area.startswith(number)]
        parts = [sum(counts[name][area] for area in inside) for name in ("done", "procedures")]
        assert [summary.numerator, summary.denominator] == parts
        assert summary.rate == pytest.approx(parts[0] / parts[1] * 100)
    whole = figures.summary(code, None)
    # Two villages carry out none of the procedures: their percentage is no figure and they are in no sum.
    assert (whole.known, whole.numerator, whole.denominator) == (1739, 11721, 36266)
    page = build_map(mapped, figures, None, _choice(figures))
    assert "32.3%" in page.alt and "11,721/36,266" in "".join(map(str, page.cards))
    features = json.loads(_get(mapped, figures, "areas", level="prefecture").content)["features"]
    shimane = next(one["properties"] for one in features if one["properties"]["c"] == "32000")
    assert shimane["t0"].endswith("19団体）") and "/" in shimane["t0"]


def test_a_percentage_is_not_pooled_where_a_count_is_missing(mapped: Context) -> None:
    found = _figures(mapped, "dx_online_32_rate")
    code = found.periods[-1].code
    quotients = {code: {area: pair for area, pair in found.quotients[code].items() if area != "13101"}}
    figures = replace(found, quotients=quotients)
    tokyo = figures.summary(code, "13")
    assert tokyo.rate is None and tokyo.middle is not None
    assert (
        next(
            one.rank
            for one in ranked(measured(figures, PREFECTURE, "value", figures.periods[-1]))
            if one.summary.area_code == "13000"
        )
        is None
    )
    assert prefecture_value(figures, figures.periods[-1], "13", "value") is None
    assert figures.summary(code, "32").rate == found.summary(code, "32").rate


def test_what_is_not_known_is_never_0(mapped: Context) -> None:
    for indicator_id in (
        "dx_online_32_rate",
        "dx_cio_by_body",
        "mynumber_card_rate",
        "population",
        "dx_online_32_done",
    ):
        found = _figures(mapped, indicator_id)
        period = found.periods[-1]
        elsewhere = {area: value for area, value in found.values[period.code].items() if not area.startswith("32")}
        figures = replace(found, values={**found.values, period.code: elsewhere})
        shown = cards(measured(figures, MUNICIPALITY, "value", period), "32000", mapped.text)
        assert "データなし" in str(shown[0]) and ">0<" not in str(shown[0]), indicator_id
        said = area_text(figures, PREFECTURE, period, "32000", mapped.text)
        assert said == "データなし", indicator_id


def test_a_change_needs_an_earlier_year(mapped: Context) -> None:
    """A table that states no year is neither before nor after one that does."""
    found = _figures(mapped, "dx_online_32_rate")
    values = found.values["none"]
    periods = (found.periods[0], Period(2024, None, ()), Period(2025, None, ()))
    by_period = {period.code: values for period in periods}
    figures = replace(found, periods=periods, values=by_period, gaps={key: {} for key in by_period})
    offered = {period.code: "change" in measures_of(figures, MUNICIPALITY, period) for period in periods}
    assert offered == {"none": False, "2024": False, "2025": True}
    assert [one.code for one in figures.earlier("2025")] == ["2024"]


def test_a_percentage_without_counts_is_summed_up_by_the_median(mapped: Context) -> None:
    figures = _figures(mapped, "mynumber_card_rate")
    summary = figures.summary(figures.periods[-1].code, "32")
    assert not summary.pools and summary.rate == summary.middle
    features = json.loads(_get(mapped, figures, "areas", level="prefecture").content)["features"]
    shimane = next(one["properties"] for one in features if one["properties"]["c"] == "32000")
    assert shimane["t0"].startswith("19団体の中央値 ")


@pytest.mark.parametrize("measure", ["share", "value", "per_people", "per_body"])
def test_a_prefecture_has_what_its_municipalities_make_up(mapped: Context, measure: str) -> None:
    figures = _figures(mapped, TOKUTEI)
    period = figures.periods[-1]
    base = figures.denominator(period.code)
    assert base is not None
    people = sum(base.people[area.area_code] for area in figures.universe if area.prefecture_code == "32")
    expected = {"share": 14 / 19 * 100, "value": 15, "per_people": 15 / people * 10_000, "per_body": 15 / 19}
    assert prefecture_value(figures, period, "32", measure) == pytest.approx(expected[measure])


def test_the_expression_gives_the_colours_of_the_scheme(mapped: Context) -> None:
    """Evaluated here as the browser does it, over the properties that the browser gets."""
    for indicator_id, measure in (
        ("dx_online_32_rate", "value"),
        ("dx_cio_by_body", "adoption"),
        ("population", "change"),
    ):
        figures = _figures(mapped, indicator_id)
        since = figures.periods[0].code if measure == "change" else ""
        parts = describe(mapped, figures, None, _choice(figures, measure=measure, since=since))
        described = json.loads(_get(mapped, figures, "points", edge=None).content)
        for place in described[::7]:
            about = place["properties"]
            assert _evaluated(parts.scheme.expression, about) == parts.scheme.colour(about["c"]), about["n"]


def _evaluated(expression: str, about: dict[str, object]) -> str:
    words = expression.replace("properties.value", "V").replace("!V", "(V is None)").replace("!= null", "is not None")
    colour = _chosen(words.replace("&&", "and"), about["value"])
    return "#" + "".join(f"{part:02X}" for part in colour)


def _chosen(words: str, values: object) -> list[int]:
    """Evaluate `a ? b : c`, which nests to the right, and in brackets."""
    words = words.strip()
    if words.startswith("[") and "?" not in words:
        return json.loads(words)
    if words.startswith("(") and words.endswith(")") and " ? " in words:
        return _chosen(words[1:-1], values)
    depth = 0
    for at, letter in enumerate(words):
        depth += {"(": 1, ")": -1}.get(letter, 0)
        if letter == "?" and depth == 0:
            test, rest = words[:at], words[at + 1 :]
            break
    depth = nested = 0
    for at, letter in enumerate(rest):
        depth += {"(": 1, ")": -1}.get(letter, 0)
        nested += letter == "?" and depth == 0
        if letter == ":" and depth == 0:
            if nested == 0:
                return _chosen(rest[:at] if eval(test, {"V": values}) else rest[at + 1 :], values)
            nested -= 1
    raise AssertionError(words)


def _client() -> TestClient:
    return TestClient(Starlette(routes=[*still.routes(), *routes.routes()]))


def _get(context: Context, figures: AreaFigures, kind: str, edge: str | None = "", level: str = "municipality"):
    edge = _boundaries(context).id if edge == "" else edge
    return _client().get(feature_address(context, kind, figures.indicator.id, edge, level=level))


def test_the_browser_fetches_a_small_file_once(mapped: Context) -> None:
    figures = _figures(mapped, TOKUTEI)
    sizes = 0
    for answer in (_get(mapped, figures, "areas"), _client().get(outline_address(mapped, _boundaries(mapped).id))):
        assert answer.status_code == 200
        assert "immutable" in answer.headers["cache-control"]
        again = _client().get(str(answer.url), headers={"if-none-match": answer.headers["etag"]})
        assert again.status_code == 304 and not again.content
        sizes += len(gzip.compress(answer.content, 6, mtime=0))
    assert sizes <= 300_000, f"{sizes:,} bytes of national geometry"
    features = json.loads(_get(mapped, figures, "areas").content)["features"]
    assert len(features) == 1747
    hamada = next(one["properties"] for one in features if one["properties"]["c"] == "32202")
    assert hamada["value"] == [2] and hamada["n"] == "浜田市（島根県）" and hamada["t0"].startswith("2組合")
    ward = next(one["properties"] for one in features if one["properties"]["c"] == "13101")
    assert "value" not in ward, "a special ward cannot have a cooperative"


def test_addresses_that_name_nothing_are_404(mapped: Context) -> None:
    client = _client()
    release, edge = mapped.release.release_id, _boundaries(mapped).id
    points = f"/map/points/{release}/{TOKUTEI}.json?level=municipality&edge={edge}"
    picture = (
        f"/map/first/{release}/{TOKUTEI}.png?level=municipality&period=2025&measure=value&method=quantile&edge={edge}"
    )
    assert client.get(points).status_code == 200 and client.get(picture).status_code == 200
    for path in (
        "/map/areas/no-release/x.json",
        f"/map/areas/{release}/nothing.json",
        f"/map/other/{release}/{TOKUTEI}.json",
        f"/map/areas/{release}/{TOKUTEI}.json",
        f"/map/points/{release}/{TOKUTEI}.json?x=1",
        f"/map/points/{release}/kyoryokutai_members.json",
        f"/map/picture/{release}/{TOKUTEI}.svg?level=county",
        *(
            f"{path}&{more}"
            for path in (points, picture)
            for more in ("pref=99000", "part=zzz", "foo=1", "lang=xx", "known=x")
        ),
        points.replace(edge, "nonsense"),
        picture.replace(edge, "nonsense"),
        picture.replace("2025", "1999"),
        picture.replace("=value", "=change"),
    ):
        answer = client.get(path)
        assert answer.status_code == 404, path
        assert answer.text.count("\n") == 1


def test_islands_are_moved_into_their_frames_and_nothing_else_is(mapped: Context) -> None:
    west, south, east, north = VIEW
    for code, coordinates, *_ in _boundaries(mapped).frame(NATIONAL, "municipality").iter_rows():
        for polygon in in_frames(code, "municipality", json.loads(coordinates)):
            for x, y in polygon[0]:
                assert west <= x <= east and south <= y <= north, all_areas()[code].full_name
                if code.startswith("47") or code == "13421":
                    assert any(f.west < x < f.east and f.south < y < f.north for f in FRAMES)


def test_the_still_picture_and_the_files(mapped: Context, tmp_path: Path) -> None:
    figures, boundaries = _figures(mapped, TOKUTEI), _boundaries(mapped)
    choice = _choice(figures)
    answer = _client().get(picture_address(mapped, choice, boundaries.id))
    assert answer.status_code == 200 and answer.content.startswith(b"<?xml")
    files = {kind: saved_map(mapped, figures, boundaries, choice, kind) for kind in SAVED}
    assert files["svg"] == answer.content
    assert files["png"].startswith(b"\x89PNG") and files["png"] == saved_map(mapped, figures, boundaries, choice, "png")
    table = list(csv.DictReader(io.StringIO(files["csv"].decode("utf-8-sig"))))
    assert len(table) == 1718 and sum(float(row["value"]) > 0 for row in table) == 122
    whole = json.loads(files["geojson"])
    assert len(whole["features"]) == 1718 and whole["release_id"] == mapped.release.release_id
    okinawa = next(one for one in whole["features"] if one["properties"]["area_code"] == "47201")
    longitude = okinawa["geometry"]["coordinates"][0][0][0][0]
    assert 127 < longitude < 128, "in the file every island is in its place"
    assert any("国土数値情報" in source for source in whole["sources"])


def test_without_boundaries_there_are_points(mapped: Context) -> None:
    figures = _figures(mapped, TOKUTEI)
    choice = _choice(figures)
    page = build_map(mapped, figures, None, choice)
    assert {layer.id for layer in page.deck.layers} == {"dots", "frames", "symbols", "shared"}
    assert "kpi fetch boundaries" in str(page.legend)
    whole = json.loads(saved_map(mapped, figures, None, choice, "geojson"))
    assert {one["geometry"]["type"] for one in whole["features"]} == {"Point"}
    assert saved_map(mapped, figures, None, choice, "svg").startswith(b"<?xml")
    assert _get(mapped, figures, "areas", edge=None).status_code == 404


def test_without_boundaries_prefectures_are_tiles_whose_colour_may_show_an_amount(mapped: Context) -> None:
    figures = _figures(mapped, TOKUTEI)
    for measure in measures_of(figures, PREFECTURE, figures.periods[-1]):
        choice = _choice(figures, level=PREFECTURE, measure=measure)
        page = build_map(mapped, figures, None, choice)
        assert {layer.id for layer in page.deck.layers} == {"areas", "edges", "labels"}
        scheme = describe(mapped, figures, None, choice).scheme
        assert len({scheme.colour(f"{number}000") for number in figures.prefectures}) > 2
        assert saved_map(mapped, figures, None, choice, "svg").startswith(b"<?xml")
    tiles = json.loads(_get(mapped, figures, "areas", edge=None, level=PREFECTURE).content)["features"]
    said = {one["properties"]["c"]: one["properties"]["t0"] for one in tiles}
    assert len(said) == 47 and "15組合" in said["32000"]
    points = json.loads(_get(mapped, figures, "points", edge=None, level=PREFECTURE).content)
    names = {one["properties"]["s"] for one in points}
    assert {"北海道", "京都", "東京", "神奈川", "島根"} <= names and len(names) == 47


def test_a_symbol_stands_in_its_own_municipality(mapped: Context) -> None:
    """Villages of islands have their offices in a city on the mainland."""
    found = _boundaries(mapped).frame(FULL, MUNICIPALITY)
    codes, shapes, points = [], [], []
    for code, coordinates, x, y in found.iter_rows():
        shape = shapely.MultiPolygon([(outside, holes) for outside, *holes in json.loads(coordinates)])
        codes.append(code)
        shapes.append(shapely.make_valid(shape))
        points.append(shapely.Point(x, y))
        assert shapes[-1].dwithin(points[-1], 0.006), all_areas()[code].name_ja
    tree = shapely.STRtree(shapes)
    for point, shape in tree.query(points, predicate="within").T:
        assert codes[point] == codes[shape], f"{codes[point]} stands in {codes[shape]}"
    for code, x in found["area_code", "longitude"].iter_rows():
        if code in {"46303", "46304", "47381"}:
            assert abs(x - (all_areas()[code].longitude or 0)) > 0.02, all_areas()[code].name_ja


def test_a_value_with_a_note_is_marked_on_every_map(mapped: Context) -> None:
    figures, boundaries = _figures(mapped, TOKUTEI), _boundaries(mapped)
    shared = {"07423", "07444", "07446", "46533", "46534"}
    assert figures.shared(figures.periods[-1].code) == shared
    points = json.loads(_get(mapped, figures, "points").content)
    assert {one["properties"]["c"] for one in points if one["properties"].get("d") == [1]} == shared
    code = figures.periods[-1].code
    other = replace(figures, notes={code: {**figures.notes[code], "01221": "速報値"}})
    assert other.shared(code) == shared
    # What is shared counts once: as many as the ministry counts.
    totals = {number: figures.summary(code, number).total for number in (None, "07", "46", "32")}
    assert totals == {None: 120, "07": 8, "46": 10, "32": 15}
    published = mapped.release.observations(["tokutei_cooperatives"], areas=["00000"], current=True)
    assert totals[None] in published.filter(published["breakdown"] == "")["value"].to_list()
    page = build_map(mapped, figures, boundaries, _choice(figures))
    assert "複数の市町村で1組合" in str(page.legend) and "5団体" in str(page.legend)
    assert "shared" in {layer.id for layer in page.deck.layers}
    shimane = build_map(mapped, figures, boundaries, _choice(figures, pref="32000"))
    assert "複数の市町村で1組合" not in str(shimane.legend)


@pytest.mark.parametrize("phone", [False, True])
@pytest.mark.parametrize(("pref", "level"), [("01000", MUNICIPALITY), (COUNTRY, PREFECTURE)])
def test_the_first_picture_has_the_names_of_the_map_on_screen(
    mapped: Context, phone: bool, pref: str, level: str
) -> None:
    figures = _figures(mapped, "dx_cio_by_body")
    boundaries = _boundaries(mapped) if pref != COUNTRY else None
    choice = replace(_choice(figures, pref=pref, level=level), phone=phone)
    page = build_map(mapped, figures, boundaries, choice)
    labels = next(layer for layer in page.deck.layers if layer.id == "labels")
    points = json.loads(_client().get(labels.data).content)
    on_screen = {one["properties"]["c"]: one["properties"]["s"] for one in points if "s" in one["properties"]}
    assert describe(mapped, figures, boundaries, choice).named == on_screen


@pytest.mark.parametrize("phone", [False, True])
def test_the_first_picture_has_every_place_where_the_map_on_screen_has_it(mapped: Context, phone: bool) -> None:
    boundaries, figures = _boundaries(mapped), _figures(mapped, "dx_online_32_rate")
    choice = replace(_choice(figures), phone=phone)
    answer = _client().get(picture_address(mapped, choice, boundaries.id, "first"))
    assert answer.headers["content-type"] == "image/png" and "immutable" in answer.headers["cache-control"]
    pixels = matplotlib.image.imread(io.BytesIO(answer.content))
    across, down = SIZES[phone]
    assert pixels.shape[:2] == (down, across)
    scheme = describe(mapped, figures, boundaries, choice).scheme
    state = view_of(boundaries, None, phone=phone).state
    scale = 512 / 360 * 2 ** state["zoom"]
    found = []
    for code, coordinates in boundaries.frame(NATIONAL, MUNICIPALITY)["area_code", "coordinates"].iter_rows():
        largest = max((shapely.Polygon(rings[0]) for rings in json.loads(coordinates)), key=lambda one: one.area)
        inside = shapely.maximum_inscribed_circle(largest)
        x, y = inside.coords[0]
        # Large enough that no border lies over its middle, and not moved into a frame.
        if inside.length * scale < (1.2 if phone else 2.4) or y < VIEW[1]:
            continue
        column = (x - state["longitude"]) * scale + across / 2
        row = (mercator(state["latitude"]) - mercator(y)) * scale + down / 2
        seen = "#" + "".join(f"{round(part * 255):02X}" for part in pixels[int(row)][int(column)][:3])
        found.append(seen == scheme.colour(code))
    assert len(found) > 40 and sum(found) > 0.9 * len(found), f"{sum(found)} of {len(found)}"


def test_every_municipality_is_in_the_view_of_its_prefecture(mapped: Context) -> None:
    figures = _figures(mapped, "population")
    for boundaries in (_boundaries(mapped), None):
        for number in figures.prefectures:
            west, south, east, north = view_of(boundaries, number).box
            for code, (x, y) in places(boundaries, figures, MUNICIPALITY, number).items():
                assert west <= x <= east and south <= y <= north, all_areas()[code].full_name
                cell = cell_of(code)
                if cell is not None and (boundaries is not None or code not in {"46304"}):
                    (left, low), _, (right, high), *_ = cell.ring
                    assert left <= x <= right and low <= y <= high, all_areas()[code].full_name


def test_every_part_of_a_framed_municipality_is_in_its_frame(mapped: Context) -> None:
    for number in ("13", "46", "47"):
        drawn = dict(shapes(_boundaries(mapped), MUNICIPALITY, number))
        for cell in cells(number):
            (left, low), _, (right, high), *_ = cell.ring
            for code in cell.codes:
                assert drawn[code], all_areas()[code].name_ja
                for polygon in drawn[code]:
                    assert all(left <= x <= right and low <= y <= high for x, y in polygon[0])
    # 尖閣諸島 are part of 石垣市: north of all its other islands.
    ishigaki = [polygon[0][0] for polygon in dict(shapes(_boundaries(mapped), MUNICIPALITY, "47"))["47207"]]
    published = _boundaries(mapped).frame(FULL, MUNICIPALITY, "47207")["coordinates"].to_list()[0]
    assert len(ishigaki) == len(json.loads(published))


def test_a_map_of_change_is_about_change(mapped: Context) -> None:
    figures = _figures(mapped, "population")
    first, last = figures.periods[0], figures.periods[-1]
    choice = _choice(figures, measure="change", since=first.code)
    page = build_map(mapped, figures, _boundaries(mapped), choice)
    totals = [figures.summary(period.code, None).total for period in (first, last)]
    shown = measured(figures, MUNICIPALITY, "change", last, first)
    up = sum(value > 0 for value in shown.values.values())
    assert totals[0] and totals[1]
    said = "".join(map(str, page.cards))
    assert f"−{totals[0] - totals[1]:,.0f}" in said and f">{up:,}<" in said
    assert "平成28年1月1日から" in str(page.title) and f"増えたのは{up}" in page.alt
    rates = scored(shown)
    assert rates["32000"] == pytest.approx(sum(v for c, v in shown.values.items() if c.startswith("32")))


def test_a_change_is_the_difference_of_two_years(mapped: Context) -> None:
    figures = _figures(mapped, "population")
    first, last = figures.periods[0], figures.periods[-1]
    shown = measured(figures, "municipality", "change", last, first)
    assert shown.values["32202"] == 51546 - 56730


def test_before_anything_was_published_there_is_nothing_to_show(mapped: Context) -> None:
    early = dt.date(2024, 1, 1)
    assert [one.id for one in mapped_indicators(mapped.release, early)] == ["kaso_area_kind", "population"]
    for indicator in mapped_indicators(mapped.release, early):
        assert area_figures(mapped.release, indicator, as_known_on=early).periods
    assert mapped_indicators(mapped.release, dt.date(2000, 1, 1)) == []


def test_a_special_ward_has_no_figure_of_what_it_cannot_have(mapped: Context) -> None:
    figures = _figures(mapped, "dx_ai_by_body")
    page = build_map(mapped, figures, None, _choice(figures, pref="13000", area="13101"))
    short = mapped.release.catalogue.indicators[TOKUTEI].short_ja
    assert "千代田区" in str(page.profile) and short not in str(page.profile)
