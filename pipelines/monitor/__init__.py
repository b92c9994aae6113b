"""The monitor: what changed since its last run, told once to everybody who wants to know."""
