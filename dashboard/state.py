"""A page's state in its URL: codes, every parameter explicit, a warning for what is not known, back and forward.

A parameter in the address that differs from the one written last was set by the reader (a link, the back button, the
address bar) and wins; otherwise the widget wins and the address follows it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
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

    def choose_many(self, name: str, options: Collection[str], default: Sequence[str]) -> list[str]:
        """Settle a parameter of several codes before its widget is drawn; unknown codes are remembered.

        Returns:
            The codes in force. An address that names the parameter without a code chooses none.
        """
        given = st.query_params.get(name)
        key = self.widget_key(name)
        if given is not None and given != self._written.get(name):
            codes = unpacked(given)
            st.session_state[key] = [code for code in codes if code in options]
            if stray := [code for code in codes if code not in options]:
                self.unknown[name] = packed(stray)
        elif key not in st.session_state or (given is None and name in self._written):
            st.session_state[key] = list(default)
        st.session_state[key] = [code for code in st.session_state[key] if code in options]
        return list(st.session_state[key])

    def select_many(
        self,
        name: str,
        label: str,
        options: Collection[str],
        default: Sequence[str],
        show: Callable[[str], str],
        placeholder: str,
    ) -> list[str]:
        """Draw a box for a parameter of several codes and return the chosen ones; see `choose_many`."""
        self.choose_many(name, options, default)
        chosen = st.multiselect(
            label, list(options), key=self.widget_key(name), format_func=show, placeholder=placeholder
        )
        self.set(name, packed(chosen))
        return list(chosen)

    def words(self, name: str, label: str, usual: str, subject: str, *, height: int) -> str | None:
        """Draw a box for words that a reader may change.

        Words of another subject are forgotten; an address that names some wins once, as for other parameters.

        Returns:
            The words where they differ from the usual ones, which the address then holds; else None.
        """
        given, key = st.query_params.get(name), f"{self.widget_key(name)}_{subject}"
        if given is not None and given != self._written.get(name):
            st.session_state[key] = given
        elif key not in st.session_state:
            st.session_state[key] = usual
        said = st.text_area(label, key=key, height=height)
        changed = said if said != usual else None
        self.set(name, changed)
        return changed

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


def packed(codes: Sequence[str]) -> str:
    """Write several codes as one value of an address."""
    return ",".join(code.replace("%", "%25").replace(",", "%2C") for code in codes)


def unpacked(value: str) -> list[str]:
    """Read the codes that `packed` wrote, each once."""
    codes = (code.replace("%2C", ",").replace("%25", "%") for code in value.split(","))
    return list(dict.fromkeys(filter(None, codes)))


def query(**values: str) -> str:
    """Write parameters as the query string of a link."""
    return urlencode(values)
