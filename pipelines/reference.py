"""The list of publications as a Markdown page, generated from `publication.yml` of each.

`python -m pipelines.reference docs/sources.md` writes it; a test keeps the page current.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from pipelines.publications import Publication, publication_folders, read_publication

COMMAND = "python3 bin/kpi uv run --frozen python -m pipelines.reference docs/sources.md"

_OPENING = f"""# 出典と利用条件

数値は下の公表資料によります。このページは `data/raw/` の `publication.yml` から作られています。
手で直さず、次の1行で作り直します。

```sh
{COMMAND}
```

読み方は次のとおりです。

- **公表**: 資料の公表日。月までしか分からないものは、その月の末日に公表されたものとして扱います。
  「不明」の資料の値は収録しますが、最新の値にはなりません。
- **間接**: 公表そのものではなく、それを伝える記事などから読んだ数値です。何を読んだかは「読んだもの」に書きます。
- **利用条件**: 資料ごとに異なります。利用許諾の対象ではない資料からは、事実としての数値だけを収め、
  文章や図表は収めていません。"""


def sources_markdown(publications: Sequence[Publication]) -> str:
    """Return the page: every publication, the newest first, those without a day last."""
    ordered = sorted(publications, key=lambda item: (item.published or "", item.publication_id), reverse=True)
    return "\n\n".join([_OPENING, f"公表資料は {len(ordered)} 件です。", *map(_publication, ordered)]) + "\n"


def _publication(item: Publication) -> str:
    day = item.published or "不明"
    rows = [
        ("発行", item.publisher),
        ("公表", f"{day}（{item.published_note}）" if item.published_note else day),
        ("所在", f"<{item.url}>" if item.url else None),
        ("利用条件", f"[{item.licence}]({item.licence_url})" if item.licence_url else item.licence),
        ("出典の表示", item.credit),
        ("作り方", "公表されたファイルそのもの" if item.method == "original" else "資料からの転記"),
        ("読んだもの", item.transcribed_from),
        ("間接", "はい" if item.second_hand else None),
        ("公表禁止", f"{item.embargo} まで" if item.embargo else None),
    ]
    lines = [f"- {name}: {value}" for name, value in rows if value]
    return "\n".join([f"## {item.title}", "", f"`{item.publication_id}`", "", *lines])


def shipped_publications(raw: Path) -> list[Publication]:
    """Read every publication below a folder."""
    return [read_publication(folder) for folder in publication_folders(raw)]


if __name__ == "__main__":
    found = shipped_publications(Path(__file__).parents[1] / "data" / "raw")
    Path(sys.argv[1]).write_text(sources_markdown(found), encoding="utf-8")
