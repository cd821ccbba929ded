"""``consent-banner log``: what the log keeps is exported, verified anywhere, and erased for one person."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sql

from banner import cli
from banner.core.consent import Consent
from tests.server.conftest import NOTICE_HASH, SHOWN, consent, entry, log_in, open_client, send

if TYPE_CHECKING:
    from starlette.testclient import TestClient


@pytest.fixture
def anna(dist: Path, some_database: str, monkeypatch: pytest.MonkeyPatch) -> TestClient:
    """Somebody at the shop, whose database the command looks after."""
    monkeypatch.setenv("CONSENT_SERVER_DATABASE", some_database)
    return open_client(dist, some_database)


def decide(client: TestClient, *ids: str, scope: str = "device") -> list[Consent]:
    """Decide several times, one after the other, in one browser."""
    made: list[Consent] = []
    for name in ids:
        one = consent(name, ("google",))
        before = made[-1].id if made else ""
        assert send(client, entry(one, "changed" if before else "", before, scope))[0] == 200
        made.append(one)
    return made


def log(*arguments: object) -> int:
    return cli.main(["log", *map(str, arguments)])


def lines(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def ids(file: Path) -> list[str]:
    return [line["id"] for line in lines(file) if "id" in line]


def test_a_log_is_exported_with_what_was_shown_and_asked_and_verified_without_a_database(
    anna: TestClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with anna:
        decide(anna, "1a", "2b")
        assert log("export", tmp_path / "all.jsonl") == 0
    monkeypatch.setenv("CONSENT_SERVER_DATABASE", f"sqlite:///{tmp_path / 'nothing.sqlite'}")
    texts = [line for line in lines(tmp_path / "all.jsonl") if line.keys() & {"notice", "declaration"}]

    assert ids(tmp_path / "all.jsonl") == ["1a", "2b"]
    assert texts[0]["notice"] == {"hash": NOTICE_HASH, "content": SHOWN, "language": "en"}
    assert "google" in texts[1]["declaration"]["services"]
    assert (tmp_path / "all.jsonl").stat().st_mode & 0o077 == 0
    assert log("verify", tmp_path / "all.jsonl") == 0
    assert "2 entries, as they came, and 1 notices, as shown\nlast entry: 2, " in capsys.readouterr().out


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('"granted":["google"]', '"granted":["google","youtube"]', "entry 1: it was changed"),
        ("Do you agree?", "Do you want a cat?", "entry 1: what was shown before it was changed"),
        ('{"notice":', '{"declaration":', "entry 1: what was shown before it is missing"),
    ],
)
@pytest.mark.fault("server-changed")
@pytest.mark.attack("changed-log")
def test_a_change_in_an_export_is_found(
    anna: TestClient, tmp_path: Path, capsys: pytest.CaptureFixture[str], old: str, new: str, told: str
) -> None:
    with anna:
        decide(anna, "1a", "2b", "3c")
        log("export", tmp_path / "all.jsonl")
    text = (tmp_path / "all.jsonl").read_text(encoding="utf-8")
    assert old in text
    (tmp_path / "all.jsonl").write_text(text.replace(old, new, 1), encoding="utf-8")

    assert log("verify", tmp_path / "all.jsonl") == 1
    assert capsys.readouterr().out == f"{tmp_path / 'all.jsonl'}: {told}\n"


@pytest.mark.fault("server-changed")
def test_a_log_that_was_written_anew_differs_from_a_checkpoint_that_was_kept(
    anna: TestClient, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with anna:
        decide(anna, "1a", "2b")
        assert log("checkpoint") == 0
        kept = tmp_path / "kept.jsonl"
        kept.write_text(capsys.readouterr().out, encoding="utf-8")
        decide(anna, "3c")
        log("export", tmp_path / "all.jsonl")
        assert log("verify", tmp_path / "all.jsonl", "--known", kept) == 0
    capsys.readouterr()
    other = json.loads(kept.read_text(encoding="utf-8")) | {"hash": "0" * 64}
    kept.write_text(json.dumps(other), encoding="utf-8")

    assert log("verify", tmp_path / "all.jsonl", "--known", kept) == 1
    assert "entry 2: the log up to here is not what it was at that checkpoint" in capsys.readouterr().out


@pytest.mark.parametrize("cut", [0, 1, 3])
def test_an_export_that_was_cut_off_is_none(
    anna: TestClient, tmp_path: Path, capsys: pytest.CaptureFixture[str], cut: int
) -> None:
    with anna:
        decide(anna, "1a", "2b")
        log("export", tmp_path / "all.jsonl")
    kept = (tmp_path / "all.jsonl").read_text(encoding="utf-8").splitlines()[:cut]
    (tmp_path / "all.jsonl").write_text("\n".join(kept) + '\n{"id": "3c", "gran', encoding="utf-8")

    assert log("verify", tmp_path / "all.jsonl") == 2
    assert f"all.jsonl:{cut + 1}: no export has such a line; verify the export" in capsys.readouterr().err


def test_an_export_without_its_end_is_none(
    anna: TestClient, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with anna:
        decide(anna, "1a")
        log("export", tmp_path / "all.jsonl")
    kept = (tmp_path / "all.jsonl").read_text(encoding="utf-8").splitlines()[:-1]
    (tmp_path / "all.jsonl").write_text("\n".join(kept), encoding="utf-8")

    assert log("verify", tmp_path / "all.jsonl") == 2
    assert "the end is missing, which is a checkpoint" in capsys.readouterr().err


def test_what_is_kept_of_one_person_is_exported_by_the_account(
    anna: TestClient, dist: Path, some_database: str, tmp_path: Path
) -> None:
    with anna, open_client(dist, some_database) as ben:
        decide(ben, "ben1")
        log_in(anna)
        decide(anna, "anna1", "anna2", scope="account")
        assert log("export", tmp_path / "anna.jsonl", "--account", "1") == 0

    assert ids(tmp_path / "anna.jsonl") == ["anna1", "anna2"]
    assert [line["notice"]["hash"] for line in lines(tmp_path / "anna.jsonl") if "notice" in line] == [
        NOTICE_HASH
    ]
    assert log("export", tmp_path / "nobody.jsonl", "--account", "77") == 1
    assert not (tmp_path / "nobody.jsonl").exists()


@pytest.mark.parametrize("named", ["1a", "2b", "3c"])
def test_any_decision_of_a_browser_names_all_of_that_browser(
    anna: TestClient, dist: Path, some_database: str, tmp_path: Path, named: str
) -> None:
    with anna, open_client(dist, some_database) as ben:
        decide(anna, "1a", "2b", "3c")
        decide(ben, "ben1")
        assert log("export", tmp_path / "anna.jsonl", "--decision", named) == 0

    assert ids(tmp_path / "anna.jsonl") == ["1a", "2b", "3c"]


@pytest.mark.attack("kept-for-ever")
def test_the_entries_of_a_person_are_erased_once_that_is_sure_and_all_others_stay_proven(
    anna: TestClient, dist: Path, some_database: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with anna, open_client(dist, some_database) as ben:
        decide(ben, "ben1")
        decide(anna, "1a", "2b")
        decide(ben, "ben2")
        log("checkpoint")
        (tmp_path / "kept.jsonl").write_text(capsys.readouterr().out, encoding="utf-8")

        assert log("erase", "--decision", "2b") == 0
        assert "2 entries: " in capsys.readouterr().err
        log("export", tmp_path / "before.jsonl")
        assert ids(tmp_path / "before.jsonl") == ["ben1", "1a", "2b", "ben2"]

        assert log("erase", "--decision", "2b", "--yes") == 0
        assert log("erase", "--decision", "2b", "--yes") == 1
        log("export", tmp_path / "after.jsonl")
    after = (tmp_path / "after.jsonl").read_text(encoding="utf-8")

    assert ids(tmp_path / "after.jsonl") == ["ben1", "ben2"]
    assert '"1a"' not in after
    assert log("verify", tmp_path / "after.jsonl", "--known", tmp_path / "kept.jsonl") == 0
    assert "2 entries, 2 erased, as they came" in capsys.readouterr().out


def test_nothing_is_overwritten(anna: TestClient, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    with anna:
        decide(anna, "1a")
        assert log("export", tmp_path / "mine.txt") == 2

    assert (tmp_path / "mine.txt").read_text(encoding="utf-8") == "mine"
    assert "mine.txt: this exists, and nothing is overwritten; name another file" in capsys.readouterr().err


def test_no_database_is_made_where_there_is_none(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "log.sqlite"

    assert log("checkpoint", "--database", f"sqlite:///{file}") == 2
    assert not file.exists()
    assert f"{file}: there is no such database; name it with --database" in capsys.readouterr().err


def test_a_database_without_a_log_is_left_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    address = f"sqlite:///{tmp_path / 'other.sqlite'}"
    engine = sql.create_engine(address)
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE cats (name TEXT)")
    engine.dispose()
    before = (tmp_path / "other.sqlite").read_bytes()

    assert log("export", tmp_path / "all.jsonl", "--database", address) == 2
    assert "no log is in there, or one of an earlier version" in capsys.readouterr().err
    assert (tmp_path / "other.sqlite").read_bytes() == before
    assert not (tmp_path / "all.jsonl").exists()


def test_all_that_does_not_fit_is_told_at_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert log("checkpoint", tmp_path / "x", "--account", "7", "--decision", "1a", "--yes") == 2
    told = capsys.readouterr().err.splitlines()

    assert [line.partition(" = ")[0] for line in told] == [
        "FILE",
        "--account",
        "--decision",
        "--yes",
        "--decision",
    ]
    assert log("erase") == 2
    assert "say whose entries" in capsys.readouterr().err


@pytest.mark.parametrize("content", ["7", "{}", '{"number": 1}', "x"])
def test_a_file_that_has_no_checkpoints_is_told_with_the_line(
    anna: TestClient, tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str
) -> None:
    with anna:
        decide(anna, "1a")
        log("export", tmp_path / "all.jsonl")
    (tmp_path / "kept").write_text(content, encoding="utf-8")

    assert log("verify", tmp_path / "all.jsonl", "--known", tmp_path / "kept") == 2
    assert "kept:1: this is no checkpoint; have one checkpoint in each line" in capsys.readouterr().err
