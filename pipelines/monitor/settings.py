"""Who is told, and how: the monitor's settings, one YAML file, strictly parsed. Secrets come from the environment."""

from __future__ import annotations

import ipaddress
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from pydantic import Field, model_validator

from warehouse.declared import Declared, read_yaml, validated

NAME = r"^[a-z0-9][a-z0-9_-]*$"
VARIABLE = r"^[A-Z][A-Z0-9_]*$"
ADDRESS = r"^[^@\s<>]+@[^@\s<>]+$"


class Mail(Declared):
    """A mail server and the addresses that are written to, each on its own."""

    name: str = Field(pattern=NAME)
    host: str
    port: int = Field(ge=1, le=65535)
    security: Literal["starttls", "tls", "none"] = "starttls"
    sender: str = Field(pattern=ADDRESS)
    to: tuple[str, ...] = Field(min_length=1)
    # Names of environment variables, never the secrets themselves.
    user_env: str | None = Field(default=None, pattern=VARIABLE)
    password_env: str | None = Field(default=None, pattern=VARIABLE)

    @model_validator(mode="after")
    def _consistent(self) -> Mail:
        if (self.user_env is None) != (self.password_env is None):
            raise ValueError("user_env と password_env は一緒に書いてください")
        if self.user_env and self.security == "none" and not is_loopback(self.host):
            raise ValueError("暗号化しない接続（security: none）ではパスワードを送りません")
        return self


class Webhook(Declared):
    """An incoming webhook of Slack or Teams (Workflows). Its address is a secret and comes from the environment."""

    name: str = Field(pattern=NAME)
    kind: Literal["slack", "teams"]
    url_env: str = Field(pattern=VARIABLE)


class Settings(Declared):
    """Settings of the monitor. Without a file nobody is told and the report is all there is."""

    lang: Literal["ja", "en"] = "ja"
    # Address at which the dashboard is reached; without it messages carry no links.
    dashboard: str | None = Field(default=None, pattern=r"^https?://[^\s]+$")
    mail: tuple[Mail, ...] = ()
    webhooks: tuple[Webhook, ...] = ()
    attempts: int = Field(default=4, ge=1, le=10)
    first_wait_seconds: float = Field(default=2, ge=0, le=60)
    timeout_seconds: float = Field(default=20, gt=0, le=120)

    @model_validator(mode="after")
    def _consistent(self) -> Settings:
        names = [mail.name for mail in self.mail] + [webhook.name for webhook in self.webhooks]
        if len(set(names)) < len(names):
            raise ValueError("name が重なっています。送り先ごとに別の名前にしてください")
        return self


def read_settings(path: Path) -> Settings:
    """Read the settings.

    Raises:
        InputError: The file is missing, no YAML, or declares something unknown.
    """
    content = read_yaml(path, str(path))
    advice = "docs/monitor.md の書き方を確認してください。"
    return validated(Settings, content if content is not None else {}, file=str(path), advice=advice)


def is_loopback(host: str) -> bool:
    """Whether a host is this machine, to which nothing travels over a network."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def is_safe_address(url: str) -> bool:
    """Whether an address can be posted to: encrypted, or on this machine."""
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return False
    return bool(host) and (parts.scheme == "https" or (parts.scheme == "http" and is_loopback(host or "")))
