"""Messages reach real receivers exactly once, whatever happens on the way."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import trustme
import yaml
from aiosmtpd.smtp import AuthResult, LoginPassword

from pipelines.monitor import run as running
from pipelines.monitor.run import MonitorResult, monitor
from pipelines.monitor.settings import Settings, read_settings
from tests.pipelines.monitor.conftest import Home
from tests.pipelines.monitor.servers import Hook, Mailbox, free_port, mail_server, web_server
from warehouse.errors import InputError

FIRST, SECOND = "a@example.jp", "b@example.jp"
SUBJECTS = [
    "［お知らせ］判定が変わりました: 隊員数（期限前・遅れ → 達成）",
    "［お知らせ］値が変わりました: 新しい値1件",
]


class Office:
    """A mail server and two webhooks that are up, and a monitor that tells them."""

    def __init__(self, home: Home, port: int, slack: Hook, teams: Hook, mailbox: Mailbox) -> None:
        self.home, self.port, self.slack, self.teams, self.mailbox = home, port, slack, teams, mailbox
        self.waits: list[float] = []

    def settings(self, **changes: Any) -> Settings:
        mail = {"name": "office", "host": "127.0.0.1", "port": self.port, "security": "none"}
        mail |= {"sender": "kpi@example.jp", "to": [FIRST, SECOND]}
        hooks = [
            {"name": "chat", "kind": "slack", "url_env": "SLACK_URL"},
            {"name": "team", "kind": "teams", "url_env": "TEAMS_URL"},
        ]
        content = {"mail": [mail], "webhooks": hooks, "dashboard": "https://kpi.example.jp/", **changes}
        return Settings.model_validate(content)

    def look(self, **changes: Any) -> MonitorResult:
        self.waits.clear()
        return monitor(self.home.home, self.settings(**changes), sleep=self.waits.append)


@pytest.fixture
def office(home: Home, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    slack, teams, mailbox, port = Hook(), Hook(), Mailbox(), free_port()
    with web_server(slack) as slack_url, web_server(teams) as teams_url, mail_server(mailbox, port):
        monkeypatch.setenv("SLACK_URL", slack_url)
        monkeypatch.setenv("TEAMS_URL", teams_url)
        found = Office(home, port, slack, teams, mailbox)
        found.look()
        yield found


def test_everybody_is_told_once_however_often_it_runs(office: Office) -> None:
    office.home.grow()
    results = [office.look() for _ in range(3)]
    assert [result.exit_code for result in results] == [0, 0, 0]
    assert office.mailbox.to(FIRST) == office.mailbox.to(SECOND) == SUBJECTS
    assert len({mail["Message-ID"] for mail in office.mailbox.mails}) == 4
    mail = office.mailbox.mails[0]
    assert (mail["From"], mail["Auto-Submitted"]) == ("kpi@example.jp", "auto-generated")
    assert "31人" in mail.get_content()
    assert "https://kpi.example.jp/overview?lang=ja" in mail.get_content()
    assert [post["text"] for post in office.slack.posts] == SUBJECTS
    assert "<https://kpi.example.jp/overview?lang=ja|画面で見る>" in office.slack.posts[0]["blocks"][0]["text"]["text"]
    cards = [post["attachments"][0]["content"] for post in office.teams.posts]
    assert [card["body"][0]["text"] for card in cards] == SUBJECTS
    assert cards[0]["actions"][0]["url"] == "https://kpi.example.jp/overview?lang=ja"


def test_nothing_is_lost_while_a_receiver_is_down(
    office: Office, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    port = free_port()
    monkeypatch.setenv("SLACK_URL", f"http://127.0.0.1:{port}/hook")
    office.home.grow()
    down = office.look()
    assert down.exit_code == 3
    assert list(down.undelivered) == ["webhook:chat"]
    assert str(port) not in down.undelivered["webhook:chat"]
    assert office.waits == [2, 4, 8]
    # The others have theirs, and a further change joins the queue.
    assert office.mailbox.to(FIRST) == SUBJECTS
    monkeypatch.setenv("KPI_TODAY", "2027-07-01")
    assert office.look().exit_code == 3
    with web_server(office.slack, port):
        assert office.look().exit_code == 0
        office.look()
    texts = [post["text"] for post in office.slack.posts]
    assert texts[:2] == SUBJECTS
    assert len(texts) == len(set(office.slack.keys)) == 3
    assert len(office.mailbox.to(FIRST)) == 3


def test_a_busy_receiver_is_asked_again_in_the_same_run(office: Office) -> None:
    office.slack.replies = [(503, {}), (429, {"Retry-After": "7"})]
    office.home.grow()
    assert office.look().exit_code == 0
    assert office.waits == [2, 7]
    assert [post["text"] for post in office.slack.posts] == SUBJECTS


@pytest.mark.parametrize("reply", [(404, {}), (307, {"Location": "http://127.0.0.1:1/"}), (302, {"Location": "/x"})])
def test_a_refusal_for_good_is_not_repeated_in_the_same_run(office: Office, reply: tuple[int, dict[str, str]]) -> None:
    office.slack.replies = [reply]
    office.home.grow()
    result = office.look()
    assert (result.exit_code, office.waits) == (3, [])
    assert result.undelivered == {"webhook:chat": f"送り先の応答: {reply[0]}"}
    assert office.look().exit_code == 0
    assert [post["text"] for post in office.slack.posts] == SUBJECTS


def test_an_address_that_is_refused_holds_up_nobody_else(office: Office) -> None:
    office.mailbox.refused = {FIRST: "550 no such user"}
    office.home.grow()
    result = office.look()
    assert list(result.undelivered) == [f"mail:office:{FIRST}"]
    assert "550" in result.undelivered[f"mail:office:{FIRST}"]
    assert office.waits == []
    assert office.mailbox.to(SECOND) == SUBJECTS
    office.mailbox.refused = {}
    assert office.look().exit_code == 0
    assert office.mailbox.to(FIRST) == office.mailbox.to(SECOND) == SUBJECTS


def test_a_mail_server_that_asks_for_patience_is_asked_again(office: Office) -> None:
    office.mailbox.replies = ["451 later"]
    office.home.grow()
    assert office.look().exit_code == 0
    assert office.waits == [2]
    assert office.mailbox.to(FIRST) == SUBJECTS


def test_a_run_that_is_killed_sends_the_rest_and_only_that(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    office.home.grow()
    saved, save = [0], running.save_journal

    def killed(folder: Path, journal: Any) -> None:
        save(folder, journal)
        saved[0] += 1
        # The first save is that of the changes, the others follow a message each.
        if saved[0] == 4:
            raise KeyboardInterrupt

    monkeypatch.setattr(running, "save_journal", killed)
    with pytest.raises(KeyboardInterrupt):
        office.look()
    assert len(office.mailbox.mails) == 3
    monkeypatch.setattr(running, "save_journal", save)
    assert office.look().exit_code == 0
    assert office.mailbox.to(FIRST) == office.mailbox.to(SECOND) == SUBJECTS
    assert [post["text"] for post in office.slack.posts] == SUBJECTS


def test_a_message_that_was_accepted_but_not_noted_comes_again_under_the_same_key(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.home.grow()
    saved, save = [0], running.save_journal

    def killed(folder: Path, journal: Any) -> None:
        saved[0] += 1
        if saved[0] == 2:
            raise KeyboardInterrupt
        save(folder, journal)

    monkeypatch.setattr(running, "save_journal", killed)
    with pytest.raises(KeyboardInterrupt):
        office.look()
    monkeypatch.setattr(running, "save_journal", save)
    office.look()
    twice = [mail["Message-ID"] for mail in office.mailbox.mails if mail["To"] == FIRST]
    assert len(twice) == 3
    assert len(set(twice)) == 2


def test_a_receiver_that_joins_later_hears_of_what_changes_from_then_on(office: Office) -> None:
    office.home.grow()
    assert office.look(webhooks=[]).exit_code == 0
    assert office.look().exit_code == 0
    assert office.slack.posts == []


def test_a_password_goes_only_over_an_encrypted_connection_to_a_server_with_a_known_certificate(
    office: Office, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    authority = trustme.CA()
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    seen = []

    def check(_server: Any, _session: Any, _envelope: Any, _mechanism: str, data: Any) -> AuthResult:
        assert isinstance(data, LoginPassword)
        seen.append((data.login, data.password))
        return AuthResult(success=data.password == b"secret", handled=False)

    mailbox, port = Mailbox(), free_port()
    mail = {"name": "safe", "host": "127.0.0.1", "port": port, "sender": "kpi@example.jp", "to": [FIRST]}
    mail |= {"user_env": "MAIL_USER", "password_env": "MAIL_PASSWORD"}
    monkeypatch.setenv("MAIL_USER", "kpi")
    monkeypatch.setenv("MAIL_PASSWORD", "wrong")
    options = {"authenticator": check, "auth_required": True, "auth_require_tls": True, "tls_context": context}
    with mail_server(mailbox, port, require_starttls=True, **options):
        office.look(mail=[mail], webhooks=[])
        office.home.grow()
        unknown = office.look(mail=[mail], webhooks=[])
        assert unknown.exit_code == 3
        assert seen == []
        trusted = tmp_path / "authority.pem"
        authority.cert_pem.write_to_path(str(trusted))
        monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
        wrong = office.look(mail=[mail], webhooks=[])
        assert "535" in wrong.undelivered[f"mail:safe:{FIRST}"]
        assert "wrong" not in str(wrong.undelivered)
        monkeypatch.setenv("MAIL_PASSWORD", "secret")
        assert office.look(mail=[mail], webhooks=[]).exit_code == 0
    assert set(seen) == {(b"kpi", b"wrong"), (b"kpi", b"secret")}
    assert mailbox.to(FIRST) == SUBJECTS


HOOK = {"name": "chat", "kind": "slack", "url_env": "SLACK_URL"}
MAIL = {"name": "office", "host": "mail.example.jp", "port": 25, "sender": "kpi@example.jp", "to": [FIRST]}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ({"webhook": []}, "知らない項目"),
        ({"webhooks": [{**HOOK, "kind": "irc"}]}, "'slack' or 'teams'"),
        ({"webhooks": [{**HOOK, "url_env": "https://hooks.example.jp/T0"}]}, "使えない文字"),
        ({"webhooks": [HOOK, HOOK]}, "name が重なっています"),
        ({"mail": [{**MAIL, "user_env": "MAIL_USER"}]}, "一緒に書いてください"),
        ({"mail": [{**MAIL, "security": "none", "user_env": "U", "password_env": "P"}]}, "パスワードを送りません"),
        ({"mail": [{**MAIL, "to": []}]}, "数が足りません"),
        ({"attempts": 0}, "小さすぎます"),
    ],
)
def test_wrong_settings_are_one_message(tmp_path: Path, content: dict[str, Any], said: str) -> None:
    path = tmp_path / "monitor.yml"
    path.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    with pytest.raises(InputError, match=said) as error:
        read_settings(path)
    assert str(path) in str(error.value)


@pytest.mark.parametrize("url", ["http://hooks.example.jp/T0", "ftp://hooks.example.jp/", "T0B0-secret", "https:///T0"])
def test_an_address_that_is_not_encrypted_or_missing_stops_before_anything_is_remembered(
    office: Office, monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    office.home.grow()
    monkeypatch.setenv("SLACK_URL", url)
    with pytest.raises(InputError, match="SLACK_URL") as error:
        office.look()
    assert url not in str(error.value)
    monkeypatch.delenv("SLACK_URL")
    with pytest.raises(InputError, match="SLACK_URL が設定されていません"):
        office.look()
    assert office.mailbox.mails == []
