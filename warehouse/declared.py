"""What people declare in YAML, strictly parsed: an unknown key or a wrong type is one message in Japanese."""

from __future__ import annotations

from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from warehouse.errors import InputError

Model = TypeVar("Model", bound=BaseModel)

# By the beginning of the library's name of an error. Messages of our own (`value_error`) are Japanese already.
_MESSAGES = {
    "missing": "書かれていません。",
    "extra_forbidden": "知らない項目です。綴りを確認してください。",
    "string_pattern": "使えない文字があります（{pattern}）。",
    "string": "文字で書いてください。数や日付に見えるものは引用符で囲みます。",
    "int": "整数で書いてください。",
    "float": "数で書いてください。",
    "bool": "true か false で書いてください。",
    "literal_error": "使えるのは {expected} です。",
    "list": "一覧（[…] か「- …」の並び）で書いてください。",
    "tuple": "一覧（[…] か「- …」の並び）で書いてください。",
    "dict": "項目の並び（名前: 値）で書いてください。",
    "model": "項目の並び（名前: 値）で書いてください。",
    "date": "日付（YYYY-MM-DD）で書いてください。",
    "greater_than": "小さすぎます。",
    "less_than": "大きすぎます。",
    "too_short": "数が足りません。",
    "too_long": "数が多すぎます。",
    "value_error": "{error}。",
}


class Declared(BaseModel):
    """Base of what is declared: unknown keys are errors, nothing changes afterwards."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def read_yaml(path: Path, place: str) -> Any:
    """Read a YAML file.

    Raises:
        InputError: It is missing or not YAML.
    """
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=loader)
    except FileNotFoundError:
        raise InputError("ファイルがありません。", file=place) from None
    except OSError as error:
        raise InputError(f"ファイルを読めません（{error.strerror}）。", file=place) from None
    except (yaml.YAMLError, ValueError) as error:
        raise InputError(f"YAML として読めません（{str(error).splitlines()[0]}）。", file=place) from None


def validated(model: type[Model], content: Any, *, file: str, subject: str = "", advice: str | None = None) -> Model:
    """Parse what a file declares.

    Args:
        model: What it must be.
        content: What the file says.
        file: The file, for the message.
        subject: The thing declared, for the message.
        advice: What to do about an error.

    Raises:
        InputError: The first thing that is wrong: its key, its value, and what is allowed there.
    """
    try:
        return model.model_validate(content)
    except ValidationError as error:
        first = error.errors()[0]
    where = ".".join(str(part) for part in first["loc"])
    place = f"項目 {where}: " if where else ""
    given = first.get("input")
    value = given if isinstance(given, str | int | float) else None
    raise InputError(f"{subject}{place}{_message(first)}", file=file, value=value, advice=advice)


def _message(error: Any) -> str:
    # The longest name goes first: `string_pattern…` is not any `string…`.
    for name in sorted(_MESSAGES, key=len, reverse=True):
        if error["type"].startswith(name):
            return _MESSAGES[name].format_map(error.get("ctx") or {}).replace("。。", "。")
    return f"{error['msg']}。"
