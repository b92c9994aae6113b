"""The monitor's memory: what it saw last, what it told, and what is still to be delivered.

    KPI_HOME/monitor/journal.json    the last snapshot, the newest changes, and per receiver the changes that wait
    KPI_HOME/monitor/lock            held by a running monitor

The journal is one file that is replaced as a whole. A change enters it together with the snapshot that shows it and
with its place in every receiver's queue, before anything is sent; it leaves a queue when the receiver has accepted it.
So a run that is killed loses no change and sends none of those again that a receiver is known to have accepted.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from pipelines.monitor.changes import Change, Found, Snapshot
from warehouse.errors import ReleaseError
from warehouse.releases import replace_file

# Changes that stay for the feed after they are delivered.
KEPT = 200


class Journal(BaseModel):
    """What the monitor remembers. `queues` holds ids of changes by receiver."""

    model_config = ConfigDict(extra="forbid")

    feed: uuid.UUID
    last_id: int = 0
    snapshot: Snapshot | None = None
    changes: tuple[Change, ...] = ()
    queues: dict[str, tuple[str, ...]] = {}

    def record(self, snapshot: Snapshot, found: Sequence[Found], receivers: Sequence[str], at: dt.datetime) -> None:
        """Take in what was seen and put every change into the queue of every receiver."""
        numbered = enumerate(found, self.last_id + 1)
        added = tuple(Change(id=f"{number:06d}", at=at, **change) for number, change in numbered)
        self.last_id += len(added)
        self.snapshot = snapshot
        ids = tuple(change.id for change in added)
        for receiver in receivers:
            self.queues[receiver] = (*self.queues.get(receiver, ()), *ids)
        waiting = {one for queue in self.queues.values() for one in queue}
        every = (*self.changes, *added)
        self.changes = tuple(
            one for place, one in enumerate(every) if place >= len(every) - max(KEPT, len(added)) or one.id in waiting
        )

    def waiting(self, receiver: str) -> list[Change]:
        """Return what a receiver has not accepted yet, oldest first."""
        queue = set(self.queues.get(receiver, ()))
        return [change for change in self.changes if change.id in queue]

    def delivered(self, receiver: str, change: Change) -> None:
        """Take a change that was accepted out of the queue."""
        left = tuple(one for one in self.queues.get(receiver, ()) if one != change.id)
        if left:
            self.queues[receiver] = left
        else:
            self.queues.pop(receiver, None)

    def key(self, change: Change) -> uuid.UUID:
        """Return the key of a change that is the same in every message and in the feed."""
        return uuid.uuid5(self.feed, change.id)


def read_journal(folder: Path) -> Journal:
    """Read the journal; before the first run, a new one.

    Raises:
        ReleaseError: It is damaged. It is left as it is.
    """
    path = folder / "journal.json"
    try:
        return Journal.model_validate_json(path.read_bytes())
    except FileNotFoundError:
        return Journal(feed=uuid.uuid4())
    except (OSError, ValidationError):
        advice = "控えを取ってから消すと、次の実行が初回になります。"
        raise ReleaseError(f"{path} を読めません。{advice}") from None


def save_journal(folder: Path, journal: Journal) -> None:
    """Replace the journal; it is on disk when the call returns."""
    replace_file(folder / "journal.json", journal.model_dump_json(indent=1).encode() + b"\n")
