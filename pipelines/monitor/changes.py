"""What the monitor looks at, and what changed between two looks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

import polars as pl

from warehouse import releases
from warehouse.declared import Declared
from warehouse.differences import Flip, Standing, count_words, differences, standings, verdict_flips
from warehouse.errors import KpiError, ReleaseError
from warehouse.freshness import freshness
from warehouse.methods import AWAY, GRADES
from warehouse.release import Release, open_release
from warehouse.status import target_status

Kind = Literal["verdict", "figures", "refused", "overdue", "release"]
# Lines of a message about figures; the 更新履歴 page has all.
SHOWN = 20
_NOT_JUDGED = ("unknown", "none")


class Overdue(Declared):
    """A series whose figure should have been out."""

    indicator_id: str
    fiscal_year: int
    title_ja: str
    title_en: str
    body_ja: str
    body_en: str


class Snapshot(Declared):
    """What the monitor saw: the release in force, how targets stand, what is overdue, the newest refused load."""

    release_id: str | None
    standings: tuple[Standing, ...]
    overdue: tuple[Overdue, ...]
    newest_refused: str


class Change(Declared):
    """One thing that people should hear of once. `id` is unique in a journal; `link` is relative to the dashboard."""

    id: str
    kind: Kind
    at: dt.datetime
    attention: bool
    title_ja: str
    title_en: str
    body_ja: str
    body_en: str
    link: str

    def title(self, lang: str) -> str:
        """The title in a language."""
        return self.title_ja if lang == "ja" else self.title_en

    def body(self, lang: str) -> str:
        """The text in a language, lines apart."""
        return self.body_ja if lang == "ja" else self.body_en


# A change without its place in a journal.
Found = dict[str, Any]


def take_snapshot(home: Path, today: dt.date) -> Snapshot:
    """Look at everything.

    Raises:
        NotFound: Nothing was ever loaded.
        ReleaseError: The served release is damaged.
    """
    refused = _refused(home)
    newest = refused[-1].name if refused else ""
    if releases.current_id(home) is None and refused:
        return Snapshot(release_id=None, standings=(), overdue=(), newest_refused=newest)
    release = open_release(home)
    late = [one for one in freshness(release, today=today) if one.state == "overdue"]
    return Snapshot(
        release_id=release.release_id,
        standings=tuple(standings(target_status(release, today=today))),
        overdue=tuple(
            Overdue(
                indicator_id=one.indicator_id,
                fiscal_year=one.expected_fiscal_year or 0,
                title_ja=f"公表の期日を過ぎました: {one.name_ja}",
                title_en=f"Overdue: {one.name_en}",
                body_ja=one.said("ja"),
                body_en=one.said("en"),
            )
            for one in late
        ),
        newest_refused=newest,
    )


def compare(home: Path, before: Snapshot | None, after: Snapshot) -> list[Found]:
    """Return what changed, what needs attention first.

    A first look has nothing to compare with: it tells of what is wrong by now, a refused load and overdue series.
    """
    found = [*_refusals(home, before), *_overdue(before, after)]
    if before is not None:
        found += [_flip(flip) for flip in verdict_flips(before.standings, after.standings)]
        found += _figures(home, before.release_id, after.release_id)
    return sorted(found, key=lambda one: not one["attention"])


def _refused(home: Path) -> list[Path]:
    return sorted(path.parent for path in (home / "refused").glob("*/gate.json"))


def _refusals(home: Path, before: Snapshot | None) -> Iterator[Found]:
    standing = releases.newest_refusal(home)
    for folder in _refused(home):
        if folder.name <= before.newest_refused if before else folder != standing:
            continue
        lasting = folder == standing
        yield {
            "kind": "refused",
            "attention": lasting,
            "title_ja": "読み込みが検査で止まりました" + ("" if lasting else "（その後の読み込みは合格）"),
            "title_en": "A load was refused" + ("" if lasting else " (a later load passed)"),
            "body_ja": "\n".join(_failures(folder, "title_ja")),
            "body_en": "\n".join(_failures(folder, "title_en")),
            "link": "quality",
        }


def _failures(folder: Path, title: str) -> list[str]:
    try:
        checks: Sequence[Mapping[str, Any]] = releases.read_json(folder / "gate.json")["checks"]
    except (ReleaseError, KeyError):
        return [f"{folder.name}: gate.json"]
    return [
        f"{check[title] or check['title_ja']}: {check['message_ja']}"
        for check in checks
        if check["status"] in {"failed", "error"} and check["severity"] == "critical"
    ]


def _overdue(before: Snapshot | None, after: Snapshot) -> Iterator[Found]:
    known = {(one.indicator_id, one.fiscal_year) for one in before.overdue} if before else set()
    for one in after.overdue:
        if (one.indicator_id, one.fiscal_year) not in known:
            words = one.model_dump(include={"title_ja", "title_en", "body_ja", "body_en"})
            yield {"kind": "overdue", "attention": True, "link": f"indicator?id={one.indicator_id}", **words}


def _flip(flip: Flip) -> Found:
    return {
        "kind": "verdict",
        "attention": is_worse(flip),
        "title_ja": f"判定が変わりました: {flip.name_ja}（{flip.words('ja')}）",
        "title_en": f"A verdict changed: {flip.name_en} ({flip.words('en')})",
        "body_ja": flip.sentence_ja,
        "body_en": flip.sentence_en,
        "link": "overview",
    }


def is_worse(flip: Flip) -> bool:
    """Whether a flip is bad news: late, missed, no longer to be judged, or a lower class by Eurostat's method."""
    if flip.old_verdict != flip.new_verdict:
        was_judged = flip.old_verdict not in {None, *_NOT_JUDGED}
        return flip.new_verdict in {"late", "missed"} or (was_judged and flip.new_verdict in _NOT_JUDGED)
    if flip.old_grade is None or flip.new_grade is None:
        return False
    best_first = [*(name for _, name in GRADES), AWAY]
    return best_first.index(flip.new_grade) > best_first.index(flip.old_grade)


