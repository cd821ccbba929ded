"""No file that is deployed has the address of a host that nobody declared: what has none can ask none."""

from __future__ import annotations

import re
import zipfile
from typing import TYPE_CHECKING

import pytest

from banner import config
from banner.build import pipeline, runtimes
from banner.toolchain import bundle, environment

if TYPE_CHECKING:
    from pathlib import Path

DEMO = bundle.ROOT / "site/demo/consent.toml"
HOST = re.compile(rb"https?://([A-Za-z0-9_.-]+)")
# What the interpreters' own programs say in messages, and the names that XML has for its languages.
MESSAGES = {
    "docs.micropython.org",
    "github.com",
    "peps.python.org",
    "pyodide.org",
    "www.python.org",
    "www.w3.org",
}
# Where Python's packages, and those of npm, are to be had.
STORES = ("jsdelivr", "unpkg.com", "pypi.org", "pythonhosted.org", "esm.sh", "cloudflare.com")


def hosts(content: bytes) -> set[str]:
    return {found.decode() for found in HOST.findall(content)}


@pytest.fixture(scope="module", params=runtimes.NAMES)
def deployed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that an owner deploys."""
    out = tmp_path_factory.mktemp("hosts") / "dist"
    pipeline.build(DEMO, out, request.param)
    return out / "consent"


def test_a_file_of_ours_has_only_the_hosts_that_the_owner_has_declared(deployed: Path) -> None:
    declared = hosts(repr(config.read(DEMO)).encode())
    theirs = (".gz", ".br", ".wasm", ".zip")
    files = [file for file in deployed.rglob("*") if file.is_file() and file.suffix not in theirs]
    found = {file.name: hosts(file.read_bytes()) - declared for file in files if file.name != "LICENCES.txt"}

    assert len(found) > 15
    assert {name: unheard for name, unheard in found.items() if unheard} == {}


def test_an_interpreters_program_has_hosts_in_its_messages_alone(deployed: Path) -> None:
    programs = [*deployed.rglob("*.wasm")]
    contents = [file.read_bytes() for file in programs]

    assert programs
    for content in contents:
        assert hosts(content) <= MESSAGES


def test_the_standard_library_names_stores_of_packages_in_comments_and_examples_alone() -> None:
    with zipfile.ZipFile(environment.package("pyodide") / "python_stdlib.zip") as library:
        texts = [library.read(name).decode("utf-8", "replace") for name in library.namelist()]
    lines = [line.strip() for text in texts for line in text.split("\n")]
    named = [line for line in lines if any(store in line for store in STORES)]

    assert named
    assert all(line.startswith(("#", ">>>")) for line in named)
