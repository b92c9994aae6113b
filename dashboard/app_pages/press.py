"""広報: a chart that is right, sourced and ready to print, and a press kit of several."""

from __future__ import annotations

import dataclasses
import datetime as dt
from functools import partial

import streamlit as st

from dashboard.built import press_chart, press_choices
from dashboard.components import notice, page_footer, page_header, release_meta
from dashboard.context import current_frame
from dashboard.figure.model import Kind
from dashboard.figure.numbers import SCALES
from dashboard.figure.sizes import SIZES, size_of
from dashboard.formats import calendar_day, short_period
from dashboard.markup import div, el, show, span
from dashboard.press.asked import Asked
from dashboard.press.checks import checked
from dashboard.press.kit import MOST, press_kit
from dashboard.press.leaving import FORMATS, drawn, made
from dashboard.press.order import LOOKS, Style, address, citation_of, order_of
from dashboard.press.page import check_list, cited, credit, measures, preview, size_name, words_of
from dashboard.press.several import MOST_SERIES
from dashboard.state import UrlState, packed, query
from dashboard.text import LANGUAGES, Text
from dashboard.values import unit_of
from warehouse.errors import InputError, KpiError

ANY = ""
context = current_frame().context
text = context.text
url = UrlState("press")
catalogue = context.release.catalogue

# A frozen link names the day by which targets were judged; without it they are judged today.
judged = st.query_params.get("judged")
if judged:
    try:
        day = dt.date.fromisoformat(judged)
    except ValueError:
        url.unknown["judged"] = judged
    else:
        if day <= context.today:
            context = dataclasses.replace(context, today=day)
            url.set("judged", judged)
        else:
            url.unknown["judged"] = judged

choices = press_choices(context.key, context)
header = st.container()
if not choices.kinds:
    show(page_header(text("nav.press"), text("press.page_subtitle"), release_meta(context)))
    show(notice(el("p", text("press.kit.nothing"))))
    show(page_footer(context, sources=()))
    st.stop()


def indicator_name(indicator_id: str) -> str:
    """Name and unit for the select box."""
    indicator = catalogue.indicators[indicator_id]
    return text("indicator.option", name=text.pick(indicator, "name"), unit=unit_of(indicator, text).strip())


def year_name(code: str) -> str:
    """A fiscal year for a select box."""
    return text("press.any_year") if code == ANY else short_period(int(code), None, text)


def programme_name(code: str) -> str:
    """A programme for the select box."""
    return text.pick(catalogue.by_programme[code], "name") if code else text("press.kit.no_programme_chosen")


with st.container(key="filters"):
    first, second, third = st.columns([2.4, 1.3, 1])
    with first:
        ids = list(choices.kinds)
        chosen_id = url.select(
            "ind",
            text("indicator.indicator"),
            ids,
            choices.first,
            indicator_name,
            text("indicator.choose"),
            fall_back=True,
        )
    chosen_id = chosen_id or choices.first
    with second:
        kinds = list(choices.kinds[chosen_id])
        if choices.fellows(chosen_id) and "comparison" not in kinds:
            kinds.append("comparison")
        kind = url.select(
            "kind", text("press.kind_label"), kinds, kinds[0], lambda one: text(f"press.kind.{one}"),
            text("indicator.choose"), fall_back=True,
        )  # fmt: skip
    with third:
        lang = url.select(
            "in", text("press.chart_language"), LANGUAGES, text.lang, lambda one: text(f"press.language.{one}"),
            text("indicator.choose"), fall_back=True,
        )  # fmt: skip
    first, second, third = st.columns([2.4, 1.15, 1.15])
    with first:
        beside: list[str] = []
        if kind == "comparison":
            beside = url.select_many(
                "with", text("press.beside"), choices.fellows(chosen_id), [], indicator_name, text("press.beside_none")
            )
    years = [ANY, *map(str, choices.years(chosen_id))]
    with second:
        start = url.select("from", text("data.from"), years, ANY, year_name, text("indicator.choose"), fall_back=True)
    with third:
        end = url.select("to", text("data.to"), years, ANY, year_name, text("indicator.choose"), fall_back=True)

chart_context = dataclasses.replace(context, text=Text(lang or text.lang))
with st.container(key="press_top"):
    left, right = st.columns([1.95, 1])
card = left.container(key="press_card")
with right, st.container(key="press_form"):
    size_code = url.select(
        "size", text("press.size_label"), list(SIZES), "16x9", lambda one: size_name(one, text),
        text("indicator.choose"), fall_back=True,
    ) or "16x9"  # fmt: skip
    first, second = st.columns(2)
    with first:
        look = url.select(
            "look", text("press.look_label"), LOOKS, LOOKS[0], lambda one: text(f"press.look.{one}"),
            text("indicator.choose"), fall_back=True,
        ) or LOOKS[0]  # fmt: skip
    with second:
        scale = url.select(
            "scale", text("press.scale_label"), SCALES, SCALES[0], lambda one: text(f"press.scale.{one}"),
            text("indicator.choose"), fall_back=True,
        ) or SCALES[0]  # fmt: skip

kind_: Kind | None = next((one for one in kinds if one == kind), None)
plain = Asked((chosen_id, *beside), kind_, int(start) if start else None, int(end) if end else None, scale)
try:
    if len(plain.indicator_ids) > MOST_SERIES:
        raise InputError(text("press.too_many_series", most=MOST_SERIES))
    usual = press_chart(chart_context.key, plain, chart_context)
    failure = ""
