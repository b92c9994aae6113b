"""The catalogue: what is measured and what is aimed at, one YAML file per programme, strictly parsed.

Titles, units, bounds, breaks and targets live here alone. Cards, charts, checks and the codebook derive from them.
"""

from __future__ import annotations

import calendar
import datetime as dt
import difflib
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, model_validator

from warehouse.counted import Municipal, State
from warehouse.declared import Declared, Model, read_yaml, validated
from warehouse.errors import InputError, NotFound

CATALOGUE_DIR = Path(__file__).parent / "catalogue"

Level = Literal["country", "prefecture", "municipality"]
Family = Literal["series", "core", "breakdown", "survey", "budget", "ranking", "municipality"]


class Break(Declared):
    """A year from which figures are not comparable with those before it."""

    fiscal_year: int
    note_ja: str
    note_en: str


class Schedule(Declared):
    """When a series is normally published: by the end of a month, some years after the one its fiscal year begins in.

    `publications` are the dated ones that show the habit; one alone shows none.
    """

    month: int = Field(ge=1, le=12)
    years_after: int = Field(ge=0, le=5)
    publications: tuple[str, ...] = Field(min_length=2)

    def due_on(self, fiscal_year: int) -> dt.date:
        """The last day by which the figure of a fiscal year is normally out."""
        year = fiscal_year + self.years_after
        return dt.date(year, self.month, calendar.monthrange(year, self.month)[1])


class Indicator(Declared):
    """What is counted. `decimals` and `bounds` are in the base unit `unit`; an id never changes."""

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    name_ja: str
    name_en: str
    short_ja: str
    short_en: str
    unit: str
    unit_en: str
    # Other words that publications print for the same unit (8,193組織 and 8,193団体).
    unit_aliases: tuple[str, ...] = ()
    family: Family
    definition_ja: str
    definition_en: str
    direction: Literal["up", "down", "none"]
    decimals: int = Field(ge=0, le=6)
    period: Literal["fiscal_year", "point", "none"]
    denominator_ja: str | None = None
    denominator_en: str | None = None
    levels: tuple[Level, ...] = ("country",)
    bounds: tuple[float | None, float | None]
    bounds_reason: str
    yearly: bool = False
    max_jump: float | None = None
    max_jump_reason: str | None = None
    breakdowns_sum: Literal["none", "total", "100"] = "none"
    sum_reason: str | None = None
    # Indicator of counts with the same breakdowns; the shares must follow from one denominator.
    share_of: str | None = None
    breaks: tuple[Break, ...] = ()
    notes_ja: tuple[str, ...] = ()
    notes_en: tuple[str, ...] = ()
    headline: bool = False
    related: tuple[str, ...] = ()
    schedule: Schedule | None = None
    # The value of a prefecture is that of its government, to which its municipalities do not add up.
    own_figures: bool = False
    # The words that stand for the values, where publications print words.
    states: tuple[State, ...] = Field(default=(), max_length=6)
    municipal: Municipal | None = None
    # What `kpi fetch` brings the figures with; without it the product has none.
    fetched: str | None = None
    # Filled by the loader from the file in which the indicator stands.
    programme: str = ""
    policy_area: str = ""
    sort_order: int = 0

    @property
    def units(self) -> tuple[str, ...]:
        """The unit and the other words printed for it."""
        return (self.unit, *self.unit_aliases)

    @model_validator(mode="after")
    def _consistent(self) -> Indicator:
        if (self.max_jump is None) != (self.max_jump_reason is None):
            raise ValueError(f"{self.id}: max_jump と max_jump_reason は一緒に書いてください")
        if self.breakdowns_sum != "none" and not self.sum_reason:
            raise ValueError(f"{self.id}: breakdowns_sum には sum_reason が要ります")
        if self.municipal is not None and "municipality" not in self.levels:
            raise ValueError(f"{self.id}: municipal は levels に municipality がある指標にだけ書けます")
        return self


class Target(Declared):
    """A value to be reached by a fiscal year, decided on a day by a document."""

    target_id: str
    indicator_id: str | None
    name_ja: str
    name_en: str
    kind: Literal["level", "coverage", "milestone", "planned"]
    value: float | None
    unit: str | None
    unit_en: str | None
    fiscal_year: int | None
    deadline_ja: str | None
    deadline_en: str | None
    decided_on: dt.date | None
    document_ja: str | None
    document_en: str | None
    wording: str
    publication_id: str
    locator: str
    source_lines: str | None = None
    base_fiscal_year: int | None = None
    base_reason_ja: str | None = None
    base_reason_en: str | None = None
    start_fiscal_year: int | None = None
    status: Literal["active", "superseded", "achieved", "abandoned"]
    # From which day the status holds, where it is not `active`: views of earlier days keep the target in force.
    ended_on: dt.date | None = None
    no_actual_ja: str | None = None
    no_actual_en: str | None = None
    notes_ja: tuple[str, ...] = ()
    notes_en: tuple[str, ...] = ()
    kpi: bool = False
    programme: str = ""

    @model_validator(mode="after")
    def _consistent(self) -> Target:
        if (self.status == "active") != (self.ended_on is None):
            raise ValueError(f"{self.target_id}: status が active でない目標には ended_on（その日付）が要ります")
        base, deadline = self.base_fiscal_year, self.fiscal_year
        if base is not None and deadline is not None and base >= deadline:
            raise ValueError(f"{self.target_id}: base_fiscal_year は期限の fiscal_year より前にしてください")
        return self

    def has_ended(self, day: dt.date) -> bool:
        """Whether the target is no longer aimed at on a day: superseded, achieved or abandoned by then."""
        return self.ended_on is not None and self.ended_on <= day

    def is_in_force(self, day: dt.date | None, stated_on: dt.date | None) -> bool:
        """Whether the target is judged: decided by the day and not replaced by then; None is now.

        Args:
            day: The as-known-on day, or None.
            stated_on: The day of its publication, which counts where the day of the decision is not stated.
        """
        if self.status in {"superseded", "abandoned"} and (day is None or self.has_ended(day)):
            return False
        known_on = self.decided_on or stated_on
        return day is None or (known_on is not None and known_on <= day)


