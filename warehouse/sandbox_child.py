"""What runs in the process of one query: open the release, run one SELECT under limits, write the result.

Nothing here trusts the query. The parent gives the text and the limits on standard input; the process gives up what it
does not need before it opens the file, and answers with an Arrow stream, or with a code for what went wrong.
"""

from __future__ import annotations

import json
import os
import re
import resource
import sys
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.ipc

from warehouse.database import open_sandboxed

# How an answer begins: rows, or an error.
ROWS = b"R"
ERROR = b"E"
# How rows end: all of them, or as many as the limits allow.
WHOLE = b"W"
CUT = b"C"
_BATCH = 2_048
# What tells about the engine (and so where its file lies), reads settings, or takes a text for a query.
_WITHHELD = re.compile(
    r"(duckdb_|pragma_|current_setting$|getenv$|query$|query_table$|json_execute_serialized_sql$|from_substrait)", re.I
)
_MB = 1 << 20


def main() -> None:
    """Answer the query of the parent."""
    asked = json.loads(sys.stdin.buffer.read())
    _lower(asked)
    try:
        _answer(asked)
    except (MemoryError, pa.ArrowMemoryError, duckdb.OutOfMemoryException):
        _fail("memory")
    except duckdb.Error as error:
        _fail("memory" if "bad_alloc" in str(error) else "failed", str(error))


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
    elif name := _withheld(connection, asked["sql"]):
        _fail("withheld", name)
    else:
        _send(connection.sql(statements[0].query).limit(asked["rows"] + 1), asked["rows"], asked["bytes"])


def _withheld(connection: duckdb.DuckDBPyConnection, sql: str) -> str | None:
    """Return a table or function of the query that tells about the engine or the machine, or runs text as a query.

    The parser itself lists what the query names, so no spelling of it goes unseen.
    """
    answer = connection.execute("select json_serialize_sql($1::varchar)", [sql]).fetchall()[0][0]
    waiting = [json.loads(answer)]
    while waiting:
        node = waiting.pop()
        if isinstance(node, list):
            waiting += node
        elif isinstance(node, dict):
            waiting += node.values()
            for key in ("table_name", "function_name"):
                name = node.get(key)
                if isinstance(name, str) and _WITHHELD.match(name):
                    return name
    return None


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
