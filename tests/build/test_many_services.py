"""Very many services: refused where no cookie could hold the consent, built where nothing is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from banner import config
from banner.build import pipeline
from tests.build.conftest import GOOD

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def count(*, thorough: bool) -> int:
    """How many."""
    return 10_000 if thorough else 500


def many(count: int, purpose: str) -> str:
    """A declaration with *count* services of one *purpose*, and those of the usual one."""
    services = "".join(
        f'[[services]]\nid = "s{number}"\nname = "N{number}"\ntext = "T{number}"\npurpose = "{purpose}"\n'
        f'vendor = "shop"\ncookies = [{{ name = "c{number}", duration = "1 day" }}]\n'
        + ("gates = true\n" if purpose != "technical" else "")
        for number in range(count)
    )
    return GOOD.replace("[texts.en]", f"{services}\n[texts.en]")


@pytest.mark.fault("many-services")
def test_more_services_than_a_cookie_can_hold_are_refused_with_the_reason(tmp_path: Path, count: int) -> None:
    file = tmp_path / "consent.toml"
    file.write_text(many(count, "analytics"), encoding="utf-8")

    with pytest.raises(
        config.ConfigError, match=rf"the record of {count + 4} services .* a cookie holds 4,096"
    ):
        pipeline.build(file, tmp_path / "dist")
    assert not (tmp_path / "dist").exists()


@pytest.mark.fault("many-services")
def test_as_many_services_that_are_not_asked_are_built(tmp_path: Path, count: int) -> None:
    file = tmp_path / "consent.toml"
    file.write_text(many(count, "technical"), encoding="utf-8")
    pipeline.build(file, tmp_path / "dist", "micropython")

    (preferences,) = (tmp_path / "dist/consent/files").glob("preferences.en.*.json")
    assert f"N{count - 1}" in preferences.read_text(encoding="utf-8")