class Programme(Declared):
    """A programme of regional policy and the file that declares its indicators."""

    programme: str
    name_ja: str
    name_en: str
    policy_area: str
    policy_area_en: str
    order: int


class Catalogue(Declared):
    """Every programme, indicator and target. Order is that of the pages."""

    programmes: tuple[Programme, ...]
    indicators: dict[str, Indicator]
    targets: tuple[Target, ...]

    def indicator(self, indicator_id: str) -> Indicator:
        """Return one indicator.

        Raises:
            NotFound: The id is not in the catalogue; near ids are named.
        """
        try:
            return self.indicators[indicator_id]
        except KeyError:
            near = difflib.get_close_matches(indicator_id, self.indicators, n=3)
            hint = f"近いもの: {'、'.join(near)}" if near else "`kpi indicators` で一覧を確認してください。"
            raise NotFound(f"指標「{indicator_id}」はありません。{hint}") from None

    @cached_property
    def by_programme(self) -> dict[str, Programme]:
        """Programmes by id."""
        return {programme.programme: programme for programme in self.programmes}


def load_catalogue(folder: Path | None = None) -> Catalogue:
    """Read every YAML file of a folder (default: the one shipped).

    Files that name the same programme are merged; exactly one of them carries the programme's own fields.

    Raises:
        InputError: An unknown key, a missing field, a duplicate id, or a target of an unknown indicator.
    """
    folder = folder or CATALOGUE_DIR
    heads: dict[str, Programme] = {}
    bodies: list[tuple[Path, dict[str, Any]]] = []
    for path in sorted(folder.glob("*.yml")):
        content = _mapping(path)
        if "name_ja" in content:
            head = {key: content[key] for key in Programme.model_fields if key in content}
            heads[str(content.get("programme"))] = _parse(Programme, head, path)
        bodies.append((path, content))
    if not bodies:
        raise InputError("指標カタログがありません。", file=str(folder), advice="YAML ファイルを置いてください。")
    return _assemble(heads, bodies)


def _assemble(heads: dict[str, Programme], bodies: list[tuple[Path, dict[str, Any]]]) -> Catalogue:
    indicators: dict[str, Indicator] = {}
    targets: dict[str, Target] = {}
    allowed = {*Programme.model_fields, "indicators", "targets"}
    for path, content in sorted(bodies, key=lambda body: _order(heads, body)):
        programme = str(content.get("programme"))
        if programme not in heads:
            raise InputError(f"施策「{programme}」の名称を宣言したファイルがありません。", file=path.name)
        if unknown := set(content) - allowed:
            raise InputError(f"知らない項目です: {'、'.join(sorted(unknown))}", file=path.name)
        for item in content.get("indicators") or []:
            extra = {"programme": programme, "policy_area": heads[programme].policy_area, "sort_order": len(indicators)}
            indicator = _parse(Indicator, {**item, **extra}, path)
            if indicator.id in indicators:
                raise InputError(f"指標「{indicator.id}」が二重に宣言されています。", file=path.name)
            indicators[indicator.id] = indicator
        for item in content.get("targets") or []:
            target = _parse(Target, {**item, "programme": programme}, path)
            if target.target_id in targets:
                raise InputError(f"目標「{target.target_id}」が二重に宣言されています。", file=path.name)
            targets[target.target_id] = target
    _check_references(indicators, targets)
    ordered = tuple(sorted(heads.values(), key=lambda head: (head.order, head.programme)))
    return Catalogue(programmes=ordered, indicators=indicators, targets=tuple(targets.values()))


def _order(heads: dict[str, Programme], body: tuple[Path, dict[str, Any]]) -> tuple[int, str]:
    head = heads.get(str(body[1].get("programme")))
    return (head.order if head else 0, body[0].name)


def _check_references(indicators: dict[str, Indicator], targets: dict[str, Target]) -> None:
    for target in targets.values():
        if target.indicator_id is None:
            continue
        if target.indicator_id not in indicators:
            raise InputError(f"目標「{target.target_id}」の指標「{target.indicator_id}」はカタログにありません。")
        if target.kind in {"level", "coverage"} and indicators[target.indicator_id].direction == "none":
            raise InputError(
                f"目標「{target.target_id}」の指標「{target.indicator_id}」に望ましい向きがありません。",
                advice="指標の direction を up か down にしてください。",
            )
    for indicator in indicators.values():
        parts = indicator.municipal.named_indicators if indicator.municipal else ()
        for related in filter(None, (*indicator.related, indicator.share_of, *parts)):
            if related not in indicators:
                raise InputError(f"指標「{indicator.id}」の関連指標「{related}」はカタログにありません。")


def _mapping(path: Path) -> dict[str, Any]:
    content = read_yaml(path, path.name)
    if not isinstance(content, dict):
        raise InputError("YAML の内容が項目の一覧ではありません。", file=path.name)
    return content


def _parse(model: type[Model], content: dict[str, Any], path: Path) -> Model:
    name = content.get("id") or content.get("target_id") or content.get("programme")
    advice = "docs/add-an-indicator.md の書き方を確認してください。"
    return validated(model, content, file=path.name, subject=f"「{name}」の", advice=advice)
