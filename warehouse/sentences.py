"""The words of a target: one text of at most two sentences, the reason for its state, and of its base year.

The same text stands on the card, on the page, in captions and in alerts. Fact, comparison, what is needed next; no
words of judgement. Japanese and English are written side by side, so that neither says more than the other.
"""

from __future__ import annotations

from dataclasses import dataclass

from warehouse.catalogue import Indicator, Target
from warehouse.eras import date_label, era_year
from warehouse.numbers import large_ja, number, signed, telling_decimals
from warehouse.pace import Pace
from warehouse.progress import Progress

# Verdicts (`warehouse.status.VERDICTS`) and classes of Eurostat's method: (Japanese, English).
VERDICT_WORDS = {
    "missed": ("期限経過・未達", "Missed"),
    "late": ("期限前・遅れ", "Behind"),
    "unknown": ("判定不能", "Cannot be judged"),
    "none": ("実績なし", "No figure"),
    "before": ("期限前", "Before the deadline"),
    "on_path": ("期限前・順調", "On course"),
    "achieved": ("達成", "Achieved"),
}
GRADE_WORDS = {
    "on_course": ("順調", "On course"),
    "moderate": ("中程度の進展", "Moderate progress"),
    "insufficient": ("不十分な進展", "Insufficient progress"),
    "moving_away": ("目標から遠ざかる", "Moving away"),
}

# Why a target has its state, and why a method has no result: (Japanese, English).
REASONS = {
    "met": ("最新の値が目標に届いています。", "The latest value meets the target."),
    "realised": ("実現したことが公表されています。", "It has been published that this was done."),
    "before": (
        "期限の前で、目標には届いていません。",
        "The deadline lies ahead and the target is not met yet.",
    ),
    "missed": (
        "{deadline}が期限で、その年度の値は目標に届いていません。",
        "The value for the deadline, {deadline}, does not meet the target.",
    ),
    "next_day": (
        "期限の翌日（{day}）現在の値を期限時点の結果としています。",
        "The value of {day}, the day after the deadline, counts as the result.",
    ),
    "missing_year": (
        "期限の{deadline}は終わりましたが、その年度の値は公表されていません。",
        "The deadline, {deadline}, has passed and no value for that year has been published.",
    ),
    "within_year": (
        "期限の{deadline}は終わりましたが、公表されている値は年度途中の{day}現在です。",
        "The deadline, {deadline}, has passed, but the value published is one of {day}, within that year.",
    ),
    "after_deadline": (
        "期限の{deadline}の値がなく、それより後の値だけが公表されています。",
        "There is no value for the deadline, {deadline}; only later ones have been published.",
    ),
    "no_deadline": (
        "目標に期限の記載がないため、必要なペースは計算できません。",
        "The target names no deadline, so no needed pace can be computed.",
    ),
    "no_value": ("収録した公表資料に、実績の値がありません。", "No publication held here states a value."),
    "no_goal": ("目標の値が数で示されていません。", "The target is not given as a number."),
    "no_period": (
        "値の時点が記載されていないため、期限と比べられません。",
        "The value states no period, so it cannot be held against the deadline.",
    ),
    "not_reported": (
        "実現したかどうかを記した資料がありません。",
        "No publication says whether this was done.",
    ),
    "no_base": (
        "基準年度の値が公表されていません。",
        "No value for the base year has been published.",
    ),
    "period": (
        "基準年度が期限の年度より前ではありません。",
        "The base year does not lie before the deadline.",
    ),
    "one_observation": (
        "基準年度より後の値がまだ1つもありません。",
        "There is no value after the base year yet.",
    ),
    "base_meets_target": (
        "基準年度の値がすでに目標に届いています。",
        "The value of the base year already meets the target.",
    ),
    "base_zero": (
        "基準年度の値が0のため、伸び率を計算できません。",
        "The base is zero, so no growth rate can be computed.",
    ),
    "goal_zero": (
        "目標が0のため、一定の率では届きません。",
        "The target is zero, which no constant rate reaches.",
    ),
    "negative": ("負の値のため、伸び率を計算できません。", "A value is negative, so no growth rate can be computed."),
}

