"""Delivery: one message per change to every address of a mail server and to every webhook, with retries."""

from __future__ import annotations

import hashlib
import http.client
import json
import os
import smtplib
import ssl
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Any, Protocol
from uuid import UUID

from pipelines.monitor.changes import Change
from pipelines.monitor.journal import Journal
from pipelines.monitor.render import link, message, words
from pipelines.monitor.settings import Mail, Settings, Webhook, is_safe_address
from warehouse.errors import InputError

# A receiver may ask us to wait longer than our own back-off, up to this.
LONGEST_WAIT = 60.0


class Undelivered(Exception):
    """A receiver did not take a message. `lasting`: trying again in this run would not help."""

    def __init__(self, why: str, *, lasting: bool = False, wait: float = 0.0) -> None:
        super().__init__(why)
        self.lasting = lasting
        self.wait = wait


class Receiver(Protocol):
    """Somebody who is told."""

    @property
    def name(self) -> str:
        """The key of its queue, and its name in what the command says. It holds no secret."""

    def send(self, change: Change, key: UUID) -> None:
        """Send one message.

        Raises:
            Undelivered: It was not accepted.
        """


@dataclass(frozen=True)
class MailReceiver:
    """One address behind a mail server."""

    mail: Mail
    address: str
    login: tuple[str, str] | None
    settings: Settings

    @property
    def name(self) -> str:
        """`mail:name:address`."""
        return f"mail:{self.mail.name}:{self.address}"

    def send(self, change: Change, key: UUID) -> None:
        """Send one mail; see `Receiver.send`. Its Message-ID is the same whenever it is sent."""
        try:
            with _mail_server(self.mail, self.settings.timeout_seconds) as server:
                if self.login:
                    server.login(*self.login)
                server.send_message(self._compose(change, key))
        except smtplib.SMTPRecipientsRefused as error:
            code, said = next(iter(error.recipients.values()))
            raise Undelivered(f"宛先が受け付けられません（{code} {_text(said)}）", lasting=code >= 500) from None
        except smtplib.SMTPResponseException as error:
            why = f"メールサーバーの応答: {error.smtp_code} {_text(error.smtp_error)}"
            raise Undelivered(why, lasting=error.smtp_code >= 500) from None
        except smtplib.SMTPNotSupportedError:
            raise Undelivered("メールサーバーが暗号化か認証に対応していません", lasting=True) from None
        except (OSError, smtplib.SMTPException) as error:
            raise Undelivered(f"メールサーバーにつながりません（{_cause(error)}）") from None

    def _compose(self, change: Change, key: UUID) -> EmailMessage:
        title, body = message(change, self.settings)
        mail = EmailMessage()
        mail["Subject"] = title
        mail["From"] = self.mail.sender
        mail["To"] = self.address
        mail["Date"] = format_datetime(change.at)
        person = hashlib.sha256(self.address.encode()).hexdigest()[:12]
        mail["Message-ID"] = f"<{key}.{person}@{self.mail.sender.rpartition('@')[2]}>"
        mail["Auto-Submitted"] = "auto-generated"
        address = link(change, self.settings)
        mail.set_content(f"{title}\n\n{body}\n" + (f"\n{address}\n" if address else ""))
        return mail


@contextmanager
def _mail_server(mail: Mail, timeout: float) -> Iterator[smtplib.SMTP]:
    context = ssl.create_default_context()
    if mail.security == "tls":
        server: smtplib.SMTP = smtplib.SMTP_SSL(mail.host, mail.port, timeout=timeout, context=context)
    else:
        server = smtplib.SMTP(mail.host, mail.port, timeout=timeout)
    try:
        if mail.security == "starttls":
            server.starttls(context=context)
        yield server
        # The message is accepted by now: a server that ends the session badly takes nothing back.
        try:
            server.quit()
        except (OSError, smtplib.SMTPException):
            return
    finally:
        server.close()


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    # A followed redirect would turn the message into a request without it.
    def redirect_request(self, *_: Any, **__: Any) -> None:
        return None


