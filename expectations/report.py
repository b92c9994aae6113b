"""What the gate found: the report, its JSON, and the two lines that a refused load prints."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass
from typing import Any, Literal

Status = Literal["passed", "failed", "error", "warning"]
MAX_SAMPLES = 20


@dataclass(frozen=True)
class Sample:
    """A failing row: where it stands and what is wrong with it."""

    file: str | None
    line: int | None
    reason: str

    @property
    def place(self) -> str:
        """`file:line` as far as known."""
        return f"{self.file or ''}:{self.line}" if self.line is not None else self.file or ""


@dataclass(frozen=True)
class Check:
    """The outcome of one check. `error` means that it could not be run, which is never a pass."""

    check_id: str
    programme: str | None
    title_ja: str
    title_en: str
    severity: Literal["critical", "warning", "info"]
    status: Status
    rows_checked: int
    failing: int
    message_ja: str
    advice_ja: str
    samples: tuple[Sample, ...] = ()
    # What it looks at, row by row.
    table: str | None = None

    @property
    def blocks(self) -> bool:
        """Whether the check forbids the publication."""
        return self.status in {"failed", "error"}


@dataclass(frozen=True)
class StatementCounts:
    """How the derived statements of the publications came out; what could not be computed is in the total alone."""

    total: int
    agreed: int
    exceptions: int
    disagreed: int


@dataclass(frozen=True)
class AcknowledgedException:
    """A statement in which the source contradicts itself, with the reason and what is done about it."""

    publication_id: str
    id: str
    about: str
    locator: str | None
    lines: str | None
    printed: str
    recomputed: float | None
    method: str | None
    reason: str
    treatment: str | None


@dataclass(frozen=True)
class GateReport:
    """The outcome of the gate on one build."""

    checked_at: dt.datetime
    rows: int
    indicators: int
    quarantined: int
    checks: tuple[Check, ...]
    statements: StatementCounts
    exceptions: tuple[AcknowledgedException, ...] = ()

    @property
    def passed(self) -> bool:
        """Whether the build may be published. Without checks it may not."""
        return bool(self.checks) and not self.failures

    @property
    def failures(self) -> list[Check]:
        """The checks that forbid the publication, those that could not be run last."""
        return sorted((check for check in self.checks if check.blocks), key=lambda check: check.status == "error")

    def to_json(self, *, release_id: str | None = None, checked_at: dt.datetime | None = None) -> dict[str, Any]:
        """Return the content of gate.json; `release_id` is that of the release it becomes, none if it was refused."""
        return {
            "release_id": release_id,
            "checked_at": (checked_at or self.checked_at).isoformat(timespec="seconds"),
            "passed": self.passed,
            "rows": self.rows,
            "indicators": self.indicators,
            "quarantined": self.quarantined,
            "checks": [asdict(check) for check in self.checks],
            "statements": asdict(self.statements),
            "exceptions": [asdict(exception) for exception in self.exceptions],
        }

    def to_html(self, *, release_id: str | None = None, checked_at: dt.datetime | None = None) -> str:
        """Return the report as a page of its own, in Japanese, that needs no network."""
        from expectations.page import render

        return render(self, release_id, checked_at or self.checked_at)

    def two_lines(self) -> tuple[str, str]:
        """Say what failed first and where, and how to fix it. Both empty when nothing failed."""
        failures = self.failures
        if not failures:
            return "", ""
        first = failures[0]
        sample = first.samples[0] if first.samples else None
        more = f"（ほか{len(failures) - 1}件の検査も不合格）" if len(failures) > 1 else ""
        where = f" {sample.place} {sample.reason}" if sample else ""
        if first.status == "error":
            return f"検査「{first.title_ja}」を実行できませんでした{more}：{where.strip()}", first.advice_ja
        return f"検査「{first.title_ja}」で{first.failing:,}件の不合格{more}：{where.strip()}", first.advice_ja
