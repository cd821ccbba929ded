"""Python that MicroPython's program brings along, compiled."""

from __future__ import annotations

import pytest

from banner import resources
from banner.toolchain import bundle, compiled, runtime
from banner.toolchain.environment import SetUpError


def test_a_program_brings_all_of_ours_and_of_pyscripts_and_nothing_else() -> None:
    expected = {path.replace(".py", ".mpy") for path in (*bundle.sources(), *runtime.pyscript())}

    for name in ("micropython.wasm", "micropython.pruned.wasm"):
        assert set(compiled.python(resources.data(name))) == expected
    assert compiled.python(runtime.program("micropython")) == {}


def test_what_is_put_into_a_program_is_found_in_it() -> None:
    given = runtime.program("micropython")
    found = compiled.python(compiled.with_python(given, {"a/b.py": "x = 'Größe'\n", "c.py": ""}))

    assert list(found) == ["a/b.mpy", "c.mpy"]
    assert "Größe".encode() in found["a/b.mpy"]


def test_what_micropython_cannot_read_is_told_by_its_name() -> None:
    with pytest.raises(SetUpError, match=r"(?s)core/x.py cannot be compiled for MicroPython:.*line 2"):
        compiled.compiled("core/x.py", "x = 1\nclass\n")
