"""更新履歴: the releases, what changed in each, and the days as of which the figures can be seen."""

from __future__ import annotations

import streamlit as st

from dashboard.built import history_page
from dashboard.context import current_frame
from dashboard.markup import show
from dashboard.state import UrlState
from warehouse.releases import list_releases

context = current_frame().context
url = UrlState("history")
for name, value in context.link_parameters.items():
    url.set(name, value)
url.write()

published = tuple((item["release_id"], bool(item["is_current"])) for item in list_releases(context.release.home))
page = history_page(context.key, published, context)
show(page.body)
st.download_button(
    page.csv_label, page.csv, file_name=page.csv_name, mime="text/csv", on_click="ignore", key="history_csv"
)
show(page.foot)
