"""Cases that are whole processes."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

KPI = str(Path(sys.executable).parent / "kpi")


def _seconds(arguments: list[str], **environment: str) -> float:
    start = time.perf_counter()
    subprocess.run(
        arguments, env={**os.environ, **environment}, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    return time.perf_counter() - start


def help_page() -> float:
    """Seconds of `kpi --help`."""
    return _seconds([KPI, "--help"])


def empty_python() -> float:
    """Seconds of a Python process that does nothing."""
    return _seconds([sys.executable, "-c", "pass"])


def import_gate_library() -> float:
    """Seconds of a process that imports great_expectations and ends."""
    return _seconds([sys.executable, "-c", "import great_expectations"], GX_ANALYTICS_ENABLED="false")


def load_shipped(folder: Path) -> float:
    """Seconds of `kpi load` of the shipped publications into a fresh home."""
    home = tempfile.mkdtemp(dir=folder)
    return _seconds([KPI, "load"], KPI_HOME=home)
