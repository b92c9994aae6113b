"""Charts made into files side by side, in processes of their own: drawing is work for one core each."""

from __future__ import annotations

import multiprocessing
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from typing import TypeVar

from dashboard.press.leaving import Order, drawn, made

# An order with the kinds of file that are wanted of it.
Made = TypeVar("Made")
Task = tuple[tuple[Order, tuple[str, ...]], ...]
# A process needs about two seconds of a core to start, in which so many files are made without others.
FEW = 100
# So many tasks wait for each process, so that what is made does not pile up before it is written.
AHEAD = 6


def files_of(task: Task) -> list[bytes]:
    """Make the files of a task, one after the other in its order."""
    found = []
    for order, kinds in task:
        scene = drawn(order)
        found += [made(order, kind, scene) for kind in kinds]
    return found


def cores() -> int:
    """Return how many processes the machine can run side by side."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def every(
    tasks: Iterable[Task], files: int, *, work: Callable[[Task], list[Made]], jobs: int | None = None
) -> Iterator[list[Made]]:
    """Yield what is made of each task in the order of the tasks, which are described while others are drawn.

    Args:
        tasks: What is to be made; a task is made by one process.
        files: About how many files they are.
        work: What is done with a task, by name of a function of a module.
        jobs: How many processes; None is as many as there are cores.
    """
    wanted = jobs or cores()
    if wanted <= 1 or files <= FEW:
        yield from map(work, tasks)
        return
    # A fresh process: a fork of a server with threads could wait for a lock that nobody holds any more.
    with ProcessPoolExecutor(wanted, mp_context=multiprocessing.get_context("spawn")) as pool:
        for _ in range(wanted):
            pool.submit(cores)
        waiting: deque[Future[list[Made]]] = deque()
        try:
            for task in tasks:
                waiting.append(pool.submit(work, task))
                if len(waiting) > wanted * AHEAD:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            for one in waiting:
                one.cancel()
