"""What runs in the process of one query: open the release, run one SELECT under limits, write the result.

Nothing here trusts the query. The parent gives the text and the limits on standard input; the process gives up what it
does not need before it opens the file, and answers with an Arrow stream, or with a code for what went wrong.
"""

from __future__ import annotations

import json
import os
import resource
import sys
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.ipc

from warehouse import sql_guard
from warehouse.database import open_sandboxed

# How an answer begins: rows, or an error.
ROWS = b"R"
ERROR = b"E"
# How rows end: all of them, or as many as the limits allow.
WHOLE = b"W"
CUT = b"C"
_BATCH = 2_048
# Types that come through as they are; days only where the parent looks at their bounds.
_PLAIN = frozenset(
    {"boolean", "tinyint", "smallint", "integer", "bigint", "hugeint", "utinyint", "usmallint", "uinteger", "ubigint"}
    | {"float", "double", "decimal", "varchar", "blob", "uuid", "enum", "time", "null"}
)
_DAYS = frozenset(("date", "timestamp", "timestamp with time zone"))
_MB = 1 << 20


def main() -> None:
    """Answer the query of the parent."""
    asked = json.loads(sys.stdin.buffer.read())
    _lower(asked)
    try:
        _answer(asked)
    except (MemoryError, pa.ArrowMemoryError, duckdb.OutOfMemoryException):
        _fail("memory")
    except sql_guard.NotOneSelect:
        _fail("not_select")
    except RecursionError:
        _fail("crashed")
    except duckdb.Error as error:
        message = str(error)
        # What the engine says of a fault of its own names places on this machine.
        is_fault = message.startswith(("INTERNAL", "FATAL"))
        _fail("memory" if "bad_alloc" in message else "crashed" if is_fault else "failed", "" if is_fault else message)


def _lower(asked: dict[str, Any]) -> None:
    """Give up what a query does not need: writing files, more memory and time than allowed, core dumps."""
    limits = {
        resource.RLIMIT_CPU: int(asked["seconds"]) + 1,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_NOFILE: 64,
    }
    taken = Path("/proc/self/statm")
    if taken.exists():
        # Libraries have taken address space already; the query gets its share on top of that. Systems without /proc
        # (macOS) do not hold to this limit either: there the engine's own holds.
        page_count = int(taken.read_text(encoding="ascii").split()[0])
        limits[resource.RLIMIT_AS] = page_count * resource.getpagesize() + asked["memory_mb"] * _MB
    for kind, limit in limits.items():
        resource.setrlimit(kind, (limit, limit))


def _answer(asked: dict[str, Any]) -> None:
    # The engine stops by itself before the process would be refused memory.
    connection = open_sandboxed("kpi.duckdb", memory_mb=asked["memory_mb"] // 2)
    statements = connection.extract_statements(asked["sql"])
    if len(statements) != 1:
        _fail("several" if statements else "empty")
    elif statements[0].type != duckdb.StatementType.SELECT:
        _fail("not_select")
    elif name := sql_guard.withheld(connection, asked["sql"], sql_guard.known_names(connection)):
        _fail("withheld", name)
    else:
        found = _as_text(connection.sql(statements[0].query).limit(asked["rows"] + 1))
        _send(found, asked["rows"], asked["bytes"])


def _as_text(found: duckdb.DuckDBPyRelation) -> duckdb.DuckDBPyRelation:
    """Write as text what a frame, or Python's calendar, may have no type for."""
    columns = [
        duckdb.ColumnExpression(name)
        if _is_plain(kind, is_nested=False)
        else duckdb.ColumnExpression(name).cast(duckdb.type("varchar")).alias(name)
        for name, kind in zip(found.columns, found.types, strict=True)
    ]
    return found.select(*columns)


def _is_plain(kind: Any, *, is_nested: bool) -> bool:
    if kind.id in {"list", "array", "struct"}:
        # Of an array the last of them is its length.
        return all(_is_plain(child, is_nested=True) for _, child in kind.children if not isinstance(child, int))
    return kind.id in _PLAIN or (kind.id in _DAYS and not is_nested)


def _send(found: duckdb.DuckDBPyRelation, most_rows: int, most_bytes: int) -> None:
    """Write rows as they come, until there are no more or a limit is reached."""
    reader = found.to_arrow_reader(_BATCH)
    out = sys.stdout.buffer
    rows = size = 0
    end = WHOLE
    started = False
    for batch in reader:
        if size + batch.nbytes > most_bytes and not started:
            _fail("bytes")
            return
        if not started:
            out.write(ROWS)
            stream = pa.ipc.new_stream(out, reader.schema)
            started = True
        if size + batch.nbytes > most_bytes or rows + batch.num_rows > most_rows:
            batch = batch.slice(0, max(0, min(most_rows - rows, batch.num_rows)))  # noqa: PLW2901 - the last one, cut
            end = CUT
        if size + batch.nbytes <= most_bytes:
            stream.write_batch(batch)
        if end == CUT:
            break
        rows += batch.num_rows
        size += batch.nbytes
    if not started:
        out.write(ROWS)
        stream = pa.ipc.new_stream(out, reader.schema)
    stream.close()
    out.write(end)
    out.flush()


def _fail(code: str, message: str = "") -> None:
    sys.stdout.buffer.write(ERROR + json.dumps({"code": code, "message": message}).encode())
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
    # What a hostile query left behind needs no tidying up.
    os._exit(0)
