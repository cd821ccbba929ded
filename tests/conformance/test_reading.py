"""The readers in Python find in each request of the vectors what has to be found."""

from __future__ import annotations

import json
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

from banner.server import clock
from banner.server.cookie import asgi_consent, django_consent, read_consent, wsgi_consent
from banner.server.deployed import Build, from_plain
from banner.server.request_consent import RequestConsent
from tests.conformance import vectors
from tests.conformance.cases import BY_HAND
from tests.conformance.vectors import Vector
from tests.conformance.written import ASKED

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from banner.core.consent import Consent


def test_the_vectors_are_what_the_core_answers(pytestconfig: pytest.Config) -> None:
    if pytestconfig.getoption("--write"):
        vectors.FILE.write_text(vectors.content(), encoding="utf-8", newline="\n")

    told = "python3 build.py test tests/conformance --write makes the vectors anew"
    assert vectors.FILE.read_text(encoding="utf-8") == vectors.content(), told


def test_the_core_answers_what_was_thought_of_by_hand() -> None:
    assert {case.name: vectors.answer(case) for case in BY_HAND} == {
        case.name: case.granted for case in BY_HAND
    }


def test_no_two_cases_have_one_name() -> None:
    names = [case.name for case in vectors.cases()]

    assert [name for name in names if names.count(name) > 1] == []


def test_nothing_that_was_garbled_grants_more() -> None:
    assert {case.granted for case in vectors.garbled()} <= {None, ("youtube",)}


def test_half_of_what_was_invented_holds() -> None:
    found = [case.granted is not None for case in vectors.invented()]

    assert len(found) / 4 < sum(found) < len(found) * 3 / 4


READERS: dict[str, Callable[[Vector], Consent | None]] = {
    "a header": lambda one: read_consent(one.header, *known(one), secure=one.https),
    "ASGI": lambda one: asgi_consent(
        {
            "scheme": "https" if one.https else "http",
            "headers": [(b"cookie", one.header.encode("latin-1"))],
        },
        *known(one),
    ),
    "WSGI": lambda one: wsgi_consent(
        {"HTTP_COOKIE": one.header, "wsgi.url_scheme": "https" if one.https else "http"}, *known(one)
    ),
    "Django": lambda one: django_consent(
        SimpleNamespace(META={"HTTP_COOKIE": one.header}, is_secure=lambda: one.https), *known(one)
    ),
}


def known(one: Vector) -> tuple[object, ...]:
    asked = from_plain(ASKED[one.asked])
    return asked.declaration, asked.cookies


@pytest.mark.parametrize("read", READERS.values(), ids=list(READERS))
def test_a_reader_finds_in_each_request_what_has_to_be_found(
    read: Callable[[Vector], Consent | None], monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = {}
    for one in vectors.read():
        monkeypatch.setattr(clock, "now", lambda: one.now)  # noqa: B023 - asked before the next one
        found = read(one)
        # The signal is a header of its own, which these readers are not told.
        if (None if found is None else list(found.granted)) != one.granted and not one.gpc:
            wrong[one.name] = found

    assert wrong == {}


def test_a_request_knows_its_consent_as_the_vectors_have_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    builds = {}
    for name, asked in ASKED.items():
        folder = tmp_path / name
        folder.mkdir()
        (folder / "declaration.json").write_text(json.dumps({"asked": asked}), encoding="utf-8")
        builds[name] = Build(folder)
    wrong = {}
    for one in vectors.read():
        monkeypatch.setattr(clock, "now", lambda: one.now)  # noqa: B023 - asked before the next one
        consent = RequestConsent(one.header, builds[one.asked], secure=one.https, gpc=one.gpc)
        found = list(consent.services) if consent.found else None
        if found != one.granted:
            wrong[one.name] = found
        services = ASKED[one.asked]["services"]
        assert {service for service in services if consent.granted(service)} == set(one.granted or [])

    assert wrong == {}