except KpiError as error:
    failure = str(error)
subject = "|".join((*chart_context.key, *plain.indicator_ids, str(kind), str(start), str(end), scale))
title = subtitle = note = None
if not failure:
    with right, st.container(key="press_words"):
        title = url.words("title", text("press.title_label"), usual.title, subject, height=92)
        subtitle = url.words("subtitle", text("press.subtitle_label"), usual.subtitle, subject, height=92)
        note = url.words("note", text("press.note_label"), usual.note, subject, height=110)
        show(credit(usual, text))
asked = dataclasses.replace(plain, title=title, subtitle=subtitle, note=note)
for name, value in context.link_parameters.items():
    url.set(name, value)
for name, given in url.unknown.items():
    with header:
        show(notice(text("indicator.unknown_value", name=text(f"press.parameter.{name}"), given=given)))

here = (st.context.url or "").split("?")[0]
site = here.rsplit("/", 1)[0]
size, style = size_of(size_code), Style(size_code, look)
if not failure:
    chart = usual.edited(title, subtitle, note)
    try:
        order = order_of(chart_context, asked, style, site=site, chart=chart)
        scene = drawn(order)
    except InputError as error:
        failure = str(error)
with card:
    size_title = text("press.finished", size=text(f"press.size.{size_code}"))
    show(div("section-head", el("h2", size_title), span("aside", measures(size, text))))
    if failure:
        show(notice(el("p", failure)))
if failure:
    url.write()
    with header:
        show(page_header(text("nav.press"), text("press.page_subtitle"), release_meta(context)))
    show(page_footer(context, sources=()))
    st.stop()

found = checked(chart, scene, size, text)
may_leave = all(check.passed for check in found)
with card:
    show(preview(chart, scene, size))
    with st.container(key="press_save", horizontal=True):
        for form, (_, mime) in FORMATS.items():
            st.download_button(
                text(f"press.save.{form}"),
                partial(made, order, form),
                file_name=order.name(form),
                mime=mime,
                on_click="ignore",
                type="primary" if form == "png" else "secondary",
                disabled=not may_leave,
                key=f"press_{form}",
            )
    show(check_list(found, scene, text))
with st.container(key="press_words_row"):
    first, second, third = st.columns(3)
    with first:
        said = [("", chart.caption), *([(text("press.verdict"), chart.verdict)] if chart.verdict else [])]
        if absent := "\n".join(one for one in scene.left_out if one != "credits"):
            said.append((text("press.absent_notes"), absent))
        show(words_of(text("press.caption_title"), text("press.caption_about"), *said))
    with second:
        alts = [(text(f"press.language.{one}"), words) for one, words in (("ja", chart.alt_ja), ("en", chart.alt_en))]
        show(words_of(text("press.alt_title"), text("press.alt_about"), *alts))
    with third:
        links = (query(**address(chart_context, asked, style, chart, frozen=fixed)) for fixed in (True, False))
        frozen, live = (f"{here}?{link}" for link in links)
        citation = citation_of(chart_context, asked, chart, frozen, accessed=context.today)
        show(cited(citation, chart.lang, frozen, live, text))
with header:
    meta = [(text("meta.as_of"), chart.foot.as_of), *release_meta(context)]
    if "judged" in url.values:
        meta.insert(1, (text("press.parameter.judged"), calendar_day(context.today, text.lang)))
    show(page_header(text("nav.press"), text("press.page_subtitle"), meta))

with st.container(key="kit_card"):
    show(el("h2", text("press.kit.heading")))
    show(el("p", text("press.kit.about"), class_="why"))
    first, second = st.columns([2.4, 1])
    with first:
        chosen = url.select_many(
            "kit", text("press.kit.chosen"), ids, [chosen_id], indicator_name, text("press.kit.none")
        )
    with second:
        programmes = [ANY, *choices.programmes]
        programme = url.select(
            "programme", text("press.kit.programme"), programmes, ANY,
            programme_name,
            text("indicator.choose"), fall_back=True,
        )  # fmt: skip
    url.write()
    wanted = list(dict.fromkeys([*chosen, *(choices.programmes[programme] if programme else [])]))
    label = "|".join((*chart_context.key, look, packed(wanted)))
    kept = st.session_state.get("kit_made", ("", b""))
    if kept[0] != label and st.button(
        text("press.kit.make", count=len(wanted)), disabled=not 0 < len(wanted) <= MOST, key="make_kit"
    ):
        bar = st.progress(0.0)

        def told(done: int, of: int) -> None:
            """Say how far the kit is."""
            bar.progress(done / of, text("press.kit.making", done=done, of=of))

        try:
            data = press_kit(chart_context, wanted, look=look, site=site, told=told)
            kept = st.session_state["kit_made"] = (label, data)
            st.rerun()
        except KpiError as error:
            show(notice(el("p", str(error))))
        bar.empty()
    if kept[0] == label:
        st.download_button(
            text("press.kit.save", count=len(wanted)),
            kept[1],
            file_name=f"kit_{context.release.release_id}.zip",
            mime="application/zip",
            on_click="ignore",
            type="primary",
            key="save_kit",
        )
show(page_footer(context, text("press.foot_note"), sources=chart.foot.credits))
