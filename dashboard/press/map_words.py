"""The words of maps: titles that name the most telling number, and the names on tiles."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from dashboard.formats import percent
from dashboard.map.coverage import measure_name
from dashboard.map.measures import PREFECTURE, Measured, rate_text
from dashboard.map.tiles import NUMBERS, romanised, tile_name
from dashboard.text import Text
from dashboard.values import value_quantity
from warehouse.area_records import all_areas

# More prefectures than that at the highest value are counted and not named.
_MOST_NAMED = 3


def tile_words(text: Text) -> dict[str, tuple[str, str]]:
    """Return by code what is written on the tile of a prefecture, and the same in few letters."""
    areas = [all_areas()[f"{number}000"] for number in NUMBERS]
    if text.lang == "en":
        short = romanised(areas)
        return {area.area_code: (area.name_en or area.name_ja, short[area.area_code]) for area in areas}
    return {area.area_code: (tile_name(area, short=False), tile_name(area, short=True)) for area in areas}


def named(codes: Sequence[str], text: Text) -> str:
    """Name prefectures; of many the first, and how many there are."""
    names = [text.pick(all_areas()[code], "name") for code in codes]
    if len(names) > _MOST_NAMED:
        return text("press.map.more_names", names=names[0], count=len(names))
    return text("map.join").join(names)


def map_title(shown: Measured, when: str, text: Text) -> str:
    """Write the title of a map from its figures."""
    short = text.pick(shown.figures.indicator, "short")
    if shown.level != PREFECTURE:
        return _of_the_country(shown, short, when, text)
    if shown.measure != "value":
        short = text("map.subject", short=short, measure=measure_name(shown.measure, shown.figures, text))
    is_amount = shown.measure == "value" and shown.figures.municipal.kind != "rate"
    # A share of a few bodies says more about chance than about the place.
    small = set() if is_amount else {code for code in shown.values if _is_small(shown, code)}
    values = {code: value for code, value in shown.values.items() if code not in small}
    return title_of_highest(
        short, values, lambda code: shown.text(shown.values[code], text), when, text, is_amount=is_amount
    )


def _is_small(shown: Measured, code: str) -> bool:
    return shown.figures.summary(shown.period.code, code[:2]).is_small


def title_of_highest(
    short: str, values: Mapping[str, float], write: Callable[[str], str], when: str, text: Text, *, is_amount: bool
) -> str:
    """Write a title that names the prefectures with the highest value.

    Args:
        short: What is measured.
        values: By code.
        write: Writes the value of a prefecture with its unit.
        when: The period.
        text: Language.
        is_amount: Whether a value is an amount, of which there can be most, and no share.
    """
    highest = max(values.values(), default=0)
    top = [code for code, value in values.items() if value == highest]
    if highest <= 0:
        return text("press.map.title.plain", short=short, period=when)
    if len(values) < len(NUMBERS):
        # Of those without a figure one may have more.
        short = text("press.map.title.of_known", short=short, known=len(values))
    if len(top) > _MOST_NAMED:
        return text("press.map.title.many", short=short, value=write(top[0]), count=len(top), period=when)
    key = "highest_rate" if not is_amount else "highest" if len(top) == 1 else "highest_tied"
    return text(f"press.map.title.{key}", short=short, names=named(top, text), value=write(top[0]), period=when)


def _of_the_country(shown: Measured, short: str, when: str, text: Text) -> str:
    figures = shown.figures
    summary, kind = figures.summary(shown.period.code, None), figures.municipal.kind
    given: dict[str, object] = {"short": short, "period": when}
    if kind in {"count", "status"}:
        given |= {"known": f"{summary.known:,}", "adopting": f"{summary.adopting:,}"}
        given["share"] = percent((summary.share or 0) / 100)
        return text("press.map.title.adopting", **given)
    if kind == "context" and summary.total is not None:
        return text("press.map.title.total", total=value_quantity(summary.total, figures.indicator, text), **given)
    if summary.pools and summary.rate is not None:
        return text("press.map.title.pooled", rate=rate_text(figures, summary.rate, text), **given)
    if summary.middle is not None:
        return text("press.map.title.median", middle=value_quantity(summary.middle, figures.indicator, text), **given)
    return text("press.map.title.plain", **given)
