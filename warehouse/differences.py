"""What changed between two releases: figures and verdicts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from warehouse.methods import Eurostat
from warehouse.numbers import number
from warehouse.release import Release
from warehouse.sentences import GRADE_WORDS, VERDICT_WORDS
from warehouse.status import TargetStatus

_FIGURE = ["indicator_id", "area_code", "fiscal_year", "as_of", "breakdown"]
_KEY = ["publication_id", *_FIGURE]
# What can happen to a figure, in the order in which a reader wants to know, with the words for it.
CHANGES = {
    "corrected": ("訂正", "corrected"),
    "revised": ("改定", "revised"),
    "vanished": ("消えた値", "vanished"),
    "new": ("新しい値", "new"),
    "restated": ("再掲", "restated"),
}


def count_words(counts: Mapping[str, int], lang: str = "ja") -> str:
    """Say how many figures changed in which way: `改定2件、新しい値15件`; empty where none did."""
    if lang == "ja":
        return "、".join(f"{word[0]}{number(counts[name])}件" for name, word in CHANGES.items() if name in counts)
    return ", ".join(f"{number(counts[name])} {word[1]}" for name, word in CHANGES.items() if name in counts)


@dataclass(frozen=True)
class Flip:
    """A target whose verdict, or class by Eurostat's method, is another one than before.

    Verdicts are words of `warehouse.status.VERDICTS`, grades those of `warehouse.methods`; None: the target, or the
    result of the method, was not there.
    """

    target_id: str
    name_ja: str
    name_en: str
    old_verdict: str | None
    new_verdict: str | None
    old_grade: str | None
    new_grade: str | None
    sentence_ja: str
    sentence_en: str

    def words(self, lang: str = "ja") -> str:
        """Say what flipped: `期限前・遅れ → 達成`; where only the class did, the classes."""
        place = 0 if lang == "ja" else 1
        if self.old_verdict != self.new_verdict:
            absent = ("目標なし", "no target")[place]
            sides = [VERDICT_WORDS[one][place] if one else absent for one in (self.old_verdict, self.new_verdict)]
        else:
            absent = ("計算なし", "not computed")[place]
            sides = [GRADE_WORDS[one][place] if one else absent for one in (self.old_grade, self.new_grade)]
            sides[0] = ("Eurostat方式 ", "Eurostat method: ")[place] + sides[0]
        return " → ".join(sides)


@dataclass(frozen=True)
class Standing:
    """How a target stands: what a flip compares, and the words that tell it."""

    target_id: str
    name_ja: str
    name_en: str
    verdict: str
    grade: str | None
    sentence_ja: str
    sentence_en: str


def standings(found: Sequence[TargetStatus]) -> list[Standing]:
    """Return how every target stands."""
    return [
        Standing(one.target_id, one.name_ja, one.name_en, one.verdict, _grade(one), one.sentence_ja, one.sentence_en)
        for one in found
    ]


def verdict_flips(before: Sequence[Standing], after: Sequence[Standing]) -> list[Flip]:
    """Return the targets whose verdict or class changed, new and vanished ones included, in the order of `after`."""
    old, new = ({one.target_id: one for one in side} for side in (before, after))
    flips = []
    for target_id in dict.fromkeys([*new, *old]):
        was, now = old.get(target_id), new.get(target_id)
        told = now or was
        assert told is not None
        flip = Flip(
            target_id,
            told.name_ja,
            told.name_en,
            was.verdict if was else None,
            now.verdict if now else None,
            was.grade if was else None,
            now.grade if now else None,
            told.sentence_ja,
            told.sentence_en,
        )
        if (flip.old_verdict, flip.old_grade) != (flip.new_verdict, flip.new_grade):
            flips.append(flip)
    return flips


def flip_rows(flips: Sequence[Flip]) -> pl.DataFrame:
    """Return flips as rows beside those of `differences`: change is `flipped`, then target, verdicts and grades."""
    names = ("target_id", "old_verdict", "new_verdict", "old_grade", "new_grade")
    rows = [("flipped", *(getattr(flip, name) for name in names)) for flip in flips]
    return pl.DataFrame(rows, schema=dict.fromkeys(("change", *names), pl.String), orient="row")


def _grade(status: TargetStatus) -> str | None:
    return status.eurostat.grade if isinstance(status.eurostat, Eurostat) else None


def differences(old: Release, new: Release) -> pl.DataFrame:
    """Compare two releases figure by figure.

    Returns:
        Columns: change, the key of the figure, old_value, new_value. change is
        `new` (nobody stated the figure before), `revised` (a later publication states another value: 改定),
        `corrected` (the same publication has another value: a typing error of ours was mended, 訂正),
        `restated` (a further publication states it again, alike, rounded, or as an earlier vintage),
        `vanished` (no longer there). old_value of a revised or restated figure is that of the latest publication
        before. Ordered by change and key.
    """
    before, after = _rows(old), _rows(new)
    stated = (
        before.filter(pl.col("published_on").is_not_null())
        .sort("published_on")
        .group_by(_FIGURE, maintain_order=True)
        .agg(pl.col("value", "published_on").last().name.prefix("stated_"))
    )
    was = before.select(*_KEY, old_value="value", in_old=pl.lit(value=True))
    now = after.select(*_KEY, "published_on", "approximate", new_value="value", in_new=pl.lit(value=True))
    joined = was.join(now, on=_KEY, how="full", coalesce=True, nulls_equal=True).join(
        stated, on=_FIGURE, how="left", nulls_equal=True
    )
    added, differs = pl.col("in_old").is_null(), pl.col("old_value").ne_missing(pl.col("new_value"))
    known = added & pl.col("stated_published_on").is_not_null()
    revises = (
        pl.col("stated_value").ne_missing(pl.col("new_value"))
        & ~pl.col("approximate")
        & (pl.col("published_on") >= pl.col("stated_published_on")).fill_null(value=False)
    )
    change = (
        pl.when(pl.col("in_new").is_null())
        .then(pl.lit("vanished"))
        .when(known & revises)
        .then(pl.lit("revised"))
        .when(known)
        .then(pl.lit("restated"))
        .when(added)
        .then(pl.lit("new"))
        .when(differs)
        .then(pl.lit("corrected"))
    )
    return (
        joined.with_columns(change=change, old_value=pl.when(known).then("stated_value").otherwise("old_value"))
        .filter(pl.col("change").is_not_null())
        .select("change", *_KEY, "old_value", "new_value")
        .sort("change", *_KEY, nulls_last=True)
    )


def _rows(release: Release) -> pl.DataFrame:
    return release.observations().select(*_KEY, "value", "approximate", "published_on")