_BASE_REASONS = {
    "default": (
        "目標を決めた日より前に終わった最後の年度です。",
        "It is the last fiscal year that ended before the decision.",
    ),
    "restarted": (
        "目標の基準年度は{declared}ですが、{base}に数え方が変わったため、変わった後の最初の年度から計算しています。",
        "The target's base year is {declared}; the definition changed in {base}, so the calculation starts at the "
        "first year after the change.",
    ),
}


@dataclass(frozen=True)
class Told:
    """What the words speak of."""

    target: Target
    indicator: Indicator | None
    progress: Progress
    state: str
    code: str

    @property
    def decimals(self) -> int:
        """Decimals of the indicator's values."""
        return self.indicator.decimals if self.indicator else 0

    @property
    def down(self) -> bool:
        """Whether less is better."""
        return self.indicator is not None and self.indicator.direction == "down"


def _pick(texts: tuple[str, str], lang: str) -> str:
    return texts[0] if lang == "ja" else texts[1]


def _year(fiscal_year: int | None, lang: str) -> str:
    if fiscal_year is None:
        return ""
    return era_year(fiscal_year) if lang == "ja" else f"FY{fiscal_year}"


def reason(told: Told, lang: str) -> str:
    """Say why the state is what it is. What the catalogue says about a missing value comes first."""
    own = told.target.no_actual_ja if lang == "ja" else told.target.no_actual_en
    if told.code in {"no_value", "not_reported"} and own:
        return own
    as_of = told.progress.as_of
    return _pick(REASONS[told.code], lang).format(
        deadline=_year(told.target.fiscal_year, lang), day=date_label(as_of, lang) if as_of else ""
    )


def base_reason(told: Told, lang: str) -> str | None:
    """Say why the base year is the base year; None where nothing is known of one."""
    progress = told.progress
    if texts := _BASE_REASONS.get(progress.base_rule):
        declared, base = _year(progress.declared_base_year, lang), _year(progress.base_fiscal_year, lang)
        return _pick(texts, lang).format(declared=declared, base=base)
    return told.target.base_reason_ja if lang == "ja" else told.target.base_reason_en


def sentence(told: Told, lang: str) -> str:
    """Say how far a target is: level, change and gap; then needed and recent pace with the outlook, or the reason."""
    if told.progress.value is None:
        return reason(told, lang)
    level = _level_ja(told) if lang == "ja" else _level_en(told)
    if told.state == "達成" or told.code == "no_goal":
        return level
    if told.progress.needed_per_year is not None and told.state == "期限前":
        return level + (_outlook_ja(told) if lang == "ja" else " " + _outlook_en(told))
    if told.code == "before":
        return level
    return f"{level}{reason(told, lang)}" if lang == "ja" else f"{level} {reason(told, lang)}"


def _amount_ja(told: Told, value: float) -> str:
    return large_ja(value, told.decimals) + (told.target.unit or "")


def _difference_ja(told: Told, value: float) -> str:
    unit = told.target.unit or ""
    return signed(value, telling_decimals(value, told.decimals)) + ("ポイント" if unit == "%" else unit)


def _level_ja(told: Told) -> str:
    progress = told.progress
    assert progress.value is not None
    provisional = "（速報値）" if progress.obs_status == "P" else ""
    if progress.as_of is not None:
        when = f"{date_label(progress.as_of)}現在{provisional}、"
    elif progress.fiscal_year is not None:
        when = f"{era_year(progress.fiscal_year)}は{provisional}"
    else:
        when = f"最新の公表値は{provisional}"
    value = ("約" if progress.approximate else "") + _amount_ja(told, progress.value)
    change = f"（前年度差{_difference_ja(told, progress.change)}）" if progress.change is not None else ""
    goal = progress.target_value
    if goal is None or progress.gap is None:
        return f"{when}{value}{change}です。"
    aim = f"目標の{_amount_ja(told, goal)}"
    if told.state == "達成":
        deadline = f"（期限は{era_year(told.target.fiscal_year)}）" if told.target.fiscal_year is not None else ""
        return f"{when}{value}{change}で、{aim}に達しています{deadline}。"
    gap = large_ja(abs(progress.gap), telling_decimals(progress.gap, told.decimals)) + _gap_unit_ja(told)
    if progress.met:
        return f"{when}{value}{change}で、{aim}に達しています。"
    return f"{when}{value}{change}で、{aim}{f'を{gap}上回っています' if told.down else f'まで{gap}です'}。"


