"""品質: what was checked before publication, and what the checks found."""

from __future__ import annotations

import streamlit as st

from dashboard.built import quality_page
from dashboard.context import current_frame
from dashboard.markup import show
from dashboard.state import UrlState
from warehouse.releases import newest_refusal

context = current_frame().context


url = UrlState("quality")
for name, value in context.link_parameters.items():
    url.set(name, value)
url.write()

page = quality_page(context.key, str(newest_refusal(context.release.home)), context)
show(page.body)
st.download_button(
    page.csv_label, page.csv, file_name=page.csv_name, mime="text/csv", on_click="ignore", key="quality_csv"
)
show(page.rest)
