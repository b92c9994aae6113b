"""From the text of a table to rows of observations. A row that cannot be read is refused with its place and reason.

Each text is read once however often it stands in a table: 1.7 million rows hold a few thousand different labels.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, partial
from typing import Any

import polars as pl

from pipelines.normalise import tidy, tidy_label
from pipelines.publications import Table, ValueColumn
from pipelines.quarantine import QUARANTINE_SCHEMA
from pipelines.tables import LINE
from pipelines.values import REASON, is_constant, read_values
from warehouse import areas
from warehouse.catalogue import Catalogue
from warehouse.eras import parse_date, parse_fiscal_year
from warehouse.errors import InputError, NotFound

OBSERVATION_SCHEMA: Mapping[str, Any] = {
    "indicator_id": pl.String,
    "area_code": pl.String,
    "fiscal_year": pl.Int16,
    "as_of": pl.Date,
    "breakdown": pl.String,
    "value": pl.Float64,
    "unit": pl.String,
    "approximate": pl.Boolean,
    "obs_status": pl.String,
    "publication_id": pl.String,
    "locator": pl.String,
    "as_printed": pl.String,
    "precision": pl.Float64,
    "note": pl.String,
    "source_lines": pl.String,
    "file": pl.String,
    "line": pl.Int32,
}
_STATUS = {"": "A", "A": "A", "P": "P", "E": "E", "B": "B", "M": "M", "速報値": "P", "推計": "E", "計算値": "E"}
_YES = {"": False, "○": True, "〇": True, "約": True}


@dataclass(frozen=True)
class Staged:
    """Rows of one table: those that were read and those that were refused."""

    rows: pl.DataFrame
    refused: pl.DataFrame


def stage_table(frame: pl.DataFrame, spec: Table, publication_id: str, place: str, catalogue: Catalogue) -> Staged:
    """Turn the text of one table into observations.

    Args:
        frame: Text columns by header, and `__line__`.
        spec: What the columns mean.
        publication_id: Publication that states the figures.
        place: File, relative to the folder of publications.
        catalogue: Known indicators with their base units.
    """
    if frame.is_empty():
        return _nothing()
    base = _base_columns(frame, spec, catalogue)
    parts = [_value_part(base, frame, name, column, spec) for name, column in _value_columns(spec)]
    long = pl.concat(parts) if len(parts) > 1 else parts[0]
    if spec.absent:
        long = long.filter(~pl.col("as_printed").is_in(spec.absent))
        if long.is_empty():
            return _nothing()
    if long["fiscal_year"].has_nulls():
        # Where no period is printed, a figure's period is the fiscal year of its day.
        year_of_day = pl.col("as_of").dt.year() - (pl.col("as_of").dt.month() < 4).cast(pl.Int32)
        long = long.with_columns(fiscal_year=pl.coalesce("fiscal_year", year_of_day.cast(pl.Int16)))
    long = read_values(long, spec, catalogue)
    is_bad = long[REASON].is_not_null()
    good = (long.filter(~is_bad) if is_bad.any() else long).with_columns(
        publication_id=pl.lit(publication_id), file=pl.lit(place), line=pl.col(LINE).cast(pl.Int32)
    )
    bad = long.filter(is_bad).select(
        check_id=pl.lit("read"),
        file=pl.lit(place),
        line=pl.col(LINE).cast(pl.Int32),
        reason=pl.col(REASON),
        row_text=pl.col("as_printed"),
    )
    return Staged(good.select(pl.col(name).cast(dtype) for name, dtype in OBSERVATION_SCHEMA.items()), bad)


def _nothing() -> Staged:
    return Staged(pl.DataFrame(schema=dict(OBSERVATION_SCHEMA)), pl.DataFrame(schema=dict(QUARANTINE_SCHEMA)))


def _value_columns(spec: Table) -> list[tuple[str, ValueColumn | None]]:
    found: list[tuple[str, ValueColumn | None]] = []
    for name, role in spec.columns.items():
        if isinstance(role, ValueColumn):
            found.append((name, role))
        elif role == "value":
            found.append((name, None))
    if not found:
        raise InputError("値の列が宣言されていません。", file=spec.file, advice="columns に value を書いてください。")
    return found


def _named(spec: Table, role: str) -> list[str]:
    return [name for name, given in spec.columns.items() if given == role]


def _text(frame: pl.DataFrame, spec: Table, role: str, default: str | None) -> pl.Series:
    names = _named(spec, role)
    if not names:
        return pl.Series(role, [default or ""], dtype=pl.String).new_from_index(0, frame.height)
    series = frame[names[0]].alias(role)
    return series.set(series == "", default) if default else series


def _text_or_null(frame: pl.DataFrame, spec: Table, role: str, default: str | None) -> pl.Series:
    if not _named(spec, role):
        return _constant(default or None, pl.String, frame.height).alias(role)
    series = _text(frame, spec, role, default)
    return series.set(series == "", None)


def _mapped(
    texts: pl.Series, read: Callable[[str], Any], dtype: Any, label: str, beside: pl.Series | None = None
) -> tuple[pl.Series, pl.Series | None]:
    """Read each different text once. Returns the values and, if a text was refused, the reasons.

    With texts `beside` them, both are read together, a tab between them.
    """
    attempt = partial(_attempt, read, label)
    if beside is None and is_constant(texts):
        value, reason = attempt(texts[0])
        bad = _constant(reason, pl.String, len(texts)) if reason else None
        return _constant(value, dtype, len(texts)), bad
    # As categories the texts are hashed once, and each row finds its value by the number of its category.
    rows = texts.cast(pl.Categorical(pl.Categories.random()))
    numbers = rows.to_physical()
    first = numbers.arg_unique()
    first = first.gather(numbers.gather(first).arg_sort())
    different = texts.gather(first)
    if beside is not None:
        # Mostly the second says nothing new: where it differs for the same first, the pairs are read instead.
        said = beside.gather(first)
        if not (said.gather(numbers) == beside).all():
            return _mapped(texts + "\t" + beside, read, dtype, label)
        different = different + "\t" + said
    values, reasons = zip(*map(attempt, different.to_list()), strict=True)
    bad = pl.Series(reasons, dtype=pl.String).gather(numbers) if any(reasons) else None
    return pl.Series(values, dtype=dtype).gather(numbers), bad


def _attempt(read: Callable[[str], Any], label: str, text: str) -> tuple[Any, str | None]:
    try:
        return read(text), None
    except (InputError, NotFound) as error:
        what = f"{error.what} {error.advice or ''}".strip() if isinstance(error, InputError) else str(error)
        return None, f"列「{label}」 値「{text}」: {what}"


def _constant(value: Any, dtype: Any, length: int) -> pl.Series:
    return pl.Series([value], dtype=dtype).new_from_index(0, length)


def _optional(read: Callable[[str], Any]) -> Callable[[str], Any]:
    return lambda text: read(text) if text.strip() else None


def _choice(choices: Mapping[str, Any]) -> Callable[[str], Any]:
    def read(text: str) -> Any:
        try:
            return choices[tidy(text)]
        except KeyError:
            words = "、".join(word for word in choices if word)
            raise InputError("知らない印です。", advice=f"使えるのは {words} です。") from None

    return read


def _indicator_reader(catalogue: Catalogue) -> Callable[[str], Any]:
    by_name = {tidy(indicator.name_ja): indicator.id for indicator in catalogue.indicators.values()}

    def read(text: str) -> str | None:
        if not text.strip():
            return None
        found = by_name.get(tidy(text), text.strip())
        return catalogue.indicator(found).id

    return read


def _base_columns(frame: pl.DataFrame, spec: Table, catalogue: Catalogue) -> pl.DataFrame:
    """Read everything but the values: one row per row of the table, with the first reason of refusal."""
    defaults = spec.defaults
    year, bad_year = _mapped(
        _text(frame, spec, "fiscal_year", defaults.fiscal_year), _optional(parse_fiscal_year), pl.Int16, "年度"
    )
    day, bad_day = _mapped(_text(frame, spec, "as_of", defaults.as_of), _optional(parse_date), pl.Date, "時点")
    status, bad_status = _mapped(
        _text(frame, spec, "obs_status", defaults.obs_status), _choice(_STATUS), pl.String, "状態"
    )
    about, bad_about = _mapped(_text(frame, spec, "approximate", None), _choice(_YES), pl.Boolean, "概数")
    indicator, bad_indicator = _mapped(
        _text(frame, spec, "indicator", defaults.indicator), _indicator_reader(catalogue), pl.String, "指標"
    )
    area, bad_area = _areas(frame, spec)
    columns = [
        year.alias("fiscal_year"),
        day.alias("as_of"),
        status.alias("obs_status"),
        about.alias("approximate"),
        indicator.alias("indicator_id"),
        area.alias("area_code"),
        _breakdown(frame, spec).alias("breakdown"),
        _text(frame, spec, "unit", defaults.unit).alias("unit_text"),
        _text_or_null(frame, spec, "locator", spec.locator),
        _text_or_null(frame, spec, "note", defaults.note),
        _text_or_null(frame, spec, "source_lines", None),
        frame[LINE],
    ]
    reasons = [bad for bad in (bad_year, bad_day, bad_status, bad_about, bad_indicator, bad_area) if bad is not None]
    first = pl.coalesce(*reasons, pl.lit(None, dtype=pl.String)).alias(REASON)
    return pl.DataFrame(columns).with_columns(first)


def _areas(frame: pl.DataFrame, spec: Table) -> tuple[pl.Series, pl.Series | None]:
    codes = _named(spec, "area_code")
    if codes:
        names = _named(spec, "area_name")
        return _mapped(frame[codes[0]], _read_code, pl.String, codes[0], frame[names[0]] if names else None)
    prefectures = _named(spec, "prefecture")
    own = _text(frame, spec, "area", spec.defaults.area)
    texts = frame[prefectures[0]] + "\t" + own if prefectures else "\t" + own
    return _mapped(texts, _read_area, pl.String, "地域")


@cache
def _read_code(text: str) -> str:
    code, _, name = text.partition("\t")
    area = areas.resolve_code(code)
    if name and not areas.same_name(area, name):
        raise InputError(f"コード {area.area_code} は「{area.name_ja}」で、名称「{name}」と違います。")
    return area.area_code


@cache
def _read_area(text: str) -> str:
    prefecture, _, name = text.partition("\t")
    if not prefecture or not name:
        return areas.resolve_name(prefecture or name).area_code
    return areas.resolve_name(name, prefecture).area_code


def _breakdown(frame: pl.DataFrame, spec: Table) -> pl.Series:
    names = _named(spec, "breakdown")
    if not names:
        return _constant(tidy_label(spec.defaults.breakdown or ""), pl.String, frame.height)
    joined = frame.select(pl.concat_str(names, separator="\t")).to_series()
    labels, _ = _mapped(
        joined, lambda text: "/".join(filter(None, map(tidy_label, text.split("\t")))), pl.String, "内訳"
    )
    return labels


def _value_part(
    base: pl.DataFrame, frame: pl.DataFrame, name: str, column: ValueColumn | None, spec: Table
) -> pl.DataFrame:
    header_unit = _unit_in_header(name)
    part = base.with_columns(as_printed=frame[name])
    if header_unit:
        part = part.with_columns(
            unit_text=pl.when(pl.col("unit_text") == "").then(pl.lit(header_unit)).otherwise("unit_text")
        )
    if column is None:
        return part
    changes: dict[str, pl.Expr] = {"indicator_id": pl.lit(column.value)}
    if column.breakdown is not None:
        own, given = pl.col("breakdown"), tidy_label(column.breakdown)
        changes["breakdown"] = pl.when(own == "").then(pl.lit(given)).otherwise(own + "/" + given)
    if column.unit is not None:
        changes["unit_text"] = pl.lit(column.unit)
    if column.fiscal_year is not None:
        changes["fiscal_year"] = pl.lit(parse_fiscal_year(column.fiscal_year), dtype=pl.Int16)
    if column.as_of is not None:
        changes["as_of"] = pl.lit(parse_date(column.as_of), dtype=pl.Date)
    return part.with_columns(**changes)


def _unit_in_header(name: str) -> str:
    text = tidy(name)
    return text[text.rindex("(") + 1 : -1] if text.endswith(")") and "(" in text else ""
