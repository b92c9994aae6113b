"""The report of the gate as a static page in Japanese: no script, no style and no font from elsewhere."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from html import escape
from pathlib import Path
from string import Template

from expectations.report import AcknowledgedException, Check, GateReport, Sample

_TEMPLATE = Path(__file__).parent / "templates" / "gate.html"
_STATUS = {"passed": "合格", "failed": "不合格", "error": "実行できず", "warning": "注意"}
_RECORD = "記録"
_SEVERITY = {"critical": "必須", "warning": "注意", "info": "情報"}
_ORDER = {"error": 0, "failed": 1, "warning": 2, "passed": 3}


def render(report: GateReport, release_id: str | None, checked_at: dt.datetime) -> str:
    """Return the page. Everything that comes from data is escaped."""
    what, how = report.two_lines()
    statements = report.statements
    facts = [
        ("リリース", release_id or "公開していません"),
        ("検査日時", f"{checked_at:%Y-%m-%d %H:%M}"),
        ("値", f"{report.rows:,} 件"),
        ("指標", f"{report.indicators:,} 件"),
        ("検査", f"{len(report.checks)} 件（{_tally(report.checks)}）"),
        ("不合格の行", f"{report.quarantined:,} 件"),
        (
            "記述の再計算",
            f"{statements.total:,} 件（一致 {statements.agreed:,}、出典の食い違い {statements.exceptions:,}、"
            f"不一致 {statements.disagreed:,}）",
        ),
    ]
    checks = sorted(report.checks, key=lambda check: _ORDER[check.status])
    return Template(_TEMPLATE.read_text(encoding="utf-8")).substitute(
        verdict="合格：公開できます" if report.passed else "不合格：公開しません",
        verdict_class="passed" if report.passed else "failed",
        reason=_paragraphs(what, how),
        facts="\n".join(f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>" for name, value in facts),
        checks="\n".join(_check_row(check) for check in checks),
        findings="\n".join(_findings(check) for check in checks if check.samples) or "<p>ありません。</p>",
        exceptions=_exceptions(report.exceptions),
    )


def _tally(checks: Iterable[Check]) -> str:
    counts = dict.fromkeys(_ORDER, 0)
    for check in checks:
        counts[check.status] += 1
    return "、".join(f"{_STATUS[status]} {count}" for status, count in counts.items() if count)


def _paragraphs(*texts: str) -> str:
    return "\n".join(f"<p>{escape(text)}</p>" for text in texts if text)


def _check_row(check: Check) -> str:
    counts = [f"{check.rows_checked:,}", f"{check.failing:,}"]
    cells = [_SEVERITY[check.severity], check.title_ja, check.message_ja, *counts]
    word = _RECORD if check.severity == "info" and check.status == "warning" else _STATUS[check.status]
    status = f'<td class="{check.status}">{word}</td>'
    return "<tr>" + status + "".join(f"<td>{escape(cell)}</td>" for cell in cells) + "</tr>"


def _findings(check: Check) -> str:
    rows = "\n".join(_sample_row(sample) for sample in check.samples)
    shown = f"（先頭の{len(check.samples)}件）" if check.failing > len(check.samples) else ""
    return f"""<h3>{escape(check.title_ja)}{shown}</h3>
<p>{escape(check.advice_ja)}</p>
<table><thead><tr><th scope="col">場所</th><th scope="col">理由</th></tr></thead><tbody>
{rows}
</tbody></table>"""


def _sample_row(sample: Sample) -> str:
    return f"<tr><td>{escape(sample.place)}</td><td>{escape(sample.reason)}</td></tr>"


def _exceptions(exceptions: Iterable[AcknowledgedException]) -> str:
    rows = []
    for item in exceptions:
        recomputed = "計算できず" if item.recomputed is None else f"{item.recomputed:,.10g}"
        place = f"{item.locator or ''}（原文 {item.lines or '－'} 行）"
        cells = [item.about, place, item.printed, recomputed, item.reason, item.treatment or ""]
        rows.append("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in cells) + "</tr>")
    if not rows:
        return "<p>ありません。</p>"
    heads = "".join(
        f'<th scope="col">{name}</th>' for name in ("記述", "掲載箇所", "印字", "再計算", "食い違いの理由", "扱い")
    )
    return f"<table><thead><tr>{heads}</tr></thead><tbody>\n" + "\n".join(rows) + "\n</tbody></table>"
