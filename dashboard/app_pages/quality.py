"""品質: what was checked before publication, and what the checks found."""

from __future__ import annotations

import streamlit as st

from dashboard.context import current_context
from dashboard.markup import show
from dashboard.quality_view import QualityPage, build_quality
from dashboard.state import UrlState
from warehouse.releases import newest_refusal

context = current_context()


@st.cache_resource(max_entries=32, show_spinner=False)
def quality_page(key: tuple[str, str, str, str], refusal: str) -> QualityPage:
    """Build the page once for a release, a language, a day and the newest refused load."""
    return build_quality(context)


url = UrlState("quality")
for name, value in context.link_parameters.items():
    url.set(name, value)
url.write()

page = quality_page(context.key, str(newest_refusal(context.release.home)))
show(page.body)
st.download_button(
    page.csv_label, page.csv, file_name=page.csv_name, mime="text/csv", on_click="ignore", key="quality_csv"
)
show(page.rest)
