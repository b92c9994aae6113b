"""Where a slice comes from, as it goes with every file that can carry it."""

from __future__ import annotations

from warehouse.citation import credit_lines, publications_of
from warehouse.release import Release
from warehouse.slice_words import selection
from warehouse.slices import Slice


def origin(release: Release, chosen: Slice) -> dict[str, str]:
    """Return release, filters in words, the day of knowledge and the credit lines, each as one text."""
    credits = credit_lines(release, publications_of(release, chosen))
    known_on = chosen.as_known_on or release.published_at.date()
    return {
        "release_id": release.release_id,
        "release_digest": str(release.manifest["digest"]),
        "published_at": release.published_at.isoformat(),
        "as_known_on": known_on.isoformat(),
        "selection_ja": selection(release, chosen, "ja"),
        "selection_en": selection(release, chosen, "en"),
        "credit": "／".join(credits),
    }
