"""データ: a slice that can be cited and taken again, in every format."""

from __future__ import annotations

import datetime as dt

import streamlit as st

from dashboard.built import breakdown_choices, data_choices, data_page
from dashboard.components import notice, page_footer, page_header, release_meta, source_names
from dashboard.context import LATEST, current_frame
from dashboard.data_choice import ANY, EVERY, ROWS, slice_of
from dashboard.data_view import cited, definitions, files, preview, share, steps, taken
from dashboard.formats import calendar_day, short_period
from dashboard.markup import el, show
from dashboard.state import UrlState, query
from warehouse.errors import InputError
from warehouse.numbers import number
from warehouse.slice_words import kind_name, level_name
from warehouse.slices import KINDS, LEVELS, TOTAL

context = current_frame().context
text = context.text
catalogue = context.release.catalogue
url = UrlState("data")
MEANS = ("command", "api", "python", "r", "excel")


def year_name(code: str) -> str:
    """A fiscal year for a select box."""
    return text("data.any_year") if code == ANY else short_period(int(code), None, text)


def known_name(code: str) -> str:
    """A day of knowledge for a select box."""
    return text("data.newest") if code == LATEST else calendar_day(dt.date.fromisoformat(code), text.lang)


offered = data_choices(context.key, context)
header = st.container()
with st.container(key="filters"):
    first, second = st.columns([3, 1])
    with first:
        indicators = url.select_many(
            "indicator",
            text("data.indicator"),
            list(catalogue.indicators),
            offered.usual_indicators,
            lambda one: text.pick(catalogue.indicators[one], "name"),
            text("data.every_indicator"),
        )
    with second:
        levels = ["country", *(one for one in LEVELS if one != "country"), EVERY]
        level = url.select(
            "level",
            text("data.level"),
            levels,
            levels[0],
            lambda one: text("data.all_levels") if one == EVERY else level_name(one, text.lang),
            text("indicator.choose"),
            fall_back=True,
        )
    columns = st.columns(4)
    years = [ANY, *map(str, offered.years)]
    with columns[0]:
        start = url.select("from", text("data.from"), years, ANY, year_name, text("indicator.choose"), fall_back=True)
    with columns[1]:
        end = url.select("to", text("data.to"), years, ANY, year_name, text("indicator.choose"), fall_back=True)
    with columns[2]:
        known = url.select("known", text("data.known"), offered.days, LATEST, known_name, text("indicator.choose"))
    with columns[3]:
        rows = url.select(
            "rows",
            text("data.rows"),
            ROWS,
            ROWS[0],
            lambda one: text(f"data.rows_{one}"),
            text("indicator.choose"),
            fall_back=True,
        )
    columns = st.columns(4)
    with columns[0]:
        labels = [TOTAL, *breakdown_choices(context.key, tuple(indicators), offered)]
        parts = url.select_many(
            "breakdown",
            text("data.breakdown"),
            labels,
            [TOTAL],
            lambda one: text("data.total") if one == TOTAL else one,
            text("data.every_breakdown"),
        )
    with columns[1]:
        prefectures = url.select_many(
            "prefecture",
            text("data.prefecture"),
            offered.prefectures,
            [],
            offered.area_name,
            text("data.every_prefecture"),
        )
    with columns[2]:
        kinds = url.select_many(
            "kind", text("data.kind"), KINDS, [], lambda one: kind_name(one, text.lang), text("data.every_kind")
        )
    with columns[3]:
        named = url.choose_many("area", offered.areas, [])
        areas = url.select_many(
            "area",
            text("data.area"),
            offered.areas_within(prefectures, named),
            [],
            offered.area_name,
            text("data.every_area"),
        )
means = url.choose("by", MEANS, MEANS[0], fall_back=True) or MEANS[0]
url.set("by", means)
for name, value in context.link_parameters.items():
    if name != "known":
        url.set(name, value)
url.write()
if (known or LATEST) != (context.known_on.isoformat() if context.known_on else LATEST):
    # The day belongs to the whole page, which is drawn anew by the address that says so.
    st.rerun()
for name, given in url.unknown.items():
    show(notice(text("indicator.unknown_value", name=text(f"data.parameter.{name}"), given=given)))

try:
    chosen = slice_of(
        indicators=indicators,
        level=level,
        start=start,
        end=end,
        parts=parts,
        prefectures=prefectures,
        kinds=kinds,
        areas=areas,
        rows=rows,
        known_on=context.known_on,
    )
except InputError:
    with header:
        show(page_header(text("nav.data"), text("data.subtitle"), release_meta(context)))
    show(notice(el("p", text("data.wrong_order"))))
    show(page_footer(context, sources=()))
    st.stop()

page = data_page(context.key, chosen, context)
scope = text("data.scope_words", indicators=page.indicator_count, rows=number(page.row_count))
with header:
    show(page_header(text("nav.data"), text("data.subtitle"), [(text("data.scope"), scope), *release_meta(context)]))
here = (st.context.url or "").split("?")[0]
base = here.rsplit("/", 1)[0]
address = f"{here}?{query(**{**url.values, 'release': context.release.release_id})}"
show(taken(context, chosen, page))
with st.container(key="data_top"):
    left, right = st.columns([1.75, 1])
    with left:
        show(preview(context, page))
    with right:
        show(files(context, chosen, page, base))
with st.container(key="data_middle"):
    left, right = st.columns([1.75, 1])
    with left:
        show(definitions(context, page))
    with right:
        show(share(context, cited(context, chosen, page, address), address))
with st.container(key="steps_card"):
    show(el("h2", text("data.steps")))
    st.segmented_control(
        text("data.steps"),
        MEANS,
        key=url.widget_key("by"),
        format_func=lambda one: text(f"data.by.{one}"),
        selection_mode="single",
        required=True,
        label_visibility="collapsed",
    )
    found = steps(context, chosen, means, base)
    for column, (title, words) in zip(st.columns(len(found)), found, strict=True):
        with column:
            show(el("h3", title))
            st.code(words, language=None, wrap_lines=True)
    show(el("p", el("a", text("data.step.to_sql"), href=f"sql?{query(**context.link_parameters)}")))
show(page_footer(context, sources=source_names(context, page.publication_ids)))