def _figures(home: Path, old: str | None, new: str | None) -> Iterator[Found]:
    if old == new or new is None:
        return
    link = "history"
    try:
        frame = differences(open_release(home, old), open_release(home, new)) if old else None
    except KpiError:
        frame = None
    if old is None or frame is None:
        why = ("以前のリリースがないため、値の違いは示せません。", "There is no earlier release to compare it with.")
        words = {"title_ja": f"リリース {new} を公開しました", "title_en": f"Release {new} is published"}
        yield {"kind": "release", "attention": False, "link": link, **words, "body_ja": why[0], "body_en": why[1]}
        return
    if frame.is_empty():
        return
    release = open_release(home, new)
    counts = dict(frame["change"].value_counts().iter_rows())
    told = {lang: count_words(counts, lang) for lang in ("ja", "en")}
    yield {
        "kind": "figures",
        # A figure that vanishes, or that we mend, is something to look at.
        "attention": bool({"vanished", "corrected"} & set(counts)),
        "title_ja": f"値が変わりました: {told['ja']}",
        "title_en": f"Figures changed: {told['en']}",
        "body_ja": f"リリース {new}\n" + "\n".join(_by_indicator(frame, release, "ja")),
        "body_en": f"Release {new}\n" + "\n".join(_by_indicator(frame, release, "en")),
        "link": link,
    }


def _by_indicator(frame: pl.DataFrame, release: Release, lang: str) -> list[str]:
    counted: dict[str, dict[str, int]] = {}
    rows = frame.group_by("indicator_id", "change", maintain_order=True).len().iter_rows()
    for indicator_id, change, count in rows:
        counted.setdefault(indicator_id, {})[change] = count
    known = release.catalogue.indicators
    names = {one: getattr(known[one], f"name_{lang}") if one in known else one for one in counted}
    colon = "：" if lang == "ja" else ": "
    lines = [f"{names[one]}{colon}{count_words(counts, lang)}" for one, counts in counted.items()]
    more = len(lines) - SHOWN
    rest = [f"ほか{more}指標" if lang == "ja" else f"and {more} more indicators"] if more > 0 else []
    return lines[:SHOWN] + rest
