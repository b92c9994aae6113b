"""Wrong use of the command, said in one line: what was given, where, what can be, and where to read on.

The command library says it in several lines of English. Its messages are read here, because its classes for them are
not public; one that is not known is handed on as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import typer

_Say = Callable[[re.Match[str]], str]


def _choices(match: re.Match[str]) -> str:
    names = "、".join(re.findall(r"'([^']*)'", match["choices"]))
    return f"{match['where']} に「{match['given']}」は使えません。{names} のどれかにしてください。"


def _option(match: re.Match[str]) -> str:
    near = f"{match['near'].replace(', ', '、')} ではありませんか。" if match["near"] else ""
    return f"「{match['given']}」という指定はありません。{near}"


_VALUE = r"Invalid value for '(?P<where>[^']+)': (?:Value error, )?"
_SAID: tuple[tuple[str, _Say], ...] = (
    (r"No such command '(?P<given>.+)'\.", lambda found: f"「{found['given']}」というコマンドはありません。"),
    (r"No such option: (?P<given>\S+)(?: \(Possible options: (?P<near>.+)\))?", _option),
    (r"Option '(?P<where>.+)' requires an argument\.", lambda found: f"{found['where']} の後に値を書いてください。"),
    (r"Option '(?P<where>.+)' does not take a value\.", lambda found: f"{found['where']} は値をとりません。"),
    (r"Missing (?:argument|option) '(?P<where>.+)'\.", lambda found: f"{found['where']} を指定してください。"),
    (r"Got unexpected extra arguments?(?:\(s\))? \((?P<given>.+)\)", lambda found: f"「{found['given']}」は余分です。"),
    (_VALUE + r"'(?P<given>.*)' is not one of (?P<choices>.+)\.", _choices),
    (_VALUE + r"Input should be less than or equal to (?P<end>\S+)",
     lambda found: f"{found['where']} は {found['end']} 以下にしてください。"),
    (_VALUE + r"Input should be greater than or equal to (?P<end>\S+)",
     lambda found: f"{found['where']} は {found['end']} 以上にしてください。"),
    (_VALUE + r"Input should be a valid integer.*", lambda found: f"{found['where']} は整数にしてください。"),
    (_VALUE + r"Input should be a valid number.*", lambda found: f"{found['where']} は数にしてください。"),
)  # fmt: skip


def in_japanese(error: typer.TyperException, arguments: Sequence[str]) -> str:
    """Return what was wrong with a command that was given with arguments, and which page of help to read."""
    message = error.format_message()
    if message.startswith("Usage:"):
        # No argument at all is answered by the help.
        return message
    for pattern, say in _SAID:
        if found := re.fullmatch(pattern, message, re.DOTALL):
            said = say(found)
            break
    else:
        said = f"使い方が違います（{message}）。"
    context = getattr(error, "ctx", None)
    command = context.command_path if context is not None else " ".join(["kpi", *arguments[:1]])
    return f"{said}使い方は {command} --help で見られます。"
