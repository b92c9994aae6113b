"""The executive brief: every target KPI with its verdict, sentence, chart and source, as A4 PDF and as PowerPoint."""

from __future__ import annotations

from dashboard.context import Context

FORMATS = {
    "pdf": "application/pdf",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}


def make_brief(context: Context, kind: str) -> bytes:
    """Return the brief as a file: `pdf` or `pptx`. The libraries that draw are imported when one is asked for."""
    from dashboard.brief.content import build_brief

    brief = build_brief(context)
    if kind == "pdf":
        from dashboard.brief.pdf import brief_pdf

        return brief_pdf(brief, context)
    from dashboard.brief.pptx import brief_pptx

    return brief_pptx(brief, context)
