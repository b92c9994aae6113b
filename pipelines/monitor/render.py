"""The monitor's report: Markdown for people, JSON for programs, Atom for feed readers, and the text of a message."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any
from xml.etree import ElementTree

from pipelines.monitor.changes import Change
from pipelines.monitor.journal import Journal
from pipelines.monitor.settings import Settings

_ATOM = "http://www.w3.org/2005/Atom"
# What XML 1.0 and mail headers cannot hold.
_CONTROL = re.compile(r"[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|\x7f")
_MARKDOWN = re.compile(r"([\\`*_<>\[\]|#~&])")
_TEXT = {
    "title": ("地域力KPIモニター", "Regional policy KPI monitor"),
    "none": ("前回の実行から変わったことはありません。", "Nothing changed since the last run."),
    "some": ("前回の実行から変わったこと: {count}件", "Changed since the last run: {count}"),
    "attention": ("要確認", "needs attention"),
    "info": ("お知らせ", "for information"),
    "open": ("画面で見る", "Open the dashboard"),
}


def words(name: str, lang: str, **values: object) -> str:
    """Return one of the report's own texts."""
    return _TEXT[name][0 if lang == "ja" else 1].format(**values)


def label(change: Change, lang: str) -> str:
    """Say whether somebody has to look."""
    return words("attention" if change.attention else "info", lang)


def link(change: Change, settings: Settings) -> str | None:
    """Return the address of the page that shows a change; None where the dashboard's address is not set."""
    if settings.dashboard is None:
        return None
    mark = "&" if "?" in change.link else "?"
    return f"{settings.dashboard.rstrip('/')}/{change.link}{mark}lang={settings.lang}"


def plain(text: str) -> str:
    """Return a text without the characters that no receiver can read."""
    return _CONTROL.sub("", text)


def message(change: Change, settings: Settings) -> tuple[str, str]:
    """Return title and text of the message about a change."""
    title = f"［{label(change, settings.lang)}］{change.title(settings.lang)}"
    if settings.lang == "en":
        title = f"[{label(change, 'en')}] {change.title('en')}"
    return " ".join(plain(title).split()), plain(change.body(settings.lang))


def markdown(changes: Sequence[Change], settings: Settings) -> str:
    """Return the report for people."""
    lang = settings.lang
    parts = [f"# {words('title', lang)}", words("some", lang, count=len(changes)) if changes else words("none", lang)]
    for change in changes:
        title, body = (_MARKDOWN.sub(r"\\\1", part) for part in message(change, settings))
        parts += [f"## {title}", "  \n".join(body.splitlines())]
        if address := link(change, settings):
            parts.append(f"[{words('open', lang)}]({address})")
    return "\n\n".join(part for part in parts if part) + "\n"


def report_json(changes: Sequence[Change], journal: Journal) -> str:
    """Return the report for programs: an array of flat objects, those of `Change` with the key of its messages."""
    rows: list[dict[str, Any]] = [
        {"key": str(journal.key(change)), **change.model_dump(mode="json")} for change in changes
    ]
    return json.dumps(rows, ensure_ascii=False, indent=1) + "\n"


def atom(journal: Journal, settings: Settings) -> str:
    """Return the feed of the newest changes (RFC 4287), newest first."""
    lang = settings.lang
    ElementTree.register_namespace("", _ATOM)
    feed = ElementTree.Element(f"{{{_ATOM}}}feed", {"{http://www.w3.org/XML/1998/namespace}lang": lang})

    def add(parent: ElementTree.Element, name: str, text: str | None = None, **attributes: str) -> ElementTree.Element:
        element = ElementTree.SubElement(parent, f"{{{_ATOM}}}{name}", attributes)
        element.text = text
        return element

    newest = max((change.at for change in journal.changes), default=None)
    add(feed, "id", journal.feed.urn)
    add(feed, "title", words("title", lang))
    add(feed, "updated", newest.isoformat(timespec="seconds") if newest else "1970-01-01T00:00:00Z")
    add(add(feed, "author"), "name", words("title", lang))
    if settings.dashboard:
        add(feed, "link", rel="alternate", href=settings.dashboard)
    for change in reversed(journal.changes):
        entry = add(feed, "entry")
        title, body = message(change, settings)
        add(entry, "id", journal.key(change).urn)
        add(entry, "title", title)
        add(entry, "updated", change.at.isoformat(timespec="seconds"))
        add(entry, "category", term=change.kind)
        add(entry, "content", body, type="text")
        if address := link(change, settings):
            add(entry, "link", rel="alternate", href=address)
    ElementTree.indent(feed, " ")
    return ElementTree.tostring(feed, encoding="unicode", xml_declaration=True) + "\n"
