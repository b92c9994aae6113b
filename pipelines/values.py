"""From printed figures to values in the base unit of their indicator."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import polars as pl

from pipelines.normalise import parse_quantity, scale_of_unit, tidy
from pipelines.publications import Table
from warehouse.catalogue import Catalogue, Indicator
from warehouse.errors import InputError

# Column of a staged row: why it is refused; null where it is not.
REASON = "__reason__"
# What reading a printed figure gives; `bad` is the reason why it is refused.
_READ: dict[str, Any] = {
    "value": pl.Float64,
    "unit": pl.String,
    "about": pl.Boolean,
    "precision": pl.Float64,
    "bad": pl.String,
}
# Plain figures need no grammar: digits, separators in the right places, a decimal part.
_PLAIN = r"^[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?$|^[0-9]+(\.[0-9]+)?$"


def is_constant(series: pl.Series) -> bool:
    """Say whether all rows of a series that has rows are the same."""
    return bool(series.eq_missing(series[0]).all())


def read_values(long: pl.DataFrame, spec: Table, catalogue: Catalogue) -> pl.DataFrame:
    """Read the printed figures of staged rows into the base unit of their indicator.

    Args:
        long: One row per figure: `indicator_id, unit_text, as_printed, approximate, obs_status` and `REASON`.
        spec: The table, for its marks of missing values.
        catalogue: Known indicators with their base units.

    Returns:
        The rows with `value, unit, precision`; a figure that cannot be read has its reason.
    """
    printed, about = pl.col("as_printed"), pl.col("approximate").fill_null(value=False)
    # Most tables hold whole numbers alone, which are told much sooner than by a pattern.
    whole = _whole_numbers(long["as_printed"])
    is_number = pl.lit(value=True) if whole is not None else printed.str.contains(_PLAIN)
    is_plain = long.select(is_number & ~printed.is_in(spec.missing) & ~about).to_series()
    if is_plain.all():
        return _read_plain(long, catalogue, whole)
    if not is_plain.any():
        return _read_printed(long, spec, catalogue)
    plain, other = long.filter(is_plain), long.filter(~is_plain)
    rest = _read_printed(other, spec, catalogue)
    return pl.concat([_read_plain(plain, catalogue, None).select(rest.columns), rest])


def _whole_numbers(texts: pl.Series) -> pl.Series | None:
    """Return the numbers if all texts are digits alone; else None."""
    numbers = texts.cast(pl.Int64, strict=False)
    least = texts.min()
    # Signs come before the digits in the order of texts.
    is_unsigned = isinstance(least, str) and least >= "0"
    return numbers if is_unsigned and not numbers.has_nulls() else None


def _read_plain(long: pl.DataFrame, catalogue: Catalogue, whole: pl.Series | None) -> pl.DataFrame:
    """Read figures that are mere digits: what they are worth depends on their indicator and unit alone."""
    by = ["indicator_id", "unit_text"]
    pairs = long.select(by).head(1) if all(is_constant(long[name]) for name in by) else long.select(by).unique()
    nothing = Table(file="", columns={})
    read = [_attempt("1", indicator, unit, nothing, catalogue) for indicator, unit in pairs.iter_rows()]
    worth = pl.DataFrame(read, schema=_READ, orient="row").select(pl.col("value").alias("scale"), "unit", "bad")
    found = pl.concat([pairs, worth], how="horizontal")
    if whole is not None:
        number, decimals = pl.lit(whole), pl.lit(0.0)
    else:
        printed = pl.col("as_printed")
        number = printed.str.replace_all(",", "", literal=True)
        decimals = printed.str.extract(r"\.([0-9]+)$").str.len_bytes().fill_null(0).cast(pl.Float64)
    return (
        _look_up(long, found, by)
        .with_columns(
            pl.coalesce(REASON, "bad").alias(REASON),
            value=number.cast(pl.Float64),
            precision=pl.col("scale") / pl.lit(10.0) ** decimals,
        )
        # Scaled in units of the last printed digit: 0.57億円 is 57,000,000円 to the yen.
        .with_columns(
            value=pl.when(pl.col("scale") == 1)
            .then("value")
            .otherwise((pl.col("value") * pl.col("scale") / pl.col("precision")).round() * pl.col("precision"))
        )
        .drop("scale", "bad")
    )


def _read_printed(long: pl.DataFrame, spec: Table, catalogue: Catalogue) -> pl.DataFrame:
    """Read figures as people print them, each different one once."""
    by = ["indicator_id", "unit_text", "as_printed", "approximate"]
    keys = long.select(by).unique()
    read = [
        _attempt(text, indicator, unit, spec, catalogue, about) for indicator, unit, text, about in keys.iter_rows()
    ]
    values = pl.DataFrame(read, schema=_READ, orient="row")
    is_missing = pl.col("value").is_null() & pl.col("bad").is_null()
    return (
        _look_up(long, pl.concat([keys, values], how="horizontal"), by)
        .with_columns(
            pl.coalesce(REASON, "bad").alias(REASON),
            pl.when(is_missing).then(pl.lit("M")).otherwise("obs_status").alias("obs_status"),
            approximate=pl.col("approximate") | pl.col("about").fill_null(value=False),
        )
        .drop("about", "bad")
    )


def _look_up(long: pl.DataFrame, found: pl.DataFrame, by: list[str]) -> pl.DataFrame:
    """Add to each row what was found for its keys; a single find holds for all rows."""
    if found.height == 1:
        return long.with_columns(
            pl.lit(found[name][0], found.schema[name]).alias(name) for name in found.drop(by).columns
        )
    return long.join(found, on=by, how="left", nulls_equal=True, maintain_order="left")


def _attempt(
    text: str, indicator_id: str | None, unit_text: str, spec: Table, catalogue: Catalogue, about: bool | None = False
) -> tuple[float | None, str | None, bool, float | None, str | None]:
    """Return the columns of `_READ`."""
    try:
        return *_read_value(text, indicator_id, unit_text, spec, catalogue, about), None
    except InputError as error:
        return None, None, False, None, str(error)


def _read_value(
    text: str, indicator_id: str | None, unit_text: str, spec: Table, catalogue: Catalogue, about: bool | None
) -> tuple[float | None, str, bool, float | None]:
    if indicator_id is None:
        raise InputError("指標が書かれていません。")
    indicator = catalogue.indicators.get(indicator_id)
    if indicator is None:
        advice = "warehouse/catalogue/ に宣言するか、綴りを直してください。"
        raise InputError(f"指標「{indicator_id}」はカタログにありません。", advice=advice)
    if text.strip() in spec.missing:
        return None, indicator.unit, False, None
    if indicator.states:
        return _read_state(text, indicator), indicator.unit, False, 1.0
    try:
        quantity = parse_quantity(f"約{text}" if about else text)
    except InputError as error:
        hint = None if tidy(text) else "欠測なら publication.yml の missing に印を宣言してください。"
        raise InputError(error.what, value=text, advice=hint or error.advice) from None
    declared, scale = scale_of_unit(unit_text)
    if quantity.unit and declared and quantity.unit != declared and quantity.unit not in indicator.units:
        raise InputError(f"単位「{quantity.unit}」が表の単位「{declared}」と違います。", value=text)
    factor = Decimal(1) if quantity.unit else scale
    unit = quantity.unit or declared or indicator.unit
    if unit not in indicator.units:
        what = f"単位「{unit}」が指標「{indicator.name_ja}」の単位「{indicator.unit}」と違います。"
        raise InputError(what, value=text)
    value, precision = (float(Decimal(repr(number)) * factor) for number in (quantity.value, quantity.precision))
    return value, indicator.unit, quantity.approximate, precision


def _read_state(text: str, indicator: Indicator) -> float:
    word = tidy(text)
    for state in indicator.states:
        if word == tidy(state.name_ja):
            return float(state.value)
    words = "、".join(f"「{state.name_ja}」" for state in indicator.states)
    raise InputError(f"「{indicator.short_ja}」の区分ではありません。", value=text, advice=f"区分は {words} です。")
