"""Below which domains anybody may have a name, by the list and its own cases."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from banner.observe import suffixes
from banner.observe.names import registrable
from banner.observe.suffixes import public_suffix
from banner.toolchain import public_suffixes as maker

# They come with the list, and are in the public domain. Those with a dot before them are no hosts.
TEXT = Path(__file__).with_name("public_suffix_cases.txt").read_text(encoding="utf-8")
CASES = re.findall(r"^checkPublicSuffix\('([^.'][^']*)', (?:'([^']+)'|null)\);", TEXT, re.MULTILINE)


def test_every_case_of_the_list_holds() -> None:
    assert len(CASES) > 70
    for host, domain in CASES:
        assert registrable(host) == (domain or public_suffix(host.lower())), host
        assert (public_suffix(host.lower()) == host.lower()) == (not domain), host


@pytest.mark.parametrize(
    ("host", "suffix"),
    [
        ("shop.example.co.uk", "co.uk"),
        ("me.github.io", "github.io"),
        ("x.y.kawasaki.jp", "y.kawasaki.jp"),
        ("x.city.kawasaki.jp", "kawasaki.jp"),
        ("shop.xn--55qx5d.cn", "xn--55qx5d.cn"),
        ("shop.公司.cn", "公司.cn"),
        ("shop.xn--!.test", "test"),
        ("localhost", "localhost"),
    ],
)
def test_both_parts_of_the_list_count_and_wildcards_and_exceptions(host: str, suffix: str) -> None:
    assert public_suffix(host) == suffix


def test_the_list_is_unchanged_and_tells_its_licence_and_its_version() -> None:
    licence = maker.LICENCE.read_text(encoding="utf-8")

    assert all(suffixes.version())
    assert set(suffixes.version()) <= set(re.findall(r"[\w-]+", licence))
    assert "Mozilla Public License Version 2.0" in licence
    assert suffixes.FILE.read_text(encoding="utf-8").startswith("// This Source Code Form is subject to")
    assert "--hash=sha256:" in maker.LOCK.read_text(encoding="utf-8")


def test_a_list_that_says_nothing_of_itself_has_no_version(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(suffixes, "FILE", Path(__file__))

    assert suffixes.version() == ("", "")
