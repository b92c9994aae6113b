"""One run of the monitor: look, compare, remember, tell."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pipelines.monitor.changes import Change, compare, take_snapshot
from pipelines.monitor.delivery import deliver, receivers
from pipelines.monitor.journal import Journal, read_journal, save_journal
from pipelines.monitor.render import atom, markdown, report_json
from pipelines.monitor.settings import Settings
from warehouse import eras
from warehouse.releases import locked, replace_file

FILES = {"markdown": "report.md", "json": "report.json", "atom": "feed.atom"}
QUIET, ATTENTION, UNDELIVERED = 0, 1, 3


@dataclass(frozen=True)
class MonitorResult:
    """What a run found: the changes, the report in every format, and receivers with something left, with the reason."""

    changes: Sequence[Change]
    reports: dict[str, str]
    undelivered: dict[str, str] = field(default_factory=dict)

    @property
    def exit_code(self) -> int:
        """0 nothing to do, 1 a change needs attention, 3 a receiver could not be reached."""
        if self.undelivered:
            return UNDELIVERED
        return ATTENTION if any(change.attention for change in self.changes) else QUIET


def monitor(
    home: Path,
    settings: Settings,
    *,
    preview: bool = False,
    sleep: Callable[[float], None] = time.sleep,
) -> MonitorResult:
    """Find what changed since the last run and tell everybody once.

    Args:
        home: `KPI_HOME`. The report is kept in its folder `monitor` in every format, beside the journal.
        settings: Who is told.
        preview: Only report: nothing is remembered, nothing is sent.
        sleep: How to wait between attempts.

    Raises:
        InputError: A secret is missing.
        NotFound: Nothing was ever loaded.
        ReleaseError: The journal or the served release is damaged, or another monitor is running.
    """
    everybody = receivers(settings)
    folder = home / "monitor"
    with locked(folder, "lock", "別の kpi monitor が実行中です。"):
        journal = read_journal(folder)
        known = journal.last_id
        snapshot = take_snapshot(home, eras.today())
        found = compare(home, journal.snapshot, snapshot)
        journal.record(snapshot, found, [one.name for one in everybody], dt.datetime.now(eras.TOKYO))
        changes = [change for change in journal.changes if int(change.id) > known]
        reports = _reports(changes, journal, settings)
        if preview:
            return MonitorResult(changes, reports)
        save_journal(folder, journal)
        for kind, name in FILES.items():
            replace_file(folder / name, reports[kind].encode())
        failures = deliver(journal, everybody, settings, lambda: save_journal(folder, journal), sleep)
    return MonitorResult(changes, reports, failures)


def _reports(changes: Sequence[Change], journal: Journal, settings: Settings) -> dict[str, str]:
    return {
        "markdown": markdown(changes, settings),
        "json": report_json(changes, journal),
        "atom": atom(journal, settings),
    }
