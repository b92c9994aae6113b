"""1.74 million invented rows: every municipality, 20 fiscal years, 50 indicators, one file per indicator."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import polars as pl
import yaml

from warehouse import areas, eras

FIRST_YEAR, YEARS, INDICATORS = 2004, 20, 50
PUBLICATION = "synthetic"
_LOCATOR = "統計表"


@dataclass(frozen=True)
class Synthetic:
    """Where the rows lie: as a publication with its catalogue, and as one typed file in the form of the fact table."""

    raw: Path
    catalogue: Path
    typed: Path
    rows: int


def write(folder: Path, indicators: int = INDICATORS) -> Synthetic:
    """Write the publication, its catalogue and the typed file below a folder."""
    made = Synthetic(folder / "raw", folder / "catalogue", folder / "typed.csv", 0)
    folder = made.raw / PUBLICATION
    folder.mkdir(parents=True)
    made.catalogue.mkdir()
    numbers = range(indicators)
    typed = pl.concat([_typed(_print(folder, number), number) for number in numbers])
    typed.write_csv(made.typed)
    dump(folder / "publication.yml", publication(PUBLICATION, _tables(numbers)))
    dump(made.catalogue / "synthetic.yml", _catalogue(numbers))
    return Synthetic(made.raw, made.catalogue, made.typed, typed.height)


def write_one(raw: Path, catalogue: Path, number: int) -> None:
    """Write a publication of one of the indicators and a catalogue by which it can be mapped."""
    folder = raw / PUBLICATION
    folder.mkdir(parents=True)
    catalogue.mkdir()
    _print(folder, number)
    dump(folder / "publication.yml", publication(PUBLICATION, _tables([number])))
    dump(catalogue / "synthetic.yml", _catalogue([number], municipal={"kind": "count", "universe": "with_wards"}))


def _print(folder: Path, number: int) -> pl.DataFrame:
    rows = _rows(number)
    rows.select("地域コード", "市区町村", "年度", "値").write_csv(folder / _file(number))
    return rows


def _file(number: int) -> str:
    return f"table_{number:02}.csv"


def indicator(number: int) -> str:
    """Return the id of an indicator."""
    return f"synthetic_{number:02}"


def _rows(number: int) -> pl.DataFrame:
    """Rows of one indicator: invented counts that grow by a few per cent a year."""
    places = pl.DataFrame([{"地域コード": area.area_code, "市区町村": area.name_ja} for area in areas.municipalities()])
    years = [{"fiscal_year": year, "年度": eras.era_year(year)} for year in range(FIRST_YEAR, FIRST_YEAR + YEARS)]
    size = pl.col("地域コード").cast(pl.Int64) * (number + 7) * 7919 % 99_991
    growth = (pl.col("fiscal_year") - FIRST_YEAR) * (number % 5) / 100 + 1
    return places.join(pl.DataFrame(years), how="cross").with_columns((size * growth).cast(pl.Int64).alias("値"))


def _typed(rows: pl.DataFrame, number: int) -> pl.DataFrame:
    """The same rows in the columns of the fact table."""
    blank = pl.lit(None, dtype=pl.String)
    return rows.select(
        indicator_id=pl.lit(indicator(number)),
        area_code=pl.col("地域コード"),
        fiscal_year=pl.col("fiscal_year"),
        as_of=blank,
        breakdown=blank,
        value=pl.col("値"),
        unit=pl.lit("人"),
        approximate=pl.lit(value=False),
        obs_status=pl.lit("A"),
        publication_id=pl.lit(PUBLICATION),
        locator=pl.lit(_LOCATOR),
        as_printed=pl.col("値").cast(pl.String),
        precision=pl.lit(1),
        note=blank,
        source_lines=blank,
        file=pl.lit(f"{PUBLICATION}/{_file(number)}"),
        line=pl.int_range(2, pl.len() + 2),
    )


def publication(publication_id: str, tables: list[dict[str, object]]) -> dict[str, object]:
    """Return the declaration of a publication of invented figures."""
    return {
        "publication_id": publication_id,
        "title": "ベンチマークのための架空の値",
        "publisher": "架空",
        "published": "2025-06-30",
        "url": None,
        "licence": "なし",
        "credit": "架空の値",
        "method": "original",
        "tables": tables,
    }


def _tables(numbers: Iterable[int]) -> list[dict[str, object]]:
    columns = {"地域コード": "area_code", "市区町村": "area_name", "年度": "fiscal_year"}
    return [
        {
            "file": _file(number),
            "locator": _LOCATOR,
            "rows": len(areas.municipalities()) * YEARS,
            "columns": {**columns, "値": {"value": indicator(number)}},
        }
        for number in numbers
    ]


def _catalogue(numbers: Iterable[int], **more: object) -> dict[str, object]:
    texts = ("name_en", "short_ja", "short_en", "unit_en", "definition_ja", "definition_en", "bounds_reason")
    return {
        "programme": "synthetic",
        "name_ja": "架空",
        "name_en": "Synthetic",
        "policy_area": "デジタル",
        "policy_area_en": "Digital",
        "order": 1,
        "indicators": [
            {
                **dict.fromkeys(texts, "架空"),
                "id": indicator(number),
                "name_ja": f"架空の指標{number}",
                "unit": "人",
                "family": "municipality",
                "direction": "up",
                "decimals": 0,
                "period": "fiscal_year",
                "levels": ["municipality"],
                "bounds": [0, 1_000_000],
                **more,
            }
            for number in numbers
        ],
    }


def dump(path: Path, content: dict[str, object]) -> None:
    """Write a declaration."""
    path.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
