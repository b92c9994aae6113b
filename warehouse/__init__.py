"""What exists and how it is stored: indicators, areas, targets, observations, releases, queries."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from warehouse.release import Release, open_release

__all__ = ["Release", "open_release"]


def __getattr__(name: str) -> object:
    # Opening a release needs DuckDB and polars; the command's help must not wait for them.
    if name in __all__:
        from warehouse import release

        return getattr(release, name)
    raise AttributeError(name)
