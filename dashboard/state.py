"""A page's state in its URL: codes, every parameter explicit, a warning for what is not known, back and forward.

A parameter in the address that differs from the one written last was set by the reader (a link, the back button, the
address bar) and wins; otherwise the widget wins and the address follows it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import cast
from urllib.parse import urlencode

import streamlit as st

_WRITTEN = "_url"


@dataclass
class UrlState:
    """The parameters of one page: read and corrected one by one, then written at once."""

    page: str
    values: dict[str, str] = field(default_factory=dict)
    unknown: dict[str, str] = field(default_factory=dict)

    @property
    def _written(self) -> dict[str, str]:
        return cast("dict[str, str]", st.session_state.setdefault(f"{_WRITTEN}_{self.page}", {}))

    def widget_key(self, name: str) -> str:
        """Key of the widget that edits a parameter."""
        return f"{self.page}_{name}"

    def choose(self, name: str, options: Sequence[str], default: str | None, *, fall_back: bool = False) -> str | None:
        """Settle a parameter before its widget is drawn; an unknown code is remembered.

        Returns:
            The code in force. For an unknown one it is the default with `fall_back`, else None, as without a default.
        """
        given = st.query_params.get(name)
        key = self.widget_key(name)
        if given is not None and given != self._written.get(name):
            st.session_state[key] = given if given in options else default if fall_back else None
            if fall_back and given not in options:
                self.unknown[name] = given
        elif key not in st.session_state or (given is None and name in self._written):
            st.session_state[key] = default
        if st.session_state[key] is not None and st.session_state[key] not in options:
            st.session_state[key] = default
        chosen = cast("str | None", st.session_state[key])
        if given is not None and given not in options and chosen is None:
            self.unknown[name] = given
        return chosen

    def select(
        self,
        name: str,
        label: str,
        options: Sequence[str],
        default: str,
        show: Callable[[str], str],
        placeholder: str,
        *,
        fall_back: bool = False,
    ) -> str | None:
        """Draw a select box for a parameter and return the chosen code; see `choose`."""
        index = 0 if self.choose(name, options, default, fall_back=fall_back) is not None else None
        key = self.widget_key(name)
        chosen = st.selectbox(label, options, key=key, format_func=show, index=index, placeholder=placeholder)
        self.set(name, chosen)
        return chosen

    def set(self, name: str, value: str | None) -> None:
        """Fix the value that the address shows for a parameter."""
        if value is not None:
            self.values[name] = value

    def write(self) -> None:
        """Make the address say what is shown. An unknown code stays until the reader chooses another."""
        wanted = {**self.unknown, **self.values}
        if st.query_params.to_dict() != wanted:
            st.query_params.from_dict(wanted)
        st.session_state[f"{_WRITTEN}_{self.page}"] = wanted


def query(**values: str) -> str:
    """Write parameters as the query string of a link."""
    return urlencode(values)
