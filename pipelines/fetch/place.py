"""Putting a fetched publication where `kpi load` finds it: whole or not at all."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from pipelines.publications import Publication, fetched_folder, read_publication
from warehouse.errors import InputError

# Who publishes what the readers of this package declare, and on which terms.
MINISTRY = {
    "publisher": "総務省",
    "licence": "公共データ利用規約（第1.0版）",
    "licence_url": "https://www.digital.go.jp/resources/open_data/public_data_license_v1.0",
}


def place_publication(home: Path, declared: str | Mapping[str, Any], files: Mapping[str, bytes]) -> Publication:
    """Put a publication and its files into `KPI_HOME`; an earlier one of the same id is replaced.

    Args:
        home: `KPI_HOME`.
        declared: Content of `publication.yml`, as text or as what it says.
        files: Content by name.

    Raises:
        InputError: The declaration is wrong, or a file that it names is not among the files.
    """
    text = (
        declared if isinstance(declared, str) else yaml.safe_dump(dict(declared), allow_unicode=True, sort_keys=False)
    )
    publication_id = yaml.safe_load(text)["publication_id"]
    waiting = fetched_folder(home) / ".new" / publication_id
    shutil.rmtree(waiting.parent, ignore_errors=True)
    waiting.mkdir(parents=True)
    try:
        (waiting / "publication.yml").write_text(text, encoding="utf-8")
        for name, data in files.items():
            (waiting / name).write_bytes(data)
        publication = read_publication(waiting)
        for table in publication.tables:
            if not (waiting / table.file).is_file():
                raise InputError(f"「{table.file}」がありません。", file=publication_id)
        target = fetched_folder(home) / publication_id
        if target.exists():
            # Out of the way first, so that the new one takes the name at once; a dot keeps it from being read.
            target.rename(waiting.parent / f".old-{publication_id}")
        waiting.rename(target)
    finally:
        shutil.rmtree(waiting.parent, ignore_errors=True)
    return publication
