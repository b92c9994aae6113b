"""値の由来: where one value of the release comes from."""

from __future__ import annotations

import datetime as dt

import streamlit as st

from dashboard.components import notice, page_footer, page_header, release_meta, source_names
from dashboard.context import current_frame
from dashboard.markup import el, show
from dashboard.state import UrlState, query
from dashboard.trail_view import build_trail
from warehouse.errors import KpiError
from warehouse.trail import ObservationKey, trail

context = current_frame().context
text = context.text
url = UrlState("trail")
NAMES = ("indicator", "area", "publication", "year", "day", "part")
given = {name: value for name in NAMES if (value := st.query_params.get(name))}
for name, value in {**given, **context.link_parameters}.items():
    url.set(name, value)
url.write()
back = el("p", el("a", text("codebook.to_data"), href=f"data?{query(**context.link_parameters)}"))

try:
    key = ObservationKey(
        given.get("indicator", ""),
        given.get("area", ""),
        given.get("publication", ""),
        int(given["year"]) if "year" in given else None,
        dt.date.fromisoformat(given["day"]) if "day" in given else None,
        given.get("part", ""),
    )
    found = trail(context.release, key)
except (KpiError, ValueError, OverflowError):
    show(page_header(text("trail.title"), "", release_meta(context)))
    show(notice(el("p", text("trail.unknown")), back))
    show(page_footer(context, sources=()))
    st.stop()

indicator = context.release.catalogue.indicator(key.indicator_id)
show(page_header(text("trail.title"), text.pick(indicator, "name"), release_meta(context)))
for block in build_trail(context, found):
    show(block)
show(back)
show(page_footer(context, sources=source_names(context, [key.publication_id])))
