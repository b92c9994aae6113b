"""What must hold before a release may be published. Nothing here imports Great Expectations until the gate runs."""

from expectations.evaluator import plain_sql
from expectations.gate import run_gate
from expectations.report import GateReport

__all__ = ["GateReport", "plain_sql", "run_gate"]
