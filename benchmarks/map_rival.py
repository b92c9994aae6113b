"""What the rivals of the map share: the same polygons, the same figures, the same box to choose a year."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import streamlit as st


@st.cache_resource
def geometry() -> dict[str, Any]:
    """Return the polygons as our map has them."""
    content: dict[str, Any] = json.loads(Path(os.environ["KPI_GEOMETRY"]).read_text(encoding="utf-8"))
    return content


def values(year: int) -> dict[str, float]:
    """Return the figure of each municipality in a year, counted from the first."""
    about = (feature["properties"] for feature in geometry()["features"])
    return {one["c"]: one["value"][year] for one in about if "value" in one}


def choose_year() -> int:
    """Draw the box; the address may say which year comes first."""
    years = list(range(20))
    return st.selectbox("時点", years, index=int(st.query_params.get("year", 0)))
