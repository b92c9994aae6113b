"""Downloading from a server that is slow, cuts off, answers 500, redirects or sends other content."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from pipelines.fetch import download as module
from pipelines.fetch.download import download
from tests.pipelines.fetch.servers import FileServer, serving
from warehouse.errors import InputError

CONTENT = bytes(range(256)) * 40
DIGEST = hashlib.sha256(CONTENT).hexdigest()


def _get(server: FileServer, how: str, target: Path, digest: str | None = DIGEST) -> list[str]:
    said: list[str] = []
    download(f"{server.url}/{how}/file.json", target, digest, say=said.append, pause=0.01)
    return said


@pytest.mark.parametrize(
    ("how", "attempts"), [("plain", 1), ("redirect", 1), ("weak", 3), ("cut", 3), ("cut_whole", 2)]
)
def test_a_whole_file_arrives(tmp_path: Path, how: str, attempts: int) -> None:
    target = tmp_path / "file.json"
    with serving(CONTENT) as server:
        said = _get(server, how, target)
    assert target.read_bytes() == CONTENT
    assert len(said) == attempts - 1
    assert [path.name for path in tmp_path.iterdir()] == ["file.json"]


def test_what_has_come_is_not_downloaded_again(tmp_path: Path) -> None:
    with serving(CONTENT) as server:
        _get(server, "cut", tmp_path / "file.json")
        assert [asked for _, asked in server.seen] == [None, "bytes=1000-", "bytes=2000-"]
        _get(server, "plain", tmp_path / "file.json")
        assert len(server.seen) == 3, "a file that is there and right is kept"
        (tmp_path / "file.json").rename(tmp_path / "file.json.part")
        _get(server, "plain", tmp_path / "file.json")
        assert server.seen[-1][1] == f"bytes={len(CONTENT)}-", "a part that was whole is only checked"


@pytest.mark.parametrize(
    ("how", "says"),
    [("missing", "404"), ("broken", "500"), ("circle", "転送"), ("spoilt", "sha256"), ("slow", "応答がありません")],
)
def test_what_cannot_be_had_is_one_error(tmp_path: Path, how: str, says: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "TIMEOUT", (1.0, 0.1))
    target = tmp_path / "file.json"
    target.write_bytes(b"the last good one")
    with serving(CONTENT) as server, pytest.raises(InputError, match=says) as caught:
        _get(server, how, target)
    assert caught.value.advice
    assert target.read_bytes() == b"the last good one"


def test_corrupted_content_is_removed_and_downloaded_anew(tmp_path: Path) -> None:
    with serving(CONTENT) as server:
        with pytest.raises(InputError):
            _get(server, "spoilt", tmp_path / "file.json")
        assert not list(tmp_path.iterdir())
        _get(server, "plain", tmp_path / "file.json")
    assert (tmp_path / "file.json").read_bytes() == CONTENT


def test_offline_is_one_error_with_a_way_out(tmp_path: Path) -> None:
    with serving(CONTENT) as server:
        gone = server.url
    with pytest.raises(InputError, match="接続できません") as caught:
        download(f"{gone}/file.json", tmp_path / "file.json", DIGEST, say=lambda _: None, pause=0.01)
    assert "--from" in (caught.value.advice or "")


@pytest.mark.parametrize("url", ["ftp://127.0.0.1/x", "nonsense", "http://"])
def test_a_wrong_address_is_one_error(tmp_path: Path, url: str) -> None:
    with pytest.raises(InputError):
        download(url, tmp_path / "x", None, say=lambda _: None, pause=0.01)


def test_a_file_without_an_end_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LARGEST", 1000)
    with serving(CONTENT) as server, pytest.raises(InputError, match="大きすぎます"):
        _get(server, "plain", tmp_path / "file.json")


def test_a_proxy_of_the_environment_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(CONTENT) as proxy:
        monkeypatch.setenv("http_proxy", proxy.url)
        monkeypatch.setenv("no_proxy", "")
        download("http://publisher.invalid/plain/file.json", tmp_path / "x", DIGEST, say=lambda _: None, pause=0.01)
        assert proxy.seen[0][0] == "http://publisher.invalid/plain/file.json"
