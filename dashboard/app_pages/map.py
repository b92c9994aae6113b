"""地図: adoption by municipality and prefecture, down to one municipality."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import streamlit as st

from dashboard.built import map_figures, map_indicators, map_page
from dashboard.components import notice, page_footer, page_header, release_meta
from dashboard.context import current_frame
from dashboard.formats import short_period
from dashboard.map.choice import COUNTRY, MapChoice
from dashboard.map.classes import METHODS
from dashboard.map.coverage import measure_name
from dashboard.map.extent import SIZES
from dashboard.map.measures import CHANGES, LEVELS, MUNICIPALITY, PREFECTURE, is_graded, measures_of
from dashboard.map.saving import SAVED, saved_map
from dashboard.markup import div, el, show
from dashboard.state import UrlState
from warehouse.area_records import all_areas
from warehouse.boundaries import open_boundaries

# In the session: whether it has shown a map.
SEEN = "map_seen"

context = current_frame().context
text = context.text
url = UrlState("map")

indicators = {one.id: one for one in map_indicators(context.key, context)}
if not indicators:
    show(page_header(text("nav.map"), "", release_meta(context)))
    show(notice(el("p", text("map.nothing"))))
    show(page_footer(context, sources=()))
    st.stop()


def area_name(code: str) -> str:
    """Name of an area for a select box."""
    if code == COUNTRY:
        return text("map.whole_country")
    return text.pick(all_areas()[code], "name")


def area_option(code: str) -> str:
    """Name of a municipality for a select box, or that none is chosen."""
    return text("map.no_area") if code == COUNTRY else area_name(code)


def period_name(code: str) -> str:
    """Name of a period for a select box."""
    period = figures.period(code)
    by_day = indicator.period == "point"
    return short_period(period.fiscal_year, period.as_of, text, by_day=by_day)


def follow_click() -> None:
    """Turn a click on the map into the choice of an area: the address then says it, as if it had been chosen."""
    picked = st.session_state["map_deck"]["selection"]["objects"]
    found = next((objects[0] for objects in picked.values() if objects), None)
    code = (found or {}).get("properties", {}).get("c") if found else None
    area = all_areas().get(code or "")
    if area is None or area.prefecture_code is None:
        return
    st.session_state[url.widget_key("pref")] = f"{area.prefecture_code}000"
    if area.level == "municipality":
        st.session_state[url.widget_key("area")] = area.area_code
        st.session_state[url.widget_key("level")] = MUNICIPALITY


def pick(name: str, label: str, options: Sequence[str], shown: Callable[[str], str], usual: str | None = None) -> str:
    """Draw the select box of a parameter; where the address holds what is not known, the usual choice holds."""
    default = usual or options[0]
    placeholder = text("indicator.choose")
    return url.select(name, text(f"map.{label}"), options, default, shown, placeholder, fall_back=True) or default


boundaries = open_boundaries(context.release.home)
header = st.container()
with st.container(key="filters"):
    first, second, third, fourth = st.columns([2.2, 1.1, 1.2, 1])
    with first:
        chosen_id = pick("ind", "indicator", list(indicators), lambda one: text.pick(indicators[one], "name"))
    indicator = indicators[chosen_id]
    figures = map_figures(context.key, chosen_id, "", context)
    parts = figures.breakdowns
    part = (url.choose("part", parts, parts[0]) if len(parts) > 1 else None) or parts[0]
    figures = map_figures(context.key, chosen_id, part, context)
    codes = [period.code for period in reversed(figures.periods)]
    with second:
        pref = pick("pref", "prefecture", [COUNTRY, *(f"{one}000" for one in figures.prefectures)], area_name)
    with third:
        within = [area.area_code for area in figures.universe if area.prefecture_code == pref[:2]]
        area = pick("area", "municipality", [COUNTRY, *within], area_option)
    with fourth:
        year = pick("year", "year", codes, period_name)
    first, second, third, fourth = st.columns([1, 1.4, 1.4, 1.4])
    with first:
        level = pick("level", "level", LEVELS, lambda one: text(f"level.{one}"))
    with second:
        measures = measures_of(figures, level, figures.period(year))
        measure = pick("measure", "measure_label", measures, lambda one: measure_name(one, figures, text))
    since = ""
    with third:
        if measure in CHANGES:
            since = pick("since", "since_label", [one.code for one in reversed(figures.earlier(year))], period_name)
        elif len(parts) > 1:
            pick("part", "part", parts, lambda one: one or text("map.total"), part)
    with fourth:
        method = METHODS[0]
        if is_graded(figures, measure, are_tiles=boundaries is None and level == PREFECTURE):
            method = pick("method", "method_label", METHODS, lambda one: text(f"map.method_name.{one}"))
for name, value in context.link_parameters.items():
    url.set(name, value)
url.write()

with header:
    show(
        page_header(
            text("nav.map"),
            text.pick(indicator, "name"),
            [(text("meta.as_of"), period_name(year)), *release_meta(context)],
        )
    )
for name, given in url.unknown.items():
    show(notice(text("indicator.unknown_value", name=text(f"map.parameter.{name}"), given=given)))

phone = "Mobi" in (st.context.headers.get("User-Agent") or "")
choice = MapChoice(chosen_id, figures.breakdown, year, since, measure, level, pref, area, method, phone)
page = map_page((*context.key, boundaries.id if boundaries else ""), choice, context, figures, boundaries)
show(el("p", page.described, class_="described"))
show(div("map-cards", *page.cards))
named = (chosen_id, level, pref if area == COUNTRY else area, since, year, measure)
with st.container(key="map_top"):
    left, right = st.columns([1.7, 1])
    with left, st.container(key="map_card"):
        show(page.title)
        show(page.legend)
        with st.container(key="map_stage"):
            # Until the map is drawn for the first time; then a change is drawn at once and needs no picture.
            show(div("map-first-place", None if st.session_state.get(SEEN) else page.first))
            st.session_state[SEEN] = True
            st.pydeck_chart(
                page.deck,
                height=SIZES[phone][1],
                on_select=follow_click,
                selection_mode="single-object",
                key="map_deck",
                alt=page.alt,
            )
        show(page.still)
        show(page.foot)
        show(el("h3", text("map.save")))
        with st.container(key="map_save", horizontal=True):
            for kind, mime in SAVED.items():
                st.download_button(
                    kind.upper() if kind != "geojson" else "GeoJSON",
                    partial(saved_map, context, figures, boundaries, choice, kind),
                    file_name=f"{'_'.join(filter(None, named))}.{kind}",
                    mime=mime,
                    on_click="ignore",
                    key=f"map_{kind}",
                )
    with right, st.container(key="ranking_card"):
        show(page.ranking)
if page.profile is not None:
    with st.container(key="profile_card"):
        show(page.profile)
show(page_footer(context, sources=page.sources))
