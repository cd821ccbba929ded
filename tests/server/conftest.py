"""The reference server with a database of its own, and somebody who talks to it."""

from __future__ import annotations

import hashlib
import json
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sql
from shop.app import application
from starlette.testclient import TestClient

from banner import config
from banner.core.consent import Consent
from banner.core.log_entry import LogEntry, entry_id, event_name
from banner.core.record import encode
from banner.server.limits import Bucket
from banner.toolchain import bundle
from tests.server import processes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.server.senders import Note, Senders

DECLARATION = config.read(bundle.ROOT / "site/demo/consent.toml").declaration
SHOWN = json.dumps({"language": "en", "direction": "ltr", "texts": ["<p>Do you agree?</p>"]})
NOTICE_HASH = hashlib.sha256(SHOWN.encode()).hexdigest()
SITE = "http://testserver"
# What the pages of the shop send by a form.
FORMS = (
    "account/register",
    "account/login",
    "account/logout",
    "account/password",
    "account/delete",
    "basket",
    "basket/remove",
    "order/address",
    "order/complete",
)
ASKED = tuple(service.id for service in DECLARATION.optional())


def now() -> int:
    return int(time.time() * 1000)


def consent(id: str, granted: tuple[str, ...] = (), age: int = 0) -> Consent:
    """Return a consent of *age* milliseconds that grants *granted*."""
    denied = tuple(one for one in ASKED if one not in granted)
    return Consent(id, now() - age, "accept-selected", "banner", DECLARATION.revision, granted, denied)


def entry(consent: Consent, event: str = "", previous: str = "", scope: str = "device") -> dict[str, str]:
    """The entry that proves *consent*, the first of a visitor unless another *event* is told."""
    name = event or event_name(consent, None)
    before = previous or (consent.id if name == "expired" else "")
    own = entry_id(consent, name)
    return LogEntry(own, name, encode(consent), before, NOTICE_HASH, "en", scope).plain()


@pytest.fixture
def dist(tmp_path: Path) -> Path:
    """A built site with one page."""
    folder = tmp_path / "dist"
    (folder / "consent/notices").mkdir(parents=True)
    (folder / f"consent/notices/{NOTICE_HASH}.json").write_text(SHOWN, encoding="utf-8")
    (folder / "index.html").write_text('<!doctype html><html lang="en"><p>Hello', encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def postgres_programs() -> Path:
    """The folder of PostgreSQL's programs; skips where the machine has none."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    if not found:
        pytest.skip("there is no PostgreSQL on this machine; the code is the same as for SQLite")
    return found[-1]


@pytest.fixture(scope="session")
def postgres_server(postgres_programs: Path) -> Iterator[str]:
    """The address of a PostgreSQL of our own."""
    with processes.postgres(postgres_programs) as address:
        yield address


@pytest.fixture
def postgres(postgres_server: str) -> str:
    """The same, without a table."""
    engine = sql.create_engine(postgres_server)
    with engine.begin() as connection:
        # Whatever tests have left there, under whatever name.
        connection.exec_driver_sql("DROP SCHEMA public CASCADE")
        connection.exec_driver_sql("CREATE SCHEMA public")
    engine.dispose()
    return postgres_server


@pytest.fixture(params=["sqlite", "postgresql"])
def any_database(request: pytest.FixtureRequest) -> str:
    """A fresh database of either kind."""
    return of_kind(request)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.thorough)])
def some_database(request: pytest.FixtureRequest) -> str:
    """A fresh database, for what others show to be the same on either kind."""
    return of_kind(request)


def of_kind(request: pytest.FixtureRequest) -> str:
    """A fresh database of the kind that is the parameter."""
    return str(request.getfixturevalue("database" if request.param == "sqlite" else "postgres"))


@pytest.fixture
def database(tmp_path: Path) -> str:
    """A fresh database."""
    return f"sqlite:///{tmp_path / 'shop.sqlite'}"


@pytest.fixture
def no_time_passes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let what clients may do in a second not come back, however long their requests take here."""
    *others, _clock = Bucket.__init__.__defaults__ or ()
    monkeypatch.setattr(Bucket.__init__, "__defaults__", (*others, lambda: 0.0))


@pytest.fixture
def note(record_property: Callable[[str, object], None]) -> Note:
    """Notes for the table of faults what one has cost, and that nothing is lost or twice."""

    def noted(fault: str, senders: Senders, database: str) -> None:
        cost = senders.cost(database)
        record_property("cost", " | ".join((fault, *cost)))
        assert cost[-2:] == ("0", "0")

    return noted


@pytest.fixture
def client(dist: Path, database: str) -> Iterator[TestClient]:
    """A browser at the shop, whose requests come from the shop's own pages."""
    with open_client(dist, database) as one:
        yield one


def open_client(dist: Path, database: str) -> TestClient:
    """Another browser."""
    site = application(dist, DECLARATION, database, "secret-of-the-owner", requests_per_second=1000)
    return TestClient(site, base_url=SITE, headers={"Origin": SITE}, follow_redirects=False)


def send(client: TestClient, *entries: object) -> tuple[int, dict[str, object]]:
    """Send entries; gives the status and the body."""
    response = client.post("/api/consent/log", json={"entries": list(entries)})
    return response.status_code, response.json()


def log_in(client: TestClient, email: str = "anna@example.com", *, register: bool = True) -> None:
    """Log in, with a new account unless there is one."""
    form = {"email": email, "password": "correct horse"}
    if register:
        assert client.post("/account/register", data=form).status_code == 303
    assert client.post("/account/login", data=form).status_code == 303
