"""A site is built in a browser's Python as it is on any other: the same files, to the byte."""

from __future__ import annotations

import hashlib
import json
import subprocess
from pathlib import Path

import pytest

from banner.build import compression, pipeline, runtimes
from banner.toolchain import environment
from tests.matrix import examples

DEMO = "site/demo/consent.toml"


@pytest.mark.long
@examples("runtime", runtimes.NAMES, runtimes.NAMES[:1])
def test_a_build_on_pyodide_is_the_same_to_the_byte(
    tmp_path: Path, runtime: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Pyodide has neither of the two that compress better.
    monkeypatch.setattr(compression, "_module", lambda _: None)
    pipeline.build(environment.ROOT / DEMO, tmp_path, runtime)
    here = {
        file.relative_to(tmp_path).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in tmp_path.rglob("*")
        if file.is_file()
    }
    task = {
        "module": str(environment.package("pyodide") / "pyodide.mjs"),
        "root": str(environment.ROOT),
        "declaration": DEMO,
        "runtime": runtime,
    }
    ended = subprocess.run(
        [environment.node(), Path(__file__).with_name("build.mjs")],
        input=json.dumps(task),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )

    assert ended.stderr == ""
    there = json.loads(ended.stdout)
    assert {name for name in {**here, **there} if here.get(name) != there.get(name)} == set()
    assert len(here) > 50
