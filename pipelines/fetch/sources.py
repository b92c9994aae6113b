"""What can be fetched, read from `sources.yml`."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from pydantic import Field

from warehouse.declared import Declared, read_yaml, validated
from warehouse.errors import NotFound

HERE = Path(__file__).parent


class SourceFile(Declared):
    """One file at the publisher's."""

    name: str
    url: str
    # Other addresses of the same content, for where the first no longer has it; the sha256 decides.
    also: tuple[str, ...] = ()
    # None: a file whose content is not known beforehand; then the gate alone decides about it.
    sha256: str | None = None
    # Of an archive, the files that are wanted of it, with the sha256 of each.
    members: dict[str, str] = Field(default_factory=dict)


class Source(Declared):
    """A published data set: its files, and how it is credited where it is no publication of figures."""

    title: str
    page: str
    files: tuple[SourceFile, ...]
    publication: str | None = None
    credit: str | None = None
    licence: str | None = None
    licence_url: str | None = None
    as_of: dt.date | None = None


class _Sources(Declared):
    sources: dict[str, Source] = Field(min_length=1)


def read_sources() -> dict[str, Source]:
    """Return what can be fetched, by name."""
    path = HERE / "sources.yml"
    return validated(_Sources, {"sources": read_yaml(path, path.name)}, file=path.name, advice="").sources


def source_of(what: str) -> Source:
    """Return one source.

    Raises:
        NotFound: There is none of that name; the known ones are listed.
    """
    sources = read_sources()
    if what not in sources:
        raise NotFound(f"「{what}」は取得できません。取得できるのは {'、'.join(sources)} です。")
    return sources[what]
