"""One sentence per target, in Japanese and English: fact, comparison, what is needed next. No words of judgement."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from warehouse.catalogue import Target
from warehouse.eras import date_label, era_year
from warehouse.numbers import large_ja, number, signed


@dataclass(frozen=True)
class Facts:
    """What a sentence may say. Values in the target's unit, unrounded."""

    state: str
    reason: str
    target: Target
    goal: float | None
    unit_ja: str
    unit_en: str
    decimals: int
    value: float | None
    fiscal_year: int | None
    as_of: dt.date | None
    provisional: bool
    gap: float | None
    change: float | None
    previous_fiscal_year: int | None
    needed: float | None
    remaining: int | None
    recent: float | None
    on_path: bool | None
    path: float | None


def sentence_ja(facts: Facts) -> str:
    """Say in Japanese how far a target is."""
    if facts.value is None:
        return facts.reason
    parts = [_level_ja(facts)]
    if facts.state == "達成":
        return parts[0]
    if facts.needed is not None:
        per_year = _amount_ja(facts, facts.needed, sign=True)
        # The last year's need is the gap itself, already said; several years need a pace.
        # Counted from the year of the figure, not from the day of reading: the pace is that of the figure's years.
        need = f"この値から期限まで{facts.remaining}年度、毎年{per_year}が必要です"
        recent = f"（直近3年平均 {_amount_ja(facts, facts.recent, sign=True)}）" if facts.recent is not None else ""
        parts.append(f"{need}{recent}。")
    elif facts.state in {"判定不能", "期限経過・未達"}:
        parts.append(facts.reason)
    return "".join(parts)


def _level_ja(facts: Facts) -> str:
    assert facts.value is not None
    when = _when_ja(facts)
    value = _amount_ja(facts, facts.value)
    if facts.goal is None:
        return f"{when}{value}です。"
    goal = _amount_ja(facts, facts.goal)
    if facts.state == "達成":
        return f"{when}{value}で、目標の{goal}に達しています。"
    assert facts.gap is not None
    return f"{when}{value}で、目標の{goal}まで{_amount_ja(facts, abs(facts.gap))}です。"


def _when_ja(facts: Facts) -> str:
    note = "（速報値）" if facts.provisional else ""
    if facts.as_of is not None:
        return f"{date_label(facts.as_of)}現在{note}、"
    if facts.fiscal_year is not None:
        return f"{era_year(facts.fiscal_year)}は{note}"
    return f"最新の公表値は{note}"


def _amount_ja(facts: Facts, value: float, *, sign: bool = False) -> str:
    if sign:
        return signed(value, facts.decimals) + facts.unit_ja
    return large_ja(value, facts.decimals) + facts.unit_ja


def sentence_en(facts: Facts) -> str:
    """Say in English how far a target is."""
    if facts.value is None:
        return facts.target.no_actual_en or "No figure has been published."
    value = _amount_en(facts, facts.value)
    when = _when_en(facts)
    if facts.goal is None:
        return f"{value} {when}."
    goal = _amount_en(facts, facts.goal)
    if facts.state == "達成":
        return f"{value} {when}, which meets the target of {goal}."
    assert facts.gap is not None
    text = f"{value} {when}; {_amount_en(facts, abs(facts.gap))} short of the target of {goal}."
    if facts.needed is not None:
        years = "the year" if facts.remaining == 1 else f"the {facts.remaining} years"
        recent = f" (3-year mean {_amount_en(facts, facts.recent, sign=True)})" if facts.recent is not None else ""
        pace = f"{_amount_en(facts, facts.needed, sign=True)} a year is needed{recent}"
        return f"{text} Over {years} from this figure to the deadline, {pace}."
    if facts.target.fiscal_year is None:
        return f"{text} The target has no deadline, so no pace is judged."
    if facts.state == "判定不能":
        return f"{text} The deadline has passed, but the figure for its year is not yet published."
    return f"{text} The deadline has passed."


def _when_en(facts: Facts) -> str:
    note = ", provisional" if facts.provisional else ""
    if facts.as_of is not None:
        return f"as of {date_label(facts.as_of, 'en')}{note}"
    if facts.fiscal_year is not None:
        return f"in FY{facts.fiscal_year}{note}"
    return f"as last published{note}"


def _amount_en(facts: Facts, value: float, *, sign: bool = False) -> str:
    text = signed(value, facts.decimals) if sign else number(value, facts.decimals)
    return f"{text} {facts.unit_en}".strip()
