"""What a query of a reader may name: the tables of the release, and functions that only calculate.

The engine's own parser lists what a query names, so no spelling of a name goes unseen. What yields rows has to be known
to be harmless. Of the functions that yield a value, those are withheld that read settings, run a text as a query, or do
something.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

import duckdb

ROW_FUNCTIONS = frozenset(
    ("generate_series", "json_each", "json_tree", "range", "repeat", "repeat_row", "summary", "unnest")
)
_WITHHELD = re.compile(
    r"(duckdb_|pragma_|read_).*|current_setting|getenv|query|query_table|json_execute_serialized_sql|json_serialize_plan"
    r"|sleep_ms|pg_sleep|write_log|nextval|currval|setval|get_block_size",
    re.I,
)
# No table has such a name, and a file may.
_FILE = re.compile(r"[./\\:*?]")
# Lists of names that `show` gives without looking at a table.
_LISTS = frozenset(("SHOW_SPECIAL", "SHOW_FROM"))
_TABLES = "select table_name from duckdb_tables() where not internal"
_VIEWS = "select view_name from duckdb_views() where not internal"
_MACROS = "select function_name from duckdb_functions() where not internal and function_type = 'table_macro'"
# Of the engine's own views the standard's tell about tables and columns alone.
_ENGINE = "select view_name from duckdb_views() where internal and schema_name <> 'information_schema'"


class NotOneSelect(Exception):
    """The parser cannot take the query apart as one SELECT."""


@dataclass(frozen=True)
class Names:
    """Names in small letters: what the release holds, its macros that yield rows, and the views of the engine."""

    tables: frozenset[str]
    macros: frozenset[str]
    engine: frozenset[str]


def known_names(connection: duckdb.DuckDBPyConnection) -> Names:
    """Return the names that decide about a query on the open release."""

    def found(sql: str) -> frozenset[str]:
        return frozenset(name.lower() for (name,) in connection.execute(sql).fetchall())

    return Names(found(f"{_TABLES} union all {_VIEWS}"), found(_MACROS), found(_ENGINE))


def withheld(connection: duckdb.DuckDBPyConnection, sql: str, names: Names) -> str | None:
    """Return the first table or function of a query that readers may not use, or None.

    Raises:
        NotOneSelect: The query cannot be taken apart, and so cannot be judged.
        RecursionError: It is nested too deeply.
    """
    answer = connection.execute("select json_serialize_sql($1::varchar)", [sql]).fetchall()[0][0]
    tree = json.loads(answer)
    if tree["error"] or len(tree["statements"]) != 1:
        raise NotOneSelect
    waiting: list[Any] = [tree["statements"]]
    while waiting:
        node = waiting.pop()
        if isinstance(node, list):
            waiting += node
        elif isinstance(node, dict):
            waiting += node.values()
            name = _refused(node, names)
            if name is not None:
                return name
    return None


def _refused(node: dict[str, Any], names: Names) -> str | None:
    """Return what a node of the tree names, where readers may not use it."""
    kind = node.get("type")
    if kind == "TABLE_FUNCTION":
        name = str(node["function"].get("function_name", ""))
        return None if name.lower() in ROW_FUNCTIONS | names.macros else name
    if kind == "BASE_TABLE":
        # A name of the engine is refused even where the query gives it to a table of its own.
        name = str(node["table_name"])
        is_standard = str(node["schema_name"]).lower() == "information_schema"
        return name if _FILE.search(name) or (name.lower() in names.engine and not is_standard) else None
    if kind == "SHOW_REF":
        # `show` also answers the name of a setting.
        name = str(node["table_name"])
        harmless = node["query"] is not None or node["show_type"] in _LISTS or name.lower() in names.tables
        return None if harmless else name
    function = node.get("function_name")
    return function if isinstance(function, str) and _WITHHELD.fullmatch(function) else None
