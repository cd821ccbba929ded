"""What a build leaves for servers: they learn from it just what the pages are made for."""

from __future__ import annotations

import json
import logging
from pathlib import Path
from typing import Any

import pytest

from banner import config
from banner.build import asked
from banner.config.site_config import SiteConfig
from banner.errors import ConfigError
from banner.server.deployed import Build, from_plain
from banner.toolchain import bundle
from tests.conformance.written import ASKED

REGIONS = """
[cookies]
consent = "choice"
domain = "shop.example"

[[regions]]
codes = ["US", "CA"]
mode = "opt-out"

[[regions]]
codes = ["US-TX"]
mode = "asked"

[[regions]]
codes = ["GB"]
mode = "notice"
on = ["google"]
"""


@pytest.fixture
def site(tmp_path: Path) -> SiteConfig:
    """The demo, with regions of each mode and with cookies of its own."""
    demo = (bundle.ROOT / "site/demo/consent.toml").read_text(encoding="utf-8")
    kept = "\n".join(line for line in demo.splitlines() if not line.startswith("pages"))
    (tmp_path / "consent.toml").write_text(kept + REGIONS, encoding="utf-8")
    return config.read(tmp_path / "consent.toml")


def test_a_server_learns_what_the_pages_ask(site: SiteConfig, tmp_path: Path) -> None:
    asked.write(site, tmp_path)
    found = Build(tmp_path).asked
    told, known = found.declaration, site.declaration

    assert (told.revision, told.lifetime_days) == (known.revision, known.lifetime_days)
    assert [(one.id, one.sale) for one in told.optional()] == [(one.id, one.sale) for one in known.optional()]
    assert told.exempt() == known.exempt()
    assert found.cookies.consent_names(secure=True) == site.cookies.consent_names(secure=True)
    assert (found.cookies.domain, found.cookies.path) == (site.cookies.domain, site.cookies.path)


@pytest.mark.parametrize(
    "code",
    ["US", "US-CA", "US-TX", "us-tx", " ca ", "GB", "GB-SCT", "DE", "", "USA", "US-", "US-CALI", "U", "ß"],
)
def test_a_server_knows_the_rules_of_a_region_as_the_pages_do(
    site: SiteConfig, tmp_path: Path, code: str
) -> None:
    asked.write(site, tmp_path)

    there = Build(tmp_path).asked.in_region(code)
    assert there.exempt() == site.in_region(code).declaration.exempt()


def test_the_name_on_https_is_the_one_that_no_sub_domain_can_set() -> None:
    demo = asked.plain(config.read(bundle.ROOT / "site/demo/consent.toml"))

    assert demo["cookies"] == {"https": "__Host-consent", "http": "consent", "domain": "", "path": "/"}


@pytest.mark.parametrize("key", list(ASKED["shop"]))
@pytest.mark.parametrize("value", [None, 7.5, [7], {"x": 7}, {"US": {}}])
def test_a_file_of_another_form_is_told(key: str, value: Any) -> None:
    changed = {**ASKED["shop"], key: value}
    with pytest.raises(ValueError, match="not as a build writes it"):
        from_plain(changed)


@pytest.mark.parametrize("text", ["", "[]", "{}", "null", "{", "\udcff", "7"])
def test_a_damaged_file_is_an_error_at_the_start(tmp_path: Path, text: str) -> None:
    (tmp_path / "declaration.json").write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(ConfigError, match="name the folder consent/"):
        Build(tmp_path)


def test_the_folder_around_the_banner_is_found_too(tmp_path: Path) -> None:
    (tmp_path / "consent").mkdir()
    (tmp_path / "consent/declaration.json").write_text(json.dumps({"asked": ASKED["shop"]}), encoding="utf-8")

    assert Build(str(tmp_path)).asked.declaration.revision == ASKED["shop"]["revision"]


def test_what_was_asked_goes_on_while_a_deploy_has_taken_the_file_away(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    file = tmp_path / "declaration.json"
    file.write_text(json.dumps({"asked": ASKED["shop"]}), encoding="utf-8")
    build = Build(tmp_path)
    revisions = []
    for change in (file.unlink, lambda: file.write_text("{", encoding="utf-8")):
        change()
        revisions.append(build.asked.declaration.revision)
    later = {**ASKED["shop"], "revision": "a-later-one"}
    file.write_text(json.dumps({"asked": later}), encoding="utf-8")

    assert revisions == [ASKED["shop"]["revision"]] * 2
    assert [one.levelno for one in caplog.records] == [logging.WARNING] * 2
    assert build.asked.declaration.revision == "a-later-one"