def _gap_unit_ja(told: Told) -> str:
    unit = told.target.unit or ""
    return "ポイント" if unit == "%" else unit


def _recent(told: Told) -> Pace | None:
    return told.progress.mean or told.progress.last_year


def _outlook_ja(told: Told) -> str:
    progress = told.progress
    assert progress.needed_per_year is not None
    needed = _difference_ja(told, progress.needed_per_year)
    deadline = _year(told.target.fiscal_year, "ja")
    per = "あと1年で" if progress.remaining_years == 1 else "毎年"
    need = f"期限の{deadline}まで{per}{needed}が必要"
    recent = _recent(told)
    if recent is None:
        return f"{need}です。"
    name = "前年度差" if recent.years == 1 else f"直近{recent.years}年平均"
    if recent.per_year == 0:
        return f"{need}ですが、{name}は{_difference_ja(told, 0)}で、このままでは届きません。"
    pace = f"{name}の{_difference_ja(told, recent.per_year)}"
    if recent.reached is None:
        return f"{need}ですが、{pace}が続いても届かない計算です。"
    return f"{need}で、{pace}が続くと{era_year(recent.reached)}に届く計算です。"


def _unit_en(told: Told) -> str:
    unit = told.target.unit_en or ""
    return unit if unit.startswith("%") or not unit else f" {unit}"


def _points_en(told: Told, value: float, *, sign: bool = True) -> str:
    decimals = telling_decimals(value, told.decimals)
    text = signed(value, decimals) if sign else number(abs(value), decimals)
    return text + (" points" if (told.target.unit_en or "").startswith("%") else "")


def _level_en(told: Told) -> str:
    progress = told.progress
    assert progress.value is not None
    if progress.as_of is not None:
        when = date_label(progress.as_of, "en")
    elif progress.fiscal_year is not None:
        when = f"FY{progress.fiscal_year}"
    else:
        when = "As last published"
    when += " (provisional)" if progress.obs_status == "P" else ""
    value = ("about " if progress.approximate else "") + number(progress.value, told.decimals)
    change = f" ({_points_en(told, progress.change)} on the year before)" if progress.change is not None else ""
    goal = progress.target_value
    if goal is None or progress.gap is None:
        return f"{when}: {value}{_unit_en(told)}{change}."
    aim = f"a target of {number(goal, told.decimals)}{_unit_en(told)}"
    if progress.met:
        deadline = f" (deadline FY{told.target.fiscal_year})" if told.target.fiscal_year is not None else ""
        return f"{when}: {value}{change} against {aim}, which is met{deadline if told.state == '達成' else ''}."
    side = "above it" if told.down else "short"
    return f"{when}: {value}{change} against {aim}, {_points_en(told, progress.gap, sign=False)} {side}."


def _outlook_en(told: Told) -> str:
    progress = told.progress
    assert progress.needed_per_year is not None
    needed = _points_en(told, progress.needed_per_year)
    deadline = _year(told.target.fiscal_year, "en")
    per = " in the one year left" if progress.remaining_years == 1 else " a year"
    need = f"Reaching it by {deadline} takes {needed}{per}"
    recent = _recent(told)
    if recent is None:
        return f"{need}."
    name = "last year's change" if recent.years == 1 else f"the mean of the last {recent.years} years"
    if recent.per_year == 0:
        return f"{need}; {name} is ±0, which does not reach it."
    pace = f"{name}, {_points_en(told, recent.per_year)}{'' if recent.years == 1 else ' a year'},"
    if recent.reached is None:
        return f"{need}; {pace} would not reach it."
    return f"{need}; {pace} would reach it in FY{recent.reached}."
