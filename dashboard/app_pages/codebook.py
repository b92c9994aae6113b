"""コードブック: what each indicator is, and for which years and areas it has values."""

from __future__ import annotations

from dashboard.built import codebook_page
from dashboard.components import page_footer, page_header, release_meta
from dashboard.context import current_frame
from dashboard.markup import el, show
from dashboard.state import UrlState, query
from warehouse.numbers import number

context = current_frame().context
text = context.text
url = UrlState("codebook")
for name, value in context.link_parameters.items():
    url.set(name, value)
url.write()

body, count = codebook_page(context.key, context)
scope = (text("data.scope"), text("codebook.count", count=number(count)))
show(page_header(text("codebook.title"), text("codebook.subtitle"), [scope, *release_meta(context)]))
show(el("p", el("a", text("codebook.to_data"), href=f"data?{query(**context.link_parameters)}")))
show(body)
show(page_footer(context, text("codebook.foot_note")))
