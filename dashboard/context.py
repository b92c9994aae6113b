"""What every page needs: the language and the release in force."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from dashboard.text import LANGUAGES, Text
from warehouse import open_release
from warehouse.eras import today
from warehouse.errors import InputError, NotFound
from warehouse.release import Release
from warehouse.releases import current_id, kpi_home

if TYPE_CHECKING:
    from streamlit.navigation.page import StreamlitPage

# The code in the address for everything that is known now.
LATEST = "latest"


@dataclass(frozen=True)
class Context:
    """One run of a page. `key` identifies everything that what is shown depends on, beside the page's own state."""

    text: Text
    release: Release
    is_current: bool
    today: dt.date
    # The day by which what is shown was known; None is everything that the release holds.
    known_on: dt.date | None = None

    @property
    def clock(self) -> dt.date:
        """The day on which verdicts are judged."""
        return self.known_on or self.today

    @property
    def key(self) -> tuple[str, ...]:
        """Key for caches: home, release, language, the day of judgement and the day of knowledge."""
        known = self.known_on.isoformat() if self.known_on else ""
        return (str(self.release.home), self.release.release_id, self.text.lang, self.today.isoformat(), known)

    @property
    def link_parameters(self) -> dict[str, str]:
        """Parameters that every link inside the dashboard carries on."""
        pinned = {} if self.is_current else {"release": self.release.release_id}
        known = {"known": self.known_on.isoformat()} if self.known_on else {}
        return {"lang": self.text.lang, **pinned, **known}


@lru_cache(maxsize=8)
def opened_release(home: str, release_id: str) -> Release:
    """Return a release, opened once for all pages and for the files that they let the browser fetch.

    Raises:
        NotFound: There is no such release.
        ReleaseError: This version of the product cannot read it.
    """
    release = open_release(Path(home), release_id)
    # Read here, so that a release of another version is one message and not an error of whatever page asks first.
    _ = release.catalogue
    return release


def language() -> str:
    """Return the language of the address, else the one chosen last in this session, else Japanese."""
    import streamlit as st

    given = st.query_params.get("lang")
    if given in LANGUAGES:
        st.session_state["lang"] = given
    return str(st.session_state.get("lang", LANGUAGES[0]))


@dataclass(frozen=True)
class Frame:
    """What surrounds the page of this run: its context, and the pages by name, which links take."""

    context: Context
    pages: Mapping[str, StreamlitPage]


_frame: ContextVar[Frame] = ContextVar("frame")


def enter(frame: Frame) -> None:
    """Set the frame of this run, before its page runs."""
    _frame.set(frame)


def current_frame() -> Frame:
    """Return the frame of this run."""
    return _frame.get()


def open_context() -> Context:
    """Return the context of a run that begins.

    Raises:
        NotFound: Nothing has been published yet, or the address names a release that does not exist.
        InputError: The address names a day that is none, or one that has not come yet.
    """
    # The command makes a context too, and needs no server.
    import streamlit as st

    home = kpi_home()
    served = current_id(home)
    chosen = st.query_params.get("release") or served
    if chosen is None:
        raise NotFound(Text(language())("product.no_release"))
    text = Text(language())
    try:
        release = opened_release(str(home), chosen)
    except NotFound:
        raise NotFound(text("product.unknown_release", given=chosen)) from None
    return Context(text, release, release.release_id == served, today(), known_day(text, st.query_params.get("known")))


def known_day(text: Text, given: str | None) -> dt.date | None:
    """Read the address's day of knowledge; none is named by its absence or by `latest`.

    Raises:
        InputError: It is no day of the calendar, or one that has not come yet.
    """
    if given is None or given == LATEST:
        return None
    try:
        day = dt.date.fromisoformat(given)
    except ValueError:
        raise InputError(text("known.no_day", given=given)) from None
    if day > today():
        raise InputError(text("known.future", given=given))
    return day
