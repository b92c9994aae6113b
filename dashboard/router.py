"""The frame around every page: title, style, navigation, the release in use, the language."""

from __future__ import annotations

import logging

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from dashboard.banner import banner, way_to_newest
from dashboard.components import notice
from dashboard.context import Context, Frame, enter, language, open_context
from dashboard.formats import calendar_day
from dashboard.markup import div, el, show
from dashboard.text import Text
from dashboard.theme import style_sheet
from warehouse.errors import KpiError

_log = logging.getLogger(__name__)
PAGES = {
    "overview": "",
    "indicator": "indicator",
    "map": "map",
    "data": "data",
    "press": "press",
    "quality": "quality",
    "history": "history",
}
# Pages that another page leads to, with that page.
BELOW = {"codebook": "data", "sql": "data", "trail": "data"}


@st.cache_resource(show_spinner=False)
def _style(lang: str) -> str:
    brand = Text(lang)("product.name")
    return f'<style>:root{{--brand:"{brand}"}}\n{style_sheet()}</style>'


def run() -> None:
    """Run the page that the address names."""
    text = Text(language())
    pages = {
        name: st.Page(f"app_pages/{name}.py", title=text(f"nav.{name}"), url_path=path, default=not path)
        for name, path in (PAGES | {name: name for name in BELOW}).items()
    }
    chosen = st.navigation(list(pages.values()), position="hidden")
    st.set_page_config(page_title=f"{chosen.title}｜{text('product.name')}", layout="wide")
    show(_style(text.lang))
    try:
        context = open_context()
    except KpiError as error:
        away = {"release", "known"} & st.query_params.to_dict().keys()
        link = el("p", way_to_newest(text, chosen.url_path, st.query_params.to_dict())) if away else None
        show(notice(el("p", str(error)), link))
        return
    _sidebar(context, chosen, pages)
    said = banner(context, chosen.url_path, st.query_params.to_dict())
    if said is not None:
        show(said)
    enter(Frame(context, pages))
    try:
        chosen.run()
    except Exception:  # noqa: BLE001 - the last place where an error of ours can become a sentence
        _log.exception("page %s, release %s", chosen.url_path, context.release.release_id)
        show(notice(el("p", text("product.failed"))))


def _sidebar(context: Context, here: StreamlitPage, pages: dict[str, StreamlitPage]) -> None:
    text = context.text
    release = context.release
    with st.sidebar:
        show(div("brand", el("p", text("product.name"), class_="brand-name"), el("p", text("product.tagline"))))
        with st.container(key="nav"):
            for name in PAGES:
                below = [pages[one] for one, above in BELOW.items() if above == name]
                with st.container(key="nav_here" if here in (pages[name], *below) else f"nav_{name}"):
                    st.page_link(pages[name], query_params=context.link_parameters)
        published = calendar_day(release.published_at.date(), text.lang)
        passed = text("gate.passed" if release.gate.get("passed") else "gate.refused")
        show(
            el(
                "dl",
                div("pair", el("dt", text("product.release_shown")), el("dd", release.release_id)),
                div("pair", el("dt", text("meta.updated")), el("dd", published)),
                div("pair inline", el("dt", text("product.gate")), el("dd", passed)),
                class_="side-meta",
            )
        )
        _languages(context, here)


def _languages(context: Context, here: StreamlitPage) -> None:
    kept = {name: value for name, value in st.query_params.to_dict().items() if name != "lang"}
    with st.container(key="languages", horizontal=True):
        show(el("span", context.text("product.language")))
        for lang, label in (("ja", "日本語"), ("en", "English")):
            if lang == context.text.lang:
                show(el("b", label, lang=lang, aria_current="true"))
            else:
                st.page_link(here, label=label, query_params={**kept, "lang": lang})
