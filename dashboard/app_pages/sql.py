"""SQL: one SELECT on the release, run in a process of its own, and its result as a file."""

from __future__ import annotations

import streamlit as st

from dashboard.built import query_result
from dashboard.components import notice, page_footer, page_header, release_meta, table
from dashboard.context import current_frame
from dashboard.markup import div, el, show, span
from dashboard.sql_view import EXAMPLES, cells, surface, to_files
from dashboard.state import UrlState, query
from warehouse.numbers import number
from warehouse.sandbox import LONGEST, Limits, QueryRefused

context = current_frame().context
text = context.text
url = UrlState("sql")
limits = Limits()
given = st.query_params.get("q", EXAMPLES[0])

show(page_header(text("sql.title"), text("sql.subtitle"), release_meta(context)))
show(el("p", text("sql.about", rows=number(limits.rows), seconds=f"{limits.seconds:g}", memory=limits.memory_mb)))
with st.container(key="sql_card"):
    with st.form("sql", border=False):
        asked = st.text_area(text("sql.query"), given, key="sql_text", max_chars=LONGEST, height=220)
        ran = st.form_submit_button(text("sql.run"), type="primary")
    show(el("details", el("summary", text("sql.surface")), surface(context)))
if ran or "q" in st.query_params:
    url.set("q", asked)
for name, value in context.link_parameters.items():
    url.set(name, value)
url.write()

if ran or given != EXAMPLES[0]:
    try:
        result = query_result(context.key, asked, context.release)
    except QueryRefused as refused:
        show(notice(el("pre", refused.en if text.lang == "en" else refused.ja, class_="engine")))
    else:
        rows = text("sql.rows", count=number(result.frame.height), seconds=f"{result.seconds:.2f}")
        cut = text("sql.truncated", rows=number(limits.rows)) if result.truncated else ""
        head = div("section-head", el("h2", text("sql.result")), span("aside", rows))
        heads, body = cells(result.frame)
        shown = table(text("sql.result"), heads, body, style="raw") if heads else el("p", text("sql.no_columns"))
        show(div("card-white", head, notice(el("p", cut)) if cut else None, shown))
        with st.container(key="sql_files", horizontal=True):
            for kind, data, mime in to_files(context, result.frame, asked):
                st.download_button(
                    kind.upper(),
                    data,
                    file_name=f"kpi_sql_{context.release.release_id}.{kind}",
                    mime=mime,
                    on_click="ignore",
                    key=f"sql_{kind}",
                )
show(el("p", el("a", text("codebook.to_data"), href=f"data?{query(**context.link_parameters)}")))
show(page_footer(context))
