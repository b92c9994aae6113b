"""The errors a user can meet. Each says what is wrong, where, and what to do; the command prints it as one message."""

from __future__ import annotations


class KpiError(Exception):
    """Base of every error that is shown to a user as a message, never as a traceback."""

    exit_code = 1


class InputError(KpiError):
    """Input that is unknown, unreadable or contradictory.

    Args:
        what: What is wrong, in Japanese.
        file: The file concerned, relative to the folder of publications where possible.
        line: Line of the file, the header being line 1.
        column: Name of the column.
        value: The offending value as it stands.
        advice: What to do next.
    """

    exit_code = 2

    def __init__(
        self,
        what: str,
        *,
        file: str | None = None,
        line: int | None = None,
        column: str | None = None,
        value: object = None,
        advice: str | None = None,
    ) -> None:
        self.what = what
        self.file = file
        self.line = line
        self.column = column
        self.value = value
        self.advice = advice
        super().__init__(str(self))

    @property
    def place(self) -> str:
        """Where it is: `file:line 列「column」 値「value」`, as far as known."""
        place = self.file or ""
        if self.line is not None:
            place += f":{self.line}"
        parts = [place] if place else []
        if self.column is not None:
            parts.append(f"列「{self.column}」")
        if self.value is not None:
            parts.append(f"値「{self.value}」")
        return " ".join(parts)

    def __str__(self) -> str:
        message = f"{self.place}: {self.what}" if self.place else self.what
        return f"{message} {self.advice}" if self.advice else message


class NotFound(KpiError):
    """A release, indicator, area or publication that does not exist."""

    exit_code = 2


class ReleaseError(KpiError):
    """A release that cannot be read or written."""
