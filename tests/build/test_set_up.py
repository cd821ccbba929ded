"""Set-up and serving: locked, without any registry's name, and gentle to those who use it."""

from __future__ import annotations

import contextlib
import json
import re
import shutil
import signal
import socket
import subprocess
import sys
import urllib.request
from importlib import metadata
from typing import TYPE_CHECKING
from urllib.error import HTTPError

import pytest

from banner.serve import local
from banner.toolchain import environment

if TYPE_CHECKING:
    from email.message import Message
    from pathlib import Path

AT_TOP = b"margin-block:0 auto"
LOCKS = environment.ROOT / "banner/toolchain/locks"


@pytest.mark.parametrize(
    "name", [file.relative_to(LOCKS).as_posix() for file in sorted(LOCKS.rglob("*.txt"))]
)
def test_every_python_package_is_pinned_with_hashes(name: str) -> None:
    text = (LOCKS / name).read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line.strip()]

    assert lines
    for line in lines:
        assert re.match(r"[a-z0-9-]+(\[[a-z0-9,-]+\])?==\S+ .*--hash=sha256:[0-9a-f]{64}", line), line


def test_what_is_asked_for_with_an_extra_is_locked_with_it() -> None:
    # Else pip takes the newest release for it, which the lock has no hash of.
    lock = (LOCKS / "requirements.txt").read_text(encoding="utf-8")
    locked = dict(re.findall(r"^([a-z0-9-]+)(?:\[([a-z0-9,-]+)\])?==", lock, re.MULTILINE))
    needed = [one for name in locked for one in _requirements(name) if "extra ==" not in one]
    extras = [found.groups() for one in needed if (found := re.match(r"([\w-]+)\[(\w+)\]", one))]

    assert extras
    assert [one for one in extras if one[1] not in locked[one[0]].split(",")] == []


def _requirements(name: str) -> list[str]:
    try:
        return metadata.requires(name) or []
    except metadata.PackageNotFoundError:  # of another system
        return []


@pytest.mark.parametrize(
    "folder", [file.parent.relative_to(LOCKS).as_posix() for file in sorted(LOCKS.rglob("package-lock.json"))]
)
def test_every_npm_package_is_pinned_with_its_integrity(folder: str) -> None:
    lock = json.loads((LOCKS / folder / "package-lock.json").read_text(encoding="utf-8"))
    packages = {name: one for name, one in lock["packages"].items() if name}

    assert packages
    assert all(one["integrity"].startswith("sha512-") for one in packages.values())
    asked = json.loads((LOCKS / folder / "package.json").read_text(encoding="utf-8"))
    wanted = [*asked["dependencies"].values(), *asked.get("devDependencies", {}).values()]
    assert all(re.fullmatch(r"(npm:\S+@)?\d+\.\d+\.\d+", version) for version in wanted)


def test_no_lock_names_a_registry() -> None:
    for file in LOCKS.rglob("*"):
        assert file.is_dir() or "://" not in file.read_text(encoding="utf-8"), file.name


def test_what_the_locks_name_is_installed() -> None:
    assert environment.ready()
    assert environment.node().exists()


