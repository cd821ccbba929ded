"""Ten thousand services: refused where no cookie could hold the answer, built where nothing is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from banner import config
from banner.build import pipeline
from tests.build.conftest import GOOD

if TYPE_CHECKING:
    from pathlib import Path

MANY = 10_000


def many(purpose: str) -> str:
    """A declaration with very many services of one *purpose*."""
    services = "".join(
        f'[[services]]\nid = "s{number}"\nname = "N{number}"\ntext = "T{number}"\npurpose = "{purpose}"\n'
        f'vendor = "shop"\ncookies = [{{ name = "c{number}", duration = "1 day" }}]\n'
        + ("gates = true\n" if purpose != "technical" else "")
        for number in range(MANY)
    )
    return GOOD.replace("[texts.en]", f"{services}\n[texts.en]")


@pytest.mark.fault("many-services")
def test_more_services_than_a_cookie_can_hold_are_refused_with_the_reason(tmp_path: Path) -> None:
    file = tmp_path / "consent.toml"
    file.write_text(many("analytics"), encoding="utf-8")

    with pytest.raises(config.ConfigError, match=r"the record of 10,?004 services .* a cookie holds 4,096"):
        pipeline.build(file, tmp_path / "dist")
    assert not (tmp_path / "dist").exists()


@pytest.mark.fault("many-services")
def test_as_many_services_that_are_not_asked_are_built(tmp_path: Path) -> None:
    file = tmp_path / "consent.toml"
    file.write_text(many("technical"), encoding="utf-8")
    pipeline.build(file, tmp_path / "dist", "micropython")

    (preferences,) = (tmp_path / "dist/consent/files").glob("preferences.en.*.json")
    assert "N9999" in preferences.read_text(encoding="utf-8")
