"""Every word of the interface, in Japanese and English, from `text.yml`."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import yaml

LANGUAGES = ("ja", "en")


def _leaves(node: dict[str, Any], prefix: str = "") -> Iterator[tuple[str, dict[str, str]]]:
    for key, value in node.items():
        if set(value) == set(LANGUAGES) and all(isinstance(text, str) for text in value.values()):
            yield prefix + key, value
        else:
            yield from _leaves(value, f"{prefix}{key}.")


@cache
def entries() -> dict[str, dict[str, str]]:
    """Return `{key: {"ja": text, "en": text}}` for every entry of the file; keys are dotted paths."""
    content = yaml.safe_load(Path(__file__).with_name("text.yml").read_text(encoding="utf-8"))
    return dict(_leaves(content))


class Text:
    """The words of one language: `text("overview.title")`, with values for the placeholders of the entry."""

    def __init__(self, lang: str) -> None:
        self.lang = lang if lang in LANGUAGES else LANGUAGES[0]

    def __call__(self, key: str, **values: object) -> str:
        """Return an entry with its placeholders filled.

        Raises:
            KeyError: The key, or a placeholder of the entry, is missing.
        """
        return entries()[key][self.lang].format(**values)

    def pick(self, item: object, field: str) -> str:
        """Return a field of a catalogue entry in this language, in Japanese where there is no English text."""
        japanese = getattr(item, f"{field}_ja", None) or getattr(item, field, None)
        text = (getattr(item, f"{field}_en", None) or japanese) if self.lang == "en" else japanese
        return str(text) if text else ""


def both(key: str, **values: object) -> str:
    """Return an entry in all languages, for readers of whom none is known."""
    return " / ".join(Text(lang)(key, **values) for lang in LANGUAGES)