@dataclass(frozen=True)
class WebhookReceiver:
    """One incoming webhook."""

    webhook: Webhook
    url: str
    settings: Settings

    @property
    def name(self) -> str:
        """`webhook:name`."""
        return f"webhook:{self.webhook.name}"

    def send(self, change: Change, key: UUID) -> None:
        """Post one message; see `Receiver.send`. Its Idempotency-Key is the same whenever it is sent."""
        make = slack_payload if self.webhook.kind == "slack" else teams_payload
        headers = {"Content-Type": "application/json; charset=utf-8", "Idempotency-Key": str(key)}
        data = json.dumps(make(change, self.settings), ensure_ascii=False).encode()
        request = urllib.request.Request(self.url, data=data, headers=headers, method="POST")
        try:
            with urllib.request.build_opener(_NoRedirect).open(request, timeout=self.settings.timeout_seconds):
                return
        except urllib.error.HTTPError as error:
            wait = error.headers.get("Retry-After", "")
            lasting = error.code < 500 and error.code not in {408, 425, 429}
            raise Undelivered(
                f"送り先の応答: {error.code}", lasting=lasting, wait=float(wait) if wait.isdecimal() else 0.0
            ) from None
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise Undelivered(f"送り先につながりません（{_cause(error)}）") from None


def slack_payload(change: Change, settings: Settings) -> dict[str, Any]:
    """Return a message for an incoming webhook of Slack."""
    title, body = (_for_slack(part) for part in message(change, settings))
    address = link(change, settings)
    text = f"*{title}*\n{body}" + (f"\n<{_for_slack(address)}|{words('open', settings.lang)}>" if address else "")
    # A section holds 3,000 characters.
    return {"text": title, "blocks": [{"type": "section", "text": {"type": "mrkdwn", "text": text[:3000]}}]}


def _for_slack(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def teams_payload(change: Change, settings: Settings) -> dict[str, Any]:
    """Return a message for a webhook of Teams: an Adaptive Card."""
    title, body = message(change, settings)
    card: dict[str, Any] = {
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "type": "AdaptiveCard",
        "version": "1.4",
        "body": [
            {"type": "TextBlock", "text": title, "weight": "Bolder", "wrap": True},
            {"type": "TextBlock", "text": body.replace("\n", "\n\n"), "wrap": True},
        ],
    }
    if address := link(change, settings):
        card["actions"] = [{"type": "Action.OpenUrl", "title": words("open", settings.lang), "url": address}]
    attachment = {"contentType": "application/vnd.microsoft.card.adaptive", "contentUrl": None, "content": card}
    return {"type": "message", "attachments": [attachment]}


def receivers(settings: Settings, environment: Mapping[str, str] = os.environ) -> list[Receiver]:
    """Return everybody who is told; secrets are read from the environment.

    Raises:
        InputError: A secret is not in the environment, or an address is not encrypted.
    """
    found: list[Receiver] = []
    for mail in settings.mail:
        login = None
        if mail.user_env and mail.password_env:
            login = (_secret(environment, mail.user_env), _secret(environment, mail.password_env))
        found += [MailReceiver(mail, address, login, settings) for address in dict.fromkeys(mail.to)]
    for webhook in settings.webhooks:
        url = _secret(environment, webhook.url_env)
        if not is_safe_address(url):
            raise InputError(f"環境変数 {webhook.url_env} の値は https:// で始まる送り先の URL にしてください。")
        found.append(WebhookReceiver(webhook, url, settings))
    return found


def _secret(environment: Mapping[str, str], name: str) -> str:
    value = environment.get(name, "").strip()
    if not value:
        raise InputError(
            f"環境変数 {name} が設定されていません。", advice="kpi monitor を動かす環境に設定してください。"
        )
    return value


def deliver(
    journal: Journal,
    everybody: Sequence[Receiver],
    settings: Settings,
    save: Callable[[], None],
    sleep: Callable[[float], None],
) -> dict[str, str]:
    """Send what waits, in order, and save the journal after every message that was accepted.

    A receiver that does not accept keeps its queue for the next run; the others are served all the same.

    Returns:
        Why, by receiver, for those with something left.
    """
    failures = {}
    for receiver in everybody:
        for change in journal.waiting(receiver.name):
            try:
                _send(receiver, change, journal.key(change), settings, sleep)
            except Undelivered as why:
                failures[receiver.name] = str(why)
                break
            journal.delivered(receiver.name, change)
            save()
    return failures


def _send(receiver: Receiver, change: Change, key: UUID, settings: Settings, sleep: Callable[[float], None]) -> None:
    for attempt in range(settings.attempts):
        try:
            return receiver.send(change, key)
        except Undelivered as why:
            if why.lasting or attempt == settings.attempts - 1:
                raise
            sleep(min(max(settings.first_wait_seconds * 2**attempt, why.wait), LONGEST_WAIT))
    return None


def _text(said: bytes | str) -> str:
    return said.decode("utf-8", "replace") if isinstance(said, bytes) else said


def _cause(error: Exception) -> str:
    # Only the kind of the error: its text may hold the address, which is a secret of a webhook.
    cause = getattr(error, "reason", error)
    return str(getattr(cause, "strerror", None) or type(cause).__name__)
