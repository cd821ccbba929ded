"""Settings of the server: where they may stand, which counts, and what is told of those that cannot be."""

from __future__ import annotations

import argparse
import re
from ipaddress import ip_network
from pathlib import Path

import pytest
import uvicorn

from banner.commands import server
from banner.commands.setting import Setting
from banner.errors import ConfigError
from banner.server import bodies, description, gate
from banner.server import limits as limiting
from banner.standalone import connections, databases
from banner.standalone.reading import read
from banner.standalone.settings import KEYS, Settings
from banner.toolchain import environment

PASSWORD = "s3cret%40word"  # noqa: S105 - nobody's


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the server is started; what is deployed lies in ``dist``."""
    (tmp_path / "dist").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def settings(
    folder: Path, text: str = "", environment: dict[str, str] | None = None, **options: str
) -> Settings:
    file = folder / "server.toml"
    file.write_text(text, encoding="utf-8")
    return read(options, environment or {}, file if text else None, Path("dist"))


def errors(
    folder: Path, text: str = "", environment: dict[str, str] | None = None, **options: str
) -> list[str]:
    with pytest.raises(ConfigError) as failure:
        settings(folder, text, environment, **options)
    return str(failure.value).splitlines()


def test_an_option_counts_before_the_environment_and_that_before_the_file(folder: Path) -> None:
    text = 'host = "10.0.0.1"\nport = 1\npath = "/a/"\nkeep_days = 30\ntrusted_proxies = ["10.0.0.0/8"]\n'
    environment = {"CONSENT_SERVER_HOST": "10.0.0.2", "CONSENT_SERVER_PORT": "2", "PATH": "/bin"}

    found = settings(folder, text, environment, host="10.0.0.3")
    assert (found.host, found.port, found.path, found.keep_days) == ("10.0.0.3", 2, "/a/", 30)
    assert found.trusted_proxies == (ip_network("10.0.0.0/8"),)
    assert found.requests_per_second == Settings().requests_per_second


def test_nothing_has_to_be_set(folder: Path) -> None:
    assert settings(folder) == settings(folder, " \n") == settings(folder, "# nothing yet") == Settings()


def test_the_database_by_itself_does_not_lie_in_what_is_deployed_either(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder / "dist")
    with pytest.raises(ConfigError, match="everybody could download it"):
        read({}, {}, None, folder / "dist")


@pytest.mark.parametrize("text", ["port = 80\nport = 81", "port: 80", 'host = "a'])
def test_a_file_that_is_no_toml_is_told_with_its_line(folder: Path, text: str) -> None:
    assert errors(folder, text)[0].startswith(f"{folder / 'server.toml'}:")


def test_the_environment_may_name_the_file(folder: Path) -> None:
    file = folder / "elsewhere.toml"
    file.write_text("port = 7", encoding="utf-8")

    assert read({}, {"CONSENT_SERVER_SETTINGS": str(file)}, None, Path("dist")).port == 7


def test_each_setting_can_stand_in_all_three_places(folder: Path) -> None:
    values = {
        "host": "::1",
        "port": "81",
        "path": "/log/",
        "database": "sqlite:///other.sqlite",
        "keep_days": "0",
        "requests_per_second": "5",
        "entries_per_day": "100",
        "trusted_proxies": "127.0.0.1,fd00::/8",
        "forwarded": "forwarded",
        "log_format": "text",
        "metrics": "::1",
        "shutdown_seconds": "0",
    }
    text = "".join(f"{name} = {one if one.isdecimal() else repr(one)}\n" for name, one in values.items())
    by_option = settings(folder, **values)

    assert list(values) == [key.name for key in KEYS]
    assert by_option == settings(folder, text)
    assert by_option == settings(folder, "", {key.variable: values[key.name] for key in KEYS})
    assert not [key.name for key in KEYS if getattr(by_option, key.name) == getattr(Settings(), key.name)]


def test_all_that_is_wrong_is_told_at_once_with_place_value_and_remedy(folder: Path) -> None:
    text = '# settings\nport = "http"\nprot = 80\nhost = 1\ntrusted_proxies = ["10.0.0.1/8"]\n'
    environment = {"CONSENT_SERVER_KEEP_DAYS": "-1", "CONSENT_SERVER_POTR": "1"}
    file = folder / "server.toml"
    network = "'10.0.0.1/8' is an address in a network; write 10.0.0.0/8"
    days = "the days for which your law may ask for a proof"

    assert errors(folder, text, environment, log_format="xml", path="api") == [
        f'{file}:2: port = "http": write a whole number from 0 to 65535: 0 lets the system choose',
        f"{file}:3: prot = 80: there is no such setting; did you mean port?",
        f"{file}:4: host = 1: write a text, in quotes",
        f'{file}:5: trusted_proxies = ["10.0.0.1/8"]: {network}',
        f'CONSENT_SERVER_KEEP_DAYS = "-1": write a whole number from 0 to 36500: {days}',
        "CONSENT_SERVER_POTR: there is no such setting; did you mean CONSENT_SERVER_PORT?",
        '--log-format = "xml": write one of json, text',
        '--path = "api": write a folder with a / at both ends, such as /api/consent/, or / alone',
    ]


@pytest.mark.parametrize(
    ("name", "value", "remedy"),
    [
        pytest.param("port", "65536", "from 0 to 65535", id="port too high"),
        pytest.param("port", "８０", "whole number", id="port in other digits"),
        pytest.param("port", "", "whole number", id="port empty"),
        pytest.param("port", "tcp://10.0.0.1:80", "enableServiceLinks", id="port of kubernetes"),
        pytest.param("host", "localhost/x", "an address of this machine", id="host with a path"),
        pytest.param("host", " ", "write something", id="host empty"),
        pytest.param("path", "/../", "a folder with a /", id="path up"),
        pytest.param("path", "//", "a folder with a /", id="path twice"),
        pytest.param("entries_per_day", "50", "from 100", id="no entries"),
        pytest.param("trusted_proxies", "proxy.internal", "is no address", id="a name for an address"),
        pytest.param("trusted_proxies", "0.0.0.0/0", "is everybody", id="all proxies"),
        pytest.param("metrics", "::/0", "is everybody", id="all readers"),
        pytest.param("metrics", "*", "is no address", id="everybody"),
        pytest.param("forwarded", "x-real-ip", "x-forwarded-for, forwarded", id="another header"),
        pytest.param("database", "mysql://u@h/d", "SQLite and PostgreSQL", id="another database"),
        pytest.param("database", "consents.sqlite", "an address such as", id="no address"),
        pytest.param("database", "sqlite://", "name a file", id="in memory"),
        pytest.param("database", "sqlite:///missing/c.sqlite", "there is no folder", id="no folder"),
        pytest.param("database", "sqlite:///dist", "this is a folder", id="a folder"),
        pytest.param("database", "postgresql://u@h", "name the database", id="no name"),
        pytest.param("database", "sqlite:///dist/c.sqlite", "everybody could download it", id="deployed"),
        pytest.param(
            "database",
            "sqlite:///dist/../dist/c.sqlite",
            "everybody could download",
            id="deployed round about",
        ),
    ],
)
def test_a_value_that_cannot_be_is_told_with_what_to_write(
    folder: Path, name: str, value: str, remedy: str
) -> None:
    assert remedy in errors(folder, **{name: value})[0]


@pytest.mark.parametrize("value", ["postgres://u@h/d", "postgresql://u@h/d", "postgresql+psycopg://u@h/d"])
def test_every_address_of_postgresql_means_our_driver(folder: Path, value: str) -> None:
    assert settings(folder, database=value).database == "postgresql+psycopg://u@h/d"


@pytest.mark.parametrize(
    "address",
    [
        f"mysql://shop:{PASSWORD}@h/d",
        f"postgresql://shop:{PASSWORD}@h",
        f"postgresql://shop@h/?password={PASSWORD}",
        f"postgresql://shop:{PASSWORD}@h:port/d",
        f"shop:{PASSWORD}@h/d",
    ],
)
def test_no_message_has_a_password(folder: Path, address: str) -> None:
    told = [
        *errors(folder, f'database = "{address}"'),
        *errors(folder, "", {"CONSENT_SERVER_DATABASE": address}),
        *errors(folder, database=address),
    ]

    assert len(told) == 3
    assert not [line for line in told if "s3cret" in line]


def test_what_is_secret_in_an_address_is_known_in_each_way_to_write_it() -> None:
    address = settings_database(f"postgresql://shop:{PASSWORD}@h/d?sslpassword=other")

    assert set(databases.secrets(address)) >= {"s3cret@word", PASSWORD, "other"}
    assert databases.shown(address) == "postgresql+psycopg://shop:***@h/d?sslpassword=%2A%2A%2A"


def settings_database(address: str) -> str:
    return databases.read(address)


def test_a_file_that_is_not_there_is_told(folder: Path) -> None:
    with pytest.raises(ConfigError, match=r"nothing\.toml: there is no such file"):
        read({}, {}, folder / "nothing.toml", Path("dist"))


def test_the_help_has_each_setting_and_its_default() -> None:
    line = argparse.ArgumentParser()
    server.arguments(line, Setting())
    told = {one.dest: one for one in line._actions if one.dest not in ("help", "folder", "settings")}

    assert [one.option_strings[0] for one in told.values()] == [key.option for key in KEYS]
    for name, one in told.items():
        default = getattr(Settings(), name)
        if isinstance(default, (int, str)) and default:
            shown = "the first" if name == "forwarded" else default
            assert f"(default: {shown})" in str(one.help), name


def guide(page: str) -> str:
    return (environment.ROOT / f"site/docs/guide/{page}.md").read_text(encoding="utf-8")


def test_the_guide_has_each_setting_and_its_default() -> None:
    section = guide("server").partition("### Settings")[2].partition("\n#")[0]
    rows = re.findall(r"^\| `(\w+)` \|.*\| (.*) \|$", section, re.MULTILINE)

    assert [name for name, _ in rows] == [key.name for key in KEYS]
    for name, told in rows:
        default = getattr(Settings(), name)
        if default not in ((), ""):
            assert told == f"`{default}`"


def test_the_settings_in_the_guide_can_be_read(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (text,) = re.findall(r"^```toml\n(.*?)^```$", guide("operations"), re.MULTILINE | re.DOTALL)
    monkeypatch.setattr(databases, "_check_file", lambda _: None)  # there is no such folder here

    found = settings(folder, text)
    assert found.database == "sqlite:////var/lib/consent-server/consents.sqlite"
    assert found.trusted_proxies == (ip_network("127.0.0.1"), ip_network("::1"))


def test_every_number_in_the_guide_is_that_of_the_code() -> None:
    limits = guide("operations").partition("## Limits")[2].partition("\n## ")[0]
    told = dict(re.findall(r"^\| (.*?) \| (.*?) \|", limits, re.MULTILINE))

    assert told["a body, chunked ones too"] == f"{bodies._MOST_BODY // 1024} kB within {bodies._PATIENCE} s"
    assert told["entries in a request"] == f"{description.MOST_ENTRIES}"
    head = f"{connections.MOST_HEAD // 1024} kB within {connections.Patience().head:.0f} s"
    assert told["the head of a request"] == head
    assert told["a request from its head to its answer"] == f"{connections.Patience().request:.0f} s"
    idle = (
        f"{uvicorn.Config(lambda: None).timeout_keep_alive} s, of a trusted proxy {connections._PROXY_IDLE} s"
    )
    assert told["an idle connection"] == idle
    most, each = connections._MOST, connections._EACH
    assert told["connections"] == f"{most:,}, or what the open files allow; {each} of a client"
    unsent = connections._MOST_UNSENT // 1024**2
    assert told["answers that are sent and not taken, of all together"] == f"{unsent} MB"
    assert told["jobs for the database"] == f"{gate._MOST} at a time, {gate._PATIENCE:.0f} s each"
    assert f"for {limiting._MOST_CLIENTS:,} clients at most" in limits
