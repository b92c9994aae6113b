"""`kpi fetch`: download or take a file, verify it, put it where `kpi load` or the map finds it."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

from pipelines.fetch.download import NotThere, download, file_sha256, verify
from pipelines.fetch.place import place_publication
from pipelines.fetch.sources import HERE, Source, SourceFile, source_of
from pipelines.fetch.tabular import READERS
from warehouse.errors import InputError

Say = Callable[[str], None]


def fetch(
    what: str,
    home: Path,
    *,
    given: list[Path],
    base_url: str | None,
    published: dt.date | None,
    as_of: dt.date | None,
    say: Say,
) -> str:
    """Fetch one of the sources and return what was done, in a line for people.

    Args:
        what: Name of a source in `sources.yml`.
        home: `KPI_HOME`.
        given: Files that somebody carried over; empty downloads from the publisher.
        base_url: Address below which the files are kept under their names, in place of the publisher's.
        published: Day of publication of a table that does not say it.
        as_of: Day as of which such a table holds.
        say: Called with lines for people.

    Raises:
        NotFound: There is no such source.
        InputError: A file cannot be had, or is not what it should be; what was there before stays.
    """
    source = source_of(what)
    for path in given:
        if not path.is_file():
            raise InputError("ファイルがありません。", file=str(path), advice="--from の道筋を確かめてください。")
    if what in READERS:
        return _table(what, source, home, given, published, as_of)
    files = given or [downloaded(file, home, base_url, say) for file in source.files]
    if what == "boundaries":
        return _boundaries(source, home, files)
    if what == "kyoryokutai":
        return _press_documents(home, files, say)
    return _archive(source, home, files)


def downloaded(file: SourceFile, home: Path, base_url: str | None, say: Say) -> Path:
    """Download a file of a source from the first of its addresses that has it; returns where it is now.

    Raises:
        InputError: None has it, or there is no connection.
    """
    addresses = [f"{base_url.rstrip('/')}/{file.name}"] if base_url else [file.url, *file.also]
    folder = home / "downloads"
    folder.mkdir(parents=True, exist_ok=True)
    for url in addresses:
        say(f"{url} を取得しています…")
        try:
            download(url, folder / file.name, file.sha256, say=say)
            break
        except NotThere as error:
            if url == addresses[-1]:
                raise
            say(f"{error} ほかの場所を試みます。")
    return folder / file.name


def _by_name(source: Source, files: list[Path]) -> Mapping[str, Path]:
    """Match given files to those of the source: by sha256, else by name; a file under its name must have the sha256.

    Raises:
        InputError: One of the source's files is not among them, or has another content.
    """
    by_digest = {file_sha256(path): path for path in files}
    by_name = {path.name: path for path in files}
    found = {}
    for wanted in source.files:
        path = by_digest.get(wanted.sha256 or "") or by_name.get(wanted.name)
        if path is None:
            raise InputError(
                f"{wanted.name} がありません。", advice="--from を重ねて、すべてのファイルを指定してください。"
            )
        if wanted.sha256 is not None:
            verify(file_sha256(path), wanted.sha256, str(path))
        found[wanted.name] = path
    return found


def _boundaries(source: Source, home: Path, files: list[Path]) -> str:
    from pipelines.fetch.boundaries import build_boundaries

    contents = {name: path.read_bytes() for name, path in _by_name(source, files).items()}
    count = build_boundaries(contents, source, home)
    return f"{count:,} 市区町村の境界を用意しました。地図に範囲が描かれます。出典: {source.credit}"


def _archive(source: Source, home: Path, files: list[Path]) -> str:
    """Take the wanted members of an archive, or those members themselves, as one publication."""
    members = {name: digest for file in source.files for name, digest in file.members.items()}
    contents: dict[str, bytes] = {}
    for path in files:
        if zipfile.is_zipfile(path):
            contents |= _members(path, members)
        elif path.name in members:
            contents[path.name] = path.read_bytes()
    for name, digest in members.items():
        if name not in contents:
            raise InputError(
                f"「{name}」がありません。", file=str(files[0]), advice=f"{source.page} の ZIP を指定してください。"
            )
        verify(hashlib.sha256(contents[name]).hexdigest(), digest, name)
    assert source.publication is not None
    declared = (HERE / "publications" / f"{source.publication}.yml").read_text(encoding="utf-8")
    publication = place_publication(home, declared, contents)
    return _placed(publication.title)


def _members(path: Path, wanted: Mapping[str, str]) -> dict[str, bytes]:
    """Read the wanted members of a ZIP, in whatever folder of it; names without the UTF-8 mark are in cp932."""
    found = {}
    try:
        with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as archive:
            for info in archive.infolist():
                name = info.filename
                if not info.flag_bits & 0x800:
                    name = name.encode("cp437").decode("cp932", errors="replace")
                if (name := Path(name).name) in wanted and info.file_size < 50 * 2**20:
                    found[name] = archive.read(info)
    except (zipfile.BadZipFile, OSError, UnicodeEncodeError, RuntimeError):
        raise InputError("ZIP として読めません。", file=str(path), advice="取得し直してください。") from None
    return found


def _press_documents(home: Path, files: list[Path], say: Say) -> str:
    from pipelines.fetch.kyoryokutai import read_press_document

    titles = []
    for path in files:
        say(f"{path.name} を読んでいます…")
        declared, contents = read_press_document(path)
        titles.append(place_publication(home, declared, contents).title)
    return _placed("、".join(titles))


def _table(
    what: str, source: Source, home: Path, given: list[Path], published: dt.date | None, as_of: dt.date | None
) -> str:
    if len(given) != 1:
        raise InputError(
            f"{source.title}は、ファイルを1つ --from で指定してください。", advice=f"公表の場所: {source.page}"
        )
    path = given[0]
    declared = READERS[what](path, source.page, published, as_of)
    publication = place_publication(home, declared, {path.name: path.read_bytes()})
    return _placed(publication.title)


def _placed(title: str) -> str:
    return f"「{title}」を取り込みました。kpi load で検査し、公開します。"
