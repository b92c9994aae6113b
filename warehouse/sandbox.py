"""Queries of readers: one SELECT on a release, in a process of its own that can do nothing else.

What holds, whatever the query says:

- the process starts with an empty environment in the folder of the release, and opens it read-only;
- the engine has no files, network, extensions, settings or folder to spill to (`warehouse.database.open_sandboxed`);
- the system refuses it memory beyond its share, writing files, more than its CPU time, and core dumps;
- the parent ends it at the deadline, with everything it may have started;
- one statement, a SELECT; rows and bytes of the result have a limit, and a result that was cut says so;
- at most two run at a time, so that other readers do not notice.
"""

from __future__ import annotations

import contextlib
import json
import os
import selectors
import signal
import subprocess
import sys
import threading
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

import polars as pl
import pyarrow as pa
import pyarrow.ipc

from warehouse.errors import KpiError
from warehouse.release import Release
from warehouse.sandbox_child import CUT, ERROR

LONGEST = 20_000
AT_ONCE = 2
# A process needs so many seconds to start on a busy machine; they are not the query's.
_START = 5.0
_PIECE = 1 << 16
# One arena and the plain allocator: others would reserve far more address space than they use.
_ENVIRONMENT = {"LANG": "C.UTF-8", "MALLOC_ARENA_MAX": "1", "ARROW_DEFAULT_MEMORY_POOL": "system"}
# Days that Python's calendar has, counted from 1970, and the ticks of a day.
_FIRST_DAY, _LAST_DAY = -719_162, 2_932_896
_TICKS = {"ms": 86_400 * 10**3, "us": 86_400 * 10**6, "ns": 86_400 * 10**9}
_running = threading.BoundedSemaphore(AT_ONCE)

_TOLD = {
    "empty": ("問い合わせがありません。SELECT 文をひとつ書いてください。", "There is no query. Write one SELECT."),
    "too_long": (f"問い合わせは {LONGEST:,} 文字までです。", f"A query has {LONGEST:,} letters at most."),
    "letters": (
        "問い合わせに使えない文字（制御文字）があります。取り除いてください。",
        "The query holds control characters. Remove them.",
    ),
    "several": (
        "文はひとつだけ実行できます。; の後を取り除いてください。",
        "One statement at a time: remove what follows “;”.",
    ),
    "not_select": (
        "実行できるのは SELECT 文だけです（PIVOT には、on 列 in (値, …) のように、列にする値を書いてください）。",
        "Only a SELECT can be run (PIVOT needs the values that become columns: on column in (value, …)).",
    ),
    "withheld": (
        "「{message}」は使えません。使える表は show tables、列は describe slice で確かめられます。",
        "“{message}” cannot be used. See show tables for tables and describe slice for columns.",
    ),
    "failed": ("問い合わせを実行できませんでした。{message}", "The query could not be run. {message}"),
    "crashed": (
        "問い合わせが複雑すぎるか、使える資源を超えたため、実行できませんでした。小さく分けてください。",
        "The query is too complex or used up its resources. Split it.",
    ),
    "memory": (
        "使えるメモリ（{memory_mb} MB）を超えました。行や列を絞ってください。",
        "The query needs more than {memory_mb} MB of memory. Narrow rows or columns.",
    ),
    "time": (
        "{seconds:g} 秒で終わらなかったため、止めました。範囲を絞ってください。",
        "Stopped after {seconds:g} seconds. Narrow the query.",
    ),
    "bytes": (
        "結果が {bytes:,} バイトを超えます。列や行を絞ってください。",
        "The result is larger than {bytes:,} bytes. Narrow rows or columns.",
    ),
    "calendar": (
        "結果に、西暦1年から9999年までにない日時（infinity など）があります。cast(… as varchar) で文字にしてください。",
        "The result holds dates outside the years 1 to 9999, such as infinity. Make them text: cast(… as varchar).",
    ),
    "busy": (
        "ほかの問い合わせを実行中です。少し待って、もう一度実行してください。",
        "Other queries are running. Wait a moment and try again.",
    ),
}


@dataclass(frozen=True)
class Limits:
    """What a query may use and bring back. `wait` is how long it may wait, in seconds, until others have ended."""

    rows: int = 10_000
    bytes: int = 8_000_000
    seconds: float = 10.0
    memory_mb: int = 512
    wait: float = 15.0


@dataclass(frozen=True)
class QueryResult:
    """The rows of a query. `truncated`: there are more than the limits allow. `seconds` of wall-clock time."""

    frame: pl.DataFrame
    truncated: bool
    seconds: float


