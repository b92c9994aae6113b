"""Words live in one file, in both languages; data never becomes markup."""

from __future__ import annotations

import ast
import re
from string import Formatter

from dashboard.markup import div, el
from dashboard.text import entries
from tests.support import ROOT

SOURCES = sorted((ROOT / "dashboard").rglob("*.py"))
JAPANESE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")
# Words of the data or of number notation, not labels: states, units, breakdown names, the name of the language itself.
NOT_LABELS = re.compile(
    r"^(達成|期限前|期限経過・未達|実績なし|判定不能|再掲|その他|不明|無回答|わからない|日本語|[円億万約年月日]+|ポイント|・|億円|万円)$"
)


def _placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def _keys_in_use() -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in SOURCES)


def test_both_languages_have_the_same_placeholders() -> None:
    for key, texts in entries().items():
        assert _placeholders(texts["ja"]) == _placeholders(texts["en"]), key


def test_every_entry_is_used() -> None:
    source = _keys_in_use()
    families = set(re.findall(r'f"([a-z_.]+)\{', source))
    for key in entries():
        assert f'"{key}"' in source or f"'{key}'" in source or any(key.startswith(family) for family in families), key


def test_no_label_stands_in_python() -> None:
    for path in SOURCES:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
        docstrings = {
            id(node.body[0].value)
            for node in ast.walk(tree)
            if isinstance(node, documented) and node.body and isinstance(node.body[0], ast.Expr)
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
                assert not JAPANESE.search(node.value) or NOT_LABELS.match(node.value), (path.name, node.value)


def test_no_indicator_is_named_in_python() -> None:
    from warehouse.catalogue import load_catalogue

    source = _keys_in_use()
    for indicator in load_catalogue().indicators.values():
        assert f'"{indicator.id}"' not in source
        assert indicator.name_ja not in source


def test_data_is_escaped_in_text_and_attributes() -> None:
    assert str(el("p", "<script>&", title='"x"')) == '<p title="&quot;x&quot;">&lt;script&gt;&amp;</p>'
    assert str(div("a", None, ["b", el("br")])) == '<div class="a">b<br></div>'
