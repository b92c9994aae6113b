"""The door of the `kpi` command. Its help must answer at once, so it is a page written beforehand.

`help.txt` is what the command itself prints; a test keeps the two equal.
"""

import os
import sys
from typing import NoReturn

_HELP = __file__.removesuffix("entry.py") + "help.txt"


def main() -> NoReturn:
    """Answer `kpi --help` from the page, hand everything else to the command."""
    if sys.argv[1:] == ["--help"]:
        with open(_HELP, encoding="utf-8") as page:  # noqa: PTH123 - pathlib would take longer than the answer
            sys.stdout.write(page.read())
        sys.exit(0)
    from pipelines.command import main as run

    try:
        run()
    except SystemExit as end:
        # Taking down the modules of a load one by one takes a second; nothing that stays depends on it.
        os._exit(end.code if isinstance(end.code, int) else 0)
