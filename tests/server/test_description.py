"""The description of the server's endpoints is true, and what fits it, or almost fits, is answered well."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from banner.server.description import description
from banner.toolchain import bundle
from tests.server.conftest import consent, entry
from tests.server.programs import started as run
from tests.server.standalone import deploy, started
from tests.support.engines.patience import PATIENCE

if TYPE_CHECKING:
    from pathlib import Path

    from schemathesis import Case

GUIDE = (bundle.ROOT / "site/docs/guide/server.md").read_text(encoding="utf-8")
# Nobody is held up here: what one client may send is tried elsewhere.
GENEROUS = ("--requests-per-second", "10000", "--entries-per-day", "10000000")


def described() -> list[tuple[str, str]]:
    """Each method and path of the description, as the guide writes them."""
    return [
        (method.upper(), re.sub(r"\{(\w+)\}", lambda name: name[1].upper(), path.removeprefix("/")))
        for path, methods in description()["paths"].items()
        for method in methods
    ]


def test_every_endpoint_is_described_and_documented(dist: Path, database: str) -> None:
    deploy(dist)
    with started(dist, database) as client:
        told = client.get("/api/consent/openapi.json").json()
    guide = {name.replace("HASH", "DIGEST") for name in re.findall(r"`((?:GET|POST) [a-zA-Z/.]+)", GUIDE)}

    assert told == description()
    assert {f"{method} {path}" for method, path in described()} <= guide


@pytest.mark.parametrize("path", ["nothing", "notices/%0A", "declarations/%0A%85", "../%0A"])
def test_where_there_is_nothing_it_is_told_as_everywhere(dist: Path, database: str, path: str) -> None:
    deploy(dist)
    with started(dist, database) as client:
        answer = client.get(f"/api/consent/{path}")

    assert (answer.status_code, list(answer.json())) == (404, ["error"])


def cases() -> st.SearchStrategy[Case]:
    """Requests that fit the description, and such that do not."""
    import schemathesis

    operations = [one.ok() for one in schemathesis.openapi.from_dict(description()).get_all_operations()]
    modes = schemathesis.GenerationMode
    # One without parameters takes all requests alike.
    wrong = [one for one in operations if one.body or list(one.iter_parameters())]
    return st.one_of(
        *(one.as_strategy(generation_mode=modes.POSITIVE) for one in operations),
        *(one.as_strategy(generation_mode=modes.NEGATIVE) for one in wrong),
    )


def nearly_true(case: Case, number: int, kept: set[str]) -> Case:
    """Let the entries of *case* be one that a browser has sent, but for the fields that are not in *kept*."""
    if isinstance(case.body, dict) and isinstance(case.body.get("entries"), list):
        true = entry(consent(f"{number}x"))
        case.body["entries"] = [
            {**one, **{name: true[name] for name in kept}} if isinstance(one, dict) else one
            for one in case.body["entries"]
        ]
    return case


FIELDS = st.sets(st.sampled_from(sorted(entry(consent("0x")))))


@pytest.mark.long
@pytest.mark.parametrize("many", [60, pytest.param(10_000, marks=pytest.mark.thorough)])
@pytest.mark.fault("server-garbage")
@pytest.mark.attack("garbage")
def test_whatever_is_asked_is_answered_as_described_and_never_with_a_fault(dist: Path, many: int) -> None:
    import requests
    from schemathesis.checks import not_a_server_error
    from schemathesis.specs.openapi import checks

    deploy(dist)
    told: list[int] = []
    as_described = [
        not_a_server_error,
        checks.status_code_conformance,
        checks.content_type_conformance,
        checks.response_schema_conformance,
    ]
    with run(dist.parent, *GENEROUS) as server:

        @settings(max_examples=many, deadline=None, suppress_health_check=list(HealthCheck), database=None)
        @given(case=cases(), kept=FIELDS | st.just(set(entry(consent("0x")))))
        def ask(case: Case, kept: set[str]) -> None:
            nearly_true(case, len(told), kept)
            base: dict[str, Any] = {"base_url": server.address}
            told.append(case.call_and_validate(checks=as_described, **base).status_code)

        ask()
        true = {"entries": [entry(consent("last"))]}
        origin = {"Sec-Fetch-Site": "same-origin"}
        after = requests.post(f"{server.address}log", json=true, headers=origin, timeout=PATIENCE)

    assert len(told) >= many
    assert max(told) < 500
    assert after.json() == {"stored": ["last"]}
