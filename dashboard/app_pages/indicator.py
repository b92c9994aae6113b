"""指標: one indicator, from its trend and verdict down to its definition and source."""

from __future__ import annotations

import datetime as dt

import streamlit as st

from dashboard.built import indicator_frame, indicator_page
from dashboard.components import notice, page_header
from dashboard.context import LATEST, current_frame
from dashboard.figure.screen import CONFIG
from dashboard.formats import calendar_day, short_period
from dashboard.indicator_view import (
    PERIODS,
    Choice,
    page_meta,
    subtitle,
)
from dashboard.markup import el, show
from dashboard.state import UrlState, query
from dashboard.values import unit_of

frame = current_frame()
context = frame.context
text = context.text
catalogue = context.release.catalogue
url = UrlState("indicator")


def indicator_name(indicator_id: str) -> str:
    """Name and unit for the select box."""
    indicator = catalogue.indicators[indicator_id]
    return text("indicator.option", name=text.pick(indicator, "name"), unit=unit_of(indicator, text).strip())


def known_name(code: str) -> str:
    """A day of knowledge for the select box."""
    if code != LATEST:
        return calendar_day(dt.date.fromisoformat(code), text.lang)
    return text("indicator.newest", day=calendar_day(newest, text.lang)) if newest else text("indicator.newest_only")


def period_name(code: str) -> str:
    """The years that a choice shows, for the select box."""
    years = figures.yearly if code == "all" else figures.yearly[-int(code) :]
    if len(years) < 2:
        return text("indicator.all_periods")
    first, last = (short_period(point.fiscal_year, None, text) for point in (years[0], years[-1]))
    return text("indicator.years", first=first, last=last)


ids = list(catalogue.indicators)
first_choice = next((one.indicator_id for one in catalogue.targets if one.kpi and one.indicator_id), ids[0])
chosen_id = url.choose("id", ids, first_choice)
if chosen_id is None:
    show(page_header(text("nav.indicator"), "", []))
    unknown = text("indicator.unknown", given=url.unknown.get("id", ""))
    back = el("a", text("product.back"), href="./?" + query(**context.link_parameters))
    show(notice(el("p", unknown), el("p", back)))
    url.select("id", text("indicator.indicator"), ids, first_choice, indicator_name, text("indicator.choose"))
    url.write()
    show(el("footer", class_="page-foot"))
    st.stop()

figures, known_codes, newest = indicator_frame(context.key, chosen_id, context)
indicator = catalogue.indicators[chosen_id]
show(page_header(text.pick(indicator, "name"), subtitle(context, indicator), page_meta(context, figures)))
with st.container(key="filters"):
    columns = st.columns([2, 1, 1])
    with columns[0]:
        url.select("id", text("indicator.indicator"), ids, first_choice, indicator_name, text("indicator.choose"))
    periods = [code for code in PERIODS if code == "all" or len(figures.yearly) > int(code)]
    with columns[1]:
        years = url.select("period", text("indicator.period"), periods, "all", period_name, text("indicator.choose"))
    with columns[2]:
        known = url.select("known", text("indicator.known"), known_codes, LATEST, known_name, text("indicator.choose"))
for name, value in context.link_parameters.items():
    if name != "known":
        url.set(name, value)
url.write()
if (known or LATEST) != (context.known_on.isoformat() if context.known_on else LATEST):
    # The day belongs to the whole page, which is drawn anew by the address that says so.
    st.rerun()
for name, given in url.unknown.items():
    show(notice(text("indicator.unknown_value", name=text(f"indicator.{name}"), given=given)))

page = indicator_page(context.key, Choice(chosen_id, years or "all"), context)
show(el("p", page.described, class_="described"))
with st.container(key="top"):
    left, right = st.columns([1.95, 1])
    with left, st.container(key="main_card"):
        if page.figure is not None:
            show(page.chart_head)
            st.plotly_chart(page.figure, theme=None, config=CONFIG, alt=page.figure_alt, key="main_chart")
        show(page.chart_foot)
    with right, st.container(key="verdict_card"):
        show(page.verdict)
if page.bars:
    show(page.bars)
with st.container(key="middle"):
    if page.pace:
        left, right = st.columns([1, 1.3])
        with left, st.container(key="pace_card"):
            show(page.pace)
        with right:
            if page.tables:
                show(page.tables)
    elif page.tables:
        show(page.tables)
with st.container(key="bottom"):
    left, right = st.columns([1.95, 1])
    with left:
        show(page.definition)
    with right, st.container(key="save_card"):
        show(el("h2", text("indicator.save")))
        show(el("p", text("indicator.save_note"), class_="why"))
        st.download_button(
            page.csv_label,
            page.csv,
            file_name=page.csv_name,
            mime="text/csv",
            on_click="ignore",
            type="primary",
            width="stretch",
            key="indicator_csv",
        )
        st.page_link(
            frame.pages["press"],
            label=text("indicator.to_press"),
            query_params={"ind": chosen_id, **context.link_parameters},
        )
        show(el("h3", text("indicator.permalink")))
        base = (st.context.url or "").split("?")[0]
        pinned = {**url.values, "release": context.release.release_id}
        st.code(f"{base}?{query(**pinned)}", language=None, wrap_lines=True)
        show(el("p", text("indicator.permalink_note"), class_="why"))
show(page.foot)
