"""The same slice by other means: an address of the API, the command, SQL, Python, R, and Power Query in Excel."""

from __future__ import annotations

import json
import shlex
import textwrap
from urllib.parse import urlencode

from warehouse.queries import SLICE_COLUMNS
from warehouse.slices import TOTAL, Slice


def api_address(base: str, chosen: Slice, release_id: str, kind: str | None = None) -> str:
    """Return the address of the slice of a release; `base` is where the server is, without a slash."""
    given = [(name.replace("-", "_"), value) for name, value in chosen.parameters()]
    given += [("release", release_id), *([("format", kind)] if kind else [])]
    return f"{base}/api/v1/observations?{urlencode(given)}"


def command(chosen: Slice, release_id: str, kind: str, output: str) -> str:
    """Return the `kpi slice` command that writes the slice, one option a line."""
    options = [
        f"--{name}" if (name, value) == ("current", "true") else f"--{name} {shlex.quote(value)}"
        for name, value in chosen.parameters()
    ]
    options += [f"--release {shlex.quote(release_id)}", f"--format {kind}", f"--output {shlex.quote(output)}"]
    return " \\\n  ".join(["kpi slice", *options])


def sql(chosen: Slice) -> str:
    """Return a query for `kpi sql` that gives the rows of the slice, in the order of keys."""
    source = "slice"
    if chosen.current:
        day = f"date '{chosen.as_known_on}'" if chosen.as_known_on else "null"
        source = f"current_slice({day})"
    columns = textwrap.fill(", ".join(SLICE_COLUMNS), 72, initial_indent="    ", subsequent_indent="    ")
    lines = ["select", columns, f"from {source}"]
    conditions = _conditions(chosen)
    if conditions:
        lines.append("where " + "\n    and ".join(conditions))
    lines.append("order by sort_order, area_code, fiscal_year nulls last, as_of nulls last, breakdown, publication_id")
    return "\n".join(lines)


def _conditions(chosen: Slice) -> list[str]:
    breakdowns = chosen.breakdowns and tuple("" if one == TOTAL else one for one in chosen.breakdowns)
    within = "area_code in (select area_code from dim_area where {})"
    prefectures = chosen.prefectures and tuple(code[:2] for code in chosen.prefectures)
    found = [
        _among("indicator_id", chosen.indicators),
        _among("area_code", chosen.areas),
        (inner := _among("prefecture_code", prefectures)) and within.format(inner),
        chosen.level and f"level = {_text(chosen.level)}",
        (inner := _among("kind", chosen.kinds)) and within.format(inner),
        chosen.first_year and f"fiscal_year >= {chosen.first_year}",
        chosen.last_year and f"fiscal_year <= {chosen.last_year}",
        _among("breakdown", breakdowns),
        not chosen.current and chosen.as_known_on and f"published_on <= date '{chosen.as_known_on}'",
    ]
    return [str(one) for one in found if one]


def _among(column: str, values: tuple[str, ...] | None) -> str | None:
    if values is None:
        return None
    if len(values) == 1:
        return f"{column} = {_text(values[0])}"
    return f"{column} in ({', '.join(map(_text, values))})"


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def python(chosen: Slice, release_id: str) -> str:
    """Return Python that reads the slice from a release of this machine as a polars frame."""
    names = {
        "indicators": chosen.indicators,
        "areas": chosen.areas,
        "prefectures": chosen.prefectures,
        "level": chosen.level,
        "kinds": chosen.kinds,
        "first_year": chosen.first_year,
        "last_year": chosen.last_year,
        "breakdowns": chosen.breakdowns,
    }
    arguments = [f"    {name}={_literal(value)}," for name, value in names.items() if value is not None]
    lines = ["from warehouse import open_release", "", f"release = open_release(release_id={_literal(release_id)})"]
    if chosen.as_known_on:
        lines.insert(0, "import datetime as dt\n")
        arguments.append(f"    as_known_on=dt.date.fromisoformat({_literal(str(chosen.as_known_on))}),")
    if chosen.current:
        arguments.append("    current=True,")
    arguments.append("    detail=False,")
    return "\n".join([*lines, "frame = release.observations(", *arguments, ")"])


def _literal(value: object) -> str:
    return json.dumps(list(value) if isinstance(value, tuple) else value, ensure_ascii=False)


def python_by_address(address: str) -> str:
    """Return Python that reads the slice from the API, for machines that only have polars."""
    # Given an address, polars asks for parts of a file, which an answer that is made while it is sent does not have.
    lines = [
        "from urllib.request import urlopen",
        "",
        "import polars as pl",
        "",
        f'address = "{address}"',
        "frame = pl.read_csv(",
        "    urlopen(address).read(),",
        '    schema_overrides={"area_code": pl.String, "breakdown": pl.String},',
        "    try_parse_dates=True,",
        ")",
    ]
    return "\n".join(lines)


def r(address: str) -> str:
    """Return R that reads the slice from the API; codes stay texts."""
    types = "cols(area_code = col_character(), as_of = col_date(), breakdown = col_character())"
    return f'library(readr)\n\nobservations <- read_csv(\n  "{address}",\n  col_types = {types}\n)'


def power_query(address: str) -> str:
    """Return Power Query (M) for Excel: データ > データの取得 > 空のクエリ > 詳細エディター."""
    types = {
        "fiscal_year": "Int64.Type",
        "as_of": "type date",
        "value": "type number",
        "approximate": "type logical",
    }
    typed = ", ".join(f'{{"{name}", {types.get(name, "type text")}}}' for name in SLICE_COLUMNS)
    return "\n".join(
        [
            "let",
            f'    Source = Csv.Document(Web.Contents("{address}"), [Delimiter = ",", Encoding = 65001]),',
            "    Headed = Table.PromoteHeaders(Source, [PromoteAllScalars = true]),",
            f'    Typed = Table.TransformColumnTypes(Headed, {{{typed}}}, "en-US")',
            "in",
            "    Typed",
        ]
    )
