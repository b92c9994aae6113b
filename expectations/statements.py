"""Derived statements: what a publication says that follows from other figures, computed again from the loaded rows.

A formula is arithmetic over lookups such as `v('rmo_organizations', 2024)`. It is taken apart before it is run:
nothing but lookups, numbers, operators and a few functions gets through. All lookups of all statements are answered by
one query, all formulas by another.
"""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from warehouse.errors import InputError

_SQL = Path(__file__).parent / "statements.sql"
# The arguments of each lookup.
LOOKUPS: dict[str, tuple[str, ...]] = {
    "v": ("indicator_id", "fiscal_year"),
    "v_at": ("indicator_id", "as_of"),
    "b": ("indicator_id", "breakdown"),
    "b_fy": ("indicator_id", "fiscal_year", "breakdown"),
    "one": ("indicator_id",),
    "sum_b": ("indicator_id",),
    "sum_bp": ("indicator_id", "breakdown"),
    "max_v": ("indicator_id",),
    "count_areas": ("indicator_id",),
    "sum_areas": ("indicator_id",),
    "sum_prefectures": ("indicator_id",),
    "count_prefectures": ("indicator_id",),
    "rank_b": ("indicator_id", "breakdown"),
    "in_pub": ("publication_id", "indicator_id", "fiscal_year", "area_code"),
}
_FUNCTIONS = {"abs", "round", "floor", "ceil", "least", "greatest"}
_WORDS = {"and", "or", "not", "between", "true", "false"}
_TOKEN = re.compile(
    r"\s*(?:(?P<text>'(?:[^']|'')*')|(?P<number>\d+(?:\.\d+)?)|(?P<name>[a-z_]+)"
    r"|(?P<operator><>|<=|>=|!=|[-+*/(),<>=]))"
)


@dataclass(frozen=True)
class Formula:
    """A formula taken apart: SQL with `{0}`, `{1}` … where the lookups stand, and the lookups."""

    template: str
    lookups: tuple[tuple[str, dict[str, Any]], ...]


def parse_formula(formula: str, place: str, statement_id: str) -> Formula:
    """Take a formula apart.

    Raises:
        InputError: It holds something other than lookups, numbers, operators and the allowed functions.
    """
    tokens = _tokens(formula, place, statement_id)
    parts: list[str] = []
    lookups: list[tuple[str, dict[str, Any]]] = []
    position = 0
    while position < len(tokens):
        kind, token = tokens[position]
        if kind == "name" and token in LOOKUPS:
            end = next((at for at in range(position, len(tokens)) if tokens[at][1] == ")"), len(tokens))
            lookups.append((token, _arguments(token, tokens[position + 1 : end + 1], place, statement_id)))
            parts.append(f"{{{len(lookups) - 1}}}")
            position = end
        elif kind == "text" or (kind == "name" and token not in _FUNCTIONS | _WORDS):
            raise _refused(f"式に使えない語「{token}」があります。", place, statement_id)
        else:
            parts.append(token)
        position += 1
    return Formula(" ".join(parts), tuple(lookups))


def recompute(connection: duckdb.DuckDBPyConnection) -> None:
    """Fill `recomputed` and `agrees` of the table `statement`, and the reasons in the temporary table `gate_statement`.

    `agrees` is null where a statement cannot be computed, and where it quotes a publication that is not loaded.

    Raises:
        InputError: A formula holds something that is not allowed.
    """
    rows = connection.execute("select rowid, publication_id, id, formula from statement order by rowid").fetchall()
    formulas = [parse_formula(text or "", f"{pub}/statements.yml", name) for _, pub, name, text in rows]
    answers = _look_up(connection, [(row[1], formula) for row, formula in zip(rows, formulas, strict=True)])
    filled = [_fill(formula, found) for formula, found in zip(formulas, answers, strict=True)]
    values = _compute(connection, [sql for sql, _ in filled])
    loaded = {row[0] for row in connection.execute("select publication_id from dim_publication").fetchall()}
    records = [
        {
            "row": row[0],
            "number": number,
            "value": value,
            "problem": missing or problem,
            "absent": _absent(formula, loaded),
        }
        for number, (row, formula, (_, missing), (value, problem)) in enumerate(
            zip(rows, formulas, filled, values, strict=True)
        )
    ]
    connection.execute("set variable gate_answers = $1", [json.dumps(records, ensure_ascii=False)])
    connection.execute(_part("judge"))


