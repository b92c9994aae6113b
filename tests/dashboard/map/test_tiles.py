"""The map of tiles: 47 of one size, none over another, each where its prefecture lies."""

from __future__ import annotations

from itertools import combinations

import pytest

from dashboard.map.insets import VIEW
from dashboard.map.mercator import latitude_at, mercator
from dashboard.map.tiles import NUMBERS, romanised, tile, tile_centre, tile_name
from warehouse.area_records import all_areas


def _box(number: str) -> tuple[float, float, float, float]:
    (ring,) = tile(number)
    xs, ys = [x for x, _ in ring], [mercator(y) for _, y in ring]
    return min(xs), min(ys), max(xs), max(ys)


def test_the_projection_and_its_reverse() -> None:
    for latitude in (24.3, 35.0, 45.5):
        assert latitude_at(mercator(latitude)) == pytest.approx(latitude)


def test_every_prefecture_has_a_square_of_its_own_in_view() -> None:
    prefectures = sorted(code for code, area in all_areas().items() if area.level == "prefecture")
    assert [f"{number}000" for number in NUMBERS] == prefectures
    west, south, east, north = VIEW
    for number in NUMBERS:
        left, low, right, high = _box(number)
        assert west <= left < right <= east and mercator(south) <= low < high <= mercator(north)
        assert right - left == pytest.approx(high - low, abs=1e-3)
        x, y = tile_centre(number)
        assert left < x < right and low < mercator(y) < high
    for one, other in combinations(NUMBERS, 2):
        a, b = _box(one), _box(other)
        assert a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1], (one, other)


@pytest.mark.parametrize(
    ("first", "second"), [("01", "02"), ("13", "14"), ("32", "34"), ("40", "43"), ("38", "39"), ("46", "47")]
)
def test_what_lies_north_is_above(first: str, second: str) -> None:
    assert tile_centre(first)[1] > tile_centre(second)[1]


@pytest.mark.parametrize(
    ("code", "long", "short"),
    [("01000", "北海道", "北海"), ("13000", "東京", "東京"), ("26000", "京都", "京都"), ("46000", "鹿児島", "鹿児")],
)
def test_a_name_fits_its_tile(code: str, long: str, short: str) -> None:
    assert tile_name(all_areas()[code], short=False) == long
    assert tile_name(all_areas()[code], short=True) == short


def test_names_in_latin_letters_are_short_and_differ() -> None:
    names = romanised([all_areas()[f"{number}000"] for number in NUMBERS])
    assert len(set(names.values())) == 47 and max(map(len, names.values())) <= 6
    assert (names["35000"], names["06000"], names["13000"]) == ("Yamagu", "Yamaga", "Tokyo")
