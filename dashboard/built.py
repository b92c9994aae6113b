"""Built pages, kept: each is made once for a release, a language, a day and a choice, and shared by all sessions."""

from __future__ import annotations

import datetime as dt

import streamlit as st

from dashboard.brief import make_brief
from dashboard.codebook_view import build_codebook
from dashboard.context import Context
from dashboard.data_choice import Choices
from dashboard.data_view import DataPage, build_data
from dashboard.figure.model import Chart
from dashboard.history_view import HistoryPage, build_history
from dashboard.indicator_view import Choice, IndicatorPage, build_indicator, known_days, newest_day
from dashboard.map.choice import MapChoice
from dashboard.map.page import MapPage, build_map
from dashboard.observations import Figures, read_figures
from dashboard.overview import Overview, build_overview
from dashboard.press.asked import Asked
from dashboard.press.choices import Choices as PressChoices
from dashboard.press.described import chart_of
from dashboard.press.shelf import Shelf
from dashboard.quality_view import QualityPage, build_quality
from warehouse.bodies import AreaFigures
from warehouse.boundaries import Boundaries
from warehouse.catalogue import Indicator
from warehouse.municipal import area_figures, mapped_indicators
from warehouse.release import Release
from warehouse.sandbox import QueryResult, run_query
from warehouse.slices import Slice

Key = tuple[str, ...]


@st.cache_resource(max_entries=32, show_spinner=False)
def overview_page(key: Key, _context: Context) -> Overview:
    """概況."""
    return build_overview(_context)


@st.cache_resource(max_entries=512, show_spinner=False)
def indicator_page(key: Key, choice: Choice, _context: Context) -> IndicatorPage:
    """指標, for one choice of the reader."""
    return build_indicator(_context, choice)


@st.cache_resource(max_entries=512, show_spinner=False)
def indicator_frame(key: Key, indicator_id: str, _context: Context) -> tuple[Figures, list[str], dt.date | None]:
    """An indicator's newest figures, the days by which it can be seen, and the newest of them."""
    indicator = _context.release.catalogue.indicator(indicator_id)
    found = read_figures(_context.release, [indicator], as_known_on=_context.known_on)[0]
    return found, known_days(_context, indicator_id), newest_day(_context, indicator_id)


@st.cache_resource(max_entries=32, show_spinner=False)
def brief_file(key: Key, kind: str, _context: Context) -> bytes:
    """The executive brief, made when it is asked for."""
    return make_brief(_context, kind)


@st.cache_resource(max_entries=16, show_spinner=False)
def codebook_page(key: Key, _context: Context) -> tuple[str, int]:
    """コードブック, as HTML, and the number of indicators in it."""
    return build_codebook(_context)


@st.cache_resource(max_entries=32, show_spinner=False)
def data_choices(key: Key, _context: Context) -> Choices:
    """What データ offers to choose from."""
    return Choices(_context)


@st.cache_resource(max_entries=256, show_spinner=False)
def breakdown_choices(key: Key, indicators: tuple[str, ...], _offered: Choices) -> list[str]:
    """The breakdowns that some indicators have."""
    return _offered.breakdowns(indicators)


@st.cache_resource(max_entries=32, show_spinner=False)
def query_result(key: Key, sql: str, _release: Release) -> QueryResult:
    """The rows of a reader's query; one that was refused is not kept."""
    return run_query(_release, sql)


@st.cache_resource(max_entries=256, show_spinner=False)
def data_page(key: Key, chosen: Slice, _context: Context) -> DataPage:
    """データ, for one choice of the reader."""
    return build_data(_context, chosen)


@st.cache_resource(max_entries=16, show_spinner=False)
def press_choices(key: Key, _context: Context) -> PressChoices:
    """What 広報 offers to choose from."""
    return PressChoices(_context)


@st.cache_resource(max_entries=256, show_spinner=False)
def press_chart(key: Key, asked: Asked, _context: Context) -> Chart:
    """A chart for the press, with the words that are written from its figures."""
    return chart_of(Shelf(_context), asked)


@st.cache_resource(max_entries=32, show_spinner=False)
def history_page(key: Key, published: tuple[tuple[str, bool], ...], _context: Context) -> HistoryPage:
    """更新履歴, of the releases that there are."""
    return build_history(_context, published)


@st.cache_resource(max_entries=32, show_spinner=False)
def quality_page(key: Key, refusal: str, _context: Context) -> QualityPage:
    """品質, with the newest refused load."""
    return build_quality(_context)


@st.cache_resource(max_entries=32, show_spinner=False)
def map_indicators(key: Key, _context: Context) -> list[Indicator]:
    """The indicators that 地図 offers."""
    return mapped_indicators(_context.release, _context.known_on)


@st.cache_resource(max_entries=64, show_spinner=False)
def map_figures(key: Key, indicator_id: str, part: str, _context: Context) -> AreaFigures:
    """An indicator's figures by body."""
    indicator = _context.release.catalogue.indicator(indicator_id)
    return area_figures(_context.release, indicator, breakdown=part or None, as_known_on=_context.known_on)


@st.cache_resource(max_entries=512, show_spinner=False)
def map_page(
    key: Key, choice: MapChoice, _context: Context, _figures: AreaFigures, _boundaries: Boundaries | None
) -> MapPage:
    """地図, for one choice of the reader."""
    return build_map(_context, _figures, _boundaries, choice)
