"""Downloading one file: resumed where it broke off, with time-outs, checked by sha256 before it gets its name."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from http import HTTPStatus
from pathlib import Path

import requests
import urllib3

from warehouse.errors import InputError

# Seconds to connect, and between two pieces of an answer.
TIMEOUT = (10.0, 30.0)
ATTEMPTS = 4
# Longer than any of the files; a server that sends without an end is stopped here.
LARGEST = 200 * 2**20
_PIECE = 64 * 1024
# Answers after which another attempt can help.
_PASSING = {408, 425, 429, 500, 502, 503, 504}

Say = Callable[[str], None]


class NotThere(InputError):
    """An address that has nothing, or something else than what is wanted."""


class _Broken(Exception):
    """An attempt that ended early; what has come stays for the next one."""


def download(url: str, target: Path, sha256: str | None, *, say: Say, pause: float = 1.0) -> None:
    """Download a file to `target`, which appears only when it is whole and right. Proxies come from the environment.

    A part that an earlier attempt, or an earlier run, has left in `<target>.part` is not downloaded again.

    Args:
        url: http or https.
        target: Where the file is put; a file that is there already and has the right sha256 is kept.
        sha256: What the file must hash to; None takes what comes.
        say: Called with a line for people when an attempt is repeated.
        pause: Seconds before the second attempt, twice as long before each further one.

    Raises:
        NotThere: The address refuses, or has other content than expected.
        InputError: No connection, or a broken answer.
    """
    if sha256 is not None and target.is_file() and file_sha256(target) == sha256:
        return
    part = target.with_name(target.name + ".part")
    if sha256 is None:
        # Without a known content a part may belong to an older version of the file.
        part.unlink(missing_ok=True)
    for attempt in range(1, ATTEMPTS + 1):
        try:
            _fetch(url, part)
            break
        except _Broken as broken:
            if attempt == ATTEMPTS:
                raise InputError(f"{url} を取得できません（{broken}）。", advice=_by_hand(target.name)) from None
            say(f"{broken}。{attempt + 1}回目を試みます。")
            time.sleep(pause * 2 ** (attempt - 1))
    if sha256 is not None:
        try:
            verify(file_sha256(part), sha256, url)
        except InputError:
            # What is wrong must not be taken for the beginning of what is right.
            part.unlink()
            raise
    part.replace(target)


def verify(found: str, sha256: str, origin: str) -> None:
    """Compare a sha256 with the expected one.

    Raises:
        NotThere: It differs.
    """
    if found != sha256:
        raise NotThere(
            f"{origin} の内容が、確かめてあるものと違います（sha256 {found[:12]}…、正しくは {sha256[:12]}…）。",
            advice="途中で壊れたか、公表元が更新しています。時間をおいて試すか、前の版を --from で指定してください。",
        )


def file_sha256(path: Path) -> str:
    """Return the sha256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _fetch(url: str, part: Path) -> None:
    """Fetch what is missing of a file; the part grows by whatever comes.

    Raises:
        _Broken: The attempt ended early but another one may help.
        InputError: It cannot help.
    """
    have = part.stat().st_size if part.exists() else 0
    headers = {"Accept-Encoding": "identity", **({"Range": f"bytes={have}-"} if have else {})}
    try:
        with requests.get(url, headers=headers, stream=True, timeout=TIMEOUT) as answer:
            if answer.status_code == HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE:
                # The part is as long as the file, or longer: whether it is right, the sha256 says.
                return
            _check_status(answer, url)
            resumed = answer.status_code == HTTPStatus.PARTIAL_CONTENT
            _keep(answer, part, have if resumed else 0)
    except requests.exceptions.InvalidSchema:
        raise InputError(f"{url} は http か https ではありません。") from None
    except (requests.exceptions.MissingSchema, requests.exceptions.InvalidURL):
        raise InputError(f"{url} は URL ではありません。") from None
    except requests.exceptions.TooManyRedirects:
        raise InputError(f"{url} の転送が繰り返されます。", advice=_by_hand(part.stem)) from None
    except requests.exceptions.Timeout:
        raise _Broken("応答がありません") from None
    except urllib3.exceptions.ReadTimeoutError:
        raise _Broken("応答がありません") from None
    except urllib3.exceptions.ProtocolError:
        raise _Broken("途中で切れました") from None
    except requests.exceptions.ConnectionError:
        raise _Broken("接続できません") from None


def _check_status(answer: requests.Response, url: str) -> None:
    if answer.status_code in _PASSING:
        raise _Broken(f"相手が応じません（{answer.status_code}）")
    if not answer.ok:
        raise NotThere(f"{url} を取得できません（{answer.status_code}）。", advice=_by_hand(Path(url).name))


def _keep(answer: requests.Response, part: Path, start: int) -> None:
    with part.open("r+b" if start else "wb") as file:
        file.seek(start)
        # Piece by piece as they come: what has come before a connection breaks is kept.
        while piece := answer.raw.read1(_PIECE):
            file.write(piece)
            if file.tell() > LARGEST:
                raise InputError(f"{answer.url} が大きすぎます（{LARGEST // 2**20} MB まで）。")
        size = file.tell()
        file.truncate()
    length = answer.headers.get("Content-Length")
    if length is not None and length.isdecimal() and size - start < int(length):
        raise _Broken("途中で切れました")


def _by_hand(name: str) -> str:
    return f"網の状態を確かめるか、{name} を別に入手して --from で指定してください。"