def fetch(address: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    """One answer of the server."""
    request = urllib.request.Request(address, headers=headers)  # noqa: S310 - our own server
    try:
        with urllib.request.urlopen(request) as answer:  # noqa: S310 - the same
            return answer.status, _lower(answer.headers), answer.read()
    except HTTPError as error:
        with error:
            return error.code, _lower(error.headers), b""


def _lower(headers: Message) -> dict[str, str]:
    return {key.lower(): value for key, value in headers.items()}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small site."""
    (tmp_path / "index.html").write_text("<p>home")
    consent = tmp_path / "consent"
    (consent / "files").mkdir(parents=True)
    for name in ("consent.js", "files/banner.0123abcd.py", "x.wasm", "x.mjs"):
        (consent / name).write_text(name)
    return tmp_path


def test_a_folder_is_served_with_the_right_types(folder: Path) -> None:
    with local.running(local.static(folder)) as base:
        assert fetch(base)[2] == b"<p>home"
        assert fetch(base + "consent/x.wasm")[1]["content-type"] == "application/wasm"
        assert fetch(base + "consent/x.mjs")[1]["content-type"].startswith("text/javascript")
        assert fetch(base + "missing")[0] == 404


def test_only_names_that_change_with_their_content_are_kept_for_ever(folder: Path) -> None:
    with local.running(local.static(folder)) as base:
        assert "immutable" in fetch(base + "consent/files/banner.0123abcd.py")[1]["cache-control"]
        assert fetch(base + "consent/consent.js")[1]["cache-control"] == "no-cache"


def test_what_has_not_changed_is_not_sent_again(folder: Path) -> None:
    with local.running(local.static(folder)) as base:
        tag = fetch(base + "consent/consent.js")[1]["etag"]
        status, _, body = fetch(base + "consent/consent.js", **{"If-None-Match": tag})

    assert (status, body) == (304, b"")


def test_a_taken_port_is_told_and_another_one_chosen(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with local.running(local.static(folder), port) as base:
            assert f":{port}/" not in base
            assert fetch(base)[0] == 200

    assert f"port {port} is taken" in capsys.readouterr().out


def test_serving_builds_again_when_a_source_changes_and_survives_errors(tmp_path: Path) -> None:
    shutil.copytree(environment.ROOT / "site/demo", tmp_path / "site")
    declaration = tmp_path / "site/consent.toml"
    command = [sys.executable, "-u", "build.py", "serve", "--port", "0"]
    command += ["--config", str(declaration), "--out", str(tmp_path / "site/dist")]
    command += ["--database", f"sqlite:///{tmp_path / 'shop.sqlite'}"]
    with (
        subprocess.Popen(command, cwd=environment.ROOT, stdout=subprocess.PIPE, encoding="utf-8") as server,
        contextlib.ExitStack() as ending,
    ):
        ending.callback(server.kill)  # whatever has failed, nobody waits for it
        assert server.stdout
        assert server.stdout.readline().startswith("built")
        assert server.stdout.readline().startswith("the owner's page is /owner")
        base = server.stdout.readline().split()[1]
        script = base + "consent/consent.js"
        assert AT_TOP not in fetch(script)[2]

        good = declaration.read_text(encoding="utf-8")
        declaration.write_text(good.replace('position = "bottom"', 'position = "left"'), encoding="utf-8")
        assert 'position = "left"' in server.stdout.readline()
        assert "last good build" in server.stdout.readline()
        assert AT_TOP not in fetch(script)[2]

        declaration.write_text(good.replace('position = "bottom"', 'position = "top"'), encoding="utf-8")
        assert server.stdout.readline().startswith("built")
        assert AT_TOP in fetch(script)[2]

        server.send_signal(signal.SIGINT)
        assert server.stdout.read() == ""
        assert server.wait() == 0


@pytest.mark.parametrize(
    ("config", "made"),
    [
        ("version = {0}.{1}.9\n", []),
        ("version_info = {0}.{1}.9.final.0\n", []),
        ("home = /usr/bin\nversion = 3.8.1\n", ["made"]),
        ("version = 2.7.18\n", ["made"]),
        ("home = /usr/bin\n", ["made"]),
        ("", ["made"]),
    ],
)
def test_an_environment_of_another_python_is_made_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, config: str, made: list[str]
) -> None:
    found: list[str] = []
    monkeypatch.setattr(environment, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(environment, "ROOT", tmp_path)
    monkeypatch.setattr(environment, "ready", lambda: False)
    monkeypatch.setattr(environment, "_pip", lambda _: None)
    monkeypatch.setattr(environment, "_npm_install", lambda: None)

    def create(folder: Path, **_: object) -> None:
        assert not folder.exists()
        folder.mkdir()
        found.append("made")

    monkeypatch.setattr(environment.venv, "create", create)
    environment.python().parent.mkdir(parents=True)
    environment.python().touch()
    if config:
        text = config.format(*sys.version_info[:2])
        (tmp_path / ".venv/pyvenv.cfg").write_text(text, encoding="utf-8")
    environment.set_up()

    assert found == made


def test_a_clone_that_cannot_be_written_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(environment, "ROOT", tmp_path / "not/there")

    with pytest.raises(environment.SetUpError, match="see that it can be written"), environment.alone():
        pass
