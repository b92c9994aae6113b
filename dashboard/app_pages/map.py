"""地図: adoption by municipality and prefecture, down to one municipality."""

from __future__ import annotations

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
from dashboard.map.measures import CHANGES, LEVELS, MUNICIPALITY, measures_of
from dashboard.map.saving import SAVED, saved_map
from dashboard.markup import div, el, show
from dashboard.state import UrlState
from warehouse.area_records import all_areas
from warehouse.boundaries import open_boundaries
from warehouse.municipal import Period

context = current_frame().context
text = context.text
url = UrlState("map")
CHOOSE = text("indicator.choose")

indicators = {one.id: one for one in map_indicators(context.key, context)}
if not indicators:
    show(page_header(text("nav.map"), "", release_meta(context)))
    show(notice(el("p", text("map.nothing"))))
    show(page_footer(context))
    st.stop()


def area_name(code: str) -> str:
    """Name of an area for a select box."""
    if code == COUNTRY:
        return text("map.whole_country")
    area = all_areas()[code]
    return area.name_en if text.lang == "en" and area.level == "prefecture" and area.name_en else area.name_ja


def area_option(code: str) -> str:
    """Name of a municipality for a select box, or that none is chosen."""
    return text("map.no_area") if code == COUNTRY else area_name(code)


def period_name(period: Period) -> str:
    """Name of a period for a select box."""
    by_day = indicators[chosen_id].period == "point"
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


header = st.container()
with st.container(key="filters"):
    first, second, third, fourth = st.columns([2.2, 1.1, 1.2, 1])
    ids = list(indicators)
    with first:
        chosen_id = (
            url.select(
                "ind", text("map.indicator"), ids, ids[0], lambda one: text.pick(indicators[one], "name"), CHOOSE
            )
            or ids[0]
        )
    indicator = indicators[chosen_id]
    part = st.query_params.get("part")
    figures = map_figures(context.key, chosen_id, part or "", context)
    codes = [period.code for period in reversed(figures.periods)]
    prefectures = [COUNTRY, *(f"{number}000" for number in figures.prefectures)]
    with second:
        pref = url.select("pref", text("map.prefecture"), prefectures, COUNTRY, area_name, CHOOSE) or COUNTRY
    within = [COUNTRY, *(a.area_code for a in figures.universe if pref != COUNTRY and a.prefecture_code == pref[:2])]
    with third:
        area = url.select("area", text("map.municipality"), within, COUNTRY, area_option, CHOOSE) or COUNTRY
    with fourth:
        year = (
            url.select(
                "year", text("map.year"), codes, codes[0], lambda code: period_name(figures.period(code)), CHOOSE
            )
            or codes[0]
        )
    first, second, third, fourth = st.columns([1, 1.4, 1.4, 1.4])
    with first:
        level = (
            url.select("level", text("map.level"), LEVELS, LEVELS[0], lambda one: text(f"level.{one}"), CHOOSE)
            or LEVELS[0]
        )
    measures = measures_of(figures, level, figures.period(year))
    with second:
        measure = (
            url.select(
                "measure",
                text("map.measure_label"),
                measures,
                measures[0],
                lambda one: measure_name(one, figures, text),
                CHOOSE,
            )
            or measures[0]
        )
    earlier = [code for code in codes if code < year]
    with third:
        since = ""
        if measure in CHANGES and earlier:
            since = (
                url.select(
                    "since",
                    text("map.since_label"),
                    earlier,
                    earlier[0],
                    lambda c: period_name(figures.period(c)),
                    CHOOSE,
                )
                or ""
            )
        elif len(figures.breakdowns) > 1:
            parts = list(figures.breakdowns)
            part = url.select(
                "part", text("map.part"), parts, figures.breakdown, lambda one: one or text("map.total"), CHOOSE
            )
    with fourth:
        graded = measure not in {"adoption", *CHANGES} and not (
            measure == "value" and figures.municipal.kind in {"count", "context"}
        )
        method = METHODS[0]
        if graded:
            method = (
                url.select(
                    "method",
                    text("map.method_label"),
                    METHODS,
                    METHODS[0],
                    lambda one: text(f"map.method_name.{one}"),
                    CHOOSE,
                )
                or METHODS[0]
            )
for name, value in context.link_parameters.items():
    url.set(name, value)
url.write()

with header:
    show(
        page_header(
            text("nav.map"),
            text.pick(indicator, "name"),
            [(text("meta.as_of"), period_name(figures.period(year))), *release_meta(context)],
        )
    )
for name, given in url.unknown.items():
    show(notice(text("indicator.unknown_value", name=text(f"map.parameter.{name}"), given=given)))

phone = "Mobi" in (st.context.headers.get("User-Agent") or "")
choice = MapChoice(chosen_id, figures.breakdown, year, since, measure, level, pref, area, method, phone)
boundaries = open_boundaries(context.release.home)
page = map_page((*context.key, boundaries.id if boundaries else ""), choice, context, figures, boundaries)
show(el("p", page.described, class_="described"))
show(div("map-cards", *page.cards))
with st.container(key="map_top"):
    left, right = st.columns([1.7, 1])
    with left, st.container(key="map_card"):
        show(page.title)
        show(page.legend)
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
                    file_name=f"{chosen_id}_{pref}_{year}_{measure}.{kind}",
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