def recomputation_of_none() -> list[str]:
    """Return the SQL of `recompute` where there is no statement."""
    return ["set variable gate_calls = '[]'", _part("look up"), "set variable gate_answers = '[]'", _part("judge")]


def _absent(formula: Formula, loaded: set[str]) -> str | None:
    """Return a publication that a formula quotes and that is not loaded."""
    quoted = [given["publication_id"] for name, given in formula.lookups if name == "in_pub"]
    return next((publication_id for publication_id in quoted if publication_id not in loaded), None)


def _tokens(formula: str, place: str, statement_id: str) -> list[tuple[str, str]]:
    tokens: list[tuple[str, str]] = []
    position = 0
    text = formula.strip()
    while position < len(text):
        match = _TOKEN.match(text, position)
        if match is None or match.lastgroup is None:
            raise _refused(f"式の「{text[position : position + 20]}」が読めません。", place, statement_id)
        tokens.append((match.lastgroup, match.group(match.lastgroup)))
        position = match.end()
    if not tokens:
        raise _refused("式がありません。", place, statement_id)
    return tokens


def _arguments(name: str, tokens: list[tuple[str, str]], place: str, statement_id: str) -> dict[str, Any]:
    wanted = LOOKUPS[name]
    kinds = [kind for kind, _ in tokens]
    text = "".join(token for _, token in tokens)
    is_call = len(tokens) == 2 * len(wanted) + 1 and text.startswith("(") and text.endswith(")")
    if not is_call or any(token != "," for _, token in tokens[2:-1:2]) or not set(kinds[1::2]) <= {"text", "number"}:
        raise _refused(f"{name} の引数が違います（{name}({', '.join(wanted)})）。", place, statement_id)
    values = [_label(token) if kind == "text" else int(float(token)) for kind, token in tokens[1::2]]
    return dict(zip(wanted, values, strict=True))


def _label(token: str) -> str:
    # Labels are stored after NFKC, whatever width the formula has them in.
    return unicodedata.normalize("NFKC", token[1:-1].replace("''", "'"))


def _refused(what: str, place: str, statement_id: str) -> InputError:
    advice = f"使えるのは数、四則、比較と {'、'.join([*LOOKUPS, *sorted(_FUNCTIONS)])} です。"
    return InputError(f"「{statement_id}」の{what}", file=place, advice=advice)


def _look_up(
    connection: duckdb.DuckDBPyConnection, formulas: list[tuple[str, Formula]]
) -> list[list[tuple[str, float | None]]]:
    """Answer all lookups with one query. Returns, by formula, the lookups in words and their values."""
    calls = [
        {"call": [at, number], "lookup": name, "publication_id": publication_id, **given}
        for at, (publication_id, formula) in enumerate(formulas)
        for number, (name, given) in enumerate(formula.lookups)
    ]
    found: list[list[tuple[str, float | None]]] = [
        [(f"{name}({', '.join(str(value) for value in given.values())})", None) for name, given in formula.lookups]
        for _, formula in formulas
    ]
    connection.execute("set variable gate_calls = $1", [json.dumps(calls, ensure_ascii=False)])
    for (at, number), value in connection.execute(_part("look up")).fetchall():
        found[at][number] = (found[at][number][0], value)
    return found


def _fill(formula: Formula, found: list[tuple[str, float | None]]) -> tuple[str, str | None]:
    missing = [words for words, value in found if value is None]
    values = [f"({value!r}::double)" if value is not None else "null::double" for _, value in found]
    problem = f"{'、'.join(missing)} に当たる値がない（または一つに決まらない）ためです。" if missing else None
    return formula.template.format(*values), problem


def _compute(connection: duckdb.DuckDBPyConnection, expressions: list[str]) -> list[tuple[float | None, str | None]]:
    """Compute all expressions with one query; where that fails one by one, so that only the broken one has no value."""
    if not expressions:
        return []
    try:
        row = connection.execute("select " + ",\n".join(f"({sql})::double" for sql in expressions)).fetchone()
        return [(value, None) for value in row or ()]
    except duckdb.Error as error:
        if len(expressions) == 1:
            return [(None, f"式が正しくありません（{str(error).splitlines()[0]}）。")]
    return [_compute(connection, [sql])[0] for sql in expressions]


def _part(name: str) -> str:
    """Return one statement of statements.sql by the name in its heading."""
    parts = re.split(r"^-- == (.+) ==$", _SQL.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return parts[parts.index(name) + 1]
