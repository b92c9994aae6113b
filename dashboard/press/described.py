"""From a wish to a chart: which kinds an indicator can be shown as, and the description of each."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from dashboard.context import Context
from dashboard.figure.model import Chart, Kind
from dashboard.figure.numbers import SCALES
from dashboard.observations import Figures, Point
from dashboard.press import parts, several, trends
from dashboard.press.asked import Asked
from dashboard.press.mapped import municipal_chart, tile_chart
from dashboard.press.shelf import Shelf
from dashboard.revisions import find_revisions
from dashboard.target_card import TargetView
from dashboard.text import Text
from dashboard.values import why_without
from warehouse.boundaries import open_boundaries
from warehouse.catalogue import Indicator
from warehouse.errors import InputError


def chart_of(shelf: Shelf, asked: Asked) -> Chart:
    """Describe the chart that is asked for.

    Raises:
        NotFound: There is no such indicator.
        InputError: It has no figures in these years, or cannot be shown as this kind.
    """
    context = shelf.context
    _check(asked, context.text)
    figures = [_within(shelf.figures(one), asked) for one in dict.fromkeys(asked.indicator_ids)]
    offered = kinds_of(shelf, figures)
    kind = asked.kind or next(iter(offered), None)
    if kind is None or kind not in offered:
        raise InputError(_why_not(context.text, figures, kind, offered, asked))
    return _BUILD[kind](shelf, figures, asked).edited(asked.title, asked.subtitle, asked.note)


def _check(asked: Asked, text: Text) -> None:
    if not asked.indicator_ids:
        raise InputError(text("press.no_indicator"))
    if asked.scale not in SCALES:
        raise InputError(text("press.no_scale", given=asked.scale, known=text("press.join").join(SCALES)))
    if asked.first_year and asked.last_year and asked.first_year > asked.last_year:
        raise InputError(text("press.wrong_order", first=asked.first_year, last=asked.last_year))


def _within(found: Figures, asked: Asked) -> Figures:
    if asked.first_year is None and asked.last_year is None:
        return found
    first, last = asked.first_year or 0, asked.last_year or 9999
    return Figures(found.indicator, tuple(p for p in found.points if first <= (p.fiscal_year or first) <= last))


def kinds_of(shelf: Shelf, figures: Sequence[Figures]) -> list[Kind]:
    """Return the kinds that indicators can be shown as, the usual one first."""
    if len(figures) > 1:
        usable = [found for found in figures if found.yearly and not found.indicator.states]
        return ["comparison"] if len(usable) == len(figures) else []
    found = figures[0]
    indicator = found.indicator
    if indicator.states:
        return ["map", "tiles"] if found.at_level("municipality") else []
    able: dict[Kind, bool] = {
        "trend": len(found.yearly) > 1,
        "stacked": parts.is_whole(found),
        "bars": len(parts.parts_of(found)) > 1 or len(found.at_level("prefecture")) > 1,
        "card": parts.lone_point(found) is not None,
        "map": indicator.municipal is not None and bool(found.at_level("municipality")),
        "tiles": len(found.at_level("prefecture")) > 1 or bool(found.at_level("municipality")),
        "comparison": len(_part_lines(found)) > 1,
        "multiples": len(found.yearly) > 1 and len(_of_programme(shelf, indicator)) > 1,
    }
    return [kind for kind in able if able[kind]]


def _why_not(text: Text, figures: Sequence[Figures], kind: Kind | None, offered: Sequence[Kind], asked: Asked) -> str:
    empty = [found for found in figures if not found.points]
    if empty:
        name = text.pick(empty[0].indicator, "name")
        if asked.first_year or asked.last_year:
            return text("press.nothing_between", name=name)
        return text("press.of", name=name, note=why_without(empty[0].indicator, text))
    if kind == "comparison" and len(figures) == 1:
        return text("press.choose_beside", name=text.pick(figures[0].indicator, "name"))
    name = text("press.join").join(text.pick(found.indicator, "name") for found in figures)
    known = text("press.join").join(text(f"press.kind.{one}") for one in offered) or text("press.no_kind")
    return text("press.cannot", name=name, kind=text(f"press.kind.{kind or 'any'}"), offered=known)


def _view(shelf: Shelf, found: Figures) -> TargetView | None:
    """The target, where the figures in view reach up to the newest, by which it is judged."""
    found_views = shelf.views(found.indicator)
    newest = found.latest
    if not found_views or newest is None:
        return None
    return found_views[0] if found_views[0].status.value == newest.value else None


def _trend_input(shelf: Shelf, found: Figures, scale: str) -> trends.TrendInput:
    revised = find_revisions(shelf.context.release, found.indicator, shelf.context.known_on)
    years = {item.fiscal_year for item in revised if not item.breakdown}
    every = shelf.figures(found.indicator.id).yearly
    return trends.TrendInput(found, found.yearly, _view(shelf, found), years, scale, every=every)


def _trend(shelf: Shelf, figures: Sequence[Figures], asked: Asked) -> Chart:
    return trends.trend_chart(shelf.context, _trend_input(shelf, figures[0], asked.scale))


def _part_lines(found: Figures) -> dict[str, tuple[Point, ...]]:
    """The breakdowns that have figures of several years, by label."""
    named = sorted((p for p in found.all_breakdowns if p.fiscal_year is not None), key=lambda p: p.breakdown)
    lines = {
        label: tuple(sorted(group, key=lambda p: p.order)) for label, group in groupby(named, lambda p: p.breakdown)
    }
    return {label: points for label, points in lines.items() if len(points) > 1}


def _comparison(shelf: Shelf, figures: Sequence[Figures], asked: Asked) -> Chart:
    context, text = shelf.context, shelf.context.text
    if len(figures) == 1:
        found = figures[0]
        lines = [(label.replace("/", text("press.part_join")), found, points)
                 for label, points in _part_lines(found).items()]  # fmt: skip
        title = text("press.title.parts", name=text.pick(found.indicator, "name"))
        return several.comparison_chart(context, lines, title, asked.scale)
    named = [(text.pick(found.indicator, "name"), found, found.yearly) for found in figures]
    title = text("press.title.comparison", names=text("press.and").join(name for name, _, _ in named))
    return several.comparison_chart(context, named, title, asked.scale)


def _of_programme(shelf: Shelf, indicator: Indicator) -> list[Figures]:
    """The indicators of a programme that have figures of several years."""
    found = shelf.of_programme(indicator)
    return [one for one in found if len(one.yearly) > 1 and not one.indicator.states]


def _multiples(shelf: Shelf, figures: Sequence[Figures], asked: Asked) -> Chart:
    context, indicator = shelf.context, figures[0].indicator
    programme = context.release.catalogue.by_programme[indicator.programme]
    fellows = [_within(one, asked) for one in _of_programme(shelf, indicator)]
    inputs = [_trend_input(shelf, one, asked.scale) for one in fellows if len(one.yearly) > 1]
    if len(inputs) < 2:
        raise InputError(context.text("press.nothing_between", name=context.text.pick(programme, "name")))
    return several.multiples_chart(context, programme, inputs, asked.scale)


def _bars(shelf: Shelf, figures: Sequence[Figures], asked: Asked) -> Chart:
    if len(parts.parts_of(figures[0])) > 1:
        return parts.bars_chart(shelf.context, figures[0], asked.scale)
    return parts.ranking_chart(shelf.context, figures[0], asked.scale)


def _stacked(shelf: Shelf, figures: Sequence[Figures], asked: Asked) -> Chart:
    return parts.stacked_chart(shelf.context, figures[0], asked.scale)


def _card(shelf: Shelf, figures: Sequence[Figures], asked: Asked) -> Chart:
    return parts.card_chart(shelf.context, figures[0], _view(shelf, figures[0]), asked.scale)


def _map(shelf: Shelf, figures: Sequence[Figures], asked: Asked) -> Chart:
    context, indicator = shelf.context, figures[0].indicator
    boundaries = open_boundaries(context.release.home)
    return _there(context, figures[0], municipal_chart(context, indicator, boundaries, asked.last_year))


def _tiles(shelf: Shelf, figures: Sequence[Figures], asked: Asked) -> Chart:
    context, indicator = shelf.context, figures[0].indicator
    return _there(context, figures[0], tile_chart(context, indicator, figures[0], asked.last_year))


def _there(context: Context, found: Figures, chart: Chart | None) -> Chart:
    if chart is None:
        raise InputError(context.text("press.nothing_between", name=context.text.pick(found.indicator, "name")))
    return chart


_BUILD = {
    "trend": _trend,
    "comparison": _comparison,
    "bars": _bars,
    "stacked": _stacked,
    "multiples": _multiples,
    "tiles": _tiles,
    "map": _map,
    "card": _card,
}