class QueryRefused(KpiError):
    """A query that was not run, or was stopped. `code` says why; `ja` and `en` say it in words."""

    exit_code = 2

    def __init__(self, code: str, limits: Limits, message: str = "") -> None:
        self.code = code
        values = {**asdict(limits), "message": message}
        self.ja, self.en = (told.format(**values).strip() for told in _TOLD[code])
        super().__init__(self.ja)


def run_query(release: Release, sql: str, limits: Limits | None = None) -> QueryResult:
    """Run one SELECT on a release.

    Raises:
        QueryRefused: It is no SELECT, it is wrong, or it needs more than the limits allow.
    """
    limits = limits or Limits()
    if len(sql) > LONGEST:
        raise QueryRefused("too_long", limits)
    if any(ord(letter) < 32 and letter not in "\t\r\n" for letter in sql):
        raise QueryRefused("letters", limits)
    if not _running.acquire(timeout=limits.wait):
        raise QueryRefused("busy", limits)
    try:
        begun = time.monotonic()
        answer = _ask(release.folder, sql, limits)
        return _read(answer, limits, time.monotonic() - begun)
    finally:
        _running.release()


def _ask(folder: Path, sql: str, limits: Limits) -> bytes:
    """Have a process answer; it is gone when this returns, however this ends."""
    asked = json.dumps({"sql": sql, **asdict(limits)}).encode()
    with subprocess.Popen(
        [sys.executable, "-I", "-m", "warehouse.sandbox_child"],
        cwd=folder,
        env=_ENVIRONMENT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as process:
        try:
            assert process.stdin is not None
            assert process.stdout is not None
            process.stdin.write(asked)
            process.stdin.close()
            return _heard(process.stdout, limits)
        except BrokenPipeError:
            return b""
        finally:
            # It leads a group of its own, which is not gone before its leader has been waited for. Some systems do
            # not let a signal reach one that has ended.
            with contextlib.suppress(PermissionError):
                os.killpg(process.pid, signal.SIGKILL)


def _heard(stream: IO[bytes], limits: Limits) -> bytes:
    """Read an answer until it ends, the time is over, or it is longer than it may be."""
    deadline = time.monotonic() + limits.seconds + _START
    # What the rows are wrapped in takes room as well; far beyond that the process does not keep its promise.
    most = 2 * limits.bytes + (1 << 20)
    heard = bytearray()
    with selectors.DefaultSelector() as selector:
        selector.register(stream, selectors.EVENT_READ)
        while True:
            left = deadline - time.monotonic()
            if left <= 0 or not selector.select(left):
                raise QueryRefused("time", limits)
            piece = os.read(stream.fileno(), _PIECE)
            if not piece:
                return bytes(heard)
            heard += piece
            if len(heard) > most:
                raise QueryRefused("bytes", limits)


def _read(answer: bytes, limits: Limits, seconds: float) -> QueryResult:
    if not answer:
        # The system ended it: for its time where it has used that up, else for something else.
        raise QueryRefused("time" if seconds > limits.seconds else "crashed", limits)
    if answer[:1] == ERROR:
        told = json.loads(answer[1:])
        raise QueryRefused(told["code"], limits, _plain(told["message"]))
    try:
        table = pa.ipc.open_stream(pa.BufferReader(answer[1:-1])).read_all()
    except pa.ArrowInvalid:
        raise QueryRefused("crashed", limits) from None
    frame = pl.from_arrow(table)
    assert isinstance(frame, pl.DataFrame)
    if not all(map(_is_in_calendar, frame)):
        raise QueryRefused("calendar", limits)
    return QueryResult(_narrowed(frame), answer[-1:] == CUT, seconds)


def _is_in_calendar(values: pl.Series) -> bool:
    """Whether Python has every day in a column; a frame would hold the others, and nobody could look at them."""
    kind = values.dtype
    ticks = 1 if kind == pl.Date else _TICKS[kind.time_unit] if isinstance(kind, pl.Datetime) else None
    if ticks is None or values.null_count() == len(values):
        return True
    whole = values.to_physical()
    return bool(_FIRST_DAY * ticks <= whole.min() and whole.max() < (_LAST_DAY + 1) * ticks)  # type: ignore[operator]


def _narrowed(frame: pl.DataFrame) -> pl.DataFrame:
    """Give sums of whole numbers, for which the engine uses its widest type, the usual type where they fit."""
    for name, kind in frame.schema.items():
        if kind == pl.Decimal(38, 0):
            with contextlib.suppress(pl.exceptions.InvalidOperationError):
                frame = frame.with_columns(pl.col(name).cast(pl.Int64))
    return frame


def _plain(message: str) -> str:
    """The first paragraphs of the engine's message, which say what and where; without its advice on settings."""
    lines = [line for line in message.splitlines() if line.strip() and "SET " not in line]
    return "\n".join(lines[:8])
