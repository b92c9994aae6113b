"""The overview with its figures inlined: the same calls with the texts that the page was recorded to send."""

import json
import os
from pathlib import Path

import streamlit as st


@st.cache_resource
def recorded() -> list[tuple[str, str]]:
    """Return the recorded calls: kind and text."""
    return [tuple(call) for call in json.loads(Path(os.environ["KPI_INLINED"]).read_text(encoding="utf-8"))]


def page() -> None:
    """Make the recorded calls."""
    for number, (kind, text) in enumerate(recorded()):
        if kind == "container":
            st.container(key=f"container_{number}")
        elif kind == "html":
            st.html(text)
        elif kind == "page_link":
            st.page_link(overview, label=text, query_params={"lang": "ja"})
        elif kind == "download_button":
            st.download_button(text, bytes, file_name="data.csv", on_click="ignore", key=f"download_{number}")
        else:
            raise ValueError(kind)


overview = st.Page(page, title="Overview", default=True)
chosen = st.navigation([overview], position="hidden")
st.set_page_config(page_title="Overview", layout="wide")
chosen.run()
