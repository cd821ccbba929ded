"""One render path: what the build renders and what the browser renders is the same to the byte."""

from __future__ import annotations

import dataclasses
import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from banner.building import bundle, config, environment, locales
from banner.building.lowering import lowered
from tests.runtime.render import render

HERE = Path(__file__).parent


@pytest.fixture(scope="module")
def given() -> dict[str, Any]:
    """The demo site's declaration, its texts with a few that try to break out, and its links."""
    site = config.read(bundle.ROOT / "site/consent.toml")
    own = {**site.texts["en"], "purpose.analytics.text": "<b>\"Zahlen\" & 'Fakten'</b> – \u202e 数字"}
    messages = locales.messages("en", own, site.declaration)
    return {
        "declaration": dataclasses.asdict(site.declaration),
        "messages": locales.plain(messages, ("",)),
        "languages": locales.names(("ar", "de", "en")),
        "links": site.links,
    }


@pytest.mark.parametrize(
    ("name", "module"),
    [
        ("cpython", "pyodide/pyodide.mjs"),
        ("micropython", "@micropython/micropython-webassembly-pyscript/micropython.mjs"),
    ],
)
def test_what_the_browser_renders_is_what_the_build_renders(
    given: dict[str, Any], name: str, module: str
) -> None:
    files = bundle.modules("tests.runtime.render")
    task = {
        "module": str(environment.package(module)),
        "files": {path: lowered(file) for path, file in files.items()},
        "given": given,
    }
    ended = subprocess.run(
        [str(environment.node()), str(HERE / "interpreter.mjs")],
        input=json.dumps(task),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert ended.stderr == ""
    there = json.loads(ended.stdout)

    assert there["name"] == name
    assert there["told"] == render(given)
