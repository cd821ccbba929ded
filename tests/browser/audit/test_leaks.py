"""Leaks of every kind that are planted into a clean site: an audit finds each, and names what causes it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from banner.audit.findings import Finding
from banner.audit.result import Result
from tests.browser.audit.conftest import ARTEFACTS, LATE, SITE
from tests.browser.audit.planted import BANNER, LEAKS, OTHERS, PHASES, REQUESTS, STORAGE, Leak
from tests.browser.audit.served import Planted

Audited = Callable[..., Result]
CONSENT = SITE / "consent.toml"


@pytest.fixture
def planting(planted: Planted) -> Iterable[Callable[..., None]]:
    """Plants leaks for the time of a test."""

    def plant(*leaks: Leak) -> None:
        planted.leaks = leaks

    yield plant
    planted.leaks = ()


def audit(audited: Audited, *leaks: Leak, file: Path = CONSENT) -> Result:
    """Audit the pages and phases that *leaks* are in: with more patience, where the machine was too slow."""
    other = {host: names for leak in leaks for host, names in leak.resolve.items()}

    def once(**manner: Any) -> Result:
        return audited(
            *dict.fromkeys(page for leak in leaks for page in leak.pages),
            file=file,
            only=tuple(dict.fromkeys(phase for leak in leaks for phase in leak.phases)),
            resolve=lambda host: other.get(host, []),
            **manner,
        )

    result = once()
    return result if all(seen(leak, result) for leak in leaks) else once(patience=LATE, linger=5.0)


def seen(leak: Leak, result: Result) -> bool:
    """Return whether there is a finding of *leak*, or none is to be expected of the engine."""
    (engine,) = result.engines
    return bool(of(leak, result)) or engine.name in leak.unseen


def of(leak: Leak, result: Result) -> list[Finding]:
    """Return the findings that tell *leak*."""
    return [one for one in result.findings if one.rule == leak.rule and leak.what in one.what]


def named(leak: Leak, planted: Planted, result: Result) -> list[Finding]:
    """Return the findings that tell *leak*, after a look at whether they name its cause.

    What an engine does not tell, the report on it has to say.
    """
    (engine,) = result.engines
    if engine.name in leak.unseen:
        assert any("workers" in one for one in engine.limits)
        return []
    found = of(leak, result)
    assert found, (leak.id, [one.plain() for one in result.findings])
    if engine.name == "webkit":
        return found  # its driver here writes scripts of its own into the page, before all lines
    causes = [one.caused_by for one in found]
    if engine.name in leak.dim:
        assert any("style sheet" in one for one in engine.limits)
        return found
    assert any(leak.by in str(cause) for cause in causes), (leak.id, causes)
    if leak.at:
        assert planted.line(leak) in [cause.line for cause in causes], (leak.id, causes)
    return found


@pytest.mark.long
@pytest.mark.smoke("thorough")
@pytest.mark.each
@pytest.mark.parametrize(
    "leaks",
    [
        pytest.param(REQUESTS + STORAGE, id="undecided"),
        pytest.param(BANNER, id="the banner", marks=pytest.mark.thorough),
        pytest.param(PHASES, id="each phase", marks=pytest.mark.thorough),
    ],
)
def test_all_leaks_that_are_planted_at_once_are_found_and_named(
    leaks: tuple[Leak, ...], planted: Planted, planting: Callable[..., None], audited: Audited
) -> None:
    planting(*leaks)
    result = audit(audited, *leaks)

    for leak in leaks:
        named(leak, planted, result)


@pytest.mark.parametrize(
    "leak",
    [pytest.param(one, marks=[] if one in OTHERS else pytest.mark.thorough, id=one.id) for one in LEAKS],
)
def test_a_leak_is_found_and_nothing_else(
    leak: Leak, planted: Planted, planting: Callable[..., None], audited: Audited, tmp_path: Path
) -> None:
    planting(leak)
    file = CONSENT
    if leak.declared[0]:
        file = tmp_path / "consent.toml"
        text = CONSENT.read_text(encoding="utf-8").replace('pages = "."\n', "")
        file.write_text(text.replace(*leak.declared), encoding="utf-8")
    result = audit(audited, leak, file=file)
    found = named(leak, planted, result)

    services = {one.service for one in found} - {""}
    expected = (leak.rule, *leak.also, *ARTEFACTS.get(result.engines[0].name, ()))
    others = [one for one in result.findings if one.rule not in expected]
    # Whatever else the same service did then is part of the same leak.
    assert [one.plain() for one in others if one.service not in services] == []
