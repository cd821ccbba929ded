"""One render path: what the build renders and what the browser renders is the same to the byte."""

from __future__ import annotations

import dataclasses
import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from banner.building import bundle, config, environment, locales
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


def test_pyodide_and_cpython_render_the_same_bytes(given: dict[str, Any]) -> None:
    files = bundle.modules("tests.runtime.render")
    task = {
        "pyodide": str(environment.package("pyodide")),
        "files": {path: bundle.shortened(file) for path, file in files.items()},
        "given": given,
    }
    ended = subprocess.run(
        [str(environment.node()), str(HERE / "pyodide.mjs")],
        input=json.dumps(task),
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    there = json.loads(ended.stdout)

    assert there.pop("version").startswith("3.14")
    assert there == render(given)
