"""概況: where every target stands, and the latest figure of every programme."""

from __future__ import annotations

from functools import partial

import streamlit as st

from dashboard.brief import FORMATS
from dashboard.built import brief_file, overview_page
from dashboard.context import current_frame
from dashboard.markup import show
from dashboard.state import UrlState

frame = current_frame()
context = frame.context
page = overview_page(context.key, context)
url = UrlState("overview")
for name, value in context.link_parameters.items():
    url.set(name, value)
url.write()

show(page.head)
with st.container(key="cards"):
    for card in page.cards:
        with st.container(key=f"card_{card.key}"):
            show(card.body)
            if card.indicator_id:
                st.page_link(
                    frame.pages["indicator"],
                    label=context.text("overview.reason_link"),
                    query_params={"id": card.indicator_id, **context.link_parameters},
                )
with st.container(key="briefs", horizontal=True):
    for kind, mime in FORMATS.items():
        st.download_button(
            context.text(f"brief.{kind}"),
            partial(brief_file, context.key, kind, context),
            file_name=f"brief_{context.release.release_id}.{kind}",
            mime=mime,
            on_click="ignore",
            key=f"brief_{kind}",
        )
show(page.rest)
st.download_button(
    page.csv_label, page.csv, file_name=page.csv_name, mime="text/csv", on_click="ignore", key="overview_csv"
)
show(page.foot)
